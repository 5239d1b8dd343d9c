"""LLCR and PLCR against hand-worked cases, an exact oracle, and their laws."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.coverage.llcr import llcr, plcr
from calculators.kernel.errors import CalculationError
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases
from tests.oracles.coverage import llcr_by_definition

money = st.integers(0, 10**15)
periods = st.lists(st.tuples(money, money), min_size=1, max_size=60)
rates = st.decimals(Decimal("-0.5"), Decimal("0.5"), places=6)


@pytest.mark.parametrize("case", golden_cases("coverage/llcr.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    ratios = llcr(
        [int(x) for x in case["cfads"].split()],
        [int(x) for x in case["debt_opening"].split()],
        period_rate=Decimal(case["period_rate"]),
    )
    shown = ["-" if ratio is None else str(round(ratio, 2)) for ratio in ratios]
    assert shown == case["expected"].split()


def test_golden_plcr_counts_the_tail_that_llcr_leaves_out() -> None:
    """Hand-worked: 100 a year for four years at no discount over a loan of 200 that lives for two."""
    assert llcr([100, 100], [200, 100], period_rate=Decimal(0)) == (Decimal(1), Decimal(1))
    assert plcr([100] * 4, [200, 100], period_rate=Decimal(0)) == (Decimal(2), Decimal(3))


@given(periods, rates)
def test_oracle_agrees_with_the_definition(rows: list[tuple[int, int]], rate: Decimal) -> None:
    cfads, debt = zip(*rows, strict=True)
    expected = llcr_by_definition(cfads, debt, Fraction(rate))
    for ratio, exact in zip(llcr(cfads, debt, period_rate=rate), expected, strict=True):
        if exact is None:
            assert ratio is None
        else:
            assert ratio is not None
            assert abs(Fraction(ratio) - exact) <= abs(exact) * Fraction(1, 10**20)


@given(periods, st.lists(money, max_size=20), rates)
def test_oracle_plcr_is_llcr_over_a_longer_life(
    rows: list[tuple[int, int]], tail: list[int], rate: Decimal
) -> None:
    cfads, debt = zip(*rows, strict=True)
    padded = llcr([*cfads, *tail], [*debt, *([0] * len(tail))], period_rate=rate)
    assert plcr([*cfads, *tail], debt, period_rate=rate) == padded[: len(debt)]


@given(periods, rates)
def test_law_doubling_the_cash_doubles_the_cover(rows: list[tuple[int, int]], rate: Decimal) -> None:
    cfads, debt = zip(*rows, strict=True)
    once = llcr(cfads, debt, period_rate=rate)
    twice = llcr([2 * cash for cash in cfads], debt, period_rate=rate)
    for one, two in zip(once, twice, strict=True):
        assert (one is None) == (two is None)
        if one is not None and two is not None:
            assert abs(two - 2 * one) <= abs(one) * Decimal("1e-20")


@given(periods, st.lists(money, max_size=20), rates)
def test_law_cash_after_the_loan_only_helps(
    rows: list[tuple[int, int]], tail: list[int], rate: Decimal
) -> None:
    cfads, debt = zip(*rows, strict=True)
    loan = llcr(cfads, debt, period_rate=rate)
    for short, long in zip(loan, plcr([*cfads, *tail], debt, period_rate=rate), strict=True):
        if short is not None and long is not None:
            assert long >= short - abs(short) * Decimal("1e-20")


@pytest.mark.parametrize(
    ("cfads", "debt", "rate", "code", "field"),
    [
        ([], [], "0", "empty", "cfads"),
        ([1], [1, 2], "0", "shape_mismatch", "debt_opening"),
        ([1], [-1], "0", "negative_debt", "debt_opening"),
        ([1], [1], "-1", "rate_too_low", "period_rate"),
        ([1], [1], "11", "rate_too_high", "period_rate"),
        ([1], [1], "NaN", "not_a_number", "period_rate"),
        ([1.0], [1], "0", "not_integer", "cfads"),
    ],
)
def test_refuses(cfads: list[int], debt: list[int], rate: str, code: str, field: str) -> None:
    for ratio in (llcr, plcr):
        with pytest.raises(CalculationError) as refusal:
            ratio(cfads, debt, period_rate=Decimal(rate))
        assert (refusal.value.code, refusal.value.field) == (code, field)


test_kept_answers = kept_answers("calculators.coverage.llcr")
