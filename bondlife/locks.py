"""Closed months and years: which of them an act touches, and its refusal."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import told_rows
from bondlife.errors import Invalid, Problem
from bondlife.prepared import among, spread
from models.base import columns, table
from models.lifecycle import Label
from models.periods import DATED, Dated
from models.registry import Period, Region

Days = dict[tuple[int, str], str]
"""(region, month or year) an act touches → the field that says so."""

CLOSING = Label("months close after reconciliation, 预算法", "月度对账后结账，预算法")
"""The rule of the house that refusals of a closed period cite."""


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


def period_of(value: object) -> str:
    """Return the month of a day, or a month or year as written; empty for anything else.

    >>> period_of(date(2036, 4, 9)), period_of("2036-04"), period_of(2036), period_of(None)
    ('2036-04', '2036-04', '2036', '')
    """
    if isinstance(value, date):
        return f"{value:%Y-%m}"
    return str(value)[:7] if isinstance(value, str | int) and value else ""


def touched(
    name: str, region_id: int | None, values: Mapping[str, Any], changed: Iterable[str]
) -> Iterator[tuple[tuple[int, str], str]]:
    """Yield the periods of the dates in ``values`` that a change of these columns touches."""
    rule = DATED.get(name)
    if rule is None or region_id is None:
        return
    for field in _asked(rule, frozenset(changed)):
        period = period_of(values.get(field))
        if period:
            yield (region_id, period), field


def _asked(rule: Dated, changed: frozenset[str]) -> tuple[str, ...]:
    """Return the dates to ask for: all where an amount changes, else those that change themselves."""
    if changed & frozenset(rule.amounts):
        return rule.dates
    return tuple(field for field in rule.dates if field in changed)


def require_open(session: Session, days: Mapping[tuple[int, str], str]) -> None:
    """Refuse days that lie in a locked month or a locked year, naming each lock once."""
    if not days:
        return
    wanted = {(region, key): field for (region, month), field in days.items() for key in {month, month[:4]}}
    places, months = sorted({place for place, _month in wanted}), sorted({month for _place, month in wanted})
    asked = spread(places)
    values = {"first": months[0], "last": months[-1], **asked}
    locked = told_rows(session, None, ("locked periods", len(asked)), lambda: _locked(asked), values)
    closed = [row for row in locked if (row[0], row[1]) in wanted]
    if closed:
        raise Invalid(*(_closed(wanted[row[0], row[1]], row[1], row[2]) for row in closed[:20]))


def _locked(asked: Mapping[str, int]) -> sa.Select[Any]:
    """Select the locked periods of regions between two months; a year stands before its months."""
    period, region = columns(Period), columns(Region)
    first, last = (sa.bindparam(name, None, sa.String()) for name in ("first", "last"))
    within = period.month >= first, period.month <= last, period.locked_at.is_not(None)
    told = sa.select(period.region_id, period.month, region.name)
    return told.join(table(Region), region.id == period.region_id).where(
        among(period.region_id, asked), *within
    )


def _closed(field: str, month: str, region: str) -> Problem:
    text = _("The month %(month)s is closed for %(region)s; it is reopened only by approval.")
    if len(month) == 4:
        text = _("The year %(month)s is closed for %(region)s; it is reopened only by approval.")
    params = {"month": month, "region": region}
    return Problem("period_locked", text, field, params, "leader", f"/year?year={month[:4]}", CLOSING)
