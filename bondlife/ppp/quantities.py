"""The quantities of a period under their references: scores, inputs, prices, factors, index factors.

Everything is exact; a quantity in another scale of the same unit is converted, one of another unit refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from bondlife.ppp.parts import Combine, Factor, IndexTerms, ScoreTerms, Terms
from bondlife.ppp.periods import cycle_for, cycles_in, first_day
from bondlife.ppp.reading import refuse
from calculators.ppp.coefficient import (
    CoefficientRule,
    PaymentCoefficient,
    mean_coefficient,
    payment_coefficient,
)
from calculators.ppp.exact import Number
from calculators.ppp.formula import ContractFormula, FormulaResult, evaluate_formula
from calculators.ppp.indexation import composite_factor
from calculators.ppp.units import ONE, Unit, multiplied, parse_unit

_MONEY = ((("yuan", 1),), (("gbp", 1),))


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


@dataclass(frozen=True, slots=True)
class Measured:
    """A value with its unit."""

    value: Fraction
    unit: Unit = ONE


@dataclass(slots=True)
class Quantities:
    """What one contract and period brought, by reference; each thing is worked out once."""

    terms: Terms
    frozen: Mapping[str, Any]
    scored: tuple[PaymentCoefficient, ...] = ()
    _known: dict[str, Measured] = field(default_factory=dict)

    @classmethod
    def of(cls, terms: Terms, frozen: Mapping[str, Any]) -> "Quantities":
        """Return the quantities of frozen inputs, with the coefficients of its scores."""
        return cls(terms, frozen, _scored(terms, frozen))

    def get(self, source: str) -> Measured:
        """Return the quantity a reference names."""
        if source not in self._known:
            self._known[source] = self._found(source)
        return self._known[source]

    def number(self, source: str) -> Fraction:
        """Return a pure number; anything with a unit is refused."""
        found = self.get(source)
        if found.unit.powers:
            refuse(source, _("A pure number is needed here, not %(unit)s."), unit=str(found.unit))
        return found.value * found.unit.scale

    def fen(self, source: str) -> int:
        """Return an amount of money in whole fen."""
        found = self.get(source)
        amount = money_fen(found, source)
        if amount.denominator != 1 or amount < 0:
            refuse(source, _("An amount of whole fen, not below zero, is needed here."))
        return int(amount)

    def worked_out(self, formula: ContractFormula, bindings: Mapping[str, str]) -> FormulaResult:
        """Return a formula worked out with what its inputs are bound to."""
        values = {
            entry.name: self._for_formula(bindings[entry.name], entry.unit) for entry in formula.data.inputs
        }
        return evaluate_formula(formula, values)

    def index(self, key: str) -> Fraction:
        """Return the factor of an indexation; below its trigger nothing moves."""
        terms = self.terms.indexation[key]
        month = index_month(terms, str(self.frozen["period"]))
        values = self.frozen["indices"]
        weights = [one.weight for one in terms.parts]
        now = [Decimal(values[one.series][month]) for one in terms.parts]
        then = [Decimal(values[one.series][one.base_month]) for one in terms.parts]
        moved = composite_factor(weights, now, then).factor
        if abs(moved - 1) < Fraction(terms.trigger):
            return Fraction(1)
        fixed = Fraction(terms.fixed_share)
        return fixed + (1 - fixed) * moved

    def _found(self, source: str) -> Measured:
        kind, _colon, name = source.partition(":")
        if kind == "score":
            return Measured(mean_coefficient([one.coefficient for one in self.scored]))
        if kind == "number":
            return Measured(Fraction(Decimal(name)))
        if kind == "factor":
            return self._factor(self.terms.factors[name])
        row = self.frozen[f"{kind}s"].get(name)
        if row is None:
            refuse(source, _("This quantity is missing."))
        return Measured(Fraction(Decimal(row["value"])), parse_unit(row["unit"] or "ratio"))

    def _factor(self, factor: Factor) -> Measured:
        result = self.worked_out(factor.formula, factor.bindings)
        return Measured(result.value, parse_unit(result.unit))

    def _for_formula(self, source: str, unit: str) -> Number | bool:
        found = self.get(source)
        if unit == "flag":
            return bool(found.value)
        wanted = parse_unit(unit)
        if wanted.powers != found.unit.powers:
            refuse(
                source,
                _("The formula asks for %(wanted)s, but this is %(unit)s."),
                wanted=unit,
                unit=str(found.unit),
            )
        return found.value * found.unit.scale / wanted.scale


def money_fen(found: Measured, source: str) -> Fraction:
    """Return money in exact fen; anything else is refused."""
    if found.unit.powers not in _MONEY:
        refuse(source, _("Money is needed here, not %(unit)s."), unit=str(found.unit))
    return found.value * found.unit.scale * 100


def priced(price: Measured, volume: Measured, billable: Fraction, source: str) -> Fraction:
    """Return price × billable volume in exact fen."""
    unit = multiplied(price.unit, volume.unit)
    return money_fen(Measured(price.value * billable, unit), source)


def index_month(terms: IndexTerms, period: str) -> str:
    """Return the month whose indices move a period: its first month, earlier as agreed, by whole cycles."""
    start = first_day(period)
    month = start.year * 12 + start.month - 1 - terms.months_back
    if terms.cycle_months:
        base = max(_month_number(one.base_month) for one in terms.parts)
        month = base + (month - base) // terms.cycle_months * terms.cycle_months
    return f"{month // 12:04}-{month % 12 + 1:02}"


def _month_number(month: str) -> int:
    year, number = month.split("-")
    return int(year) * 12 + int(number) - 1


@lru_cache(maxsize=256)
def cycles_of(score: ScoreTerms, period: str) -> tuple[str, ...]:
    """Return the cycles whose scores pay a period."""
    if score.combine is Combine.MEAN:
        return cycles_in(period, cycle_months=score.cycle_months, lag=score.lag)
    return (cycle_for(period, cycle_months=score.cycle_months, lag=score.lag),)


def _scored(terms: Terms, frozen: Mapping[str, Any]) -> tuple[PaymentCoefficient, ...]:
    if not terms.needs_score:
        return ()
    rule = terms.coefficient
    assert rule is not None
    return tuple(_coefficient(row, rule) for row in _rows(frozen["scores"]))


def _rows(scores: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    if not scores or any(row["score"] is None for row in scores):
        refuse("score", _("The score that pays this period is missing."))
    return scores


def _coefficient(row: Mapping[str, Any], rule: CoefficientRule) -> PaymentCoefficient:
    return payment_coefficient(Decimal(row["score"]), rule, is_vetoed=bool(row.get("is_vetoed")))
