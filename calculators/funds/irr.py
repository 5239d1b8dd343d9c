"""Internal rates of return, periodic (IRR) and by date (XIRR): every one there is, or a refusal.

    Σ flows[j] × (1 + rate)^(−t[j]) = 0      t = 0, 1, 2 … periods, or days since the first ÷ days_per_year

Shapes  flows, dates: (n,), n ≥ 2; dates in any order, flows of one day are added up.
Units   flows: fen (or scaled amounts) seen by the investor, paid in negative; rates: Decimal per period or
        year, told to 12 decimals. The search runs in binary floating point and is checked and sharpened in
        Decimal: a rate is a figure to judge by, never an amount to pay.
Errors  CalculationError: empty, not_a_number, shape_mismatch, too_many_flows, no_sign_change,
        too_many_sign_changes, bad_interval, no_rate_in_interval.
Source  Definition. All roots are found by the argument behind Descartes' rule: a sum multiplied by a power
        between two exponents where its sign changes, and differentiated, loses one change of sign; so the
        roots of the derived sum part the line into stretches with at most one root each.
        Two rates closer than about 1e-12 are told as one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from math import exp, fsum, log

from calculators.kernel.cash_flow import sign_changes
from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity

MAX_FLOWS = 2_000
MAX_SIGN_CHANGES = 60
_PLACES = Decimal("1e-12")
_FLOAT_NOISE = 1e-12
# Edges are known to about 1e-16, so a curve that only touches zero is met within the square of that.
_FINE_NOISE = Decimal("1e-26")
LOWEST = Decimal("-0.99")
HIGHEST = Decimal(10)
LIMITS = (Decimal("-0.999999"), Decimal(10**9))


@dataclass(frozen=True, slots=True)
class InternalRates:
    """All internal rates in the interval; ``rate`` is given only where it is the only one."""

    sign_changes: int
    lowest: Decimal
    highest: Decimal
    rates: tuple[Decimal, ...]
    rate: Decimal | None
    is_ambiguous: bool


@dataclass(frozen=True, slots=True)
class _Sum:
    """A sum of coefficients × exp(exponent × y), where y = −ln(1 + rate); exponents rise."""

    coefficients: tuple[Fraction, ...]
    exponents: tuple[Fraction, ...]
    terms: tuple[tuple[float, float], ...]

    def sign(self, y: float) -> int:
        """Return −1, 0 or 1; floating point first, Decimal where its rounding hides the sign."""
        # The largest term is taken out, so that a deep discount over many years does not overflow.
        peak = max(log(abs(c)) + a * y for c, a in self.terms)
        parts = [_signed(c, log(abs(c)) + a * y - peak) for c, a in self.terms]
        value = fsum(parts)
        if abs(value) > _FLOAT_NOISE * fsum(map(abs, parts)):
            return 1 if value > 0 else -1
        return self._fine_sign(Decimal(y))

    def _fine_sign(self, y: Decimal) -> int:
        with localcontext() as context:
            context.prec = 60
            terms = zip(self.coefficients, self.exponents, strict=True)
            parts = [_decimal(c) * (_decimal(a) * y).exp() for c, a in terms]
            value = sum(parts, Decimal(0))
            if abs(value) <= _FINE_NOISE * sum(map(abs, parts), Decimal(0)):
                return 0
            return 1 if value > 0 else -1


def irr(
    flows: Sequence[int | Decimal], *, lowest: Decimal = LOWEST, highest: Decimal = HIGHEST
) -> InternalRates:
    """Return every internal rate per period between the two bounds.

    >>> irr([-100, 60, 60]).rate
    Decimal('0.130662386292')
    >>> irr([-100, 230, -132]).rates
    (Decimal('0.100000000000'), Decimal('0.200000000000'))
    """
    return _internal_rates(flows, range(len(flows)), 1, lowest, highest)


def xirr(
    flows: Sequence[int | Decimal],
    dates: Sequence[date],
    *,
    days_per_year: int = 365,
    lowest: Decimal = LOWEST,
    highest: Decimal = HIGHEST,
) -> InternalRates:
    """Return every internal rate per year of dated flows between the two bounds.

    >>> xirr([-1000, 1210], [date(2023, 1, 1), date(2024, 12, 31)]).rate
    Decimal('0.100000000000')
    """
    if len(flows) != len(dates):
        raise CalculationError("shape_mismatch", "dates", "one date per flow is needed")
    if days_per_year <= 0:
        raise CalculationError("bad_interval", "days_per_year", "a year has at least one day")
    start = min(dates, default=date.min)
    return _internal_rates(flows, [(day - start).days for day in dates], days_per_year, lowest, highest)


def _internal_rates(
    flows: Sequence[int | Decimal], steps: Sequence[int], per_year: int, lowest: Decimal, highest: Decimal
) -> InternalRates:
    _check_flows(flows)
    if not (lowest.is_finite() and highest.is_finite() and LIMITS[0] <= lowest < highest <= LIMITS[1]):
        raise CalculationError(
            "bad_interval",
            "lowest",
            "rates rise from %(low)s to %(high)s at most",
            low=LIMITS[0],
            high=LIMITS[1],
        )
    amounts = _by_step(flows, steps)
    changes = sign_changes(list(amounts.values()))
    _check_changes(changes)
    curve = _curve(
        [Fraction(amount) for amount in amounts.values()], [Fraction(step, per_year) for step in amounts]
    )
    ys = _roots(curve, -log(1 + highest), -log(1 + lowest))
    rates = sorted({_polished(amounts, per_year, y) for y in ys})
    if not rates:
        raise CalculationError(
            "no_rate_in_interval",
            "flows",
            "no rate from %(lowest)s to %(highest)s",
            lowest=lowest,
            highest=highest,
        )
    only = rates[0] if len(rates) == 1 else None
    return InternalRates(changes, lowest, highest, tuple(rates), only, only is None)


def _check_flows(flows: Sequence[int | Decimal]) -> None:
    if not flows:
        raise CalculationError("empty", "flows", "at least one flow is needed")
    if len(flows) > MAX_FLOWS:
        raise CalculationError("too_many_flows", "flows", "at most %(most)s flows", most=MAX_FLOWS)
    for flow in flows:
        if not isinstance(flow, int | Decimal) or not Decimal(flow).is_finite():
            raise CalculationError("not_a_number", "flows", "a flow is fen or a finite decimal")


def _check_changes(changes: int) -> None:
    if changes == 0:
        raise CalculationError("no_sign_change", "flows", "money must go out and come in for a rate to exist")
    if changes > MAX_SIGN_CHANGES:
        raise CalculationError(
            "too_many_sign_changes", "flows", "at most %(most)s changes", most=MAX_SIGN_CHANGES
        )


def _by_step(flows: Sequence[int | Decimal], steps: Sequence[int]) -> dict[int, int | Decimal]:
    """Add up the flows of one day and leave out the zeros, earliest first."""
    amounts: dict[int, int | Decimal] = {}
    for step, flow in sorted(zip(steps, flows, strict=True), key=lambda pair: pair[0]):
        amounts[step] = amounts.get(step, 0) + flow
    return {step: amount for step, amount in amounts.items() if amount}


def _curve(coefficients: Sequence[Fraction], exponents: Sequence[Fraction]) -> _Sum:
    largest = max(abs(c) for c in coefficients)
    terms = tuple((float(c / largest), float(a)) for c, a in zip(coefficients, exponents, strict=True))
    return _Sum(tuple(coefficients), tuple(exponents), tuple((c, a) for c, a in terms if c))


def _roots(curve: _Sum, low: float, high: float) -> list[float]:
    """Return the roots of the sum in [low, high], rising."""
    if sign_changes([1 if c > 0 else -1 for c in curve.coefficients]) == 0:
        return []
    edges = [low, *_roots(_derived(curve), low, high), high]
    signs = [curve.sign(y) for y in edges]
    found = [y for y, sign in zip(edges, signs, strict=True) if sign == 0]
    pairs = zip(edges, edges[1:], signs, signs[1:], strict=False)
    found += [_crossing(curve, a, b, left) for a, b, left, right in pairs if left * right < 0]
    return sorted(found)


def _derived(curve: _Sum) -> _Sum:
    """Take one change of sign away: multiply by exp(−b·y), b inside the first change, and differentiate."""
    first = next(i for i, c in enumerate(curve.coefficients) if (c > 0) != (curve.coefficients[0] > 0))
    middle = (curve.exponents[first - 1] + curve.exponents[first]) / 2
    shifted = [a - middle for a in curve.exponents]
    return _curve([c * a for c, a in zip(curve.coefficients, shifted, strict=True)], shifted)


def _crossing(curve: _Sum, low: float, high: float, left: int) -> float:
    """Halve the stretch until floating point can no longer tell its ends apart."""
    while True:
        middle = (low + high) / 2
        if middle in (low, high):
            return middle
        sign = curve.sign(middle)
        if sign == 0:
            return middle
        low, high = (middle, high) if sign == left else (low, middle)


def _polished(amounts: dict[int, int | Decimal], per_year: int, y: float) -> Decimal:
    """Sharpen the per-step factor by Newton's method in Decimal and return the rate."""
    with localcontext() as context:
        context.prec = 40
        factor = (Decimal(y) / per_year).exp()
        for _ in range(4):
            factor = _newton(amounts, factor)
        return (factor**-per_year - 1).quantize(_PLACES)


