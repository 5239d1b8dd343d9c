"""The bars of a waterfall drawn inside its table: all rows on one scale, joined by lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH = 250
_EDGE = 2


@dataclass(frozen=True, slots=True)
class FallBar:
    """One bar: where it begins and how wide it is, its kind, and the line to the next row."""

    x: str
    width: str
    kind: str
    line_x: str
    is_cut: bool
    has_line: bool


def fall_bars(amounts: Sequence[int], *, start: int = 0) -> tuple[FallBar, ...]:
    """Return the bars of a waterfall whose first amount is a total and whose last is what remains.

    Amounts are fen; those between add or take away. ``start`` is where the cut axis begins; a picture
    whose axis does not begin at zero shows it by a slash on its totals.
    """
    if len(amounts) < 2:
        return ()
    levels = _levels(amounts)
    low, high = min(start, *levels), max(levels)
    scale = Decimal(WIDTH - 2 * _EDGE) / max(high - low, 1)

    def at(level: int) -> Decimal:
        return _EDGE + (level - low) * scale

    bars = []
    for place, (amount, level) in enumerate(zip(amounts, levels, strict=True)):
        is_total = place in (0, len(amounts) - 1)
        begin = at(low) if is_total else min(at(level), at(level - amount))
        width = at(level) - at(low) if is_total else abs(amount) * scale
        kind = "tot" if is_total else "up" if amount > 0 else "dn"
        is_last = place == len(amounts) - 1
        bars.append(
            FallBar(_short(begin), _short(width), kind, _short(at(level)), is_total and low > 0, not is_last)
        )
    return tuple(bars)


def _levels(amounts: Sequence[int]) -> list[int]:
    """Return the height reached after each row; the last row stands at its own amount."""
    reached, levels = 0, []
    for amount in amounts[:-1]:
        reached += amount
        levels.append(reached)
    return [*levels, amounts[-1]]


def _short(value: Decimal) -> str:
    return f"{value:.1f}"
