"""The portal over 100,000 published projects: whole project pages, each asked for the first time.

Targets  portal.page       p50 of a project page ≤ 2 × the bare page: same template, values ready, no database
         portal.unchanged  a page that did not change is answered 304 without a body
Told     the page that was drawn before, 304, front page, search, list; plain text of the same bytes
Usage    python bench/portal.py [--json] [--projects 100000] [--rounds 7] [--requests 40]
"""

import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from http.client import HTTPConnection
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import sqlalchemy as sa

from bench._bare import BARE, PLAIN, bare_pages
from bench._province import _own
from bench._race import Lap, Target, at_most, options_of, verdict_of
from bench.web import Served, running
from bondlife.db import Database, insert_rows
from bondlife.disclosure.content import content_digest
from bondlife.server import free_port
from bondlife.services.seeding import prepare
from models.base import columns, table
from models.disclosure_forms import forms
from models.registry import Project, Publication, PublicEntry, Region

CUT_OFF = date(2025, 12, 31)
WHOLE = 50
"""One in so many projects has its whole page; the others have the yearly table alone."""

AT_ONCE = 10_000


def fill(url: str, count: int) -> list[str]:
    """Store published projects; returns the keys of those with a whole page."""
    db = Database(url)
    prepare(db)
    place = columns(Region)
    with db.reading() as session:
        region = session.execute(sa.select(place.id).where(place.code == "330304")).scalar_one()
    for start in range(1, count + 1, AT_ONCE):
        keys = range(start, min(start + AT_ONCE, count + 1))
        with db.writing() as session:
            insert_rows(session, table(Project), [_project(key, region) for key in keys])
            insert_rows(session, table(Publication), [_publication(key, region) for key in keys])
            insert_rows(session, table(PublicEntry), [_entry(key, region) for key in keys])
            session.commit()
    db.close()
    return [_key(key) for key in range(WHOLE, count + 1, WHOLE)]


def _key(key: int) -> str:
    return f"00000000-0000-4000-8000-{key:012}"


def _name(key: int) -> str:
    return f"公开项目{key}号污水管网工程"


def _project(key: int, region: int) -> dict[str, Any]:
    own = {"code": f"PUB-{key}", "name": _name(key), "sector": "sewage_waste", "start_year": 2024}
    return {**_own(Project, key, region, "building"), **own, "public_id": _key(key)}


def _publication(key: int, region: int) -> dict[str, Any]:
    form = "F4" if key % WHOLE else "project_page"
    content = content_of(form, key)
    return {
        **_own(Publication, key, region, "published"),
        "form": form,
        "cut_off": CUT_OFF,
        "published_on": CUT_OFF,
        "project_id": key,
        "content": content,
        "digest": content_digest(content),
    }


def content_of(form: str, key: int) -> dict[str, Any]:
    """Return a content of the size a project with a bond of twenty years has."""
    lengths = {"rows": 1, "rail": 7, "years": 5, "flow": 4, "service": 20, "coverage": 22, "payments": 6}
    head = {"form": form, "cut_off": CUT_OFF.isoformat(), "region": "瓯海区", "subject": _name(key)}
    return {
        **head,
        **{
            section.name: [_row(section, key, at) for at in range(lengths.get(section.name, 2))]
            for section in forms()[form].sections
        },
    }


def _row(section: Any, key: int, at: int) -> dict[str, Any]:
    made: dict[str, Any] = {
        "fen": 10**9 + 7 * key + at,
        "percent": "0.4321",
        "multiple": "1.37",
        "date": "2026-06-01",
        "count": 3,
        "number": "91.5",
    }
    texts = {"year": str(2024 + at), "word": "进行中", "stage": f"阶段{at}", "stands": "—"}
    return {
        one.name: made[one.kind] if one.kind in made else texts.get(one.name, f"示例{one.name}{at}")
        for one in section.columns
    }


def _entry(key: int, region: int) -> dict[str, Any]:
    return {
        "kind": "project",
        "subject_id": key,
        "public_id": _key(key),
        "region_id": region,
        "name": _name(key),
        "code": f"PUB-{key}",
        "word": "城镇污水垃圾处理",
        "found": f"{_name(key)} pub{key} gkxm{key}hwsgwgc",
        "sort_key": f"gong1 kai1 xiang4 mu4 {key:06}",
        "amount": 10**9 + key,
        "contents": 1,
        "last_on": CUT_OFF,
    }


