"""One write path: versions, chain, keys, conflicts; on SQLite and PostgreSQL."""

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa

from bondlife import clock
from bondlife.acts import Act, perform, record_hash, root_of, row_data, version_line
from bondlife.db import Database, UnscopedReadError
from bondlife.errors import Conflict, Forbidden, Invalid, Missing
from bondlife.security.actor import SYSTEM
from bondlife.services import records
from bondlife.services.inputs import ProjectInput
from models.base import columns
from models.canonical import canonical_json, digest
from models.registry import AuditHead, AuditRecord, Period, Project, Region, RowVersion
from tests.database import people_of


def form(code: str = "P-1", **values: Any) -> ProjectInput:
    base = {
        "region": "330304",
        "code": code,
        "name": "示例污水处理工程",
        "sector": "sewage",
        "start_year": 2024,
    }
    return ProjectInput.model_validate({**base, **values})


def audit_rows(db: Database) -> list[AuditRecord]:
    with db.reading() as session:
        return list(session.execute(sa.select(AuditRecord).order_by(columns(AuditRecord).seq)).scalars())


def test_a_new_row_has_version_one_and_its_digest_recomputes(any_db: Database) -> None:
    officer = people_of(any_db)["officer"]
    made = records.create(any_db, officer, "project", form())
    with any_db.reading() as session:
        statement = sa.select(Project).where(columns(Project).public_id == made["public_id"])
        row = session.execute(statement, execution_options={"scoped": True}).scalar_one()
        stored = session.get(RowVersion, ("project", row.id, 1))
        assert stored is not None
        assert stored.digest == digest(canonical_json(row_data(row))) == digest(stored.data)


def test_the_chain_is_gapless_and_every_link_recomputes(any_db: Database) -> None:
    officer = people_of(any_db)["officer"]
    records.create(any_db, officer, "project", form("P-1"))
    with pytest.raises(Conflict):
        records.create(any_db, officer, "project", form("P-1"))
    rows = audit_rows(any_db)
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    assert all(record_hash(row) == row.hash for row in rows)
    assert all(after.previous == before.hash for before, after in pairwise(rows))
    assert rows[-1].outcome == "refused"
    with any_db.reading() as session:
        head = session.get(AuditHead, 1)
    assert head is not None
    assert (head.seq, head.hash) == (rows[-1].seq, rows[-1].hash)


def test_the_root_of_an_act_covers_its_row_versions(any_db: Database) -> None:
    officer = people_of(any_db)["officer"]
    records.create(any_db, officer, "project", form())
    last = audit_rows(any_db)[-1]
    with any_db.reading() as session:
        table = RowVersion.__table__  # type: ignore[attr-defined]
        versions = session.execute(sa.select(table).where(table.c.act == last.seq)).mappings().all()
    assert last.rows == len(versions)
    told = (version_line(v["table_name"], v["row_id"], v["version"], v["digest"]) for v in versions)
    assert last.root == root_of(told)


def test_the_same_key_gives_the_same_answer_and_stores_once(any_db: Database) -> None:
    officer = people_of(any_db)["officer"]
    first = records.create(any_db, officer, "project", form(), key="k-1")
    again = records.create(any_db, officer, "project", form(), key="k-1")
    assert again == first
    with any_db.reading() as session:
        counted = sa.select(sa.func.count()).select_from(Project).execution_options(scoped=True)
        assert session.execute(counted).scalar_one() == 1


def test_a_key_with_another_body_or_another_person_is_refused(any_db: Database) -> None:
    people = people_of(any_db)
    records.create(any_db, people["officer"], "project", form(), key="k-1")
    with pytest.raises(Invalid):
        records.create(any_db, people["officer"], "project", form("P-2"), key="k-1")
    with pytest.raises(Missing):
        records.create(any_db, people["city"], "project", form(), key="k-1")


def test_a_stale_version_is_a_conflict_that_shows_theirs(any_db: Database) -> None:
    officer = people_of(any_db)["officer"]
    made = records.create(any_db, officer, "project", form())
    records.edit(any_db, officer, "project", made["public_id"], form(name="新名称工程"), 1)
    with pytest.raises(Conflict) as refusal:
        records.edit(any_db, officer, "project", made["public_id"], form(name="另一名称"), 1)
    assert refusal.value.theirs is not None
    assert refusal.value.theirs["name"] == "新名称工程"


