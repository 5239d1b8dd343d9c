"""E3: no way of rewriting the record stays quiet, and the proof names the first bad row."""

import random
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bondlife.db import Database
from bondlife.settings import Settings
from bondlife.verify import chain, found_by, rows, versions
from tests.faults.counting import say
from tests.faults.tampering import FILES, IN_PLACE, Installation, tamper

WAYS = len(IN_PLACE) + len(FILES)
PROOFS = (chain.links, chain.heads, versions.versions, rows.documents)


class Watch:
    """The product over an installation that is tampered with again and again: each time it is opened anew."""

    def __init__(self, sound: Path, room: Path) -> None:
        self.sound = sound
        shutil.copytree(sound, room)
        self.settings = Settings(data_dir=room)
        self.place = Installation(
            room / "bondlife.db", room / "older.db", room / "foreign.db", self.settings.documents_dir
        )
        self.db = Database(f"sqlite:///{self.place.file}")

    def told(self) -> list[str]:
        """Return what the first proof that finds anything says."""
        try:
            found = (one.problems for proof in PROOFS for one in found_by(proof, self.db, self.settings))
            return next(filter(None, found), [])
        finally:
            self.db.engine.dispose()

    def heal(self) -> None:
        """Put everything back."""
        shutil.copyfile(self.sound / "bondlife.db", self.place.file)
        own = Settings(data_dir=self.sound).documents_dir
        for path in (one for one in own.rglob("*") if one.is_file()):
            shutil.copyfile(path, self.place.documents / path.relative_to(own))


@pytest.fixture
def watch(sound: Path, tmp_path: Path) -> Iterator[Watch]:
    made = Watch(sound, tmp_path / "room")
    yield made
    made.db.close()


def test_what_nobody_touched_is_sound(watch: Watch) -> None:
    assert watch.told() == []


def tampered(watch: Watch, each: int) -> Counter[str]:
    """Tamper so many times in every way; a way that stays quiet fails."""
    told: Counter[str] = Counter()
    for number in range(WAYS):
        for seed in range(each):
            name, sign = tamper(watch.place, watch.db, number, random.Random(1000 * number + seed))
            found = watch.told()
            assert any(sign in line for line in found), (name, seed, sign, found[:3])
            told[name] += 1
            watch.heal()
    return told


@pytest.mark.timeout(600)
def test_e3_no_tampering_stays_quiet(watch: Watch) -> None:
    """Twelve ways, fifty times each."""
    say("E3", dict(tampered(watch, 50)))


@pytest.mark.full
@pytest.mark.timeout(1_800)
def test_e3_five_hundred_of_each(watch: Watch) -> None:
    say("E3 full", dict(tampered(watch, 500)))
