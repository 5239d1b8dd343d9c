"""C1, C2: malformed, hostile and bombed files sent to the upload route: refused or shown, never a fault.

Print of a run: tried / refused / shown. The gate tries a fixed sample; the full ring thirty thousand.
"""

import random
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bondlife.db import Database
from models.registry import Bond, Project
from tests.exchange.forms import form_rows, html
from tests.exchange.hostile import bond_row, csv_file, workbook
from tests.exchange.test_project_ledger import filled
from tests.exchange.test_sandbox import HOSTILE
from tests.imports.samples import OWN, count
from tests.web.signed import Browser, SignIn
from tests.web.test_imports import send

SEEDS: dict[str, tuple[str, bytes]] = {
    "xlsx list": ("issue-list", workbook([bond_row(n) for n in range(1, 4)])),
    "csv list": ("issue-list", csv_file([bond_row(n) for n in range(1, 4)])),
    "gb18030 list": ("issue-list", csv_file([bond_row(1)], encoding="gb18030")),
    "form": ("disclosure", html(form_rows())),
    "ledger": ("ledger", filled(OWN)),
}
POISON = (
    b"\0", b"\xff\xfe", b"1e999", b"NaN", b"9" * 400, b"=cmd()", b"\xed\xa0\x80", b"9223372036854775808",
    "１２３".encode(), b"0.001", b"2024-02-30", b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
)  # fmt: skip
SECONDS = 2.0
"""A hostile file is refused within these."""
HANG = 10.0
"""Longest answer that is no hang; the machine of a gate is shared."""
WAYS_IN = ("issue-list", "ledger", "disclosure")
"""Kinds of files an officer brings; each is read behind the same fence."""
SAMPLE = 400
"""Broken copies a gate sends to the site; sixteen hundred more go through the fence in test_sandbox."""


def mutant(chance: random.Random, seed: bytes) -> bytes:
    """Return a broken copy: bytes flipped, cut, doubled, or poison put in."""
    data = bytearray(seed)
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                data[at] ^= 1 << chance.randrange(8)
            case 1:
                data = data[: max(1, at)]
            case 2:
                data[at:at] = data[at : at + chance.randrange(1, 40)]
            case _:
                poison = chance.choice(POISON)
                data[at : at + len(poison)] = poison
    return bytes(data)


def answer_of(who: Browser, content: bytes, kind: str) -> str:
    """Send one file; returns the kind of answer, and fails for a fault or a hang."""
    start = time.monotonic()
    answer = who.post("/imports", {"kind": kind, "unit": ""}, files={"file": ("项目台账.xlsx", content)})
    assert answer.status_code == 303 or 400 <= answer.status_code < 500, answer.text
    assert time.monotonic() - start < HANG
    if answer.status_code == 303:
        assert who.get(answer.headers["location"]).status_code == 200
        return "shown"
    return "refused"


def assail(who: Browser, db: Database, tries: int) -> Counter[str]:
    """Send so many broken copies; nothing of them is stored."""
    chance = random.Random(31)
    counted: Counter[str] = Counter()
    for number in range(tries):
        name = sorted(SEEDS)[number % len(SEEDS)]
        kind, seed = SEEDS[name]
        counted[answer_of(who, mutant(chance, seed), kind)] += 1
    print(f"C1: tried {tries}, {dict(counted)}")  # noqa: T201
    assert count(db, Bond) == count(db, Project) == 0
    return counted


def test_c1_a_sample_of_malformed_uploads(site: SignIn, db: Database) -> None:
    counted = assail(site("officer"), db, SAMPLE)
    assert counted.total() == SAMPLE
    assert counted["refused"] > SAMPLE // 10


@pytest.mark.full
@pytest.mark.timeout(7200)
def test_c1_thirty_thousand_malformed_uploads(site: SignIn, db: Database) -> None:
    assert assail(site("officer"), db, 30_000).total() == 30_000


def test_c2_bombs_and_containers_are_refused_and_others_are_unharmed(
    site: SignIn, db: Database, tmp_path: Path
) -> None:
    """Send each to two of the ways in, turn and turn about: with the eight at once, sixty-four files."""
    who = site("officer")
    before = left_by_files()
    for number, name in enumerate(HOSTILE):
        for kind in ("issue-list", WAYS_IN[1 + number % 2]):
            assert seconds_to_refuse(who, name, kind) < SECONDS, (name, kind)
    print(f"C2: tried {2 * len(HOSTILE)}, refused {2 * len(HOSTILE)}")  # noqa: T201
    assert who.get("/imports").status_code == 200
    untouched(db, tmp_path, before)


@pytest.mark.full
def test_c2_everything_hostile_by_every_way_eight_at_once(site: SignIn, db: Database, tmp_path: Path) -> None:
    people = [site("officer") for _ in range(8)]
    before = left_by_files()
    wishes = [(name, kind) for name in HOSTILE for kind in WAYS_IN] * 3
    with ThreadPoolExecutor(8) as pool:
        asked = [
            pool.submit(seconds_to_refuse, people[number % 8], name, kind)
            for number, (name, kind) in enumerate(wishes)
        ]
        assert max(one.result() for one in asked) < HANG
    print(f"C2: tried {len(wishes)}, refused {len(wishes)}")  # noqa: T201
    assert len(wishes) >= 200
    untouched(db, tmp_path, before)


def seconds_to_refuse(who: Browser, name: str, kind: str) -> float:
    """Send a hostile file by one way in; it is refused, and this is how long that took."""
    file, _code = HOSTILE[name]
    start = time.monotonic()
    answer = send(who, file, kind, "")
    assert 400 <= answer.status_code < 500, (name, kind)
    return time.monotonic() - start


def left_by_files() -> set[Path]:
    """Return what a name that leaves its container would have written."""
    scratch = Path(tempfile.gettempdir())
    return {path for folder in (Path("/tmp"), scratch, scratch.parent) for path in folder.glob("etc*")}


def untouched(db: Database, folder: Path, before: set[Path]) -> None:
    """Nothing was stored and nothing written outside the store."""
    assert left_by_files() == before
    assert not list((folder / "data" / "uploads").glob(".incoming-*"))
    assert count(db, Bond) == 0


def test_c2_eight_bombs_at_once_leave_the_site_answering(site: SignIn) -> None:
    people = [site("officer") for _ in range(8)]
    bombs = [HOSTILE[name][0] for name in ("bomb", "lying bomb", "entity bomb", "far cells")] * 2
    with ThreadPoolExecutor(9) as pool:
        asked = [
            pool.submit(send, who, bomb, "issue-list", "") for who, bomb in zip(people, bombs, strict=True)
        ]
        start = time.monotonic()
        assert site("reviewer").get("/projects").status_code == 200
        assert time.monotonic() - start < HANG
        assert all(400 <= one.result().status_code < 500 for one in asked)
