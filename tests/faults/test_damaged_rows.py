"""A6 for money: who changes a stored row past the product finds that nothing is booked on it any more."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bondlife.acts import perform
from bondlife.db import Database
from bondlife.errors import Blocked
from bondlife.jobs.runner import enqueue, run_waiting
from bondlife.security.actor import SYSTEM
from models.base import columns
from models.registry import AuditRecord, Job, LedgerEntry, Notice
from tests.faults.test_money_races import Paying, approved
from tests.lifecycle.story import Story, on

DAMAGES = {
    "the payment itself": ("disbursement", "UPDATE disbursement SET payee = '示例贸易' WHERE id = {payment}"),
    "a smaller amount": ("disbursement", "UPDATE disbursement SET amount = amount - 1 WHERE id = {payment}"),
    "the contract": ("contract", "UPDATE contract SET certified = certified + 100 WHERE id = {contract}"),
    "the share": ("bond_share", "UPDATE bond_share SET amount = amount * 10 WHERE id = {share}"),
    "the project": ("project", "UPDATE project SET name = '示例' WHERE id = {project}"),
    "a version cut off": (
        "disbursement",
        "UPDATE disbursement SET version = version + 1 WHERE id = {payment}",
    ),
}


@pytest.fixture
def paying(any_db: Database, tmp_path: Path) -> Paying:
    with on("2036-04-01"):
        return Paying(Story(any_db, tmp_path / "papers"))


def test_nothing_is_paid_on_a_row_that_was_changed_past_the_product(paying: Paying) -> None:
    story, before = paying.story, len(paying.story.all(LedgerEntry))
    for number, (name, (table, statement)) in enumerate(DAMAGES.items()):
        row = approved(paying, number)
        keys = {"payment": row.id, "contract": paying.works.id, "share": paying.share.id}
        with story.db.connection(write=True) as connection:
            connection.execute(sa.text(statement.format(**keys, project=paying.project.id)))
        with on("2036-04-01"), pytest.raises(Blocked) as refused:
            story.move("officer", "disbursement", row.public_id, "pay")
        problem = refused.value.problems[0]
        assert (problem.code, (problem.params or {})["table"]) == ("damaged", table), name
        assert problem.law is not None
        _mended(story.db, table, paying)
    assert len(story.all(LedgerEntry)) == before
    own = columns(AuditRecord)
    refused_acts = sa.select(sa.func.count()).where(own.act == "disbursement.pay", own.outcome != "done")
    with story.db.reading() as session:
        assert session.execute(refused_acts).scalar_one() == len(DAMAGES)


def _mended(db: Database, table: str, scene: Paying) -> None:
    """Put a shared row back as its last version says, as a restore would."""
    back = {
        "contract": f"UPDATE contract SET certified = certified - 100 WHERE id = {scene.works.id}",
        "bond_share": f"UPDATE bond_share SET amount = amount / 10 WHERE id = {scene.share.id}",
        "project": f"UPDATE project SET name = '{scene.project.name}' WHERE id = {scene.project.id}",
    }.get(table)
    if back is not None:
        with db.connection(write=True) as connection:
            connection.execute(sa.text(back))


def _proved(db: Database) -> dict[str, Any]:
    """Let the job of the night run and return what it found."""
    perform(db, SYSTEM, "test.night", lambda act: enqueue(act, "proof", {}))
    assert run_waiting(db) == 1
    with db.reading() as session:
        last = session.execute(sa.select(Job).order_by(columns(Job).id.desc()).limit(1)).scalar_one()
        assert last.state == "done", last.error
        found: dict[str, Any] = last.result
        return found


def test_the_night_finds_what_nobody_has_touched_yet_and_tells_who_runs_the_system(paying: Paying) -> None:
    story = paying.story
    row = approved(paying, 1)
    damage = f"row_digests: disbursement {row.id} is not what version {row.version} says"
    assert damage not in _proved(story.db)["problems"]
    with story.db.connection(write=True) as connection:
        connection.execute(sa.text(f"UPDATE disbursement SET amount = 1 WHERE id = {row.id}"))
    found = _proved(story.db)
    assert not found["ok"]
    assert damage in found["problems"]
    told = [one.params["count"] for one in story.all(Notice) if one.kind == "books"]
    assert told.count(found["wrong"]) >= 2
