"""Small lives in the gate, many and long ones in the full ring; every step of each is checked."""

import shutil
from pathlib import Path

import pytest

from bondlife.db import Database
from tests.simulator.life import Life


def lived(template: Path, folder: Path, *, seed: int, bonds: int, years: int) -> dict[str, int]:
    """Live one life in a copy of the template and return its counts."""
    folder.mkdir()
    shutil.copyfile(template, folder / "bondlife.db")
    db = Database(f"sqlite:///{folder / 'bondlife.db'}")
    try:
        return dict(Life(db, folder, seed=seed, bonds=bonds, years=years).run())
    finally:
        db.close()


@pytest.mark.parametrize("seed", range(1, 6))
def test_a_small_life_keeps_every_invariant(sqlite_template: Path, tmp_path: Path, seed: int) -> None:
    counts = lived(sqlite_template, tmp_path / "life", seed=seed, bonds=1, years=3)
    assert counts["bonds issued"] >= 1
    assert counts["steps checked"] >= 4
    assert counts["rows verified"] > 500


@pytest.mark.full
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("seed", range(1, 101))
def test_a_hundred_lives_keep_every_invariant(sqlite_template: Path, tmp_path: Path, seed: int) -> None:
    counts = lived(sqlite_template, tmp_path / "life", seed=seed, bonds=5, years=12)
    assert counts["loans closed"] > 0
