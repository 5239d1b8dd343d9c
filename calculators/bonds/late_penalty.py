"""Late penalty on an overdue payment of principal or interest.

    penalty = overdue × multiplier × coupon_rate ÷ base_days × days_late

Shapes  scalars.
Units   fen, rounded half up once; coupon_rate decimal per year; multiplier a pure number; days.
Errors  CalculationError: not_integer, negative_amount, not_a_number, rate_too_low, rate_too_high,
        bad_base, reversed_dates.
Source  SPEC.sources; golden cases in tests/golden/bonds/late_penalty.csv.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from calculators.kernel.day_count import elapsed_days
from calculators.kernel.errors import CalculationError
from calculators.kernel.money import check_amount, round_fen
from calculators.kernel.rates import check_rate, exact_decimal
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


@dataclass(frozen=True, slots=True)
class LatePenalty:
    """Days late, the rate of a day, and the penalty."""

    days_late: int
    daily_rate: Decimal
    penalty: int


def late_penalty(
    overdue: int,
    *,
    coupon_rate: Decimal,
    multiplier: Decimal,
    due_date: date,
    paid_date: date,
    base_days: int = 365,
) -> LatePenalty:
    """Return the penalty from the due date to the day of payment; the due date counts, the day paid does not.

    >>> late_penalty(36_500_000, coupon_rate=Decimal("0.03"), multiplier=Decimal(2),
    ...     due_date=date(2026, 3, 2), paid_date=date(2026, 3, 12)).penalty
    60000
    """
    check_amount(overdue, "overdue")
    rate = check_rate(coupon_rate, "coupon_rate", lowest=Decimal(0), highest=Decimal(1))
    times = check_rate(multiplier, "multiplier", lowest=Decimal(0), highest=Decimal(10))
    if base_days not in (360, 365):
        raise CalculationError("bad_base", "base_days", "a year of 360 or 365 days")
    if paid_date < due_date:
        raise CalculationError("reversed_dates", "paid_date", "the day of payment is before the due date")
    days = elapsed_days(due_date, paid_date)
    daily = Fraction(rate) * Fraction(times) / base_days
    return LatePenalty(days, exact_decimal(daily), round_fen(overdue * daily * days))


SPEC = CalculatorSpec(
    key="bonds.late_penalty",
    title="Late penalty",
    title_zh="逾期罚息",
    unit="fen",
    function=late_penalty,
    inputs=(
        Quantity("overdue", "Overdue amount", "逾期金额", "fen"),
        Quantity("coupon_rate", "Coupon", "票面利率", "rate"),
        Quantity("multiplier", "Times the coupon", "罚息倍数", "ratio"),
        Quantity("due_date", "Due date", "应付日", "date"),
        Quantity("paid_date", "Day of payment", "实付日", "date"),
        Quantity("base_days", "Days of a year", "年天数", "days"),
    ),
    outputs=(
        Quantity("days_late", "Days late", "逾期天数", "days", "{paid_date} − {due_date}"),
        Quantity(
            "daily_rate", "Rate of a day", "日罚息率", "rate", "{coupon_rate} × {multiplier} ÷ {base_days}"
        ),
        Quantity(
            "penalty",
            "Penalty",
            "罚息",
            "fen",
            "{overdue} × {coupon_rate} × {multiplier} ÷ {base_days} × {days_late}",
        ),
    ),
    sources=(
        Clause(
            "2013 rules for bonds issued by the centre for localities",
            "twice the coupon as a day rate",
            "2013-06",
        ),
        Clause("On-lending agreements", "days of the year", "", confirmed=False),
    ),
    example={
        "overdue": 36_500_000,
        "coupon_rate": "0.03",
        "multiplier": "2",
        "due_date": "2026-03-02",
        "paid_date": "2026-03-12",
    },
    example_result={"days_late": "10", "penalty": "60000"},
)
