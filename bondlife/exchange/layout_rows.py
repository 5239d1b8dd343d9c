"""Rows of a file by a layout: each column read as the kind of item it holds, findings by cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bondlife.exchange.cells import Cell, Sheet, Workbook
from bondlife.exchange.fields import read_date, read_month, read_optional
from bondlife.exchange.headers import (
    Columns,
    Field,
    find_columns,
    no_heading,
    repeated_headings,
    unit_conflicts,
)
from bondlife.exchange.issues import Finding, cell_finding, finding, unreadable
from bondlife.exchange.sheet_notes import sheet_findings, visible_sheets
from bondlife.exchange.statement import even_rows, is_left_out
from bondlife.exchange.units import Unreadable, read_amount
from models.layouts import ITEMS, Layout

_CHOICES = {
    "budget_basis": (
        ("调整", "adjustment"),
        ("adjust", "adjustment"),
        ("年初", "opening"),
        ("open", "opening"),
    )
}
"""Items that are a choice: what the text must hold, and the choice it means."""


@dataclass(frozen=True, slots=True)
class LayoutRow:
    """One row as the file holds it: number printed beside the sheet, values by item (money in fen)."""

    row: int
    sheet: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LayoutTable:
    """Every row of a file, what was odd, the headings taken, how many rows were read."""

    rows: tuple[LayoutRow, ...]
    findings: tuple[Finding, ...]
    headings: Mapping[str, str]
    count: int


def fields_of(layout: Layout) -> tuple[Field, ...]:
    """Return the columns of a shipped layout as an importer wants them."""
    return tuple(
        Field(one.item, (one.heading, one.item), one.required, ITEMS[one.item].kind == "money")
        for one in layout.columns
    )


def read_layout(
    book: Workbook, fields: Sequence[Field], unit: str, mapping: Mapping[str, str] | None = None
) -> LayoutTable:
    """Return the rows of every sheet that has the headings; a heading written ``=text`` is a fixed value."""
    fixed = {name: text[1:] for name, text in (mapping or {}).items() if text.startswith("=")}
    mapping = {name: text for name, text in (mapping or {}).items() if name not in fixed}
    fields = tuple(each for each in fields if each.name not in fixed)
    findings: list[Finding] = list(sheet_findings(book))
    rows: list[LayoutRow] = []
    headings: Mapping[str, str] = {}
    sheets, count = visible_sheets(book), 0
    for sheet in sheets:
        columns = find_columns(sheet, fields, mapping)
        if columns is None:
            continue
        headings = headings or columns.headings
        findings = even_rows(findings, sheet, columns.heading_row)
        findings += repeated_headings(sheet, columns) + unit_conflicts(sheet, columns, unit)
        for index in range(columns.heading_row + 1, len(sheet.rows)):
            if is_left_out(sheet.rows[index]):
                continue
            count += 1
            values, trouble = _row(sheet, index, columns, fields, unit)
            findings += trouble
            if not trouble:
                values.update({name: _value(name, text, unit) for name, text in fixed.items()})
                rows.append(LayoutRow(sheet.row_number(index), sheet.name, values))
    if not headings:
        findings += [no_heading(sheet, fields) for sheet in sheets[:1]]
    elif not count:
        findings.append(finding("error", "no_rows", sheet=sheets[0].name))
    taken = {**headings, **{name: f"={text}" for name, text in fixed.items()}}
    return LayoutTable(tuple(rows), tuple(findings), taken if headings else {}, count)


def _row(
    sheet: Sheet, index: int, columns: Columns, fields: Sequence[Field], unit: str
) -> tuple[dict[str, Any], list[Finding]]:
    values: dict[str, Any] = {}
    trouble: list[Finding] = []
    for field in fields:
        place = columns.places.get(field.name)
        value = _value(field.name, sheet.cell(index, place), unit) if place is not None else None
        at = (index, place or 0)
        if isinstance(value, Unreadable):
            trouble.append(unreadable(sheet, at, field.name, value))
        elif field.is_required and value in (None, ""):
            trouble.append(cell_finding("error", "missing", sheet, at, field.name))
        elif value is not None:
            values[field.name] = value
    return values, trouble


def _value(item: str, cell: Cell, unit: str) -> Any:
    """Return a cell as its item is kept: fen, a date, the first day of a month, a year, or text."""
    kind = ITEMS[item].kind
    if kind == "money":
        return read_amount(cell, unit)
    if kind == "date":
        return read_date(cell)
    if kind in ("month", "year"):
        return _period(cell, kind)
    text = read_optional(cell, 200)
    return _choice(item, text) if isinstance(text, str) and item in _CHOICES and text else text


def _period(cell: Cell, kind: str) -> Any:
    found = read_month(cell)
    if not isinstance(found, tuple):
        return found
    year, month = found
    if kind == "year":
        return year
    return date(year, month, 1) if month else Unreadable("not_a_month")


def _choice(item: str, text: str) -> Any:
    for part, key in _CHOICES[item]:
        if part in text.lower():
            return key
    shown = "、".join(dict.fromkeys(part for part, _key in _CHOICES[item] if not part.isascii()))
    return Unreadable("bad_choice", (("choices", shown),))