def _newton(amounts: dict[int, int | Decimal], factor: Decimal) -> Decimal:
    values = [(step, amount * factor**step) for step, amount in amounts.items()]
    value = sum((v for _, v in values), Decimal(0))
    slope = sum((step * v for step, v in values), Decimal(0))
    size = sum((abs(step * v) for step, v in values), Decimal(0))
    # At a double root the slope vanishes and a step would leap away from a good answer.
    if abs(slope) <= size * Decimal("1e-6"):
        return factor
    return factor * (1 - value / slope)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _signed(coefficient: float, power: float) -> float:
    return exp(power) if coefficient > 0 else -exp(power)


_BOUNDS = (
    Quantity("lowest", "Lowest rate searched", "搜索下限", "rate"),
    Quantity("highest", "Highest rate searched", "搜索上限", "rate"),
)
_OUTPUTS = (
    Quantity("sign_changes", "Changes of sign", "符号变化次数", "count", "changes of sign along {flows}"),
    Quantity(
        "rates", "All rates found", "全部内部收益率", "table", "rates in [{lowest}, {highest}] with NPV 0"
    ),
    Quantity("rate", "Internal rate of return", "内部收益率", "rate", "the only one of {rates}, or none"),
    Quantity("is_ambiguous", "Several rates", "存在多个解", "flag", "more than one of {rates}"),
)
_SOURCES = (
    Clause("Definition of the internal rate of return", "NPV = 0", "-"),
    Clause("Descartes' rule of signs", "one change fewer by derivation", "1637"),
)

