"""Canonical text of values, and digests of it: the same bytes on every machine, database and locale."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring
from types import MappingProxyType
from typing import Any

quoted = encode_basestring
"""Return a text as JSON writes it, in its quotes."""
ALGORITHMS = ("sha256", "sm3")


class Encoded:
    """A value that stands as canonical text already: written to many places, it is written out once."""

    __slots__ = ("data",)

    def __init__(self, value: Any) -> None:
        self.data = _ENCODER.encode(value).encode()

    @classmethod
    def written(cls, data: bytes) -> "Encoded":
        """Return the value that bytes stand for, which whoever calls has written canonically."""
        self = cls.__new__(cls)
        self.data = data
        return self

    @property
    def text(self) -> str:
        """Return the canonical text."""
        return self.data.decode()


def canonical_json(value: Any) -> str:
    """Return compact JSON with sorted keys; decimals and dates as text; binary floats are refused."""
    return value.text if type(value) is Encoded else _ENCODER.encode(value)


def canonical_columns(
    varying: Mapping[str, Sequence[Any]],
    shared: Mapping[str, Any],
    marks: Mapping[str, str] = MappingProxyType({}),
) -> list[str]:
    """Return what ``canonical_json`` says of each row of a table given by columns.

    ``varying`` holds one value a row, all columns of one length; at least one. What all rows share is written
    once, the others are put into one pattern: an act on a hundred thousand rows spends no time on what does
    not change. ``marks`` are put as they are where a value will be known later only.
    """
    same = {name: canonical_json(value) for name, value in shared.items()} | dict(marks)
    pattern = ",".join(
        f"{quoted(name)}:".replace("%", "%%") + (same[name].replace("%", "%%") if name in same else "%s")
        for name in sorted({*varying, *same})
    )
    cells = [_texts(varying[name]) for name in sorted(varying)]
    whole = "{" + pattern + "}"
    return [whole % row for row in zip(*cells, strict=True)]


def canonical_bytes(
    varying: Mapping[str, Sequence[Any]],
    shared: Mapping[str, Any],
    marks: Mapping[str, str] = MappingProxyType({}),
) -> tuple[list[bytes], list[list[bytes]]]:
    """Return what ``canonical_columns`` says, encoded, with gaps for ``Encoded`` columns, and these columns.

    ``filled`` puts the two together, a row at a time: long texts are copied once, when a row is stored. At
    least one other column is needed.
    """
    long = {name: column for name, column in sorted(varying.items()) if are_encoded(column)}
    short = {name: column for name, column in varying.items() if name not in long}
    texts = canonical_columns(short, shared, {**marks, **dict.fromkeys(long, _GAP)})
    return [text.encode() for text in texts], [[one.data for one in column] for column in long.values()]


def filled(text: bytes, values: Iterable[bytes]) -> bytes:
    """Return a text with its gaps filled, in their order.

    >>> filled(b'{"a":\\x04,"b":1,"c":\\x04}', [b"[]", b"{}"])
    b'{"a":[],"b":1,"c":{}}'
    """
    first, *others = text.split(_GAP_BYTES)
    pieces = [first]
    for value, piece in zip(values, others, strict=True):
        pieces += value, piece
    return b"".join(pieces)


def are_encoded(column: Sequence[Any]) -> bool:
    """Tell whether every value of a column stands as canonical text already."""
    return bool(column) and type(column[0]) is Encoded and set(map(type, column)) == {Encoded}


_GAP = "\4"
"""A sign that no canonical text contains, where a long text will stand."""
_GAP_BYTES = _GAP.encode()


def _texts(column: Sequence[Any]) -> Iterable[str]:
    kinds = set(map(type, column))
    if kinds == {str}:
        return map(quoted, column)
    if kinds == {int}:
        return map(str, column)
    if kinds <= {int, type(None)}:
        return ("null" if value is None else str(value) for value in column)
    if kinds <= _REPEATED:
        keys = list(map(str, column))
        told = {key: canonical_json(value) for key, value in dict(zip(keys, column, strict=True)).items()}
        return (told[key] for key in keys)
    return map(canonical_json, column)


def digest(text: str, algorithm: str = "sha256") -> str:
    """Return the digest of a text, prefixed with its algorithm ("sha256:…", "sm3:…")."""
    return digest_bytes(text.encode("utf-8", "strict"), algorithm)


def digest_bytes(data: bytes, algorithm: str = "sha256") -> str:
    """Return the digest of bytes that are a canonical text already encoded."""
    told = hashlib.sha256(data) if algorithm == "sha256" else hashlib.new(algorithm, data)
    return f"{algorithm}:{told.hexdigest()}"


def digest_lines(lines: Sequence[str]) -> str:
    """Return the digest of the lines put together by newlines, without ever holding them as one text."""
    told = hashlib.sha256()
    for start in range(0, len(lines), _LINES):
        told.update((("\n" if start else "") + "\n".join(lines[start : start + _LINES])).encode())
    return f"sha256:{told.hexdigest()}"


_LINES = 5000


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


_REPEATED = frozenset({Decimal, date, datetime, type(None)})
"""Types of which a column holds few different values, told apart by their text."""

_ENCODER = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_plain
)
