"""The list of projects that may stand below or beside a disclosure form."""

from typing import Any

from bondlife.exchange.cells import Sheet
from bondlife.exchange.disclosure_rows import DisclosedProject
from bondlife.exchange.fields import read_optional, read_text
from bondlife.exchange.headers import Field, find_columns
from bondlife.exchange.issues import Finding, unreadable
from bondlife.exchange.units import Unreadable, read_amount

_FIELDS = (
    Field("name", ("项目名称", "project_name", "name"), is_required=True),
    Field("code", ("项目编码", "项目代码", "编码", "project_code")),
    Field("region", ("所属区域", "区县", "地区", "region")),
    Field("total_investment", ("项目总投资", "总投资"), is_amount=True),
    Field(
        "share",
        ("本次发行额", "本期债券使用额度", "本批次发行额", "使用额度"),
        is_required=True,
        is_amount=True,
    ),
)
_END = ("合计", "总计", "小计")


def read_projects(sheet: Sheet, unit: str) -> tuple[list[DisclosedProject], list[Finding]]:
    """Return the projects of a sheet that lists them with their shares, and what could not be read."""
    columns = find_columns(sheet, _FIELDS)
    if columns is None:
        return [], []
    projects: list[DisclosedProject] = []
    findings: list[Finding] = []
    for row in range(columns.heading_row + 1, len(sheet.rows)):
        cells = {name: sheet.rows[row][place] for name, place in columns.places.items()}
        if not str(cells["name"]).strip() or str(cells["name"]).strip() in _END:
            continue
        values: dict[str, Any] = {}
        for name, cell in cells.items():
            declared = columns.units.get(name, unit)
            is_amount = name in ("total_investment", "share")
            reader = read_text if name == "name" else read_optional
            value = read_amount(cell, declared) if is_amount else reader(cell)
            if isinstance(value, Unreadable):
                findings.append(unreadable(sheet, (row, columns.places[name]), name, value))
            else:
                values[name] = value
        if values.get("name"):
            projects.append(DisclosedProject(sheet.row_number(row), **values))
    return projects, findings
