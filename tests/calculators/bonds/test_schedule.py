"""Debt schedules: printed bond terms, QuantLib's dates, the definition in fractions, laws, refusals."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
import QuantLib  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from calculators.bonds.schedule import (
    FREQUENCIES,
    DebtSchedule,
    Repayment,
    debt_schedule,
    default_frequency,
    principal_by_year,
    yearly_debt_service,
)
from calculators.kernel.dates import WorkCalendar
from calculators.kernel.errors import CalculationError
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases
from tests.oracles.bonds import schedule_by_definition

faces = st.integers(0, 10**15)
rates = st.decimals(Decimal(0), Decimal("0.2"), places=6)
days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
tenors = st.integers(1, 30)
frequencies = st.sampled_from(FREQUENCIES)


@st.composite
def schedules(draw: st.DrawFn) -> DebtSchedule:
    tenor = draw(tenors)
    form = draw(st.sampled_from([Repayment.BULLET, Repayment.INSTALMENT, Repayment.FROM_YEAR]))
    return debt_schedule(
        draw(faces),
        coupon_rate=draw(rates),
        value_date=draw(days),
        tenor_years=tenor,
        coupon_frequency=draw(frequencies),
        repayment=form,
        first_principal_year=draw(st.integers(1, tenor)) if form is Repayment.FROM_YEAR else None,
        redeemed_after=draw(st.none() | st.integers(1, tenor)),
    )


@pytest.mark.parametrize("case", golden_cases("bonds/schedule.csv"), ids=lambda case: case["case"])
def test_golden_dates_and_interest(case: dict[str, str]) -> None:
    found = debt_schedule(
        int(case["face"]),
        coupon_rate=Decimal(case["coupon_rate"]),
        value_date=date.fromisoformat(case["value_date"]),
        tenor_years=int(case["tenor_years"]),
        coupon_frequency=int(case["coupon_frequency"]),
    )
    shown = (found.rows[0].nominal_date, found.maturity_date, len(found.rows), found.total_interest)
    assert " ".join(map(str, shown)) == case["expected"]
    assert default_frequency(int(case["tenor_years"])) == int(case["coupon_frequency"])


@pytest.mark.parametrize("case", golden_cases("bonds/schedule_balances.csv"), ids=lambda case: case["case"])
def test_golden_balances_of_a_principal_table(case: dict[str, str]) -> None:
    table = [int(part) for part in case["principal_table"].split()]
    found = debt_schedule(
        int(case["face"]),
        coupon_rate=Decimal(0),
        value_date=date(1996, 12, 1),
        tenor_years=len(table),
        coupon_frequency=1,
        repayment=Repayment.TABLE,
        principal_table=table,
    )
    assert [row.closing for row in found.rows] == [int(part) for part in case["expected"].split()]


def test_golden_first_coupon_of_24_ningbo_03_moves_past_the_national_holiday() -> None:
    """24宁波债03 pays on 1 October 2024, inside the holiday of 1–7 October."""
    holiday = frozenset(date(2024, 10, n) for n in range(1, 8))
    calendar = WorkCalendar(
        holiday, frozenset({date(2024, 9, 29), date(2024, 10, 12)}), announced_through=date(2024, 12, 31)
    )
    rows = debt_schedule(
        7_500_000_000,
        coupon_rate=Decimal("0.0236"),
        value_date=date(2024, 4, 1),
        tenor_years=10,
        coupon_frequency=2,
        calendar=calendar,
    ).rows
    first, second = rows[:2]
    assert (first.nominal_date, first.payment_date, first.is_provisional) == (
        date(2024, 10, 1),
        date(2024, 10, 8),
        False,
    )
    assert second.is_provisional
    assert first.interest == second.interest == 88_500_000


@given(faces, rates, days, tenors, frequencies)
def test_oracle_agrees_with_the_definition(
    face: int, rate: Decimal, start: date, tenor: int, frequency: int
) -> None:
    yearly = face // tenor
    table = [yearly] * (tenor - 1) + [face - yearly * (tenor - 1)]
    found = debt_schedule(
        face,
        coupon_rate=rate,
        value_date=start,
        tenor_years=tenor,
        coupon_frequency=frequency,
        repayment=Repayment.INSTALMENT,
    )
    shown = [(row.nominal_date, row.interest, row.principal, row.closing) for row in found.rows]
    assert shown == schedule_by_definition(face, Fraction(rate), start, frequency, table)


@given(days, tenors, frequencies)
def test_oracle_dates_agree_with_quantlib(start: date, tenor: int, frequency: int) -> None:
    begin = QuantLib.Date(start.day, start.month, start.year)
    theirs = QuantLib.Schedule(
        begin,
        begin + QuantLib.Period(tenor, QuantLib.Years),
        QuantLib.Period(12 // frequency, QuantLib.Months),
        QuantLib.NullCalendar(),
        QuantLib.Unadjusted,
        QuantLib.Unadjusted,
        QuantLib.DateGeneration.Forward,
        False,
    )
    expected = [one.to_date() for one in theirs][1:]
    moved = [QuantLib.WeekendsOnly().adjust(one, QuantLib.Following).to_date() for one in theirs][1:]
    ours = debt_schedule(
        0, coupon_rate=Decimal(0), value_date=start, tenor_years=tenor, coupon_frequency=frequency
    )
    assert [row.nominal_date for row in ours.rows] == expected
    assert [row.payment_date for row in ours.rows] == moved


@given(schedules())
def test_law_principal_is_repaid_and_balances_roll(found: DebtSchedule) -> None:
    rows = found.rows
    assert sum(row.principal for row in rows) == found.total_principal == rows[0].opening
    assert rows[-1].closing == 0
    for before, after in pairwise(rows):
        assert before.closing == after.opening
        assert before.nominal_date < after.nominal_date
        assert before.number + 1 == after.number
    for row in rows:
        assert row.closing == row.opening - row.principal >= 0
        assert timedelta(0) <= row.payment_date - row.nominal_date <= timedelta(2)


@given(schedules())
def test_law_yearly_sums_lose_nothing(found: DebtSchedule) -> None:
    years = yearly_debt_service(found.rows)
    assert sum(principal for _, principal, _ in years) == found.total_principal
    assert sum(interest for _, _, interest in years) == found.total_interest
    assert found.debt_service == sum(row.payment for row in found.rows)


@given(faces, rates, days, tenors, frequencies)
def test_law_a_bullet_costs_the_most_interest(
    face: int, rate: Decimal, start: date, tenor: int, frequency: int
) -> None:
    def interest(form: Repayment) -> int:
        return debt_schedule(
            face,
            coupon_rate=rate,
            value_date=start,
            tenor_years=tenor,
            coupon_frequency=frequency,
            repayment=form,
        ).total_interest

    assert interest(Repayment.INSTALMENT) <= interest(Repayment.BULLET)


@given(st.integers(0, 10**12), tenors)
def test_law_only_the_last_instalment_differs_and_never_falls_short(face: int, tenor: int) -> None:
    *others, last = principal_by_year(face, tenor, Repayment.INSTALMENT)
    assert len(set(others)) <= 1
    assert all(last >= other for other in others)
    assert last - (others[0] if others else last) < tenor


def test_law_leap_day_comes_back_every_fourth_year() -> None:
    rows = debt_schedule(
        100, coupon_rate=Decimal(0), value_date=date(2024, 2, 29), tenor_years=4, coupon_frequency=1
    ).rows
    assert [row.nominal_date.day for row in rows] == [28, 28, 28, 29]


def test_law_month_ends_do_not_drift() -> None:
    rows = debt_schedule(
        100, coupon_rate=Decimal(0), value_date=date(2023, 8, 31), tenor_years=2, coupon_frequency=2
    ).rows
    assert [(row.nominal_date.month, row.nominal_date.day) for row in rows] == [
        (2, 29),
        (8, 31),
        (2, 28),
        (8, 31),
    ]


def test_law_early_redemption_ends_the_schedule() -> None:
    found = debt_schedule(
        1_000,
        coupon_rate=Decimal("0.1"),
        value_date=date(2026, 1, 5),
        tenor_years=10,
        coupon_frequency=1,
        redeemed_after=7,
    )
    assert (len(found.rows), found.maturity_date, found.rows[-1].principal) == (7, date(2033, 1, 5), 1_000)


GOOD = {
    "face": 100,
    "coupon_rate": Decimal("0.03"),
    "value_date": date(2026, 1, 5),
    "tenor_years": 3,
    "coupon_frequency": 1,
}
REFUSED = [
    ({"face": -1}, "negative_amount", "face"),
    ({"face": 1.5}, "not_integer", "face"),
    ({"face": 10**19}, "out_of_range", "face"),
    ({"coupon_rate": Decimal("-0.01")}, "rate_too_low", "coupon_rate"),
    ({"coupon_rate": Decimal(3)}, "rate_too_high", "coupon_rate"),
    ({"coupon_rate": Decimal("NaN")}, "not_a_number", "coupon_rate"),
    ({"coupon_rate": 0.03}, "not_a_number", "coupon_rate"),
    ({"tenor_years": 0}, "bad_tenor", "tenor_years"),
    ({"tenor_years": 101}, "bad_tenor", "tenor_years"),
    ({"tenor_years": True}, "not_integer", "tenor_years"),
    ({"coupon_frequency": 3}, "bad_frequency", "coupon_frequency"),
    ({"redeemed_after": 4}, "bad_year", "redeemed_after"),
    ({"repayment": Repayment.FROM_YEAR}, "missing", "first_principal_year"),
    ({"repayment": Repayment.FROM_YEAR, "first_principal_year": 4}, "bad_year", "first_principal_year"),
    ({"first_principal_year": 2}, "not_used", "first_principal_year"),
    ({"repayment": Repayment.TABLE}, "missing", "principal_table"),
    ({"repayment": Repayment.TABLE, "principal_table": [100]}, "shape_mismatch", "principal_table"),
    ({"repayment": Repayment.TABLE, "principal_table": [50, 40, 0]}, "not_repaid", "principal_table"),
    ({"repayment": Repayment.TABLE, "principal_table": [150, -50, 0]}, "negative_amount", "principal_table"),
    ({"principal_table": [0, 0, 100]}, "not_used", "principal_table"),
    ({"value_date": date(9998, 1, 1)}, "out_of_range", "months"),
]


@pytest.mark.parametrize(("change", "code", "field"), REFUSED)
def test_refuses(change: dict[str, object], code: str, field: str) -> None:
    with pytest.raises(CalculationError) as refusal:
        debt_schedule(**{**GOOD, **change})  # type: ignore[arg-type]
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_oracle_default_frequency_by_the_list_of_tenors() -> None:
    """Local bonds up to 7 years pay once a year, those of 10, 15, 20 and 30 years twice."""
    yearly, half_yearly = (1, 2, 3, 5, 7), (10, 15, 20, 30)
    assert [default_frequency(years) for years in yearly] == [1] * 5
    assert [default_frequency(years) for years in half_yearly] == [2] * 4


@given(st.integers(1, 50), st.integers(1, 50))
def test_law_a_longer_bond_never_pays_less_often(one: int, two: int) -> None:
    short, long = sorted((one, two))
    assert default_frequency(short) <= default_frequency(long)
    assert default_frequency(short, yearly_up_to=short) == 1


def test_refuses_a_frequency_without_a_tenor() -> None:
    for years, code in ((0, "bad_tenor"), (-1, "bad_tenor"), (101, "bad_tenor"), (True, "not_integer")):
        with pytest.raises(CalculationError) as refusal:
            default_frequency(years)
        assert (refusal.value.code, refusal.value.field) == (code, "tenor_years")


test_kept_answers = kept_answers("calculators.bonds.schedule")
