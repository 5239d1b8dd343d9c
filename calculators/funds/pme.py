"""Public market equivalents: the fund beside an index, four questions kept apart and labelled.

    factor[t] = index[n−1] ÷ index[t]
    KS-PME        (Σ distributions × factor + nav) ÷ Σ calls × factor
    LN-PME        nav_ln = Σ (calls − distributions) × factor; rate of the fund's flows ending in nav_ln
    PME+          λ = (Σ calls × factor − nav) ÷ Σ distributions × factor; rate with λ × distributions
    modified PME  distributions take the same share out of the index vehicle as they took out of the fund
    direct alpha  rate of the flows × factor ending in nav; discrete r, and ln(1 + r) beside it

Shapes  calls, distributions, index, dates: (n,), oldest first; the last entry is the valuation.
Units   calls, distributions, nav: fen without a sign; index: level; rates: Decimal per period,
        or per year (days ÷ 365) where dates are given. Flows that balance at no rate leave ``rates`` empty.
Errors  CalculationError: empty, shape_mismatch, negative_amount, bad_index, nothing_paid_in,
        nothing_distributed, nothing_to_share, and those of the internal rate.
Source  Kaplan and Schoar 2005; Long and Nickels 1996; Capital Dynamics PME+; Cambridge Associates mPME;
        Gredil, Griffiths and Stucke 2014.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculators.funds.irr import HIGHEST, LOWEST, InternalRates, irr, xirr
from calculators.kernel.cash_flow import sign_changes
from calculators.kernel.errors import CalculationError
from calculators.kernel.money import check_fen
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity

_NO_RATE = {"no_sign_change", "no_rate_in_interval", "too_many_sign_changes"}


@dataclass(frozen=True, slots=True)
class KsPme:
    """Kaplan–Schoar ratio: above 1 the fund beat the index."""

    calls_at_end: Decimal
    distributions_at_end: Decimal
    nav: int
    ratio: Decimal


@dataclass(frozen=True, slots=True)
class LnPme:
    """Long–Nickels: what the index vehicle would hold, and the rate it would have made."""

    nav_ln: Decimal
    rates: InternalRates


@dataclass(frozen=True, slots=True)
class PmePlus:
    """PME+: distributions scaled by λ so that the index vehicle ends at the fund's NAV."""

    scaling: Decimal
    rates: InternalRates


@dataclass(frozen=True, slots=True)
class ModifiedPme:
    """mPME: weights taken out with each distribution, the vehicle's flows, its last value and rate."""

    weights: tuple[Decimal, ...]
    distributions_index: tuple[Decimal, ...]
    nav_index: Decimal
    rates: InternalRates


@dataclass(frozen=True, slots=True)
class DirectAlpha:
    """Direct alpha: ``discrete`` is the rate, ``logarithmic`` is ln(1 + rate); both None if ambiguous."""

    flows_at_end: tuple[Decimal, ...]
    rates: InternalRates
    discrete: Decimal | None
    logarithmic: Decimal | None


def ks_pme(
    calls: Sequence[int], distributions: Sequence[int], index: Sequence[Decimal], *, nav: int
) -> KsPme:
    """Return the Kaplan–Schoar ratio.

    >>> index = [Decimal(100), Decimal(115), Decimal(130)]
    >>> str(round(ks_pme([25, 0, 0], [0, 15, 0], index, nav=20).ratio, 4))
    '1.1371'
    """
    called, paid = _at_end(calls, distributions, index, nav)
    return KsPme(
        sum(called, Decimal(0)), sum(paid, Decimal(0)), nav, (sum(paid) + nav) / sum(called, Decimal(0))
    )


def ln_pme(
    calls: Sequence[int],
    distributions: Sequence[int],
    index: Sequence[Decimal],
    *,
    dates: Sequence[date] | None = None,
) -> LnPme:
    """Return the NAV of the index vehicle and its internal rate.

    >>> index = [Decimal(100), Decimal(115), Decimal(130)]
    >>> str(round(ln_pme([25, 0, 0], [0, 15, 0], index).nav_ln, 2))
    '15.54'
    """
    called, paid = _at_end(calls, distributions, index, 0)
    nav_ln = sum(called, Decimal(0)) - sum(paid, Decimal(0))
    flows = [Decimal(d - c) for c, d in zip(calls, distributions, strict=True)]
    return LnPme(nav_ln, _rates(flows, nav_ln, dates))


def pme_plus(
    calls: Sequence[int],
    distributions: Sequence[int],
    index: Sequence[Decimal],
    *,
    nav: int,
    dates: Sequence[date] | None = None,
) -> PmePlus:
    """Return λ and the internal rate of the scaled flows.

    >>> index = [Decimal(100), Decimal(110), Decimal(121)]
    >>> str(pme_plus([100, 0, 0], [0, 60, 0], index, nav=55).scaling)
    '1'
    """
    called, paid = _at_end(calls, distributions, index, nav)
    if not sum(paid):
        raise CalculationError(
            "nothing_distributed", "distributions", "PME+ scales distributions; there are none"
        )
    scaling = (sum(called, Decimal(0)) - nav) / sum(paid, Decimal(0))
    flows = [scaling * d - c for c, d in zip(calls, distributions, strict=True)]
    return PmePlus(scaling, _rates(flows, Decimal(nav), dates))


