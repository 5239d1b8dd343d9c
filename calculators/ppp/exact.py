"""Exact numbers of the PPP room: checked on the way in, fractions inside, rounded once on the way out.

Shapes  scalars, or sequences where said.
Units   any; money is whole fen.
Errors  CalculationError: not_exact, not_finite, out_of_range, negative, not_positive, not_a_share, not_whole,
        empty, too_many, shape_mismatch.
Source  A coefficient such as 69/70 has no decimal form; kept as a fraction it can
        still meet a half fen exactly.
"""

from collections.abc import Sequence, Sized
from decimal import Decimal
from fractions import Fraction

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import Rounding, check_fen, round_fen

Number = Decimal | Fraction | int
"""What a figure may be: never a binary float."""

MAX_DIGITS = 40
"""Most digits before or after the point of a figure that comes in."""

MAX_BITS = 4096
"""Largest numerator or denominator of a fraction that comes in."""

MAX_ITEMS = 1200
"""Most years, periods, bands, areas or lines of one calculation: a century of months."""


def exact(value: Number, field: str) -> Fraction:
    """Return a figure as a fraction; refuse floats, booleans, text, NaN, infinities and absurd sizes.

    >>> exact(Decimal("0.07"), "rate")
    Fraction(7, 100)
    """
    if isinstance(value, bool) or not isinstance(value, Decimal | Fraction | int):
        raise CalculationError("not_exact", field, "a decimal number is needed, never a binary float or text")
    if isinstance(value, Decimal):
        _check_decimal(value, field)
    figure = Fraction(value)
    if abs(figure) >= 10**MAX_DIGITS or figure.denominator.bit_length() > MAX_BITS:
        raise CalculationError(
            "out_of_range", field, "the figure has more than %(most)s digits", most=MAX_DIGITS
        )
    return figure


def nonnegative(value: Number, field: str) -> Fraction:
    """Return a figure that is zero or more.

    >>> nonnegative(3, "weight")
    Fraction(3, 1)
    """
    figure = exact(value, field)
    if figure < 0:
        raise CalculationError("negative", field, "the figure cannot be negative")
    return figure


def positive(value: Number, field: str) -> Fraction:
    """Return a figure above zero.

    >>> positive(Decimal("0.5"), "index_factor")
    Fraction(1, 2)
    """
    figure = exact(value, field)
    if figure <= 0:
        raise CalculationError("not_positive", field, "the figure must be above zero")
    return figure


def share(value: Number, field: str) -> Fraction:
    """Return a part of a whole, from 0 to 1.

    >>> share(Decimal("0.3"), "gate")
    Fraction(3, 10)
    """
    figure = exact(value, field)
    if not 0 <= figure <= 1:
        raise CalculationError("not_a_share", field, "a share lies between 0 and 1")
    return figure


def nonnegative_fen(amount: object, field: str) -> int:
    """Return an amount of whole fen that is zero or more.

    >>> nonnegative_fen(250, "fee")
    250
    """
    fen = check_fen(amount, field)
    if fen < 0:
        raise CalculationError("negative", field, "the amount cannot be negative")
    return fen


def count(value: object, field: str, *, least: int = 1, most: int = MAX_ITEMS) -> int:
    """Return a whole number between two limits.

    >>> count(12, "periods")
    12
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise CalculationError("not_whole", field, "a whole number is needed")
    if not least <= value <= most:
        raise CalculationError(
            "out_of_range",
            field,
            "the number must lie between %(least)s and %(most)s",
            least=least,
            most=most,
        )
    return value


def check_items(items: Sized, field: str, *, length: int | None = None) -> None:
    """Refuse a list that is empty, too long, or not of the length asked.

    >>> check_items([1, 2], "flows", length=2)
    """
    if not len(items):
        raise CalculationError("empty", field, "at least one entry is needed")
    if len(items) > MAX_ITEMS:
        raise CalculationError("too_many", field, "at most %(most)s entries are taken", most=MAX_ITEMS)
    if length is not None and len(items) != length:
        raise CalculationError("shape_mismatch", field, "%(length)s entries are needed", length=length)


def fen_of(value: Fraction, rounding: Rounding, field: str) -> int:
    """Round an exact amount to whole fen and refuse one beyond what can be stored.

    >>> fen_of(Fraction(5, 2), Rounding.HALF_UP, "fee")
    3
    """
    return check_fen(round_fen(value, rounding), field)


def footing_fen(parts: Sequence[Fraction], total: int) -> tuple[int, ...]:
    """Give each exact part its whole fen so that they sum to the rounded total.

    Each part goes down or up to a neighbouring fen, the largest remainders up; a whole part never moves.

    >>> footing_fen([Fraction(3, 2), Fraction(-1, 4), Fraction(3, 4)], 2)
    (1, 0, 1)
    """
    downs = [part.numerator // part.denominator for part in parts]
    rests = [part - down for part, down in zip(parts, downs, strict=True)]
    order = sorted(range(len(parts)), key=lambda i: (-rests[i], i))
    raised = set(order[: total - sum(downs)])
    return tuple(down + (i in raised) for i, down in enumerate(downs))


def _check_decimal(value: Decimal, field: str) -> None:
    if not value.is_finite():
        raise CalculationError("not_finite", field, "the figure is not a number")
    exponent = value.as_tuple().exponent
    if value.adjusted() >= MAX_DIGITS or (isinstance(exponent, int) and exponent < -MAX_DIGITS):
        raise CalculationError(
            "out_of_range", field, "the figure has more than %(most)s digits", most=MAX_DIGITS
        )
