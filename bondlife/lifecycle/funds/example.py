"""The worked example of terms: what was worked by hand beside what the calculators give.

european       calls and distributions (day, fen), expected to_investors, to_manager, perhaps single tiers
deal_by_deal   deals (name, cost, invested_on, proceeds, exited_on), expected carry and clawback
total_return   worth before each distribution and committed capital, expected total_carry
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bondlife.lifecycle.funds.tiers import Terms, by_deal, european
from calculators.funds.deal_by_deal import Deal
from calculators.funds.total_return import total_return_carry
from calculators.kernel.errors import CalculationError


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of the example: its name, worked by hand, computed; fen."""

    name: str
    expected: int
    found: int | None

    @property
    def agrees(self) -> bool:
        """Tell whether both are the same fen."""
        return self.expected == self.found


def example_lines(terms: Terms, example: Mapping[str, Any] | None) -> list[Line]:
    """Return every figure worked by hand beside the computed one; nothing where there is no example."""
    expected = dict((example or {}).get("expected") or {})
    if not example or not expected:
        return []
    try:
        found = _RUNS[terms.waterfall](terms, example)
    except (CalculationError, KeyError, ValueError, TypeError):
        found = {}
    return [Line(name, int(value), found.get(name)) for name, value in expected.items()]


def _european(terms: Terms, example: Mapping[str, Any]) -> dict[str, int]:
    result = european(terms, _dated(example["calls"]), _dated(example["distributions"]))
    names = ("capital", "preferred", "catch_up", "split", "to_investors", "to_manager")
    return {name: getattr(result, name) for name in names}


def _deal_by_deal(terms: Terms, example: Mapping[str, Any]) -> dict[str, int]:
    result = by_deal(terms, [_deal(one) for one in example["deals"]])
    names = ("carry_paid", "whole_fund_carry", "clawback", "clawback_due")
    return {name: getattr(result, name) for name in names}


def _total_return(terms: Terms, example: Mapping[str, Any]) -> dict[str, int]:
    navs = [int(one) for one in example["navs"]]
    result = total_return_carry(navs, committed=int(example["committed"]), carry_rate=terms.carry_rate)
    return {"total_carry": result.total_carry}


_RUNS = {"european": _european, "deal_by_deal": _deal_by_deal, "total_return": _total_return}


def _dated(pairs: Sequence[Any]) -> list[tuple[date, int]]:
    return [(date.fromisoformat(day), int(amount)) for day, amount in pairs]


def _deal(one: Mapping[str, Any]) -> Deal:
    out = one.get("exited_on")
    return Deal(
        str(one["name"]),
        int(one["cost"]),
        date.fromisoformat(one["invested_on"]),
        int(one.get("proceeds") or 0),
        date.fromisoformat(out) if out else None,
    )
