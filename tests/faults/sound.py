"""An installation at rest whose books are sound: what damage and tampering are tried on."""

import shutil
from pathlib import Path

import pytest

from bondlife.anchors import write_head
from bondlife.db import Database
from bondlife.settings import Settings
from tests.database import copied_database
from tests.lifecycle.story import WAN
from tests.money.county import County


@pytest.fixture(scope="session")
def sound(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a county that paid, its papers, its older copy, and another county's database."""
    folder = tmp_path_factory.mktemp("sound")
    with copied_database(request, "sqlite", tmp_path_factory.mktemp("other")) as other:
        County(other, folder / "foreign")
        _kept(other, folder / "foreign.db")
    with copied_database(request, "sqlite", tmp_path_factory.mktemp("own")) as db:
        settings = Settings(data_dir=folder)
        settings.documents_dir.mkdir()
        county = County(db, folder)
        county.story.folder = settings.documents_dir
        county.pay(100 * WAN)
        write_head(db, settings.heads_file, settings.secret())
        _kept(db, folder / "older.db")
        county.moved("income_handed_in", 10 * WAN)
        write_head(db, settings.heads_file, settings.secret())
        _kept(db, folder / "bondlife.db")
    return folder


def _kept(db: Database, target: Path) -> None:
    """Copy a database at rest."""
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copyfile(str(db.url.database), target)
