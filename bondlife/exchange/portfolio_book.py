"""A workbook of projects in, one of their schedules, coverage and returns out: portfolio calculators by file.

The first sheet holds one project a row: what its bond is like, what it costs to build, and the net revenue
of every year under the year as heading. Nothing is stored; a cell that cannot be read is refused with its
place. Amounts leave as numbers of the unit they came in, ratios as ratios, years without debt as empty cells.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd  # type: ignore[import-untyped]
import xlsxturbo

from bondlife.errors import Invalid, Problem
from bondlife.exchange.cells import Sheet
from bondlife.exchange.headers import Columns, Field, find_columns
from bondlife.exchange.sandbox import read_workbook
from bondlife.exchange.units import FEN_PER_UNIT
from calculators.portfolio.arrays import MAX_AMOUNT, RATE_SCALE
from calculators.portfolio.coverage import coverage
from calculators.portfolio.irr import irr, npv
from calculators.portfolio.schedules import debt_schedules

FIELDS = (
    Field("name", ("项目", "项目名称", "project"), is_required=True),
    Field("face", ("债券本金", "发行规模", "principal"), is_required=True, is_amount=True),
    Field("coupon", ("票面利率", "coupon"), is_required=True),
    Field("value_date", ("起息日", "value date"), is_required=True),
    Field("tenor", ("期限", "tenor"), is_required=True),
    Field("frequency", ("每年付息次数", "payments a year"), is_required=True),
    Field("first_principal_year", ("首次还本年", "first principal year"), is_required=True),
    Field("investment", ("总投资", "total investment"), is_amount=True),
)
YEAR = re.compile(r"(20\d\d|2100)(?:\.0|年)?\Z")
MOST_PROBLEMS = 50
WHY_NO_RATE = (
    "",
    "现金流不变号",
    "收益率不止一个",
    "在 −99% 至 1000% 之间没有收益率",
    "两个收益率过近，请单独计算",
)
"""What the summary says beside an empty rate, by the status of ``portfolio.irr``."""


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Projects as arrays: fen, hundred-millionths, whole years; net revenue by project and calendar year."""

    names: Sequence[str]
    face: Any
    coupon: Any
    value_date: Any
    tenor: Any
    frequency: Any
    first_principal_year: Any
    investment: Any
    years: Sequence[int]
    revenue: Any
    unit: str


def read_portfolio(source: Path | bytes, unit: str = "元") -> Portfolio:
    """Return the projects of a workbook; Invalid names every cell that cannot be read, at most fifty."""
    if unit not in FEN_PER_UNIT:
        raise Invalid.because("bad_unit", "%(unit)s is not a unit of money.", "unit", unit=unit)
    sheet = read_workbook(source).sheets[0]
    columns = find_columns(sheet, FIELDS)
    if columns is None:
        raise Invalid.because(
            "no_headings",
            "The first sheet needs these headings: %(names)s, then one column a year.",
            "file",
            names="、".join(each.headings[0] for each in FIELDS if each.is_required),
        )
    return _Reader(sheet, columns, unit).portfolio()


