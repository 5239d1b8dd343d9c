"""Profit concession: only out of realised gain."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from calculators.funds.profit_concession import SPEC, ConcessionBand, profit_concession
from tests.calculators.funds.helpers import check_example, fen, points, refusal, shares
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases

BANDS = [ConcessionBand(Decimal(80), Decimal("0.3")), ConcessionBand(Decimal(90), Decimal("0.5"))]


@pytest.mark.parametrize("case", golden_cases("funds/profit_concession.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = profit_concession(
        int(case["received"]),
        int(case["paid_in"]),
        hurdle=int(case["hurdle"]),
        score=Decimal(case["score"]),
        bands=BANDS,
    )
    assert found.gain_above_hurdle == int(case["expected_gain"])
    assert found.conceded == int(case["expected_conceded"])


def test_golden_example() -> None:
    check_example(SPEC)


@given(fen, fen, fen, shares)
def test_oracle_share_of_what_is_left_above_capital_and_hurdle(
    received: int, paid_in: int, hurdle: int, share: Decimal
) -> None:
    bands = [ConcessionBand(Decimal(0), share)]
    found = profit_concession(received, paid_in, hurdle=hurdle, score=Decimal(50), bands=bands)
    exact = max(Fraction(0), Fraction(received - paid_in - hurdle)) * Fraction(share)
    assert 0 <= exact - found.conceded < 1


@given(fen, fen, points, points)
def test_law_capital_is_never_conceded_and_a_better_score_never_concedes_less(
    received: int, paid_in: int, one: Decimal, two: Decimal
) -> None:
    low, high = sorted((one, two))
    less = profit_concession(received, paid_in, score=low, bands=BANDS)
    more = profit_concession(received, paid_in, score=high, bands=BANDS)
    assert less.conceded <= more.conceded
    assert more.kept + more.conceded == received
    assert more.total_gain == received - paid_in
    assert more.kept >= min(received, paid_in)
    assert profit_concession(received, paid_in, score=high, bands=BANDS[::-1]) == more


def test_refuses() -> None:
    one = {"score": Decimal(1), "bands": BANDS}
    assert refusal(profit_concession, -1, 0, **one) == ("negative_amount", "received")
    assert refusal(profit_concession, 1, -1, **one) == ("negative_amount", "paid_in")
    assert refusal(profit_concession, 1, 1, hurdle=-1, **one) == ("negative_amount", "hurdle")
    assert refusal(profit_concession, 1, 0, score=Decimal(1), bands=[]) == ("empty", "bands")
    assert refusal(profit_concession, 1, 0, score=Decimal(-1), bands=BANDS) == ("bad_score", "score")
    twice = [BANDS[0], ConcessionBand(Decimal(80), Decimal(1))]
    assert refusal(profit_concession, 1, 0, score=Decimal(1), bands=twice) == ("repeated_band", "bands")
    wild = [ConcessionBand(Decimal(80), Decimal(2))]
    assert refusal(profit_concession, 1, 0, score=Decimal(1), bands=wild) == ("bad_share", "bands")
    lost = [ConcessionBand(Decimal("NaN"), Decimal(1))]
    assert refusal(profit_concession, 1, 0, score=Decimal(1), bands=lost) == ("bad_score", "bands")


test_kept_answers = kept_answers("calculators.funds.profit_concession")
