"""Statistics of supplementary requests: what each department asked for, got and lost, and every request."""

from bondlife.exchange.documents.paper import Chart, Column, Form, Paper, Table
from bondlife.queries.supplements import CutLine, SupplementsView

_SUMS = (
    Column("name", "部门", width=26),
    Column("count", "件数", "count", is_summed=True),
    Column("requested", "申请", "fen", is_summed=True),
    Column("agreed", "核定", "fen", is_summed=True),
    Column("cut", "核减", "fen", formula="requested - agreed", is_summed=True),
    Column("rate", "核减率", "percent", formula="cut / requested"),
)
FORM = Form(
    "supplement_cuts",
    "追加预算核减统计表",
    (
        Table("departments", "一、按部门", _SUMS, "合计"),
        Chart("picture", "", "departments", "bars", "name", ("requested", "agreed")),
        Table(
            "requests",
            "二、逐项",
            (
                Column("name", "事项", width=30),
                Column("project", "项目", width=30),
                Column("department", "部门", width=20),
                Column("requested", "申请", "fen", is_summed=True),
                Column("agreed", "核定", "fen", is_summed=True),
                Column("cut", "核减", "fen", is_summed=True),
                Column("state", "状态", width=12),
            ),
            "合计",
        ),
    ),
    "万元",
    is_wide=True,
)


def paper(view: SupplementsView, region: str) -> Paper:
    """Return the statistics of a year as a paper."""
    departments = [_sums(one) for one in view.departments]
    names = ("name", "project", "department", "requested", "agreed", "cut", "state")
    requests = [{name: getattr(one, name) for name in names} for one in view.lines]
    notes = [f"另有 {view.waiting} 件尚未审定，不计入核减。"] if view.waiting else []
    title = f"{view.year}年追加预算核减统计表"
    return Paper(FORM, {"departments": departments, "requests": requests}, title, issuer=region, notes=notes)


def _sums(line: CutLine) -> dict[str, object]:
    return {
        "name": line.name,
        "count": line.count,
        "requested": line.requested,
        "agreed": line.agreed,
        "cut": line.cut,
        "rate": line.rate,
    }
