"""The project list over 100,000 projects, signed in and scoped, beside a bare fragment of the same bytes.

Targets  web.list_p50      fragment of the list, one connection: p50 ≤ 1.6 × a bare Jinja2 fragment of the
                           same bytes (same type of server process, no sign-in, no rights, no database)
         web.list_p50_16   the same with 16 connections
         web.list_p99      p99 ≤ 4 × p50
         web.deep_page     page 1,000 ≤ 1.2 × page 1
         web.data_access   the query behind it ≤ 1.7 × the driver running the same SQL
         web.start         from starting the process to the first page: ≤ 2 s
Told     whole page
Usage    python bench/web.py [--json] [--projects 100000] [--rounds 5] [--seconds 2]

Every contender runs in turn in every round; the quieter of median and minimum counts.
"""

import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener, urlopen

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlmodel import Session

from bench._race import Lap, Target, at_most, options_of, race, verdict_of
from bondlife.db import Database, insert_rows
from bondlife.queries.projects import ProjectFilter, project_list
from bondlife.security.authenticate import actor_of
from bondlife.server import free_port, wait_ready

ACCOUNT = "city"
PLACES = ("双溪", "梅岭", "临江", "古塘", "白鹭", "新桥", "大湾", "石门", "青山", "永安")
WORKS = (
    "污水处理厂提标工程",
    "人民医院迁建工程",
    "产业园区基础设施",
    "城际铁路",
    "供水管网改造",
    "学校扩建工程",
)
SECTORS = ("sewage_waste", "health", "industrial_park", "railway", "water_supply", "education")


class Served(NamedTuple):
    """One address and what is sent to it."""

    url: str
    headers: tuple[str, ...] = ()


class Shot(NamedTuple):
    """What one run of the load client saw, in milliseconds."""

    p50: float
    p99: float
    per_second: float


def fill(url: str, count: int) -> None:
    """Seed an installation with so many projects, six in ten of them under the officer's city."""
    from bondlife.demo.accounts import add_people
    from bondlife.services.seeding import prepare
    from models.base import table
    from models.registry import Project, ProjectRail

    db, chance = Database(url), random.Random(7)
    prepare(db)
    add_people(db)
    with db.writing() as session:
        draw = _drawer(session, chance)
        for start in range(0, count, 5000):
            rows = [draw(number) for number in range(start, min(start + 5000, count))]
            insert_rows(session, table(Project), rows)
            insert_rows(session, table(ProjectRail), [_rail(row["id"], chance) for row in rows])
        session.commit()
        session.connection().exec_driver_sql("ANALYZE")
        session.commit()
    db.close()


def _drawer(session: Session, chance: random.Random) -> Callable[[int], dict[str, Any]]:
    """Return what makes the row of a project by its number."""
    from bondlife.services.search import sort_key
    from models.registry import Project

    own, everywhere = _regions(session)
    keys = {f"{place}{work}": sort_key(f"{place}{work}") for place in PLACES for work in WORKS}
    names = sorted(keys)
    fields = Project.model_fields.items()
    blank = {name: f.default for name, f in fields if not f.is_required() and not f.default_factory}

    def draw(number: int) -> dict[str, Any]:
        name, amount = chance.choice(names), chance.randrange(1, 10**6) * 10**6
        place = chance.choice(own if chance.random() < 0.6 else everywhere)
        named = {"name": f"{name}{number}", "sort_key": f"{keys[name]} {number:06}", "region_id": place}
        return {**blank, **_fixed(number), **named, **_drawn(chance, amount)}

    return draw


def _regions(session: Session) -> tuple[list[int], list[int]]:
    """Return the regions of the officer's city, and all below the nation."""
    import sqlalchemy as sa

    from models.base import columns
    from models.registry import Region, RegionClosure

    region, closure = columns(Region), columns(RegionClosure)
    everywhere = session.execute(sa.select(region.id).where(region.level != "nation")).scalars()
    city = sa.select(region.id).where(region.code == "330300").scalar_subquery()
    below = session.execute(sa.select(closure.descendant_id).where(closure.ancestor_id == city)).scalars()
    return list(below), list(everywhere)


def _fixed(number: int) -> dict[str, Any]:
    from bondlife import clock
    from models.base import new_public_id
    from models.kinds import shipped_kind

    return {
        "id": number + 1,
        "public_id": new_public_id(),
        "version": 1,
        "created_at": clock.now(),
        "kind": "special_bond",
        "kind_version": shipped_kind("special_bond").version,
        "fields": {},
        "code": f"P-{number:06}",
    }


def _drawn(chance: random.Random, amount: int) -> dict[str, Any]:
    return {
        "state": chance.choice(("draft", "reserved", "building", "operating")),
        "sector": chance.choice(SECTORS),
        "start_year": chance.randrange(2018, 2027),
        "total_investment": amount,
        "special_bond": amount // 2,
        "issued": amount // 3,
    }


