"""Signatures that anybody can check: Ed25519 (RFC 8032), for packages that leave the house.

    A = a·B;  R = r·B with r = H(prefix ‖ M);  S = r + H(R ‖ A ‖ M)·a mod L;  valid: S·B = R + H(R ‖ A ‖ M)·A

Shapes  seed and public key 32 bytes, signature 64.
Units   bytes; a package is signed once on the machine that holds the seed, so no care is taken of timing.
Errors  none; what does not verify is False.
Source  RFC 8032 section 5.1; its test vectors are in tests/disclosure/test_package.py.
What checks a signature stands in ``bondlife.offline.check_pack``, which needs nothing of the house.
"""

import hashlib

from bondlife.offline.check_pack import BASE, ORDER, hashed, is_signed, packed, times

__all__ = ["is_signed", "public_key", "sign"]


def _secret(seed: bytes) -> tuple[int, bytes]:
    told = hashlib.sha512(seed).digest()
    number = int.from_bytes(told[:32], "little")
    return number & (1 << 254) - 8 | 1 << 254, told[32:]


def public_key(seed: bytes) -> bytes:
    """Return the public key of a seed."""
    return packed(times(_secret(seed)[0], BASE))


def sign(seed: bytes, message: bytes) -> bytes:
    """Return the signature of a message."""
    number, prefix = _secret(seed)
    key = packed(times(number, BASE))
    nonce = hashed(prefix, message)
    first = packed(times(nonce, BASE))
    second = (nonce + hashed(first, key, message) * number) % ORDER
    return first + second.to_bytes(32, "little")
