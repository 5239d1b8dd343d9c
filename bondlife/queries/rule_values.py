"""Values of rules as people read them: keys in words, units in words, tables as tables."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bondlife.locale import gettext, is_chinese
from bondlife.queries.words import said
from bondlife.services.rules import value_text
from models.rule_words import COLUMNS, ENTRIES

MOST_WORDS = 6
"""A list longer than this is cut in the list of rules; its page shows it whole."""


@dataclass(frozen=True, slots=True)
class ValueTable:
    """A value of several entries: heads, and a row for each entry."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


def entry_word(value: Any) -> str:
    """Return one entry in words; what has no word stands as it is."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if value is None:
        return "—"
    if isinstance(value, list):
        return "、".join(entry_word(one) for one in value)
    if isinstance(value, dict):
        return "；".join(f"{column_word(key)} {entry_word(one)}" for key, one in value.items())
    label = ENTRIES.get(str(value))
    return said(label) if label else str(value)


def column_word(key: str) -> str:
    """Return the head of a column in words; a key of another table may stand as a column."""
    label = COLUMNS.get(key) or ENTRIES.get(key)
    return said(label) if label else key


def shown_value(form: str, value: Any, unit: str) -> str:
    """Return a value as the list of rules shows it, with its unit in words."""
    if value is None or form == "flag":
        return "—" if value is None else entry_word(bool(value))
    if form == "list":
        return _cut([entry_word(one) for one in value])
    if form == "table":
        return gettext("table of %(count)d entries") % {"count": len(value)}
    if form == "percent":
        return f"{(Decimal(str(value)) * 100).normalize():f} %"
    if form == "fen":
        return f"{value_text(form, value)} {gettext('yuan')}"
    return f"{entry_word(value)} {unit_word(unit)}".strip()


def value_table(form: str, value: Any) -> ValueTable | None:
    """Return a list or table as heads and rows; None for a single value."""
    if form not in {"list", "table"} or not value:
        return None
    rows = value if isinstance(value, list) else [{"key": key, "": one} for key, one in value.items()]
    if not all(isinstance(row, dict) for row in rows):
        return ValueTable([gettext("Entry")], [[entry_word(row)] for row in rows])
    named = [_named(row) for row in rows]
    keys = list(dict.fromkeys(key for row in named for key in row))
    return ValueTable(
        [column_word(key) for key in keys], [[_cell(row.get(key)) for key in keys] for row in named]
    )


def unit_word(unit: str) -> str:
    """Return a unit in words; a ratio or a count has none."""
    names = {
        "days": gettext("days"),
        "working_days": gettext("working days"),
        "months": gettext("months"),
        "month": gettext("month of the year"),
        "years": gettext("years"),
        "day_of_month": gettext("day of the month"),
        "multiple": gettext("times"),
        "ratio": "",
        "count": "",
    }
    return names.get(unit, unit)


def _named(row: dict[str, Any]) -> dict[str, Any]:
    """Return an entry that carries its own words (``zh``, ``en``) with these in place of its key."""
    if "zh" not in row:
        return row
    words = row["zh"] if is_chinese() else row.get("en", row["zh"])
    return {"key": words, **{key: one for key, one in row.items() if key not in {"key", "zh", "en"}}}


def _cell(value: Any) -> str:
    text = entry_word(value)
    return f"{int(text):,}" if re.fullmatch(r"[0-9]{6,}", text) and isinstance(value, int) else text


def _cut(words: Sequence[str]) -> str:
    shown = "、".join(words[:MOST_WORDS])
    return (
        shown
        if len(words) <= MOST_WORDS
        else shown + gettext(" and %(count)d more") % {"count": len(words) - MOST_WORDS}
    )
