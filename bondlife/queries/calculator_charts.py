"""Pictures that no table of a result holds: coverage by year with its band, the fall of a distribution."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from calculators.coverage.dscr import YearlyCoverage, dscr
from calculators.kernel.errors import CalculationError
from calculators.kernel.explain import Explanation
from calculators.kernel.money import round_fen
from models.lifecycle import Label

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a picture's table: the series drawn from it, its label, its unit, a value a column."""

    series: str
    label: Label
    unit: str
    values: Sequence[Any]

    @property
    def total(self) -> int | None:
        """Return the sum of amounts; ratios have none."""
        return sum(self.values) if self.unit == "fen" else None


@dataclass(frozen=True, slots=True)
class YearPicture:
    """Years across and what is drawn over them."""

    years: Sequence[int]
    lines: Sequence[Line]


def coverage_picture(told: Explanation) -> YearPicture | None:
    """Return net revenue, debt service and coverage by year; None where a calculator has no such years."""
    make = _BY_YEAR.get(told.key)
    try:
        return make({one.name: one.value for one in (*told.inputs, *told.outputs)}) if make else None
    except CalculationError:
        return None  # the calculator itself answered; only the years cannot be drawn


def fall_picture(told: Explanation) -> Sequence[tuple[Label, int]]:
    """Return how a distribution falls through the tiers to the manager; empty for other calculators."""
    if told.key != "funds.european_waterfall":
        return ()
    of = {one.name: one.value for one in told.outputs}
    return (
        (Label("Distributed", "分配总额"), of["distributed"]),
        (Label("Capital returned", "返还本金"), -of["capital"]),
        (Label("Preferred return", "门槛收益"), -of["preferred"]),
        (Label("Catch-up of investors", "追补归出资人"), of["catch_up_to_manager"] - of["catch_up"]),
        (Label("Split of investors", "超额归出资人"), of["split_to_manager"] - of["split"]),
        (Label("To the manager", "管理人所得"), of["to_manager"]),
    )


def _of_dscr(values: Values) -> YearPicture:
    return _picture(values, values["cfads"], values["debt_service"], values["ratios"], ())


def _of_sensitivity(values: Values) -> YearPicture:
    income = values["income"]
    spent = _summed(values, ("operating_cost", "other_outflow"), len(income))
    owed = _summed(
        values, ("bond_principal", "bond_interest", "market_principal", "market_interest"), len(income)
    )

    def at(step: Any) -> tuple[list[int], YearlyCoverage]:
        moved = [round_fen(one * (1 + Fraction(step))) for one in income]
        net = [one - out for one, out in zip(moved, spent, strict=True)]
        return net, dscr(net, owed)

    net, base = at(0)
    low, high = (at(step(values["steps"]))[1].ratios for step in (min, max))
    band = (
        Line("low", Label("Band of income, lower edge", "收入变动区间·下沿"), "ratio", low),
        Line("high", Label("Band of income, upper edge", "收入变动区间·上沿"), "ratio", high),
    )
    return _picture(values, net, owed, base.ratios, band)


def _picture(
    values: Values, net: Sequence[int], owed: Sequence[int], ratios: Sequence[Any], band: Sequence[Line]
) -> YearPicture:
    first = values.get("first_year") or 1
    lines = (
        Line("net", Label("Net revenue", "净收益"), "fen", net),
        Line("due", Label("Debt service", "还本付息"), "fen", owed),
        Line("multiple", Label("Coverage of the year", "当年覆盖倍数"), "ratio", ratios),
        *band,
    )
    return YearPicture(range(first, first + len(net)), lines)


def _summed(values: Values, names: Sequence[str], length: int) -> list[int]:
    series = [values.get(name) or (0,) * length for name in names]
    return [sum(parts) for parts in zip(*series, strict=True)]


_BY_YEAR: Mapping[str, Callable[[Values], YearPicture]] = {
    "coverage.dscr": _of_dscr,
    "coverage.sensitivity": _of_sensitivity,
}
