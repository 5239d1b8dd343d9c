"""Values as documents print them: amounts to the fen in the form's unit, shares as per cent, days as days."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from bondlife.exchange.documents.formulas import sums
from bondlife.exchange.documents.paper import Column, Facts, Item, Paper, Row, Section, Table, columns_of
from bondlife.exchange.units import in_unit
from bondlife.exchange.xlsx_out import safe_text

FIGURES = frozenset({"fen", "percent", "number", "multiple", "count"})
NOTHING = "—"


def said(value: Any, kind: str, unit: str, places: int | None = None) -> str:
    """Return a value as text; what is not known is a dash.

    >>> said(123456789, "fen", "元"), said(123456789, "fen", "万元"), said(Decimal("0.95"), "percent", "元")
    ('1,234,567.89', '123.456789', '95.00%')
    """
    if value is None or value == "":
        return NOTHING if kind in FIGURES else ""
    if kind == "fen" and isinstance(value, int):
        return _with_places(in_unit(value, unit), max(2, places or 0))
    if kind == "percent" and isinstance(value, int | Decimal):
        return f"{_with_places(Decimal(value) * 100, 2 if places is None else places)}%"
    if kind in ("number", "multiple") and isinstance(value, int | Decimal):
        return _with_places(Decimal(value), places or (2 if kind == "multiple" else 0))
    if kind == "count" and isinstance(value, int):
        return f"{value:,}"
    return plain(value)


def _with_places(number: Decimal, least: int) -> str:
    """Write a number with all its decimals, at least so many."""
    return f"{number:,.{max(_own_decimals(number), least)}f}"


def _own_decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def plain(value: Any) -> str:
    """Return any other value as text without control signs.

    >>> plain(date(2026, 11, 22)), plain(True)
    ('2026年11月22日', '是')
    """
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return safe_text(str(value)).replace("\t", " ")


def said_row(columns: Sequence[Column], row: Row, unit: str) -> dict[str, str]:
    """Return the cells of a row as text by column key."""
    return {
        one.key: _short(row.get(one.key)) or said(row.get(one.key), one.kind, unit, one.places)
        for one in columns
    }


def _short(value: Any) -> str:
    """Write a day of a table as figures: a column has no room for its words."""
    return value.isoformat() if isinstance(value, date) else ""


def said_rows(paper: Paper, section: Section) -> list[dict[str, str]]:
    """Return the rows of a section as text, the row of sums last; ``_mark`` stays.

    Amounts of one column have the same decimals: as many as the longest needs.
    """
    columns, unit, rows = columns_of(section), paper.form.unit_of(section), paper.rows(section.key)
    total = total_row(section, rows)
    all_rows = [*rows, total] if total else rows
    columns = tuple(replace(one, places=_decimals(one, all_rows, unit)) for one in columns)
    found = [said_row(columns, row, unit) | {"_mark": str(row.get("_mark") or "")} for row in rows]
    return [*found, said_total(columns, total, unit)] if total else found


def _decimals(column: Column, rows: Sequence[Row], unit: str) -> int | None:
    if column.kind != "fen":
        return column.places
    amounts = (row.get(column.key) for row in rows)
    return max((_own_decimals(in_unit(one, unit)) for one in amounts if isinstance(one, int)), default=2)


def total_row(section: Section, rows: Sequence[Row]) -> dict[str, Any]:
    """Return the row of sums of a table, empty where it has none."""
    if not isinstance(section, Table) or not section.total or not rows:
        return {}
    return {section.columns[0].key: section.total, **sums(section.columns, rows)}


def said_total(columns: Sequence[Column], total: Mapping[str, Any], unit: str) -> dict[str, str]:
    """Return the row of sums as text: what is not summed stays empty."""
    first = columns[0].key
    cells = {
        one.key: said(total[one.key], one.kind, unit, one.places) if one.key in total else ""
        for one in columns
    }
    return cells | {first: str(total[first]), "_mark": "sum"}


def said_facts(items: Sequence[Item], values: Mapping[str, Any], unit: str) -> dict[str, str]:
    """Return the fields of a block as text by item key."""
    return {one.key: said(values.get(one.key), one.kind, unit) for one in items}


def head_lines(paper: Paper) -> list[tuple[str, str]]:
    """Return what stands under the heading: issuer, number, cut-off day, unit of amounts."""
    lines = [("编制单位", paper.issuer), ("编号", paper.number)]
    lines += [("截止日期", plain(paper.cut_off) if paper.cut_off else ""), ("金额单位", _unit(paper))]
    return [(label, text) for label, text in lines if text]


def _unit(paper: Paper) -> str:
    """Return the unit of a paper's amounts, empty where it has none."""
    fields = (
        one
        for section in paper.form.sections
        for one in (section.items if isinstance(section, Facts) else columns_of(section))
    )
    return paper.form.unit if any(one.kind == "fen" for one in fields) else ""
