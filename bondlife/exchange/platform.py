"""Exports of the budget platform and receipts of filings: one row each, by the columns of a layout."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bondlife.exchange.cells import Workbook
from bondlife.exchange.draft import Draft
from bondlife.exchange.headers import Field
from bondlife.exchange.issues import Finding, finding
from bondlife.exchange.layout_rows import LayoutRow, LayoutTable, fields_of, read_layout
from models.layouts import shipped_layouts

KINDS = ("platform-allotment", "platform-plan", "platform-payment")
RECEIPT = "filing-receipt"

FIELDS: dict[str, tuple[Field, ...]] = {
    layout.kind: fields_of(layout) for layout in shipped_layouts() if layout.kind in (*KINDS, RECEIPT)
}
"""Kind of file → its columns as the shipped example names them; a layout in force names its own heads."""

_NUMBER = {"allotment": "allotment", "plan": "plan_number", "payment": "voucher"}
_DAY = {"allotment": "issued_on", "plan": "plan_month", "payment": "paid_on"}
_TOLD = ("project_code", "allotment", "account", "amount", "payee", "contract_number")


@dataclass(frozen=True, slots=True)
class PlatformRow:
    """One row of an export: amount in fen, its number (allotment, plan, voucher), every item as read."""

    row: int
    file: str
    kind: str
    number: str
    project_code: str
    project_name: str
    account: str
    allotment: str
    payee: str
    on: date
    amount: int
    key: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """One row that came back: the line number of the file it answers to, and why."""

    row: int
    line_code: str
    reject_reason: str


def reader(kind: str) -> Callable[..., Draft[Any]]:
    """Return the reader of one kind of export."""

    def read(book: Workbook, *, unit: str = "元", mapping: Mapping[str, str] | None = None) -> Draft[Any]:
        found = read_layout(book, FIELDS[kind], unit, mapping)
        rows = [_platform_row(one, kind.removeprefix("platform-"), book.sha256) for one in found.rows]
        twice = _twice([(one.key, one.row) for one in rows], found.rows)
        totals = {"amount": sum(one.amount for one in rows)}
        projects = {"projects": len({one.project_code for one in rows})}
        return _draft(kind, book, unit, found, tuple(rows), (*twice, *_empty(found)), totals, projects)

    return read


def read_receipt(
    book: Workbook, *, unit: str = "元", mapping: Mapping[str, str] | None = None
) -> Draft[ReceiptRow]:
    """Return the rows a receipt sends back."""
    found = read_layout(book, FIELDS[RECEIPT], unit, mapping)
    rows = tuple(
        ReceiptRow(one.row, str(one.values["line_code"]), str(one.values["reject_reason"]))
        for one in found.rows
    )
    twice = _twice([(one.line_code, one.row) for one in rows], found.rows)
    return _draft(RECEIPT, book, unit, found, rows, twice, {}, {})


def _draft(
    kind: str,
    book: Workbook,
    unit: str,
    found: LayoutTable,
    rows: tuple[Any, ...],
    more: tuple[Finding, ...],
    totals: Mapping[str, int],
    summary: Mapping[str, Any],
) -> Draft[Any]:
    findings = (*found.findings, *more)
    plain = (kind, unit, book.sha256, book.file_type, rows, findings)
    return Draft(*plain, totals, found.headings, summary, found.count)


def _platform_row(one: LayoutRow, kind: str, digest: str) -> PlatformRow:
    values = {name: _plain(value) for name, value in one.values.items()}
    number = str(values[_NUMBER[kind]])
    told = (kind, number, *(str(values.get(name, "")) for name in _TOLD), str(values[_DAY[kind]]))
    text = {name: str(values.get(name, "")) for name in ("project_code", "account", "allotment", "payee")}
    return PlatformRow(
        row=one.row,
        file=digest,
        kind=kind,
        number=number,
        project_name=str(values.get("project_name", "")),
        on=one.values[_DAY[kind]],
        amount=int(values["amount"]),
        key=hashlib.sha256("\x1f".join(told).encode("utf-8", "replace")).hexdigest(),
        values=values,
        **text,
    )


def _plain(value: Any) -> Any:
    """Return a value as JSON keeps it: days as text, money whole fen."""
    return value.isoformat() if isinstance(value, date) else value


def _twice(keys: list[tuple[str, int]], rows: tuple[LayoutRow, ...]) -> tuple[Finding, ...]:
    """Return an error for each row that stands in the file a second time."""
    seen: dict[str, int] = {}
    found = []
    for (key, number), one in zip(keys, rows, strict=True):
        if key in seen:
            params = {"first": seen[key]}
            found.append(finding("error", "row_twice", sheet=one.sheet, row=number, params=params))
        seen.setdefault(key, number)
    return tuple(found)


def _empty(found: LayoutTable) -> tuple[Finding, ...]:
    """Return an error for each row that moves no money."""
    return tuple(
        finding("error", "no_amount", sheet=one.sheet, row=one.row, field="amount")
        for one in found.rows
        if not one.values.get("amount")
    )
