"""A2: a process is killed while it stores a file: the file is there whole, or not at all.

Print of a run: tried / whole / none / partial. An import that said it was done is always whole.
"""

import os
import random
import shutil
import signal
import time
from collections import Counter, deque
from contextlib import closing
from pathlib import Path

import pysqlite3.dbapi2 as driver  # type: ignore[import-untyped]
import pytest
import sqlalchemy as sa

from bondlife.db import Database
from bondlife.security.actor import SYSTEM
from bondlife.services.imports import Report, confirm, preview
from bondlife.settings import Settings
from bondlife.verify import verify
from models.registry import AuditRecord
from tests.exchange.hostile import bond_row, workbook

ROWS = 12
PART = 60
COUNTS = """
    SELECT (SELECT count(*) FROM bond), (SELECT count(*) FROM row_version WHERE table_name = 'bond'),
        (SELECT count(*) FROM state_move WHERE record = 'bond'), (SELECT count(*) FROM import_file)
"""
BEYOND = 1.6
"""Kills come up to this many times as late as an act takes, so that some find it done."""


def report_of(db: Database, number: int) -> Report:
    """Return a file of its own, read and checked."""
    first = number * ROWS + 1
    return preview(db, "issue-list", workbook([bond_row(n) for n in range(first, first + ROWS)]))


def store_and_say(url: str, report: Report, ready: int, said: int) -> None:
    """Be the child: warm up, say ready, store, say done."""
    db = Database(url)
    with db.reading() as session:
        session.execute(sa.select(sa.func.count()).select_from(AuditRecord))
    os.write(ready, b"1")
    confirm(db, SYSTEM, report, "killed")
    os.write(said, b"1")


def forked(url: str, report: Report) -> tuple[int, int]:
    """Fork a child that stores a file; returns once it is ready, with its id and where it will say done."""
    ready, tell_ready = os.pipe()
    said, tell_said = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            store_and_say(url, report, tell_ready, tell_said)
        finally:
            os._exit(0)
    for end in (tell_ready, tell_said):
        os.close(end)
    assert os.read(ready, 1) == b"1"
    os.close(ready)
    return child, said


def killed(child: int, said: int) -> bool:
    """Kill a child if it still lives; tell whether it had said that it was done."""
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    done = os.read(said, 1) == b"1"
    os.close(said)
    return done


def counts(path: Path) -> tuple[int, int, int, int]:
    """Return what each table holds that one import writes to; nothing stays open for the next child."""
    with closing(driver.connect(str(path))) as connection:
        bonds, versions, moves, files = connection.execute(COUNTS).fetchone()
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
    chance, tally = random.Random(32), Counter[str]()
    usual = measured(url, reports[-1])
    held, new = counts(path), deque(reports[:-1])
    for _ in range(kills):
        child, said = forked(url, new[0])
        time.sleep(chance.random() * usual * BEYOND)
        done = killed(child, said)
        now = counts(path)
        grown = tuple(after - before for after, before in zip(now, held, strict=True))
        assert grown in {(0, 0, 0, 0), (ROWS, ROWS, ROWS, 1)}, grown
        is_whole = now[0] > held[0]
        assert is_whole or not done, "it said done, and it is not there"
        if is_whole:
            new.popleft()
        tally["whole" if is_whole else "none"] += 1
        tally["said"] += done
        held = now
        if not new:
            break
    return tally


def run(db: Database, path: Path, folder: Path, kills: int) -> None:
    """Kill, count, and prove the books; files are made anew in parts, as many as it takes."""
    work = folder / "killed.db"
    shutil.copyfile(path, work)
    tally = Counter[str]()
    while tally["whole"] + tally["none"] < kills:
        tried = tally["whole"] + tally["none"]
        reports = [report_of(db, number + tried) for number in range(PART)]
        db.close()
        tally += kill_many(work, reports, kills - tried)
    assert tally["whole"]
    assert tally["none"]
    print(f"A2: tried {kills}, {dict(tally)}, partial 0, lost 0")  # noqa: T201
    after = Database(f"sqlite:///{work}")
    proof = verify(after, Settings(data_dir=folder))
    after.close()
    assert proof["ok"], [one for one in proof["checks"] if one["problems"]]


def test_a2_killed_while_storing(db: Database, sqlite_template: Path, tmp_path: Path) -> None:
    run(db, sqlite_template, tmp_path, int(os.environ.get("BONDLIFE_KILLS", "300")))


@pytest.mark.full
@pytest.mark.timeout(7200)
def test_a2_killed_twenty_thousand_times(db: Database, sqlite_template: Path, tmp_path: Path) -> None:
    run(db, sqlite_template, tmp_path, 20_000)
