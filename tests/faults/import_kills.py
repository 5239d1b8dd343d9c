"""Fork a child that stores a file, kill it, look: again and again, in a process with nothing else in it.

    python -m tests.faults.import_kills DATABASE FOLDER KILLS

A small process forks in a few milliseconds, and a child starts with everything compiled. Files are stored one
upon the other; when all are there the books are proven and the database is put back as it was. Prints one
JSON line: tried, whole, none, said (that it was done), proofs.
"""

import gc
import json
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter, deque
from contextlib import closing
from pathlib import Path

import pysqlite3.dbapi2 as driver  # type: ignore[import-untyped]

from bondlife.db import Database
from bondlife.security.actor import SYSTEM
from bondlife.services.imports import Report, confirm, preview
from bondlife.settings import Settings
from bondlife.verify import verify
from tests.exchange.hostile import bond_row, workbook

ROWS = 4
FILES = 120
COUNTS = """
    SELECT (SELECT count(*) FROM bond), (SELECT count(*) FROM row_version WHERE table_name = 'bond'),
        (SELECT count(*) FROM state_move WHERE record = 'bond'), (SELECT count(*) FROM import_file)
"""
BEYOND = 1.3
"""Kills come up to this many times as late as an act takes, so that some find it done."""
REHEARSALS = 5
"""So many children are let alone first, to see how long an act takes here and now."""


def report_of(db: Database, number: int) -> Report:
    """Return a file of its own, read and checked."""
    first = number * ROWS + 1
    return preview(db, "issue-list", workbook([bond_row(n) for n in range(first, first + ROWS)]))


def store_and_say(db: Database, report: Report, ready: int, said: int) -> None:
    """Be the child: connect, say ready, store, say done."""
    db.engine.connect().close()
    os.write(ready, b"1")
    confirm(db, SYSTEM, report, "killed")
    os.write(said, b"1")


def forked(db: Database, report: Report) -> tuple[int, int]:
    """Fork a child that stores a file; returns once it is ready, with its id and where it will say done.

    The database knows its statements and holds no connection: each child opens its own.
    """
    ready, tell_ready = os.pipe()
    said, tell_said = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            store_and_say(db, report, tell_ready, tell_said)
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


def put_back(base: Path, path: Path) -> None:
    """Lay the database anew."""
    for left in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        left.unlink(missing_ok=True)
    shutil.copyfile(base, path)


def measured(db: Database, reports: list[Report]) -> float:
    """Return the seconds an act of a child takes; the first one is done here, so that all is compiled."""
    spent = []
    confirm(db, SYSTEM, reports[0], "measured")
    db.close()
    gc.collect()
    gc.freeze()
    for report in reports[1:]:
        child, said = forked(db, report)
        start = time.monotonic()
        assert os.read(said, 1) == b"1"
        spent.append(time.monotonic() - start)
        os.waitpid(child, 0)
        os.close(said)
    return sorted(spent)[len(spent) // 2]


def one_kill(db: Database, path: Path, report: Report, held: int, wait: float) -> tuple[bool, bool]:
    """Kill one import over so many files; returns whether it is whole, and said so; else it is a fault."""
    child, said = forked(db, report)
    time.sleep(wait)
    done = killed(child, said)
    bonds, versions, moves, files = counts(path)
    assert bonds == versions == moves == files * ROWS, (bonds, versions, moves, files)
    assert files in {held, held + 1}, (held, files)
    assert files > held or not done, "it said done, and it is not there"
    return files > held, done


def proven(db: Database, folder: Path) -> None:
    """Prove the books."""
    proof = verify(db, Settings(data_dir=folder))
    db.close()
    assert proof["ok"], [one for one in proof["checks"] if one["problems"]]


def main(base: Path, folder: Path, kills: int) -> Counter[str]:
    """Kill so many imports at random moments, and count."""
    path = folder / "killed.db"
    put_back(base, path)
    db = Database(f"sqlite:///{path}")
    reports = [report_of(db, number) for number in range(FILES)]
    usual = measured(db, reports[: REHEARSALS + 1])
    chance, tally, waiting = random.Random(32), Counter[str](), deque[Report]()
    for number in range(kills):
        if not waiting:
            put_back(base, path)
            waiting.extend(reports)
        held = FILES - len(waiting)
        is_whole, done = one_kill(db, path, waiting[0], held, chance.random() * usual * BEYOND)
        tally.update(tried=1, whole=int(is_whole), none=int(not is_whole), said=int(done))
        if is_whole:
            waiting.popleft()
        if not waiting or number == kills - 1:
            proven(db, folder)
            tally["proofs"] += 1
    return tally


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))))  # noqa: T201
