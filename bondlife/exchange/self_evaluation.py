"""A table of self-evaluations in xlsx or csv: one project a row, one column an indicator of the frame.

Columns that are known by name: project code, year, budget, executed, reason of deviations, next year's
request, carry-over of this year and of the year before. Every other column with a heading is taken for an
indicator; which of them the frame has is asked when the table is stored. Points are hundredths of a point.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bondlife.exchange.cells import Cell, Sheet, Workbook
from bondlife.exchange.draft import Draft
from bondlife.exchange.fields import read_text
from bondlife.exchange.headers import key
from bondlife.exchange.issues import Finding, cell_finding, finding, unreadable
from bondlife.exchange.sheet_notes import sheet_findings, visible_sheets
from bondlife.exchange.units import Unreadable, is_absent, read_amount, read_number

HEADINGS = {
    "code": ("项目编码", "项目代码", "project code"),
    "year": ("年度", "评价年度", "year"),
    "name": ("项目名称", "project name"),
    "department": ("主管部门", "部门", "department"),
    "budget": ("预算数", "调整预算数", "全年预算数", "budget"),
    "executed": ("执行数", "全年执行数", "executed"),
    "reason": ("偏差原因", "偏差原因分析及改进措施", "reason"),
    "requested": ("下年申请数", "下年预算申请数", "requested"),
    "carry_over": ("本年结转", "本年结转数", "carry-over"),
    "carry_over_before": ("上年结转", "上年结转数", "carry-over before"),
    "total": ("总分", "自评总分", "合计", "total"),
}
"""Known columns and how files head them; name, department and total are for the reader."""
AMOUNTS = ("budget", "executed", "requested", "carry_over", "carry_over_before")
TEXTS = ("code", "reason")
_KNOWN = {key(heading): name for name, headings in HEADINGS.items() for heading in headings}
_TAIL = re.compile(r"[（(][^（()）]*[)）]|得分|自评分|points|score")
_SEARCHED = 15
_MOST_FINDINGS = 200


@dataclass(frozen=True, slots=True)
class SelfEvaluationRow:
    """One project: amounts in fen, points in hundredths by column of ``indicators``, None where blank."""

    row: int
    code: str
    year: int
    points: tuple[int | None, ...]
    indicators: tuple[str, ...]
    budget: int = 0
    executed: int = 0
    reason: str = ""
    requested: int = 0
    carry_over: int = 0
    carry_over_before: int = 0

    @property
    def points_given(self) -> int:
        """Return how many indicators were scored."""
        return sum(one is not None for one in self.points)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the table begins, and what its columns are."""

    heading: int
    known: dict[str, int]
    indicators: tuple[tuple[str, int], ...]


def read_self_evaluation(book: Workbook, *, unit: str = "万元") -> Draft[SelfEvaluationRow]:
    """Return the rows of the first sheet that has project codes and at least one indicator."""
    findings = sheet_findings(book)
    for sheet in visible_sheets(book):
        place = _placed(sheet)
        if place is not None:
            rows, trouble, count = _rows(sheet, place, unit)
            return _draft(book, unit, rows, [*findings, *trouble], count)
    findings.append(finding("error", "no_heading", params={"headings": "项目编码、年度、指标得分"}))
    return _draft(book, unit, [], findings, 0)


def _draft(
    book: Workbook, unit: str, rows: list[SelfEvaluationRow], findings: list[Finding], count: int
) -> Draft[SelfEvaluationRow]:
    if not count and not any(one.severity == "error" for one in findings):
        findings.append(finding("error", "no_rows"))
    totals = {name: sum(getattr(row, name) for row in rows) for name in ("budget", "executed", "requested")}
    summary = {"projects": len(rows), "indicators": list(rows[0].indicators) if rows else []}
    return Draft(
        "self-evaluation",
        unit,
        book.sha256,
        book.file_type,
        tuple(rows),
        tuple(findings),
        totals,
        summary=summary,
        rows_read=count,
    )


def _placed(sheet: Sheet) -> _Place | None:
    for index, cells in enumerate(sheet.rows[:_SEARCHED]):
        known: dict[str, int] = {}
        others: list[tuple[str, int]] = []
        for column, cell in enumerate(cells):
            if not isinstance(cell, str) or not cell.strip():
                continue
            name = _KNOWN.get(key(cell)) or _KNOWN.get(key(_TAIL.sub("", cell)))
            if name is not None:
                known.setdefault(name, column)
            else:
                others.append((_TAIL.sub("", cell).strip(), column))
        if {"code", "year"} <= known.keys() and others:
            return _Place(index, known, tuple(others))
    return None


