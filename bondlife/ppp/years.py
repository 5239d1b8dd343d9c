"""What terms cost by calendar year, at full performance and before indexation.

    amount, yearly   the same every year        annuity, equal principal   row of the schedule
    by year          as the contract prints     price × volume, formula    known only from quantities

Shapes  terms as read; a year is a calendar year, annuities count from ``start``.
Units   fen; sums are rounded once a component and year, halves up.
Errors  CalculationError of the annuity.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bondlife.ppp.parts import Base, BaseType, ComponentTerms, Terms
from bondlife.ppp.periods import first_day
from calculators.kernel.money import Rounding, round_fen
from calculators.ppp.annuity import AvailabilitySchedule, level_schedule, straight_line_schedule

Plan = Mapping[int, int]
"""Year → fen."""


@dataclass(frozen=True, slots=True)
class YearCost:
    """One year of a contract: what is certain, and which components depend on quantities."""

    year: int
    fen: int
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One year of the terms before and after a supplement."""

    year: int
    before: int
    after: int

    @property
    def change(self) -> int:
        """Return what the supplement adds to the year, below zero where it saves."""
        return self.after - self.before


def start_of(terms: Terms, fallback: int) -> int:
    """Return the year in which the first payment period of the terms lies."""
    return first_day(terms.first_period).year if terms.first_period else fallback


def schedule_of(base: Base) -> AvailabilitySchedule | None:
    """Return the schedule behind an annuity or equal principal; other bases have none."""
    if base.type is BaseType.ANNUITY:
        return level_schedule(
            base.fen, return_rate=base.rate, periods=base.years, timing=base.timing, residual=base.residual
        )
    if base.type is BaseType.STRAIGHT_LINE:
        return straight_line_schedule(
            base.fen, return_rate=base.rate, periods=base.years, residual=base.residual
        )
    return None


def year_amount(part: ComponentTerms, year: int, *, start: int, period_months: int) -> int | None:
    """Return what a component comes to in a year, or None where that depends on quantities.

    >>> from bondlife.ppp.terms import read_terms
    >>> base = {"type": "yearly", "fen": 120_00, "periods": 4}
    >>> row = {"key": "a", "name": "a", "kind": "availability", "base": base}
    >>> part = read_terms({"components": [row], "period": {"months": 3}}).components[0]
    >>> year_amount(part, 2030, start=2026, period_months=3)
    12000
    """
    base = part.base
    if base.type in {BaseType.VOLUME, BaseType.FORMULA}:
        return None
    if base.type is BaseType.BY_YEAR:
        return base.by_year.get(year, 0)
    if base.type is BaseType.AMOUNT:
        return round_fen(Fraction(base.fen * 12, period_months), Rounding.HALF_UP)
    if base.type is BaseType.YEARLY:
        return base.fen
    return _scheduled(base, year - (base.first_year or start))


def _scheduled(base: Base, place: int) -> int:
    schedule = schedule_of(base)
    assert schedule is not None
    if not 0 <= place < len(schedule.rows):
        return 0
    is_last = place == len(schedule.rows) - 1
    return schedule.rows[place].payment + (schedule.residual if is_last else 0)


def year_cost(terms: Terms, year: int, *, start: int) -> YearCost:
    """Return what the terms come to in a year."""
    found = {
        part.key: year_amount(part, year, start=start, period_months=terms.period_months)
        for part in terms.components
    }
    known = sum(amount for amount in found.values() if amount is not None)
    open_parts = tuple(part.name for part in terms.components if found[part.key] is None)
    return YearCost(year, known, open_parts)


def year_costs(terms: Terms, years: Sequence[int], *, start: int) -> tuple[YearCost, ...]:
    """Return what the terms come to in each of these years."""
    return tuple(year_cost(terms, year, start=start) for year in years)


def compared(
    before: Terms, after: Terms, years: Sequence[int], *, starts: tuple[int, int]
) -> tuple[Comparison, ...]:
    """Return year by year what terms cost before and after, without parts that depend on quantities."""
    olds, news = (
        year_costs(terms, years, start=start) for terms, start in zip((before, after), starts, strict=True)
    )
    return tuple(Comparison(old.year, old.fen, new.fen) for old, new in zip(olds, news, strict=True))
