"""DSCR: printed coverage tables, exact oracle, laws, refusals."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.coverage.dscr import dscr
from calculators.kernel.errors import CalculationError
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases

years = st.lists(st.tuples(st.integers(-(10**15), 10**15), st.integers(0, 10**15)), min_size=1, max_size=40)


@pytest.mark.parametrize("case", golden_cases("coverage/dscr.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = dscr([int(x) for x in case["cfads"].split()], [int(x) for x in case["debt_service"].split()])
    shown = [ratio and str(ratio.quantize(Decimal("0.01"), ROUND_HALF_UP)) for ratio in found.ratios]
    assert shown == case["expected"].split()


def test_golden_surplus_printed_one_cent_too_high() -> None:
    """Fresh Water program, row of 12/1/2013: printed 6,660,127.04, the figures give 6,660,127.03."""
    assert dscr([40_674_650_11], [34_014_523_08]).surpluses == (6_660_127_03,)


@given(years, st.integers(1900, 2100))
def test_oracle_agrees_with_the_definition(rows: list[tuple[int, int]], first: int) -> None:
    cash, service = zip(*rows, strict=True)
    found = dscr(cash, service, first_year=first)
    exact = [Fraction(c, s) if s else None for c, s in rows]
    for ratio, wanted in zip(found.ratios, exact, strict=True):
        assert (ratio is None) == (wanted is None)
        if ratio is not None and wanted is not None:
            assert abs(Fraction(ratio) - wanted) <= abs(wanted) / 10**27
    known = [(ratio, first + i) for i, ratio in enumerate(found.ratios) if ratio is not None]
    assert (found.minimum, found.minimum_year) == (min(known) if known else (None, None))


@given(years)
def test_law_doubling_the_cash_doubles_the_cover(rows: list[tuple[int, int]]) -> None:
    cash, service = zip(*rows, strict=True)
    once, twice = dscr(cash, service), dscr([2 * c for c in cash], service)
    for one, two in zip(once.ratios, twice.ratios, strict=True):
        assert (one is None) == (two is None)
        if one is not None and two is not None:
            assert abs(two - 2 * one) <= abs(one) * Decimal("1e-26")
    assert once.minimum_year == twice.minimum_year


@given(years)
def test_law_below_one_exactly_where_the_surplus_is_negative(rows: list[tuple[int, int]]) -> None:
    found = dscr(*zip(*rows, strict=True))
    for ratio, surplus in zip(found.ratios, found.surpluses, strict=True):
        if ratio is not None:
            assert (ratio < 1) == (surplus < 0)


def test_law_years_without_debt_service_have_no_ratio() -> None:
    found = dscr([5, 6], [0, 0])
    assert (found.ratios, found.minimum, found.minimum_year) == ((None, None), None, None)


@pytest.mark.parametrize(
    ("cash", "service", "code", "field"),
    [
        ([], [], "empty", "cfads"),
        ([1], [1, 2], "shape_mismatch", "debt_service"),
        ([1], [], "empty", "debt_service"),
        ([1], [-1], "negative_amount", "debt_service"),
        ([1.5], [1], "not_integer", "cfads"),
        ([10**20], [1], "out_of_range", "cfads"),
        ([1] * 1201, [1] * 1201, "too_long", "cfads"),
    ],
)
def test_refuses(cash: list[int], service: list[int], code: str, field: str) -> None:
    with pytest.raises(CalculationError) as refusal:
        dscr(cash, service)
    assert (refusal.value.code, refusal.value.field) == (code, field)


test_kept_answers = kept_answers("calculators.coverage.dscr")
