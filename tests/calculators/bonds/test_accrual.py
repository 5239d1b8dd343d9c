"""Accrued interest: hand-worked days of printed bonds, days counted one by one, laws, refusals."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.bonds.accrual import accrued_interest, coupon_period
from calculators.kernel.day_count import DayCount
from calculators.kernel.errors import CalculationError
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases
from tests.oracles.bonds import accrued_by_definition

days = st.dates(date(2000, 1, 1), date(2040, 12, 31))
frequencies = st.sampled_from([1, 2, 4])
rates = st.decimals(Decimal(0), Decimal("0.2"), places=5)
bases = st.sampled_from(list(DayCount))


@pytest.mark.parametrize("case", golden_cases("bonds/accrual.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = accrued_interest(
        int(case["face"]),
        coupon_rate=Decimal(case["coupon_rate"]),
        value_date=date.fromisoformat(case["value_date"]),
        tenor_years=int(case["tenor_years"]),
        coupon_frequency=int(case["coupon_frequency"]),
        day=date.fromisoformat(case["day"]),
        basis=DayCount(case["basis"]),
    )
    assert found.accrued == int(case["expected"])


@given(st.integers(0, 10**15), rates, st.tuples(days, st.integers(0, 3000)), frequencies, bases)
def test_oracle_counts_day_by_day(
    face: int, rate: Decimal, when: tuple[date, int], frequency: int, basis: DayCount
) -> None:
    start, day = when[0], when[0] + timedelta(when[1])
    found = accrued_interest(
        face,
        coupon_rate=rate,
        value_date=start,
        tenor_years=10,
        coupon_frequency=frequency,
        day=day,
        basis=basis,
    )
    expected = accrued_by_definition(
        face * Fraction(rate), (found.period_start, day, found.period_end), frequency, basis.value
    )
    assert found.accrued == expected
    assert found.period_start <= day < found.period_end
    assert found.period_days == (found.period_end - found.period_start).days


@given(st.integers(0, 10**15), rates, days, st.integers(0, 3000), frequencies)
def test_law_accrued_grows_with_the_day_and_stays_below_the_coupon(
    face: int, rate: Decimal, start: date, later: int, frequency: int
) -> None:
    day = start + timedelta(later)
    terms = {"coupon_rate": rate, "value_date": start, "tenor_years": 10, "coupon_frequency": frequency}
    today = accrued_interest(face, day=day, **terms)  # type: ignore[arg-type]
    tomorrow = accrued_interest(face, day=day + timedelta(1), **terms)  # type: ignore[arg-type]
    assert 0 <= today.accrued <= face * Fraction(rate) / frequency + 1
    assert tomorrow.accrued >= today.accrued or tomorrow.period_start > today.period_start
    assert (day != today.period_start) or today.accrued == 0


@given(days, st.integers(0, 3000), frequencies)
def test_law_periods_tile_the_life(start: date, later: int, frequency: int) -> None:
    day = start + timedelta(later)
    here = coupon_period(start, tenor_years=10, coupon_frequency=frequency, day=day)
    following = coupon_period(start, tenor_years=10, coupon_frequency=frequency, day=here.period_end)
    assert (following.number, following.period_start) == (here.number + 1, here.period_end)


REFUSED = [
    ({"day": date(2024, 3, 31)}, "outside_life", "day"),
    ({"day": date(2034, 4, 1)}, "outside_life", "day"),
    ({"face": -1}, "negative_amount", "face"),
    ({"tenor_years": 0}, "bad_tenor", "tenor_years"),
    ({"coupon_frequency": 5}, "bad_frequency", "coupon_frequency"),
    ({"coupon_rate": Decimal(2)}, "rate_too_high", "coupon_rate"),
    ({"coupon_rate": Decimal("Infinity")}, "not_a_number", "coupon_rate"),
]


@pytest.mark.parametrize(("change", "code", "field"), REFUSED)
def test_refuses(change: dict[str, object], code: str, field: str) -> None:
    good = {
        "face": 100,
        "coupon_rate": Decimal("0.03"),
        "value_date": date(2024, 4, 1),
        "tenor_years": 10,
        "coupon_frequency": 2,
        "day": date(2026, 1, 1),
    }
    with pytest.raises(CalculationError) as refusal:
        accrued_interest(**{**good, **change})  # type: ignore[arg-type]
    assert (refusal.value.code, refusal.value.field) == (code, field)


test_kept_answers = kept_answers("calculators.bonds.accrual")
