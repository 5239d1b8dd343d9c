"""Duration-period tables in xlsx or csv: bond by bond and project by project, what is realised so far."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bondlife.exchange.cells import Cell, Sheet, Workbook, shown
from bondlife.exchange.draft import Draft
from bondlife.exchange.duration_checks import checks, use_checks
from bondlife.exchange.duration_layouts import LAYOUTS, DurationColumn, DurationLayout
from bondlife.exchange.fields import read_date, read_optional, read_tenor
from bondlife.exchange.headers import key
from bondlife.exchange.issues import Finding, cell_finding, finding, unreadable
from bondlife.exchange.sheet_notes import sheet_findings, visible_sheets
from bondlife.exchange.units import Unreadable, is_absent, read_amount

_SEARCHED_ROWS = 15
_CUT_OFF = re.compile(r"(?:截至)?\s*(20\d\d)\s*年\s*(?:年?末|12月底|12月31日)")
_EXPECTED = re.compile(r"(20\d\d)\s*年?起至全周期")
_TOTALS = ("合计", "总计", "小计")


@dataclass(frozen=True, slots=True)
class DurationLine:
    """One printed row: a bond, its project, amounts in fen; None is a blank cell, not reported."""

    row: int
    layout: str
    cut_off: date
    bond_name: str
    short_name: str = ""
    bond_code: str = ""
    project_name: str = ""
    tenor_years: int = 0
    coupon_rate: Decimal | None = None
    issue_date: date | None = None
    bond_used: int | None = None
    investment: int | None = None
    investment_bonds: int | None = None
    realised: int | None = None
    realised_bonds: int | None = None
    income_total: int | None = None
    income_year: int | None = None
    expected_income: int | None = None
    evaluation: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A table that was recognised: its layout, the row its data begin after, the column of each field."""

    layout: DurationLayout
    last_heading: int
    places: Mapping[str, int]


def read_duration(book: Workbook, *, unit: str = "亿元") -> Draft[DurationLine]:
    """Return the rows of every sheet that is a duration-period table, with what does not hold."""
    findings = sheet_findings(book)
    rows: list[DurationLine] = []
    count = 0
    layouts: list[str] = []
    for sheet in visible_sheets(book):
        placed = _placed(sheet)
        if placed is None:
            findings += use_checks(sheet, unit)
            continue
        cut_off = _cut_off(sheet)
        if cut_off is None:
            findings.append(finding("error", "duration_no_cut_off", sheet=sheet.name))
            continue
        read, trouble, seen = _rows(sheet, placed, cut_off, unit)
        layouts.append(placed.layout.key)
        count += seen
        rows += read
        findings += trouble + checks(sheet.name, read, unit)
    if not layouts and not any(one.severity == "error" for one in findings):
        names = "、".join(layout.label_zh for layout in LAYOUTS)
        findings.append(finding("error", "no_heading", params={"headings": names}))
    totals = {name: sum(getattr(row, name) or 0 for row in rows) for name in ("bond_used", "realised_bonds")}
    summary = {"layouts": layouts, "rows": len(rows)}
    return Draft(
        "duration",
        unit,
        book.sha256,
        book.file_type,
        tuple(rows),
        tuple(findings),
        totals,
        summary=summary,
        rows_read=count,
    )


def _placed(sheet: Sheet) -> _Placed | None:
    """Return the first layout whose required columns all stand in one row, or in two under each other."""
    for layout in LAYOUTS:
        wanted = {one.name for one in layout.columns if one.is_required}
        tried = [
            (row, depth, _match(sheet, row, depth, layout))
            for row in range(min(len(sheet.rows), _SEARCHED_ROWS))
            for depth in (1, 2)
        ]
        best = max(tried, key=lambda one: (len(one[2]), -one[1]), default=None)
        if best is not None and wanted <= best[2].keys():
            return _Placed(layout, best[0] + best[1] - 1, best[2])
    return None


def _match(sheet: Sheet, row: int, depth: int, layout: DurationLayout) -> dict[str, int]:
    width = max((len(cells) for cells in sheet.rows[row : row + depth]), default=0)
    keys = [[_plain(sheet.cell(row + down, column)) for down in range(depth)] for column in range(width)]
    places: dict[str, int] = {}
    for column in layout.columns:
        wanted = {_plain(heading) for heading in column.headings}
        found = [
            place for place, texts in enumerate(keys) if wanted & set(texts) and place not in places.values()
        ]
        place = _nth(found, column, places)
        if place is not None:
            places[column.name] = place
    return places


