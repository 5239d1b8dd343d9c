"""Read delimited text: strict decoding, the delimiter found from the first lines, rows evened out."""

import csv
from collections.abc import Mapping
from io import StringIO
from itertools import islice
from typing import Any

from bondlife.exchange.child.pack import pack_sheet
from bondlife.exchange.child.text import decode
from bondlife.exchange.errors import FileRefused

_DELIMITERS = ",\t;|"
_SAMPLE_LINES = 20


def read_csv(data: bytes, limits: Mapping[str, int]) -> tuple[list[dict[str, Any]], str]:
    """Return one sheet named csv, and the encoding."""
    text, encoding = decode(data)
    if _looks_binary(text):
        raise FileRefused("binary", "The file is not text: it holds control signs.")
    csv.field_size_limit(limits["text"])
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        rows = list(islice(reader, limits["rows"] + 1))
    except csv.Error:
        raise FileRefused(
            "damaged",
            "Line {line} cannot be read: a quotation mark is not closed or a cell is too long.",
            {"line": str(reader.line_num)},
        ) from None
    return [_sheet(rows, limits)], encoding


def _sheet(rows: list[list[str]], limits: Mapping[str, int]) -> dict[str, Any]:
    width = max(map(len, rows), default=0)
    if width > limits["columns"] or width * len(rows) > limits["cells"]:
        raise FileRefused("too_many_rows", "The table is too large to read.")
    even = [row if len(row) == width else row + [""] * (width - len(row)) for row in rows]
    return {**pack_sheet("csv", even, limits), "hidden": False, "start": (0, 0), "lengths": _uneven(rows)}


def _uneven(rows: list[list[str]]) -> list[tuple[int, int]]:
    """List rows that are longer or shorter than the first, blank lines aside."""
    expected = len(rows[0]) if rows else 0
    return [(index, len(row)) for index, row in enumerate(rows) if row and len(row) != expected][:1000]


def _delimiter(text: str) -> str:
    """Choose the delimiter that cuts the first lines into the most equal columns; a comma when none does."""
    lines = [line for line in text[:65536].splitlines()[:_SAMPLE_LINES] if line.strip()]

    def agreement(sign: str) -> tuple[int, int]:
        counts = [len(next(csv.reader([line], delimiter=sign))) for line in lines]
        common = max(set(counts), key=counts.count, default=1)
        return (counts.count(common) if common > 1 else 0, common)

    return max(_DELIMITERS, key=agreement)


def _looks_binary(text: str) -> bool:
    start = text[:4096]
    odd = sum(sign < " " and sign not in "\t\r\n" for sign in start)
    return odd > len(start) // 100
