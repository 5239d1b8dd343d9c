"""Deductions against the worked examples of the UK standard contract and by definition."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.ppp.deductions import (
    UK_POINTS,
    Area,
    RatchetStep,
    area_rate,
    limited_deduction,
    points_deduction,
    unavailability_deduction,
)
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
