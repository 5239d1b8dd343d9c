"""Money against certified work."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.risk.work_against_money import SPEC, Excused, work_against_money
from tests.calculators.funds.helpers import above_zero, check_example, fen, is_near, refusal, whole
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases

LIMIT = Decimal("0.15")


@pytest.mark.parametrize("case", golden_cases("risk/work_against_money.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = work_against_money(
        int(case["paid"]),
        int(case["certified"]),
        int(case["contract_amount"]),
        excused=[Excused("typed", amount) for amount in whole(case["excused"])],
        gap_limit=LIMIT,
    )
    assert found.gap == Decimal(case["expected_gap"])
    assert str(found.is_ahead) == case["expected_ahead"]


def test_golden_example() -> None:
    check_example(SPEC)


@given(fen, fen, above_zero, st.lists(fen, max_size=4))
def test_oracle_definition(paid: int, certified: int, contract: int, excused: list[int]) -> None:
    paid += sum(excused)
    found = work_against_money(
        paid, certified, contract, excused=[Excused("typed", one) for one in excused], gap_limit=LIMIT
    )
    counted = paid - sum(excused)
    assert is_near(found.payment_rate, Fraction(counted, contract))
    assert is_near(found.work_rate, Fraction(certified, contract))
    assert is_near(found.gap, Fraction(counted - certified, contract))
    assert found.is_ahead == (Fraction(counted - certified, contract) > Fraction(15, 100))


@given(fen, fen, above_zero)
def test_law_excusing_everything_leaves_no_gap_ahead(paid: int, certified: int, contract: int) -> None:
    found = work_against_money(
        paid, certified, contract, excused=[Excused("all", paid)], gap_limit=Decimal(0)
    )
    assert (found.counted, found.excused_total, found.is_ahead) == (0, paid, False)
    assert found.gap <= 0


@given(fen, above_zero)
def test_law_equal_steps_of_work_and_money_close_the_gap(both: int, contract: int) -> None:
    assert work_against_money(both, both, contract, gap_limit=Decimal(0)).gap == 0


def test_refuses() -> None:
    assert refusal(work_against_money, 1, 1, 0, gap_limit=LIMIT) == ("zero_whole", "contract_amount")
    assert refusal(work_against_money, -1, 1, 1, gap_limit=LIMIT) == ("negative_amount", "paid")
    assert refusal(work_against_money, 1, -1, 1, gap_limit=LIMIT) == ("negative_amount", "certified")
    assert refusal(work_against_money, 1, 1, 1, gap_limit=Decimal(-1)) == ("bad_limit", "gap_limit")
    assert refusal(work_against_money, 1, 1, 1, gap_limit=Decimal("NaN")) == ("bad_limit", "gap_limit")
    over, below = [Excused("x", 2)], [Excused("x", -2)]
    assert refusal(work_against_money, 1, 1, 1, gap_limit=LIMIT, excused=over) == (
        "excused_over_paid",
        "excused",
    )
    assert refusal(work_against_money, 1, 1, 1, gap_limit=LIMIT, excused=below) == (
        "negative_amount",
        "excused",
    )


test_kept_answers = kept_answers("calculators.risk.work_against_money")
