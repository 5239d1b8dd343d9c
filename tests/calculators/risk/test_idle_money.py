"""Idle money by age and the interest paid on it."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.risk.idle_money import SPEC, Batch, idle_money
from tests.calculators.funds.helpers import check_example, fen, refusal
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases
from tests.oracles.risk import half_up, idle_interest

AS_OF = date(2026, 6, 30)
coupons = st.decimals(Decimal(0), Decimal("0.08"), places=4)
rows = st.lists(st.tuples(fen, fen, st.integers(0, 3000), coupons), min_size=1, max_size=10)
edges = st.lists(st.integers(1, 3000), max_size=5, unique=True).map(sorted)
GOOD = Batch("A", 10, 4, AS_OF, Decimal("0.03"))


def batches_of(table: list[tuple[int, int, int, Decimal]]) -> list[Batch]:
    """Turn spent, unused, age and coupon into batches."""
    return [
        Batch(str(i), spent + unused, spent, AS_OF - timedelta(days=age), coupon)
        for i, (spent, unused, age, coupon) in enumerate(table)
    ]


@pytest.mark.parametrize("case", golden_cases("risk/idle_money.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    batch = Batch(
        case["case"],
        int(case["received"]),
        int(case["spent"]),
        date.fromisoformat(case["received_on"]),
        Decimal(case["coupon_rate"]),
    )
    found = idle_money([batch], as_of=date.fromisoformat(case["as_of"]), age_edges=[180, 365])
    assert (found.unused, found.idle_cost) == (int(case["expected_unused"]), int(case["expected_cost"]))
    assert found.idle_batches[0].days == int(case["expected_days"])


def test_golden_example() -> None:
    check_example(SPEC)


@given(rows)
def test_oracle_interest_on_what_is_unused(table: list[tuple[int, int, int, Decimal]]) -> None:
    found = idle_money(batches_of(table), as_of=AS_OF, age_edges=[])
    exact = [half_up(idle_interest(unused, Fraction(coupon), age)) for _, unused, age, coupon in table]
    assert [one.idle_cost for one in found.idle_batches] == exact
    assert found.idle_cost == sum(exact)


@given(rows, edges)
def test_law_age_groups_hold_everything_once(
    table: list[tuple[int, int, int, Decimal]], ages: list[int]
) -> None:
    found = idle_money(batches_of(table), as_of=AS_OF, age_edges=ages)
    assert sum(group.unused for group in found.groups) == found.unused == sum(row[1] for row in table)
    assert sum(group.idle_cost for group in found.groups) == found.idle_cost
    assert [group.from_days for group in found.groups] == [0, *ages]
    assert [group.to_days for group in found.groups] == [*ages, None]


@given(rows, st.integers(0, 400))
def test_law_waiting_never_makes_it_cheaper(table: list[tuple[int, int, int, Decimal]], more: int) -> None:
    now = idle_money(batches_of(table), as_of=AS_OF, age_edges=[365])
    then = idle_money(batches_of(table), as_of=AS_OF + timedelta(days=more), age_edges=[365])
    assert then.idle_cost >= now.idle_cost
    assert then.groups[-1].unused >= now.groups[-1].unused


def test_law_an_edge_belongs_to_the_older_group() -> None:
    batch = Batch("A", 10, 0, AS_OF - timedelta(days=180), Decimal(0))
    assert [g.unused for g in idle_money([batch], as_of=AS_OF, age_edges=[180]).groups] == [0, 10]


def test_law_one_day_is_the_youngest_edge() -> None:
    batch = Batch("A", 10, 0, AS_OF - timedelta(days=1), Decimal(0))
    assert [g.unused for g in idle_money([batch], as_of=AS_OF, age_edges=[1]).groups] == [0, 10]


def test_refuses() -> None:
    def told(*batches: Batch, age_edges: tuple[int, ...] = ()) -> tuple[str, str]:
        return refusal(idle_money, batches, as_of=AS_OF, age_edges=age_edges)

    assert told() == ("empty", "batches")
    assert told(GOOD, age_edges=(5, 5)) == ("bad_edges", "age_edges")
    assert told(GOOD, age_edges=(9, 5)) == ("bad_edges", "age_edges")
    assert told(GOOD, age_edges=(0,)) == ("bad_edges", "age_edges")
    assert told(Batch("A", 1, 2, AS_OF, Decimal(0))) == ("spent_over_received", "batches")
    assert told(Batch("A", -1, 0, AS_OF, Decimal(0))) == ("negative_amount", "batches")
    assert told(Batch("A", 1, 0, AS_OF, Decimal(-1))) == ("bad_rate", "batches")
    assert told(Batch("A", 1, 0, AS_OF, Decimal("NaN"))) == ("bad_rate", "batches")
    assert told(Batch("A", 1, 0, AS_OF + timedelta(days=1), Decimal(0))) == ("reversed_dates", "end")


test_kept_answers = kept_answers("calculators.risk.idle_money")
