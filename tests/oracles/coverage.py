"""Coverage calculators by their definitions, term by term in Fraction; no recursion, no rounding."""

from collections.abc import Sequence
from fractions import Fraction


def llcr_by_definition(cfads: Sequence[int], debt: Sequence[int], rate: Fraction) -> list[Fraction | None]:
    """Sum the textbook formula term by term."""
    n = len(cfads)
    return [
        sum((cfads[i] / (1 + rate) ** (i - t + 1) for i in range(t, n)), Fraction(0)) / owed if owed else None
        for t, owed in enumerate(debt)
    ]


def npv_by_definition(flows: Sequence[int], rate: Fraction) -> Fraction:
    """Discount each flow by itself."""
    return sum((flow / (1 + rate) ** t for t, flow in enumerate(flows)), Fraction(0))


def level_payment_by_definition(principal: int, rate: Fraction, periods: int) -> Fraction:
    """Return the payment whose present values sum to the principal."""
    return principal / sum((1 / (1 + rate) ** t for t in range(1, periods + 1)), Fraction(0))


def balances_by_definition(opening: int, flows: Sequence[Sequence[int]]) -> list[int]:
    """Sum everything up to each year anew."""
    return [opening + sum(sum(year) for year in flows[: t + 1]) for t in range(len(flows))]


def multiple_by_definition(
    gains: Sequence[int], costs: Sequence[int], debts: Sequence[int]
) -> Fraction | None:
    """Return (gains − costs) ÷ debts."""
    return Fraction(sum(gains) - sum(costs), sum(debts)) if sum(debts) else None
