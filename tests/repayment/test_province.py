"""The calendar of a whole province: every way to sum it foots; a hundred times the bonds cost little."""

import time
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from bondlife.db import Database
from bondlife.queries.repayments import GROUPS, DueFilter, calendar_table, calendar_view
from bondlife.queries.wall import wall_view
from bondlife.security.actor import Actor
from models.base import columns
from models.registry import Instalment
from tests.database import copied_database
from tests.repayment_people import add_levels

WINDOW = (date(2027, 1, 1), date(2027, 12, 1))
AMOUNTS = ("count", "principal", "interest", "fee", "gap")


def province(db: Database, bonds: int, shares: int) -> Actor:
    """Fill a province and return its officer."""
    from bench._province import fill_province  # not part of an installed wheel

    fill_province(db, bonds=bonds, shares=shares)
    return add_levels(db)["province-officer"]


def stored(db: Database) -> tuple[int, int, int]:
    """Return count, principal and interest of the window straight from the table."""
    own = columns(Instalment)
    chosen = (sa.func.count(), sa.func.sum(own.principal), sa.func.sum(own.interest))
    statement = sa.select(*chosen).where(own.payment_date >= WINDOW[0], own.payment_date < date(2028, 1, 1))
    with db.reading() as session:
        count, principal, interest = session.execute(statement.execution_options(scoped=True)).one()
    return int(count), int(principal), int(interest)


def test_sums_by_day_month_region_and_source_foot_to_what_is_stored(db: Database) -> None:
    officer = province(db, 20, 100)
    for group in GROUPS:
        view = calendar_view(db, officer, DueFilter(*WINDOW, group=group))
        assert (view.total.count, view.total.principal, view.total.interest) == stored(db)
        for name in AMOUNTS:
            assert sum(getattr(one, name) for one in view.sums) == getattr(view.total, name), (group, name)
    assert len(list(calendar_table(db, officer, DueFilter(*WINDOW)).rows)) == view.total.count
    parts = [calendar_view(db, officer, DueFilter(*WINDOW, money=one)).total for one in ("short", "secured")]
    assert [one.gap for one in parts] == [view.total.gap, 0]
    assert sum(one.count for one in parts) == view.total.count
    wall = wall_view(db, officer, year=2027)
    assert (wall.principal, wall.interest) == (view.total.principal, view.total.interest)
    pages, after = 0, ""
    while True:
        page = calendar_view(db, officer, DueFilter(*WINDOW, after=after))
        pages += len(page.lines)
        after = page.page.after
        if not after:
            break
    assert pages == view.total.count


@pytest.mark.full
@pytest.mark.timeout(900)
def test_three_thousand_bonds_open_at_once(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    times = {}
    for name, bonds, shares in (("small", 30, 200), ("whole", 3_000, 20_000)):
        folder = tmp_path / name
        folder.mkdir()
        with copied_database(request, "sqlite", folder) as db:
            times[name] = quickest(db, province(db, bonds, shares))
    assert times["whole"] <= 3 * times["small"], times


def quickest(db: Database, officer: Actor) -> float:
    """Return the seconds of the quickest of nine openings."""
    laps = []
    for _ in range(9):
        start = time.perf_counter()
        calendar_view(db, officer, DueFilter(*WINDOW))
        laps.append(time.perf_counter() - start)
    return min(laps)