def _rail(project_id: int, chance: random.Random) -> dict[str, Any]:
    return {"project_id": project_id, "now_track": "preparation", "tracks": _tracks(chance)}


def _tracks(chance: random.Random) -> dict[str, Any]:
    from models.kinds import shipped_kinds

    tracks = shipped_kinds()["special_bond"].tracks
    return {track.key: {"progress": chance.choice(("done", "active", "none"))} for track in tracks}


@contextmanager
def running(command: list[str], port: int, **more: str) -> Iterator[float]:
    """Run a server until the block ends; gives the seconds from start to the first page."""
    start = time.perf_counter()
    server = subprocess.Popen(
        command, env={**os.environ, **more}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        address = f"http://127.0.0.1:{port}"
        assert wait_ready(address, 60), "the server does not answer"
        with urlopen(f"{address}/sign-in") as page:
            page.read()
        yield time.perf_counter() - start
    finally:
        server.terminate()
        server.wait(20)


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow nothing: the cookie stands in the redirect."""


def signed_in(address: str) -> str:
    """Return the session cookie of the demo officer."""
    from urllib.error import HTTPError

    from bondlife.demo.people import PASSWORD

    sent = urlencode({"account": ACCOUNT, "password": PASSWORD}).encode()
    try:
        build_opener(_Stay).open(Request(f"{address}/sign-in", sent))
    except HTTPError as moved:
        return str(moved.headers["Set-Cookie"]).split(";", maxsplit=1)[0]
    raise AssertionError


def fetched(served: Served) -> bytes:
    """Return the body of one address."""
    headers = dict(header.split(": ", 1) for header in served.headers)
    with urlopen(Request(served.url, headers=headers)) as answer:
        body: bytes = answer.read()
        return body


def shot(served: Served, connections: int, seconds: int) -> Shot:
    """Let wrk load one address."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "30s"]
    for header in served.headers:
        command += ["-H", header]
    done = subprocess.run([*command, served.url], check=True, capture_output=True, text=True)
    assert "Non-2xx" not in done.stdout, done.stdout
    found = dict(re.findall(r"^\s+(50|99)%\s+([\d.]+[mu]?s)\s*$", done.stdout, re.MULTILINE))
    assert "50" in found, done.stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    return Shot(_milliseconds(found["50"]), _milliseconds(found["99"]), float(rate[1]) if rate else 0.0)


def _milliseconds(text: str) -> float:
    factor = 0.001 if text.endswith("us") else 1.0 if text.endswith("ms") else 1000.0
    return float(text.rstrip("mus")) * factor


def bare_template(fragment: str, db: Database) -> tuple[str, list[dict[str, Any]]]:
    """Return a plain template and its rows that print exactly this fragment, one expression a cell."""
    from bondlife.locale import speaking
    from bondlife.queries.project_lines import CELLS, projects_view

    with speaking("zh_CN"):
        view = projects_view(db, actor_of(db, ACCOUNT), ProjectFilter(), "wan", whole=False)
    head, _, rest = fragment.partition("<tbody>\n")
    body, _, tail = rest.partition("</tbody>")
    row = re.search(r"^<tr>.*\{\{ slot \}\}.*</tr>$", _source(), re.MULTILINE)
    assert row is not None
    titles = re.findall(r'data-h="([^"]*)"', body)[:8]
    text = re.sub(r"\{\{ heads\[(\d)\] \}\}", lambda found: titles[int(found[1])], row[0])
    names = iter(CELLS)
    text = re.sub(r"\{\{ slot \}\}", lambda _: f"{{{{ line.{next(names)} }}}}", text)
    wide = len(CELLS)
    cells = [view.cells[start : start + wide] for start in range(0, len(view.cells), wide)]
    lines = [dict(zip(CELLS, one, strict=True)) for one in cells]
    return f"{head}<tbody>\n{{% for line in lines %}}{text}\n{{% endfor %}}</tbody>{tail}", lines


def _source() -> str:
    from bondlife.paths import TEMPLATES_DIR

    return (TEMPLATES_DIR / "fragments/projects/list.html").read_text(encoding="utf-8")


def serve_bare(folder: Path, port: int) -> None:
    """Be the bare server: one route, one fragment, nothing else."""
    import uvicorn
    from fastapi import FastAPI
    from fastapi.responses import HTMLResponse
    from jinja2 import Environment

    template = Environment(autoescape=True).from_string((folder / "bare.html").read_text(encoding="utf-8"))
    lines = json.loads((folder / "bare.json").read_text(encoding="utf-8"))
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    async def bare() -> HTMLResponse:
        return HTMLResponse(template.render(lines=lines))

    for path in ("/projects", "/health", "/sign-in"):
        app.get(path)(bare)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False, server_header=False)


def deep_address(db: Database, address: str, page: int) -> str:
    """Return the address of a page far down, as its reader would have reached it."""
    actor, after = actor_of(db, ACCOUNT), ""
    for _ in range(page - 1):
        after = project_list(db, actor, ProjectFilter(after=after)).next_after
        assert after, "there are not so many pages"
    return f"{address}/projects?{urlencode({'after': after})}"