class _Reader:
    """Turns the columns of a sheet into arrays and remembers every cell that does not fit."""

    def __init__(self, sheet: Sheet, columns: Columns, unit: str) -> None:
        self.sheet, self.columns, self.unit = sheet, columns, unit
        body = range(columns.heading_row + 1, len(sheet.rows))
        self.rows = [row for row in body if str(sheet.cell(row, columns.places["name"])).strip()]
        self.problems: list[Problem] = []

    def portfolio(self) -> Portfolio:
        """Return all projects, or refuse with all that is wrong."""
        heads = self.sheet.rows[self.columns.heading_row]
        years = [
            (int(found[1]), at) for at, head in enumerate(heads) if (found := YEAR.match(str(head).strip()))
        ]
        numbers = [year for year, _ in years]
        if not self.rows or not years or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
            raise Invalid.because(
                "no_years", "There must be at least one project, and years in turn as headings.", "file"
            )
        read = Portfolio(
            [str(self.sheet.cell(row, self.columns.places["name"])).strip() for row in self.rows],
            self._money("face"),
            self._scaled("coupon", RATE_SCALE // 100, 0, 100),
            self._days("value_date"),
            self._scaled("tenor", 1, 1, 100),
            self._scaled("frequency", 1, 1, 12),
            self._scaled("first_principal_year", 1, 1, 100),
            self._money("investment") if "investment" in self.columns.places else None,
            numbers,
            np.stack([self._fen(at, self.unit, -float(MAX_AMOUNT)) for _, at in years], axis=1),
            self.unit,
        )
        if self.problems:
            raise Invalid(*self.problems[:MOST_PROBLEMS])
        return read

    def _money(self, name: str) -> Any:
        return self._fen(self.columns.places[name], self.columns.units.get(name, self.unit), 0)

    def _fen(self, column: int, unit: str, lowest: float) -> Any:
        return self._numbers(column, FEN_PER_UNIT[unit], lowest, float(MAX_AMOUNT))

    def _scaled(self, name: str, scale: int, lowest: int, highest: int) -> Any:
        return self._numbers(self.columns.places[name], scale, lowest * scale, highest * scale)

    def _numbers(self, column: int, scale: int, lowest: float, highest: float) -> Any:
        """Return a column as whole numbers of a smaller unit; an empty cell is told, not taken for zero."""
        cells = [self.sheet.cell(row, column) for row in self.rows]
        fits = [type(cell) in (int, float) for cell in cells]
        values = np.array([cell if fit else 0 for cell, fit in zip(cells, fits, strict=True)], float) * scale
        wrong = ~(np.array(fits) & np.isfinite(values) & (values >= lowest) & (values <= highest))
        self._note(column, np.flatnonzero(wrong).tolist(), "a number within its bounds")
        return np.rint(np.where(wrong, 0, values)).astype(np.int64)

    def _days(self, name: str) -> Any:
        column = self.columns.places[name]
        cells = [self.sheet.cell(row, column) for row in self.rows]
        read = [_day(cell) for cell in cells]
        self._note(column, [at for at, day in enumerate(read) if day is None], "a date")
        return np.array([day or date(2000, 1, 1) for day in read], "M8[D]")

    def _note(self, column: int, places: Sequence[int], expected: str) -> None:
        for at in places:
            row = self.rows[at]
            place, held = self.sheet.address(row, column), str(self.sheet.cell(row, column))[:60]
            values = {"place": place, "read": held or "—", "expected": expected}
            self.problems.append(
                Problem("bad_cell", "%(place)s reads %(read)s; expected: %(expected)s.", place, values)
            )


def _day(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(str(cell).strip())
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Findings:
    """What the calculators found: tables by name, projects × years, and one line a project."""

    years: Sequence[int]
    tables: dict[str, Any]
    summary: pd.DataFrame
    below_one: int
    with_gap: int


def compute(book: Portfolio, discount_rate: Decimal) -> Findings:
    """Return schedules by calendar year, coverage, cash and returns; every year with a payment is needed."""
    rows = debt_schedules(
        book.face,
        coupon_rate=book.coupon,
        value_date=book.value_date,
        tenor_years=book.tenor,
        coupon_frequency=book.frequency,
        first_principal_year=book.first_principal_year,
    )
    principal, interest = (_by_year(book, rows, part) for part in (rows.principal, rows.interest))
    opening = np.maximum(book.face[:, None] - np.cumsum(principal, axis=1) + principal, 0)
    found = coverage(
        book.revenue, debt_service=principal + interest, debt_opening=opening, period_rate=discount_rate
    )
    tables = {
        "净收益": _amounts(book, book.revenue),
        "还本": _amounts(book, principal),
        "付息": _amounts(book, interest),
        "偿债备付率": found.dscr,
        "累计结余": _amounts(book, found.balance),
        "贷款期覆盖率": found.llcr,
    }
    summary = pd.DataFrame({"项目": book.names, "本息覆盖倍数": found.multiple, "最低备付率": found.minimum})
    years = np.array(book.years)
    has_gap = found.first_gap >= 0
    summary["首个缺口年"] = np.where(has_gap, years[np.maximum(found.first_gap, 0)], np.nan)
    _add_returns(summary, book, discount_rate)
    return Findings(book.years, tables, summary, int((found.multiple < 1).sum()), int(has_gap.sum()))


def _by_year(book: Portfolio, rows: Any, part: Any) -> Any:
    """Return a column of the schedules summed by project and calendar year."""
    year = rows.nominal_date.astype("M8[Y]").astype(np.int64) + 1970 - book.years[0]
    outside = (year < 0) | (year >= len(book.years))
    if bool(outside.any()):
        at = int(np.flatnonzero(outside)[0])
        raise Invalid.because(
            "years_missing",
            "%(name)s pays in %(year)d; the sheet has the years %(first)d to %(last)d.",
            "file",
            name=book.names[int(rows.bond[at])],
            year=int(year[at]) + book.years[0],
            first=book.years[0],
            last=book.years[-1],
        )
    table = np.zeros(book.revenue.shape, np.int64)
    np.add.at(table, (rows.bond, year), part)
    return table


def _add_returns(summary: pd.DataFrame, book: Portfolio, rate: Decimal) -> None:
    """Add net present value and rate of return over investment and net revenue, or why there is no rate."""
    if book.investment is None:
        return
    flows = np.concatenate([-book.investment[:, None], book.revenue], axis=1)
    found = irr(flows)
    summary["净现值"] = _amounts(book, npv(flows, period_rate=rate))
    summary["内部收益率"] = found.rates
    summary["说明"] = [WHY_NO_RATE[status] for status in found.status]


def _amounts(book: Portfolio, fen: Any) -> Any:
    return fen / FEN_PER_UNIT[book.unit]


def write_findings(found: Findings, names: Sequence[str], target: Path, unit: str) -> None:
    """Write one sheet a table behind the summary; names stay text whatever they begin with."""
    heads = [str(year) for year in found.years]
    sheets = [(found.summary, f"汇总（{unit}）")]
    for title, table in found.tables.items():
        frame = pd.DataFrame(table, columns=heads)
        frame.insert(0, "项目", list(names))
        sheets.append((frame, title))
    xlsxturbo.dfs_to_xlsx(sheets, str(target), freeze_panes=True)