def modified_pme(
    calls: Sequence[int],
    distributions: Sequence[int],
    index: Sequence[Decimal],
    navs: Sequence[int],
    *,
    dates: Sequence[date] | None = None,
) -> ModifiedPme:
    """Return the vehicle that gives out the same share of its value as the fund did; navs stand after flows.

    >>> index = [Decimal(100), Decimal(150), Decimal(100)]
    >>> result = modified_pme([10000, 0, 0], [0, 7500, 0], index, [10000, 4500, 3750])
    >>> [str(weight) for weight in result.weights], str(result.nav_index)
    (['0', '0.625', '0'], '3750.000')
    """
    _at_end(calls, distributions, index, 0)
    if len(navs) != len(calls):
        raise CalculationError("shape_mismatch", "navs", "one value per date is needed")
    weights = [_share_taken(paid, nav) for paid, nav in zip(distributions, navs, strict=True)]
    value, given = Decimal(0), []
    for i, (call, weight) in enumerate(zip(calls, weights, strict=True)):
        value = (value * index[i] / index[i - 1] if i else Decimal(0)) + call
        given.append(value * weight)
        value -= value * weight
    flows = [paid - call for paid, call in zip(given, calls, strict=True)]
    return ModifiedPme(tuple(weights), tuple(given), value, _rates(flows, value, dates))


def direct_alpha(
    calls: Sequence[int],
    distributions: Sequence[int],
    index: Sequence[Decimal],
    *,
    nav: int,
    dates: Sequence[date] | None = None,
) -> DirectAlpha:
    """Return the rate earned above the index, as a discrete and as a logarithmic figure.

    >>> index = [Decimal(100), Decimal(115), Decimal(130)]
    >>> str(round(direct_alpha([25, 0, 0], [0, 15, 0], index, nav=20).discrete, 4))
    '0.0876'
    """
    called, paid = _at_end(calls, distributions, index, nav)
    flows = [d - c for c, d in zip(called, paid, strict=True)]
    rates = _rates(flows, Decimal(nav), dates)
    log = None if rates.rate is None else (1 + rates.rate).ln()
    return DirectAlpha((*flows[:-1], flows[-1] + nav), rates, rates.rate, log)


def _at_end(
    calls: Sequence[int], distributions: Sequence[int], index: Sequence[Decimal], nav: int
) -> tuple[list[Decimal], list[Decimal]]:
    """Carry calls and distributions to the last date along the index, after checking all inputs."""
    if not calls:
        raise CalculationError("empty", "calls", "at least one date is needed")
    for field, series in (("distributions", distributions), ("index", index)):
        if len(series) != len(calls):
            raise CalculationError("shape_mismatch", field, "one value per date is needed")
    for field, amounts in (("calls", calls), ("distributions", distributions), ("nav", [nav])):
        if min(check_fen(amount, field) for amount in amounts) < 0:
            raise CalculationError("negative_amount", field, "amounts are given without a sign")
    if not all(
        isinstance(level, Decimal | int) and Decimal(level).is_finite() and level > 0 for level in index
    ):
        raise CalculationError("bad_index", "index", "an index level is above zero")
    if not any(calls):
        raise CalculationError("nothing_paid_in", "calls", "a comparison needs money paid in")
    factors = [Decimal(index[-1]) / level for level in index]
    pairs = zip(calls, distributions, factors, strict=True)
    scaled = [(call * factor, paid * factor) for call, paid, factor in pairs]
    return [call for call, _ in scaled], [paid for _, paid in scaled]


def _share_taken(paid: int, nav_after: int) -> Decimal:
    if paid == 0:
        return Decimal(0)
    if check_fen(nav_after, "navs") + paid <= 0:
        raise CalculationError("nothing_to_share", "navs", "a distribution needs value to come out of")
    return Decimal(paid) / (paid + nav_after)


def _rates(flows: list[Decimal], last: Decimal, dates: Sequence[date] | None) -> InternalRates:
    closed = [*flows[:-1], flows[-1] + last]
    try:
        return irr(closed) if dates is None else xirr(closed, dates)
    except CalculationError as refused:
        if refused.code not in _NO_RATE:
            raise
        # An index vehicle may end up owing money; its value still stands, only a rate does not exist.
        return InternalRates(sign_changes(closed), LOWEST, HIGHEST, (), None, False)


_CALLS = Quantity("calls", "Capital calls", "实缴出资", "fen")
_DISTRIBUTIONS = Quantity("distributions", "Distributions", "分配", "fen")
_INDEX = Quantity("index", "Index levels", "指数点位", "index")
_NAV = Quantity("nav", "Net asset value", "净值", "fen")
_DATES = Quantity("dates", "Dates", "日期", "date")
_RATES = Quantity("rates", "Internal rates", "内部收益率", "table", "rates at which the flows balance")

