"""Budget cuts: published rates, definitions, never below zero."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.kernel.spec import CalculatorSpec
from calculators.scoring.budget_cut import (
    SPECS,
    BudgetCut,
    approved_cut,
    carry_over_cut,
    flat_cut,
    gap_cuts,
    grade_cut,
)
from tests.calculators.funds.helpers import above_zero, check_example, fen, is_near, numbers, refusal
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases
from tests.oracles.scoring import half_up

RATES = {"excellent": Decimal(0), "good": Decimal(0), "fair": Decimal("0.2"), "poor": Decimal(1)}
rates = st.decimals(Decimal(0), Decimal(3), places=3)
scores = st.decimals(Decimal(1), Decimal(100), places=2)


def cut_of(case: dict[str, str]) -> BudgetCut:
    """Run the kind of cut that a case asks for."""
    requested, argument = int(case["requested"]), case["argument"]
    if case["kind"] == "approved":
        return approved_cut(requested, int(argument))
    if case["kind"] == "carry":
        now, before, rate = argument.split()
        return carry_over_cut(
            requested, carry_over=int(now), carry_over_before=int(before), rate=Decimal(rate)
        )
    if case["kind"] == "grade":
        return grade_cut(requested, grade=argument, rates=RATES)
    if case["kind"] == "gap":
        score, mean, factor = numbers(argument)
        return gap_cuts([requested], [score], mean=mean, factor=factor).cuts[0]
    return flat_cut(requested, rate=Decimal(argument))


@pytest.mark.parametrize("case", golden_cases("scoring/budget_cut.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found, rate = cut_of(case), Decimal(case["expected_rate"])
    assert found.cut == int(case["expected_cut"])
    assert round(found.rate, -int(rate.as_tuple().exponent)) == rate


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_golden_example(spec: CalculatorSpec) -> None:
    check_example(spec)


@given(fen, rates)
def test_oracle_flat(requested: int, rate: Decimal) -> None:
    exact = half_up(requested * Fraction(rate))
    found = flat_cut(requested, rate=rate)
    assert (found.cut, found.is_capped) == (min(exact, requested), exact > requested)


@given(fen, fen, fen, rates)
def test_oracle_carry_over(requested: int, now: int, before: int, rate: Decimal) -> None:
    found = carry_over_cut(requested, carry_over=now, carry_over_before=before, rate=rate)
    assert found.cut == min(requested, half_up(max(0, now - before) * Fraction(rate)))


@given(st.lists(st.tuples(fen, scores), min_size=1, max_size=10), rates)
def test_oracle_gap_from_the_mean(rows: list[tuple[int, Decimal]], factor: Decimal) -> None:
    requests, marks = [request for request, _ in rows], [score for _, score in rows]
    mean = sum((Fraction(score) for score in marks), Fraction(0)) / len(marks)
    found = gap_cuts(requests, marks, factor=factor)
    for cut, request, score in zip(found.cuts, requests, marks, strict=True):
        exact = request * Fraction(factor) * max(Fraction(0), mean - Fraction(score)) / mean
        # The mean itself carries 28 digits, so a tie may fall to the other fen.
        assert abs(cut.cut - min(exact, Fraction(request))) <= Fraction(1, 2) + Fraction(1, 10**6)
    assert found.total_cut == sum(cut.cut for cut in found.cuts)


@given(fen, fen, fen, rates, scores, scores)
def test_law_no_cut_goes_below_zero(
    requested: int, now: int, before: int, rate: Decimal, one: Decimal, two: Decimal
) -> None:
    cuts = [
        flat_cut(requested, rate=rate),
        carry_over_cut(requested, carry_over=now, carry_over_before=before, rate=rate),
        *gap_cuts([requested, requested], [one, two], factor=rate).cuts,
        *(grade_cut(requested, grade=grade, rates=RATES) for grade in RATES),
    ]
    for cut in cuts:
        assert 0 <= cut.cut <= requested
        assert cut.cut + cut.approved == requested


@given(above_zero, fen)
def test_law_a_cut_rate_leads_back_to_the_approval(approved: int, cut: int) -> None:
    found = approved_cut(approved + cut, approved)
    assert flat_cut(approved + cut, rate=found.rate).approved == approved


@given(st.lists(st.tuples(fen, scores), min_size=1, max_size=10))
def test_law_at_the_mean_or_above_nothing_is_cut(rows: list[tuple[int, Decimal]]) -> None:
    found = gap_cuts([request for request, _ in rows], [score for _, score in rows], factor=Decimal(1))
    assert all(cut.cut == 0 for cut, (_, score) in zip(found.cuts, rows, strict=True) if score >= found.mean)


def test_refuses() -> None:
    one = Decimal(1)
    assert refusal(flat_cut, -1, rate=one) == ("negative_amount", "requested")
    assert refusal(flat_cut, 1, rate=-one) == ("bad_rate", "rate")
    assert refusal(flat_cut, 1, rate=Decimal("NaN")) == ("bad_rate", "rate")
    assert refusal(grade_cut, 1, grade="unheard", rates=RATES) == ("unknown_grade", "grade")
    assert refusal(gap_cuts, [], [], factor=one) == ("empty", "requests")
    assert refusal(gap_cuts, [1], [], factor=one) == ("shape_mismatch", "scores")
    assert refusal(gap_cuts, [1], [-one], factor=one) == ("bad_score", "scores")
    assert refusal(gap_cuts, [1], [Decimal(0)], factor=one) == ("zero_mean", "mean")
    assert refusal(gap_cuts, [-1], [one], factor=one) == ("negative_amount", "requests")
    assert refusal(gap_cuts, [1], [one], factor=-one) == ("bad_rate", "factor")
    assert refusal(carry_over_cut, 1, carry_over=-1, carry_over_before=0, rate=one) == (
        "negative_amount",
        "carry_over",
    )
    assert refusal(approved_cut, 0, 0) == ("nothing_requested", "requested")
    assert refusal(approved_cut, 1, 2) == ("approved_over_requested", "approved")


@given(st.integers(1, 10**15), st.integers(0, 10**15))
def test_oracle_approved_and_cut_make_the_request(requested: int, refused: int) -> None:
    refused = min(refused, requested)
    found = approved_cut(requested, requested - refused)
    assert (found.cut, found.approved) == (refused, requested - refused)
    assert is_near(found.rate, Fraction(refused, requested)) or refused == 0


@given(st.integers(0, 10**15), st.integers(0, 100))
def test_oracle_grade_cut_takes_the_rate_of_the_grade(requested: int, percent: int) -> None:
    rates = {"fair": Decimal(percent) / 100, "poor": Decimal(1)}
    found = grade_cut(requested, grade="fair", rates=rates)
    assert found.cut == (2 * requested * percent + 100) // 200
    assert found.cut + found.approved == requested
    assert grade_cut(requested, grade="poor", rates=rates).approved == 0


test_kept_answers = kept_answers("calculators.scoring.budget_cut")
