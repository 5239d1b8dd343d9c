"""Total-return carry: a share of every new high of the NAV above committed capital, realised or not.

    carry[t]      = max(0, nav_before[t] − high_water[t]) × carry_rate
    high_water[t] = max(committed, nav_before of all earlier periods)
    nav_before    = nav_after of the period before + calls − fees + results
    nav_after     = nav_before − carry − distributions

Shapes  all series: (n,), oldest period first.
Units   fen; results may be negative; carry_rate: Decimal share.
Errors  CalculationError: empty, shape_mismatch, negative_amount, bad_share, and those of check_fen.
Source  Total-return method of fund distributions. It pays on value not yet realised and is therefore
        another calculator than the cash waterfall.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import Rounding, check_fen, round_fen
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


@dataclass(frozen=True, slots=True)
class TotalReturnCarry:
    """High-water marks, gains above them and the carry of every period."""

    high_water: tuple[int, ...]
    gains: tuple[int, ...]
    carries: tuple[int, ...]
    total_carry: int


@dataclass(frozen=True, slots=True)
class NavPeriod:
    """One period of the NAV from opening to closing."""

    opening: int
    nav_before: int
    carry: int
    distribution: int
    nav_after: int


def total_return_carry(
    nav_before: Sequence[int],
    *,
    committed: int,
    carry_rate: Decimal,
    rounding: Rounding = Rounding.HALF_UP,
) -> TotalReturnCarry:
    """Return the carry of each period from the NAVs before distributions.

    >>> total_return_carry([7710, 9040, 10070], committed=7500, carry_rate=Decimal("0.2")).carries
    (42, 266, 206)
    """
    _check(nav_before, "nav_before", is_signed=True)
    _check([committed], "committed")
    _check_share(carry_rate)
    marks, gains = [committed], []
    for nav in nav_before:
        gains.append(max(0, nav - marks[-1]))
        marks.append(max(marks[-1], nav))
    carries = tuple(round_fen(gain * carry_rate, rounding) for gain in gains)
    return TotalReturnCarry(tuple(marks[:-1]), tuple(gains), carries, sum(carries))


def roll_nav(
    opening: int,
    *,
    calls: Sequence[int],
    fees: Sequence[int],
    results: Sequence[int],
    distributions: Sequence[int],
    committed: int,
    carry_rate: Decimal,
    rounding: Rounding = Rounding.HALF_UP,
) -> tuple[NavPeriod, ...]:
    """Return the NAV period by period, with the carry taken at every new high.

    >>> [period.nav_after for period in roll_nav(
    ...     0, calls=[100, 0], fees=[2, 2], results=[0, 52], distributions=[0, 20],
    ...     committed=100, carry_rate=Decimal("0.25"))]
    [98, 116]
    """
    _check_series(opening, calls, fees, results, distributions)
    _check_share(carry_rate)
    _check([committed], "committed")
    periods: list[NavPeriod] = []
    nav, mark = opening, committed
    for call, fee, result, paid in zip(calls, fees, results, distributions, strict=True):
        before = nav + call - fee + result
        carry = round_fen(max(0, before - mark) * carry_rate, rounding)
        periods.append(NavPeriod(nav, before, carry, paid, before - carry - paid))
        nav, mark = periods[-1].nav_after, max(mark, before)
    return tuple(periods)


def _check_series(
    opening: int,
    calls: Sequence[int],
    fees: Sequence[int],
    results: Sequence[int],
    distributions: Sequence[int],
) -> None:
    _check([opening], "opening", is_signed=True)
    _check(calls, "calls")
    for field, series in (("fees", fees), ("results", results), ("distributions", distributions)):
        if len(series) != len(calls):
            raise CalculationError("shape_mismatch", field, "one amount per period is needed")
        _check(series, field, is_signed=field == "results")


def _check(amounts: Sequence[int], field: str, *, is_signed: bool = False) -> None:
    if not amounts:
        raise CalculationError("empty", field, "at least one period is needed")
    if min(check_fen(amount, field) for amount in amounts) < 0 and not is_signed:
        raise CalculationError("negative_amount", field, "this amount is given without a sign")


def _check_share(carry_rate: Decimal) -> None:
    if not (carry_rate.is_finite() and 0 <= carry_rate <= 1):
        raise CalculationError("bad_share", "carry_rate", "a share is from 0 to 1")


_COMMITTED = Quantity("committed", "Committed capital", "认缴资本", "fen")
_CARRY_RATE = Quantity("carry_rate", "Carried interest", "超额收益分成比例", "rate")
_ROUNDING = Quantity("rounding", "Rounding", "舍入规则", "text")
_SOURCES = (Clause("Total-return method of carried interest", "NAV above committed capital", "-"),)

SPECS = (
    CalculatorSpec(
        key="funds.total_return_carry",
        title="Total-return carry",
        title_zh="总回报法业绩报酬",
        unit="fen",
        function=total_return_carry,
        inputs=(
            Quantity("nav_before", "NAV before distributions", "分配前净值", "fen"),
            _COMMITTED,
            _CARRY_RATE,
            _ROUNDING,
        ),
        outputs=(
            Quantity(
                "high_water", "High-water mark", "历史高水位", "fen", "max({committed}, earlier {nav_before})"
            ),
            Quantity(
                "gains", "Gain above the mark", "超出高水位部分", "fen", "max(0, {nav_before} − {high_water})"
            ),
            Quantity("carries", "Carry", "业绩报酬", "fen", "{gains} × {carry_rate}"),
            Quantity("total_carry", "Total carry", "业绩报酬合计", "fen", "Σ {carries}"),
        ),
        sources=_SOURCES,
        example={"nav_before": [7710, 9040, 10070], "committed": 7500, "carry_rate": "0.2"},
        example_result={"total_carry": "514"},
    ),
    CalculatorSpec(
        key="funds.roll_nav",
        title="Net asset value, period by period",
        title_zh="基金净值滚动",
        unit="fen",
        function=roll_nav,
        inputs=(
            Quantity("opening", "Opening NAV", "期初净值", "fen"),
            Quantity("calls", "Capital calls", "实缴出资", "fen"),
            Quantity("fees", "Fees", "费用", "fen"),
            Quantity("results", "Results", "投资损益", "fen"),
            Quantity("distributions", "Distributions", "分配", "fen"),
            _COMMITTED,
            _CARRY_RATE,
            _ROUNDING,
        ),
        outputs=(
            Quantity(
                "result",
                "NAV by period",
                "各期净值",
                "table",
                "{opening} + {calls} − {fees} + {results} − carry − {distributions}",
            ),
        ),
        sources=_SOURCES,
        example={
            "opening": 0,
            "calls": [100],
            "fees": [2],
            "results": [0],
            "distributions": [0],
            "committed": 100,
            "carry_rate": "0.25",
        },
        example_result={
            "result": "({opening=0, nav_before=98, carry=0, distribution=0, nav_after=98})",
        },
    ),
)
