"""Damage is found before it is used: every kind of change behind the product's back, on both databases."""

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bondlife.acts import Act, perform
from bondlife.anchors import read_heads, write_head
from bondlife.db import Database
from bondlife.lifecycle.history import note, set_state
from bondlife.lifecycle.rail import refresh_rail
from bondlife.migrations.guards import append_only, drop_append_only
from bondlife.services import ledger, records
from bondlife.settings import Settings
from bondlife.verify import blocks, chain, verify
from bondlife.verify.subjects import SUBJECTS
from models.base import columns
from models.registry import Forecast, ForecastCell, Project
from tests.database import people_of
from tests.storage.test_acts import form

HISTORY = ("audit_record", "row_version", "ledger_entry", "posting", "state_move")


@pytest.fixture
def place(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


@pytest.fixture
def filled(any_db: Database, place: Settings) -> Database:
    officer = people_of(any_db)["officer"]
    for number in range(3):
        records.create(any_db, officer, "project", form(f"P-{number}"))
    perform(any_db, officer, "test.books", _written_once)
    write_head(any_db, place.heads_file, place.secret())
    records.create(any_db, officer, "project", form("P-last"))
    return any_db


def _written_once(act: Act) -> None:
    """Write what has no versions: an entry, a move, a plan."""
    project = act.find(Project, columns(Project).code == "P-0")[0]
    region = project.region_id
    ledger.post(
        act,
        "project_income",
        [ledger.Line(region, "treasury", 500), ledger.Line(region, "project_income", -500, payee="甲公司")],
        source="test",
    )
    set_state(act, project, "withdrawn")
    note(act, project, "withdraw", "draft", "not needed any more")
    refresh_rail(act, project.id or 0)
    scope: dict[str, Any] = {"region_id": region, "project_id": project.id}
    plan = act.add(Forecast(number=1, name="plan", first_year=2026, last_year=2027, **scope))
    act.flush()
    assert plan.id is not None
    for year in (2026, 2027):
        act.session.add(ForecastCell(forecast_id=plan.id, item="income", year=year, amount=100))
    act.seal(ForecastCell, plan.id)


def problems(db: Database, place: Settings) -> dict[str, list[str]]:
    return {one["id"]: one["problems"] for one in verify(db, place)["checks"] if one["problems"]}


def tamper(db: Database, *statements: str) -> None:
    with db.connection(write=True) as connection:
        drop_append_only(connection, *HISTORY)
        for statement in statements:
            connection.execute(sa.text(statement))
        append_only(connection, *HISTORY)


def test_a_sound_database_is_said_to_be_sound(filled: Database, place: Settings) -> None:
    report = verify(filled, place)
    assert report["ok"], [one for one in report["checks"] if one["problems"]]
    checked = {one["id"]: one["checked"] for one in report["checks"]}
    assert checked["row_digests"] > 3000
    assert checked["audit_links"] >= 6
    assert checked["audit_heads"] == 1


def test_only_rows_with_secrets_are_read_one_by_one(filled: Database) -> None:
    """What the database tells of sound rows is what their versions say: nothing is judged by reading it."""
    with filled.connection() as connection:
        odd = {
            one.name
            for one in SUBJECTS.values()
            for _span, block, _act in blocks.blocks(connection, one)
            if block.whole() is None
        }
    assert odd == {"user_account"}


TAMPERINGS = {
    "an edited amount": ("row_digests", ["UPDATE project SET total_investment = 1 WHERE code = 'P-1'"]),
    "an edited name": ("row_digests", ["UPDATE project SET name = name || 'x' WHERE code = 'P-1'"]),
    "an edited version text": (
        "audit_roots",
        ["UPDATE row_version SET data = replace(data, 'P-1', 'P-X') WHERE table_name = 'project'"],
    ),
    "a deleted version": (
        "audit_roots",
        ["DELETE FROM row_version WHERE table_name = 'project' AND row_id = 2"],
    ),
    "an edited audit record": ("audit_links", ["UPDATE audit_record SET actor = 'x' WHERE seq = 3"]),
    "a deleted audit record": ("audit_links", ["DELETE FROM audit_record WHERE seq = 3"]),
    "a cut tail": (
        "audit_links",
        ["DELETE FROM audit_record WHERE seq = (SELECT max(seq) FROM audit_record)"],
    ),
    "a moved state": ("state_moves", ["UPDATE project SET state = 'reserved' WHERE code = 'P-1'"]),
    "a wrong rail": ("rails", ["UPDATE project_rail SET now_track = 'repayment'"]),
    "a wrong balance": (
        "ledger_balances",
        ["INSERT INTO ledger_balance (book_id, unit_id, account, share_id, amount) VALUES (1, 0, 'x', 0, 5)"],
    ),
    "an edited payee": ("seals", ["UPDATE posting SET payee = 'somebody else' WHERE id = 2"]),
    "an edited day of an entry": ("seals", ["UPDATE ledger_entry SET note = 'x'"]),
    "two postings that cancel out": (
        "seals",
        [
            "INSERT INTO posting (entry_id, book_id, account, amount, payee, budget_account) "
            f"SELECT entry_id, book_id, account, {sign}7, '', '' FROM posting WHERE id = 1"
            for sign in ("", "-")
        ],
    ),
    "an edited reason of a move": ("seals", ["UPDATE state_move SET reason = 'because'"]),
    "an edited cell of a plan": ("seals", ["UPDATE forecast_cell SET amount = amount + 1 WHERE id = 1"]),
    "a deleted cell of a plan": ("seals", ["DELETE FROM forecast_cell WHERE id = 2"]),
    "a deleted row": ("row_digests", ["DELETE FROM project_rail", "DELETE FROM project WHERE code = 'P-1'"]),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_found(filled: Database, place: Settings, name: str) -> None:
    check, statements = TAMPERINGS[name]
    tamper(filled, *statements)
    assert check in problems(filled, place)


def test_a_value_no_type_expects_is_said_of_its_row(db: Database, place: Settings) -> None:
    """The database cannot compare such a table at all; each of its rows is read then."""
    tamper(db, "UPDATE region SET name = x'ff00' WHERE id = 800")
    assert problems(db, place)["row_digests"] == ["region 800 is not what version 1 says"]


def test_a_flag_that_is_neither_yes_nor_no_is_named(db: Database, place: Settings) -> None:
    """Read it is a yes like the one before; a condition in the database would find neither."""
    tamper(db, "UPDATE region SET is_issuer = 2 WHERE id = 2")
    with db.connection() as connection:
        before = "SELECT data FROM row_version WHERE table_name = 'region' AND row_id = 2"
        assert json.loads(connection.execute(sa.text(before)).scalar_one())["is_issuer"]
    tamper(db, "UPDATE kind_version SET shipped = 2 WHERE shipped = 1")
    found = problems(db, place)
    assert found["row_digests"] == ["region 2 holds a flag that is neither yes nor no"]
    assert found["registers"] == ["kind_version holds a flag that is neither yes nor no"]


def test_a_torn_line_of_the_heads_is_told_until_the_next_head_takes_its_place(
    db: Database, place: Settings
) -> None:
    first = write_head(db, place.heads_file, place.secret())
    with place.heads_file.open("a", encoding="utf-8") as file:
        file.write('{"at": "2036-1')
    assert chain.heads(db, place).problems == ["line 2 of the heads is none: it was torn or changed"]
    records.create(db, people_of(db)["officer"], "project", form())
    second = write_head(db, place.heads_file, place.secret())
    assert read_heads(place.heads_file) == [first, second]
    assert chain.heads(db, place).problems == []


def test_a_line_between_heads_that_is_none_stays_told(db: Database, place: Settings) -> None:
    first = write_head(db, place.heads_file, place.secret())
    with place.heads_file.open("a", encoding="utf-8") as file:
        file.write('{"at": "2036-1"}\n' + json.dumps(first)[:-1])
    records.create(db, people_of(db)["officer"], "project", form())
    second = write_head(db, place.heads_file, place.secret())
    assert read_heads(place.heads_file) == [first, {"line": 2}, second]
    found = chain.heads(db, place)
    assert found.problems == ["line 2 of the heads is none: it was torn or changed"]
    assert found.checked == 3


def test_a_rehashed_tail_is_found_by_the_head_outside(filled: Database, place: Settings) -> None:
    from bondlife.acts import record_hash
    from models.registry import AuditRecord

    anchored = len(Path(place.heads_file).read_text().splitlines())
    assert anchored == 1
    with filled.connection(write=True) as connection:
        drop_append_only(connection, *HISTORY)
        table = AuditRecord.__table__  # type: ignore[attr-defined]
        previous = ""
        for row in connection.execute(sa.select(table).order_by(table.c.seq)).all():
            values = {**row._mapping, "actor": "somebody else"} if row.seq == 2 else dict(row._mapping)
            values["previous"] = previous or values["previous"]
            forged = AuditRecord(**values)
            previous = record_hash(forged)
            connection.execute(
                sa.update(table)
                .where(table.c.seq == row.seq)
                .values(actor=values["actor"], previous=values["previous"], hash=previous)
            )
        connection.execute(sa.text("UPDATE audit_head SET hash = :hash"), {"hash": previous})
        append_only(connection, *HISTORY)
    found = problems(filled, place)
    assert "audit_links" not in found
    assert "audit_heads" in found


def test_versions_that_swap_their_texts_are_named(filled: Database, place: Settings) -> None:
    """Texts come from the database put together: one that holds what stands between them hides nothing."""
    tamper(
        filled,
        "UPDATE row_version SET data = data || x'1e' || (SELECT data FROM row_version "
        "WHERE table_name = 'project' AND row_id = 2) WHERE table_name = 'project' AND row_id = 1"
        if filled.is_sqlite
        else "UPDATE row_version SET data = data || chr(30) WHERE table_name = 'project' AND row_id = 1",
    )
    assert "version project/1/1 was changed" in problems(filled, place)["audit_roots"]


def test_a_row_put_back_to_an_older_version_is_named(filled: Database, place: Settings) -> None:
    project = "code = 'P-0'"
    with filled.connection() as connection:
        key = connection.execute(sa.text(f"SELECT id FROM project WHERE {project}")).scalar_one()
        before = "SELECT data FROM row_version WHERE table_name = 'project' AND row_id = :key AND version = 1"
        was = json.loads(connection.execute(sa.text(before), {"key": key}).scalar_one())
    assert was["state"] == "draft"
    tamper(filled, f"UPDATE project SET state = 'draft', version = 1, state_moves = 0 WHERE {project}")
    found = problems(filled, place)["row_digests"]
    assert f"project {key} stands at version 1, its last is 2" in found


def test_a_row_that_no_act_wrote_is_named(filled: Database, place: Settings) -> None:
    columns_of = ", ".join(one for one in Project.model_fields if one not in ("id", "public_id", "code"))
    key = "(SELECT max(id) + 1 FROM project)"
    tamper(
        filled,
        f"INSERT INTO project (id, public_id, code, {columns_of}) "
        f"SELECT {key}, 'p', 'P-X', {columns_of} FROM project WHERE code = 'P-1'",
    )
    [problem] = problems(filled, place)["row_digests"]
    assert problem.startswith("project ")
    assert problem.endswith("is not what version 1 says")


def test_a_balance_of_nothing_without_postings_is_named(filled: Database, place: Settings) -> None:
    columns_of = "book_id, unit_id, account, share_id, amount"
    tamper(filled, f"INSERT INTO ledger_balance ({columns_of}) VALUES (1, 0, 'x', 7, 0)")
    [problem] = problems(filled, place)["ledger_balances"]
    assert "'x', 7" in problem
