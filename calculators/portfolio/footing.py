"""Exact lines of many payments at once, footed in whole fen: what ``ppp.statement`` does, a row a payment.

    line        base × factor, an exact fraction
    fee         Σ lines
    left        fee − taken off
    payable     left rounded once; every line goes down or up to a neighbouring fen, the largest rests up, so
                that lines less what is taken off foot to it

Shapes  base, above, below: (rows, lines), a factor is above ÷ below; taken_off: (rows,).
Units   fen as 64-bit integers; factors are pure numbers. A row is sound where everything fitted 64 bits and
        left is not below zero; the figures of any other row mean nothing: ask ``ppp.statement``.
Errors  none: what does not fit is said by ``is_sound``.
Source  calculators.ppp.statement and calculators.ppp.exact.footing_fen, against which it is tested.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calculators.kernel.money import Rounding
from calculators.portfolio.arrays import IntArray

LIMIT = float(2**62)
"""Sizes are estimated as binary fractions; half of what 64 bits hold leaves room for their error."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Footed:
    """Lines as reduced fractions and in whole fen; fee and what is left as reduced fractions; the payable."""

    above: IntArray
    below: IntArray
    fen: IntArray
    fee_above: IntArray
    fee_below: IntArray
    left_above: IntArray
    left_below: IntArray
    payable: IntArray
    is_sound: Flags


def footed(
    base: IntArray,
    above: IntArray,
    below: IntArray,
    *,
    taken_off: IntArray,
    rounding: Rounding = Rounding.HALF_UP,
) -> Footed:
    """Return the lines of every row with their whole fen.

    >>> row = [np.array([[10_000, 10_000]]), np.array([[1, -1]]), np.array([[1, 70]])]
    >>> found = footed(*row, taken_off=np.array([5_00]))
    >>> found.payable.tolist(), found.fen.tolist(), found.fee_above.tolist(), found.fee_below.tolist()
    ([9357], [[10000, -143]], [69000], [7])
    """
    sound = np.all(_size(base) * _size(above) < LIMIT, axis=1)
    lines, parts = _reduced(_kept(base, sound) * _kept(above, sound), below)
    whole, sound = _common(parts, sound)
    scale = whole[:, None] // parts
    sound = sound & ((_size(lines) * _size(scale)).sum(axis=1) + _size(taken_off) * _size(whole) < LIMIT)
    scaled = _kept(lines, sound) * _kept(scale, sound)
    fee = scaled.sum(axis=1)
    left = fee - _kept(taken_off, sound) * whole
    payable = _rounded(left, whole, rounding)
    fen = _footing(scaled, whole, payable + _kept(taken_off, sound))
    return Footed(
        lines, parts, fen, *_reduced(fee, whole), *_reduced(left, whole), payable, sound & (left >= 0)
    )


def _size(values: IntArray) -> NDArray[np.float64]:
    return np.abs(values.astype(np.float64))


def _kept(values: IntArray, sound: Flags) -> IntArray:
    """Return the values with zeros in rows that are not sound, so that nothing runs over."""
    kept: IntArray = np.where(sound[:, None] if values.ndim == 2 else sound, values, 0)
    return kept


def _reduced(above: IntArray, below: IntArray) -> tuple[IntArray, IntArray]:
    common = np.gcd(above, below)
    return above // common, below // common


def _common(below: IntArray, sound: Flags) -> tuple[IntArray, Flags]:
    """Return the least common multiple of each row; 1 where it is too large."""
    whole = np.ones(below.shape[0], np.int64)
    for column in below.T:
        step = column // np.gcd(whole, column)
        sound = sound & (_size(whole) * _size(step) < LIMIT)
        whole = np.where(sound, whole * np.where(sound, step, 1), 1)
    return whole, sound


def _rounded(value: IntArray, below: IntArray, rounding: Rounding) -> IntArray:
    """Round amounts that are not below zero to whole numbers."""
    down, rest = np.divmod(value, below)
    twice: Any = {
        Rounding.UP: rest > 0,
        Rounding.DOWN: np.zeros_like(rest, bool),
        Rounding.HALF_UP: rest >= below - rest,
        Rounding.HALF_EVEN: (rest > below - rest) | ((rest == below - rest) & (down % 2 == 1)),
    }[rounding]
    rounded: IntArray = down + twice
    return rounded


def _footing(scaled: IntArray, whole: IntArray, total: IntArray) -> IntArray:
    """Return whole fen that sum to the total of each row: rests go up from the largest, the earlier first."""
    down, rest = np.divmod(scaled, whole[:, None])
    order = np.argsort(-rest, axis=1, kind="stable")
    place = np.argsort(order, axis=1, kind="stable")
    missing = total - down.sum(axis=1)
    fen: IntArray = down + (place < missing[:, None])
    return fen
