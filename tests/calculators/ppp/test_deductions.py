"""Deductions against the worked examples of the UK standard contract and by definition."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calculators.kernel.money import Rounding
from calculators.ppp.deductions import (
    UK_POINTS,
    Area,
    RatchetStep,
    area_rate,
    limited_deduction,
    points_deduction,
    unavailability_deduction,
)
from tests.calculators.kept import kept_answers
from tests.calculators.ppp.helpers import refusal, shown, small_fen
from tests.golden import golden_cases
from tests.oracles.ppp import half_up, points_one_by_one, repeat_by_definition

weights = st.decimals(Decimal(0), Decimal(1000), places=1)
events = st.lists(small_fen, min_size=1, max_size=20)


@pytest.mark.parametrize("case", golden_cases("ppp/deductions.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    if case["kind"] == "points":
        found = points_deduction(Decimal(case["size"]), point_value=int(case["rate"]))
        assert found.deduction == int(case["expected"])
        return
    amount = unavailability_deduction(
        Decimal(case["rate"]),
        weight=Decimal(case["weight"]),
        periods=int(case["size"]),
        failures=int(case["failures"]),
        is_used=case["used"] == "yes",
    )
    assert amount.deduction == int(case["expected"])


def test_golden_area_rate_of_ten_stations() -> None:
    areas = [Area(Decimal(weight), 2190) for weight in (540, 360, 150, 100)]
    found = area_rate(5_000_000_00, areas)
    assert found.weighted_periods == 2_518_500
    assert shown(found.rate / 100, 3) == "1.985"
    unrounded = unavailability_deduction(found.rate, weight=Decimal(30), periods=3)
    assert unrounded.deduction == 178_68


@given(
    st.integers(0, 10**6),
    weights,
    st.integers(0, 400),
    st.integers(1, 20),
    st.booleans(),
)
def test_oracle_unavailability(
    rate: int, weight: Decimal, periods: int, failures: int, is_used: bool
) -> None:
    found = unavailability_deduction(
        Fraction(rate, 7), weight=weight, periods=periods, failures=failures, is_used=is_used
    )
    expected = Fraction(rate, 7) * Fraction(weight) * periods * repeat_by_definition(failures)
    assert found.deduction == half_up(expected / 2 if is_used else expected)


@given(st.integers(0, 400), st.integers(0, 1000))
def test_oracle_points_one_by_one(points: int, value: int) -> None:
    ratchet = [(step.above, Fraction(step.factor)) for step in UK_POINTS]
    found = points_deduction(Decimal(points), point_value=value)
    assert found.unrounded == points_one_by_one(points, value, ratchet)
    assert sum(band.points for band in found.bands) == points


@given(st.integers(1, 10**12), st.lists(st.tuples(weights, st.integers(0, 2190)), min_size=1, max_size=8))
def test_law_losing_everything_loses_the_whole_charge(charge: int, rows: list[tuple[Decimal, int]]) -> None:
    areas = [Area(weight, periods) for weight, periods in (*rows, (Decimal(1), 1))]
    found = area_rate(charge, areas)
    lost = sum(
        unavailability_deduction(found.rate, weight=area.weight, periods=area.possible_periods).unrounded
        for area in areas
    )
    assert lost == charge


@given(st.decimals(Decimal(0), Decimal(500), places=1), st.decimals(Decimal(0), Decimal(500), places=1))
def test_law_points_together_never_cost_less_than_apart(one: Decimal, other: Decimal) -> None:
    together = points_deduction(one + other, point_value=300).unrounded
    apart = sum(points_deduction(points, point_value=300).unrounded for points in (one, other))
    assert together >= apart


@given(events, small_fen, st.none() | small_fen)
def test_law_limits_foot(amounts: list[int], minimum: int, cap: int | None) -> None:
    found = limited_deduction(amounts, minimum=minimum, cap=cap)
    assert found.gross + found.raised - found.cut == found.deduction
    assert found.gross == sum(amounts)
    assert cap is None or found.deduction <= cap
    assert all(event == 0 or event >= minimum for event in found.events)
    assert min(found.raised, found.cut) >= 0


def test_law_a_ratchet_may_fall_as_well_as_rise() -> None:
    falling = (RatchetStep(0, Decimal(5)), RatchetStep(4, Decimal(1)))
    found = unavailability_deduction(Decimal(1), weight=Decimal(1), periods=1, failures=5, ratchet=falling)
    assert found.repeat_factor == 1


def test_refuses_area_rates() -> None:
    assert refusal(area_rate, -1, [Area(Decimal(1), 1)]) == ("negative", "annual_charge")
    assert refusal(area_rate, 1, []) == ("empty", "areas")
    assert refusal(area_rate, 1, [Area(Decimal(1), 0)]) == ("zero_weights", "areas")
    assert refusal(area_rate, 1, [Area(Decimal(-1), 1)]) == ("negative", "areas")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"rate": Decimal(-1)}, ("negative", "rate")),
        ({"rate": 2.0}, ("not_exact", "rate")),
        ({"weight": Decimal(-1)}, ("negative", "weight")),
        ({"periods": -1}, ("out_of_range", "periods")),
        ({"periods": 1.5}, ("not_whole", "periods")),
        ({"periods": 1_000_001}, ("out_of_range", "periods")),
        (
            {"ratchet": tuple(RatchetStep(above, Decimal(0)) for above in (0, 4, 4))},
            ("disordered", "ratchet"),
        ),
        ({"ratchet": (RatchetStep(-1, Decimal(1)),)}, ("out_of_range", "ratchet")),
        ({"failures": 0}, ("out_of_range", "failures")),
        ({"is_used": True, "use_factor": Decimal(2)}, ("not_a_share", "use_factor")),
        ({"ratchet": ()}, ("empty", "ratchet")),
        ({"ratchet": (RatchetStep(1, Decimal(1)),)}, ("disordered", "ratchet")),
        ({"ratchet": (RatchetStep(0, Decimal(1)),) * 2}, ("disordered", "ratchet")),
        ({"ratchet": (RatchetStep(0, Decimal(-1)),)}, ("negative", "ratchet")),
    ],
)
def test_refuses_unavailability(change: dict[str, object], expected: tuple[str, str]) -> None:
    good: dict[str, object] = {"rate": Decimal(200), "weight": Decimal(30), "periods": 3}
    assert refusal(unavailability_deduction, **good | change) == expected


def test_refuses_points_and_limits() -> None:
    assert refusal(points_deduction, Decimal(-1), point_value=1) == ("negative", "points")
    assert refusal(points_deduction, Decimal(1), point_value=-1) == ("negative", "point_value")
    assert refusal(limited_deduction, []) == ("empty", "deductions")
    assert refusal(limited_deduction, [-1]) == ("negative", "deductions")
    assert refusal(limited_deduction, [1], minimum=-1) == ("negative", "minimum")
    assert refusal(limited_deduction, [1], cap=-1) == ("negative", "cap")


AREAS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 400)), min_size=1, max_size=8)


@given(small_fen, AREAS)
def test_oracle_area_rates_of_a_year_make_the_charge(charge: int, rows: list[tuple[int, int]]) -> None:
    assume(any(weight * size for weight, size in rows))
    found = area_rate(charge, [Area(Decimal(weight), size) for weight, size in rows])
    weighted = sum(weight * size for weight, size in rows)
    assert found.weighted_periods == weighted
    assert sum(found.rate * weight * size for weight, size in rows) == charge


@pytest.mark.parametrize(
    ("events", "minimum", "cap", "expected"),
    [
        ([20_00, 500_00, 0], 50_00, 400_00, (520_00, 30_00, 150_00, 400_00)),
        ([20_00, 30_00], 0, None, (50_00, 0, 0, 50_00)),
        ([50_00], 50_00, 50_00, (50_00, 0, 0, 50_00)),
    ],
)
def test_golden_limits_by_hand(
    events: list[int], minimum: int, cap: int | None, expected: tuple[int, int, int, int]
) -> None:
    """Scottish NPD form: a least amount for each event, a cap on all."""
    found = limited_deduction(events, minimum=minimum, cap=cap)
    assert (found.gross, found.raised, found.cut, found.deduction) == expected


@given(st.lists(small_fen, min_size=1, max_size=12), small_fen, small_fen)
def test_oracle_limits_event_by_event(events: list[int], minimum: int, cap: int) -> None:
    found = limited_deduction(events, minimum=minimum, cap=cap)
    total = 0
    for event, kept in zip(events, found.events, strict=True):
        expected = 0 if event == 0 else event if event > minimum else minimum
        assert kept == expected
        total += expected
    assert found.deduction == (total if total < cap else cap)
    assert found.gross + found.raised - found.cut == found.deduction


def test_law_what_is_left_out_means_no_limit_and_one_failure() -> None:
    assert limited_deduction([1]).events == (1,)
    assert limited_deduction([0], minimum=5).events == (0,)
    seventh = (RatchetStep(0, Decimal(1)), RatchetStep(1, Decimal(7)))
    found = unavailability_deduction(Decimal(1), weight=Decimal(1), periods=1, ratchet=seventh)
    assert found.use_factor == found.repeat_factor == found.deduction == 1


def test_law_factors_and_rounding_are_told_with_the_deduction() -> None:
    """Half a fen of a used room: the rounding named decides."""
    both = [
        unavailability_deduction(Decimal(1), weight=Decimal(1), periods=1, is_used=True, rounding=one)
        for one in (Rounding.HALF_UP, Rounding.DOWN)
    ]
    assert [one.deduction for one in both] == [1, 0]
    assert both[0].use_factor == both[0].unrounded == Fraction(1, 2)
    many = unavailability_deduction(Decimal(1), weight=Decimal(1), periods=1, failures=1_000_000)
    assert many.repeat_factor == 2


def test_law_bands_say_where_they_start_and_what_they_cost() -> None:
    found = points_deduction(Decimal(120), point_value=300)
    assert [band.above for band in found.bands] == [0, 20, 100, 200]
    assert [band.points for band in found.bands] == [20, 80, 20, 0]
    assert [band.factor for band in found.bands] == [0, 1, Fraction("1.2"), Fraction("1.5")]
    assert [band.amount for band in found.bands] == [0, 24_000, 7_200, 0]


def test_refuses_areas_and_amounts_that_are_no_money() -> None:
    assert refusal(area_rate, 1, [Area(Decimal(1), -1)]) == ("out_of_range", "areas")
    huge = {"weight": Decimal(10**9), "periods": 10**6}
    assert refusal(unavailability_deduction, Decimal(10**9), **huge) == ("out_of_range", "rate")


test_kept_answers = kept_answers("calculators.ppp.deductions")
