"""Debt schedule of a bond: nominal and payment dates, opening, interest, principal, closing.

    interest[k] = opening[k] × coupon_rate ÷ coupon_frequency, rounded half up to the fen
    closing[k]  = opening[k] − principal[k]

Nominal dates are anniversaries of the value date, clamped to the end of a shorter month; a payment that
falls on a rest day moves forward and bears no extra interest.

Shapes  one row per coupon date, earliest first; principal_table: one amount per year of the tenor.
Units   amounts in fen; coupon_rate decimal per year; tenor in years; coupon_frequency payments per year.
Errors  CalculationError: not_integer, negative_amount, out_of_range, not_a_number, rate_too_low,
        rate_too_high, bad_tenor, bad_frequency, bad_year, shape_mismatch, not_repaid, bad_option, missing,
        not_used, bad_calendar.
Source  SPECS.sources; golden cases in tests/golden/bonds/schedule.csv.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from calculators.kernel.dates import WEEKENDS_ONLY, WorkCalendar, add_months, roll_forward
from calculators.kernel.errors import CalculationError
from calculators.kernel.money import check_amount, round_fen
from calculators.kernel.rates import check_rate
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity

LONGEST_TENOR = 100
"""Years; the longest official tenor is 30."""

FREQUENCIES = (1, 2, 4, 12)
"""Coupon payments per year that divide a year into whole months."""


class Repayment(StrEnum):
    """How principal comes back."""

    BULLET = "bullet"
    INSTALMENT = "instalment"
    FROM_YEAR = "from_year"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """One coupon date of a bond or of a share of it."""

    number: int
    nominal_date: date
    payment_date: date
    is_provisional: bool
    opening: int
    interest: int
    principal: int
    closing: int

    @property
    def payment(self) -> int:
        """Interest and principal together."""
        return self.interest + self.principal


@dataclass(frozen=True, slots=True)
class DebtSchedule:
    """All rows of a bond with their totals; the maturity date is nominal."""

    rows: tuple[ScheduleRow, ...]
    maturity_date: date
    total_principal: int
    total_interest: int
    debt_service: int


def default_frequency(tenor_years: int, *, yearly_up_to: int = 7) -> int:
    """Return the usual coupon frequency: once a year up to a tenor, twice a year above.

    >>> [default_frequency(years) for years in (5, 7, 10)]
    [1, 1, 2]
    """
    _check_tenor(tenor_years)
    return 1 if tenor_years <= yearly_up_to else 2


def debt_schedule(
    face: int,
    *,
    coupon_rate: Decimal,
    value_date: date,
    tenor_years: int,
    coupon_frequency: int,
    repayment: Repayment = Repayment.BULLET,
    first_principal_year: int | None = None,
    principal_table: Sequence[int] | None = None,
    redeemed_after: int | None = None,
    calendar: WorkCalendar = WEEKENDS_ONLY,
) -> DebtSchedule:
    """Return the schedule of a bond; what is left after ``redeemed_after`` years is repaid then.

    >>> schedule = debt_schedule(10_000, coupon_rate=Decimal("0.04"), value_date=date(2024, 2, 29),
    ...     tenor_years=2, coupon_frequency=1, repayment=Repayment.INSTALMENT)
    >>> [(str(row.nominal_date), row.interest, row.principal) for row in schedule.rows]
    [('2025-02-28', 400, 5000), ('2026-02-28', 200, 5000)]
    """
    check_amount(face, "face")
    rate = check_rate(coupon_rate, "coupon_rate", lowest=Decimal(0), highest=Decimal(1))
    if coupon_frequency not in FREQUENCIES:
        raise CalculationError("bad_frequency", "coupon_frequency", "1, 2, 4 or 12 payments a year")
    table = principal_by_year(
        face,
        tenor_years,
        repayment,
        first_principal_year=first_principal_year,
        principal_table=principal_table,
    )
    table = _redeem(table, redeemed_after)
    rows = _rows(
        face,
        period_rate=Fraction(rate) / coupon_frequency,
        value_date=value_date,
        frequency=coupon_frequency,
        table=table,
        calendar=calendar,
    )
    interest = sum(row.interest for row in rows)
    return DebtSchedule(rows, rows[-1].nominal_date, face, interest, face + interest)


def principal_by_year(
    face: int,
    tenor_years: int,
    repayment: Repayment,
    *,
    first_principal_year: int | None = None,
    principal_table: Sequence[int] | None = None,
) -> tuple[int, ...]:
    """Return the principal due at the end of each year of the tenor; the last year takes the rounding.

    >>> principal_by_year(1000, 4, Repayment.FROM_YEAR, first_principal_year=2)
    (0, 333, 333, 334)
    """
    _check_tenor(tenor_years)
    _check_used(repayment, first_principal_year, principal_table)
    if principal_table is not None:
        return _checked_table(face, tenor_years, principal_table)
    first = {Repayment.BULLET: tenor_years, Repayment.INSTALMENT: 1}.get(repayment, first_principal_year or 0)
    if not 1 <= first <= tenor_years:
        raise CalculationError("bad_year", "first_principal_year", "a year from 1 to the tenor")
    count = tenor_years - first + 1
    yearly = face // count
    return (0,) * (first - 1) + (yearly,) * (count - 1) + (face - yearly * (count - 1),)


def yearly_debt_service(rows: Sequence[ScheduleRow]) -> tuple[tuple[int, int, int], ...]:
    """Return (year, principal, interest) by the calendar year in which the money is paid.

    >>> schedule = debt_schedule(10_000, coupon_rate=Decimal("0.04"), value_date=date(2024, 6, 3),
    ...     tenor_years=1, coupon_frequency=2)
    >>> yearly_debt_service(schedule.rows)
    ((2024, 0, 200), (2025, 10000, 200))
    """
    years: dict[int, tuple[int, int]] = {}
    for row in rows:
        principal, interest = years.get(row.payment_date.year, (0, 0))
        years[row.payment_date.year] = principal + row.principal, interest + row.interest
    return tuple((year, *sums) for year, sums in sorted(years.items()))


def _check_tenor(tenor_years: int) -> None:
    if isinstance(tenor_years, bool) or not isinstance(tenor_years, int):
        raise CalculationError("not_integer", "tenor_years", "the tenor is a whole number of years")
    if not 1 <= tenor_years <= LONGEST_TENOR:
        raise CalculationError(
            "bad_tenor", "tenor_years", "a tenor from 1 to %(most)s years", most=LONGEST_TENOR
        )


def _check_used(repayment: Repayment, first: int | None, table: Sequence[int] | None) -> None:
    """An input that the form of repayment ignores would mislead the reader, so it is refused."""
    for field, value, form in (
        ("first_principal_year", first, Repayment.FROM_YEAR),
        ("principal_table", table, Repayment.TABLE),
    ):
        if repayment is form and value is None:
            raise CalculationError("missing", field, "repayment '%(form)s' needs it", form=form)
        if repayment is not form and value is not None:
            raise CalculationError("not_used", field, "only repayment '%(form)s' uses it", form=form)


def _checked_table(face: int, tenor_years: int, table: Sequence[int]) -> tuple[int, ...]:
    if len(table) != tenor_years:
        raise CalculationError("shape_mismatch", "principal_table", "one amount per year of the tenor")
    amounts = tuple(check_amount(amount, "principal_table") for amount in table)
    if sum(amounts) != face:
        raise CalculationError("not_repaid", "principal_table", "the yearly principal must sum to the face")
    return amounts


def _redeem(table: tuple[int, ...], after: int | None) -> tuple[int, ...]:
    if after is None:
        return table
    if isinstance(after, bool) or not isinstance(after, int) or not 1 <= after <= len(table):
        raise CalculationError("bad_year", "redeemed_after", "a year from 1 to the tenor")
    return (*table[: after - 1], sum(table[after - 1 :]))


def _rows(
    face: int,
    *,
    period_rate: Fraction,
    value_date: date,
    frequency: int,
    table: tuple[int, ...],
    calendar: WorkCalendar,
) -> tuple[ScheduleRow, ...]:
    rows, opening = [], face
    for number in range(1, len(table) * frequency + 1):
        # The anchor day keeps a 31st or 29 February from drifting to the 28th for good.
        nominal = add_months(value_date, 12 // frequency * number, anchor_day=value_date.day)
        paid = roll_forward(nominal, calendar)
        year, within = divmod(number, frequency)
        principal = 0 if within else table[year - 1]
        interest = round_fen(opening * period_rate)
        row = ScheduleRow(
            number,
            nominal,
            paid,
            calendar.is_provisional(paid),
            opening,
            interest,
            principal,
            opening - principal,
        )
        rows.append(row)
        opening = row.closing
    return tuple(rows)


_SOURCES = (
    Clause("财库〔2020〕36号", "tenors and forms of repayment", "2020-11", confirmed=False),
    Clause(
        "财库〔2020〕43号",
        "payment dates move past rest days without extra interest",
        "2020",
        confirmed=False,
    ),
    Clause("Bond register of 新浪财经, 24宁波债03 and others", "coupon dates and frequency", "2024-03"),
)

SPEC_FREQUENCY = CalculatorSpec(
    key="bonds.default_frequency",
    title="Usual coupon frequency",
    title_zh="默认付息频率",
    unit="count",
    function=default_frequency,
    inputs=(
        Quantity("tenor_years", "Tenor", "期限", "years"),
        Quantity("yearly_up_to", "Longest tenor with a yearly coupon", "按年付息的最长期限", "years"),
    ),
    outputs=(
        Quantity(
            "result", "Coupon frequency", "付息频率", "count", "1 if {tenor_years} ≤ {yearly_up_to}, else 2"
        ),
    ),
    sources=_SOURCES,
    example={"tenor_years": 10},
    example_result={"result": "2"},
)

SPEC = CalculatorSpec(
    key="bonds.schedule",
    title="Debt schedule",
    title_zh="还本付息计划",
    unit="fen",
    function=debt_schedule,
    inputs=(
        Quantity("face", "Face", "面值", "fen"),
        Quantity("coupon_rate", "Coupon", "票面利率", "rate"),
        Quantity("value_date", "Value date", "起息日", "date"),
        Quantity("tenor_years", "Tenor", "期限", "years"),
        Quantity("coupon_frequency", "Coupon frequency", "付息频率", "count"),
        Quantity("repayment", "Repayment form", "还本方式", "text"),
        Quantity("first_principal_year", "First year of principal", "首个还本年度", "years"),
        Quantity("principal_table", "Principal by year", "分年还本金额", "table"),
        Quantity("redeemed_after", "Redeemed after", "提前还本年度", "years"),
        Quantity("calendar", "Working-day calendar", "工作日历", "table"),
    ),
    outputs=(
        Quantity(
            "rows",
            "Rows",
            "分期明细",
            "table",
            "opening × {coupon_rate} ÷ {coupon_frequency}, half up; closing = opening − principal",
        ),
        Quantity("maturity_date", "Maturity", "到期日", "date", "{value_date} + {tenor_years}"),
        Quantity("total_principal", "Principal", "本金合计", "fen", "{face}"),
        Quantity("total_interest", "Interest", "利息合计", "fen", "sum of the interest in {rows}"),
        Quantity("debt_service", "Debt service", "本息合计", "fen", "{total_principal} + {total_interest}"),
    ),
    sources=_SOURCES,
    example={
        "face": 7_500_000_000,
        "coupon_rate": "0.0236",
        "value_date": "2024-04-01",
        "tenor_years": 10,
        "coupon_frequency": 2,
    },
    example_result={
        "maturity_date": "2034-04-01",
        "total_principal": "7500000000",
        "total_interest": "1770000000",
        "debt_service": "9270000000",
    },
)

SPECS = (SPEC, SPEC_FREQUENCY)
