"""Payment advice (付费支付通知单) of a statement: from the full fee down to the payable, and who pays."""

from collections.abc import Mapping, Sequence
from datetime import date
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
    Signatures,
    Table,
    in_currency,
)
from bondlife.exchange.words_of_money import capital_words
from bondlife.queries.ppp_rows import Row
from bondlife.queries.ppp_statement import StatementView

WAY = Table(
    "way",
    "二、付费计算",
    (
        Column("line", "项目", width=16),
        Column("amount", "金额", "fen"),
        Column("formula", "计算", "long", width=18),
        Column("clause", "合同依据", width=8),
        Column("before", "上期", "fen"),
        Column("change", "变动", "fen", formula="amount - before"),
    ),
)
PICTURE = Chart("picture", "", "way", "waterfall", "line", ("amount",))
CHARGES = Table(
    "charges",
    "三、服务扣减",
    (
        Column("event", "事件", width=12),
        Column("what", "内容", width=20),
        Column("on", "发生", "date", width=12),
        Column("responded", "响应", width=10),
        Column("mended", "修复", width=13),
        Column("amount", "扣减", "fen", width=12, is_summed=True),
        Column("waived", "减免", "fen", width=12, is_summed=True),
        Column("waiver", "减免理由", width=18),
    ),
    "合计",
    empty="本期没有服务扣减。",
)
FORM = Form(
    "payment_advice",
    "政府付费支付通知单",
    (
        Facts(
            "about",
            "一、支付事项",
            (
                Item("contract", "合同", is_wide=True),
                Item("number", "合同编号"),
                Item("run", "付费批次"),
                Item("agency", "实施机构"),
                Item("company", "收款单位"),
                Item("period", "付费周期"),
                Item("days", "起止日期"),
                Item("payable", "应付金额（元）", "fen"),
                Item("words", "大写"),
                Item("share", "占全额付费", "percent"),
                Item("state", "状态"),
                Item("compared", "与上期比较", is_wide=True),
                Item("budget", "预算指标", is_wide=True),
                Item("signed_digest", "计算内容摘要", is_wide=True),
            ),
        ),
        WAY,
        PICTURE,
        CHARGES,
        Table(
            "scores",
            "四、考核得分与系数",
            (
                Column("cycle", "考核周期", width=14),
                Column("score", "得分", width=12),
                Column("coefficient", "付费系数", width=14),
                Column("approved_on", "核准日期", width=14),
                Column("objection_until", "异议期至", width=14),
            ),
        ),
        Table(
            "orders",
            "五、支付指令",
            (
                Column("payer", "付款单位", width=28),
                Column("amount", "金额", "fen", is_summed=True),
                Column("due_on", "应付日期", "date", width=12),
                Column("voucher", "国库凭证号", width=18),
                Column("paid_on", "支付日期", "date", width=12),
            ),
            "合计",
            empty="尚未生成支付指令。",
        ),
        Signatures("signed", "六、签批"),
    ),
)
MONEY: Mapping[str, str] = {"CNY": "元", "GBP": "英镑"}
"""Currency of a contract → its unit as documents print it."""
STATED, DIFFERENCE, PAYABLE = "stated", "difference", "payable"


def paper(view: StatementView) -> Paper:
    """Return the advice of a statement as a paper; the view speaks Chinese."""
    values = {
        "about": about(view),
        "way": way(view.rows),
        "charges": charges(view),
        "scores": [_score(one) for one in view.scores],
        "orders": [_order(one) for one in view.orders],
        "signed": [{"role": one.label, "name": one.person, "on": _day(one.at)} for one in view.moves],
    }
    title = f"{view.contract} {view.period} 政府付费支付通知单"
    mark = "" if view.orders else "未批准，仅供核对"
    form = in_currency(FORM, MONEY[view.currency])
    return Paper(form, values, title, view.last_day, view.code, mark, view.agency)


def about(view: StatementView) -> dict[str, Any]:
    """Return the facts of a statement: parties, period, amount in figures and words."""
    payable = next((one.fen for one in view.rows if one.key == DIFFERENCE), view.payable)
    return {
        "contract": view.contract,
        "number": view.contract_number,
        "run": f"{view.run_number}{'（更正）' if view.is_correction else ''}",
        "agency": view.agency,
        "company": view.company,
        "period": view.period,
        "days": f"{view.first_day.isoformat()} 至 {view.last_day.isoformat()}",
        "payable": payable,
        "words": in_words(payable, view.currency),
        "share": round(Decimal(view.share.numerator) / view.share.denominator, 4),
        "state": view.state,
        "compared": compared(view),
        "budget": view.budget,
        "signed_digest": view.digest,
    }


def in_words(fen: int, currency: str = "CNY") -> str:
    """Return an amount as banks write it; only yuan have such words.

    >>> in_words(-100), in_words(100, "GBP")
    ('负壹元整', 'GBP 1.00')
    """
    if currency != "CNY":
        return f"{currency} {Decimal(fen) / 100:,.2f}"
    return capital_words(fen) if fen >= 0 else f"负{capital_words(-fen)}"


def compared(view: StatementView) -> str:
    """Say how the payable moved against the period before, and by what."""
    if view.change is None:
        return "没有可比较的上期。"
    if not view.change:
        return f"与{view.before_period}相同。"
    way_moved = "增加" if view.change > 0 else "减少"
    word = MONEY[view.currency]
    told = "；".join(f"{name}{_signed(amount)}{word}" for name, amount in view.reasons)
    return f"比{view.before_period}{way_moved}{Decimal(abs(view.change)) / 100:,.2f}{word}" + (
        f"：{told}。" if told else "。"
    )


def _signed(fen: int) -> str:
    return f"{'+' if fen >= 0 else '−'}{Decimal(abs(fen)) / 100:,.2f}"


def way(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the rows from the full fee down; what they come to is a formula over the rows above."""
    found: list[dict[str, Any]] = []
    keys: list[str] = []
    for number, one in enumerate(rows, 1):
        key = f"r{number}"
        line = {
            "_key": key,
            "line": one.name,
            "amount": one.fen,
            "formula": one.formula,
            "clause": one.clause,
            "before": one.before,
            "change": one.change,
            "_mark": "sum" if one.is_sum and one.key != "fee" else "",
        }
        if one.key == PAYABLE:
            line["_formula"] = "+".join(keys)
            keys = [key]
        elif one.key == DIFFERENCE:
            line["_formula"] = "+".join(keys)
        else:
            keys.append(key)
        found.append(line)
    return found


def charges(view: StatementView) -> list[dict[str, Any]]:
    """Return the deductions of a statement with what was waived of them."""
    return [
        {
            "event": one.event,
            "what": one.what,
            "on": date.fromisoformat(one.on[:10]) if one.on else None,
            "responded": one.responded,
            "mended": one.mended,
            "amount": one.amount,
            "waived": one.waived,
            "waiver": one.waiver,
        }
        for one in view.charges
    ]


def _score(one: Any) -> dict[str, Any]:
    names = ("cycle", "score", "coefficient", "approved_on", "objection_until")
    return {name: getattr(one, name) for name in names}


def _order(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("payer", "amount", "due_on", "voucher", "paid_on")}


def _day(at: Any) -> date | None:
    return clock.local(at).date() if at is not None else None
