"""Fiscal figures of regions, one region and year a row, as final accounts and their tables print them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from bondlife.exchange.cells import Cell, Sheet, Workbook, shown
from bondlife.exchange.draft import Draft
from bondlife.exchange.fields import read_date, read_optional, read_text
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
from bondlife.exchange.units import Unreadable, read_amount, read_number

AMOUNTS = (
    Field("general_revenue", ("一般公共预算收入", "一般公共预算收入合计", "general_revenue"), is_amount=True),
    Field("transfers", ("转移性收入", "上级补助收入", "上级转移支付", "transfers"), is_amount=True),
    Field("fund_revenue", ("政府性基金收入", "政府性基金预算收入", "fund_revenue"), is_amount=True),
    Field("state_capital", ("国有资本经营收入", "国有资本经营预算收入", "state_capital"), is_amount=True),
    Field("general_spending", ("一般公共预算支出", "general_spending"), is_amount=True),
    Field("fund_spending", ("政府性基金支出", "政府性基金预算支出", "fund_spending"), is_amount=True),
    Field("general_interest", ("一般债务付息支出", "一般债务利息支出", "general_interest"), is_amount=True),
    Field("special_interest", ("专项债务付息支出", "专项债务利息支出", "special_interest"), is_amount=True),
    Field("gross_product", ("地区生产总值", "gdp", "gross_product"), is_amount=True),
)
"""Figures of a year; a column that is not there leaves the figure unknown."""

FIELDS = (
    Field("region", ("地区", "行政区划", "地区名称", "行政区划代码", "region"), is_required=True),
    Field("year", ("年度", "年份", "决算年度", "year"), is_required=True),
    Field("as_of", ("数据截止日", "截止日期", "统计日期", "as_of")),
    *AMOUNTS,
    Field("source", ("数据来源", "来源", "资料来源", "source")),
)
"""Headings a table of fiscal figures goes by."""

_REQUIRED = ("region", "year")
_YEARS = (Decimal(1949), Decimal(2150))


@dataclass(frozen=True, slots=True)
class FiscalRow:
    """The figures of one region (name or code) and year in fen; ``amounts`` holds only what was printed."""

    row: int
    region: str
    year: int
    as_of: date
    amounts: Mapping[str, int]
    source: str


def read_fiscal_years(
    book: Workbook, *, unit: str = "亿元", mapping: Mapping[str, str] | None = None
) -> Draft[FiscalRow]:
    """Return the rows of the first sheet that has the headings of fiscal figures."""
    findings = sheet_findings(book)
    sheets = visible_sheets(book)
    for sheet in sheets:
        columns = find_columns(sheet, FIELDS, mapping)
        if columns is not None:
            return _draft(book, sheet, columns, unit, findings)
    findings += [no_heading(sheet, FIELDS) for sheet in sheets[:1]]
    return Draft("fiscal_year", unit, book.sha256, book.file_type, (), tuple(findings), {})


def _draft(
    book: Workbook, sheet: Sheet, columns: Columns, unit: str, findings: list[Finding]
) -> Draft[FiscalRow]:
    findings += repeated_headings(sheet, columns) + unit_conflicts(sheet, columns, unit)
    readers, rows, count = _readers(sheet, unit), [], 0
    for index in range(columns.heading_row + 1, len(sheet.rows)):
        if any(shown(sheet.cell(index, place)).strip() for place in columns.places.values()):
            count += 1
            values, wrong = _values(sheet, index, columns, readers)
            findings += wrong
            if not wrong:
                rows.append(_row(sheet.row_number(index), values))
    findings += _repeated(rows)
    if not count:
        findings.append(finding("error", "no_rows", sheet=sheet.name))
    totals = {one.name: sum(row.amounts.get(one.name, 0) for row in rows) for one in AMOUNTS}
    return Draft(
        "fiscal_year", unit, book.sha256, book.file_type, tuple(rows), tuple(findings), totals,
        columns.headings, {"regions": len({row.region for row in rows})}, count,
    )  # fmt: skip


def _readers(sheet: Sheet, unit: str) -> dict[str, Callable[[Cell], Any]]:
    return {
        "region": partial(read_text, limit=60),
        "year": _year,
        "as_of": partial(read_date, uses_1904=sheet.uses_1904),
        "source": partial(read_optional, limit=300),
        **dict.fromkeys((one.name for one in AMOUNTS), partial(_amount, unit=unit)),
    }


def _year(cell: Cell) -> int | Unreadable | None:
    """Read a year; 2025年度 is 2025."""
    found = read_number(cell.strip().removesuffix("度").removesuffix("年") if isinstance(cell, str) else cell)
    if isinstance(found, Decimal):
        return (
            int(found)
            if _YEARS[0] <= found <= _YEARS[1] and found == int(found)
            else Unreadable("not_a_number")
        )
    return found


def _amount(cell: Cell, unit: str) -> int | Unreadable | None:
    found = read_amount(cell, unit)
    return Unreadable("negative") if isinstance(found, int) and found < 0 else found


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


def _row(number: int, values: Mapping[str, Any]) -> FiscalRow:
    amounts = {one.name: values[one.name] for one in AMOUNTS if values.get(one.name) is not None}
    as_of = values.get("as_of") or date(values["year"], 12, 31)
    return FiscalRow(number, values["region"], values["year"], as_of, amounts, values.get("source") or "")


def _repeated(rows: Sequence[FiscalRow]) -> Iterator[Finding]:
    """Yield rows that say a region and year twice."""
    seen: set[tuple[str, int]] = set()
    for row in rows:
        if (row.region, row.year) in seen:
            yield finding("error", "duplicate_row", row=row.row, field="region", read=row.region)
        seen.add((row.region, row.year))
