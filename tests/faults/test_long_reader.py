"""B7: a long reader, an import and twenty officers at once on SQLite: nobody is told of a lock.

The officers save over HTTP on two servers and think some seconds between; the reader holds its view as
long as the product lets anybody; a third process stores a file. Print of a run: saves tried and done, longest
wait, largest log while the reader was there.
"""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from bondlife import db as storage
from bondlife.db import READ_SECONDS, Database
from bondlife.errors import Unavailable
from bondlife.security.actor import SYSTEM
from bondlife.services.imports import confirm, preview
from models.registry import Bond, Project
from tests.exchange.hostile import bond_row, workbook
from tests.faults.counting import say
from tests.faults.nursery import new_project
from tests.faults.pair import Caller, site_over
from tests.imports.samples import count

OFFICERS = 20
LONGEST_WAIT = 10.0
THINKS = (1.0, 3.0)
GATE_THINKS = (4.0, 12.0)
"""A minute costs the gate what a quarter of one did: most of it is waiting, which other tests use."""
LARGEST_LOG = 64 << 20
COUNTED = sa.select(sa.func.count()).select_from(Project).execution_options(scoped=True)


def save_until(caller: Caller, end: float, seed: int, thinks: tuple[float, float]) -> list[float]:
    """Save one project after another; returns how long each took."""
    waits, chance = [], random.Random(seed)
    while time.monotonic() < end:
        time.sleep(chance.uniform(*thinks))
        start = time.monotonic()
        code = f"B7-{uuid4().hex[:12]}"
        answer = caller.form("/projects/new", **new_project(code), idempotency_key=uuid4().hex)
        waits.append(time.monotonic() - start)
        assert answer.status == 303, (answer.status, answer.body[:2000])
    return waits


def read_until(db: Database, stop: threading.Event) -> int:
    """Hold one view after another, each as long as allowed; returns how many were ended by the product."""
    ended = 0
    while not stop.is_set():
        with db.reading() as session:
            first = session.execute(COUNTED).scalar_one()
            try:
                while not stop.wait(0.2):
                    assert session.execute(COUNTED).scalar_one() == first
            except Unavailable:
                ended += 1
    return ended


def watch(log: Path, stop: threading.Event) -> int:
    """Return the largest size the log had."""
    largest = 0
    while not stop.wait(0.05):
        largest = max(largest, log.stat().st_size if log.exists() else 0)
    return largest


def crowd(db: Database, folder: Path, seconds: float, thinks: tuple[float, float]) -> None:
    """Let everybody work at once and judge the waits and the log."""
    report = preview(db, "issue-list", workbook([bond_row(n) for n in range(1, 2001)]))
    stop, log = threading.Event(), folder / "bondlife.db-wal"
    with site_over(db, folder) as site, ThreadPoolExecutor(OFFICERS + 3) as pool:
        officers = site.callers("officer", OFFICERS)
        end = time.monotonic() + seconds
        beside = [pool.submit(read_until, db, stop), pool.submit(watch, log, stop)]
        saving = [pool.submit(save_until, one, end, seed, thinks) for seed, one in enumerate(officers)]
        imported = pool.submit(confirm, db, SYSTEM, report, "b7")
        try:
            waits = [wait for each in saving for wait in each.result()]
            assert imported.result().state == "stored"
        finally:
            stop.set()
        ended, largest = (one.result() for one in beside)
        assert "Traceback" not in site.log()
    say(
        f"B7: saves {len(waits)}, done {len(waits)}, longest wait {max(waits):.2f} s, "
        f"largest log {largest >> 20} MiB, long readers ended {ended}"
    )
    assert count(db, Project) == len(waits)
    assert count(db, Bond) == 2000
    assert max(waits) < LONGEST_WAIT
    assert largest < LARGEST_LOG
    assert ended >= int(seconds // READ_SECONDS) - 1


def test_b7_one_minute(db: Database, tmp_path: Path) -> None:
    crowd(db, tmp_path, 60, GATE_THINKS)


@pytest.mark.full
@pytest.mark.timeout(900)
def test_b7_five_minutes(db: Database, tmp_path: Path) -> None:
    crowd(db, tmp_path, 300, THINKS)


def test_a_long_log_is_begun_anew_once_nobody_reads_it(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "LONG_LOG", 4 << 20)
    monkeypatch.setattr(storage, "READ_SECONDS", 0.5)
    log = tmp_path / "bondlife.db-wal"
    report = preview(db, "issue-list", workbook([bond_row(n) for n in range(1, 2001)]))
    with db.reading() as session:
        session.execute(COUNTED)
        confirm(db, SYSTEM, report, "b7")
        assert length_of_log(db) > 4 << 20
        time.sleep(0.6)
        with pytest.raises(Unavailable):
            session.execute(COUNTED)
    time.sleep(1)
    with db.writing() as session:
        session.commit()
    size = log.stat().st_size
    confirm(db, SYSTEM, preview(db, "issue-list", workbook([bond_row(3_000)])), "b7")
    assert 0 < length_of_log(db) < 1 << 20 < size == log.stat().st_size


def length_of_log(db: Database) -> int:
    with closing(db.engine.raw_connection()) as raw, closing(raw.cursor()) as cursor:
        return storage.log_length(cursor)
