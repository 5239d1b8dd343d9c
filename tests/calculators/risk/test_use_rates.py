"""Three rates of bond money."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.risk.use_rates import SPEC, use_rates
from tests.calculators.funds.helpers import above_zero, check_example, is_near, refusal
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases


@pytest.mark.parametrize("case", golden_cases("risk/use_rates.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    held, arrived, released, paid = (int(case[name]) for name in ("held", "arrived", "released", "paid"))
    found = use_rates(held, arrived=arrived, released=released, paid=paid)
    assert found.idle == int(case["expected_idle"])
    for name in ("arrival", "disbursement", "payment"):
        text = case[f"expected_{name}"]
        assert getattr(found, f"{name}_rate") == (None if text == "-" else Decimal(text))


def test_golden_example() -> None:
    check_example(SPEC)


@given(above_zero, st.data())
def test_oracle_shares_of_the_bonds_held(held: int, data: st.DataObject) -> None:
    arrived = data.draw(st.integers(0, held))
    released = data.draw(st.integers(0, held))
    paid = data.draw(st.integers(0, released))
    found = use_rates(held, arrived=arrived, released=released, paid=paid)
    assert is_near(found.arrival_rate, Fraction(arrived, held))
    assert is_near(found.disbursement_rate, Fraction(released, held))
    assert is_near(found.payment_rate, Fraction(paid, held))
    assert found.idle == arrived - paid


@given(st.integers(1, 10**12), st.integers(2, 999))
def test_law_scale_drops_out_of_the_rates(held: int, times: int) -> None:
    once = use_rates(held, arrived=held, released=held // 2, paid=held // 3)
    more = use_rates(held * times, arrived=held * times, released=held // 2 * times, paid=held // 3 * times)
    assert once.disbursement_rate is not None
    assert is_near(more.disbursement_rate, Fraction(once.disbursement_rate))
    assert more.idle == once.idle * times


def test_refuses() -> None:
    assert refusal(use_rates, -1, arrived=0, released=0, paid=0) == ("negative_amount", "held")
    assert refusal(use_rates, 9, arrived=2, released=1, paid=2) == ("paid_above_released", "paid")


test_kept_answers = kept_answers("calculators.risk.use_rates")
