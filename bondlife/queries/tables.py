"""A list as a file: the same rows in the same order, real numbers in xlsx, plain ones in csv."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO

from bondlife.exchange.units import in_unit
from bondlife.exchange.xlsx_out import Column, Value, table_bytes

UNITS = {"yuan": "元", "wan": "万元", "yi": "亿元"}
ACTING = ("=", "+", "-", "@", "\t", "\r")
"""Signs by which a sheet would take a text for a formula."""


@dataclass(frozen=True, slots=True)
class Table:
    """Heads and rows of an export, and what the file is called."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]


def as_xlsx(found: Table, unit: str) -> bytes:
    """Return the table as xlsx, amounts as numbers of the unit."""
    return table_bytes(found.columns, found.rows, unit=UNITS[unit], title=found.name)


def as_csv(found: Table, unit: str) -> bytes:
    """Return the table as csv with a byte-order mark, amounts as plain numbers of the unit."""
    out = StringIO()
    writer = csv.writer(out)
    kinds = [column.kind for column in found.columns]
    writer.writerow(
        f"{column.heading}（{UNITS[unit]}）" if column.kind == "fen" else column.heading
        for column in found.columns
    )
    for row in found.rows:
        writer.writerow(_cell(value, kind, unit) for value, kind in zip(row, kinds, strict=True))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cell(value: Value, kind: str, unit: str) -> str:
    if value is None:
        return ""
    if kind == "fen" and isinstance(value, int):
        return f"{in_unit(value, UNITS[unit]):f}"
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return "'" + text if kind == "text" and text.startswith(ACTING) else text
