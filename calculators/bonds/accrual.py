"""Accrued interest of a bond between two coupon dates.

    act/act   accrued = face × coupon_rate ÷ coupon_frequency × elapsed days ÷ days of the coupon period
    nl/365    accrued = face × coupon_rate × elapsed days without 29 February ÷ 365
    act/365, act/360 likewise with all days

Shapes  scalars.
Units   face and accrued in fen, rounded half up once; coupon_rate decimal per year; dates.
Errors  CalculationError: not_integer, negative_amount, not_a_number, rate_too_low, rate_too_high,
        bad_tenor, bad_frequency, outside_life.
Source  SPEC.sources; golden cases in tests/golden/bonds/accrual.csv.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from calculators.bonds.schedule import FREQUENCIES, LONGEST_TENOR
from calculators.kernel.dates import add_months
from calculators.kernel.day_count import DayCount, elapsed_days, leap_days, period_fraction, year_fraction
from calculators.kernel.errors import CalculationError
from calculators.kernel.money import check_amount, round_fen
from calculators.kernel.rates import check_rate
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


@dataclass(frozen=True, slots=True)
class CouponPeriod:
    """The coupon period a day falls into; its first day belongs to it, its last to the next."""

    number: int
    period_start: date
    period_end: date


@dataclass(frozen=True, slots=True)
class AccruedInterest:
    """Accrued interest with its days; counted days leave out 29 February under nl/365."""

    period_start: date
    period_end: date
    counted_days: int
    period_days: int
    accrued: int


def coupon_period(value_date: date, *, tenor_years: int, coupon_frequency: int, day: date) -> CouponPeriod:
    """Return the coupon period that holds the day.

    >>> period = coupon_period(date(2024, 4, 1), tenor_years=10, coupon_frequency=2, day=date(2024, 10, 1))
    >>> period.number, str(period.period_end)
    (2, '2025-04-01')
    """
    if not isinstance(tenor_years, int) or not 1 <= tenor_years <= LONGEST_TENOR:
        raise CalculationError(
            "bad_tenor", "tenor_years", "a tenor from 1 to %(most)s years", most=LONGEST_TENOR
        )
    if coupon_frequency not in FREQUENCIES:
        raise CalculationError("bad_frequency", "coupon_frequency", "1, 2, 4 or 12 payments a year")
    start = value_date
    for number in range(1, tenor_years * coupon_frequency + 1):
        end = add_months(value_date, 12 // coupon_frequency * number, anchor_day=value_date.day)
        if start <= day < end:
            return CouponPeriod(number, start, end)
        start = end
    raise CalculationError("outside_life", "day", "the day must lie from the value date to before maturity")


def accrued_interest(
    face: int,
    *,
    coupon_rate: Decimal,
    value_date: date,
    tenor_years: int,
    coupon_frequency: int,
    day: date,
    basis: DayCount = DayCount.ACT_ACT_PERIOD,
) -> AccruedInterest:
    """Return the interest accrued since the last coupon date, the day itself not counted.

    >>> accrued_interest(10_000_00, coupon_rate=Decimal("0.0366"), value_date=date(2024, 4, 1),
    ...     tenor_years=10, coupon_frequency=2, day=date(2024, 7, 1)).accrued
    9100
    """
    check_amount(face, "face")
    rate = check_rate(coupon_rate, "coupon_rate", lowest=Decimal(0), highest=Decimal(1))
    period = coupon_period(value_date, tenor_years=tenor_years, coupon_frequency=coupon_frequency, day=day)
    start, end = period.period_start, period.period_end
    if basis is DayCount.ACT_ACT_PERIOD:
        years = period_fraction(start, day, end) / coupon_frequency
    else:
        years = year_fraction(start, day, basis)
    skipped = leap_days(start, day) if basis is DayCount.NL_365 else 0
    accrued = round_fen(face * Fraction(rate) * years)
    return AccruedInterest(start, end, elapsed_days(start, day) - skipped, elapsed_days(start, end), accrued)


SPEC = CalculatorSpec(
    key="bonds.accrued_interest",
    title="Accrued interest",
    title_zh="应计利息",
    unit="fen",
    function=accrued_interest,
    inputs=(
        Quantity("face", "Face", "面值", "fen"),
        Quantity("coupon_rate", "Coupon", "票面利率", "rate"),
        Quantity("value_date", "Value date", "起息日", "date"),
        Quantity("tenor_years", "Tenor", "期限", "years"),
        Quantity("coupon_frequency", "Coupon frequency", "付息频率", "count"),
        Quantity("day", "Day", "计息截止日", "date"),
        Quantity("basis", "Day count", "计息基准", "text"),
    ),
    outputs=(
        Quantity(
            "period_start", "Start of the coupon period", "付息期起始日", "date", "last coupon date ≤ {day}"
        ),
        Quantity(
            "period_end", "End of the coupon period", "付息期截止日", "date", "next coupon date > {day}"
        ),
        Quantity("counted_days", "Days counted", "计息天数", "days", "{day} − {period_start} under {basis}"),
        Quantity(
            "period_days", "Days of the coupon period", "付息期天数", "days", "{period_end} − {period_start}"
        ),
        Quantity(
            "accrued",
            "Accrued interest",
            "应计利息",
            "fen",
            "{face} × {coupon_rate} ÷ {coupon_frequency} × {counted_days} ÷ {period_days} under act/act, "
            "{face} × {coupon_rate} × {counted_days} ÷ 365 or 360 under the others",
        ),
    ),
    sources=(
        Clause("ISDA 2006 Definitions", "4.16", "2006"),
        Clause("Exchange quotation practice", "365 days, 29 February ignored", "", confirmed=False),
    ),
    example={
        "face": 1_000_000,
        "coupon_rate": "0.0366",
        "value_date": "2024-04-01",
        "tenor_years": 10,
        "coupon_frequency": 2,
        "day": "2024-07-01",
    },
    example_result={"counted_days": "91", "period_days": "183", "accrued": "9100"},
)