def test_a_foreign_row_is_missing_and_a_forbidden_act_is_refused(any_db: Database) -> None:
    people = people_of(any_db)
    made = records.create(any_db, people["city"], "project", form("P-9", region="330302"))
    with pytest.raises(Missing):
        records.edit(any_db, people["officer"], "project", made["public_id"], form("P-9"), 1)
    with pytest.raises(Forbidden):
        records.create(any_db, people["auditor"], "project", form("P-10"))


def test_a_read_without_scope_is_a_fault(any_db: Database) -> None:
    with any_db.reading() as session, pytest.raises(UnscopedReadError):
        session.execute(sa.select(Project))


@pytest.mark.parametrize("name", ["audit_record", "row_version", "state_move", "ledger_entry", "posting"])
def test_history_cannot_be_changed_or_deleted(any_db: Database, name: str) -> None:
    records.create(any_db, people_of(any_db)["officer"], "project", form())
    for statement in (f"UPDATE {name} SET act = act", f"DELETE FROM {name}"):
        column = {"state_move": "number", "posting": "amount"}.get(name, "act")
        with any_db.engine.connect() as connection:
            _ensure_row(connection, name)
            change = sa.text(statement.replace("act = act", f"{column} = {column}"))
            with pytest.raises(sa.exc.DBAPIError):
                connection.execute(change)


def _ensure_row(connection: sa.Connection, name: str) -> None:
    """A trigger fires on rows only: give the empty tables one inside this transaction."""
    if connection.execute(sa.text(f"SELECT count(*) FROM {name}")).scalar_one():
        return
    now = "'2026-01-01 00:00:00+00:00'"
    entry = (
        "INSERT INTO ledger_entry (id, public_id, kind, business_date, known_at, act, source, note) "
        f"VALUES (1, 'x', 'x', '2026-01-01', {now}, 1, 'x', '')"
    )
    if name in {"ledger_entry", "posting"}:
        connection.execute(sa.text(entry))
    if name == "posting":
        connection.execute(
            sa.text(
                "INSERT INTO posting (id, entry_id, book_id, account, amount, payee, budget_account) "
                "VALUES (1, 1, 1, 'x', 1, '', '')"
            )
        )
    if name == "state_move":
        connection.execute(
            sa.text(
                "INSERT INTO state_move (id, record, record_id, number, transition, source, target, reason, "
                f"business_date, at) VALUES (1, 'x', 1, 1, 'x', 'x', 'x', '', '2026-01-01', {now})"
            )
        )


def test_an_act_in_a_locked_month_is_refused(any_db: Database) -> None:
    from models.registry import Period

    def lock(act: Act) -> None:
        month = act.business_date.strftime("%Y-%m")
        act.session.add(Period(region_id=1, month=month, locked_at=act.now))

    perform(any_db, SYSTEM, "period.lock", lock)
    with pytest.raises(Invalid) as refusal:
        perform(any_db, SYSTEM, "test", lambda act: act.require_open(1))
    assert refusal.value.problems[0].code == "period_locked"


def test_versions_prove_secrets_without_holding_them(any_db: Database) -> None:
    with any_db.reading() as session:
        table = RowVersion.__table__  # type: ignore[attr-defined]
        users = session.execute(sa.select(table.c.data).where(table.c.table_name == "user_account")).scalars()
        texts = list(users)
    assert len(texts) > 5
    assert not any("$argon2" in text for text in texts)


def test_a_month_closed_while_an_act_waits_for_its_turn_is_closed_for_it(any_db: Database) -> None:
    """Two servers: the act saw the month open, then had to wait for the act that closes it."""
    officer, other = people_of(any_db)["officer"], Database(any_db.url.render_as_string(hide_password=False))
    made = records.create(any_db, officer, "project", form())
    edit = partial(records.edit, other, officer, "project", made["public_id"], form(name="改名"), 1)
    with ThreadPoolExecutor(1) as beside:
        with any_db.writing() as session:
            session.execute(sa.select(AuditHead).with_for_update()).all()
            waiting = beside.submit(edit)
            time.sleep(0.4)  # the other gets as far as it can
            assert not waiting.done()
            region = session.execute(sa.select(columns(Region).id).where(columns(Region).code == "330304"))
            month = f"{clock.business_date():%Y-%m}"
            session.add(Period(region_id=region.scalar_one(), month=month, locked_at=clock.now()))
            session.commit()
        with pytest.raises(Invalid, match="closed"):
            waiting.result(30)
    other.close()
