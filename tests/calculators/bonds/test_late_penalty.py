"""Late penalty: hand-worked cases, the definition in fractions, laws, refusals."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.bonds.late_penalty import late_penalty
from calculators.kernel.errors import CalculationError
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases
from tests.oracles.bonds import half_up

amounts = st.integers(0, 10**15)
rates = st.decimals(Decimal(0), Decimal("0.2"), places=5)
multipliers = st.decimals(Decimal(0), Decimal(5), places=2)
DUE = date(2024, 2, 20)


@pytest.mark.parametrize("case", golden_cases("bonds/late_penalty.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = late_penalty(
        int(case["overdue"]),
        coupon_rate=Decimal(case["coupon_rate"]),
        multiplier=Decimal(case["multiplier"]),
        due_date=date.fromisoformat(case["due_date"]),
        paid_date=date.fromisoformat(case["paid_date"]),
        base_days=int(case["base_days"]),
    )
    assert found.penalty == int(case["expected"])


@given(amounts, rates, multipliers, st.integers(0, 1000), st.sampled_from([360, 365]))
def test_oracle_agrees_with_the_definition(
    overdue: int, rate: Decimal, times: Decimal, days: int, base: int
) -> None:
    found = late_penalty(
        overdue,
        coupon_rate=rate,
        multiplier=times,
        due_date=DUE,
        paid_date=DUE + timedelta(days),
        base_days=base,
    )
    daily = Fraction(rate) * Fraction(times) / base
    assert found.days_late == days
    assert found.penalty == half_up(sum((overdue * daily for _ in range(days)), Fraction(0)))
    assert abs(Fraction(found.daily_rate) - daily) < Fraction(1, 10**25)


@given(amounts, rates, multipliers, st.integers(0, 1000))
def test_law_a_day_later_never_costs_less_and_double_costs_double(
    overdue: int, rate: Decimal, times: Decimal, days: int
) -> None:
    def penalty(amount: int, late: int) -> int:
        return late_penalty(
            amount, coupon_rate=rate, multiplier=times, due_date=DUE, paid_date=DUE + timedelta(late)
        ).penalty

    assert penalty(overdue, days) <= penalty(overdue, days + 1)
    assert abs(penalty(2 * overdue, days) - 2 * penalty(overdue, days)) <= 1
    assert penalty(overdue, 0) == 0


REFUSED = [
    ({"overdue": -1}, "negative_amount", "overdue"),
    ({"coupon_rate": Decimal(-1)}, "rate_too_low", "coupon_rate"),
    ({"multiplier": Decimal(11)}, "rate_too_high", "multiplier"),
    ({"multiplier": Decimal("NaN")}, "not_a_number", "multiplier"),
    ({"base_days": 0}, "bad_base", "base_days"),
    ({"paid_date": DUE - timedelta(1)}, "reversed_dates", "paid_date"),
]


@pytest.mark.parametrize(("change", "code", "field"), REFUSED)
def test_refuses(change: dict[str, object], code: str, field: str) -> None:
    good = {
        "overdue": 100,
        "coupon_rate": Decimal("0.03"),
        "multiplier": Decimal(2),
        "due_date": DUE,
        "paid_date": DUE,
    }
    with pytest.raises(CalculationError) as refusal:
        late_penalty(**{**good, **change})  # type: ignore[arg-type]
    assert (refusal.value.code, refusal.value.field) == (code, field)


test_kept_answers = kept_answers("calculators.bonds.late_penalty")
