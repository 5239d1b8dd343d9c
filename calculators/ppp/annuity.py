"""Availability payments over the operating years: level annuity, straight line, interest of the works.

    level, in arrears   A = (P − R ÷ (1+k)^n) × k × (1+k)^n ÷ ((1+k)^n − 1);  k = 0: A = (P − R) ÷ n
    level, in advance   A in arrears ÷ (1+k)
    straight line       principal (P − R) ÷ n each period, interest k × balance at the opening
    works interest      year by year on the balance at the opening and half of the year's drawdown

R is the part of the capital given back in one sum at the end of the last period, beside the payments. Every
payment is whole fen; the last takes what rounding left over, so the balance ends at R exactly.

Shapes  drawdowns: (years,); schedules: (periods,), first period first.
Units   fen; return_rate and loan_rate decimal per period (per year for drawdowns).
Errors  CalculationError: empty, too_many, negative, not_positive, out_of_range, not_exact, not_finite,
        residual_too_large.
Source  SPECS sources; golden cases in tests/golden/ppp/annuity.csv.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import Rounding
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.ppp.exact import check_items, count, fen_of, nonnegative, nonnegative_fen

MAX_PERIODS = 600
"""Longest schedule: fifty years of months."""


_Terms = tuple[Fraction, int, Rounding]
"""Rate, residual and rounding of one schedule."""


class Timing(StrEnum):
    """When in its period a payment falls."""

    ARREARS = "arrears"
    ADVANCE = "advance"


@dataclass(frozen=True, slots=True)
class AvailabilityPeriod:
    """One period of a schedule, fen: what is paid and how it divides; ``closing`` is still owed."""

    number: int
    opening: int
    interest: int
    principal: int
    payment: int
    closing: int


@dataclass(frozen=True, slots=True)
class AvailabilitySchedule:
    """A whole schedule with its level payment (None where payments differ) and its sums, fen."""

    level_payment: int | None
    rows: tuple[AvailabilityPeriod, ...]
    residual: int
    total_payment: int
    total_interest: int


@dataclass(frozen=True, slots=True)
class CapitalisedInterest:
    """Interest of the construction years, fen, and the cost that it makes with the drawdowns."""

    yearly_interest: tuple[int, ...]
    interest: int
    drawn: int
    cost: int


def level_payment(
    investment: int,
    *,
    return_rate: Decimal,
    periods: int,
    timing: Timing = Timing.ARREARS,
    residual: int = 0,
    rounding: Rounding = Rounding.HALF_UP,
) -> int:
    """Return the level payment that repays the investment with its return.

    >>> level_payment(1_000_000_00, return_rate=Decimal("0.06"), periods=10)
    13586796
    """
    principal, rate, number = _checked(investment, return_rate, periods, residual)
    return fen_of(_level(principal, rate, number, timing, residual), rounding, "investment")


def level_schedule(
    investment: int,
    *,
    return_rate: Decimal,
    periods: int,
    timing: Timing = Timing.ARREARS,
    residual: int = 0,
    rounding: Rounding = Rounding.HALF_UP,
) -> AvailabilitySchedule:
    """Return the level annuity period by period (等额本息).

    >>> schedule = level_schedule(100_00, return_rate=Decimal("0.1"), periods=2)
    >>> [(row.interest, row.principal, row.payment) for row in schedule.rows]
    [(1000, 4762, 5762), (524, 5238, 5762)]
    """
    principal, rate, number = _checked(investment, return_rate, periods, residual)
    level = fen_of(_level(principal, rate, number, timing, residual), rounding, "investment")
    step = _arrears_row if timing is Timing.ARREARS else _advance_row
    rows: list[AvailabilityPeriod] = []
    balance = investment
    for index in range(1, number + 1):
        last = index == number
        rows.append(step(index, balance, level=None if last else level, terms=(rate, residual, rounding)))
        balance = rows[-1].closing
    return _schedule(level, rows)


def straight_line_schedule(
    investment: int,
    *,
    return_rate: Decimal,
    periods: int,
    residual: int = 0,
    rounding: Rounding = Rounding.HALF_UP,
) -> AvailabilitySchedule:
    """Return equal principal with interest on the reducing balance, in arrears (等额本金).

    The annuities of the Indian hybrid model have this form, with their own periods and rate.

    >>> schedule = straight_line_schedule(100_00, return_rate=Decimal("0.1"), periods=2)
    >>> [row.payment for row in schedule.rows]
    [6000, 5500]
    """
    principal, rate, number = _checked(investment, return_rate, periods, residual)
    rows: list[AvailabilityPeriod] = []
    balance = investment
    for index in range(1, number + 1):
        closing = investment - fen_of(
            Fraction((principal - residual) * index, number), rounding, "investment"
        )
        interest = fen_of(balance * rate, rounding, "return_rate")
        repaid = balance - closing
        rows.append(AvailabilityPeriod(index, balance, interest, repaid, repaid + interest, closing))
        balance = closing
    return _schedule(None, rows)


def capitalised_interest(
    drawdowns: Sequence[int],
    *,
    loan_rate: Decimal,
    is_compounded: bool = False,
    rounding: Rounding = Rounding.HALF_UP,
) -> CapitalisedInterest:
    """Return the interest of the construction years; money is drawn evenly, so half a year on average.

    >>> capitalised_interest([35_000_00, 35_000_00], loan_rate=Decimal("0.06")).yearly_interest
    (105000, 315000)
    """
    check_items(drawdowns, "drawdowns")
    rate = nonnegative(loan_rate, "loan_rate")
    yearly: list[int] = []
    drawn = 0
    for drawdown in drawdowns:
        owed = drawn + (sum(yearly) if is_compounded else 0)
        amount = nonnegative_fen(drawdown, "drawdowns")
        yearly.append(fen_of((owed + Fraction(amount, 2)) * rate, rounding, "drawdowns"))
        drawn += amount
    return CapitalisedInterest(tuple(yearly), sum(yearly), drawn, drawn + sum(yearly))


def _checked(investment: int, rate: Decimal, periods: int, residual: int) -> tuple[int, Fraction, int]:
    principal = nonnegative_fen(investment, "investment")
    number = count(periods, "periods", most=MAX_PERIODS)
    if nonnegative_fen(residual, "residual") > principal:
        raise CalculationError(
            "residual_too_large", "residual", "more is given back at the end than was invested"
        )
    per_period = nonnegative(rate, "return_rate")
    if per_period > 1:
        raise CalculationError("out_of_range", "return_rate", "a return above 100 % per period is refused")
    return principal, per_period, number


def _level(principal: int, rate: Fraction, number: int, timing: Timing, residual: int) -> Fraction:
    if rate == 0:
        return Fraction(principal - residual, number)
    growth = (1 + rate) ** number
    level = (principal - residual / growth) * rate * growth / (growth - 1)
    return level / (1 + rate) if timing is Timing.ADVANCE else level


def _arrears_row(number: int, opening: int, *, level: int | None, terms: _Terms) -> AvailabilityPeriod:
    rate, residual, rounding = terms
    interest = fen_of(opening * rate, rounding, "return_rate")
    rest = opening - residual + interest
    payment = rest if level is None else min(level, rest)
    return AvailabilityPeriod(
        number, opening, interest, payment - interest, payment, opening + interest - payment
    )


def _advance_row(number: int, opening: int, *, level: int | None, terms: _Terms) -> AvailabilityPeriod:
    rate, residual, rounding = terms
    kept = fen_of(residual / (1 + rate), rounding, "residual")
    payment = opening - kept if level is None else min(level, opening - kept)
    left = opening - payment
    # what stands until the residual is given back must grow to it exactly
    interest = residual - left if level is None else fen_of(left * rate, rounding, "return_rate")
    return AvailabilityPeriod(number, opening, interest, payment - interest, payment, left + interest)


def _schedule(level: int | None, rows: Sequence[AvailabilityPeriod]) -> AvailabilitySchedule:
    residual = rows[-1].closing
    interest = sum(row.interest for row in rows)
    paid = sum(row.payment for row in rows) + residual
    return AvailabilitySchedule(level, tuple(rows), residual, paid, interest)


_CONTRACT = Clause(
    "PPP project contract", "可用性付费 (level annuity form as seen in a calculation report)", "2018"
)
_HYBRID = Clause(
    "Hybrid annuity circular, Ministry of Road Transport and Highways (India)", "annuity payments", "2016"
)
_EXERCISE = Clause("Cost engineer examination exercise on gap subsidy", "建设期利息", "undated")

_COMMON = (
    Quantity("investment", "Investment", "可用性付费投资额", "fen"),
    Quantity("return_rate", "Return rate per period", "投资回报率", "rate"),
    Quantity("periods", "Number of payments", "付费期数", "count"),
    Quantity("residual", "Returned in one sum at the end", "期末一次性返还", "fen"),
    Quantity("rounding", "Rounding", "取整规则", "text"),
)
_TIMING = Quantity("timing", "Paid at the end or the beginning", "期末或期初支付", "text")
_LEVEL = "({investment} − {residual} ÷ (1+{return_rate})ⁿ) × {return_rate} ÷ (1 − (1+{return_rate})⁻ⁿ)"
_LEVEL_ROWS = "each period {return_rate} × balance is interest, {level_payment} − interest repays"
_STRAIGHT_ROWS = "({investment} − {residual}) ÷ {periods} + {return_rate} × balance"
_SUMS = (
    Quantity("residual", "Returned at the end", "期末返还", "fen"),
    Quantity("total_payment", "Total paid", "付费合计", "fen", "Σ {rows} + {residual}"),
    Quantity("total_interest", "Total return", "回报合计", "fen", "{total_payment} − {investment}"),
)

SPECS = (
    CalculatorSpec(
        key="ppp.annuity.level_payment",
        title="Level availability payment",
        title_zh="等额可用性付费",
        unit="fen",
        function=level_payment,
        inputs=(*_COMMON, _TIMING),
        outputs=(Quantity("result", "Level payment", "每期付费", "fen", _LEVEL),),
        sources=(_CONTRACT,),
        example={"investment": 100000000, "return_rate": "0.06", "periods": 10},
        example_result={"result": "13586796"},
    ),
    CalculatorSpec(
        key="ppp.annuity.level",
        title="Level annuity schedule",
        title_zh="等额本息付费计划",
        unit="table",
        function=level_schedule,
        inputs=(*_COMMON, _TIMING),
        outputs=(
            Quantity("level_payment", "Level payment", "每期付费", "fen", _LEVEL),
            Quantity("rows", "Schedule", "付费计划", "table", _LEVEL_ROWS),
            *_SUMS,
        ),
        sources=(_CONTRACT,),
        example={"investment": 10000, "return_rate": "0.1", "periods": 2},
        example_result={"level_payment": "5762", "total_payment": "11524", "total_interest": "1524"},
    ),
    CalculatorSpec(
        key="ppp.annuity.straight_line",
        title="Equal principal schedule",
        title_zh="等额本金付费计划",
        unit="table",
        function=straight_line_schedule,
        inputs=_COMMON,
        outputs=(
            Quantity(
                "level_payment", "Level payment", "每期付费", "fen", "none: payments fall with the balance"
            ),
            Quantity("rows", "Schedule", "付费计划", "table", _STRAIGHT_ROWS),
            *_SUMS,
        ),
        sources=(_HYBRID,),
        example={"investment": 10000, "return_rate": "0.1", "periods": 2},
        example_result={"residual": "0", "total_payment": "11500", "total_interest": "1500"},
    ),
    CalculatorSpec(
        key="ppp.annuity.capitalised_interest",
        title="Interest during construction",
        title_zh="建设期利息",
        unit="fen",
        function=capitalised_interest,
        inputs=(
            Quantity("drawdowns", "Drawn by year", "分年借款额", "fen"),
            Quantity("loan_rate", "Loan rate", "贷款利率", "rate"),
            Quantity("is_compounded", "Interest bears interest", "利息计复利", "flag"),
            Quantity("rounding", "Rounding", "取整规则", "text"),
        ),
        outputs=(
            Quantity(
                "yearly_interest",
                "Interest by year",
                "分年利息",
                "fen",
                "(drawn before + this year ÷ 2) × {loan_rate}",
            ),
            Quantity("interest", "Interest in all", "建设期利息合计", "fen", "Σ {yearly_interest}"),
            Quantity("drawn", "Drawn in all", "借款合计", "fen", "Σ {drawdowns}"),
            Quantity("cost", "Cost with interest", "含息成本", "fen", "{drawn} + {interest}"),
        ),
        sources=(_EXERCISE,),
        example={"drawdowns": [3500000, 3500000], "loan_rate": "0.06"},
        example_result={
            "yearly_interest": "(105000, 315000)",
            "interest": "420000",
            "drawn": "7000000",
            "cost": "7420000",
        },
    ),
)
