"""Fees: rates charged in practice, the definition in fractions, laws, refusals."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.bonds.fees import issue_fees, redemption_fee
from calculators.kernel.errors import CalculationError
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases
from tests.oracles.bonds import half_up

amounts = st.integers(0, 10**16)
rates = st.decimals(Decimal(0), Decimal("0.01"), places=7)


@pytest.mark.parametrize("case", golden_cases("bonds/fees.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = issue_fees(
        int(case["face"]),
        issuance_rate=Decimal(case["issuance_rate"]),
        registration_rate=Decimal(case["registration_rate"]),
    )
    assert found.total_fee == int(case["expected"])


def test_golden_redemption_fee_of_five_in_a_hundred_thousand() -> None:
    """0.005 % of principal and interest, as charged on redemption (Quanzhou, 2024-01)."""
    found = redemption_fee(principal=7_500_000_000, interest=88_500_000, redemption_rate=Decimal("0.00005"))
    assert (found.paid_amount, found.fee) == (7_588_500_000, 379_425)


@given(amounts, amounts, rates, rates)
def test_oracle_agrees_with_the_definition(face: int, interest: int, one: Decimal, two: Decimal) -> None:
    found = issue_fees(face, issuance_rate=one, registration_rate=two)
    assert found.issuance_fee == half_up(face * Fraction(one))
    assert found.registration_fee == half_up(face * Fraction(two))
    paid = redemption_fee(principal=face, interest=interest, redemption_rate=one)
    assert paid.fee == half_up((face + interest) * Fraction(one))


@given(amounts, amounts, rates)
def test_law_more_face_never_costs_less_and_parts_foot(face: int, more: int, rate: Decimal) -> None:
    small = issue_fees(face, issuance_rate=rate, registration_rate=rate)
    large = issue_fees(face + more, issuance_rate=rate, registration_rate=rate)
    assert small.total_fee <= large.total_fee
    assert small.total_fee == small.issuance_fee + small.registration_fee
    assert issue_fees(face, issuance_rate=Decimal(0), registration_rate=rate).issuance_fee == 0


@pytest.mark.parametrize(
    ("face", "rate", "code", "field"),
    [
        (-1, "0", "negative_amount", "face"),
        (1.0, "0", "not_integer", "face"),
        (1, "-0.0001", "rate_too_low", "issuance_rate"),
        (1, "8", "rate_too_high", "issuance_rate"),
    ],
)
def test_refuses(face: int, rate: str, code: str, field: str) -> None:
    with pytest.raises(CalculationError) as refusal:
        issue_fees(face, issuance_rate=Decimal(rate), registration_rate=Decimal(0))
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_refuses_a_redemption_fee_on_less_than_nothing() -> None:
    for principal, interest, field in ((-1, 0, "principal"), (0, -1, "interest")):
        with pytest.raises(CalculationError) as refusal:
            redemption_fee(principal=principal, interest=interest, redemption_rate=Decimal(0))
        assert (refusal.value.code, refusal.value.field) == ("negative_amount", field)


@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_law_redemption_fee_is_of_principal_and_interest_alike(principal: int, interest: int) -> None:
    rate = Decimal("0.00005")
    found = redemption_fee(principal=principal, interest=interest, redemption_rate=rate)
    assert found == redemption_fee(principal=interest, interest=principal, redemption_rate=rate)
    assert found.paid_amount == principal + interest
    more = redemption_fee(principal=principal + 20_000, interest=interest, redemption_rate=rate)
    assert more.fee == found.fee + 1


test_kept_answers = kept_answers("calculators.bonds.fees")
