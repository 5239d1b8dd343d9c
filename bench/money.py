"""Project page and money trail over 3,000 bonds, 20,000 shares, 1,000,000 ledger lines, signed in and scoped.

Targets  money.growth.PAGE   each page, one connection: p95 ≤ 3 × the same page over 1/100 of the data
         money.bare.PAGE     p95 ≤ 4 × the bare Jinja2 page of the same bytes (bench/_bare.py: same type of
                             server process, same template, values ready: no sign-in, no rights, no database)
Pages    project (overview), money (the money tab), and the trail from bond, project, payee, county, province
Told     rebuild of all sums, checks of the money of ``bondlife verify``
Usage    python bench/money.py [--json] [--bonds 3000] [--shares 20000] [--rounds 5] [--requests 60]
                                [--data FOLDER: filled once, used again]

The contenders of a page are asked in turn, request by request; the quieter of median and minimum of the
rounds counts.
"""

import sys
import time
from collections.abc import Mapping, Sequence
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


class Asking:
    """One page on a connection of its own, and how long each request for it took, in milliseconds."""

    def __init__(self, served: Served) -> None:
        parts = urlsplit(served.url)
        self.address = f"{parts.path}?{parts.query}"
        self.headers = dict(header.split(": ", 1) for header in served.headers)
        self.connection = HTTPConnection(parts.hostname or "", parts.port or 80)
        self.times: list[float] = []

    def ask(self) -> None:
        """Ask once."""
        start = time.perf_counter()
        self.connection.request("GET", self.address, headers=self.headers)
        answer = self.connection.getresponse()
        answer.read()
        assert answer.status == 200, (self.address, answer.status)
        self.times.append((time.perf_counter() - start) * 1000)

    def p95(self) -> float:
        """Return the p95 of the requests since it was asked for last."""
        found, self.times = quantiles(self.times, n=20)[18], []
        return found


def in_turn(asking: Sequence[Asking], count: int) -> list[float]:
    """Ask each so many times, one after the other in turn, and return the p95 of each."""
    for _ in range(count):
        for one in asking:
            one.ask()
    return [one.p95() for one in asking]


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
        ours = {f"{name} {page}": one for name in (WHOLE, SMALL) for page, one in served[name].items()}
        asking = {name: Asking(one) for name, one in {**ours, **bare}.items()}
        times = raced(asking, list(served[WHOLE]), rounds, requests)
    return judged(times, list(served[WHOLE]))


def raced(
    asking: Mapping[str, Asking], pages: Sequence[str], rounds: int, requests: int
) -> dict[str, list[float]]:
    """Return the p95 of each contender by round: what disturbs one request disturbs its neighbours too."""
    times: dict[str, list[float]] = {}
    in_turn(list(asking.values()), 5)
    for _ in range(rounds):
        for page in pages:
            names = [f"{way} {page}" for way in (WHOLE, SMALL, BARE, PLAIN)]
            for name, found in zip(names, in_turn([asking[name] for name in names], requests), strict=True):
                times.setdefault(name, []).append(found)
    return times


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
