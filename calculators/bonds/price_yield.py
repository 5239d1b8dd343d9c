"""Price of a bullet bond from its yield, and its yield from a price.

    dirty = sum(flow[i] ÷ (1 + yield_rate ÷ f) ** (w + i)),   w = days to the next coupon ÷ days of the period
    clean = dirty − accrued,                                  accrued = coupon ÷ f × (1 − w)

With ``simple_in_last_period`` a bond in its last coupon period is discounted with 1 + yield_rate ÷ f × w.

Shapes  scalars.
Units   prices per 100 of face, unrounded Decimal; coupon_rate and yield_rate decimal per year.
Errors  CalculationError: not_a_number, rate_too_low, rate_too_high, bad_tenor, bad_frequency, outside_life,
        bad_price, no_yield.
Source  SPECS.sources; golden cases in tests/golden/bonds/price_yield.csv; QuantLib as an oracle.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from calculators.bonds.accrual import coupon_period
from calculators.kernel.errors import CalculationError
from calculators.kernel.rates import check_rate
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity

_PRECISION = 40
_TOLERANCE = Decimal("1e-28")
_LOWEST_YIELD = Decimal("-0.5")
_HIGHEST_YIELD = Decimal(10)


@dataclass(frozen=True, slots=True)
class BondPrice:
    """Prices per 100 of face at one yield, with the part of the period still to run."""

    yield_rate: Decimal
    period_left: Decimal
    payments_left: int
    dirty_price: Decimal
    accrued: Decimal
    clean_price: Decimal


@dataclass(frozen=True, slots=True)
class _Left:
    """What is left of a bond: the flow at each coupon date and the part of the period to the first."""

    coupon: Decimal
    frequency: int
    count: int
    part: Decimal
    is_simple: bool

    def dirty(self, yield_rate: Decimal) -> Decimal:
        """Return the price with accrued interest, per 100 of face, at a yield per year."""
        step = yield_rate / self.frequency
        if self.is_simple:
            return (100 + self.coupon) / (1 + step * self.part)
        factor = 1 / (1 + step)
        value = 100 + self.coupon
        for _ in range(self.count - 1):
            value = value * factor + self.coupon
        # The loop ends at the next coupon date; only the leg before it is a broken period.
        return value * factor**self.part


def price_from_yield(
    yield_rate: Decimal,
    *,
    coupon_rate: Decimal,
    value_date: date,
    tenor_years: int,
    coupon_frequency: int,
    day: date,
    simple_in_last_period: bool = False,
) -> BondPrice:
    """Return dirty and clean price at a yield compounded at the coupon frequency.

    >>> price = price_from_yield(Decimal("0.03"), coupon_rate=Decimal("0.03"), value_date=date(2024, 4, 1),
    ...     tenor_years=10, coupon_frequency=2, day=date(2026, 4, 1))
    >>> round(price.clean_price, 20)
    Decimal('100.00000000000000000000')
    """
    check_rate(yield_rate, "yield_rate", lowest=_LOWEST_YIELD, highest=_HIGHEST_YIELD)
    with localcontext() as context:
        context.prec = _PRECISION
        left = _left(
            coupon_rate, value_date, tenor_years, coupon_frequency, day, is_simple=simple_in_last_period
        )
        return _priced(left, yield_rate)


def yield_from_price(
    clean_price: Decimal,
    *,
    coupon_rate: Decimal,
    value_date: date,
    tenor_years: int,
    coupon_frequency: int,
    day: date,
    simple_in_last_period: bool = False,
) -> BondPrice:
    """Return the yield between -50 % and 1000 % at which the clean price holds.

    >>> found = yield_from_price(Decimal(100), coupon_rate=Decimal("0.03"), value_date=date(2024, 4, 1),
    ...     tenor_years=10, coupon_frequency=2, day=date(2026, 4, 1))
    >>> round(found.yield_rate, 20)
    Decimal('0.03000000000000000000')
    """
    price = check_rate(clean_price, "clean_price")
    with localcontext() as context:
        context.prec = _PRECISION
        left = _left(
            coupon_rate, value_date, tenor_years, coupon_frequency, day, is_simple=simple_in_last_period
        )
        dirty = price + left.coupon * (1 - left.part)
        if dirty <= 0:
            raise CalculationError("bad_price", "clean_price", "a price must be above zero")
        return _priced(left, _solve(left, dirty))


def _left(
    coupon_rate: Decimal, value_date: date, tenor_years: int, frequency: int, day: date, *, is_simple: bool
) -> _Left:
    rate = check_rate(coupon_rate, "coupon_rate", lowest=Decimal(0), highest=Decimal(1))
    period = coupon_period(value_date, tenor_years=tenor_years, coupon_frequency=frequency, day=day)
    part = Decimal((period.period_end - day).days) / (period.period_end - period.period_start).days
    count = tenor_years * frequency - period.number + 1
    return _Left(100 * rate / frequency, frequency, count, part, is_simple and count == 1)


def _priced(left: _Left, yield_rate: Decimal) -> BondPrice:
    dirty, accrued = left.dirty(yield_rate), left.coupon * (1 - left.part)
    return BondPrice(yield_rate, left.part, left.count, dirty, accrued, dirty - accrued)


def _solve(left: _Left, dirty: Decimal) -> Decimal:
    """Halve the interval until it is narrower than the tolerance; the price falls as the yield rises."""
    low, high = _LOWEST_YIELD, _HIGHEST_YIELD
    if not left.dirty(high) <= dirty <= left.dirty(low):
        raise CalculationError(
            "no_yield", "clean_price", "no yield gives this price (searched from -50 % to 1000 %)"
        )
    while high - low > _TOLERANCE:
        middle = (low + high) / 2
        if left.dirty(middle) >= dirty:
            low = middle
        else:
            high = middle
    return (low + high) / 2


_TERMS = (
    Quantity("coupon_rate", "Coupon", "票面利率", "rate"),
    Quantity("value_date", "Value date", "起息日", "date"),
    Quantity("tenor_years", "Tenor", "期限", "years"),
    Quantity("coupon_frequency", "Coupon frequency", "付息频率", "count"),
    Quantity("day", "Settlement day", "结算日", "date"),
    Quantity("simple_in_last_period", "Simple interest in the last period", "末期单利", "flag"),
)

_SOURCES = (
    Clause("QuantLib", "FixedRateBond, compounded yield, act/act (ISMA)", "1.x"),
    Clause("Interbank bond yield standard", "simple interest in the last coupon period", "", confirmed=False),
)


def _outputs(yield_formula: str) -> tuple[Quantity, ...]:
    return (
        Quantity("yield_rate", "Yield", "到期收益率", "rate", yield_formula),
        Quantity(
            "period_left", "Part of the period left", "剩余付息期比例", "ratio", "days left ÷ days of period"
        ),
        Quantity("payments_left", "Payments left", "剩余付息次数", "count", "coupon dates after {day}"),
        Quantity(
            "dirty_price",
            "Dirty price",
            "全价",
            "yuan_per_unit",
            "sum of flows ÷ (1 + {yield_rate} ÷ {coupon_frequency}) ^ ({period_left} + i)",
        ),
        Quantity(
            "accrued",
            "Accrued interest per 100",
            "百元应计利息",
            "yuan_per_unit",
            "100 × {coupon_rate} ÷ {coupon_frequency} × (1 − {period_left})",
        ),
        Quantity("clean_price", "Clean price", "净价", "yuan_per_unit", "{dirty_price} − {accrued}"),
    )


_EXAMPLE = {
    "coupon_rate": "0.03",
    "value_date": "2024-04-01",
    "tenor_years": 2,
    "coupon_frequency": 1,
    "day": "2025-04-01",
}

SPEC_PRICE = CalculatorSpec(
    key="bonds.price_from_yield",
    title="Price from yield",
    title_zh="由收益率求价格",
    unit="yuan_per_unit",
    function=price_from_yield,
    inputs=(Quantity("yield_rate", "Yield", "到期收益率", "rate"), *_TERMS),
    outputs=_outputs("{yield_rate} as given"),
    sources=_SOURCES,
    example={"yield_rate": "0.25", **_EXAMPLE},
    example_result={
        "dirty_price": "82.400",
        "accrued": "0.00",
        "clean_price": "82.400",
        "payments_left": "1",
    },
)

SPEC_YIELD = CalculatorSpec(
    key="bonds.yield_from_price",
    title="Yield from price",
    title_zh="由价格求收益率",
    unit="rate",
    function=yield_from_price,
    inputs=(Quantity("clean_price", "Clean price", "净价", "yuan_per_unit"), *_TERMS),
    outputs=_outputs("the rate at which the discounted flows equal {clean_price} + {accrued}, by bisection"),
    sources=_SOURCES,
    example={"clean_price": "103", **_EXAMPLE},
    example_result={"payments_left": "1", "accrued": "0.00"},
)

SPECS = (SPEC_PRICE, SPEC_YIELD)
