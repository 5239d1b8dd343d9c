"""A6: no damage to the file changes a business value without ``verify`` naming it."""

import shutil
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa

from bondlife.db import Database
from bondlife.errors import Refusal
from bondlife.services import records
from bondlife.settings import Settings
from bondlife.verify import CHECKS
from tests.database import people_of
from tests.faults.corruption import content, damaged_copy
from tests.faults.counting import say
from tests.storage.test_acts import form


@pytest.fixture
def whole(db: Database, tmp_path: Path) -> Path:
    """Return a small database at rest, in one file."""
    officer = people_of(db)["officer"]
    for number in range(4):
        records.create(db, officer, "project", form(f"P-{number}"))
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    path = tmp_path / "whole.db"
    shutil.copyfile(tmp_path / "bondlife.db", path)
    return path


def is_found(path: Path, folder: Path) -> bool:
    """Say whether the product notices, as early as it can: at start-up or in any check."""
    try:
        db = Database(f"sqlite:///{path}")
    except (Refusal, sa.exc.SQLAlchemyError, RuntimeError):
        return True
    try:
        return any(check(db, Settings(data_dir=folder)).problems for check in CHECKS)
    except (Refusal, sa.exc.SQLAlchemyError, ValueError, OverflowError):
        return True
    finally:
        db.close()


def damage_many(whole: Path, folder: Path, seeds: range) -> Counter[str]:
    """Damage copies, and count how each came out; a change that nobody noticed fails."""
    before, told = content(whole), Counter[str]()
    path = folder / "damaged.db"
    for seed in seeds:
        for leftover in folder.glob("damaged.db-*"):
            leftover.unlink()
        damage = damaged_copy(whole, path, seed)
        after = content(path)
        if after == before:
            told["unchanged"] += 1
        else:
            assert is_found(path, folder), f"seed {seed}: {damage} changed a value and nobody noticed"
            told[damage] += 1
    return told


def test_a6_damage_is_found(whole: Path, tmp_path: Path) -> None:
    told = damage_many(whole, tmp_path, range(24))
    say("A6", dict(told))
    assert told.total() > told["unchanged"]


@pytest.mark.full
def test_a6_many_damages_are_found(whole: Path, tmp_path: Path) -> None:
    say("A6", dict(damage_many(whole, tmp_path, range(1000, 11000))))
