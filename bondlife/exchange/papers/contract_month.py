"""Report of a PPP contract in a period (合同履约报告): service, payment, trend, changes of records."""

from decimal import Decimal
from typing import Any

from bondlife import clock
from bondlife.exchange.documents.paper import (
    Chart,
    Column,
    Facts,
    Form,
    Item,
    Paper,
    Prose,
    Signatures,
    Table,
    in_currency,
)
from bondlife.exchange.papers.payment_advice import (
    CHARGES,
    MONEY,
    PICTURE,
    WAY,
    charges,
    compared,
    in_words,
    way,
)
from bondlife.queries.history import HistoryRow
from bondlife.queries.ppp_reports import ContractReport, EventLine

UNAVAILABLE = "unavailable"
_EVENT = (
    Column("number", "编号", width=12),
    Column("area", "区域", width=14),
    Column("what", "内容", "long", width=26),
    Column("reported", "报告", width=16),
    Column("responded", "响应", width=16),
    Column("mended", "恢复", width=16),
)
FORM = Form(
    "contract_month",
    "合同履约报告",
    (
        Facts(
            "about",
            "一、合同与周期",
            (
                Item("contract", "合同", is_wide=True),
                Item("number", "合同编号"),
                Item("period", "报告周期"),
                Item("agency", "实施机构"),
                Item("company", "项目公司"),
                Item("operation_from", "运营开始", "date"),
                Item("ends_on", "合同到期", "date"),
                Item("payable", "本期应付（元）", "fen"),
                Item("words", "大写"),
            ),
        ),
        Prose("summary", "二、本期概况"),
        Table(
            "unavailable",
            "三、不可用情况",
            (
                *_EVENT,
                Column("periods", "不可用期数", "number"),
                Column("was_used", "期间仍在使用", "flag", width=8),
            ),
            empty="本期没有不可用。",
        ),
        Table(
            "events",
            "四、服务事件",
            (*_EVENT, Column("points", "扣分", "number")),
            empty="本期没有服务事件。",
        ),
        Table(WAY.key, "五、付费计算", WAY.columns, empty="本期尚无付费计算。"),
        PICTURE,
        Table(CHARGES.key, "六、扣减明细", CHARGES.columns, CHARGES.total, empty=CHARGES.empty),
        Table(
            "trend",
            "七、六期走势",
            (
                Column("period", "周期", width=12),
                Column("fee", "扣减前费用", "fen"),
                Column("deducted", "扣减", "fen"),
                Column("payable", "应付", "fen"),
                Column("score", "考核得分", width=14),
            ),
            unit="万元",
        ),
        Chart("trend_picture", "", "trend", "bars", "period", ("fee", "payable")),
        Table(
            "changes",
            "八、记录变更",
            (
                Column("at", "时间", width=16),
                Column("person", "人员", width=12),
                Column("what", "记录", width=22),
                Column("field", "项目", width=16),
                Column("before", "原值", width=20),
                Column("after", "新值", width=20),
                Column("reason", "原因", "long", width=20),
            ),
            empty="本期没有变更记录。",
        ),
        Signatures("signed", is_line=True),
    ),
    is_wide=True,
)


def paper(view: ContractReport) -> Paper:
    """Return the report of a contract as a paper; the view speaks Chinese."""
    stated = view.statement
    names = ("period", "fee", "deducted", "payable", "score")
    values = {
        "about": _about(view),
        "summary": summary(view),
        "unavailable": [
            _event(one) | {"periods": one.periods, "was_used": one.was_used}
            for one in view.events
            if one.type == UNAVAILABLE
        ],
        "events": [
            _event(one) | {"points": one.points or None} for one in view.events if one.type != UNAVAILABLE
        ],
        "way": way(stated.rows) if stated else [],
        "charges": charges(stated) if stated else [],
        "trend": [{name: getattr(one, name) for name in names} for one in view.trend],
        "changes": [line for row in view.changes for line in _changed(row)],
        "signed": [{"role": "编制"}, {"role": "复核"}, {"role": "实施机构负责人"}],
    }
    title = f"{view.contract} {view.period} 履约报告"
    form = in_currency(FORM, MONEY[view.currency])
    return Paper(form, values, title, view.last_day, view.number, "", view.agency)


def _about(view: ContractReport) -> dict[str, Any]:
    payable = view.statement.payable if view.statement else None
    names = ("contract", "number", "period", "agency", "company", "operation_from", "ends_on")
    return {name: getattr(view, name) for name in names} | {
        "payable": payable,
        "words": "" if view.statement is None else in_words(view.statement.payable, view.statement.currency),
    }


def summary(view: ContractReport) -> list[str]:
    """Say in words what the period brought."""
    away = sum(one.type == UNAVAILABLE for one in view.events)
    others = len(view.events) - away
    open_ones = sum(one.mended_at is None for one in view.events)
    told = [f"本期发生不可用{away}起、其他服务事件{others}起，其中{open_ones}起尚未恢复。"]
    if view.statement is None:
        return [*told, "本期付费尚未计算。"]
    stated = view.statement
    waived = f"，减免{Decimal(stated.waived) / 100:,.2f}{MONEY[view.currency]}" if stated.waived else ""
    told.append(f"服务扣减{len(stated.charges)}项{waived}。{compared(stated)}")
    return told


def _event(one: EventLine) -> dict[str, Any]:
    moments = {"reported": one.reported_at, "responded": one.responded_at, "mended": one.mended_at}
    return {"number": one.number, "area": one.area, "what": one.what} | {
        name: f"{at:%Y-%m-%d %H:%M}" if at else "" for name, at in moments.items()
    }


def _changed(row: HistoryRow) -> list[dict[str, Any]]:
    head = {"at": f"{clock.local(row.at):%Y-%m-%d %H:%M}", "person": row.person, "what": row.act}
    return [
        head | {"field": one.label, "before": one.before, "after": one.after, "reason": row.reason}
        for one in row.changes
    ]
