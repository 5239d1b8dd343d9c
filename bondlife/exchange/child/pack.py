"""Sheets as columns of text and numbers, dates set apart as day numbers, so that the answer holds no
objects.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from bondlife.exchange.errors import FileRefused

_PLAIN = {str, float, int, bool}


def pack_sheet(name: str, rows: Sequence[Sequence[Any]], limits: Mapping[str, int]) -> dict[str, Any]:
    """Return one sheet ready for the way back: columns, and per column the rows and day numbers of its
    dates.
    """
    _check_size(name, rows, limits)
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
    dates: list[tuple[int, list[int], list[int]]] = []
    for index, column in enumerate(columns):
        if not set(map(type, column)) <= _PLAIN:
            columns[index], at, days = _plain(column)
            dates.append((index, at, days))
    return {"name": name, "columns": columns, "dates": dates, "height": len(rows)}


def _plain(column: Sequence[Any]) -> tuple[list[Any], list[int], list[int]]:
    """Take the dates out of a column; times of day and durations become text."""
    at = [index for index, value in enumerate(column) if type(value) is date or _is_midnight(value)]
    days = [column[index].toordinal() for index in at]
    values = [value if type(value) in _PLAIN else _as_text(value) for value in column]
    return values, at, days


def _is_midnight(value: Any) -> bool:
    return type(value) is datetime and value.time() == time()


def _as_text(value: Any) -> str:
    return "" if value is None or type(value) is date or _is_midnight(value) else str(value)


def _check_size(name: str, rows: Sequence[Sequence[Any]], limits: Mapping[str, int]) -> None:
    height, width = len(rows), len(rows[0]) if rows else 0
    if height > limits["rows"] or width > limits["columns"] or height * width > limits["cells"]:
        raise FileRefused(
            "too_many_rows",
            "Sheet {sheet} has {height} rows and {width} columns; at most {rows} and {columns} are read.",
            {
                "sheet": name,
                "height": str(height),
                "width": str(width),
                "rows": str(limits["rows"]),
                "columns": str(limits["columns"]),
            },
        )
