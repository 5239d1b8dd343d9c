"""The job process: takes waiting rows, runs them, shows progress, takes over from the dead.

The table is the queue. A job that stops beating goes to another worker with a higher fencing number; what the
first one still tries to publish under the old number is refused.
"""

import multiprocessing
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import structlog

from bondlife import clock
from bondlife.acts import Act
from bondlife.db import Database
from bondlife.errors import Conflict, Problem, Refusal
from bondlife.jobs.nightly import enqueue_due
from bondlife.security.logs import configure
from bondlife.settings import settings
from models.base import columns, new_public_id
from models.canonical import canonical_json
from models.registry import Job


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


BEAT = 1.0
MOST_ATTEMPTS = 3
IDLE_SECONDS = 0.3
NIGHTLY_SECONDS = 60.0
log = structlog.get_logger()


def lease() -> timedelta:
    """Return how long the heart of a job may be silent before it is taken over."""
    return timedelta(seconds=settings().lease_seconds)


class JobLostError(Exception):
    """Another worker has taken this job over; what was computed here is not wanted."""


@dataclass(slots=True)
class Progress:
    """How a running job tells how far it is; telling also proves that it still owns the job."""

    db: Database
    job_id: int
    fence: int
    public_id: str = ""
    _told_at: float = 0.0

    def tell(self, done: int, total: int, message: str = "", *, now: bool = False) -> None:
        """Write progress, at most once a second unless it must be now."""
        if not now and time.monotonic() - self._told_at < BEAT:
            return
        self._told_at = time.monotonic()
        self._write({"done": done, "total": total, "message": message[:500]})

    def beat(self) -> None:
        """Say that the work is alive."""
        self._write({})

    def require(self, act: Act) -> None:
        """Refuse to publish under a fencing number that is no longer the job's."""
        job = act.session.get(Job, self.job_id, with_for_update=True)
        if job is None or job.fence != self.fence or job.state != "running":
            raise Conflict(Problem("job_lost", _("Another worker has taken over this work.")))

    def _write(self, values: dict[str, Any]) -> None:
        job = columns(Job)
        statement = (
            sa.update(Job)
            .where(job.id == self.job_id, job.fence == self.fence, job.state == "running")
            .values(heartbeat_at=clock.now(), **values)
        )
        with self.db.writing() as session:
            changed: Any = session.execute(statement)
            session.commit()
        if changed.rowcount != 1:
            raise JobLostError


Work = Callable[[Database, dict[str, Any], Progress, int | None], Any]


def enqueue(act: Act, name: str, params: dict[str, Any], region_id: int | None = None) -> Job:
    """Put work into the queue, in the act that asks for it."""
    canonical_json(params)
    job = Job(
        public_id=new_public_id(),
        name=name,
        user_id=act.actor.user_id,
        region_id=region_id,
        params=params,
        created_at=act.now,
    )
    act.session.add(job)
    act.session.flush()
    return job


def claim(db: Database) -> Job | None:
    """Take the oldest job that waits, or one whose worker died; count the attempt."""
    job = columns(Job)
    stale = clock.now() - lease()
    ready = sa.or_(job.state == "waiting", sa.and_(job.state == "running", job.heartbeat_at < stale))
    statement = sa.select(Job).where(ready).order_by(job.id).limit(1).with_for_update(skip_locked=True)
    with db.writing() as session:
        found: Job | None = session.execute(statement).scalar_one_or_none()
        if found is None:
            return None
        if found.attempt >= MOST_ATTEMPTS:
            found.state, found.ended_at = "failed", clock.now()
            found.error = "the work was given up after three attempts"
        else:
            found.state, found.heartbeat_at = "running", clock.now()
            found.attempt += 1
            found.fence += 1
        session.commit()
        return found if found.state == "running" else None


def run(db: Database, job: Job) -> None:
    """Run one claimed job to its end."""
    from bondlife.jobs import JOBS

    assert job.id is not None
    progress = Progress(db, job.id, job.fence, job.public_id)
    with _Heart(progress):
        try:
            result = JOBS[job.name](db, dict(job.params or {}), progress, job.user_id)
        except JobLostError:
            log.warning("job_lost", job=job.public_id)
            return
        except Refusal as refusal:
            _end(
                db,
                job,
                "failed",
                {
                    "problems": [
                        [p.code, p.field, p.message, p.worded(chinese=True)] for p in refusal.problems[:50]
                    ]
                },
                str(refusal),
            )
            return
        except Exception as error:
            log.exception("job_fault", job=job.public_id)
            _end(db, job, "failed", None, f"{type(error).__name__}: the work could not be finished")
            return
    _end(db, job, "done", result, "")


def work_forever(db: Database, stop: threading.Event) -> None:
    """Serve the queue until told to stop."""
    looked = float("-inf")
    while not stop.is_set():
        try:
            if time.monotonic() - looked > NIGHTLY_SECONDS:
                enqueue_due(db)
                looked = time.monotonic()
            job = claim(db)
        except sa.exc.DBAPIError:
            log.warning("database_away")
            stop.wait(2.0)
            continue
        if job is None:
            stop.wait(IDLE_SECONDS)
        else:
            run(db, job)


def run_waiting(db: Database) -> int:
    """Run everything that waits, here and now: for the command line and small installations."""
    count = 0
    while (job := claim(db)) is not None:
        run(db, job)
        count += 1
    return count


def main(url: str, data_dir: Path) -> None:
    """Be the job process: one database, one folder of files, one worker, until a signal comes.

    A server that is killed says nothing; its job process sees that it is gone, ends what it does and leaves.
    """
    settings().data_dir = data_dir
    configure()
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    threading.Thread(target=_leave_with, args=(multiprocessing.parent_process(), stop), daemon=True).start()
    db = Database(url)
    threading.Thread(target=_wake, args=(db,), daemon=True).start()
    work_forever(db, stop)
    db.close()


def _wake(db: Database) -> None:
    """Make ready what takes a while, beside the work; what fails here is done when it is needed."""
    from bondlife.jobs import wake

    try:
        wake(db)
    except Exception:
        log.exception("not_made_ready")


def _leave_with(parent: Any, stop: threading.Event) -> None:
    """Set ``stop`` once the process that started this one is gone."""
    if parent is not None:
        parent.join()
        stop.set()


class _Heart:
    """Beat for a job from a thread of its own while it computes."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.quiet = threading.Event()
        self.thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *_: object) -> None:
        self.quiet.set()
        self.thread.join()

    def _beat(self) -> None:
        while not self.quiet.wait(lease().total_seconds() / 6):
            try:
                self.progress.beat()
            except JobLostError:
                return
            except sa.exc.DBAPIError:
                # The store may be busy with this very job's own act; the next beat tries again.
                continue


def _end(db: Database, job: Job, state: str, result: Any, error: str) -> None:
    column = columns(Job)
    statement = (
        sa.update(Job)
        .where(column.id == job.id, column.fence == job.fence, column.state == "running")
        .values(state=state, result=result, error=error[:2000], ended_at=clock.now())
    )
    with db.writing() as session:
        session.execute(statement)
        session.commit()
