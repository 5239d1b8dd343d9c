"""A6: no damage to the file changes a business value without ``verify`` naming it."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

from bondlife.db import Database
from bondlife.errors import Refusal
from bondlife.settings import Settings
from bondlife.verify import CHECKS, Proof, engine, found_by
from tests.faults.corruption import content, damaged_copy
from tests.faults.counting import say


def quiet_checks(sound: Path) -> list[Proof]:
    """Return the checks that find nothing wrong before; a scene set at rest has no history of moves."""
    db, settings = Database(f"sqlite:///{sound / 'bondlife.db'}"), Settings(data_dir=sound)
    quiet = [check for check in CHECKS if not any(one.problems for one in found_by(check, db, settings))]
    db.close()
    assert len(quiet) >= len(CHECKS) - 3, [check for check in CHECKS if check not in quiet]
    return quiet


def is_found(path: Path, installation: Path, checks: Sequence[Proof]) -> bool:
    """Say whether the product notices, as early as it can: at start-up or in any check."""
    try:
        db = Database(f"sqlite:///{path}")
    except (Refusal, sa.exc.SQLAlchemyError, RuntimeError):
        return True
    try:
        place = Settings(data_dir=installation)
        return any(one.problems for check in checks for one in found_by(check, db, place))
    except (Refusal, sa.exc.SQLAlchemyError, ValueError, OverflowError):
        return True
    finally:
        db.close()


def damage_many(sound: Path, folder: Path, seeds: range) -> Counter[str]:
    """Damage copies, and count how each came out; a change that nobody noticed fails."""
    whole, told = sound / "bondlife.db", Counter[str]()
    before = content(whole)
    checks = quiet_checks(sound)
    path = folder / "damaged.db"
    for seed in seeds:
        for leftover in folder.glob("damaged.db-*"):
            leftover.unlink()
        damage = damaged_copy(whole, path, seed)
        after = content(path)
        if after == before:
            told["unchanged"] += 1
        else:
            assert is_found(path, sound, checks), f"seed {seed}: {damage} changed a value and nobody noticed"
            told[damage] += 1
    return told


def test_a6_damage_is_found(sound: Path, tmp_path: Path) -> None:
    told = damage_many(sound, tmp_path, range(24))
    say("A6", dict(told))
    assert told.total() > told["unchanged"]


def test_a6_a_column_renamed_by_a_damaged_byte_is_found(sound: Path, tmp_path: Path) -> None:
    """The names of columns are text in the file: a table without rows would be missed until it is used."""
    path = tmp_path / "damaged.db"
    data = (sound / "bondlife.db").read_bytes()
    place = data.index(b"kind_version INTEGER NOT NULL")
    for sign in (b"K", b"\xeb"):
        path.write_bytes(data[:place] + sign + data[place + 1 :])
        assert is_found(path, sound, [engine.schema])
    path.write_bytes(data)
    assert not is_found(path, sound, [engine.schema])


@pytest.mark.full
def test_a6_many_damages_are_found(sound: Path, tmp_path: Path) -> None:
    say("A6", dict(damage_many(sound, tmp_path, range(1000, 11000))))
