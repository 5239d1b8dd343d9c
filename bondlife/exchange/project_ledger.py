"""A project ledger in xlsx or csv: one project a row, with its basic form, funding, periods, permits
and state.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bondlife.exchange.cells import Cell, Sheet, Workbook, shown
from bondlife.exchange.draft import Draft
from bondlife.exchange.fields import read_month, read_optional, read_text
from bondlife.exchange.headers import (
    Columns,
    Field,
    find_columns,
    no_heading,
    repeated_headings,
    unit_conflicts,
)
from bondlife.exchange.issues import Finding, cell_finding, finding, identity, unreadable
from bondlife.exchange.ledger_columns import COLUMNS, LedgerColumn
from bondlife.exchange.sheet_notes import sheet_findings, visible_sheets
from bondlife.exchange.units import Unreadable, doubt_unit, in_unit, is_absent, read_amount

_CODE = re.compile(r"[0-9A-Za-z〔〕()（）_./\-\u4e00-\u9fff]+\Z")
_REGION = re.compile(r"\d{6}(\d{3}(\d{3})?)?\Z", re.ASCII)
EXAMPLE_MARK = "示例行"
Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One project; amounts in fen, months as (year, month) with month 0 where only the year is given."""

    row: int
    code: str
    name: str
    region_code: str
    project_unit: str
    department: str
    sector: str
    kind: str
    total_investment: int
    construction_start: Month
    construction_end: Month
    state: str
    budget_platform_code: str = ""
    debt_system_code: str = ""
    reform_code: str = ""
    capital: int | None = None
    special_bond: int | None = None
    as_capital: int | None = None
    other_debt: int | None = None
    operation_end: Month | None = None
    approval: str = ""
    land_permit: str = ""
    planning_permit: str = ""
    environment_permit: str = ""
    construction_permit: str = ""
    reason: str = ""
    signer: str = ""
    source: str = ""


def ledger_fields() -> tuple[Field, ...]:
    """Return the columns of the ledger as fields with their headings in both languages."""
    return tuple(
        Field(
            each.name,
            (each.heading, each.english, each.name, *each.synonyms),
            is_required=each.is_required,
            is_amount=each.kind == "amount",
        )
        for each in COLUMNS
    )


def read_project_ledger(
    book: Workbook, *, unit: str = "万元", mapping: Mapping[str, str] | None = None
) -> Draft[LedgerRow]:
    """Return the projects of the first sheet that has the headings of a ledger."""
    findings = sheet_findings(book)
    fields = ledger_fields()
    sheets = visible_sheets(book)
    for sheet in sheets:
        columns = find_columns(sheet, fields, mapping)
        if columns:
            return _draft(book, sheet, columns, unit, findings)
    findings += [no_heading(sheet, fields) for sheet in sheets[:1]]
    return Draft("ledger", unit, book.sha256, book.file_type, (), tuple(findings), {})


def _draft(
    book: Workbook, sheet: Sheet, columns: Columns, unit: str, findings: list[Finding]
) -> Draft[LedgerRow]:
    findings += repeated_headings(sheet, columns) + unit_conflicts(sheet, columns, unit)
    rows: list[LedgerRow] = []
    count = 0
    for index in range(columns.heading_row + 1, len(sheet.rows)):
        if _is_left_out(sheet.rows[index]):
            continue
        count += 1
        values, trouble = _read_row(sheet, index, columns, unit)
        findings += trouble
        if not any(each.severity == "error" for each in trouble):
            row = LedgerRow(sheet.row_number(index), **values)
            rows.append(row)
            findings += _checks(sheet, index, columns, row, unit)
    findings += _duplicates(sheet, columns, rows) + _unit_doubt(sheet, rows, unit)
    if not count:
        findings.append(finding("error", "no_rows", sheet=sheet.name))
    totals = {
        name: sum(getattr(row, name) or 0 for row in rows)
        for name in ("total_investment", "capital", "special_bond", "other_debt")
    }
    return Draft(
        "ledger",
        unit,
        book.sha256,
        book.file_type,
        tuple(rows),
        tuple(findings),
        totals,
        columns.headings,
        {"projects": len(rows)},
        count,
    )


