"""What a condition finds, and what it looks with: the day, the calendar, the rules of each region."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.books import RuleBook, rule_books
from bondlife.calendar import work_calendar
from calculators.kernel.dates import WorkCalendar
from models.base import columns
from models.registry import Region

STREAM = 5000
"""Rows fetched at once: the memory of a scan does not grow with the portfolio."""


@dataclass(frozen=True, slots=True)
class Found:
    """One row a condition holds for: which, whose, how grave, and the figures behind it.

    ``figures`` are JSON-ready: money in fen, ratios and dates as text. ``level`` empty means the alert's own.
    ``since`` None means the day of the scan.
    """

    subject: str
    subject_id: int
    region_id: int
    figures: Mapping[str, Any]
    project_id: int | None = None
    unit_id: int | None = None
    department_id: int | None = None
    level: str = ""
    since: date | None = None


@dataclass(slots=True)
class Look:
    """What every condition of one scan shares: one day, one calendar, the rules by region."""

    session: Session
    today: date
    calendar: WorkCalendar
    codes: dict[int, str]
    below_since: dict[int, date] = field(default_factory=dict)
    _books: dict[str, RuleBook] = field(default_factory=dict)
    _of_code: Any = None
    _sets: list[RuleBook] = field(default_factory=list)

    def rules(self, region_id: int) -> RuleBook:
        """Return the rules in force in a region."""
        code = self.codes[region_id]
        found = self._books.get(code)
        if found is None:
            found = self._books[code] = self._of_code(code)
        return found

    def every(self, key: str) -> Iterator[Any]:
        """Yield each value a rule takes anywhere, to narrow a query before regions are told apart."""
        seen: list[Any] = []
        for book in self._apart():
            rule = book.get(key)
            if rule is not None and rule.value not in seen:
                seen.append(rule.value)
        yield from seen

    def _apart(self) -> list[RuleBook]:
        """Return one book for each set of rules: most regions share theirs with all others."""
        if not self._sets:
            books = {id(book.rules): book for book in map(self._of_code, self.codes.values())}
            self._sets.extend(books.values())
        return self._sets

    def rows(self, statement: Any) -> Iterator[Any]:
        """Stream the rows of a statement on its own cursor; the house looks at every region."""
        told = statement.execution_options(scoped=True, yield_per=STREAM)
        yield from self.session.execute(told)


def look_at(session: Session, today: date) -> Look:
    """Return what a scan looks with on a day."""
    return Look(session, today, work_calendar(session), _codes(session), _of_code=rule_books(session, today))


_KEPT: dict[str, tuple[tuple[Any, ...], dict[int, str]]] = {}
"""Store → what changes with every change of its regions, and their codes as they were read last."""


def _codes(session: Session) -> dict[int, str]:
    """Return the code of every region; thirty looks of one scan read them once. An act reads for itself."""
    region = columns(Region)
    if "only_reads" not in session.info:
        return _read_codes(session)
    sign = sa.select(sa.func.count(region.id), sa.func.max(region.id), sa.func.sum(region.version))
    place, now = session.info["only_reads"], tuple(session.execute(sign).one())
    if place not in _KEPT or _KEPT[place][0] != now:
        _KEPT.clear()
        _KEPT[place] = now, _read_codes(session)
    return _KEPT[place][1]


def _read_codes(session: Session) -> dict[int, str]:
    region = columns(Region)
    return {row.id: row.code for row in session.execute(sa.select(region.id, region.code))}


def plain(value: Decimal) -> str:
    """Return a ratio as figures keep it.

    >>> plain(Decimal("0.25000"))
    '0.25'
    """
    return f"{value.quantize(Decimal('0.000001')).normalize():f}"


def days(values: Sequence[Any]) -> list[int]:
    """Return the whole numbers of a rule's list, the longest first."""
    return sorted((int(one) for one in values), reverse=True)
