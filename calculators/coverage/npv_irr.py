"""Net present value, internal rates of return, and the level payment of a loan.

    npv = sum(flow[t] ÷ (1 + rate)**t, t = 0..n-1)          the first flow is today's
    irr: every rate in the interval at which npv = 0
    payment = principal × rate ÷ (1 − (1 + rate)**−periods)

A series whose signs change once has at most one rate; with several changes there may be several, and all of
them are given with a flag instead of one being chosen. They are found from the derivatives of shifted sums:
each step loses one sign change, and between two turning points the function is monotone: none is missed.

Shapes  flows: (n,), earliest first; roots: lowest first.
Units   fen; rates decimal per period; npv unrounded; the level payment rounded half up to the fen.
Errors  CalculationError: empty, too_long, not_integer, out_of_range, negative_amount, not_a_number,
        rate_too_low, rate_too_high, no_irr, too_many_sign_changes, bad_interval, bad_tenor.
Source  SPECS.sources; golden cases in tests/golden/coverage/npv_irr.csv; pyxirr as an oracle.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import pairwise

import numpy_financial as npf  # type: ignore[import-untyped]

from calculators.kernel.cash_flow import check_series, sign_changes
from calculators.kernel.errors import CalculationError
from calculators.kernel.money import check_amount, round_fen
from calculators.kernel.rates import check_rate
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity

MOST_SIGN_CHANGES = 8
"""More changes of sign are refused: the work grows with their square, and no project has them."""

_PRECISION = 60
_ROOT_WIDTH = Decimal("1e-25")
_TOUCH = Decimal("1e-40")


@dataclass(frozen=True, slots=True)
class InternalRates:
    """All internal rates in the stated interval; ``rate`` is None when there is more than one."""

    rate: Decimal | None
    roots: tuple[Decimal, ...]
    is_ambiguous: bool
    changes: int
    lowest_rate: Decimal
    highest_rate: Decimal


@dataclass(frozen=True, slots=True)
class LevelPayment:
    """The level payment of a loan, the last one with the rounding, and what all come to."""

    exact_payment: Decimal
    payment: int
    last_payment: int
    total_paid: int
    total_interest: int


def npv(flows: Sequence[int], *, rate: Decimal) -> Decimal:
    """Return the net present value at the time of the first flow.

    >>> npv([-100, 60, 60], rate=Decimal("0.25"))
    Decimal('-13.600')
    """
    series = check_series(flows, "flows")
    if check_rate(rate, "rate", highest=Decimal(100)) <= -1:
        raise CalculationError("rate_too_low", "rate", "rate must be above -100 %")
    return _horner([Decimal(flow) for flow in series], 1 / (1 + rate))


def irr(
    flows: Sequence[int], *, lowest_rate: Decimal = Decimal("-0.9"), highest_rate: Decimal = Decimal(10)
) -> InternalRates:
    """Return every internal rate of return in the interval.

    >>> round(irr([-100, 60, 60]).rate, 6)
    Decimal('0.130662')
    >>> [str(round(root, 9).normalize()) for root in irr([-100, 230, -132]).roots]
    ['0.1', '0.2']
    """
    series = check_series(flows, "flows")
    low, high = check_rate(lowest_rate, "lowest_rate"), check_rate(highest_rate, "highest_rate")
    if not -1 < low < high <= 1000:
        raise CalculationError("bad_interval", "lowest_rate", "an interval above -100 % and up to 100000 %")
    changes = sign_changes(series)
    if not changes:
        raise CalculationError("no_irr", "flows", "flows of one sign have no internal rate of return")
    if changes > MOST_SIGN_CHANGES:
        raise CalculationError(
            "too_many_sign_changes", "flows", "at most %(most)s changes of sign", most=MOST_SIGN_CHANGES
        )
    with localcontext() as context:
        context.prec = _PRECISION
        factors = _roots([Decimal(flow) for flow in series], 1 / (1 + high), 1 / (1 + low))
        roots = tuple(sorted(1 / factor - 1 for factor in factors))
    if not roots:
        raise CalculationError(
            "no_irr", "flows", "no internal rate of return from %(low)s to %(high)s", low=low, high=high
        )
    return InternalRates(roots[0] if len(roots) == 1 else None, roots, len(roots) > 1, changes, low, high)


def level_payment(principal: int, *, period_rate: Decimal, periods: int) -> LevelPayment:
    """Return the equal payment at each period end that repays a loan with interest.

    >>> level_payment(1_000_000, period_rate=Decimal("0.05"), periods=2).payment
    537805
    """
    check_amount(principal, "principal")
    rate = check_rate(period_rate, "period_rate", lowest=Decimal(0), highest=Decimal(1))
    if isinstance(periods, bool) or not isinstance(periods, int) or not 1 <= periods <= 1200:
        raise CalculationError("bad_tenor", "periods", "from 1 to 1200 periods")
    exact = (
        Decimal(str(npf.pmt(rate, periods, Decimal(-principal)))) if rate else Decimal(principal) / periods
    )
    payment, total = round_fen(exact), round_fen(exact * periods)
    return LevelPayment(exact, payment, total - payment * (periods - 1), total, total - principal)


def _horner(flows: Sequence[Decimal], factor: Decimal) -> Decimal:
    value = Decimal(0)
    for flow in reversed(flows):
        value = value * factor + flow
    return value


def _roots(flows: list[Decimal], low: Decimal, high: Decimal) -> list[Decimal]:
    """Return the roots of sum(flow × x**t) in [low, high], both ends above zero."""
    signed = [(index, flow) for index, flow in enumerate(flows) if flow]
    change = next((a for (a, left), (_, right) in pairwise(signed) if (left > 0) != (right > 0)), None)
    if change is None:
        return []
    # Between exponents ``change`` and ``change + 1`` the sign turns: dividing by x**(change + ½) and deriving
    # multiplies each flow by (t − change − ½), which makes the two neighbours agree and loses one change.
    shifted = [flow * (2 * index - 2 * change - 1) for index, flow in enumerate(flows)]
    points = [low, *_roots(shifted, low, high), high]
    found: list[Decimal] = []
    for left, right in pairwise(points):
        root = _between(flows, left, right)
        if root is not None and (not found or root - found[-1] > 2 * _ROOT_WIDTH):
            found.append(root)
    return found


def _between(flows: Sequence[Decimal], left: Decimal, right: Decimal) -> Decimal | None:
    """Return the root of a sum monotone between two points; a touch at an end counts as a root."""
    at_left, at_right = _horner(flows, left), _horner(flows, right)
    sizes = [abs(flow) for flow in flows]
    for end, height in ((left, at_left), (right, at_right)):
        if abs(height) <= _horner(sizes, end) * _TOUCH:
            return end
    if (at_left > 0) == (at_right > 0):
        return None
    while right - left > _ROOT_WIDTH:
        middle = (left + right) / 2
        if (_horner(flows, middle) > 0) == (at_left > 0):
            left = middle
        else:
            right = middle
    return (left + right) / 2


_FLOWS = Quantity("flows", "Flows", "现金流量", "fen")

SPEC_NPV = CalculatorSpec(
    key="coverage.npv",
    title="Net present value",
    title_zh="净现值",
    unit="fen",
    function=npv,
    inputs=(_FLOWS, Quantity("rate", "Rate per period", "折现率", "rate")),
    outputs=(
        Quantity(
            "result", "Net present value", "净现值", "fen", "sum of {flows} ÷ (1 + {rate}) ^ t, t from 0"
        ),
    ),
    sources=(
        Clause("numpy-financial", "npv", "1.0.0"),
        Clause("建设项目经济评价方法与参数", "净现值", "3rd edition", False),
    ),
    example={"flows": [-100, 60, 60], "rate": "0.25"},
    example_result={"result": "-13.600"},
)

SPEC_IRR = CalculatorSpec(
    key="coverage.irr",
    title="Internal rates of return",
    title_zh="内部收益率",
    unit="rate",
    function=irr,
    inputs=(
        _FLOWS,
        Quantity("lowest_rate", "Lowest rate searched", "搜索下限", "rate"),
        Quantity("highest_rate", "Highest rate searched", "搜索上限", "rate"),
    ),
    outputs=(
        Quantity("rate", "Internal rate", "内部收益率", "rate", "the only one of {roots}, or none"),
        Quantity(
            "roots",
            "All rates",
            "全部解",
            "rate",
            "rates from {lowest_rate} to {highest_rate} at which the present value of {flows} is 0",
        ),
        Quantity("is_ambiguous", "Ambiguous", "是否多解", "flag", "more than one of {roots}"),
        Quantity("changes", "Changes of sign", "符号变化次数", "count", "changes of sign in {flows}"),
        Quantity("lowest_rate", "Lowest rate searched", "搜索下限", "rate", "{lowest_rate} as given"),
        Quantity("highest_rate", "Highest rate searched", "搜索上限", "rate", "{highest_rate} as given"),
    ),
    sources=(
        Clause("Descartes' rule of signs", "number of positive roots", "1637"),
        Clause("numpy-financial", "irr", "1.0.0"),
    ),
    example={"flows": [-100, 150]},
    example_result={"is_ambiguous": "no", "changes": "1"},
)

SPEC_PAYMENT = CalculatorSpec(
    key="coverage.level_payment",
    title="Level payment",
    title_zh="等额本息",
    unit="fen",
    function=level_payment,
    inputs=(
        Quantity("principal", "Principal", "本金", "fen"),
        Quantity("period_rate", "Rate per period", "每期利率", "rate"),
        Quantity("periods", "Periods", "期数", "count"),
    ),
    outputs=(
        Quantity(
            "exact_payment",
            "Exact payment",
            "精确每期金额",
            "fen",
            "{principal} × {period_rate} ÷ (1 − (1 + {period_rate}) ^ −{periods})",
        ),
        Quantity("payment", "Payment", "每期金额", "fen", "{exact_payment} rounded half up"),
        Quantity(
            "last_payment", "Last payment", "末期金额", "fen", "{total_paid} − {payment} × ({periods} − 1)"
        ),
        Quantity("total_paid", "All payments", "支付合计", "fen", "{exact_payment} × {periods}, half up"),
        Quantity("total_interest", "Interest", "利息合计", "fen", "{total_paid} − {principal}"),
    ),
    sources=(Clause("numpy-financial", "pmt", "1.0.0"),),
    example={"principal": 1_000_000, "period_rate": "0.05", "periods": 2},
    example_result={"payment": "537805", "last_payment": "537805", "total_paid": "1075610"},
)

SPECS = (SPEC_NPV, SPEC_IRR, SPEC_PAYMENT)
