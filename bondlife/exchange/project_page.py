"""Project pages of published special-bond data (F2): key and value tables, with the batches issued so far.

The printed multiple is kept as printed; beside it stands which numerator it can have been taken of
(gross revenue or revenue net of cost), worked out by ``calculators.coverage.implied_basis``.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from bondlife.exchange.cells import Sheet, Workbook, shown
from bondlife.exchange.draft import Draft
from bondlife.exchange.fields import read_date, read_month, read_optional, read_tenor, read_text
from bondlife.exchange.form_lines import label, lines
from bondlife.exchange.headers import Field, find_columns
from bondlife.exchange.issues import Finding, finding, identity, unreadable
from bondlife.exchange.sheet_notes import sheet_findings, visible_sheets
from bondlife.exchange.units import Unreadable, in_unit, read_amount, read_number
from calculators.coverage.implied_basis import ImpliedBasis, implied_basis
from calculators.kernel.errors import CalculationError

NAME = "项目名称"
_AMOUNTS = {
    "总投资": "total_investment",
    "项目总投资": "total_investment",
    "不含专项债的资本金": "capital",
    "申请专项债总额": "special_bond",
    "计划专项债融资额": "special_bond",
    "专项债作资本金": "as_capital",
    "其他债务融资": "other_debt",
    "预期收入(收益)": "revenue",
    "预期收入": "revenue",
    "成本": "cost",
}
_TEXTS = {
    NAME: "name",
    "编码": "code",
    "项目编码": "code",
    "项目主体": "project_unit",
    "主管部门": "department",
    "项目领域": "sector",
    "收入来源": "revenue_source",
    "其他债务融资来源": "other_debt_source",
}
_RATIOS = {"成本/收入": "cost_over_revenue", "覆盖倍数": "multiple", "本息覆盖倍数": "multiple"}
_PERIODS = {"建设期": "construction", "运营期": "operation"}
_BATCHES = (
    Field("issue_date", ("发行日期", "日期"), is_required=True),
    Field("batch", ("批次",), is_required=True),
    Field("amount", ("金额", "发行金额"), is_required=True, is_amount=True),
    Field("coupon", ("利率", "发行利率")),
    Field("as_capital", ("专项债作资本金发行额", "用作资本金"), is_amount=True),
)
_DASH = re.compile(r"\s*(?:—+|–|~|至|\s-\s)\s*")
_LOWEST_RATE, _HIGHEST_RATE = Decimal("0.01"), Decimal("0.06")
_USUAL_COST_SHARE = Decimal(5)


@dataclass(frozen=True, slots=True)
class Batch:
    """One issue used by the project; amounts in fen, coupon decimal per year, None where not printed."""

    row: int
    issue_date: date | None
    batch: str
    amount: int | None
    coupon: Decimal | None
    as_capital: int | None


@dataclass(frozen=True, slots=True)
class Period:
    """A period of years or months; month 0 means that only the year is printed."""

    start: tuple[int, int]
    end: tuple[int, int]


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """One published project: funding, revenue, cost and multiple as printed. Amounts in fen."""

    name: str
    code: str = ""
    project_unit: str = ""
    department: str = ""
    sector: str = ""
    revenue_source: str = ""
    other_debt_source: str = ""
    total_investment: int | None = None
    capital: int | None = None
    special_bond: int | None = None
    as_capital: int | None = None
    other_debt: int | None = None
    revenue: int | None = None
    cost: int | None = None
    cost_over_revenue: Decimal | None = None
    multiple: Decimal | None = None
    construction: Period | None = None
    operation: Period | None = None
    tenor_years: int | None = None
    maturity_date: date | None = None
    batches: tuple[Batch, ...] = ()
    basis: ImpliedBasis | None = None


@dataclass(slots=True)
class _Page:
    """One page while it is being read."""

    sheet: Sheet
    values: dict[str, Any] = field(default_factory=dict)
    batches: list[Batch] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_project_pages(book: Workbook, *, unit: str = "万元") -> Draft[ProjectPage]:
    """Return the projects whose pages stand in the file; amounts in the declared unit."""
    findings = sheet_findings(book)
    pages: list[_Page] = []
    for sheet in visible_sheets(book):
        columns = find_columns(sheet, _BATCHES)
        for line in lines(sheet):
            if columns and line.row >= columns.heading_row:
                continue
            _read_line(pages, sheet, line.texts, line.cells, line.row, unit)
        if columns and pages:
            pages[-1].batches += _read_batches(pages[-1], sheet, unit)
    rows = []
    for page in pages:
        project = _project(page)
        findings += page.findings
        if project:
            rows.append(project)
            findings += _checks(project, page.sheet.name, unit)
    if not rows:
        findings.append(finding("error", "no_form", params={"label": NAME}))
    totals = {
        name: sum(getattr(row, name) or 0 for row in rows)
        for name in ("total_investment", "special_bond", "revenue")
    }
    return Draft(
        "project_page",
        unit,
        book.sha256,
        book.file_type,
        tuple(rows),
        tuple(findings),
        totals,
        summary={"projects": len(rows), "batches": sum(len(row.batches) for row in rows)},
        rows_read=len(pages),
    )


def _read_line(pages: list[_Page], sheet: Sheet, texts: Any, cells: Any, row: int, unit: str) -> None:
    """Take every key followed by its value; a page may print two pairs in one row."""
    for index in range(len(texts) - 1):
        name = label(texts[index])
        if name == NAME and not (pages and pages[-1].sheet is sheet and "name" not in pages[-1].values):
            pages.append(_Page(sheet))
        if pages:
            column, cell = cells[index + 1]
            _take(pages[-1], name, cell, (row, column), unit)


def _take(page: _Page, name: str, cell: Any, at: tuple[int, int], unit: str) -> None:
    field_name, value = _read_value(name, cell, unit)
    if not field_name or field_name in page.values:
        return
    if isinstance(value, Unreadable):
        page.findings.append(unreadable(page.sheet, at, field_name, value))
    elif value is not None:
        page.values[field_name] = value


def _read_value(name: str, cell: Any, unit: str) -> tuple[str, Any]:
    if name in _AMOUNTS:
        return _AMOUNTS[name], read_amount(cell, unit)
    if name in _TEXTS:
        return _TEXTS[name], (read_text if name == NAME else read_optional)(cell)
    if name in _RATIOS:
        return _RATIOS[name], read_number(cell)
    if name in _PERIODS:
        return _PERIODS[name], _period(shown(cell))
    if name == "发行期限":
        tenor = read_tenor(cell)
        return "tenor_years", tenor if tenor is None or isinstance(tenor, Unreadable) else tenor.years
    return ("maturity_date", read_date(cell)) if name == "到期日" else ("", None)


def _period(text: str) -> Period | Unreadable | None:
    """Read "2023-09—2026-03" or "2024—2028".

    >>> _period("2023-09—2026-03")
    Period(start=(2023, 9), end=(2026, 3))
    """
    parts = _DASH.split(text.strip())
    if len(parts) != 2:
        return None if not text.strip() or text.strip() in ("/", "-", "暂无") else Unreadable("not_a_month")
    start, end = read_month(parts[0]), read_month(parts[1])
    if isinstance(start, tuple) and isinstance(end, tuple):
        return Period(start, end)
    return Unreadable("not_a_month")


def _read_batches(page: _Page, sheet: Sheet, unit: str) -> list[Batch]:
    columns = find_columns(sheet, _BATCHES)
    if columns is None:
        return []
    readers: dict[str, Any] = {
        "issue_date": lambda cell: read_date(cell, uses_1904=sheet.uses_1904),
        "batch": read_optional,
        "amount": lambda cell: read_amount(cell, columns.units.get("amount", unit)),
        "coupon": _coupon,
        "as_capital": lambda cell: read_amount(cell, columns.units.get("as_capital", unit)),
    }
    batches = []
    for row in range(columns.heading_row + 1, len(sheet.rows)):
        values: dict[str, Any] = dict.fromkeys(readers)
        for name, place in columns.places.items():
            value = readers[name](sheet.rows[row][place])
            if isinstance(value, Unreadable):
                page.findings.append(unreadable(sheet, (row, place), name, value))
            else:
                values[name] = value
        if any(value for value in values.values()):
            batches.append(Batch(sheet.row_number(row), **{**values, "batch": values["batch"] or ""}))
    return batches


def _coupon(cell: Any) -> Decimal | Unreadable | None:
    rate = read_number(cell)
    if isinstance(rate, Decimal) and not (isinstance(cell, str) and "%" in cell.replace("％", "%")):
        rate /= 100
    if isinstance(rate, Decimal) and not 0 <= rate <= Decimal("0.1"):
        return Unreadable("coupon_out_of_range")
    return rate


def _project(page: _Page) -> ProjectPage | None:
    if not page.values.get("name"):
        return None
    return ProjectPage(**page.values, batches=tuple(page.batches), basis=_basis(page.values))


def _basis(values: dict[str, Any]) -> ImpliedBasis | None:
    """Work out which numerator the printed multiple fits, where the page prints all that is needed."""
    needed = ("multiple", "revenue", "cost", "special_bond", "tenor_years")
    if any(not values.get(name) for name in needed):
        return None
    try:
        return implied_basis(
            values["multiple"],
            revenue=values["revenue"],
            operating_cost=values["cost"],
            principal=values["special_bond"] + (values.get("other_debt") or 0),
            tenor_years=values["tenor_years"],
            lowest_rate=_LOWEST_RATE,
            highest_rate=_HIGHEST_RATE,
        )
    except CalculationError:
        return None


def _checks(project: ProjectPage, sheet: str, unit: str) -> list[Finding]:
    return [
        *_funding(project, sheet, unit),
        *_cost_share(project, sheet),
        *_multiple(project, sheet, unit),
        *_periods(project, sheet),
    ]


def _funding(project: ProjectPage, sheet: str, unit: str) -> list[Finding]:
    found = []
    parts = [part for part in (project.capital, project.special_bond, project.other_debt) if part is not None]
    if project.total_investment is not None and len(parts) > 1 and sum(parts) != project.total_investment:
        found.append(
            _pair("funding_identity", "total_investment", project.total_investment, sum(parts), sheet, unit)
        )
    issued = sum(batch.amount or 0 for batch in project.batches)
    if project.special_bond is not None and issued > project.special_bond:
        found.append(_pair("batches_above_approved", "batches", project.special_bond, issued, sheet, unit))
    for batch in project.batches:
        if batch.as_capital and batch.amount is not None and batch.as_capital > batch.amount:
            found.append(
                _pair(
                    "capital_part_above_batch",
                    "as_capital",
                    batch.as_capital,
                    batch.amount,
                    sheet,
                    unit,
                    batch.row,
                )
            )
    return found


def _cost_share(project: ProjectPage, sheet: str) -> list[Finding]:
    printed = project.cost_over_revenue
    if printed is None:
        return []
    found = []
    if project.cost is not None and project.revenue:
        digits = max(-int(printed.as_tuple().exponent), 4)
        exact = Fraction(project.cost, project.revenue)
        computed = (Decimal(exact.numerator) / exact.denominator).quantize(
            Decimal(1).scaleb(-digits), ROUND_HALF_UP
        )
        if computed != printed:
            found.append(
                identity(
                    "cost_over_revenue", "cost_over_revenue", printed=printed, computed=computed, sheet=sheet
                )
            )
    if printed > _USUAL_COST_SHARE:
        found.append(
            finding(
                "warning",
                "ratio_odd",
                sheet=sheet,
                field="cost_over_revenue",
                read=f"{(printed * 100).normalize():f}%",
                printed=f"{(printed * 100).normalize():f}%",
                params={"printed": f"{(printed * 100).normalize():f}%"},
            )
        )
    return found


def _multiple(project: ProjectPage, sheet: str, unit: str) -> list[Finding]:
    """Warn where the printed multiple implies a debt service no bond has, under either numerator."""
    if not project.multiple or not project.revenue or not project.special_bond or project.multiple <= 0:
        return []
    principal = project.special_bond + (project.other_debt or 0)
    service = int(project.revenue / project.multiple)
    fits = project.basis.fits != "neither" if project.basis else principal <= service <= 4 * principal
    if fits:
        return []
    return [
        identity(
            "multiple_not_explained",
            "multiple",
            printed=project.multiple,
            computed=f"{in_unit(service, unit).quantize(Decimal('0.01')):f} {unit}",
            sheet=sheet,
        )
    ]


def _periods(project: ProjectPage, sheet: str) -> list[Finding]:
    found = []
    built, run = project.construction, project.operation
    for name, period in (("construction", built), ("operation", run)):
        if period and period.end < period.start:
            found.append(finding("warning", "periods_reversed", sheet=sheet, field=name))
    if built and run and run.start[0] < built.start[0]:
        found.append(finding("warning", "operation_before_construction", sheet=sheet, field="operation"))
    if run and project.maturity_date and project.maturity_date.year > run.end[0]:
        years = {"maturity": project.maturity_date.year, "operation": run.end[0]}
        found.append(
            finding("warning", "matures_after_operation", sheet=sheet, field="maturity_date", params=years)
        )
    return found


def _pair(code: str, name: str, printed: int, computed: int, sheet: str, unit: str, row: int = 0) -> Finding:
    figures = (f"{in_unit(printed, unit):f}", f"{in_unit(computed, unit):f}")
    return identity(code, name, printed=figures[0], computed=figures[1], sheet=sheet, row=row)
