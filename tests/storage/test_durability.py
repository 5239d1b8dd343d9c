"""What durability rests on: settings, flushed files, whole acts, exact amounts."""

import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bondlife import acts
from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.security.actor import SYSTEM
from bondlife.services import documents, records
from bondlife.services.imports import confirm, preview
from models.base import new_public_id, table
from models.registry import LedgerEntry, Posting, Project
from tests.database import people_of
from tests.exchange.hostile import bond_row, workbook
from tests.storage.test_acts import form


def stored(db: Database) -> int:
    with db.connection() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(table(Project))).scalar_one())


def test_the_settings_that_money_rests_on(any_db: Database) -> None:
    lines = any_db.check()
    assert len(lines) >= 4
    assert [line.name for line in lines if not line.ok] == []


@pytest.mark.parametrize("amount", [1.0, 0.1, True])
def test_an_amount_is_never_a_float(any_db: Database, amount: float) -> None:
    change = sa.update(table(Project)).values(total_investment=amount)
    with any_db.connection(write=True) as connection, pytest.raises(sa.exc.StatementError):
        connection.execute(change)


def test_without_its_audit_record_an_act_is_not_stored(
    any_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("no room for the record")

    officer = people_of(any_db)["officer"]
    monkeypatch.setattr(acts, "_append", fail)
    with pytest.raises(RuntimeError):
        records.create(any_db, officer, "project", form())
    assert stored(any_db) == 0


def test_a_posting_that_fails_undoes_its_act(any_db: Database) -> None:
    def broken() -> Iterator[Posting]:
        raise ArithmeticError("a posting that cannot be made")
        yield

    def work(act: Act) -> None:
        entry = LedgerEntry(
            public_id=new_public_id(),
            kind="x",
            business_date=act.business_date,
            known_at=act.now,
            act=0,
            source="x",
            note="",
        )
        act.post(entry, cast("list[Posting]", broken()))

    with pytest.raises(ArithmeticError):
        perform(any_db, SYSTEM, "test.post", work)
    with any_db.connection() as connection:
        counted = sa.select(sa.func.count()).select_from(table(LedgerEntry))
        assert connection.execute(counted).scalar_one() == 0


def test_an_import_is_one_transaction(db: Database) -> None:
    commits: list[Session] = []

    def note(session: Session) -> None:
        commits.append(session)

    sa.event.listen(Session, "after_commit", note)
    try:
        report = preview(db, "issue-list", workbook([bond_row(n) for n in range(1, 301)]))
        commits.clear()
        assert confirm(db, SYSTEM, report, "whole").state == "stored"
    finally:
        sa.event.remove(Session, "after_commit", note)
    assert len(commits) == 1


def test_an_attachment_and_its_folders_are_flushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed, real = [], os.fsync

    def note(handle: int) -> None:
        flushed.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        real(handle)

    monkeypatch.setattr(os, "fsync", note)
    waiting = tmp_path / "waiting"
    documents._write(waiting, io.BytesIO(b"%PDF-1.7 content"), 1 << 20)
    documents._settle(waiting, tmp_path / "ab" / "abcd")
    assert flushed == ["file", "folder", "folder"]
