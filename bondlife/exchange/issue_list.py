"""Issue lists: one bond a row, as the monthly market reports print them, as csv or xlsx.

Columns are read whole and each distinct value once, so that a hundred thousand rows take about as long
as reading the sheet itself.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from bondlife.exchange.bond_names import BondName, read_name
from bondlife.exchange.cells import Cell, Sheet, Workbook
from bondlife.exchange.collector import paused_collector
from bondlife.exchange.draft import Draft
from bondlife.exchange.fields import Tenor, read_column, read_date, read_optional, read_tenor, read_text
from bondlife.exchange.headers import (
    Columns,
    Field,
    find_columns,
    no_heading,
    repeated_headings,
    unit_conflicts,
)
from bondlife.exchange.issue_checks import column_findings, row_findings
from bondlife.exchange.issue_rows import IssueRow, RateUnit, drift_days
from bondlife.exchange.issues import Finding, cell_finding, finding, unreadable
from bondlife.exchange.sheet_notes import sheet_findings, visible_sheets
from bondlife.exchange.units import (
    Unreadable,
    read_amount,
    read_number,
)

FIELDS = (
    Field("name", ("name", "债券名称", "债券全称", "名称", "全称", "bond_name"), is_required=True),
    Field("seq", ("seq", "序号", "no.", "编号")),
    Field("code", ("code", "债券代码", "债券编码", "代码", "bond_code")),
    Field("short_name", ("short_name", "债券简称", "简称")),
    Field("issue_date", ("issue_date", "发行日期", "发行日", "招标日期", "发行时间"), is_required=True),
    Field("value_date", ("value_date", "起息日", "起息日期", "计息日期")),
    Field("maturity_date", ("maturity_date", "到期日", "到期日期", "兑付日")),
    Field(
        "face",
        (
            "size_yi",
            "size_wan",
            "size_yuan",
            "face",
            "size",
            "发行规模",
            "发行额",
            "实际发行额",
            "发行金额",
            "规模",
        ),
        is_required=True,
        is_amount=True,
    ),
    Field("tenor", ("tenor_years", "tenor", "期限", "发行期限", "债券期限", "债券年限"), is_required=True),
    Field(
        "coupon", ("coupon_pct", "coupon", "发行利率", "票面利率", "利率", "coupon_rate"), is_required=True
    ),
)
"""Headings an issue list goes by; the first is used when the mapping says nothing else."""

_REQUIRED = frozenset(each.name for each in FIELDS if each.is_required)
_MAX_COUPON = Decimal(10)
_MOST_FINDINGS = 2_000


class _Column(NamedTuple):
    """One field read over all rows: values (None where unusable) and the cells that could not be read."""

    values: list[Any]
    bad: list[tuple[int, Unreadable]]


def read_issue_list(
    book: Workbook,
    *,
    unit: str = "亿元",
    mapping: Mapping[str, str] | None = None,
    rate_unit: RateUnit = "percent",
) -> Draft[IssueRow]:
    """Return the bonds of the first sheet that has the headings of an issue list."""
    findings = sheet_findings(book)
    sheets = visible_sheets(book)
    for sheet in sheets:
        columns = find_columns(sheet, FIELDS, mapping)
        if columns:
            with paused_collector():
                return _draft(book, sheet, columns, unit, rate_unit, findings)
    findings += [no_heading(sheet, FIELDS) for sheet in sheets[:1]]
    return Draft("issue_list", unit, book.sha256, book.file_type, (), tuple(findings), {})


def _draft(
    book: Workbook, sheet: Sheet, columns: Columns, unit: str, rate_unit: RateUnit, findings: list[Finding]
) -> Draft[IssueRow]:
    findings += repeated_headings(sheet, columns) + unit_conflicts(sheet, columns, unit)
    places = _filled_rows(sheet, columns)
    read = _read_columns(sheet, places, columns, unit, rate_unit)
    findings += _unread(sheet, places, columns, read)
    findings += _missing(sheet, places, columns, read)
    good = _good_places(len(places), read)
    rows = _rows(sheet, places, good, read)
    findings += row_findings(sheet, columns, places, good, rows)
    findings += column_findings(
        sheet,
        columns,
        places,
        faces=read["face"].values,
        coupons=read["coupon"].values,
        unit=unit,
        rate_unit=rate_unit,
    )
    if not places:
        findings.append(finding("error", "no_rows", sheet=sheet.name))
    return Draft(
        "issue_list",
        unit,
        book.sha256,
        book.file_type,
        tuple(rows),
        tuple(findings[:_MOST_FINDINGS]),
        {"face": sum(row.face for row in rows)},
        columns.headings,
        summarise(rows) | {"findings": len(findings)},
        len(places),
    )


def summarise(rows: Sequence[IssueRow]) -> dict[str, Any]:
    """Return the counts a preview shows: by kind, nature and issuer, and how far maturities drift."""
    terms = Counter((row.issue_date, row.tenor_years, row.maturity_date) for row in rows)
    drift: Counter[int] = Counter()
    for each, count in terms.items():
        days = drift_days(*each)
        if days is not None:
            drift[days] += count
    return {
        "bonds": len(rows),
        "by_kind": dict(Counter(row.kind for row in rows)),
        "by_nature": dict(Counter(row.nature for row in rows)),
        "by_issuer": dict(Counter(row.issuer for row in rows).most_common()),
        "maturity_drift_days": {str(days): count for days, count in sorted(drift.items())},
    }


def _read_columns(
    sheet: Sheet, places: list[int], columns: Columns, unit: str, rate_unit: RateUnit
) -> dict[str, _Column]:
    readers: dict[str, Callable[[Cell], Any]] = {
        "name": read_text,
        "seq": partial(read_optional, limit=20),
        "code": partial(read_optional, limit=40),
        "short_name": partial(read_optional, limit=100),
        "issue_date": partial(read_date, uses_1904=sheet.uses_1904),
        "value_date": partial(read_date, uses_1904=sheet.uses_1904),
        "maturity_date": partial(read_date, uses_1904=sheet.uses_1904),
        "face": partial(_face, unit=unit),
        "tenor": read_tenor,
        "coupon": partial(_coupon, rate_unit=rate_unit),
    }
    read = {}
    for name, reader in readers.items():
        if name in columns.places:
            place = columns.places[name]
            read[name] = _column([sheet.rows[index][place] for index in places], reader)
        else:
            read[name] = _Column(["" if name in ("seq", "code", "short_name") else None] * len(places), [])
    return read


def _column(cells: list[Cell], reader: Callable[[Cell], Any]) -> _Column:
    values = read_column(cells, reader)
    if Unreadable not in set(map(type, values)):
        return _Column(values, [])
    bad = [(index, value) for index, value in enumerate(values) if isinstance(value, Unreadable)]
    return _Column([None if isinstance(value, Unreadable) else value for value in values], bad)


def _face(cell: Cell, unit: str) -> int | Unreadable | None:
    face = read_amount(cell, unit)
    if isinstance(face, int) and face <= 0:
        return Unreadable("negative" if face else "not_positive")
    return face


def _coupon(cell: Cell, rate_unit: RateUnit) -> Decimal | Unreadable | None:
    """Return the coupon as decimal per year; a percent sign in the cell settles the unit."""
    rate = read_number(cell)
    if not isinstance(rate, Decimal):
        return rate
    has_sign = isinstance(cell, str) and cell.strip().endswith(("%", "％"))
    rate = rate if has_sign or rate_unit == "decimal" else rate / 100
    if not 0 <= rate * 100 <= _MAX_COUPON:
        return Unreadable("coupon_out_of_range")
    return rate


def _unread(sheet: Sheet, places: list[int], columns: Columns, read: Mapping[str, _Column]) -> list[Finding]:
    return [
        unreadable(sheet, (places[index], columns.places[name]), name, why)
        for name, column in read.items()
        for index, why in column.bad
    ]


def _missing(sheet: Sheet, places: list[int], columns: Columns, read: Mapping[str, _Column]) -> list[Finding]:
    return [
        cell_finding("error", "missing", sheet, (places[index], columns.places[name]), name)
        for name, column in read.items()
        for index in _empty(name, column)
        if index not in {place for place, _ in column.bad}
    ]


def _good_places(count: int, read: Mapping[str, _Column]) -> list[int]:
    """Return the rows in which every required field was read and nothing given was unreadable."""
    bad = {index for column in read.values() for index, _ in column.bad}
    for name, column in read.items():
        bad.update(_empty(name, column))
    return [index for index in range(count) if index not in bad] if bad else list(range(count))


def _empty(name: str, column: _Column) -> list[int]:
    """List the rows in which a required field has no value; the types tell at once when there is none."""
    if name not in _REQUIRED:
        return []
    if type(None) not in set(map(type, column.values)) and (name != "name" or "" not in column.values):
        return []
    return [index for index, value in enumerate(column.values) if value is None or value == ""]


def _rows(sheet: Sheet, places: list[int], good: list[int], read: Mapping[str, _Column]) -> list[IssueRow]:
    def taken(name: str) -> list[Any]:
        values = read[name].values
        return values if len(good) == len(values) else [values[index] for index in good]

    tenors: list[Tenor] = taken("tenor")
    names: list[BondName] = list(map(read_name, taken("name")))
    shift = sheet.first_row + 1
    return list(
        map(
            IssueRow._make,
            zip(
                [places[index] + shift for index in good],
                taken("seq"),
                taken("name"),
                taken("code"),
                taken("short_name"),
                taken("issue_date"),
                taken("value_date"),
                taken("maturity_date"),
                taken("face"),
                [tenor.years for tenor in tenors],
                [tenor.pattern for tenor in tenors],
                taken("coupon"),
                [name.issuer for name in names],
                [name.kind for name in names],
                [name.nature for name in names],
                [name.purpose for name in names],
                strict=True,
            ),
        )
    )


def _filled_rows(sheet: Sheet, columns: Columns) -> list[int]:
    """List the rows below the headings that are not blank."""
    start = columns.heading_row + 1
    name = columns.places["name"]
    return [index for index, row in enumerate(sheet.rows[start:], start) if row[name] or not _is_blank(row)]


def _is_blank(row: Sequence[Cell]) -> bool:
    return not any(cell if not isinstance(cell, str) else cell.strip() for cell in row)