class Visitor:
    """One connection to a site, kept open."""

    def __init__(self, served: Served) -> None:
        parts = urlsplit(served.url)
        self.connection = HTTPConnection(parts.hostname or "", parts.port or 80)

    def ask(self, path: str, known: str = "") -> tuple[float, int, str]:
        """Return the milliseconds of a request, its status and the tag of the answer."""
        start = time.perf_counter()
        self.connection.request("GET", path, headers={"If-None-Match": known} if known else {})
        answer = self.connection.getresponse()
        answer.read()
        spent = (time.perf_counter() - start) * 1000
        return spent, answer.status, answer.headers.get("ETag", "")


def measured(folder: Path, keys: Sequence[str], rounds: int, requests: int) -> list[Target]:
    """Ask ours and the bare pages in turns; every project page of ours is asked for the first time."""
    port = free_port()
    program = [sys.executable, "-c", "from bondlife.cli import app; app()", "serve", "--port", str(port)]
    with ExitStack() as servers:
        here = {"BONDLIFE_DATA_DIR": str(folder), "BONDLIFE_JOB_PROCESS": "0"}
        servers.enter_context(running(program, port, **here))
        address = f"http://127.0.0.1:{port}"
        first = Served(f"{address}/public/projects/{keys[0]}", (f"Host: 127.0.0.1:{port}",))
        bare = servers.enter_context(bare_pages(folder, {"page": first}))
        ours, theirs = Visitor(first), {name: Visitor(one) for name, one in bare.items()}
        fresh = iter(keys[1:])
        paths = {name: urlsplit(one.url).path for name, one in bare.items()}
        for name, one in theirs.items():
            [one.ask(paths[name]) for _ in range(20)]
        [ours.ask(f"/public/projects/{key}") for key in islice(fresh, 20)]
        bare_ones = {name: (one, paths[name]) for name, one in theirs.items()}
        times: dict[str, list[float]] = {}
        for _ in range(rounds):
            for name, spent in lap(ours, bare_ones, fresh, requests):
                times.setdefault(name, []).append(spent)
    return judged({name: Lap(median(found), min(found)) for name, found in times.items()})


def lap(
    ours: Visitor, bare: Mapping[str, tuple[Visitor, str]], fresh: Iterator[str], requests: int
) -> Iterator[tuple[str, float]]:
    """Yield the middle time of each kind of request; a fresh page and the bare ones take turns."""
    paths = [f"/public/projects/{key}" for key in islice(fresh, requests)]
    asked: list[tuple[float, int, str]] = []
    beside: dict[str, list[float]] = {name: [] for name in bare}
    for path in paths:
        asked.append(ours.ask(path))
        for name, (one, own) in bare.items():
            beside[name].append(one.ask(own)[0])
    assert {status for _, status, _ in asked} == {200}, asked[:3]
    yield "page", median(spent for spent, _, _ in asked)
    yield from ((name, median(spent)) for name, spent in beside.items())
    yield "drawn before", median(ours.ask(path)[0] for path in paths)
    again = [ours.ask(path, tag) for path, (_, _, tag) in zip(paths, asked, strict=True)]
    assert {status for _, status, _ in again} == {304}, again[:3]
    yield "unchanged", median(spent for spent, _, _ in again)
    for name, path in _others(paths[0]):
        yield name, median(ours.ask(f"{path}{at}")[0] for at in range(5))


def _others(seed: str) -> list[tuple[str, str]]:
    """Return the front page, a search and a list, each under an address nobody asked for before."""
    word = quote("污水管网")
    own = seed[-6:]
    return [
        ("home", f"/public?x={own}"),
        ("search", f"/public?q={word}&x={own}"),
        ("list", f"/public/projects?x={own}"),
    ]


def judged(laps: dict[str, Lap]) -> list[Target]:
    """Return the target, and what is told beside it in milliseconds."""
    page, bare = laps["page"], laps[f"{BARE} page"]
    told = [
        Target(f"portal.{name.replace(' ', '_')}_ms", "told", f"{found.middle:.2f}", None)
        for name, found in laps.items()
    ]
    faster = Target("portal.unchanged", "304", "304", laps["unchanged"].middle <= page.middle)
    plain = laps[f"{PLAIN} page"]
    beside = Target("portal.page_plain", "told", f"{page.middle / plain.middle:.2f}×", None)
    return [at_most("portal.page", 2, page, bare), faster, beside, *told]


def main() -> int:
    """Fill an installation, measure it, print the targets."""
    options = options_of(__doc__, projects=100_000, rounds=7, requests=40)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        keys = fill(f"sqlite:///{folder / 'bondlife.db'}", options.projects)
        found = measured(folder, keys, options.rounds, options.requests)
    return verdict_of(found, as_json=options.json)


if __name__ == "__main__":
    sys.exit(main())
