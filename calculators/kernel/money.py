"""Money in integer fen: named rounding once, exact products, splits that foot.

Shapes  scalars, or sequences where said.
Units   fen (1/100 yuan) as int; yuan only as Decimal at the edges.
Errors  CalculationError: not_integer, out_of_range, negative_amount, third_decimal, not_a_number, empty,
        negative_weight, zero_weights, zero_divisor.
Source  Largest-remainder method (Hamilton); rounding half up as 四舍五入 in payment practice.
"""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from math import gcd

from calculators.kernel.errors import CalculationError

MAX_FEN = 9_000_000_000_000_000_000
"""Largest amount anywhere: below the 64-bit limit, above the debt of any country."""

_EXPONENT_LIMIT = 1_000


class Rounding(StrEnum):
    """Named rounding rules; a contract or rule names one and it is used once, at the end."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    UP = "up"
    DOWN = "down"


def check_fen(amount: object, field: str) -> int:
    """Return the amount if it is an integer of fen within range; refuse floats, booleans and text.

    >>> check_fen(100, "face")
    100
    """
    if isinstance(amount, bool) or not isinstance(amount, int):
        raise CalculationError("not_integer", field, "money is a whole number of fen")
    if abs(amount) > MAX_FEN:
        raise CalculationError("out_of_range", field, "the amount is beyond what can be stored")
    return amount


def check_amount(amount: object, field: str) -> int:
    """Return the amount if it is a whole number of fen, not below zero.

    >>> check_amount(0, "subsidy")
    0
    """
    fen = check_fen(amount, field)
    if fen < 0:
        raise CalculationError("negative_amount", field, "this amount cannot be negative")
    return fen


def round_fen(value: Decimal | Fraction | int, rounding: Rounding = Rounding.HALF_UP) -> int:
    """Round an exact value of fen to a whole fen; halves go away from zero under HALF_UP.

    >>> [round_fen(Decimal(text)) for text in ("2.5", "-2.5", "2.4")]
    [3, -3, 2]
    """
    exact = value if type(value) is Fraction else _exact(value, "value")
    return mul_div(exact.numerator, 1, exact.denominator, rounding)


def mul_div(amount: int, numerator: int, denominator: int, rounding: Rounding = Rounding.HALF_UP) -> int:
    """Return amount × numerator ÷ denominator, rounded once.

    >>> mul_div(10_000, 236, 20_000)
    118
    """
    if denominator == 0:
        raise CalculationError("zero_divisor", "denominator", "cannot divide by zero")
    product = amount * numerator
    if denominator < 0:
        product, denominator = -product, -denominator
    sign = -1 if product < 0 else 1
    whole, rest = divmod(abs(product), denominator)
    if rounding is Rounding.UP:
        up = rest > 0
    elif rounding is Rounding.DOWN:
        up = False
    elif 2 * rest == denominator:
        up = rounding is Rounding.HALF_UP or whole % 2 == 1
    else:
        up = 2 * rest > denominator
    return sign * (whole + up)


def split(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split a total by weights so that the parts sum to it exactly (largest remainder, earlier part first).

    >>> split(100, [1, 1, 1])
    (34, 33, 33)
    """
    if not weights:
        raise CalculationError("empty", "weights", "at least one weight is needed")
    if min(weights) < 0:
        raise CalculationError("negative_weight", "weights", "weights cannot be negative")
    base = sum(weights)
    if base == 0:
        raise CalculationError("zero_weights", "weights", "at least one weight must be above zero")
    if not total:
        return (0,) * len(weights)
    # Weights without their common factor give the same parts by shorter numbers.
    unit = gcd(*weights)
    amount, base = abs(total), base // unit
    products = [amount * (weight // unit) for weight in weights]
    parts = [product // base for product in products]
    missing = amount - sum(parts)
    if missing:
        rests = [product % base for product in products]
        # Sorting downwards keeps equal remainders in their order: the earlier part comes first.
        for place in sorted(range(len(parts)), key=rests.__getitem__, reverse=True)[:missing]:
            parts[place] += 1
    return tuple(parts) if total >= 0 else tuple(-part for part in parts)


def to_fen(yuan: Decimal | str | int, field: str = "amount", *, fen_per_unit: int = 100) -> int:
    """Read an amount written in a unit (yuan by default) as fen; a fraction of a fen is refused.

    >>> to_fen("30.4000", fen_per_unit=10_000_000_000)
    304000000000
    """
    if isinstance(yuan, float | bool):
        raise CalculationError("not_integer", field, "money is never a binary float")
    try:
        value = Decimal(yuan)
    except (InvalidOperation, ValueError, TypeError):
        raise CalculationError("not_a_number", field, "an amount is a plain decimal number") from None
    fen = _exact(value, field) * fen_per_unit
    if fen.denominator != 1:
        raise CalculationError("third_decimal", field, "an amount cannot be finer than one fen")
    return check_fen(fen.numerator, field)


def to_yuan(fen: int) -> Decimal:
    """Return fen as yuan with two decimals, for showing only.

    >>> to_yuan(12345)
    Decimal('123.45')
    """
    return Decimal(fen).scaleb(-2)


def _exact(value: Decimal | Fraction | int, field: str) -> Fraction:
    """Return the value as a fraction; an exponent that would fill the memory is refused first."""
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise CalculationError("not_a_number", field, "an amount is a finite number")
        if value and not -_EXPONENT_LIMIT < value.adjusted() < _EXPONENT_LIMIT:
            raise CalculationError("out_of_range", field, "the amount is beyond what can be stored")
    return Fraction(value)
