"""Canonical text of values, and digests of it: the same bytes on every machine, database and locale."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

ALGORITHMS = ("sha256", "sm3")


def canonical_json(value: Any) -> str:
    """Return compact JSON with sorted keys; decimals and dates as text; binary floats are refused."""
    return _ENCODER.encode(value)


def digest(text: str, algorithm: str = "sha256") -> str:
    """Return the digest of a text, prefixed with its algorithm ("sha256:…", "sm3:…")."""
    return f"{algorithm}:{hashlib.new(algorithm, text.encode('utf-8', 'strict')).hexdigest()}"


def _plain(value: object) -> Any:
    """Write the value types that JSON lacks."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    message = f"{type(value).__name__} has no canonical form"
    raise TypeError(message)


@lru_cache(maxsize=256)
def _instant(value: datetime) -> str:
    """Write an instant in UTC; all rows of an act share a few."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")


_ENCODER = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_plain
)
