"""The repayment calendar of a whole province: 3,000 bonds in 20,000 shares, signed in and scoped.

Targets  repayments.growth         the window of twelve months, by month, one connection: p50 ≤ 3 × the same
                                   page over 1/100 of the data
         repayments.calendar_p99   p99 ≤ 4 × p50
Told     repayments.calendar_p50   p50 ÷ a bare Jinja2 page of the same bytes (same type of server process,
                                   no sign-in, no rights, no database)
         p50 of sums by day, region and source; the maturity wall
Usage    python bench/repayments.py [--json] [--bonds 3000] [--shares 20000] [--rounds 5] [--seconds 2]
                                     [--data FOLDER: filled once, used again]

Every contender runs in turn in every round; the quieter of median and minimum counts.
"""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench._bare import BARE, bare_pages
from bench._province import fill_province
from bench._race import Lap, Target, at_most, data_folder, filled_once, options_of, verdict_of
from bench.web import ACCOUNT, Served, Shot, running, signed_in, volley
from bondlife.acts import Act, perform
from bondlife.books import bump
from bondlife.db import Database
from bondlife.demo.accounts import add_people
from bondlife.security.actor import SYSTEM
from bondlife.server import free_port
from bondlife.services.seeding import prepare
from models.base import columns
from models.registry import Region, RoleGrant, User

GROUPS = ("day", "region", "source")


def fill(url: str, bonds: int, shares: int) -> int:
    """Make a province in which the officer of the demo city works for the whole province."""
    db = Database(url)
    prepare(db)
    add_people(db)
    count = fill_province(db, bonds=bonds, shares=shares)

    def work(act: Act) -> None:
        user, region = columns(User), columns(Region)
        held = act.find(User, user.account == ACCOUNT)[0]
        admins = [act.find(User, user.account == name)[0].id or 0 for name in ("system", "security")]
        place = act.find(Region, region.code == "330000")[0].id or 0
        grant: dict[str, Any] = {
            "user_id": held.id or 0,
            "role": "officer",
            "region_id": place,
            "state": "in_force",
        }
        act.add(RoleGrant(**grant, valid_from=date(2020, 1, 1), proposed_by=admins[0], approved_by=admins[1]))
        bump(act.session, "rights")

    perform(db, SYSTEM, "bench.grant", work)
    db.close()
    return count


def measure(bonds: int, shares: int, rounds: int, seconds: int, folder: Path) -> list[Target]:
    """Start the servers and judge."""
    whole, small = folder / "whole", folder / "small"
    for place, parts in ((whole, 1), (small, 100)):
        filled_once(place, partial(_told_fill, max(bonds // parts, 1), max(shares // parts, 1)))
    with ExitStack() as servers:
        ours, few = (servers.enter_context(_serving(place)) for place in (whole, small))
        bare = servers.enter_context(bare_pages(whole, {"whole": ours}))[f"{BARE} whole"]
        told = {name: Served(f"{ours.url}?group={name}", ours.headers) for name in GROUPS}
        wall = Served(ours.url.replace("/repayments", "/bonds/wall"), ours.headers)
        shots = volley({"bare": bare, "whole": ours, "small": few, **told, "wall": wall}, rounds, seconds)
    tell(shots)
    return judged(shots)


def _told_fill(bonds: int, shares: int, url: str) -> None:
    print(f"  {fill(url, bonds, shares)} instalments", file=sys.stderr)


@contextmanager
def _serving(folder: Path) -> Iterator[Served]:
    """Run our own server over a folder; gives the calendar's fragment, signed in."""
    port = free_port()
    here = {"BONDLIFE_DATA_DIR": str(folder), "BONDLIFE_IDLE_MINUTES": "600", "BONDLIFE_ARGON2_CHEAP": "1"}
    here |= {"BONDLIFE_JOB_PROCESS": "0"}
    program = "from bondlife.cli import app; app()"
    with running([sys.executable, "-c", program, "serve", "--port", str(port)], port, **here):
        address = f"http://127.0.0.1:{port}"
        cookie = f"Cookie: {signed_in(address)}"
        yield Served(f"{address}/repayments", (cookie, "HX-Request: true"))


def judged(shots: dict[str, list[Shot]]) -> list[Target]:
    """Judge the load runs."""
    laps = {name: _lap([one.p50 for one in found]) for name, found in shots.items()}
    tail = min(one.p99 / one.p50 for one in shots["whole"])
    return [
        at_most("repayments.growth", 3, laps["whole"], laps["small"]),
        Target("repayments.calendar_p99", "≤ 4× p50", f"{tail:.3g}×", tail <= 4),
        Target("repayments.calendar_p50", "told", _ratio(laps["whole"], laps["bare"]), ok=None),
    ]


def _ratio(top: Lap, bottom: Lap) -> str:
    return f"{top.middle / bottom.middle:.3g}× / {top.best / bottom.best:.3g}×"


def _lap(times: list[float]) -> Lap:
    return Lap(median(times), min(times))


def tell(shots: dict[str, list[Shot]]) -> None:
    """Print every contender's best round."""
    for name, found in shots.items():
        best = min(found)
        print(f"  {name:<6} p50 {best.p50:7.2f} ms  p99 {best.p99:7.2f} ms", file=sys.stderr)


def main() -> int:
    """Print the table, or one JSON list."""
    options = options_of(__doc__, bonds=3_000, shares=20_000, rounds=5, seconds=2)
    with data_folder(options.data) as folder:
        results = measure(options.bonds, options.shares, options.rounds, options.seconds, folder)
    return verdict_of(results, as_json=options.json)


if __name__ == "__main__":
    sys.exit(main())
