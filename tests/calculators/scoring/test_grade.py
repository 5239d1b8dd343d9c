"""Grades, counts and percentages."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.kernel.spec import CalculatorSpec
from calculators.scoring.grade import (
    SPECS,
    GradeBand,
    flag_nudged_percentages,
    grade_distribution,
    grade_of,
    percentages,
)
from tests.calculators.funds.helpers import check_example, numbers, points, refusal, whole
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases
from tests.oracles.scoring import half_up, rank

BANDS = [
    GradeBand("excellent", "优", Decimal(90)),
    GradeBand("good", "良", Decimal(80)),
    GradeBand("fair", "中", Decimal(60)),
    GradeBand("poor", "差", Decimal(0)),
]
counts = st.lists(st.integers(0, 10**6), min_size=1, max_size=8).filter(any)


@pytest.mark.parametrize("case", golden_cases("scoring/grade.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    assert grade_of(Decimal(case["score"]), BANDS).name_zh == case["expected"]


@pytest.mark.parametrize("case", golden_cases("scoring/percentages.csv"), ids=lambda case: case["case"])
def test_golden_percentages(case: dict[str, str]) -> None:
    found = flag_nudged_percentages(whole(case["counts"]), numbers(case["published"]))
    assert [str(share) for share in found.computed] == case["expected"].split()
    assert list(found.nudged) == whole(case["expected_nudged"])
    assert found.published_sum == 100


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_golden_example(spec: CalculatorSpec) -> None:
    check_example(spec)


@given(points, st.permutations(BANDS))
def test_oracle_grade_is_the_number_of_edges_reached(score: Decimal, bands: list[GradeBand]) -> None:
    reached = rank(Fraction(score), [Fraction(band.lowest) for band in BANDS])
    assert grade_of(score, bands) == BANDS[len(BANDS) - reached]


@given(counts, st.integers(0, 4))
def test_oracle_each_percentage_is_rounded_by_itself(amounts: list[int], decimals: int) -> None:
    total, unit = sum(amounts), 10**decimals
    exact = [Fraction(half_up(Fraction(100 * unit * amount, total)), unit) for amount in amounts]
    assert [Fraction(share) for share in percentages(amounts, decimals=decimals)] == exact


@given(st.lists(points, min_size=1, max_size=40))
def test_law_everybody_is_counted_once(scores: list[Decimal]) -> None:
    found = grade_distribution(scores, BANDS)
    assert sum(grade.count for grade in found.grades) == found.total == len(scores)
    assert [grade.band for grade in found.grades] == BANDS
    assert [grade.percentage for grade in found.grades] == list(percentages([g.count for g in found.grades]))


@given(points, points)
def test_law_a_better_score_never_has_a_worse_grade(one: Decimal, two: Decimal) -> None:
    low, high = sorted((one, two))
    assert grade_of(low, BANDS).lowest <= grade_of(high, BANDS).lowest


@given(counts, st.integers(0, 7), st.sampled_from([Decimal("0.01"), Decimal("-0.01")]))
def test_law_one_nudge_is_found_where_it_is(amounts: list[int], place: int, nudge: Decimal) -> None:
    place %= len(amounts)
    honest = list(percentages(amounts))
    assert flag_nudged_percentages(amounts, honest).nudged == ()
    honest[place] += nudge
    found = flag_nudged_percentages(amounts, honest)
    assert (found.nudged, found.differences[place]) == ((place,), nudge)


def test_law_the_limits_of_decimals_and_scores_belong_to_them() -> None:
    assert str(percentages([1, 2], decimals=0)[0]) == "33"
    assert str(percentages([1, 2], decimals=10)[0]) == "33.3333333333"
    assert grade_distribution([Decimal(100), Decimal(0)], BANDS).total == 2
    assert refusal(grade_distribution, [Decimal("100.5")], BANDS) == ("out_of_range", "score")


def test_refuses() -> None:
    assert refusal(grade_of, Decimal(1), []) == ("empty", "bands")
    assert refusal(grade_of, Decimal("100.01"), BANDS) == ("out_of_range", "score")
    assert refusal(grade_of, Decimal("-0.01"), BANDS) == ("out_of_range", "score")
    assert refusal(grade_of, Decimal("NaN"), BANDS) == ("out_of_range", "score")
    assert refusal(grade_of, Decimal(59), BANDS[:3]) == ("below_every_band", "score")
    assert refusal(grade_of, Decimal(59), [BANDS[0], BANDS[0]]) == ("repeated_band", "bands")
    lost = GradeBand("lost", "失", Decimal("NaN"))
    assert refusal(grade_of, Decimal(59), [lost]) == ("not_finite", "bands")
    assert refusal(percentages, [0, 0]) == ("nothing_counted", "counts")
    assert refusal(percentages, [-1, 2]) == ("negative_count", "counts")
    assert refusal(percentages, [1], decimals=11) == ("bad_decimals", "decimals")
    assert refusal(percentages, [1], decimals=-1) == ("bad_decimals", "decimals")
    assert refusal(flag_nudged_percentages, [1], []) == ("shape_mismatch", "published")
    assert refusal(flag_nudged_percentages, [1], [Decimal("NaN")]) == ("not_finite", "published")
    assert refusal(grade_distribution, [], BANDS) == ("nothing_counted", "counts")


def test_golden_distribution_and_percentages_by_hand() -> None:
    """Percentages of 7, 57 and 33 of 97, as a district's budget reviews were printed save for the nudge."""
    assert [str(one) for one in percentages([7, 57, 33, 0])] == ["7.22", "58.76", "34.02", "0.00"]
    assert [str(one) for one in percentages([5, 44, 5])] == ["9.26", "81.48", "9.26"]
    assert [str(one) for one in percentages([1, 1, 1], decimals=0)] == ["33", "33", "33"]
    scores = [Decimal(text) for text in ("95", "90", "89.99", "60", "59.99")]
    found = grade_distribution(scores, BANDS)
    assert [(one.band.name, one.count, str(one.percentage)) for one in found.grades] == [
        ("excellent", 2, "40.00"),
        ("good", 1, "20.00"),
        ("fair", 1, "20.00"),
        ("poor", 1, "20.00"),
    ]


@given(st.lists(points, min_size=1, max_size=30))
def test_oracle_distribution_counts_each_band_between_its_edges(scores: list[Decimal]) -> None:
    found = grade_distribution(scores, BANDS)
    upper = Decimal("100.01")
    for row in found.grades:
        inside = sum(row.band.lowest <= score < upper for score in scores)
        assert row.count == inside
        assert Fraction(row.percentage) == Fraction(half_up(Fraction(inside * 10_000, len(scores))), 100)
        upper = row.band.lowest


@given(counts, st.lists(st.integers(-2, 2), min_size=8, max_size=8))
def test_oracle_nudges_are_what_was_added(amounts: list[int], nudges: list[int]) -> None:
    total = sum(amounts)
    honest = [Fraction(half_up(Fraction(10_000 * amount, total)), 100) for amount in amounts]
    added = [Fraction(nudge, 100) for nudge in nudges[: len(amounts)]]
    shown = [Decimal(int((one + more) * 100)) / 100 for one, more in zip(honest, added, strict=True)]
    found = flag_nudged_percentages(amounts, shown)
    assert [Fraction(one) for one in found.differences] == added
    assert list(found.nudged) == [place for place, more in enumerate(added) if more]


test_kept_answers = kept_answers("calculators.scoring.grade")
