"""Rows that a record keeps in one column, as the lines people type and read."""

from collections.abc import Mapping, Sequence
from typing import Any

from bondlife.services.performance_inputs import TABLES
from calculators.kernel.money import to_yuan

_MONEY = frozenset({"budget", "spent"})


def is_rows(record: str, name: str) -> bool:
    """Tell whether a column of a record holds rows."""
    return (record, name) in TABLES


def rows_text(record: str, name: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """Return rows as lines, cells apart by bars in the order in which they are typed; amounts in yuan.

    >>> rows_text("evaluation_job", "comments", [{"who": "单位", "text": "补充底稿", "answer": ""}])
    '单位 | 补充底稿'
    """
    columns = TABLES[record, name]
    return "\n".join(_line(columns, row) for row in rows or ())


def _line(columns: Sequence[str], row: Mapping[str, Any]) -> str:
    return " | ".join(_cell(name, row.get(name)) for name in columns).rstrip(" |")


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    return f"{to_yuan(int(value)):f}" if name in _MONEY else str(value)