SPECS = (
    CalculatorSpec(
        key="funds.ks_pme",
        title="KS-PME (Kaplan–Schoar)",
        title_zh="KS-PME 公开市场等价",
        unit="ratio",
        function=ks_pme,
        inputs=(_CALLS, _DISTRIBUTIONS, _INDEX, _NAV),
        outputs=(
            Quantity(
                "calls_at_end", "Calls carried to the end", "出资终值", "fen", "Σ {calls} × last ÷ {index}"
            ),
            Quantity(
                "distributions_at_end",
                "Distributions carried to the end",
                "分配终值",
                "fen",
                "Σ {distributions} × last ÷ {index}",
            ),
            Quantity(
                "ratio", "KS-PME", "KS-PME", "ratio", "({distributions_at_end} + {nav}) ÷ {calls_at_end}"
            ),
        ),
        sources=(Clause("Kaplan and Schoar, Private Equity Performance", "PME", "2005"),),
        example={"calls": [100, 0], "distributions": [0, 50], "index": ["100", "125"], "nav": 75},
        example_result={"calls_at_end": "125.00", "ratio": "1"},
    ),
    CalculatorSpec(
        key="funds.ln_pme",
        title="LN-PME (Long–Nickels)",
        title_zh="LN-PME 公开市场等价",
        unit="rate",
        function=ln_pme,
        inputs=(_CALLS, _DISTRIBUTIONS, _INDEX, _DATES),
        outputs=(
            Quantity(
                "nav_ln",
                "NAV of the index vehicle",
                "指数组合净值",
                "fen",
                "Σ ({calls} − {distributions}) × last ÷ {index}",
            ),
            _RATES,
        ),
        sources=(Clause("Long and Nickels, A Private Investment Benchmark", "ICM", "1996"),),
        example={"calls": [100, 0], "distributions": [0, 0], "index": ["100", "110"]},
        example_result={"nav_ln": "110.0"},
    ),
    CalculatorSpec(
        key="funds.pme_plus",
        title="PME+",
        title_zh="PME+ 公开市场等价",
        unit="ratio",
        function=pme_plus,
        inputs=(_CALLS, _DISTRIBUTIONS, _INDEX, _NAV, _DATES),
        outputs=(
            Quantity(
                "scaling",
                "Scaling of distributions (λ)",
                "分配缩放系数 λ",
                "ratio",
                "(Σ {calls} × last ÷ {index} − {nav}) ÷ Σ {distributions} × last ÷ {index}",
            ),
            _RATES,
        ),
        sources=(Clause("Rouvinez, Private Equity Benchmarking with PME+", "PME+", "2003"),),
        example={
            "calls": [100, 0, 0],
            "distributions": [0, 60, 0],
            "index": ["100", "110", "121"],
            "nav": 55,
        },
        example_result={"scaling": "1"},
    ),
    CalculatorSpec(
        key="funds.modified_pme",
        title="Modified PME",
        title_zh="修正 PME",
        unit="rate",
        function=modified_pme,
        inputs=(
            _CALLS,
            _DISTRIBUTIONS,
            _INDEX,
            Quantity("navs", "NAV after flows", "各期净值", "fen"),
            _DATES,
        ),
        outputs=(
            Quantity(
                "weights",
                "Shares given out",
                "分配占比",
                "ratio",
                "{distributions} ÷ ({distributions} + {navs})",
            ),
            Quantity(
                "distributions_index",
                "Distributions of the vehicle",
                "指数组合分配",
                "fen",
                "value × {weights}",
            ),
            Quantity(
                "nav_index", "NAV of the index vehicle", "指数组合净值", "fen", "value after the last date"
            ),
            _RATES,
        ),
        sources=(Clause("Cambridge Associates, mPME", "mPME", "2013"),),
        example={
            "calls": [10000, 0, 0],
            "distributions": [0, 7500, 0],
            "index": ["100", "150", "100"],
            "navs": [10000, 4500, 3750],
            "dates": ["2015-01-01", "2015-06-12", "2016-02-15"],
        },
        example_result={"nav_index": "3750.000"},
    ),
    CalculatorSpec(
        key="funds.direct_alpha",
        title="Direct alpha, discrete and logarithmic",
        title_zh="直接阿尔法（离散与对数）",
        unit="rate",
        function=direct_alpha,
        inputs=(_CALLS, _DISTRIBUTIONS, _INDEX, _NAV, _DATES),
        outputs=(
            Quantity(
                "flows_at_end", "Flows carried to the end", "终值现金流", "fen", "flows × last ÷ {index}"
            ),
            _RATES,
            Quantity(
                "discrete", "Direct alpha, discrete", "直接阿尔法（离散）", "rate", "the only one of {rates}"
            ),
            Quantity("logarithmic", "Direct alpha, ln", "直接阿尔法（对数）", "rate", "ln(1 + {discrete})"),
        ),
        sources=(
            Clause("Gredil, Griffiths and Stucke, Benchmarking Private Equity", "Direct Alpha", "2014"),
        ),
        example={"calls": [100, 0], "distributions": [0, 0], "index": ["100", "110"], "nav": 121},
        example_result={"discrete": "0.100000000000"},
    ),
)
