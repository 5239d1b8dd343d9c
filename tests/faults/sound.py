"""An installation at rest whose books are sound: what damage and tampering are tried on."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bondlife.anchors import write_head
from bondlife.db import Database
from bondlife.services import regions
from bondlife.settings import Settings
from tests.database import fill
from tests.faults.every_table import fill_every_table
from tests.faults.test_money_races import approved
from tests.lifecycle.story import WAN
from tests.money.county import County

REGIONS = ("000000", "330000", "330300", "330304")
"""The county, and the governments above it: the one line of regions these books need."""


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a county that paid, rows in most tables, its papers, its older copy and log, and
    the database of another county.

    Small, so that a proof of it takes little: of the regions shipped only the county's own line is stored.
    """
    folder = tmp_path_factory.mktemp("sound")
    places = [tmp_path_factory.mktemp(name) / "bondlife.db" for name in ("own", "other")]
    _fill(places[0])
    shutil.copyfile(*places)
    own, other = (Database(f"sqlite:///{place}") for place in places)
    County(other, folder / "foreign")
    _kept(other, folder / "foreign.db")
    settings = Settings(data_dir=folder)
    settings.documents_dir.mkdir()
    _lived(own, folder, settings)
    for db in (other, own):
        db.close()
    return folder


def _lived(db: Database, folder: Path, settings: Settings) -> None:
    county = County(db, folder)
    county.story.folder = settings.documents_dir
    _kept(db, folder / "first.db")
    county.pay(100 * WAN)
    write_head(db, settings.heads_file, settings.secret())
    shutil.copyfile(f"{db.url.database}-wal", folder / "older.db-wal")
    _kept(db, folder / "older.db")
    county.moved("income_handed_in", 10 * WAN)
    payer: Any = county
    payer.open_line = county.budget
    approved(payer, WAITING)
    assert len(fill_every_table(db)) >= FILLED
    write_head(db, settings.heads_file, settings.secret())
    _kept(db, folder / "bondlife.db")


WAITING = 99
"""Number of a payment that is approved and waits to be paid."""
FILLED = 35
"""So many tables at least the story does not reach and plain rows fill."""


def _fill(path: Path) -> None:
    db = Database(f"sqlite:///{path}")
    with _one_line_of_regions():
        fill(db)
    _at_rest(db)
    db.close()


@contextmanager
def _one_line_of_regions() -> Iterator[None]:
    shipped = regions._shipped
    try:
        regions._shipped = lambda: (row for row in shipped() if row["code"] in REGIONS)
        yield
    finally:
        regions._shipped = shipped


def _kept(db: Database, target: Path) -> None:
    """Copy a database at rest."""
    _at_rest(db)
    shutil.copyfile(str(db.url.database), target)


def _at_rest(db: Database) -> None:
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
