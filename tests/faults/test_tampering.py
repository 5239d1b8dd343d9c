"""E3: no way of rewriting the record stays quiet, and the proof names the first bad row."""

import random
import shutil
from collections import Counter
from pathlib import Path

import pytest

from bondlife.db import Database
from bondlife.settings import Settings
from bondlife.verify import chain, found_by, rows, versions
from tests.faults.counting import say
from tests.faults.tampering import FILES, IN_PLACE, Installation, tamper

WAYS = len(IN_PLACE) + len(FILES)
PROOFS = (chain.links, chain.heads, versions.versions, rows.documents)


def _told(folder: Path) -> list[str]:
    """Return what the first proof that finds anything says of the installation in a folder."""
    db = Database(f"sqlite:///{folder / 'bondlife.db'}")
    try:
        place = Settings(data_dir=folder)
        found = (one.problems for proof in PROOFS for one in found_by(proof, db, place))
        return next(filter(None, found), [])
    finally:
        db.close()


def test_what_nobody_touched_is_sound(sound: Path) -> None:
    assert _told(sound) == []


def tampered(sound: Path, room: Path, each: int) -> Counter[str]:
    """Tamper so many times in every way; a way that stays quiet fails."""
    told: Counter[str] = Counter()
    for number in range(WAYS):
        for seed in range(each):
            shutil.rmtree(room, ignore_errors=True)
            shutil.copytree(sound, room)
            place = Installation(
                room / "bondlife.db",
                room / "older.db",
                room / "foreign.db",
                Settings(data_dir=room).documents_dir,
            )
            name, sign = tamper(place, number, random.Random(1000 * number + seed))
            found = _told(room)
            assert any(sign in line for line in found), (name, seed, sign, found[:3])
            told[name] += 1
    return told


def test_e3_no_tampering_stays_quiet(sound: Path, tmp_path: Path) -> None:
    say("E3", dict(tampered(sound, tmp_path / "room", 1)))


@pytest.mark.full
def test_e3_fifty_of_each(sound: Path, tmp_path: Path) -> None:
    say("E3", dict(tampered(sound, tmp_path / "room", 50)))
