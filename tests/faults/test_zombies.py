"""B3: a worker that is stopped, declared dead and comes back publishes nothing any more."""

import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pysqlite3  # type: ignore[import-untyped]
import pytest
import sqlalchemy as sa

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.jobs.runner import enqueue
from bondlife.security.actor import SYSTEM
from models.base import columns
from models.registry import AuditRecord, Job, Setting
from tests.faults.counting import say
from tests.faults.nursery import Forked, nursery
from tests.faults.zombie_worker import NAME

LEASE = "0.6"


class Workers:
    """Job processes over one database."""

    def __init__(self, db: Database, folder: Path) -> None:
        self.db, self.folder = db, folder
        self.running: list[Forked] = []

    def start(self) -> Forked:
        """Start one more worker."""
        url = self.db.url.render_as_string(hide_password=False)
        process = nursery().fork(
            "tests.faults.zombie_worker:main",
            url,
            str(self.folder),
            log=self.folder / f"worker-{len(self.running)}.log",
            environment={"BONDLIFE_LEASE_SECONDS": LEASE},
        )
        self.running.append(process)
        return process

    def end(self) -> None:
        """End every worker."""
        for process in self.running:
            process.send_signal(signal.SIGCONT)
            process.terminate()
        for process in self.running:
            process.wait(20)


def until(found: Callable[[], Any], seconds: float = 120.0) -> Any:
    """Wait for something and return it."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if value := found():
            return value
        time.sleep(0.02)
    raise AssertionError("it did not come")


def ask(db: Database) -> tuple[str, str]:
    """Put a publication into the queue; returns the job and the key it publishes under."""
    key = f"zombie.{uuid4().hex}"

    def work(act: Act) -> str:
        return enqueue(act, NAME, {"key": key}).public_id

    return str(perform(db, SYSTEM, "test.ask", work)), key


def job(db: Database, public_id: str) -> Job:
    with db.reading() as session:
        statement = sa.select(Job).where(columns(Job).public_id == public_id)
        found: Job = session.execute(statement).scalar_one()
        return found


def published(db: Database, key: str) -> list[int]:
    with db.reading() as session:
        statement = sa.select(Setting.value).where(columns(Setting).key == key)
        return [value["fence"] for value in session.execute(statement).scalars()]


def stop_in_the_middle(db: Database, public_id: str, worker: Forked, wait: float) -> bool:
    """Stop a worker while it computes, but not while it holds the lock of file or job, which would stay held.

    Returns False if it was done before it could be stopped: on a busy machine it may be.
    """
    until(lambda: job(db, public_id).state in ("running", "done"))
    time.sleep(wait)
    while True:
        worker.send_signal(signal.SIGSTOP)
        until(worker.is_stopped)
        if can_write(db) if db.is_sqlite else can_take(db, public_id):
            return job(db, public_id).state == "running"
        worker.send_signal(signal.SIGCONT)
        time.sleep(0.005)


def can_write(db: Database) -> bool:
    """Ask for the lock of the file, without the patience the product has."""
    connection = pysqlite3.connect(str(db.url.database), timeout=0.05, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
    except pysqlite3.OperationalError:
        return False
    finally:
        connection.close()
    return True


def can_take(db: Database, public_id: str) -> bool:
    """Ask for the row of a job, without waiting: a worker stopped while it beats holds it."""
    own = columns(Job)
    statement = sa.select(own.id).where(own.public_id == public_id).with_for_update(nowait=True)
    try:
        with db.connection() as connection:
            connection.execute(statement).one()
    except sa.exc.OperationalError:
        return False
    return True


def run_zombies(db: Database, folder: Path, rounds: int, seed: int) -> Counter[str]:
    results, chance = Counter[str](), random.Random(seed)
    workers = Workers(db, folder)
    try:
        while results["tried"] < rounds:
            results += one_zombie(db, workers, chance.uniform(0, 0.6))
    finally:
        workers.end()
    return results


def one_zombie(db: Database, workers: Workers, wait: float) -> Counter[str]:
    first, before = workers.start(), refusals(db)
    public_id, key = ask(db)
    if not stop_in_the_middle(db, public_id, first, wait):
        first.send_signal(signal.SIGCONT)
        first.terminate()
        first.wait(20)
        return Counter(too_late=1)
    stopped = job(db, public_id)
    second = workers.start()
    done = until(lambda: (found := job(db, public_id)).state == "done" and found)
    assert (stopped.fence, done.fence) == (1, 2)
    assert published(db, key) == [2]
    first.send_signal(signal.SIGCONT)
    until(lambda: refusals(db) == before + 1)
    assert published(db, key) == [2]
    after = job(db, public_id)
    assert (after.state, after.fence, after.result) == ("done", 2, {"fence": 2})
    for process in (first, second):
        process.terminate()
        process.wait(20)
    return Counter(tried=1, ok=1, refused=1, lost=0)


def refusals(db: Database) -> int:
    """Return how many publications were refused so far."""
    record = columns(AuditRecord)
    with db.reading() as session:
        statement = sa.select(sa.func.count()).select_from(AuditRecord)
        statement = statement.where(record.act == "test.publish", record.outcome == "refused")
        return int(session.execute(statement).scalar_one())


@pytest.mark.timeout(600)
def test_a_worker_back_from_the_dead_publishes_nothing(any_db: Database, tmp_path: Path) -> None:
    results = run_zombies(any_db, tmp_path, 10, seed=20261122)
    say(f"B3 {any_db.url.get_backend_name()}: {dict(results)}")
    assert results["tried"] == results["ok"] == 10
    assert refusals(any_db) == results["refused"]


@pytest.mark.full
@pytest.mark.timeout(3_600)
def test_a_hundred_workers_back_from_the_dead_publish_nothing(any_db: Database, tmp_path: Path) -> None:
    say("B3 full:", dict(run_zombies(any_db, tmp_path, 100, seed=7)))
    assert refusals(any_db) == 100
