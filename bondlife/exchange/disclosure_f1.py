"""The official template for one new special bond (新增专项债券项目信息披露模板), from a saved page or xlsx.

Fields and order follow the template published with each issue; the ratio lines at its end are read where
they stand. Each identity of the form is checked; one that does not hold is a warning with both figures,
never a correction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from bondlife.exchange.bond_types import repayment_form
from bondlife.exchange.cells import Sheet, Workbook, shown
from bondlife.exchange.disclosure_checks import check_bond
from bondlife.exchange.disclosure_projects import read_projects
from bondlife.exchange.disclosure_rows import DisclosedBond, DisclosedProject, YearAmount
from bondlife.exchange.draft import Draft
from bondlife.exchange.fields import Tenor, YearBucket, read_date, read_tenor, read_text
from bondlife.exchange.form_lines import Line, label, lines, missing_years, ticked, year_cells
from bondlife.exchange.issues import Finding, cell_finding, finding, unreadable
from bondlife.exchange.sheet_notes import sheet_findings, visible_sheets
from bondlife.exchange.units import Unreadable, read_amount, read_number

NAME = "债券名称"
_AMOUNTS = {
    "计划发行额": "planned_face",
    "其中:用于符合条件的重大项目": "major_project_face",
    "债券存续期内项目总投资": "total_investment",
    "其中:不含专项债券的项目资金": "own_funds",
    "不含专项债券的项目资金": "own_funds",
    "专项债券融资": "special_bond_finance",
    "其他债务融资": "other_finance",
    "债券存续期内项目总收益": "revenue_total",
    "项目总债务融资本息": "all_debt_service",
    "项目总债务融资本金": "all_debt_principal",
    "项目总地方债券融资本息": "bond_debt_service",
    "项目总地方债券融资本金": "bond_principal",
}
_RATIOS = (
    "项目总收益/项目总投资",
    "项目总收益/项目总债务融资本息",
    "项目总收益/项目总债务融资本金",
    "项目总收益/项目总地方债券融资本息",
    "项目总收益/项目总地方债券融资本金",
)
_REQUIRED = ("计划发行额", "债券期限", "债券存续期内项目总投资", "专项债券融资")
_PLAN, _REVENUE = "项目分年融资计划", "分年收益"


@dataclass(slots=True)
class _Form:
    """One form while it is being read."""

    sheet: Sheet
    values: dict[str, Any] = field(default_factory=dict)
    ratios: dict[str, Decimal] = field(default_factory=dict)
    years: dict[str, list[YearAmount]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    heading: list[tuple[int, YearBucket | None]] = field(default_factory=list)
    section: str = ""


def read_disclosure(book: Workbook, *, unit: str = "亿元") -> Draft[DisclosedBond]:
    """Return the bonds whose forms stand in the file, each with its plan, revenue and projects."""
    findings = sheet_findings(book)
    forms: list[_Form] = []
    projects: list[DisclosedProject] = []
    for sheet in visible_sheets(book):
        found = _forms_of(sheet, unit)
        forms += found
        if not found:
            more, trouble = read_projects(sheet, unit)
            projects += more
            findings += trouble
            if forms and not more:
                _go_on(forms[-1], sheet, unit)
    bonds = [_bond(form, projects if len(forms) == 1 else []) for form in forms]
    for form, bond in zip(forms, bonds, strict=True):
        findings += form.findings
        findings += _missing_lines(form)
        if bond:
            findings += check_bond(bond, form.sheet.name, unit)
    if not forms:
        findings.append(finding("error", "no_form", params={"label": NAME}))
    rows = tuple(bond for bond in bonds if bond)
    totals = {
        name: sum(getattr(bond, name) or 0 for bond in rows)
        for name in ("planned_face", "total_investment", "special_bond_finance", "revenue_total")
    }
    summary = {"bonds": len(rows), "projects": sum(bond.project_count or 0 for bond in rows)}
    return Draft(
        "disclosure",
        unit,
        book.sha256,
        book.file_type,
        rows,
        tuple(findings),
        totals,
        summary=summary,
        rows_read=len(forms),
    )


def _forms_of(sheet: Sheet, unit: str) -> list[_Form]:
    """Split a sheet where a new bond name begins and read each part."""
    forms: list[_Form] = []
    for line in lines(sheet):
        if _value_at(line, NAME) and not _is_listing(line):
            forms.append(_Form(sheet))
        if forms:
            _read_line(forms[-1], line, unit)
    return forms


def _go_on(form: _Form, sheet: Sheet, unit: str) -> None:
    """Read a part of a form that stands in a table of its own, as on pages that set it out in blocks."""
    first, form.sheet = form.sheet, sheet
    for line in lines(sheet):
        _read_line(form, line, unit)
    form.sheet, form.heading = first, []


def _is_listing(line: Line) -> bool:
    """Tell a heading row of a list of bonds or projects from the line of a form."""
    return sum(label(text) in ("债券名称", "项目名称", "序号", "项目编码") for text in line.texts) > 1


def _read_line(form: _Form, line: Line, unit: str) -> None:
    section = next((text for text in map(label, line.texts) if _PLAN in text or _REVENUE in text), "")
    if section:
        form.section = "revenue" if _REVENUE in section else "plan"
    years = year_cells(line)
    if years and (form.section or len(years) > 1):
        _read_years(form, line, years, unit)
        return
    if form.heading and _read_under_heading(form, line, unit):
        return
    for index, text in enumerate(line.texts):
        name = label(text)
        if _is_field(name) and name not in form.seen and index + 1 < len(line.cells):
            form.seen.add(name)
            _read_field(form, name, line, index + 1, unit)
            return


def _is_field(name: str) -> bool:
    return name in _AMOUNTS or name in _RATIOS or name in _READERS


def _read_field(form: _Form, name: str, line: Line, index: int, unit: str) -> None:
    column, cell = line.cells[index]
    at = (line.row, column)
    if name in _AMOUNTS:
        _keep(form, at, _AMOUNTS[name], read_amount(cell, unit))
    elif name in _RATIOS:
        ratio = read_number(cell)
        if isinstance(ratio, Decimal):
            form.ratios[name] = ratio
        elif ratio is not None:
            form.findings.append(unreadable(form.sheet, at, name, ratio))
    elif name == "债券类型":
        form.values["types"] = ticked(" ".join(line.texts[index:]))
    else:
        field_name, reader = _READERS[name]
        _keep(form, at, field_name, reader(cell))


def _keep(form: _Form, at: tuple[int, int], name: str, value: Any) -> None:
    if isinstance(value, Unreadable):
        form.findings.append(unreadable(form.sheet, at, name, value))
    elif value is not None:
        form.values[name] = value


def _read_years(form: _Form, line: Line, years: Sequence[tuple[int, YearBucket | None]], unit: str) -> None:
    """Read a row that names years: either a heading for the rows below, or year and figure side by side."""
    columns = {column for column, _ in years}
    for column, bucket in years:
        if bucket is None:
            form.findings.append(
                cell_finding("error", "bad_year", form.sheet, (line.row, column), form.section)
            )
    cells = dict(line.cells)
    if all(column + 1 in cells and column + 1 not in columns for column in columns) and form.section:
        series = _series(form, line)
        for column, bucket in years:
            _take_year(form, series, bucket, (line.row, column + 1), unit)
    else:
        form.heading = list(years)


def _read_under_heading(form: _Form, line: Line, unit: str) -> bool:
    """Read the figures below a row of years; tell whether the row was one of figures."""
    cells = dict(line.cells)
    first = min(column for column, _ in form.heading)
    names = [label(shown(cell, 100)) for column, cell in line.cells if column < first]
    name = names[-1] if names else ""
    is_plan = form.section in ("", "plan") and name in ("专项债券融资", "其他债务融资")
    is_revenue = form.section == "revenue" and (_REVENUE in name or name in ("收益", "金额", "项目收益", ""))
    has_figures = any(column in cells for column, _ in form.heading)
    if not has_figures or not (is_plan or is_revenue):
        return False
    series = _series(form, line)
    for column, bucket in form.heading:
        _take_year(form, series, bucket, (line.row, column), unit)
    if is_revenue:
        form.heading = []
    return True


def _series(form: _Form, line: Line) -> str:
    if form.section == "revenue":
        return "revenue"
    names = [label(text) for text in line.texts]
    return "other_plan" if "其他债务融资" in names else "special_plan"


def _take_year(form: _Form, series: str, bucket: YearBucket | None, at: tuple[int, int], unit: str) -> None:
    if bucket is None:
        return
    amount = read_amount(form.sheet.cell(*at), unit)
    if isinstance(amount, Unreadable):
        form.findings.append(unreadable(form.sheet, at, series, amount))
        return
    form.years.setdefault(series, []).append(YearAmount(bucket.year, bucket.reach, amount))


def _bond(form: _Form, projects: Sequence[DisclosedProject]) -> DisclosedBond | None:
    if not form.values.get("name"):
        return None
    tenor: Tenor | None = form.values.pop("tenor", None)
    wording = form.values.pop("repayment_wording", "")
    if wording and not repayment_form(wording):
        form.findings.append(
            finding(
                "warning", "unknown_repayment", sheet=form.sheet.name, field="repayment_form", read=wording
            )
        )
    for series, amounts in form.years.items():
        gaps = missing_years([YearBucket(each.year, each.reach) for each in amounts])
        if gaps:
            form.findings.append(
                finding(
                    "warning",
                    "years_not_continuous",
                    sheet=form.sheet.name,
                    field=series,
                    params={"missing": ", ".join(map(str, gaps))},
                )
            )
    return DisclosedBond(
        **form.values,
        tenor_years=tenor.years if tenor else None,
        option_pattern=tenor.pattern if tenor else "",
        repayment_wording=wording,
        repayment_form=repayment_form(wording),
        special_plan=tuple(form.years.get("special_plan", ())),
        other_plan=tuple(form.years.get("other_plan", ())),
        revenue=tuple(form.years.get("revenue", ())),
        ratios=form.ratios,
        projects=tuple(projects),
    )


def _missing_lines(form: _Form) -> list[Finding]:
    return [
        finding("error", "missing_line", sheet=form.sheet.name, field=name, params={"label": name})
        for name in _REQUIRED
        if name not in form.seen
    ]


def _value_at(line: Line, name: str) -> bool:
    names = [label(text) for text in line.texts]
    return name in names and names.index(name) + 1 < len(names)


def _count(cell: Any) -> int | Unreadable | None:
    number = read_number(str(cell).removesuffix("个") if isinstance(cell, str) else cell)
    if isinstance(number, Decimal):
        return int(number) if number == number.to_integral_value() and 0 <= number < 10**6 else _NOT_A_COUNT
    return number


def _day(cell: Any) -> date | Unreadable | None:
    return read_date(cell)


_NOT_A_COUNT = Unreadable("not_a_number")
_READERS: dict[str, tuple[str, Any]] = {
    "债券名称": ("name", read_text),
    "债券类型": ("types", ticked),
    "债券期限": ("tenor", read_tenor),
    "招标承销日": ("tender_date", _day),
    "信用评级结果": ("rating", read_text),
    "还本方式": ("repayment_wording", read_text),
    "对应项目数量": ("project_count", _count),
}