def _rows(sheet: Sheet, place: _Place, unit: str) -> tuple[list[SelfEvaluationRow], list[Finding], int]:
    rows: list[SelfEvaluationRow] = []
    trouble: list[Finding] = []
    seen: dict[tuple[str, int], int] = {}
    names = tuple(name for name, _ in place.indicators)
    count = 0
    for index in range(place.heading + 1, len(sheet.rows)):
        cells = sheet.rows[index]
        if not any(cell not in ("", None) for cell in cells):
            continue
        count += 1
        found: list[Finding] = []
        row = _row(sheet, index, place, names, unit, found)
        if row is not None and (row.code, row.year) in seen:
            found.append(
                cell_finding(
                    "error",
                    "duplicate_code",
                    sheet,
                    (index, place.known["code"]),
                    "code",
                    row=seen[row.code, row.year],
                )
            )
        if len(trouble) < _MOST_FINDINGS:
            trouble += found
        if row is not None and not found:
            seen[row.code, row.year] = row.row
            rows.append(row)
    return rows, trouble, count


def _row(
    sheet: Sheet, index: int, place: _Place, names: tuple[str, ...], unit: str, found: list[Finding]
) -> SelfEvaluationRow | None:
    cells, known = sheet.rows[index], place.known
    values: dict[str, Any] = {}
    for name in AMOUNTS:
        if name in known:
            values[name] = _amount(sheet, index, known[name], name, unit, found)
    for name in TEXTS:
        if name in known:
            values[name] = _text(sheet, index, known[name], name, found)
    values["year"] = _year(sheet, index, known["year"], found)
    width = len(cells)
    points = tuple(
        [_points(sheet, index, column, found) if column < width else None for _, column in place.indicators]
    )
    if found:
        return None
    return SelfEvaluationRow(sheet.row_number(index), points=points, indicators=names, **values)


def _points(sheet: Sheet, index: int, column: int, found: list[Finding]) -> int | None:
    """Return hundredths of a point; most cells are plain numbers, read without a detour."""
    cell: Cell = sheet.rows[index][column]
    if type(cell) is float or type(cell) is int:
        hundredths = cell * 100
        whole = round(hundredths) if -1e9 < hundredths < 1e9 else -1
        if whole >= 0 and abs(hundredths - whole) < 1e-6:
            return whole
    elif is_absent(cell):
        return None
    return _odd_points(sheet, index, column, found)


def _odd_points(sheet: Sheet, index: int, column: int, found: list[Finding]) -> int | None:
    number = read_number(sheet.rows[index][column])
    if isinstance(number, Unreadable):
        found.append(unreadable(sheet, (index, column), "points", number))
        return None
    if number is None:
        return None
    if number < 0 or number * 100 != int(number * 100):
        code = "negative" if number < 0 else "not_a_number"
        found.append(cell_finding("error", code, sheet, (index, column), "points"))
        return None
    return int(number * 100)


def _amount(sheet: Sheet, index: int, column: int, name: str, unit: str, found: list[Finding]) -> int:
    fen = read_amount(sheet.cell(index, column), unit)
    if isinstance(fen, Unreadable):
        found.append(unreadable(sheet, (index, column), name, fen))
        return 0
    if fen is not None and fen < 0:
        found.append(cell_finding("error", "negative", sheet, (index, column), name))
    return fen or 0


def _text(sheet: Sheet, index: int, column: int, name: str, found: list[Finding]) -> str:
    cell = sheet.cell(index, column)
    if is_absent(cell):
        if name == "code":
            found.append(cell_finding("error", "missing", sheet, (index, column), name))
        return ""
    text = read_text(cell, 60 if name == "code" else 1000)
    if isinstance(text, Unreadable):
        found.append(unreadable(sheet, (index, column), name, text))
        return ""
    return str(text)


def _year(sheet: Sheet, index: int, column: int, found: list[Finding]) -> int:
    number = read_number(_bare(sheet.cell(index, column)))
    if (
        number is None
        or isinstance(number, Unreadable)
        or not 1949 <= number <= 2150
        or number != int(number)
    ):
        found.append(cell_finding("error", "not_a_number", sheet, (index, column), "year"))
        return 0
    return int(number)


def _bare(cell: Cell) -> Cell:
    return cell.strip().removesuffix("年度").removesuffix("年") if isinstance(cell, str) else cell


def indicator_columns(rows: Sequence[SelfEvaluationRow]) -> tuple[str, ...]:
    """Return the headings taken for indicators."""
    return rows[0].indicators if rows else ()
