"""The xlsx of a filing: its rows under the heads of its layout, and a sheet that says who signed what."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from bondlife.exchange.xlsx_out import Column, ColumnKind, Value, table_bytes
from bondlife.lifecycle.layouts import LayoutInForce
from models.canonical import canonical_json, digest
from models.layouts import ITEMS

_KINDS: dict[str, ColumnKind] = {"money": "fen", "date": "date", "rate": "percent", "year": "count"}


def rows_digest(values: Iterable[Mapping[str, Any]]) -> str:
    """Return the digest of the rows of a file, in their order."""
    return digest(canonical_json([dict(one) for one in values]))


def paper(
    layout: LayoutInForce, values: Iterable[Mapping[str, Any]], title: str, signed: Sequence[tuple[str, str]]
) -> bytes:
    """Return the file: amounts in the layout's unit, days as days, then the sign sheet."""
    items = [one.item for one in layout.columns]
    columns = [Column(one.heading, _KINDS.get(ITEMS[one.item].kind, "text"), 16) for one in layout.columns]
    rows = ([_cell(item, row.get(item)) for item in items] for row in values)
    return table_bytes(columns, rows, unit=layout.unit, title=title, sign_sheet=signed)


def _cell(item: str, value: Any) -> Value:
    if value in (None, ""):
        return None
    kind = ITEMS[item].kind
    if kind == "date":
        return date.fromisoformat(str(value))
    if kind == "rate":
        return Decimal(str(value))
    return value if isinstance(value, int | str) else str(value)
