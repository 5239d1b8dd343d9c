"""The import job: taken over after a crash it answers the same, and a lost worker publishes nothing."""

from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa

from bondlife import clock
from bondlife.db import Database
from bondlife.errors import Conflict
from bondlife.jobs import import_file, runner
from bondlife.services.imports.uploads import Wanted, ask, bring
from bondlife.settings import settings
from models.base import columns
from models.registry import Job, Project
from tests.database import people_of
from tests.exchange.test_project_ledger import filled
from tests.imports.samples import OWN, count


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings(), "data_dir", tmp_path)
    return settings().uploads_dir


def asked(db: Database, folder: Path) -> str:
    officer = people_of(db)["officer"]
    upload = bring(
        db, officer, folder, BytesIO(filled(OWN)), "ledger.xlsx", Wanted("ledger"), limit=1 << 20, key="u"
    )
    return ask(db, officer, folder, upload, key="a")


def job_of(db: Database, public_id: str) -> Job:
    with db.reading() as session:
        found: Job = session.execute(sa.select(Job).where(columns(Job).public_id == public_id)).scalar_one()
        return found


def test_a_waiting_import_is_stored_and_its_file_goes(any_db: Database, folder: Path) -> None:
    public_id = asked(any_db, folder)
    assert runner.run_waiting(any_db) == 1
    job = job_of(any_db, public_id)
    assert (job.state, job.result["counts"]["added"], job.done, job.total) == ("done", 1, 1, 1)
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_a_job_whose_worker_died_after_storing_answers_the_same(any_db: Database, folder: Path) -> None:
    public_id = asked(any_db, folder)
    taken = runner.claim(any_db)
    assert taken is not None
    assert taken.id is not None
    progress = runner.Progress(any_db, taken.id, taken.fence)
    first = import_file.run(any_db, taken.params, progress, taken.user_id)
    with clock.standing_at(_later):
        assert runner.run_waiting(any_db) == 1
    job = job_of(any_db, public_id)
    assert (job.state, job.attempt, job.result["counts"]) == ("done", 2, first["counts"])
    assert count(any_db, Project) == 1


def test_a_worker_that_lost_its_job_stores_nothing(any_db: Database, folder: Path) -> None:
    asked(any_db, folder)
    slow = runner.claim(any_db)
    assert slow is not None
    assert slow.id is not None
    with clock.standing_at(_later):
        quick = runner.claim(any_db)
    assert quick is not None
    assert quick.fence == slow.fence + 1
    progress = runner.Progress(any_db, slow.id, slow.fence)
    with pytest.raises((runner.JobLostError, Conflict)):
        import_file.run(any_db, slow.params, progress, slow.user_id)
    assert count(any_db, Project) == 0


_START = clock.now()


def _later() -> datetime:
    return _START + runner.lease() + timedelta(hours=1)
