"""Schedules of a portfolio against published bonds, exact interest, the scalar calculator, and their laws."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.bonds.schedule import Repayment, debt_schedule
from calculators.kernel.errors import CalculationError
from calculators.kernel.money import split
from calculators.portfolio.schedules import ScheduleColumns, debt_schedules, debt_schedules_reference
from tests.golden import golden_cases
from tests.oracles.portfolio import interest

Bond = tuple[int, int, date, int, int, int]
days = st.dates(date(1995, 1, 1), date(2060, 12, 31)) | st.sampled_from(
    [date(2024, 2, 29), date(2023, 1, 31), date(2000, 8, 31), date(2100, 2, 28)]
)
faces = st.integers(0, 10**15) | st.sampled_from([0, 1, 2, 99, 10**15])


@st.composite
def bonds(draw: st.DrawFn) -> Bond:
    tenor = draw(st.integers(1, 30))
    first = draw(st.integers(1, tenor))
    rate = draw(st.integers(0, 10**8) | st.sampled_from([0, 1, 2_360_000, 10**8]))
    return draw(faces), rate, draw(days), tenor, draw(st.sampled_from([1, 2, 4, 12])), first


def columns_of(rows: list[Bond]) -> ScheduleColumns:
    face, rate, day, tenor, frequency, first = zip(*rows, strict=True)
    return debt_schedules(
        list(face),
        coupon_rate=np.array(rate, np.int64),
        value_date=list(day),
        tenor_years=list(tenor),
        coupon_frequency=list(frequency),
        first_principal_year=list(first),
    )


def assert_equals_scalar(rows: list[Bond]) -> None:
    columns = columns_of(rows)
    flat = zip(
        columns.nominal_date.tolist(),
        columns.opening.tolist(),
        columns.interest.tolist(),
        columns.principal.tolist(),
        strict=True,
    )
    for face, rate, day, tenor, frequency, first in rows:
        scalar = debt_schedule(
            face,
            coupon_rate=Decimal(rate).scaleb(-8),
            value_date=day,
            tenor_years=tenor,
            coupon_frequency=frequency,
            repayment=Repayment.FROM_YEAR,
            first_principal_year=first,
        )
        for row in scalar.rows:
            assert next(flat) == (row.nominal_date, row.opening, row.interest, row.principal)


BULLETS = [case for case in golden_cases("bonds/schedule.csv") if not case["principal_table"]]


@pytest.mark.parametrize("case", BULLETS, ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    tenor = int(case["tenor_years"])
    columns = debt_schedules(
        [int(case["face"])],
        coupon_rate=[Decimal(case["coupon_rate"])],
        value_date=[date.fromisoformat(case["value_date"])],
        tenor_years=[tenor],
        coupon_frequency=[int(case["coupon_frequency"])],
        first_principal_year=[tenor],
    )
    first, last, count, total = case["expected"].split()
    assert (str(columns.nominal_date[0]), str(columns.nominal_date[-1])) == (first, last)
    assert (len(columns.interest), int(columns.interest.sum())) == (int(count), int(total))


@given(st.lists(bonds(), min_size=1, max_size=5))
def test_oracle_every_coupon_is_exact(rows: list[Bond]) -> None:
    columns = columns_of(rows)
    for owed, paid, bond in zip(columns.opening, columns.interest, columns.bond, strict=True):
        _, rate, _, _, frequency, _ = rows[bond]
        assert paid == interest(int(owed), Decimal(rate).scaleb(-8), frequency)


@given(st.lists(bonds(), min_size=1, max_size=8))
def test_oracle_scalar_calculator(rows: list[Bond]) -> None:
    assert_equals_scalar(rows)


def test_oracle_ten_thousand_random_bonds() -> None:
    draw = np.random.default_rng(41)
    tenor = draw.choice(
        [1, 2, 3, 5, 7, 10, 15, 20, 30], 10_000, p=[0.3, 0.2, 0.2, 0.1, 0.1, 0.04, 0.03, 0.02, 0.01]
    )
    first = draw.integers(1, tenor + 1)
    face = draw.integers(0, 10**13, tenor.size)
    rate = draw.integers(0, 9_000_000, tenor.size)
    day = draw.integers(date(1999, 1, 1).toordinal(), date(2031, 1, 1).toordinal(), tenor.size)
    frequency = draw.choice([1, 2], tenor.size)
    columns = (face, rate, [date.fromordinal(d) for d in day.tolist()], tenor, frequency, first)
    as_lists = [column if isinstance(column, list) else column.tolist() for column in columns]
    assert_equals_scalar(list(zip(*as_lists, strict=True)))


@given(st.lists(bonds(), min_size=1, max_size=8))
def test_law_kernel_equals_reference(rows: list[Bond]) -> None:
    face, rate, day, tenor, frequency, first = zip(*rows, strict=True)
    reference = debt_schedules_reference(
        list(face),
        coupon_rate=np.array(rate, np.int64),
        value_date=list(day),
        tenor_years=list(tenor),
        coupon_frequency=list(frequency),
        first_principal_year=list(first),
    )
    found = columns_of(rows)
    for name in ScheduleColumns.__slots__:
        assert (getattr(found, name) == getattr(reference, name)).all()


@given(st.lists(bonds(), min_size=1, max_size=5))
def test_law_principal_sums_to_face_in_near_equal_parts(rows: list[Bond]) -> None:
    columns = columns_of(rows)
    for i, (face, _, _, tenor, _, first) in enumerate(rows):
        own = slice(columns.offsets[i], columns.offsets[i + 1])
        paid = columns.principal[own]
        assert paid.sum() == face
        equal = split(face, [1] * (tenor - first + 1))
        assert abs(int(paid.max()) - equal[0]) <= tenor


@given(bonds(), bonds())
def test_law_a_bond_does_not_depend_on_its_neighbours(one: Bond, other: Bond) -> None:
    alone, beside = columns_of([one]), columns_of([other, one])
    start = beside.offsets[1]
    assert (alone.interest == beside.interest[start:]).all()
    assert (alone.nominal_date == beside.nominal_date[start:]).all()


GOOD = {
    "face": [100],
    "coupon_rate": [Decimal("0.03")],
    "value_date": [date(2024, 1, 1)],
    "tenor_years": [2],
    "coupon_frequency": [1],
    "first_principal_year": [1],
}


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("face", [], "empty"),
        ("face", [-1], "out_of_range"),
        ("face", [10**15 + 1], "out_of_range"),
        ("face", [10**30], "out_of_range"),
        ("face", [1.5], "not_integer"),
        ("face", [True], "not_integer"),
        ("face", "100", "not_a_list"),
        ("face", np.zeros(200_001, np.int64), "too_many_projects"),
        ("face", np.array([[1]]), "shape_mismatch"),
        ("face", np.array([1.0]), "not_integer"),
        ("coupon_rate", [Decimal("0.034563001")], "rate_too_fine"),
        ("coupon_rate", [Decimal("-0.01")], "rate_too_low"),
        ("coupon_rate", [Decimal("1.01")], "rate_too_high"),
        ("coupon_rate", [Decimal("NaN")], "not_a_number"),
        ("coupon_rate", [0.03], "not_a_number"),
        ("coupon_rate", [Decimal("0.03")] * 2, "shape_mismatch"),
        ("value_date", ["2024-01-01"], "not_a_date"),
        ("value_date", np.array(["NaT"], "M8[D]"), "not_a_date"),
        ("value_date", [date(1, 1, 1)], "out_of_range"),
        ("tenor_years", [0], "out_of_range"),
        ("tenor_years", [101], "out_of_range"),
        ("coupon_frequency", [3], "bad_frequency"),
        ("first_principal_year", [3], "bad_year"),
    ],
)
def test_refuses(field: str, value: object, code: str) -> None:
    with pytest.raises(CalculationError) as refusal:
        debt_schedules(**{**GOOD, field: value})  # type: ignore[arg-type]
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_refuses_more_periods_than_the_limit() -> None:
    with pytest.raises(CalculationError) as refusal:
        debt_schedules(**{**GOOD, "tenor_years": [51], "coupon_frequency": [12]})  # type: ignore[arg-type]
    assert (refusal.value.code, refusal.value.field) == ("too_many_periods", "tenor_years")
