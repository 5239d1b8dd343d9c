"""The approval sheet (签批单): what is asked, the figures that change, every opinion in its order."""

from bondlife import clock
from bondlife.exchange.documents.paper import Column, Facts, Form, Item, Paper, Table
from bondlife.queries.approvals import SheetView, SignatureLine

FORM = Form(
    "approval_sheet",
    "签批单",
    (
        Facts(
            "about",
            "一、事项",
            (
                Item("what", "事项", is_wide=True),
                Item("project", "项目", is_wide=True),
                Item("record", "单据"),
                Item("amount", "金额"),
                Item("region", "地区"),
                Item("unit", "项目单位"),
                Item("prepared_by", "经办"),
                Item("prepared_on", "经办日期", "date"),
                Item("state", "状态"),
                Item("version", "签批版本", "count"),
                Item("reason", "说明", is_wide=True),
                Item("signed_digest", "签批内容摘要", is_wide=True),
            ),
        ),
        Table(
            "changes",
            "二、变更内容",
            (
                Column("label", "项目", width=24),
                Column("before", "原值", width=30),
                Column("after", "新值", width=30),
            ),
            empty="没有数据变更。",
        ),
        Table(
            "opinions",
            "三、签批意见",
            (
                Column("step", "环节", width=14),
                Column("role", "角色", width=12),
                Column("person", "签字", width=14),
                Column("outcome", "结论", width=8),
                Column("opinion", "意见", "long", width=34),
                Column("minutes", "会议纪要", width=14),
                Column("on", "日期", "date", width=12),
            ),
        ),
    ),
)


def paper(view: SheetView) -> Paper:
    """Return the sheet of an approval as a paper; the view speaks Chinese."""
    about = {
        "what": view.what,
        "project": f"{view.project} {view.project_code}".strip(),
        "record": f"{view.record_label} {view.title}",
        "amount": view.amount,
        "region": view.region,
        "unit": view.unit,
        "prepared_by": view.prepared_by,
        "prepared_on": clock.local(view.prepared_at).date() if view.prepared_at else None,
        "state": view.state,
        "version": view.version,
        "reason": view.reason,
        "signed_digest": view.digest,
    }
    changes = [{"label": one.label, "before": one.before, "after": one.after} for one in view.proposed]
    opinions = [_opinion(one) for one in view.lines]
    title = f"签批单：{view.what}"
    return Paper(FORM, {"about": about, "changes": changes, "opinions": opinions}, title, view.printed_on)


def _opinion(line: SignatureLine) -> dict[str, object]:
    return {
        "step": line.step,
        "role": line.role,
        "person": line.person,
        "outcome": line.outcome,
        "opinion": line.opinion,
        "minutes": line.minutes_number,
        "on": clock.local(line.at).date() if line.at else None,
    }
