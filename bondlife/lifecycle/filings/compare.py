"""What is missing in rows, and what differs between two sets of rows: row by row, cell by cell."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bondlife.lifecycle.filings.rows import FiledRow
from models.layouts import ITEMS, LayoutColumn

LINE_CODE = "line_code"
"""The item the house fills when it numbers the lines of a file."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A required cell that is empty: which record, which item, where it is filled in."""

    key: str
    label: str
    item: str
    href: str


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: a row that came (before None), that went (after None), or a cell that changed."""

    kind: str
    key: str
    label: str
    item: str = ""
    before: Any = None
    after: Any = None
    href: str = ""


def missing_cells(rows: Iterable[FiledRow], columns: Sequence[LayoutColumn]) -> list[Missing]:
    """Return every required cell that is empty; a zero is a figure."""
    asked = [one.item for one in columns if one.required and one.item != LINE_CODE]
    return [
        Missing(row.key, row.label, item, row.href)
        for row in rows
        for item in asked
        if row.values.get(item) in (None, "")
    ]


def changes(
    before: Iterable[FiledRow], after: Iterable[FiledRow], columns: Sequence[LayoutColumn]
) -> list[Change]:
    """Return what differs between two files of one step, by what each row is about."""
    old, new = {row.key: row for row in before}, {row.key: row for row in after}
    items = [one.item for one in columns if one.item != LINE_CODE]
    found = [Change("gone", key, row.label, href=row.href) for key, row in old.items() if key not in new]
    for key, row in new.items():
        if key not in old:
            found.append(Change("new", key, row.label, href=row.href))
        else:
            found += _cells(old[key], row, items)
    return found


def _cells(old: FiledRow, new: FiledRow, items: Sequence[str]) -> Iterator[Change]:
    for item in items:
        before, after = old.values.get(item), new.values.get(item)
        if (before or None) != (after or None):
            yield Change("changed", new.key, new.label, item, before, after, new.href)


def total_of(rows: Iterable[FiledRow], item: str) -> int:
    """Return the sum of one item of money, fen."""
    return sum(int(row.values.get(item) or 0) for row in rows)


def main_item(columns: Sequence[LayoutColumn], preferred: Sequence[str]) -> str:
    """Return the item a file is summed by: the first of those preferred, else its first money."""
    items = [one.item for one in columns]
    money = [item for item in items if ITEMS[item].kind == "money"]
    return next((item for item in preferred if item in items), money[0] if money else "")


def as_mapping(rows: Iterable[FiledRow]) -> list[Mapping[str, Any]]:
    """Return rows as their digest covers them."""
    return [{"key": row.key, "values": dict(row.values)} for row in rows]