SPECS = (
    CalculatorSpec(
        key="funds.irr",
        title="Internal rate of return, periodic",
        title_zh="内部收益率（等间隔）",
        unit="rate",
        function=irr,
        inputs=(Quantity("flows", "Cash flows, oldest first", "现金流（由早到晚）", "fen"), *_BOUNDS),
        outputs=_OUTPUTS,
        sources=_SOURCES,
        example={"flows": [-100, 60, 60]},
        example_result={"rate": "0.130662386292", "sign_changes": "1", "is_ambiguous": "no"},
    ),
    CalculatorSpec(
        key="funds.xirr",
        title="Internal rate of return by date (XIRR)",
        title_zh="内部收益率（按日期，XIRR）",
        unit="rate",
        function=xirr,
        inputs=(
            Quantity("flows", "Cash flows", "现金流", "fen"),
            Quantity("dates", "Dates of the flows", "现金流日期", "date"),
            Quantity("days_per_year", "Days in a year", "年天数", "days"),
            *_BOUNDS,
        ),
        outputs=_OUTPUTS,
        sources=_SOURCES,
        example={"flows": [-1000, 1210], "dates": ["2023-01-01", "2024-12-31"]},
        example_result={"rate": "0.100000000000", "sign_changes": "1", "is_ambiguous": "no"},
    ),
)
