"""Units of contract formulas: powers of named dimensions with a decimal scale, multiplied and compared.

    "10k yuan/m3" → scale 10 000, yuan¹ m3⁻¹;  yuan/m3 × 10k m3/month = 10k yuan/month

Nothing is converted silently: two amounts add only when dimensions and scale are the same.

Shapes  scalars.
Units   the symbols of SYMBOLS; scales 1, 10k (万) and 100m (亿); percent is 1/100.
Errors  CalculationError: bad_unit, unit_too_large.
Source  Dimensional analysis; symbols from the payment formulas of sewage and availability contracts.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from calculators.kernel.errors import CalculationError

SYMBOLS = frozenset(
    {
        "yuan",
        "gbp",
        "m3",
        "m2",
        "km",
        "t",
        "kwh",
        "mg",
        "l",
        "day",
        "month",
        "quarter",
        "year",
        "period",
        "point",
    }
)
"""Dimensions a contract may use; each stands alone, no conversion between them."""

_SCALES = {"": Fraction(1), "10k": Fraction(10_000), "100m": Fraction(100_000_000)}
_PURE = {"1": Fraction(1), "ratio": Fraction(1), "percent": Fraction(1, 100)}
_PART = re.compile(r"(?:(10k|100m) )?([a-z0-9]{1,8})", re.ASCII)

MAX_UNIT_LENGTH = 60
MAX_POWER = 8
MAX_SCALE_BITS = 256


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its scale and the powers of its dimensions, sorted by name, none of them zero."""

    scale: Fraction
    powers: tuple[tuple[str, int], ...]

    def __str__(self) -> str:
        """Write the unit as it is read."""
        above = [name for name, power in self.powers for _ in range(power)]
        below = [name for name, power in self.powers for _ in range(-power)]
        scale = next((text for text, value in _SCALES.items() if value == self.scale), str(self.scale))
        return f"{scale} {'*'.join(above) or 'ratio'}".strip() + "".join(f"/{part}" for part in below)


ONE = Unit(Fraction(1), ())
"""The unit of a pure number."""


def parse_unit(text: str) -> Unit:
    """Read a unit such as "yuan/m3", "10k yuan/month" or "ratio".

    >>> str(parse_unit("yuan/m3 * 10k m3/month"))
    '10k yuan/month'
    """
    if len(text) > MAX_UNIT_LENGTH:
        raise CalculationError(
            "bad_unit", "unit", "a unit has at most %(most)s characters", most=MAX_UNIT_LENGTH
        )
    unit, rest, divides = ONE, text.strip(), False
    while True:
        found = _PART.match(rest)
        if not found:
            raise CalculationError("bad_unit", "unit", "a unit was expected at “%(rest)s”", rest=rest[:12])
        part = _part(found[1] or "", found[2])
        unit = divided(unit, part) if divides else multiplied(unit, part)
        rest = rest[found.end() :].lstrip()
        if not rest:
            return unit
        if rest[0] not in "*/":
            raise CalculationError("bad_unit", "unit", "* or / was expected at “%(rest)s”", rest=rest[:12])
        divides, rest = rest[0] == "/", rest[1:].lstrip()


def multiplied(left: Unit, right: Unit) -> Unit:
    """Return the unit of a product.

    >>> str(multiplied(parse_unit("yuan/m3"), parse_unit("m3")))
    'yuan'
    """
    return _combined(left.scale * right.scale, left, right, 1)


def divided(left: Unit, right: Unit) -> Unit:
    """Return the unit of a quotient.

    >>> str(divided(parse_unit("m3"), parse_unit("month")))
    'm3/month'
    """
    return _combined(left.scale / right.scale, left, right, -1)


def _combined(scale: Fraction, left: Unit, right: Unit, sign: int) -> Unit:
    powers = dict(left.powers)
    for name, power in right.powers:
        powers[name] = powers.get(name, 0) + sign * power
    size = max(scale.numerator.bit_length(), scale.denominator.bit_length())
    if size > MAX_SCALE_BITS or any(abs(power) > MAX_POWER for power in powers.values()):
        raise CalculationError(
            "unit_too_large", "unit", "powers of a unit stay within %(most)s", most=MAX_POWER
        )
    return Unit(scale, tuple(sorted((name, power) for name, power in powers.items() if power)))


def _part(scale: str, symbol: str) -> Unit:
    if symbol in _PURE:
        return Unit(_SCALES[scale] * _PURE[symbol], ())
    if symbol not in SYMBOLS:
        raise CalculationError("bad_unit", "unit", "“%(symbol)s” is not a unit", symbol=symbol)
    return Unit(_SCALES[scale], ((symbol, 1),))
