"""The repayment calendar: a strip of months, the instalments of a window, sums that foot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.errors import Invalid
from bondlife.exchange.xlsx_out import Column
from bondlife.locale import gettext
from bondlife.queries.dues import (
    SETTLED,
    DueLine,
    gap_amount,
    instalment_figure,
    line_columns,
    line_of,
    of_actor,
    with_names,
)
from bondlife.queries.figures import Figure, Part, sum_figure
from bondlife.queries.keyset import Order, Page, in_order, page_of
from bondlife.queries.lifewords import SOURCES, choices, named, states
from bondlife.queries.shell import region_choices
from bondlife.queries.tables import Table
from bondlife.security.actor import Actor
from calculators.kernel.dates import add_months
from calculators.kernel.money import mul_div
from models.base import columns
from models.lifecycle import Label
from models.registry import Instalment, Region

LONGEST = 240
"""Months a window may span."""
STRIP = 24
"""Months the strip shows at most."""
GROUPS = ("month", "day", "region", "source")
MONEY = ("", "short", "secured")


@dataclass(frozen=True, slots=True)
class DueFilter:
    """What the address of the calendar says; both months belong to the window.

    ``money`` is short for what is not fully secured, secured for the rest.
    """

    first: date
    last: date
    region: str = ""
    source: str = ""
    state: str = ""
    money: str = ""
    group: str = "month"
    after: str = ""
    before: str = ""

    @property
    def end(self) -> date:
        """Return the first day after the window."""
        return add_months(self.last, 1)


@dataclass(frozen=True, slots=True)
class SumLine:
    """What falls due in one month, on one day, in one region, from one source."""

    key: str
    label: str
    count: int
    principal: int
    interest: int
    fee: int
    gap: int
    share: Any = None

    @property
    def due(self) -> int:
        """Return principal and interest together."""
        return self.principal + self.interest


@dataclass(frozen=True, slots=True)
class CalendarView:
    """One page of the calendar."""

    filter: DueFilter
    strip: Sequence[SumLine]
    sums: Sequence[SumLine]
    total: SumLine
    lines: Sequence[DueLine]
    page: Page
    next_line: DueLine | None
    regions: Sequence[tuple[str, str]]
    sources: Sequence[tuple[str, str]]
    states: Sequence[tuple[str, str]]
    today: date
    explain: Any = None


def wanted_window(first: date | None, last: date | None) -> tuple[date, date]:
    """Return the months asked for, twelve from this month on by default; a window runs forward."""
    start = first or clock.business_date().replace(day=1)
    end = last or add_months(start, 11)
    if end < start or end > add_months(start, LONGEST):
        raise Invalid.because("bad_window", "The last month lies before the first, or too far on.", "to")
    return start, end


def calendar_view(db: Database, actor: Actor, wanted: DueFilter, explain: str = "") -> CalendarView:
    """Return the calendar of the instalments the actor may see."""
    if wanted.group not in GROUPS:
        raise Invalid.because("bad_group", "Sums are by month, day, region or source.", "group")
    if wanted.money not in MONEY:
        raise Invalid.because("bad_choice", "Choose one of the values of the list.", "money")
    with db.reading() as session:
        days = _sums(session, actor, wanted, "day")
        months = _months(days)
        known = {"month": months, "day": days}
        sums = known[wanted.group] if wanted.group in known else _sums(session, actor, wanted, wanted.group)
        total = _total(months)
        order = _order()
        keys, page = page_of(session, _keys(actor, wanted), order, after=wanted.after, before=wanted.before)
        upcoming = _keys(actor, wanted).where(
            order.column >= clock.business_date(), columns(Instalment).state.not_in(SETTLED)
        )
        following = session.execute(in_order(upcoming, order).limit(1)).all()
        lines = _named(session, actor, [*keys, *following])
        asked = _asked(session, actor, explain, sums, months) if explain else None
    return CalendarView(
        wanted,
        _strip(months),
        sums,
        total,
        [lines[row[0]] for row in keys],
        page,
        lines[following[0][0]] if following else None,
        region_choices(db, actor),
        choices(SOURCES),
        states("instalment"),
        clock.business_date(),
        asked,
    )


def calendar_table(db: Database, actor: Actor, wanted: DueFilter) -> Table:
    """Return every instalment of the window, for an export of exactly this."""
    with db.reading() as session:
        statement = in_order(with_names(_filtered(actor, wanted, line_columns())), _order())
        lines = [line_of(row) for row in session.execute(statement)]
    heads = (
        (gettext("Payment day"), "date", 12),
        (gettext("Nominal day"), "date", 12),
        (gettext("Remit by"), "date", 12),
        (gettext("Bond"), "text", 44),
        (gettext("Project"), "text", 40),
        (gettext("Region"), "text", 14),
        (gettext("Instalment"), "count", 8),
        (gettext("Principal"), "fen", 18),
        (gettext("Interest"), "fen", 18),
        (gettext("Fee"), "fen", 14),
        (gettext("Secured"), "fen", 18),
        (gettext("Missing money"), "fen", 18),
        (gettext("Source of principal"), "text", 20),
        (gettext("Source of interest"), "text", 20),
        (gettext("State"), "text", 12),
    )
    rows = (
        (
            *(one.payment_date, one.nominal_date, one.remittance_date, one.bond, one.project, one.region),
            *(one.number, one.principal, one.interest, one.fee, one.secured, one.gap),
            *(one.principal_source, one.interest_source, one.state),
        )
        for one in lines
    )
    return Table(gettext("Repayment calendar"), [Column(*head) for head in heads], rows)  # type: ignore[arg-type]


def _keys(actor: Actor, wanted: DueFilter) -> Any:
    """Return keys and days alone: pages are cut on the index, names are fetched for one page."""
    own = columns(Instalment)
    return _filtered(actor, wanted, (own.id, own.payment_date))


def _named(session: Session, actor: Actor, keys: Sequence[Any]) -> dict[int, DueLine]:
    wanted = sorted({row[0] for row in keys})
    statement = with_names(of_actor(actor, *line_columns()).where(columns(Instalment).id.in_(wanted)))
    return {row[0]: line_of(row) for row in session.execute(statement)} if wanted else {}


def _months(days: Sequence[SumLine]) -> list[SumLine]:
    """Return the months that the days sum up to, in order."""
    held: dict[str, list[SumLine]] = {}
    for day in days:
        held.setdefault(day.key[:7], []).append(day)
    return [_added(month, month, found) for month, found in held.items()]


def _added(key: str, label: str, lines: Sequence[SumLine]) -> SumLine:
    names = ("count", "principal", "interest", "fee", "gap")
    return SumLine(key, label, *(sum(getattr(one, name) for one in lines) for name in names))


def _order() -> Order:
    own = columns(Instalment)
    return Order(own.payment_date, date, own.id)


def _filtered(actor: Actor, wanted: DueFilter, chosen: Sequence[Any]) -> Any:
    own = columns(Instalment)
    statement = of_actor(actor, *chosen, region=wanted.region)
    statement = statement.where(own.payment_date >= wanted.first, own.payment_date < wanted.end)
    if wanted.source:
        statement = statement.where(
            sa.or_(own.principal_source == wanted.source, own.interest_source == wanted.source)
        )
    if wanted.money:
        statement = statement.where(gap_amount() > 0 if wanted.money == "short" else gap_amount() == 0)
    return statement.where(own.state == wanted.state) if wanted.state else statement


def _sums(session: Session, actor: Actor, wanted: DueFilter, group: str) -> list[SumLine]:
    own = columns(Instalment)
    keys: dict[str, tuple[Any, ...]] = {
        "day": (own.payment_date,),
        "region": (columns(Region).code, columns(Region).name),
        "source": (own.interest_source, own.principal_source),
    }
    chosen = keys[group]
    amounts = (own.principal, own.interest, own.fee, gap_amount())
    sums = (sa.func.count(), *(sa.func.sum(amount) for amount in amounts))
    statement = _filtered(actor, wanted, (*chosen, *sums))
    if group == "region":
        statement = statement.join(Region, columns(Region).id == own.region_id)
    found = session.execute(statement.group_by(*chosen).order_by(*chosen)).all()
    return [_sum_line(row, group, len(chosen)) for row in found]


def _sum_line(row: Any, group: str, keys: int) -> SumLine:
    amounts = [int(value or 0) for value in row[keys:]]
    if group == "day":
        return SumLine(row[0].isoformat(), row[0].isoformat(), *amounts)
    if group == "region":
        return SumLine(row[0], row[1], *amounts)
    said = [named(SOURCES, key) for key in dict.fromkeys(row[:2]) if key]
    return SumLine("+".join(row[:2]), " / ".join(said) or gettext("not named yet"), *amounts)


def _total(sums: Sequence[SumLine]) -> SumLine:
    return _added("total", gettext("Total"), sums)


def _strip(months: Sequence[SumLine]) -> list[SumLine]:
    """Return the first months of the window, each as wide as its share of the largest."""
    largest = max((one.due for one in months), default=0)
    return [
        SumLine(
            *(one.key, one.label, one.count, one.principal, one.interest, one.fee, one.gap),
            _share(one.due, largest),
        )
        for one in months[:STRIP]
    ]


def _share(part: int, whole: int) -> Any:
    return Fraction(mul_div(part, 10_000, whole), 10_000) if whole else Fraction(0)


def _asked(
    session: Session, actor: Actor, key: str, sums: Sequence[SumLine], months: Sequence[SumLine]
) -> Figure | None:
    labels = {
        "due": Label("Due in this window", "期间应付本息"),
        "principal": Label("Principal in this window", "期间应付本金"),
        "interest": Label("Interest in this window", "期间应付利息"),
        "gap": Label("Money that is missing", "资金缺口合计"),
    }
    if key in labels:
        held = sums or months
        parts = [Part(Label(one.label, one.label), getattr(one, key)) for one in held]
        return sum_figure(key, labels[key], parts)
    return instalment_figure(session, actor, key, key.removeprefix("i-"))
