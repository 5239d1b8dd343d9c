"""Ranking and allocation: cases by hand, the definition served one by one, nothing given twice."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.scoring.ranking import SPEC, rank_and_allocate
from tests.calculators.funds.helpers import check_example, fen, numbers, refusal, whole
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases
from tests.oracles.scoring import given_out

points = st.decimals(Decimal(0), Decimal(100), places=1)
candidates = st.lists(st.tuples(st.lists(points, min_size=1, max_size=4), fen), min_size=1, max_size=6)


@pytest.mark.parametrize("case", golden_cases("scoring/ranking.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    scores = [numbers(row) for row in case["scores"].split("|")]
    passing = Decimal(case["passing"])
    found = rank_and_allocate(scores, whole(case["requests"]), total=int(case["total"]), passing=passing)
    assert [place.rank for place in found.places] == whole(case["expected_ranks"])
    assert [place.allocated for place in found.places] == whole(case["expected_allocated"])
    assert found.left == int(case["expected_left"])


def test_golden_example() -> None:
    check_example(SPEC)
    assert rank_and_allocate([[Decimal(70)]], [50], total=100, passing=Decimal(60)).left == 50
    on_the_line = rank_and_allocate([[Decimal(59), Decimal(61)]], [50], total=100, passing=Decimal(60))
    assert (on_the_line.places[0].passed, on_the_line.left) == (True, 50)


@given(candidates, fen, points)
def test_oracle(rows: list[tuple[list[Decimal], int]], total: int, passing: Decimal) -> None:
    scores, requests = [row[0] for row in rows], [row[1] for row in rows]
    found = rank_and_allocate(scores, requests, total=total, passing=passing)
    exact = [[Fraction(one) for one in row] for row in scores]
    ranks, amounts = given_out(exact, requests, total, Fraction(passing))
    assert [place.allocated for place in found.places] == amounts
    assert [place.rank for place in found.places] == ranks


@given(candidates, fen, points)
def test_law_what_is_given_and_left_is_the_total(
    rows: list[tuple[list[Decimal], int]], total: int, passing: Decimal
) -> None:
    requests = [row[1] for row in rows]
    found = rank_and_allocate([row[0] for row in rows], requests, total=total, passing=passing)
    assert sum(place.allocated for place in found.places) + found.left == total
    assert all(0 <= place.allocated <= asked for place, asked in zip(found.places, requests, strict=True))
    assert all(place.passed or place.allocated == 0 for place in found.places)


def test_refuses() -> None:
    one, line = [[Decimal(70)]], Decimal(60)
    assert refusal(rank_and_allocate, [], [], total=1, passing=line) == ("empty", "scores")
    assert refusal(rank_and_allocate, [[]], [1], total=1, passing=line) == ("empty", "scores")
    assert refusal(rank_and_allocate, one, [1, 2], total=1, passing=line) == ("shape_mismatch", "requests")
    assert refusal(rank_and_allocate, [[Decimal(-1)]], [1], total=1, passing=line) == ("bad_score", "scores")
    assert refusal(rank_and_allocate, one, [1], total=1, passing=Decimal("NaN")) == ("bad_score", "scores")
    assert refusal(rank_and_allocate, one, [-1], total=1, passing=line) == ("negative_amount", "requests")
    assert refusal(rank_and_allocate, one, [1], total=-1, passing=line) == ("negative_amount", "requests")


test_kept_answers = kept_answers("calculators.scoring.ranking")
