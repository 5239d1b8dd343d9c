"""Keyset paging: a page starts after the last row of the one before, however far down that is."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from bondlife.errors import Invalid

PAGE = 50
MOST = 200


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page starts: the sort value and key of the row beside it."""

    value: Any
    row_id: int


def encode(value: Any, row_id: int) -> str:
    """Return a cursor as it stands in an address."""
    text = json.dumps([value, row_id], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(text: str, kind: type) -> Cursor | None:
    """Return the cursor of an address; anything else is refused."""
    if not text:
        return None
    try:
        value, row_id = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, binascii.Error, UnicodeError, RecursionError):
        raise _bad() from None
    if type(value) is not kind or type(row_id) is not int or not 0 <= row_id < 2**63:
        raise _bad()
    if isinstance(value, int) and abs(value) >= 2**63:
        raise _bad()
    return Cursor(value, row_id)


def _bad() -> Invalid:
    return Invalid.because(
        "bad_cursor", "This page address is damaged; start again from the first page.", "after"
    )
