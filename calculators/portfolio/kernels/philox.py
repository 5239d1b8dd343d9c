"""Philox4x32-10 and its normals inside compiled loops, for a block of scenarios at once.

A block is BLOCK scenarios: state and draws of a block stay in the first-level cache, and every block is drawn
whole, so that the same instructions make every scenario whatever their number.
Counter  (scenario, group of four periods, low word of the project, high bits of the project × 4 + stream).
Key      the two words of the seed.
"""

import math
from typing import Any

import numpy as np

from calculators.portfolio import philox as fit
from calculators.portfolio.kernels.build import fma, helper, piece

BLOCK = 256
LINE = 16
NORMALS = 7
ROWS = NORMALS + 12
STRIDE = BLOCK + LINE

_U8 = np.uint64
_F4 = np.float32
_M0, _M1 = (np.uint64(m) for m in fit.MULTIPLIERS)
_W0, _W1 = (np.uint64(w) for w in fit.WEYL)
_LOW = np.uint64(2**32 - 1)
_HIGH = np.uint64(32)
_L0, _L1, _L2, _L3, _L4, _L5, _L6, _L7 = (np.float32(c) for c in fit.LOG_FIT)
_C0, _C1, _C2, _C3, _C4, _C5, _C6, _C7 = (np.float32(c) for c in fit.CENTRAL_FIT)
_T0, _T1, _T2, _T3, _T4, _T5, _T6, _T7 = (np.float32(c) for c in fit.TAIL_FIT)
_TAIL_CENTRE = np.float32(fit.TAIL_CENTRE)
_SPLIT = np.float32(fit.SPLIT)
_LN2 = np.float32(np.log(2))
_HALF = np.float32(2**-32)
_WHOLE = np.float32(2**-31)


@helper
def key_words(seed: Any) -> Any:
    """Return the key of each of the ten rounds, first words and then second words."""
    keys = np.empty((2, 10), np.uint64)
    first = _U8(seed) & _LOW
    second = _U8(seed) >> _HIGH
    for turn in range(10):
        keys[0, turn] = (first + _U8(turn) * _W0) & _LOW
        keys[1, turn] = (second + _U8(turn) * _W1) & _LOW
    return keys


@helper
def _turn(a: Any, b: Any, c: Any, d: Any, first: Any, second: Any) -> Any:
    # Words sit in 64-bit lanes with rubbish above; only the low half enters a product.
    one = (a & _LOW) * _M0
    two = (c & _LOW) * _M1
    return (two >> _HIGH) ^ b ^ first, two, (one >> _HIGH) ^ d ^ second, one


@helper
def draw_words(scenario: Any, group: Any, low: Any, high: Any, keys: Any, rows: Any, first: Any) -> None:
    """Fill rows[first : first + 4] with the words of a block, as bits: loops over one array vectorise."""
    k, m = keys[0], keys[1]
    for lane in range(BLOCK):
        a, b, c, d = _turn(_U8(scenario + lane), group, low, high, k[0], m[0])
        a, b, c, d = _turn(a, b, c, d, k[1], m[1])
        a, b, c, d = _turn(a, b, c, d, k[2], m[2])
        a, b, c, d = _turn(a, b, c, d, k[3], m[3])
        a, b, c, d = _turn(a, b, c, d, k[4], m[4])
        a, b, c, d = _turn(a, b, c, d, k[5], m[5])
        a, b, c, d = _turn(a, b, c, d, k[6], m[6])
        a, b, c, d = _turn(a, b, c, d, k[7], m[7])
        a, b, c, d = _turn(a, b, c, d, k[8], m[8])
        a, b, c, d = _turn(a, b, c, d, k[9], m[9])
        rows[first, lane] = np.uint32(a).view(np.float32)
        rows[first + 1, lane] = np.uint32(b).view(np.float32)
        rows[first + 2, lane] = np.uint32(c).view(np.float32)
        rows[first + 3, lane] = np.uint32(d).view(np.float32)


@helper
def _log(value: Any) -> Any:
    bits = _F4(value).view(np.int32)
    exponent = np.int32(np.int32(bits - np.int32(0x3F3504F3)) >> np.int32(23))
    f = np.int32(bits - np.int32(exponent << np.int32(23))).view(np.float32) - _F4(1)
    high = fma(fma(fma(_L7, f, _L6), f, _L5), f, _L4)
    return fma(_F4(exponent), _LN2, fma(fma(fma(fma(high, f, _L3), f, _L2), f, _L1), f, _L0) * f)


@helper
def _central(c: Any) -> Any:
    high = fma(fma(fma(_C7, c, _C6), c, _C5), c, _C4)
    return fma(fma(fma(fma(high, c, _C3), c, _C2), c, _C1), c, _C0)


@helper
def _tail(d: Any) -> Any:
    high = fma(fma(fma(_T7, d, _T6), d, _T5), d, _T4)
    return fma(fma(fma(fma(high, d, _T3), d, _T2), d, _T1), d, _T0)


@helper
def normal(word: Any) -> Any:
    """Return the standard normal of one word."""
    signed = np.int32(word)
    size = np.int32(signed ^ np.int32(signed >> np.int32(31)))
    edge = fma(_F4(np.int32(np.int32(0x7FFFFFFF) - size)), _WHOLE, _HALF)
    x = fma(_F4(signed), _WHOLE, _HALF)
    w = -_log(edge * (_F4(2) - edge))
    central = _central(w - _F4(2.5))
    tail = _tail(math.sqrt(w) - _TAIL_CENTRE)
    return (central if w < _SPLIT else tail) * x


@helper
def _draw_shock(scenario: Any, group: Any, low: Any, high: Any, keys: Any, rows: Any, first: Any) -> None:
    draw_words(scenario, group, low, high, keys, rows, first)
    for row in range(first, first + 4):
        for lane in range(BLOCK):
            rows[row, lane] = normal(_F4(rows[row, lane]).view(np.uint32))


@helper
def draw_normals(scenario: Any, group: Any, low: Any, high: Any, keys: Any, rows: Any) -> None:
    """Fill the twelve rows from NORMALS on: three shocks, four periods each.

    Written out and not looped: inside a loop over shocks the compiler checks all their rows for overlap at
    once, finds some, and falls back to one scenario at a time.
    """
    _draw_shock(scenario, group, low, high, keys, rows, NORMALS)
    _draw_shock(scenario, group, low, high | np.uint64(1), keys, rows, NORMALS + 4)
    _draw_shock(scenario, group, low, high | np.uint64(2), keys, rows, NORMALS + 8)


@piece
def aligned_rows(rows: Any) -> Any:
    """Return single-precision rows of BLOCK that begin on cache lines, each a line further than a power of
    two.

    Whole registers then never straddle two lines, and no two rows meet in the same place of the cache.
    """
    room = np.zeros(rows * STRIDE + LINE, np.float32)
    skip = (64 - room.ctypes.data % 64) % 64 // 4
    return room[skip : skip + rows * STRIDE].reshape(rows, STRIDE)