def _nth(found: Sequence[int], column: DurationColumn, places: Mapping[str, int]) -> int | None:
    """Return the column meant: of equal headings the one right of its own group."""
    if column.name in {"investment_bonds", "realised_bonds"}:
        group = places.get("investment" if column.name == "investment_bonds" else "realised", -1)
        return next((place for place in found if place > group >= 0), None)
    return found[0] if found else None


def _plain(cell: Cell) -> str:
    """Return a heading in its bare form; a year before the period to come is left out."""
    if not isinstance(cell, str) or len(cell) > 60:
        return ""
    text = re.sub(r"[(（][^()（）]*[)）]", "", cell)
    return key(re.sub(r"20\d\d年?", "", text).replace("：", "").replace(":", "").replace("_", ""))


def _cut_off(sheet: Sheet) -> date | None:
    """Return the last day of the year a title or heading speaks of."""
    for row in sheet.rows[:_SEARCHED_ROWS]:
        for cell in row:
            text = shown(cell, 200)
            told, expected = _CUT_OFF.search(text), _EXPECTED.search(text)
            if told:
                return date(int(told[1]), 12, 31)
            if expected:
                return date(int(expected[1]) - 1, 12, 31)
    return None


def _rows(
    sheet: Sheet, placed: _Placed, cut_off: date, unit: str
) -> tuple[list[DurationLine], list[Finding], int]:
    rows: list[DurationLine] = []
    trouble: list[Finding] = []
    carried: dict[str, Any] = {}
    count = 0
    for index in range(placed.last_heading + 1, len(sheet.rows)):
        cells = sheet.rows[index]
        if not any(str(cell).strip() for cell in cells) or _is_total(cells):
            continue
        values, found = _values(sheet, index, placed, unit)
        if "bond_used" not in values and "investment" not in values and not found:
            continue
        count += 1
        trouble += found
        if not found:
            for column in placed.layout.columns:
                if column.is_carried:
                    carried = _carry(carried, values, column.name)
            rows.append(_line(sheet.row_number(index), placed.layout.key, cut_off, {**carried, **values}))
    return rows, trouble, count


def _carry(carried: dict[str, Any], values: dict[str, Any], name: str) -> dict[str, Any]:
    """Carry a bond's own columns down over rows that leave them blank, until the next bond is named."""
    if name == "bond_name" and values.get(name) not in (None, carried.get(name)):
        return {name: values[name]}
    return {**carried, name: values[name]} if name in values else carried


def _is_total(cells: Sequence[Cell]) -> bool:
    first = next((str(cell).strip() for cell in cells if str(cell).strip()), "")
    return first.startswith(("注", "备注：", *_TOTALS))


def _values(sheet: Sheet, index: int, placed: _Placed, unit: str) -> tuple[dict[str, Any], list[Finding]]:
    values: dict[str, Any] = {}
    found: list[Finding] = []
    for column in placed.layout.columns:
        place = placed.places.get(column.name)
        cell = sheet.cell(index, place) if place is not None else ""
        if place is None or is_absent(cell):
            continue
        value = _read(column, cell, unit)
        if isinstance(value, Unreadable):
            found.append(unreadable(sheet, (index, place), column.name, value))
        elif isinstance(value, int) and column.kind == "amount" and value < 0:
            found.append(cell_finding("error", "negative", sheet, (index, place), column.name))
        elif value is not None:
            values[column.name] = value
    return values, found


def _read(column: DurationColumn, cell: Cell, unit: str) -> Any:
    if column.kind == "amount":
        return read_amount(cell, unit)
    if column.kind == "rate":
        return _rate(cell)
    if column.kind == "tenor":
        tenor = read_tenor(cell)
        return tenor.years if tenor is not None and not isinstance(tenor, Unreadable) else tenor
    if column.kind == "date":
        return read_date(cell)
    return read_optional(cell, 300)


def _rate(cell: Cell) -> Decimal | Unreadable:
    """Return a coupon printed in per cent as a decimal per year."""
    text = shown(cell).strip().removesuffix("%").removesuffix("％")
    if not re.fullmatch(r"\d{1,2}(\.\d{1,6})?", text, re.ASCII):
        return Unreadable("not_a_number")
    rate = Decimal(text).scaleb(-2)
    return rate if rate <= Decimal("0.1") else Unreadable("coupon_out_of_range")


def _line(row: int, layout: str, cut_off: date, values: dict[str, Any]) -> DurationLine:
    known = {**values, "tenor_years": values.get("tenor", 0), "coupon_rate": values.get("coupon")}
    fields = DurationLine.__dataclass_fields__
    kept = {name: value for name, value in known.items() if name in fields}
    return DurationLine(row, layout, cut_off, **{"bond_name": "", **kept})
