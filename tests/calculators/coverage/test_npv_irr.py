"""Returns: documented cases, pyxirr and exact sums as oracles, every planted root found, refusals."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import pyxirr
from hypothesis import given
from hypothesis import strategies as st

from calculators.coverage.npv_irr import irr, level_payment, npv
from calculators.kernel.errors import CalculationError
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases
from tests.oracles.coverage import level_payment_by_definition, npv_by_definition

flows = st.lists(st.integers(-(10**14), 10**14), min_size=1, max_size=40)
rates = st.decimals(Decimal("-0.5"), Decimal(1), places=5)
investments = st.tuples(
    st.integers(1, 10**13), st.lists(st.integers(0, 10**13), min_size=1, max_size=40).filter(any)
)
cents = st.lists(st.integers(-50, 200), min_size=1, max_size=4, unique=True)


@pytest.mark.parametrize("case", golden_cases("coverage/npv_irr.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    series = [int(flow) for flow in case["flows"].split()]
    if case["rate"] == "irr":
        shown = " ".join(str(round(root, 5)) for root in irr(series).roots)
    else:
        shown = str(round(npv(series, rate=Decimal(case["rate"])) / 100, 5))
    assert shown == case["expected"]


def test_golden_level_payment_of_the_numpy_documentation() -> None:
    """pmt(0.075/12, 12*15, 200000) = -1854.02472, numpy-financial documentation of pmt."""
    found = level_payment(20_000_000, period_rate=Decimal("0.00625"), periods=180)
    assert found.payment == 185_402
    assert abs(found.exact_payment - Decimal("185402.47200054619")) < Decimal("1e-8")


@given(flows, rates)
def test_oracle_npv_is_the_sum_of_discounted_flows(series: list[int], rate: Decimal) -> None:
    exact = npv_by_definition(series, Fraction(rate))
    size = npv_by_definition([abs(flow) for flow in series], Fraction(rate))
    assert abs(Fraction(npv(series, rate=rate)) - exact) <= size / 10**24


@given(investments)
def test_oracle_one_change_of_sign_agrees_with_pyxirr(plan: tuple[int, list[int]]) -> None:
    series = [-plan[0], *plan[1]]
    theirs = pyxirr.irr(series)
    if theirs is None or not -0.89 < theirs < 9.9:
        return
    found = irr(series)
    assert found.rate is not None
    assert not found.is_ambiguous
    assert float(found.rate) == pytest.approx(theirs, abs=1e-7)


@given(cents)
def test_oracle_every_planted_root_is_found(planted: list[int]) -> None:
    """The flows are a product of (100 + p) − 100·(1 + r) over rates of p %, so the roots are known."""
    series = [1]
    for percent in planted:
        series = [
            (100 + percent) * below - 100 * same
            for same, below in zip([*series, 0], [0, *series], strict=True)
        ]
    found = irr(series)
    assert [round(root, 12) for root in found.roots] == [
        round(Decimal(percent) / 100, 12) for percent in sorted(planted)
    ]
    assert found.is_ambiguous == (len(planted) > 1)
    assert (found.rate is None) == found.is_ambiguous


@given(st.integers(1, 10**13), st.decimals(Decimal("0.0001"), Decimal("0.5"), places=4), st.integers(1, 360))
def test_oracle_level_payment_repays_the_loan(principal: int, rate: Decimal, periods: int) -> None:
    found = level_payment(principal, period_rate=rate, periods=periods)
    exact = level_payment_by_definition(principal, Fraction(rate), periods)
    assert abs(Fraction(found.exact_payment) - exact) <= exact / 10**18


@given(flows)
def test_law_roots_have_no_present_value_and_are_at_most_the_changes(series: list[int]) -> None:
    try:
        found = irr(series)
    except CalculationError:
        return
    assert 1 <= len(found.roots) <= found.changes
    for root in found.roots:
        size = npv_by_definition([abs(flow) for flow in series], Fraction(root))
        assert abs(npv_by_definition(series, Fraction(root))) <= size / 10**18


@given(investments, st.integers(2, 1000))
def test_law_the_unit_does_not_matter(plan: tuple[int, list[int]], times: int) -> None:
    series = [-plan[0], *plan[1]]
    try:
        found = irr(series)
    except CalculationError:
        return
    scaled = irr([flow * times for flow in series])
    assert [round(root, 15) for root in scaled.roots] == [round(root, 15) for root in found.roots]


@given(st.integers(0, 10**13), st.decimals(Decimal(0), Decimal("0.5"), places=4), st.integers(1, 360))
def test_law_payments_foot_and_interest_is_not_negative(principal: int, rate: Decimal, periods: int) -> None:
    found = level_payment(principal, period_rate=rate, periods=periods)
    assert found.payment * (periods - 1) + found.last_payment == found.total_paid
    assert found.total_paid == principal + found.total_interest
    assert found.total_interest >= 0
    assert rate or found.total_interest == 0


def test_law_leading_zeros_do_not_make_a_root() -> None:
    assert irr([0] * 60 + [-100, 150]).roots == irr([-100, 150]).roots


@pytest.mark.parametrize(
    ("series", "options", "code", "field"),
    [
        ([], {}, "empty", "flows"),
        ([1, 2], {}, "no_irr", "flows"),
        ([0, 0], {}, "no_irr", "flows"),
        ([100, -100, 100], {}, "no_irr", "flows"),
        ([-1, 10**6], {}, "no_irr", "flows"),
        ([(-1) ** i for i in range(12)], {}, "too_many_sign_changes", "flows"),
        ([1.5, -1], {}, "not_integer", "flows"),
        ([-1, 2], {"lowest_rate": Decimal(-1)}, "bad_interval", "lowest_rate"),
        ([-1, 2], {"lowest_rate": Decimal(2), "highest_rate": Decimal(1)}, "bad_interval", "lowest_rate"),
        ([-1, 2], {"highest_rate": Decimal("NaN")}, "not_a_number", "highest_rate"),
    ],
)
def test_refuses_irr(series: list[int], options: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(CalculationError) as refusal:
        irr(series, **options)
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_refuses_npv_and_level_payment() -> None:
    for action, code, field in (
        (lambda: npv([], rate=Decimal(0)), "empty", "flows"),
        (lambda: npv([1], rate=Decimal(-1)), "rate_too_low", "rate"),
        (lambda: npv([1], rate=Decimal(101)), "rate_too_high", "rate"),
        (lambda: level_payment(-1, period_rate=Decimal(0), periods=1), "negative_amount", "principal"),
        (lambda: level_payment(1, period_rate=Decimal(2), periods=1), "rate_too_high", "period_rate"),
        (lambda: level_payment(1, period_rate=Decimal(0), periods=0), "bad_tenor", "periods"),
    ):
        with pytest.raises(CalculationError) as refusal:
            action()
        assert (refusal.value.code, refusal.value.field) == (code, field)


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=30), st.integers(2, 1000))
def test_law_npv_scales_with_the_money_and_adds_up_at_no_rate(flows: list[int], times: int) -> None:
    assert npv(flows, rate=Decimal(0)) == sum(flows)
    once, more = (npv([flow * n for flow in flows], rate=Decimal("0.08")) for n in (1, times))
    assert abs(more - times * once) <= Decimal("1e-10") * max(map(abs, [1, *flows])) * times


test_kept_answers = kept_answers("calculators.coverage.npv_irr")


def test_golden_the_limits_themselves_are_taken() -> None:
    assert irr([-100, 110], highest_rate=Decimal(1000)).rate is not None
    assert level_payment(1200, period_rate=Decimal(0), periods=1200).payment == 1
    # Eight changes of sign: an alternating series that still has a rate.
    assert irr([-1, 2, -1, 2, -1, 2, -1, 2, -1]).changes == 8


@pytest.mark.parametrize(
    ("named", "code", "field"),
    [
        ({"lowest_rate": 0.5}, "not_a_number", "lowest_rate"),
        ({"highest_rate": 0.5}, "not_a_number", "highest_rate"),
        ({"highest_rate": Decimal(1001)}, None, None),
        ({"lowest_rate": Decimal("0.5"), "highest_rate": Decimal("0.5")}, None, None),
    ],
)
def test_refuses_an_interval_that_is_none(named: Any, code: str | None, field: str | None) -> None:
    with pytest.raises(CalculationError) as refused:
        irr([-100, 110], **named)
    if code is not None:
        assert (refused.value.code, refused.value.field) == (code, field)


def test_refuses_nine_changes_of_sign_and_says_the_most() -> None:
    with pytest.raises(CalculationError) as refused:
        irr([-1, 2] * 5)
    assert refused.value.code == "too_many_sign_changes"
    assert list(refused.value.params.values()) == [8]
    with pytest.raises(CalculationError):
        level_payment(1200, period_rate=Decimal(0), periods=1201)


def test_refuses_an_interval_of_one_point() -> None:
    with pytest.raises(CalculationError) as told:
        irr([-100, 110], lowest_rate=Decimal("0.1"), highest_rate=Decimal("0.1"))
    assert (told.value.code, told.value.field) == ("bad_interval", "lowest_rate")
