"""A2: a process is killed while it stores a file: the file is there whole, or not at all.

Print of a run: tried / whole / none / partial. An import that said it was done is always whole.
"""

import multiprocessing
import os
import random
import shutil
import signal
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bondlife.db import Database
from bondlife.security.actor import SYSTEM
from bondlife.services.imports import Report, confirm, preview
from bondlife.settings import Settings
from bondlife.verify import verify
from models.base import columns
from models.registry import AuditRecord, Bond, ImportFile, RowVersion, StateMove
from tests.exchange.hostile import bond_row, workbook

ROWS = 12
BEYOND = 1.6
"""Kills come up to this many times as late as an act takes, so that some find it done."""


def report_of(db: Database, number: int) -> Report:
    """Return a file of its own, read and checked."""
    first = number * ROWS + 1
    return preview(db, "issue-list", workbook([bond_row(n) for n in range(first, first + ROWS)]))


def store_and_say(url: str, report: Report, ready: Any, said: Any) -> None:
    """Be the child: warm up, say ready, store, say done."""
    db = Database(url)
    with db.reading() as session:
        session.execute(sa.select(sa.func.count()).select_from(AuditRecord))
    ready.set()
    confirm(db, SYSTEM, report, "killed")
    said.set()


def counts(url: str) -> tuple[int, int, int, int]:
    """Return what each table holds that one import writes to."""
    db = Database(url)
    with db.reading() as session:
        found = []
        for model, *where in (
            (Bond,),
            (RowVersion, columns(RowVersion).table_name == "bond"),
            (StateMove, columns(StateMove).record == "bond"),
            (ImportFile,),
        ):
            statement = sa.select(sa.func.count()).select_from(model).where(*where)
            found.append(int(session.execute(statement, execution_options={"scoped": True}).scalar_one()))
    db.close()
    bonds, versions, moves, files = found
    return bonds, versions, moves, files


def measured(url: str, report: Report) -> float:
    """Return the seconds one act takes here and now; it is stored and counts as held."""
    db = Database(url)
    start = time.monotonic()
    confirm(db, SYSTEM, report, "measured")
    seconds = time.monotonic() - start
    db.close()
    return seconds


def kill_many(path: Path, reports: list[Report], kills: int) -> Counter[str]:
    """Kill as many imports at random moments; after each the file is whole or absent."""
    url = f"sqlite:///{path}"
    chance, context, tally = random.Random(32), multiprocessing.get_context("fork"), Counter[str]()
    usual = measured(url, reports[-1])
    held = counts(url)
    for number in range(kills):
        ready, said = context.Event(), context.Event()
        child = context.Process(
            target=store_and_say, args=(url, reports[number % (len(reports) - 1)], ready, said)
        )
        child.start()
        assert ready.wait(30)
        time.sleep(chance.random() * usual * BEYOND)
        if child.pid is not None and child.is_alive():
            os.kill(child.pid, signal.SIGKILL)
        child.join()
        now = counts(url)
        grown = tuple(after - before for after, before in zip(now, held, strict=True))
        assert grown in {(0, 0, 0, 0), (ROWS, ROWS, ROWS, 1)}, grown
        is_whole = now[0] > held[0]
        assert is_whole or not said.is_set() or number >= len(reports) - 1
        tally["whole" if is_whole else "none"] += 1
        held = now
    return tally


def run(db: Database, path: Path, folder: Path, kills: int) -> None:
    """Kill, count, and prove the books."""
    reports = [report_of(db, number) for number in range(min(kills, 60))]
    db.close()
    work = folder / "killed.db"
    shutil.copyfile(path, work)
    tally = kill_many(work, reports, kills)
    assert tally["whole"]
    assert tally["none"]
    print(f"A2: tried {kills}, whole {tally['whole']}, none {tally['none']}, partial 0")  # noqa: T201
    after = Database(f"sqlite:///{work}")
    proof = verify(after, Settings(data_dir=folder))
    after.close()
    assert proof["ok"], [one for one in proof["checks"] if one["problems"]]


def test_a2_killed_while_storing(db: Database, sqlite_template: Path, tmp_path: Path) -> None:
    run(db, sqlite_template, tmp_path, int(os.environ.get("BONDLIFE_KILLS", "60")))


@pytest.mark.full
@pytest.mark.timeout(7200)
def test_a2_killed_twenty_thousand_times(db: Database, sqlite_template: Path, tmp_path: Path) -> None:
    run(db, sqlite_template, tmp_path, 20_000)