def _read_row(sheet: Sheet, index: int, columns: Columns, unit: str) -> tuple[dict[str, Any], list[Finding]]:
    values: dict[str, Any] = {}
    trouble: list[Finding] = []
    for column in COLUMNS:
        place = columns.places.get(column.name)
        if place is None:
            continue
        cell = sheet.cell(index, place)
        if column.is_required and is_absent(cell):
            trouble.append(cell_finding("error", "missing", sheet, (index, place), column.name))
            continue
        value = _read_cell(column, cell, unit)
        if isinstance(value, Unreadable):
            trouble.append(unreadable(sheet, (index, place), column.name, value))
        else:
            values[column.name] = value
    return values, trouble


def _read_cell(column: LedgerColumn, cell: Cell, unit: str) -> Any:
    if column.kind == "amount":
        amount = read_amount(cell, unit)
        return Unreadable("negative") if isinstance(amount, int) and amount < 0 else amount
    if column.kind == "month":
        return read_month(cell)
    if column.kind == "choice":
        return _choice(column, cell)
    text = (read_text if column.is_required else read_optional)(cell, column.limit)
    if column.kind == "region" and isinstance(text, str) and not _REGION.match(text):
        return Unreadable("bad_code", (("form", "6, 9 or 12 digits of GB/T 2260"),))
    if column.kind == "code" and isinstance(text, str) and text and not _CODE.match(text):
        return Unreadable("bad_code", (("form", "letters, digits and - . / _"),))
    return text


def _choice(column: LedgerColumn, cell: Cell) -> str | Unreadable:
    text = shown(cell).strip()
    known = {name: code for wording, code in column.choices for name in (wording, code)}
    if text in known:
        return known[text]
    return Unreadable("bad_choice", (("choices", "、".join(wording for wording, _ in column.choices)),))


def _checks(sheet: Sheet, index: int, columns: Columns, row: LedgerRow, unit: str) -> list[Finding]:
    found: list[Finding] = []
    parts = [part for part in (row.capital, row.special_bond, row.other_debt) if part is not None]
    if len(parts) > 1 and sum(parts) != row.total_investment:
        found.append(_pair("funding_identity", sheet, row, row.total_investment, sum(parts), unit))
    if row.as_capital and row.special_bond is not None and row.as_capital > row.special_bond:
        found.append(_pair("capital_part_above_batch", sheet, row, row.as_capital, row.special_bond, unit))
    periods = (
        ("construction_end", row.construction_start, row.construction_end),
        ("operation_end", row.construction_end, row.operation_end),
    )
    for name, start, end in periods:
        if end and (end[0], end[1] or 12) < start:
            found.append(
                cell_finding("error", "periods_reversed", sheet, (index, columns.places[name]), name)
            )
    if row.state != "reserve" and not (row.reason and row.signer):
        found.append(
            cell_finding("error", "state_needs_reason", sheet, (index, columns.places["state"]), "state")
        )
    return found


def _pair(code: str, sheet: Sheet, row: LedgerRow, printed: int, computed: int, unit: str) -> Finding:
    figures = (f"{in_unit(amount, unit):f}" for amount in (printed, computed))
    shown_printed, shown_computed = figures
    name = "total_investment" if code == "funding_identity" else "as_capital"
    return identity(code, name, printed=shown_printed, computed=shown_computed, sheet=sheet.name, row=row.row)


def _duplicates(sheet: Sheet, columns: Columns, rows: Sequence[LedgerRow]) -> list[Finding]:
    first: dict[str, LedgerRow] = {}
    found = []
    for row in rows:
        other = first.setdefault(row.code, row)
        if other is not row:
            at = (row.row - sheet.first_row - 1, columns.places["code"])
            found.append(cell_finding("error", "duplicate_code", sheet, at, "code", first=other.row))
    return found


def _unit_doubt(sheet: Sheet, rows: Sequence[LedgerRow], unit: str) -> list[Finding]:
    doubt = doubt_unit([row.total_investment for row in rows], unit, "project")
    if doubt is None:
        return []
    params = {
        name: getattr(doubt, name) for name in ("declared", "other", "example", "as_declared", "as_other")
    }
    return [finding("warning", "unit_doubt", sheet=sheet.name, field="total_investment", params=params)]


def _is_left_out(row: Sequence[Cell]) -> bool:
    """Leave out blank rows, the row of notes and the example of the template."""
    texts = [str(cell).strip() for cell in row]
    return not any(texts) or any(text.startswith(EXAMPLE_MARK) for text in texts)
