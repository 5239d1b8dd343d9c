"""Project page and money trail over 3,000 bonds, 20,000 shares, 1,000,000 ledger lines, signed in and scoped.

Targets  money.growth.PAGE   each page, one connection: p95 ≤ 3 × the same page over 1/100 of the data
         money.bare.PAGE     p95 ≤ 4 × the bare Jinja2 page of the same bytes (bench/_bare.py: same type of
                             server process, same template, values ready: no sign-in, no rights, no database)
Pages    project (overview), money (the money tab), and the trail from bond, project, payee, county, province
Told     rebuild of all sums, checks of the money of ``bondlife verify``
Usage    python bench/money.py [--json] [--bonds 3000] [--shares 20000] [--rounds 5] [--requests 60]
                                [--data FOLDER: filled once, used again]

Every contender runs in turn in every round; the quieter of median and minimum counts.
"""

import sys
import time
from contextlib import ExitStack
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import quote, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import sqlalchemy as sa

from bench._bare import BARE, PLAIN, bare_pages
from bench._money import fill_money
from bench._race import Lap, Target, at_most, data_folder, filled_once, options_of, verdict_of
from bench.repayments import fill
from bench.web import Served, running, signed_in
from bondlife.db import Database
from bondlife.server import free_port
from bondlife.settings import Settings
from bondlife.verify import money
from models.base import columns, table
from models.registry import Bond, BondShare, Contract, Project, Region

WHOLE, SMALL = "whole", "small"


def addresses(db: Database) -> dict[str, str]:
    """Return the address of every page, for rows of the middle of the data."""
    share, bond, project, contract, region = (
        columns(m) for m in (BondShare, Bond, Project, Contract, Region)
    )
    statement = (
        sa.select(bond.public_id, project.public_id.label("project"), contract.payee, region.code)
        .join_from(table(BondShare), table(Bond), bond.id == share.bond_id)
        .join(table(Project), project.id == share.project_id)
        .join(table(Contract), contract.project_id == project.id)
        .join(table(Region), region.id == share.region_id)
        .order_by(share.id)
        .limit(1)
        .offset(10)
    )
    with db.connection() as connection:
        row = connection.execute(statement).one()
    ends = {"bond": row.public_id, "project": row.project, "payee": row.payee, "county": row.code}
    ends["province"] = "330000"
    names = dict.fromkeys(("county", "province"), "region")
    trail = {
        f"trail_{end}": f"/money-trail?end={names.get(end, end)}&key={quote(key)}"
        for end, key in ends.items()
    }
    return {"project": f"/projects/{row.project}", "money": f"/projects/{row.project}?tab=money", **trail}


def timed(served: Served, count: int) -> float:
    """Return the p95 of so many requests on one connection, in milliseconds."""
    parts = urlsplit(served.url)
    headers = dict(header.split(": ", 1) for header in served.headers)
    connection = HTTPConnection(parts.hostname or "", parts.port or 80)
    times = []
    for _ in range(count):
        start = time.perf_counter()
        connection.request("GET", f"{parts.path}?{parts.query}", headers=headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, (served.url, answer.status)
        times.append((time.perf_counter() - start) * 1000)
    connection.close()
    return quantiles(times, n=20)[18]


def measure(bonds: int, shares: int, rounds: int, requests: int, folder: Path) -> list[Target]:
    """Fill both provinces, start the servers, judge."""
    urls, pages = {}, {}
    for name, parts in ((WHOLE, 1), (SMALL, 100)):
        urls[name] = filled_once(
            folder / name, partial(_fill, max(bonds // parts, 1), max(shares // parts, 1))
        )
        db = Database(urls[name])
        pages[name] = addresses(db)
        _checks(db)
        db.close()
    with ExitStack() as servers:
        served = {name: _serving(servers, folder / name, pages[name]) for name in (WHOLE, SMALL)}
        bare = servers.enter_context(bare_pages(folder / WHOLE, served[WHOLE]))
        times: dict[str, list[float]] = {}
        contenders = {
            **{f"{WHOLE} {page}": one for page, one in served[WHOLE].items()},
            **{f"{SMALL} {page}": one for page, one in served[SMALL].items()},
            **bare,
        }
        for one in contenders.values():
            timed(one, 5)
        for _ in range(rounds):
            for name, one in contenders.items():
                times.setdefault(name, []).append(timed(one, requests))
    return judged(times, list(served[WHOLE]))


def _fill(bonds: int, shares: int, url: str) -> None:
    """Make a province and its money."""
    start = time.perf_counter()
    fill(url, bonds, shares)
    db = Database(url)
    lines = fill_money(db)
    db.close()
    print(f"  {lines} ledger lines in {time.perf_counter() - start:.0f} s", file=sys.stderr)


def _serving(servers: ExitStack, folder: Path, pages: dict[str, str]) -> dict[str, Served]:
    port = free_port()
    here = {"BONDLIFE_DATA_DIR": str(folder), "BONDLIFE_IDLE_MINUTES": "600", "BONDLIFE_ARGON2_CHEAP": "1"}
    here |= {"BONDLIFE_JOB_PROCESS": "0"}
    program = "from bondlife.cli import app; app()"
    servers.enter_context(
        running([sys.executable, "-c", program, "serve", "--port", str(port)], port, **here)
    )
    address = f"http://127.0.0.1:{port}"
    cookie = f"Cookie: {signed_in(address)}"
    return {page: Served(f"{address}{path}", (cookie,)) for page, path in pages.items()}


def _checks(db: Database) -> None:
    for check in (money.flows, money.proceeds, money.traced):
        start = time.perf_counter()
        found = check(db, Settings())
        told = f"{found.id} {found.checked} in {time.perf_counter() - start:.2f} s"
        print(f"    verify {told}, {len(found.problems)} problems", file=sys.stderr)


def judged(times: dict[str, list[float]], pages: list[str]) -> list[Target]:
    """Judge every page against its small brother and its bare one."""
    laps = {name: Lap(median(found), min(found)) for name, found in times.items()}
    targets = []
    for page in pages:
        whole, small, bare, plain = (laps[f"{name} {page}"] for name in (WHOLE, SMALL, BARE, PLAIN))
        told = f"p95 {whole.best:6.2f} ms, at 1/100 {small.best:6.2f} ms, bare {bare.best:6.2f} ms"
        told += f", plain text {plain.best:6.2f} ms"
        print(f"  {page:<15} {told}", file=sys.stderr)
        targets.append(at_most(f"money.growth.{page}", 3, whole, small))
        targets.append(at_most(f"money.bare.{page}", 4, whole, bare))
    return targets


def main() -> int:
    """Print the table, or one JSON list."""
    options = options_of(__doc__, bonds=3_000, shares=20_000, rounds=5, requests=60)
    with data_folder(options.data) as folder:
        results = measure(options.bonds, options.shares, options.rounds, options.requests, folder)
    return verdict_of(results, as_json=options.json)


if __name__ == "__main__":
    sys.exit(main())
