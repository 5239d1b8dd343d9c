"""The issue result a province sends down: one share of a bond a row, with the terms and fees."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from bondlife.exchange.cells import Cell, Sheet, Workbook, shown
from bondlife.exchange.draft import Draft
from bondlife.exchange.fields import read_date, read_optional, read_tenor, read_text
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
from bondlife.exchange.units import Unreadable, in_unit, read_amount, read_number

FIELDS = (
    Field("bond", ("债券名称", "债券全称", "bond_name"), is_required=True),
    Field("code", ("债券代码", "债券编码", "bond_code")),
    Field("face", ("发行额", "发行规模", "实际发行额", "face"), is_required=True, is_amount=True),
    Field("tenor", ("期限", "发行期限", "债券期限", "tenor"), is_required=True),
    Field("coupon", ("票面利率", "发行利率", "中标利率", "coupon"), is_required=True),
    Field("frequency", ("年付息次数", "付息频率", "frequency")),
    Field("tender_date", ("招标日", "招标日期", "tender_date")),
    Field("issue_date", ("发行日", "发行日期", "issue_date")),
    Field("value_date", ("起息日", "起息日期", "value_date"), is_required=True),
    Field("maturity_date", ("到期日", "到期日期", "maturity_date"), is_required=True),
    Field("project_code", ("项目编码", "项目代码", "project_code"), is_required=True),
    Field("project_name", ("项目名称", "project_name")),
    Field(
        "share",
        ("项目份额", "分配金额", "转贷金额", "本期债券额度", "share"),
        is_required=True,
        is_amount=True,
    ),
    Field("as_capital", ("其中：用作资本金", "用作资本金", "as_capital"), is_amount=True),
    Field("issuance_fee", ("发行手续费", "发行费", "issuance_fee"), is_amount=True),
    Field("registration_fee", ("登记费", "登记服务费", "registration_fee"), is_amount=True),
)
"""Headings an issue result goes by."""

_REQUIRED = tuple(each.name for each in FIELDS if each.is_required)
_MOST_COUPON = Decimal(10)


@dataclass(frozen=True, slots=True)
class TenderRow:
    """One share of an issue: terms of the bond, project, amounts in fen."""

    row: int
    bond: str
    code: str
    face: int
    tenor: int
    coupon: Decimal
    frequency: int
    tender_date: date | None
    issue_date: date | None
    value_date: date
    maturity_date: date
    project_code: str
    project_name: str
    share: int
    as_capital: int
    issuance_fee: int
    registration_fee: int

    @property
    def terms(self) -> tuple[Any, ...]:
        """Return what every row of one bond prints alike."""
        return (self.face, self.tenor, self.coupon, self.frequency, self.value_date, self.maturity_date)

    @property
    def fees(self) -> int:
        """Return both fees together."""
        return self.issuance_fee + self.registration_fee


def read_tender_result(
    book: Workbook, *, unit: str = "元", mapping: Mapping[str, str] | None = None
) -> Draft[TenderRow]:
    """Return the shares of the first sheet that has the headings of an issue result."""
    findings = sheet_findings(book)
    sheets = visible_sheets(book)
    for sheet in sheets:
        columns = find_columns(sheet, FIELDS, mapping)
        if columns is not None:
            return _draft(book, sheet, columns, unit, findings)
    findings += [no_heading(sheet, FIELDS) for sheet in sheets[:1]]
    return Draft("tender_result", unit, book.sha256, book.file_type, (), tuple(findings), {})


def _draft(
    book: Workbook, sheet: Sheet, columns: Columns, unit: str, findings: list[Finding]
) -> Draft[TenderRow]:
    findings += repeated_headings(sheet, columns) + unit_conflicts(sheet, columns, unit)
    readers = _readers(sheet, unit)
    rows: list[TenderRow] = []
    count = 0
    for index in range(columns.heading_row + 1, len(sheet.rows)):
        if any(shown(sheet.cell(index, place)).strip() for place in columns.places.values()):
            count += 1
            values, wrong = _values(sheet, index, columns, readers)
            findings += wrong
            if not wrong:
                rows.append(_row(sheet.row_number(index), values))
    findings += _footing(rows, unit)
    if not count:
        findings.append(finding("error", "no_rows", sheet=sheet.name))
    totals = {"share": sum(row.share for row in rows), "fees": sum(row.fees for row in rows)}
    summary = {"bonds": len({row.bond for row in rows}), "findings": len(findings)}
    return Draft(
        "tender_result", unit, book.sha256, book.file_type, tuple(rows), tuple(findings), totals,
        columns.headings, summary, count,
    )  # fmt: skip


def _readers(sheet: Sheet, unit: str) -> dict[str, Callable[[Cell], Any]]:
    dates = partial(read_date, uses_1904=sheet.uses_1904)
    amounts = ("face", "share", "as_capital", "issuance_fee", "registration_fee")
    days = ("tender_date", "issue_date", "value_date", "maturity_date")
    return {
        "bond": partial(read_text, limit=300),
        "code": partial(read_optional, limit=40),
        "project_code": partial(read_text, limit=60),
        "project_name": partial(read_optional, limit=200),
        "tenor": read_tenor,
        "coupon": _coupon,
        "frequency": _frequency,
        **dict.fromkeys(amounts, partial(_amount, unit=unit)),
        **dict.fromkeys(days, dates),
    }


def _amount(cell: Cell, unit: str) -> int | Unreadable | None:
    found = read_amount(cell, unit)
    return Unreadable("negative") if isinstance(found, int) and found < 0 else found


def _coupon(cell: Cell) -> Decimal | Unreadable | None:
    rate = read_number(cell)
    if not isinstance(rate, Decimal):
        return rate
    has_sign = isinstance(cell, str) and cell.strip().endswith(("%", "％"))
    rate = rate if has_sign else rate / 100
    return rate if 0 <= rate * 100 <= _MOST_COUPON else Unreadable("coupon_out_of_range")


def _frequency(cell: Cell) -> int | Unreadable | None:
    found = read_number(cell)
    if isinstance(found, Decimal):
        return int(found) if found in (1, 2) else Unreadable("not_a_number")
    return found


def _values(
    sheet: Sheet, index: int, columns: Columns, readers: Mapping[str, Callable[[Cell], Any]]
) -> tuple[dict[str, Any], list[Finding]]:
    values, wrong = {}, []
    for name, place in columns.places.items():
        found = readers[name](sheet.cell(index, place))
        if isinstance(found, Unreadable):
            wrong.append(unreadable(sheet, (index, place), name, found))
        elif name in _REQUIRED and found in (None, "", 0):
            wrong.append(cell_finding("error", "missing", sheet, (index, place), name))
        values[name] = found
    return values, wrong


def _row(number: int, values: Mapping[str, Any]) -> TenderRow:
    tenor = values["tenor"].years
    return TenderRow(
        number,
        values["bond"],
        values.get("code") or "",
        values["face"],
        tenor,
        values["coupon"],
        values.get("frequency") or (1 if tenor <= 7 else 2),
        values.get("tender_date"),
        values.get("issue_date"),
        values["value_date"],
        values["maturity_date"],
        values["project_code"],
        values.get("project_name") or "",
        values["share"],
        values.get("as_capital") or 0,
        values.get("issuance_fee") or 0,
        values.get("registration_fee") or 0,
    )


def _footing(rows: Sequence[TenderRow], unit: str) -> Iterator[Finding]:
    """Yield what does not foot: above the issue is wrong, below it others may hold the rest."""
    bonds: dict[str, list[TenderRow]] = {}
    for row in rows:
        bonds.setdefault(row.bond, []).append(row)
    for name, parts in bonds.items():
        first = parts[0]
        for row in parts[1:]:
            if row.terms != first.terms:
                told = {"printed": _told(first), "computed": _told(row)}
                yield finding(
                    "error", "tender_terms", row=row.row, field="bond", read=name, params=told, **told
                )
        codes = [row.project_code for row in parts]
        for row in parts:
            if codes.count(row.project_code) > 1:
                yield finding(
                    "error", "duplicate_row", row=row.row, field="project_code", read=row.project_code
                )
        total = sum(row.share for row in parts)
        if total != first.face:
            told = {
                name: f"{in_unit(fen, unit):f}"
                for name, fen in (("printed", first.face), ("computed", total))
            }
            severity: Any = "error" if total > first.face else "warning"
            yield finding(
                severity, "tender_face", row=first.row, field="share", read=name, params=told, **told
            )


def _told(row: TenderRow) -> str:
    return f"{row.face / 100:.2f} {row.tenor} {row.coupon * 100}% {row.value_date} {row.maturity_date}"
