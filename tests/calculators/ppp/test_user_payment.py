"""User payments and sharing of income above plan."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.ppp.user_payment import SharingBand, excess_sharing, user_offset
from tests.calculators.kept import kept_answers
from tests.calculators.ppp.helpers import fen, refusal, shares
from tests.golden import golden_cases
from tests.oracles.ppp import half_up, sharing_one_by_one


@st.composite
def sharing_bands(draw: st.DrawFn) -> list[SharingBand]:
    starts = sorted(draw(st.sets(st.integers(1, 300), max_size=4)))
    return [SharingBand(start, draw(shares)) for start in (0, *starts)]


def _bands(text: str) -> list[SharingBand]:
    pairs = (pair.split(":") for pair in text.split())
    return [SharingBand(int(above), Decimal(part)) for above, part in pairs]


@pytest.mark.parametrize("case", golden_cases("ppp/user_payment.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    actual, planned = int(case["actual"]), int(case["planned"])
    if case["kind"] == "offset":
        assert user_offset(planned, actual).subsidy == int(case["expected"])
    else:
        shared = excess_sharing(actual, planned, bands=_bands(case["bands"]))
        assert shared.government_part == int(case["expected"])


@given(st.integers(0, 400), sharing_bands())
def test_oracle_one_by_one(excess: int, bands: list[SharingBand]) -> None:
    found = excess_sharing(1000 + excess, 1000, bands=bands)
    rates = [(band.above, Fraction(band.government_share)) for band in bands]
    assert found.government_part == half_up(sharing_one_by_one(excess, rates))


@given(fen, fen)
def test_oracle_offset(fee: int, paid: int) -> None:
    found = user_offset(fee, paid)
    assert found.subsidy == (fee - paid if fee > paid else 0)
    assert found.surplus == (paid - fee if paid > fee else 0)


@given(fen, fen, sharing_bands())
def test_law_both_parts_are_the_excess(actual: int, planned: int, bands: list[SharingBand]) -> None:
    found = excess_sharing(actual, planned, bands=bands)
    assert found.government_part + found.company_part == found.excess == max(actual - planned, 0)
    assert min(found.government_part, found.company_part) >= 0


@given(fen, fen)
def test_law_government_and_users_pay_the_fee(fee: int, paid: int) -> None:
    found = user_offset(fee, paid)
    assert found.subsidy + paid - found.surplus == fee


def test_refuses() -> None:
    assert refusal(user_offset, -1, 0) == ("negative", "fee")
    assert refusal(user_offset, 0, -1) == ("negative", "user_payment")
    assert refusal(user_offset, 0, 1.5) == ("not_integer", "user_payment")
    half = Decimal("0.5")
    assert refusal(excess_sharing, 1, 1, bands=[]) == ("empty", "bands")
    assert refusal(excess_sharing, 1, 1, bands=[SharingBand(1, half)]) == ("bands_disordered", "bands")
    assert refusal(excess_sharing, 1, 1, bands=[SharingBand(0, half)] * 2) == ("bands_disordered", "bands")
    repeated = [SharingBand(above, half) for above in (0, 9, 9)]
    assert refusal(excess_sharing, 1, 1, bands=repeated) == ("bands_disordered", "bands")
    assert refusal(excess_sharing, 1, 1, bands=[SharingBand(0, Decimal(2))]) == ("not_a_share", "bands")
    assert refusal(excess_sharing, -1, 1, bands=[SharingBand(0, half)]) == ("negative", "actual_income")
    assert refusal(excess_sharing, 1, -1, bands=[SharingBand(0, half)]) == ("negative", "planned_income")


test_kept_answers = kept_answers("calculators.ppp.user_payment")
