"""B7: a long reader, an import and twenty officers at once on SQLite: nobody is told of a lock.

Print of a run: saves tried / done, longest wait, size of the write-ahead log.
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from bondlife.db import Database
from bondlife.security.actor import SYSTEM, Actor
from bondlife.services import records
from bondlife.services.imports import confirm, preview
from models.registry import Bond, Project
from tests.database import People
from tests.exchange.hostile import bond_row, workbook
from tests.imports.samples import count
from tests.storage.test_acts import form

OFFICERS = 20
LONGEST_WAIT = 10.0
CROWDED = 3
"""In the gate other tests share the cores: there a save may take this many times as long."""
LARGEST_LOG = 64 << 20
"""Once the long reader is gone: while it reads, the log keeps everything written meanwhile."""


def save_until(db: Database, officer: Actor, end: float) -> list[float]:
    """Save one project after another; returns how long each took. A lock that shows raises here."""
    waits = []
    while time.monotonic() < end:
        start = time.monotonic()
        records.create(db, officer, "project", form(f"B7-{uuid4().hex[:12]}"))
        waits.append(time.monotonic() - start)
    return waits


def read_until(db: Database, stop: threading.Event) -> None:
    """Hold one reading transaction open from beginning to end."""
    statement = sa.select(sa.func.count()).select_from(Project).execution_options(scoped=True)
    with db.reading() as session:
        first = session.execute(statement).scalar_one()
        while not stop.wait(0.2):
            assert session.execute(statement).scalar_one() == first


def crowd(
    db: Database, people: People, path: Path, seconds: float, *, patience: float = LONGEST_WAIT
) -> None:
    """Let everybody work at once and judge the waits."""
    report = preview(db, "issue-list", workbook([bond_row(n) for n in range(1, 2001)]))
    stop, end = threading.Event(), time.monotonic() + seconds
    with ThreadPoolExecutor(OFFICERS + 2) as pool:
        reader = pool.submit(read_until, db, stop)
        saving = [pool.submit(save_until, db, people["officer"], end) for _ in range(OFFICERS)]
        imported = pool.submit(confirm, db, SYSTEM, report, "b7")
        try:
            waits = [wait for each in saving for wait in each.result()]
            assert imported.result().state == "stored"
        finally:
            stop.set()
        reader.result()
    log = Path(f"{path}-wal").stat().st_size
    print(f"B7: saves {len(waits)}, longest wait {max(waits):.2f} s, log {log >> 20} MiB")  # noqa: T201
    assert count(db, Project) == len(waits)
    assert count(db, Bond) == 2000
    assert max(waits) < patience
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert Path(f"{path}-wal").stat().st_size < LARGEST_LOG


def test_b7_ten_seconds(db: Database, people: People, tmp_path: Path) -> None:
    crowd(db, people, tmp_path / "bondlife.db", 10, patience=CROWDED * LONGEST_WAIT)


@pytest.mark.full
@pytest.mark.timeout(900)
def test_b7_five_minutes(db: Database, people: People, tmp_path: Path) -> None:
    crowd(db, people, tmp_path / "bondlife.db", 300)
