"""Rates as Decimal: what may stand where a rate is asked, and its exact fraction.

Shapes  scalars.
Units   decimal per period (0.0236 is 2.36 %).
Errors  CalculationError: not_a_number, rate_too_low, rate_too_high.
Source  Convention of this library: no binary float on the way to a payment.
"""

from decimal import Decimal
from fractions import Fraction

from calculators.kernel.errors import CalculationError


def check_rate(
    rate: object, field: str, *, lowest: Decimal | None = None, highest: Decimal | None = None
) -> Decimal:
    """Return the rate if it is a finite Decimal (or int) within the bounds named.

    >>> check_rate(Decimal("0.0236"), "coupon_rate", lowest=Decimal(0))
    Decimal('0.0236')
    """
    if isinstance(rate, bool) or not isinstance(rate, Decimal | int):
        raise CalculationError("not_a_number", field, "a rate is a decimal number")
    value = Decimal(rate)
    if not value.is_finite() or abs(value.adjusted()) > 60:
        raise CalculationError("not_a_number", field, "a rate is a finite decimal number")
    if lowest is not None and value < lowest:
        raise CalculationError("rate_too_low", field, "the rate cannot be below %(lowest)s", lowest=lowest)
    if highest is not None and value > highest:
        raise CalculationError(
            "rate_too_high", field, "the rate cannot be above %(highest)s", highest=highest
        )
    return value


def exact_decimal(value: Fraction) -> Decimal:
    """Return a fraction as Decimal in the precision of the running context, divided once.

    >>> exact_decimal(Fraction(1, 8))
    Decimal('0.125')
    """
    return Decimal(value.numerator) / Decimal(value.denominator)
