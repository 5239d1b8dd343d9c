"""Lists of issues are composed before their act; what happens in between counts."""

from pathlib import Path

import sqlalchemy as sa

from bondlife.acts import perform
from bondlife.db import Database
from bondlife.security.actor import SYSTEM
from bondlife.services.imports import bonds, confirm, preview
from bondlife.settings import Settings
from bondlife.verify import verify
from models.base import columns
from models.registry import Bond, SearchGram, StateMove
from tests.exchange.hostile import bond_row, workbook
from tests.imports.samples import count

LIST = workbook([bond_row(number) for number in range(1, 4)])


def test_an_imported_list_is_proven_with_its_moves(any_db: Database, tmp_path: Path) -> None:
    report = confirm(any_db, SYSTEM, preview(any_db, "issue-list", LIST), "list.xlsx")
    assert report.state == "stored"
    assert count(any_db, StateMove) == 3
    found = verify(any_db, Settings(data_dir=tmp_path))
    assert [one for one in found["checks"] if one["problems"]] == []


def test_bonds_stored_after_the_list_was_prepared_are_not_stored_twice(any_db: Database) -> None:
    read = preview(any_db, "issue-list", LIST)
    store = bonds.prepared(any_db, SYSTEM, read.draft.rows)
    confirm(any_db, SYSTEM, read, "list.xlsx")
    late = perform(any_db, SYSTEM, "test.late", store)
    assert (late["added"], late["unchanged"]) == (0, 3)
    assert count(any_db, Bond) == 3


def test_an_unrelated_act_in_between_changes_nothing(any_db: Database) -> None:
    read = preview(any_db, "issue-list", LIST)
    store = bonds.prepared(any_db, SYSTEM, read.draft.rows)
    perform(any_db, SYSTEM, "test.other", lambda _act: {})
    assert perform(any_db, SYSTEM, "test.late", store)["added"] == 3


def test_a_short_list_is_found_at_once(db: Database) -> None:
    confirm(db, SYSTEM, preview(db, "issue-list", LIST), "list.xlsx")
    with db.reading() as session:
        keys = session.execute(sa.select(columns(Bond).sort_key), execution_options={"scoped": True})
        assert all(keys.scalars())
    assert count(db, SearchGram) > 3
