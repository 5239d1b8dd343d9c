"""Random numbers without state: Philox4x32-10, and normals by the inverse of the distribution function.

    words = round¹⁰(counter, key)        normal = Φ⁻¹((word + ½) ÷ 2³²), the word taken from −2³¹ to 2³¹ and
    moved by 2³¹

Shapes  counters: (n, 4); key: two words; words: (n, 4); normals: the shape of the words.
Units   32-bit words; normals in single precision, between −6.34 and 6.34.
Errors  CalculationError: shape_mismatch, not_integer.
Source  Salmon, Moraes, Dror, Shaw, Parallel random numbers: as easy as 1, 2, 3 (SC 2011), and its Random123
        answers. The inverse is a least-maximum fit of our own to erf⁻¹(x) ÷ x, split where −ln(1 − x²) passes
        5, as in M. Giles, Approximating the erfinv function (2010); it is off by at most 1e-6 of the value.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calculators.kernel.errors import CalculationError

Words = NDArray[np.uint32]
Floats = NDArray[np.float32]
_Lanes = tuple[NDArray[np.uint64], ...]

MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
WEYL = (0x9E3779B9, 0xBB67AE85)
ROUNDS = 10

# Fitted to double precision values and rounded to single; lowest power first.
LOG_FIT = (
    0.9999999403953552,
    -0.5000036358833313,
    0.33335059881210327,
    -0.24969908595085144,
    0.1990017294883728,
    -0.17250847816467285,
    0.16222524642944336,
    -0.10106763988733292,
)
"""ln(1 + f) ÷ f for 1 + f between √½ and √2."""
CENTRAL_FIT = (
    2.1233131885528564,
    0.34880363941192627,
    -0.005906121805310249,
    -0.0017743166536092758,
    0.00030735949985682964,
    -5.790136583527783e-06,
    -4.505511242314242e-06,
    4.463792890874174e-07,
)
"""Φ⁻¹ ÷ x in w − 2.5 where w = −ln(1 − x²) is below 5."""
TAIL_FIT = (
    4.634224891662598,
    1.4240529537200928,
    0.005198185332119465,
    -0.003218879923224449,
    0.001771284150891006,
    -0.0013930420391261578,
    0.0008972120704129338,
    -0.00023881897504907101,
)
"""The same in √w − TAIL_CENTRE beyond."""
TAIL_CENTRE = 3.441823959350586
SPLIT = 5.0


def random_words(counters: ArrayLike, *, key: tuple[int, int]) -> Words:
    """Return four words for every counter.

    >>> [hex(word) for word in random_words([[0, 0, 0, 0]], key=(0, 0))[0].tolist()]
    ['0x6627e8d5', '0xe169c58d', '0xbc57ac4c', '0x9b00dbd8']
    """
    words = np.asarray(counters)
    if words.ndim != 2 or words.shape[1] != 4:
        raise CalculationError("shape_mismatch", "counters", "a counter is four words")
    if words.size and (words.dtype.kind not in "iu" or words.min() < 0 or words.max() >= 2**32):
        raise CalculationError("not_integer", "counters", "a word is a whole number below 2^32")
    lanes = tuple(words.astype(np.uint64).T)
    for turn in range(ROUNDS):
        first, second = ((k + turn * step) % 2**32 for k, step in zip(key, WEYL, strict=True))
        lanes = _round(lanes, np.uint64(first), np.uint64(second))
    return np.stack(lanes, axis=1).astype(np.uint32)


def normals_from(words: Words) -> Floats:
    """Return the standard normal that belongs to each word.

    >>> found = normals_from(np.array([2**31, 0xFFFFFFFF, 0x7FFFFFFF], np.uint32))
    >>> found.astype(float).round(2).tolist()
    [-6.34, -0.0, 6.34]
    """
    signed = words.view(np.int32)
    half, whole = np.float32(2**-32), np.float32(2**-31)
    distance = (np.int32(2**31 - 1) - (signed ^ (signed >> np.int32(31)))).astype(np.float32)
    edge = _fma(distance, whole, half)
    x = _fma(signed.astype(np.float32), whole, half)
    w = -_log(edge * (np.float32(2) - edge))
    central = _polynomial(CENTRAL_FIT, w - np.float32(2.5))
    tail = _polynomial(TAIL_FIT, np.sqrt(w) - np.float32(TAIL_CENTRE))
    return np.where(w < np.float32(SPLIT), central, tail) * x


def _round(lanes: _Lanes, first: np.uint64, second: np.uint64) -> _Lanes:
    low, shift = np.uint64(2**32 - 1), np.uint64(32)
    one, two = lanes[0] * np.uint64(MULTIPLIERS[0]), lanes[2] * np.uint64(MULTIPLIERS[1])
    return (two >> shift) ^ lanes[1] ^ first, two & low, (one >> shift) ^ lanes[3] ^ second, one & low


def _log(value: Floats) -> Floats:
    """Return the natural logarithm of positive numbers: exponent, and a polynomial for the rest."""
    bits = value.view(np.int32)
    exponent = (bits - np.int32(0x3F3504F3)) >> np.int32(23)
    part = (bits - (exponent << np.int32(23))).view(np.float32) - np.float32(1)
    return _fma(exponent.astype(np.float32), np.float32(np.log(2)), _polynomial(LOG_FIT, part) * part)


def _polynomial(fit: tuple[float, ...], variable: Floats) -> Floats:
    total = np.full_like(variable, fit[-1])
    for coefficient in reversed(fit[:-1]):
        total = _fma(total, variable, np.float32(coefficient))
    return total


def _fma(a: Floats, b: Floats | np.float32, c: Floats | np.float32) -> Floats:
    """Multiply and add in double precision, then round: what the machine's fused instruction gives."""
    return (a.astype(np.float64) * b + np.asarray(c, np.float64)).astype(np.float32)
