"""IRR and XIRR: known roots, pyxirr and NPV as judges, several roots all found."""

from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from random import Random

import pytest
import pyxirr
from hypothesis import assume, example, given
from hypothesis import strategies as st

from calculators.funds.irr import LIMITS, MAX_FLOWS, MAX_SIGN_CHANGES, SPECS, irr, xirr
from calculators.kernel.cash_flow import sign_changes
from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import CalculatorSpec
from tests.calculators.funds.helpers import check_example, days, numbers, refusal, whole
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases
from tests.oracles.funds import net_present_value

START = date(2020, 2, 29)
investments = st.lists(st.integers(1, 10**12), min_size=1, max_size=12)
ordinary = st.lists(st.integers(10**6, 10**8), min_size=1, max_size=12)
factors = st.lists(st.integers(20, 300), min_size=1, max_size=6, unique=True)


def polynomial(roots: list[int]) -> list[int]:
    """Flows whose discount factors that balance are the given hundredths."""
    flows = [1]
    for root in roots:
        flows = [100 * a - root * b for a, b in zip([0, *flows], [*flows, 0], strict=True)]
    return flows


@pytest.mark.parametrize("case", golden_cases("funds/irr.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    expected = numbers(case["expected"])
    found = irr(whole(case["flows"])).rates
    assert len(found) == len(expected)
    for rate, published in zip(found, expected, strict=True):
        assert abs(rate - published) <= Decimal(f"0.5e{published.as_tuple().exponent}")


@pytest.mark.parametrize("case", golden_cases("funds/xirr.csv"), ids=lambda case: case["case"])
def test_golden_by_date(case: dict[str, str]) -> None:
    found = xirr(whole(case["flows"]), days(case["dates"]))
    assert found.rate is not None
    assert abs(found.rate - Decimal(case["expected"])) <= Decimal(case["tolerance"])


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_golden_example(spec: CalculatorSpec) -> None:
    check_example(spec)


@given(investments, investments)
def test_oracle_rate_makes_the_present_value_vanish(paid: list[int], received: list[int]) -> None:
    flows = [-amount for amount in paid] + received
    try:
        rate = irr(flows).rate
    except CalculationError as error:
        assert error.code == "no_rate_in_interval"  # noqa: PT017
        return
    assert rate is not None
    # The value changes sign within one unit of the last decimal told.
    step = Fraction(1, 10**12)
    assert (
        net_present_value(flows, Fraction(rate) - step) > 0 > net_present_value(flows, Fraction(rate) + step)
    )


@given(ordinary, ordinary, st.lists(st.integers(1, 400), min_size=24, max_size=24))
def test_oracle_pyxirr_agrees_by_date(paid: list[int], received: list[int], gaps: list[int]) -> None:
    flows = [-amount for amount in paid] + received
    dates = [START + timedelta(days=sum(gaps[:i])) for i in range(len(flows))]
    try:
        rate = xirr(flows, dates).rate
    except CalculationError as error:
        assert error.code == "no_rate_in_interval"  # noqa: PT017
        return
    theirs = pyxirr.xirr(dates, [float(flow) for flow in flows])
    # Its search gives up on a few very steep rates; those are judged by the other tests.
    assume(theirs is not None)
    assert rate is not None
    assert theirs is not None
    assert float(rate) == pytest.approx(theirs, rel=1e-7, abs=1e-9)


@given(factors)
@example([95, 90, 85, 80, 75, 70])
def test_law_every_root_is_found(hundredths: list[int]) -> None:
    expected = sorted(Fraction(100, factor) - 1 for factor in hundredths)
    found = irr(polynomial(hundredths))
    assert len(found.rates) == len(expected)
    for rate, exact in zip(found.rates, expected, strict=True):
        assert abs(Fraction(rate) - exact) <= Fraction(1, 10**11)
    assert found.is_ambiguous == (len(expected) > 1)
    assert (found.rate is None) == found.is_ambiguous


@given(st.lists(st.integers(-(10**9), 10**9), min_size=2, max_size=12), st.integers(2, 1000))
def test_law_scaling_and_sign_leave_the_rates(flows: list[int], times: int) -> None:
    assume(sign_changes(flows))
    try:
        once = irr(flows)
    except CalculationError as error:
        assert error.code == "no_rate_in_interval"  # noqa: PT017
        return
    assert irr([flow * times for flow in flows]).rates == once.rates
    assert irr([-flow for flow in flows]).rates == once.rates
    assert len(once.rates) <= once.sign_changes


@given(investments, st.integers(0, 200), st.randoms(use_true_random=False))
def test_law_order_of_dated_flows_does_not_matter(paid: list[int], percent: int, random: Random) -> None:
    rows = [(-amount, START + timedelta(days=90 * i)) for i, amount in enumerate(paid)]
    rows.append((sum(paid) * (100 + percent), START + timedelta(days=90 * len(paid) + 365)))
    rows = [(100 * flow if flow < 0 else flow, day) for flow, day in rows]
    mixed = list(rows)
    random.shuffle(mixed)
    found = xirr([flow for flow, _ in rows], [day for _, day in rows])
    assert xirr([flow for flow, _ in mixed], [day for _, day in mixed]) == found


def test_law_a_long_series_does_not_overflow() -> None:
    found = irr([-(10**15), *[5 * 10**12] * 600])
    assert found.rate == Decimal("0.004699993778")


@given(
    st.integers(1, 10**4),
    st.lists(st.integers(0, 10**8), min_size=1, max_size=5).filter(any),
)
def test_oracle_twelve_decimals_hold_at_rates_of_any_height(paid: int, back: list[int]) -> None:
    """The worth changes its sign within the last decimal told; floats alone lose it above rates of 1,000."""
    assume(sum(back) > paid)
    rate = irr([-paid, *back], highest=Decimal(10) ** 9).rate
    assert rate is not None
    below, above = (Fraction(rate) + step * Fraction(1, 10**12) for step in (-1, 1))
    worth = [
        sum((flow / (1 + one) ** t for t, flow in enumerate([-paid, *back])), Fraction(0))
        for one in (below, above)
    ]
    assert worth[0] > 0 > worth[1]


def test_golden_root_of_a_huge_ratio() -> None:
    with localcontext() as context:
        context.prec = 60
        wanted = (Decimal(10**13) / 3).sqrt() - 1
    assert irr([-3, 0, 10**13], highest=Decimal(10) ** 8).rate == wanted.quantize(Decimal("1e-12"))


@pytest.mark.parametrize(
    ("flows", "code"),
    [
        ([], "empty"),
        ([0, 0], "no_sign_change"),
        ([-1, -2], "no_sign_change"),
        ([1, 2], "no_sign_change"),
        ([-1, 10**6], "no_rate_in_interval"),
        ([-100, 100, -100], "no_rate_in_interval"),
        ([Decimal("NaN"), 1], "not_a_number"),
        ([-1.5, 2.5], "not_a_number"),
        ([1] * (MAX_FLOWS + 1), "too_many_flows"),
        ([(-1) ** i for i in range(200)], "too_many_sign_changes"),
    ],
)
def test_refuses(flows: list[int | Decimal], code: str) -> None:
    assert refusal(irr, flows) == (code, "flows")


def test_refuses_bad_bounds_and_shapes() -> None:
    assert refusal(irr, [-1, 1], lowest=Decimal(-1)) == ("bad_interval", "lowest")
    assert refusal(irr, [-1, 1], lowest=Decimal(1), highest=Decimal(1)) == ("bad_interval", "lowest")
    assert refusal(irr, [-1, 1], highest=Decimal(10**10)) == ("bad_interval", "lowest")
    assert refusal(irr, [-1, 1], highest=Decimal("NaN")) == ("bad_interval", "lowest")
    assert refusal(xirr, [-1, 1], [START]) == ("shape_mismatch", "dates")
    assert refusal(xirr, [], []) == ("empty", "flows")
    assert refusal(xirr, [-1, 1], [START, START], days_per_year=0) == ("bad_interval", "days_per_year")
    assert refusal(xirr, [-1, 2], [START, START]) == ("no_sign_change", "flows")


test_kept_answers = kept_answers("calculators.funds.irr")


def test_golden_flows_of_one_day_are_one_flow() -> None:
    found = xirr([-100, -50, 165], [START, START, START + timedelta(365)])
    assert found.rate == Decimal("0.1")
    again = xirr([165, -50, -100], [START + timedelta(365), START, START])
    assert again.rate == Decimal("0.1")


def test_golden_the_widest_interval_and_the_most_flows_are_taken() -> None:
    lowest, highest = LIMITS
    found = irr([-100, 110], lowest=lowest, highest=highest)
    assert (found.rate, found.lowest, found.highest) == (Decimal("0.1"), lowest, highest)
    longest = irr([-100, *[0] * (MAX_FLOWS - 2), 200])
    assert longest.rate is not None
    assert abs((1 + longest.rate) ** (MAX_FLOWS - 1) - 2) < Decimal("1e-6")
    with pytest.raises(CalculationError) as refused:
        irr([-100, *[0] * (MAX_FLOWS - 1), 200])
    assert refused.value.params == {"most": MAX_FLOWS}


def test_refuses_only_more_changes_of_sign_than_the_limit() -> None:
    most = [300, *(100 * (-1) ** at for at in range(1, MAX_SIGN_CHANGES + 1))]
    assert refusal(irr, most) == ("no_rate_in_interval", "flows")
    assert refusal(irr, [*most, -100]) == ("too_many_sign_changes", "flows")
