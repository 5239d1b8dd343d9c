"""DPI, RVPI, TVPI."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.funds.multiples import SPEC, fund_multiples
from tests.calculators.funds.helpers import above_zero, check_example, fen, is_near, refusal, whole
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases
from tests.oracles.funds import ratio_sums

series = st.lists(fen, max_size=20)
paid = st.lists(above_zero, min_size=1, max_size=20)


@pytest.mark.parametrize("case", golden_cases("funds/multiples.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = fund_multiples(whole(case["calls"]), whole(case["distributions"]), nav=int(case["nav"]))
    assert abs(found.dpi - Decimal(case["expected_dpi"])) <= Decimal(case["tolerance"])
    assert abs(found.tvpi - Decimal(case["expected_tvpi"])) <= Decimal(case["tolerance"])


def test_golden_example() -> None:
    check_example(SPEC)


@given(paid, series, fen)
def test_oracle_definition(calls: list[int], distributions: list[int], nav: int) -> None:
    found = fund_multiples(calls, distributions, nav=nav)
    for value, exact in zip(
        (found.dpi, found.rvpi, found.tvpi), ratio_sums(calls, distributions, nav), strict=True
    ):
        assert is_near(value, exact)


@given(paid, series, fen, st.integers(2, 50))
def test_law_scale_drops_out_and_parts_add_up(
    calls: list[int], back: list[int], nav: int, times: int
) -> None:
    once = fund_multiples(calls, back, nav=nav)
    more = fund_multiples([c * times for c in calls], [d * times for d in back], nav=nav * times)
    assert is_near(more.tvpi, Fraction(once.tvpi))
    assert is_near(once.tvpi, Fraction(once.dpi) + Fraction(once.rvpi))
    assert fund_multiples(calls, back, nav=nav + 1).tvpi > once.tvpi


@given(paid, fen)
def test_law_paid_in_rate_is_at_most_one(calls: list[int], more: int) -> None:
    found = fund_multiples(calls, [], nav=0, commitment=sum(calls) + more)
    assert is_near(found.paid_in_to_commitment, Fraction(sum(calls), sum(calls) + more))
    assert fund_multiples(calls, [], nav=0).paid_in_to_commitment is None


def test_refuses() -> None:
    assert refusal(fund_multiples, [], [1], nav=0) == ("nothing_paid_in", "calls")
    assert refusal(fund_multiples, [0], [1], nav=0) == ("nothing_paid_in", "calls")
    assert refusal(fund_multiples, [-1], [], nav=0) == ("negative_amount", "calls")
    assert refusal(fund_multiples, [1], [-1], nav=0) == ("negative_amount", "distributions")
    assert refusal(fund_multiples, [1], [], nav=-1) == ("negative_amount", "nav")
    assert refusal(fund_multiples, [1.0], [], nav=0) == ("not_integer", "calls")
    assert refusal(fund_multiples, [5], [], nav=0, commitment=4) == ("paid_in_over_commitment", "commitment")


test_kept_answers = kept_answers("calculators.funds.multiples")
