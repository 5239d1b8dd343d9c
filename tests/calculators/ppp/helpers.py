"""What the tests of this room share."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import strategies as st

from calculators.kernel.errors import CalculationError

fen = st.integers(0, 10**15)
small_fen = st.integers(0, 10**7)
rates = st.decimals(Decimal(0), Decimal("0.2"), places=4)
shares = st.decimals(Decimal(0), Decimal(1), places=3)
scores = st.decimals(Decimal(0), Decimal(100), places=2)


def refusal(function: Callable[..., Any], *arguments: Any, **named: Any) -> tuple[str, str]:
    """Return code and field of the refusal that a call must end in."""
    with pytest.raises(CalculationError) as refused:
        function(*arguments, **named)
    return refused.value.code, refused.value.field


def shown(value: Fraction | Decimal | int, places: int) -> str:
    """Write a value with so many decimals, halves away from zero, as publishers print."""
    scaled = Fraction(value) * 10**places
    sign = "-" if scaled < 0 else ""
    whole = (2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator)
    digits = str(whole).rjust(places + 1, "0")
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def numbers(text: str) -> list[Decimal]:
    """Read a list of decimals from one CSV field."""
    return [Decimal(part) for part in text.split()]


def whole(text: str) -> list[int]:
    """Read a list of whole numbers from one CSV field."""
    return [int(part) for part in text.split()]
