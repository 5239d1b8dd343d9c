"""Methods beside scoring: cases by hand, the definitions term by term, sums that close, refusals."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.scoring.methods import SPECS, comparison, cost_benefit, factors
from tests.calculators.funds.helpers import check_example, numbers, refusal, whole
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases

fen = st.integers(0, 10**12)
rates = st.decimals(Decimal(0), Decimal(1), places=4)
values = st.decimals(Decimal(-(10**9)), Decimal(10**9), places=6)
flows = st.lists(st.tuples(fen, fen), min_size=1, max_size=30).filter(lambda rows: any(a for a, _b in rows))
pairs = st.lists(st.tuples(values, values), min_size=1, max_size=12)


def told(case: dict[str, str]) -> str:
    """Return the answer of a case as its row writes it."""
    if case["method"] == "cost_benefit":
        found = cost_benefit(whole(case["first"]), whole(case["second"]), rate=Decimal(case["extra"]))
        return f"{found.present_costs} {found.present_benefits} {found.net} {found.ratio}"
    if case["method"] == "comparison":
        seen = comparison(numbers(case["first"]), benchmark=Decimal(case["extra"]))
        parts = (seen.changes, seen.gaps, (seen.mean,))
        return " | ".join(" ".join(str(one) for one in part) for part in parts)
    split = factors(numbers(case["first"]), numbers(case["second"]))
    effects = " ".join(str(one) for one in split.effects)
    return f"{split.product_before} {split.product_after} {split.change} | {effects}"


@pytest.mark.parametrize("case", golden_cases("scoring/methods.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    assert told(case) == case["expected"]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_golden_examples(spec: object) -> None:
    check_example(spec)  # type: ignore[arg-type]


def nearest(value: Fraction) -> int:
    """Round to a whole number, halves away from zero."""
    whole_part = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return whole_part if value >= 0 else -whole_part


@given(flows, rates)
def test_oracle_of_present_values(rows: list[tuple[int, int]], rate: Decimal) -> None:
    found = cost_benefit([a for a, _b in rows], [b for _a, b in rows], rate=rate)
    spent = sum(Fraction(a) / (1 + Fraction(rate)) ** n for n, (a, _b) in enumerate(rows))
    gained = sum(Fraction(b) / (1 + Fraction(rate)) ** n for n, (_a, b) in enumerate(rows))
    assert (found.present_costs, found.present_benefits) == (
        nearest(Fraction(spent)),
        nearest(Fraction(gained)),
    )
    assert found.ratio == Decimal(nearest(Fraction(gained) / Fraction(spent) * 10_000)).scaleb(-4)
    assert found.pays_off is (gained >= spent)


@given(st.lists(values, min_size=1, max_size=20), values)
def test_oracle_of_a_comparison(rows: list[Decimal], benchmark: Decimal) -> None:
    found = comparison(rows, benchmark=benchmark)
    assert [Fraction(gap) for gap in found.gaps] == [Fraction(one) - Fraction(benchmark) for one in rows]
    for before, now, change in zip(rows, rows[1:], found.changes[1:], strict=False):
        exact = None if not before else (Fraction(now) - Fraction(before)) / Fraction(before)
        assert change == (None if exact is None else Decimal(nearest(exact * 10_000)).scaleb(-4))


@given(pairs)
def test_law_the_parts_of_factors_sum_to_the_change_exactly(rows: list[tuple[Decimal, Decimal]]) -> None:
    found = factors([a for a, _b in rows], [b for _a, b in rows])
    assert sum(map(Fraction, found.effects), Fraction(0)) == Fraction(found.change)
    assert Fraction(found.change) == Fraction(found.product_after) - Fraction(found.product_before)


@given(pairs)
def test_oracle_of_factors_replaced_one_after_the_other(rows: list[tuple[Decimal, Decimal]]) -> None:
    before, after = ([Fraction(row[side]) for row in rows] for side in (0, 1))
    states = [prod([*after[:place], *before[place:]]) for place in range(len(rows) + 1)]
    found = factors([a for a, _b in rows], [b for _a, b in rows])
    assert [Fraction(one) for one in found.effects] == [new - old for old, new in pairwise(states)]


@given(st.lists(values, min_size=1, max_size=20), values, values)
def test_law_a_benchmark_moves_every_distance_alike(rows: list[Decimal], low: Decimal, up: Decimal) -> None:
    near, far = (comparison(rows, benchmark=one) for one in (low, low + up))
    assert [a - b for a, b in zip(near.gaps, far.gaps, strict=True)] == [up] * len(rows)
    assert (near.changes, near.mean) == (far.changes, far.mean)


@given(pairs, st.integers(0, 11))
def test_law_a_factor_that_stays_brings_nothing(rows: list[tuple[Decimal, Decimal]], place: int) -> None:
    place %= len(rows)
    rows[place] = (rows[place][0], rows[place][0])
    assert factors([a for a, _b in rows], [b for _a, b in rows]).effects[place] == 0


@given(flows, rates)
def test_law_of_scale(rows: list[tuple[int, int]], rate: Decimal) -> None:
    one = cost_benefit([a for a, _b in rows], [b for _a, b in rows], rate=rate)
    ten = cost_benefit([a * 10 for a, _b in rows], [b * 10 for _a, b in rows], rate=rate)
    assert ten.ratio == one.ratio
    assert abs(ten.present_costs - 10 * one.present_costs) <= 5


def test_refuses() -> None:
    rate, one = Decimal("0.05"), Decimal(1)
    assert refusal(cost_benefit, [], [], rate=rate) == ("empty", "costs")
    assert refusal(cost_benefit, [1], [1, 2], rate=rate) == ("shape_mismatch", "benefits")
    assert refusal(cost_benefit, [0], [5], rate=rate) == ("no_costs", "costs")
    assert refusal(cost_benefit, [-1], [5], rate=rate) == ("negative_amount", "costs")
    assert refusal(cost_benefit, [1], [-5], rate=rate) == ("negative_amount", "benefits")
    assert refusal(cost_benefit, [1], [5], rate=Decimal(2)) == ("bad_rate", "rate")
    assert refusal(cost_benefit, [1], [5], rate=Decimal("NaN")) == ("bad_rate", "rate")
    assert refusal(cost_benefit, [1] * 101, [5] * 101, rate=rate) == ("too_long", "costs")
    assert refusal(comparison, [], benchmark=one) == ("empty", "values")
    assert refusal(comparison, [one], benchmark=Decimal("Infinity")) == ("not_finite", "benchmark")
    assert refusal(comparison, [one] * 101, benchmark=one) == ("too_long", "values")
    assert refusal(factors, [], []) == ("empty", "before")
    assert refusal(factors, [one], []) == ("empty", "after")
    assert refusal(factors, [one], [one, one]) == ("shape_mismatch", "after")
    assert refusal(factors, [one] * 13, [one] * 13) == ("too_long", "before")
    assert refusal(factors, [Decimal("1e12")], [one]) == ("not_finite", "before")
    assert refusal(factors, [Decimal("1e-13")], [one]) == ("too_fine", "before")
    assert cost_benefit([1] * 100, [1] * 100, rate=Decimal(1)).ratio == 1
    assert len(factors([Decimal("999999999999.5")] * 12, [one] * 12).effects) == 12


test_kept_answers = kept_answers("calculators.scoring.methods")
