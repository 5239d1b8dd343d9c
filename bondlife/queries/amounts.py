"""Amounts as text, where a view hands over finished words: in the page's unit, exact or rounded."""

from decimal import Decimal, InvalidOperation

from calculators.kernel.money import MAX_FEN

FEN = {"yuan": 100, "wan": 1_000_000, "yi": 10_000_000_000}
PLACES = {"yuan": 2, "wan": 6, "yi": 10}
"""Decimals an exact amount may have in each unit."""


def figure(fen: int, unit: str) -> str:
    """Return an amount with two decimals, rounded half up; lists print thousands of them.

    >>> figure(123_456_789, "wan"), figure(-123_456_789, "wan")
    ('123.46', '−123.46')
    """
    step = FEN[unit] // 100
    cents = (abs(fen) + step // 2) // step
    return f"{'−' if fen < 0 and cents else ''}{cents // 100:,}.{cents % 100:02d}"


def exact_figure(fen: int, unit: str) -> str:
    """Return an amount with every decimal it has, at least two: what can be typed back without loss.

    >>> exact_figure(123_456_789, "wan"), exact_figure(5_000_000, "wan")
    ('123.456789', '5.00')
    """
    text = f"{Decimal(fen) / FEN[unit]:,.{PLACES[unit]}f}"
    whole, _, part = text.partition(".")
    return f"{whole}.{part.rstrip('0').ljust(2, '0')}"


def read_figure(text: str, unit: str) -> int | None:
    """Return a typed amount in fen, None where it is no amount or has a part of a fen.

    >>> read_figure("1,234.5", "wan"), read_figure("", "wan"), read_figure("1.0000001", "wan")
    (1234500000, 0, None)
    """
    plain = text.replace(",", "").replace("，", "").replace("−", "-").replace("－", "-").strip()
    if plain in {"", "—", "-"}:
        return 0
    digits = plain.removeprefix("-").replace(".", "", 1)
    if not digits.isascii() or not digits.isdigit() or len(digits) > 24:
        return None
    try:
        fen = Decimal(plain) * FEN[unit]
    except InvalidOperation:
        return None
    return int(fen) if fen == int(fen) and abs(fen) <= MAX_FEN else None
