"""Tables of limit and balance (F8): one region and year a row, or the official form with items down the page.

A figure with more digits than a sheet keeps (13664.369999999999) carries the noise of a binary number; it is
read with the 15 digits that are good, and a warning shows both.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation

from bondlife.exchange.cells import Cell, Sheet, Workbook, shown
from bondlife.exchange.draft import Draft
from bondlife.exchange.fields import read_date, read_optional
from bondlife.exchange.headers import (
    Columns,
    Field,
    find_columns,
    heading_unit,
    key,
    no_heading,
    repeated_headings,
    unit_conflicts,
)
from bondlife.exchange.issues import Finding, cell_finding, finding, unreadable
from bondlife.exchange.sheet_notes import sheet_findings, visible_sheets
from bondlife.exchange.units import Unreadable, read_amount, read_number
from models.limit_items import COLUMNS, ITEMS, RATIOS, cell

_HEAD = (
    Field("region", ("地区", "区划", "区划名称", "region", "省份"), is_required=True),
    Field("year", ("年度", "年份", "year"), is_required=True),
    Field("basis", ("口径", "basis")),
    Field("as_of", ("截止日期", "as_of")),
)
FIELDS = (
    *_HEAD,
    *(Field(item.key, item.headings, is_amount=True) for item in ITEMS),
    *(Field(item.key, item.headings) for item in RATIOS),
)
"""Headings of a table with one region and year a row."""

BASES = {"": "published", "已公开": "published", "公开": "published", "上报数": "reported"}
BASES |= {"预计执行数": "expected", **{name: name for name in ("published", "reported", "expected")}}
_TITLE = re.compile(r"(?P<region>[\u4e00-\u9fff]{2,30}?)\s*(?P<year>20\d\d)\s*年")
_DIGITS = 15
_GOOD = Context(prec=_DIGITS, rounding=ROUND_HALF_EVEN)
_ITEM_OF = {key(heading): item.key for item in ITEMS for heading in item.headings}
_SIDES = {key(label.zh): column for column, label in COLUMNS} | {"金额": "", "合计数": "", "本级数": "own"}


@dataclass(frozen=True, slots=True)
class LimitRow:
    """The statement of one region and year: fen by item, ratios as printed."""

    row: int
    region: str
    year: int
    basis: str
    as_of: date
    unit: str
    figures: Mapping[str, int]
    ratios: Mapping[str, str]

    @property
    def limit(self) -> int | None:
        """Return the limit that a preview shows."""
        return self.figures.get("limit_total", self.figures.get("limit_special"))

    @property
    def balance(self) -> int | None:
        """Return the balance that a preview shows."""
        return self.figures.get("balance_total", self.figures.get("balance_special"))


def read_limit_tables(
    book: Workbook, *, unit: str = "亿元", mapping: Mapping[str, str] | None = None
) -> Draft[LimitRow]:
    """Return the statements of every sheet, whichever of the two shapes it has."""
    findings, rows, headings = sheet_findings(book), list[LimitRow](), dict[str, str]()
    sheets = visible_sheets(book)
    for sheet in sheets:
        columns = find_columns(sheet, FIELDS, mapping)
        if columns is not None:
            headings = headings or dict(columns.headings)
            findings += repeated_headings(sheet, columns) + unit_conflicts(sheet, columns, unit)
            found, trouble = _table(sheet, columns, unit)
        else:
            found, trouble = _form(sheet, unit)
        rows += found
        findings += trouble
    if not rows and not any(one.severity == "error" for one in findings):
        findings += [no_heading(sheet, FIELDS) for sheet in sheets[:1]]
    findings += _repeated(rows)
    totals = {name: sum(getattr(row, name) or 0 for row in rows) for name in ("limit", "balance")}
    summary = {"regions": len({row.region for row in rows}), "findings": len(findings)}
    return Draft(
        "limit_table", unit, book.sha256, book.file_type, tuple(rows), tuple(findings), totals, headings,
        summary, len(rows),
    )  # fmt: skip


def _table(sheet: Sheet, columns: Columns, unit: str) -> tuple[list[LimitRow], list[Finding]]:
    rows, findings = list[LimitRow](), list[Finding]()
    for index in range(columns.heading_row + 1, len(sheet.rows)):
        values = {name: sheet.cell(index, place) for name, place in columns.places.items()}
        if not any(shown(value).strip() for value in values.values()):
            continue
        reader = _Reader(sheet, index, columns.places)
        row = _row(sheet, index, values, reader, unit)
        findings += reader.findings
        if row is not None:
            rows.append(row)
    return rows, findings


class _Reader:
    """Reads the cells of one row, and keeps what was wrong with them."""

    def __init__(self, sheet: Sheet, index: int, places: Mapping[str, int]) -> None:
        self.sheet, self.index, self.places = sheet, index, places
        self.findings: list[Finding] = []

    def at(self, name: str) -> tuple[int, int]:
        """Return where a field stands."""
        return self.index, self.places[name]

    def amount(self, name: str, value: Cell, unit: str) -> int | None:
        """Return an amount in fen, or None where there is none or it cannot be read."""
        plain, is_noisy = _clean(value)
        found = read_amount(plain, unit)
        if isinstance(found, Unreadable):
            self.findings.append(unreadable(self.sheet, self.at(name), name, found))
            return None
        if found is not None and is_noisy:
            details = {"read": shown(value), "taken": shown(plain)}
            self.findings.append(
                cell_finding("warning", "binary_noise", self.sheet, self.at(name), name, **details)
            )
        return found


def _clean(value: Cell) -> tuple[Cell, bool]:
    """Return a text without the noise of a binary number, and whether there was any."""
    if not isinstance(value, str):
        return value, False
    try:
        number = Decimal(value.strip().replace(",", ""))
    except InvalidOperation:
        return value, False
    if not number.is_finite() or len(number.as_tuple().digits) <= _DIGITS:
        return value, False
    return f"{_GOOD.plus(number).normalize():f}", True


def _row(sheet: Sheet, index: int, values: Mapping[str, Cell], reader: _Reader, unit: str) -> LimitRow | None:
    region = read_optional(values["region"], 80)
    year = read_number(values["year"])
    basis = BASES.get(shown(values.get("basis", "")).strip())
    as_of = read_date(values["as_of"]) if "as_of" in values else None
    if not isinstance(region, str) or not region:
        reader.findings.append(cell_finding("error", "missing", sheet, reader.at("region"), "region"))
        return None
    if not isinstance(year, Decimal) or year != int(year) or not 1990 <= year <= 2150:
        reader.findings.append(cell_finding("error", "bad_year", sheet, reader.at("year"), "year"))
        return None
    if basis is None:
        reader.findings.append(cell_finding("error", "unknown_label", sheet, reader.at("basis"), "basis"))
        return None
    if isinstance(as_of, Unreadable):
        reader.findings.append(unreadable(sheet, reader.at("as_of"), "as_of", as_of))
        return None
    figures = {
        item.key: amount
        for item in ITEMS
        if item.key in values and (amount := reader.amount(item.key, values[item.key], unit)) is not None
    }
    ratios = {
        item.key: text
        for item in RATIOS
        if item.key in values and (text := shown(values[item.key]).strip()) not in ("", "null", "/", "-")
    }
    number, day = sheet.row_number(index), as_of or date(int(year), 12, 31)
    return LimitRow(number, region, int(year), basis, day, unit, figures, ratios)


def _form(sheet: Sheet, unit: str) -> tuple[list[LimitRow], list[Finding]]:
    """Read the official form: items down, the region, own level and lower levels across."""
    head = next((index for index, row in enumerate(sheet.rows[:25]) if _is_head(row)), None)
    title = _title(sheet, head)
    if head is None or title is None:
        return [], []
    sides = {index: _SIDES[key(text)] for index, text in _texts(sheet.rows[head]) if key(text) in _SIDES}
    printed = next((heading_unit(text) for _i, text in _texts(sheet.rows[head]) if heading_unit(text)), unit)
    places = dict.fromkeys(_ITEM_OF.values(), 0)
    reader = _Reader(sheet, head, places)
    figures = dict(_form_figures(sheet, head, sides, reader, printed))
    if not figures:
        return [], reader.findings
    region, year = title
    row = LimitRow(
        sheet.row_number(head), region, year, "published", date(year, 12, 31), printed, figures, {}
    )
    return [row], reader.findings


def _form_figures(
    sheet: Sheet, head: int, sides: Mapping[int, str], reader: _Reader, unit: str
) -> Iterator[tuple[str, int]]:
    for index in range(head + 1, len(sheet.rows)):
        label = key(
            re.sub(r"^(?:[A-L]|[一二三四五六七八九十]+)[、.．=]\s*", "", shown(sheet.cell(index, 0)).strip())
        )
        item = _ITEM_OF.get(label)
        if item is None:
            continue
        reader.index = index
        for place, column in sides.items():
            reader.places = {item: place}
            amount = reader.amount(item, sheet.cell(index, place), unit)
            if amount is not None:
                yield cell(item, column), amount


def _is_head(row: Sequence[Cell]) -> bool:
    names = {key(text) for _index, text in _texts(row)}
    return bool(names & {"项目", "item"}) and bool(names & _SIDES.keys())


def _texts(row: Sequence[Cell]) -> Iterator[tuple[int, str]]:
    return ((index, value) for index, value in enumerate(row) if isinstance(value, str) and value.strip())


def _title(sheet: Sheet, head: int | None) -> tuple[str, int] | None:
    """Return region and year as the title above the form, or the name of the sheet, tells them."""
    above = [text for row in sheet.rows[: head or 0] for _index, text in _texts(row)]
    for text in (*above, sheet.name):
        found = _TITLE.search(text)
        if found:
            return found["region"], int(found["year"])
    return None


def _repeated(rows: Sequence[LimitRow]) -> list[Finding]:
    seen: set[tuple[str, int, str]] = set()
    found = []
    for row in rows:
        name = (row.region, row.year, row.basis)
        if name in seen:
            found.append(finding("error", "duplicate_row", row=row.row, field="region", read=row.region))
        seen.add(name)
    return found
