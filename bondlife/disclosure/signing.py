"""Signatures that anybody can check: Ed25519 (RFC 8032), for packages that leave the house.

    A = a·B;  R = r·B with r = H(prefix ‖ M);  S = r + H(R ‖ A ‖ M)·a mod L;  valid: S·B = R + H(R ‖ A ‖ M)·A

Shapes  seed and public key 32 bytes, signature 64.
Units   bytes; a package is signed once on the machine that holds the seed, so no care is taken of timing.
Errors  none; what does not verify is False.
Source  RFC 8032 section 5.1; its test vectors are in tests/disclosure/test_package.py.
"""

import hashlib

_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)

Point = tuple[int, int, int, int]
_ZERO: Point = (0, 1, 1, 0)


def _add(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % _P
    b = (one[1] + one[0]) * (other[1] + other[0]) % _P
    c = 2 * one[3] * other[3] * _D % _P
    d = 2 * one[2] * other[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def _times(number: int, point: Point) -> Point:
    found = _ZERO
    while number:
        if number & 1:
            found = _add(found, point)
        point = _add(point, point)
        number >>= 1
    return found


def _same(one: Point, other: Point) -> bool:
    return (one[0] * other[2] - other[0] * one[2]) % _P == 0 and (
        one[1] * other[2] - other[1] * one[2]
    ) % _P == 0


def _across(y: int, sign: int) -> int | None:
    """Return the x of a point by its y and sign, None where there is none."""
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT % _P
    if (x * x - square) % _P or (x == 0 and sign):
        return None
    return _P - x if x & 1 != sign else x


_Y = 4 * pow(5, -1, _P) % _P
_X = _across(_Y, 0) or 0
_BASE: Point = (_X, _Y, 1, _X * _Y % _P)


def _packed(point: Point) -> bytes:
    inverse = pow(point[2], -1, _P)
    x, y = point[0] * inverse % _P, point[1] * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _unpacked(data: bytes) -> Point | None:
    whole = int.from_bytes(data, "little")
    y = whole & (1 << 255) - 1
    x = _across(y, whole >> 255)
    return None if x is None else (x, y, 1, x * y % _P)


def _secret(seed: bytes) -> tuple[int, bytes]:
    told = hashlib.sha512(seed).digest()
    number = int.from_bytes(told[:32], "little")
    return number & (1 << 254) - 8 | 1 << 254, told[32:]


def _hash(*parts: bytes) -> int:
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little") % _L


def public_key(seed: bytes) -> bytes:
    """Return the public key of a seed."""
    return _packed(_times(_secret(seed)[0], _BASE))


def sign(seed: bytes, message: bytes) -> bytes:
    """Return the signature of a message."""
    number, prefix = _secret(seed)
    key = _packed(_times(number, _BASE))
    nonce = _hash(prefix, message)
    first = _packed(_times(nonce, _BASE))
    second = (nonce + _hash(first, key, message) * number) % _L
    return first + second.to_bytes(32, "little")


def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether a signature is that of a message by the holder of a key."""
    if len(key) != 32 or len(signature) != 64:
        return False
    point, first = _unpacked(key), _unpacked(signature[:32])
    second = int.from_bytes(signature[32:], "little")
    if point is None or first is None or second >= _L:
        return False
    right = _add(first, _times(_hash(signature[:32], key, message), point))
    return _same(_times(second, _BASE), right)