def data_access(db: Database) -> Target:
    """Race the query of the list against the driver running the same SQL."""
    from bondlife.prepared import STATEMENTS

    actor = actor_of(db, ACCOUNT)
    project_list(db, actor, ProjectFilter())
    prepared = next(held for (_, key), held in STATEMENTS.items() if key[0] == "projects")
    raw = db.engine.raw_connection()
    values = [prepared.fixed[name] for name in prepared.order or ()]
    laps = race(
        {
            "ours": lambda: [project_list(db, actor, ProjectFilter()) for _ in range(50)],
            "driver": lambda: [raw.cursor().execute(prepared.text, values).fetchall() for _ in range(50)],
        },
        items={"ours": 50, "driver": 50},
    )
    raw.close()
    return at_most("web.data_access", 1.7, laps["ours"], laps["driver"])


def measure(count: int, rounds: int, seconds: int, folder: Path) -> list[Target]:
    """Start both servers and judge."""
    url = f"sqlite:///{folder / 'bondlife.db'}"
    fill(url, count)
    db = Database(url)
    port, other = free_port(), free_port()
    address = f"http://127.0.0.1:{port}"
    here = {"BONDLIFE_DATA_DIR": str(folder), "BONDLIFE_IDLE_MINUTES": "600", "BONDLIFE_ARGON2_CHEAP": "1"}
    program = "from bondlife.cli import app; app()"
    ours = [sys.executable, "-c", program, "serve", "--port", str(port)]
    with running(ours, port, **here) as started:
        cookie = f"Cookie: {signed_in(address)}"
        part = Served(f"{address}/projects", (cookie, "HX-Request: true"))
        fragment = fetched(part).decode()
        template, lines = bare_template(fragment, db)
        (folder / "bare.html").write_text(template, encoding="utf-8")
        (folder / "bare.json").write_text(json.dumps(lines), encoding="utf-8")
        with running([sys.executable, __file__, "--bare", str(folder), str(other)], other):
            bare = Served(f"http://127.0.0.1:{other}/projects")
            assert fetched(bare).decode() == fragment, "the bare fragment has other bytes"
            pages = max(1, min(1000, int(count * 0.6) // 50 - 1))
            deep = Served(deep_address(db, address, pages), part.headers)
            contenders = {"bare": bare, "list": part, "deep": deep, "whole": Served(part.url, (cookie,))}
            shots = volley(contenders, rounds, seconds)
            busy = volley({"bare": bare, "list": part}, rounds, seconds, 16)
    tell(shots, busy)
    access = data_access(db)
    db.close()
    return [*judged(shots, busy), access, Target("web.start", "≤ 2 s", f"{started:.2f} s", started <= 2)]


def volley(
    contenders: dict[str, Served], rounds: int, seconds: int, connections: int = 1
) -> dict[str, list[Shot]]:
    """Load every address in turn, round by round."""
    for served in contenders.values():
        for _ in range(20):
            fetched(served)
    shots: dict[str, list[Shot]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, served in contenders.items():
            shots[name].append(shot(served, connections, seconds))
    return shots


def judged(shots: dict[str, list[Shot]], busy: dict[str, list[Shot]]) -> list[Target]:
    """Judge the load runs."""
    laps = {name: _lap([one.p50 for one in found]) for name, found in shots.items()}
    crowd = {name: _lap([one.p50 for one in found]) for name, found in busy.items()}
    tail = min(one.p99 / one.p50 for one in shots["list"])
    return [
        at_most("web.list_p50", 1.6, laps["list"], laps["bare"]),
        at_most("web.list_p50_16", 1.6, crowd["list"], crowd["bare"]),
        Target("web.list_p99", "≤ 4× p50", f"{tail:.3g}×", tail <= 4),
        at_most("web.deep_page", 1.2, laps["deep"], laps["list"]),
    ]


def _lap(times: list[float]) -> Lap:
    from statistics import median

    return Lap(median(times), min(times))


def tell(shots: dict[str, list[Shot]], busy: dict[str, list[Shot]]) -> None:
    """Print what is told beside the targets."""
    for connections, runs in ((1, shots), (16, busy)):
        for name, found in runs.items():
            best = min(found)
            told = f"p50 {best.p50:6.2f} ms  p99 {best.p99:6.2f} ms  {best.per_second:6.0f}/s"
            print(f"  {name:<6} {connections:>2} connections {told}", file=sys.stderr)


def main() -> int:
    """Print the table, or one JSON list."""
    options = options_of(__doc__, projects=100_000, rounds=5, seconds=2)
    if options.bare:
        serve_bare(Path(options.bare[0]), int(options.bare[1]))
        return 0
    with tempfile.TemporaryDirectory(prefix="bondlife-bench-") as folder:
        results = measure(options.projects, options.rounds, options.seconds, Path(folder))
    return verdict_of(results, as_json=options.json)


if __name__ == "__main__":
    sys.exit(main())
