"""What each alert says: why it is there in one sentence, how its figure comes about, what to do about it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from bondlife.locale import gettext
from bondlife.queries.alert_parts import AlertWords, FigureName
from bondlife.queries.disclosure_words import form_name
from bondlife.queries.fund_alert_words import FUND_FIGURES, FUND_WORDS
from bondlife.queries.ppp_alert_words import PPP_FIGURES, PPP_WORDS
from bondlife.queries.words import said
from models.kinds import shipped_kinds
from models.lifecycle import AlertSpec, Label


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


FIGURES: Mapping[str, FigureName] = {
    "received": FigureName(Label("Received", "到位金额"), "fen"),
    "spent": FigureName(Label("Spent", "已支出"), "fen"),
    "unspent": FigureName(Label("Unspent", "未支出"), "fen"),
    "progress": FigureName(Label("Spend progress", "支出进度"), "percent"),
    "required": FigureName(Label("Line of the stage", "应达进度"), "percent"),
    "received_on": FigureName(Label("Received on", "到位日期"), "date"),
    "amount": FigureName(Label("Amount", "金额"), "fen"),
    "paid_on": FigureName(Label("Paid on", "支付日期"), "date"),
    "payee": FigureName(Label("Payee", "收款人"), "text"),
    "agreed_payee": FigureName(Label("Party of the contract", "合同相对方"), "text"),
    "is_own_unit": FigureName(Label("The unit itself", "收款人为本单位"), "flag"),
    "contract": FigureName(Label("Contract", "合同"), "text"),
    "contract_amount": FigureName(Label("Contract amount", "合同金额"), "fen"),
    "paid": FigureName(Label("Paid", "已支付"), "fen"),
    "certified": FigureName(Label("Certified work", "计量产值"), "fen"),
    "payment_rate": FigureName(Label("Payment rate", "支付比例"), "percent"),
    "work_rate": FigureName(Label("Work rate", "产值比例"), "percent"),
    "gap": FigureName(Label("Gap", "差距"), "percent"),
    "allowed": FigureName(Label("Gap allowed", "允许差距"), "percent"),
    "year": FigureName(Label("Year", "年度"), "years"),
    "earned": FigureName(Label("Income earned", "实现收入"), "fen"),
    "handed_in": FigureName(Label("Handed in", "已缴库"), "fen"),
    "kept_back": FigureName(Label("Kept back", "未缴库"), "fen"),
    "due_on": FigureName(Label("Due on", "截止日"), "date"),
    "completed_on": FigureName(Label("Completed on", "竣工日期"), "date"),
    "days_late": FigureName(Label("Days late", "滞后天数"), "days"),
    "allowed_days": FigureName(Label("Days allowed", "允许滞后天数"), "days"),
    "finish": FigureName(Label("Heading for completion on", "推算竣工"), "date"),
    "asset": FigureName(Label("Asset", "资产"), "text"),
    "pledged": FigureName(Label("Pledged", "抵押质押"), "fen"),
    "years": FigureName(Label("Years", "年度"), "text"),
    "forecast": FigureName(Label("Forecast", "预期收益"), "fen"),
    "actual": FigureName(Label("Actual", "实际收益"), "fen"),
    "drift": FigureName(Label("Actual over forecast", "收益实现率"), "percent"),
    "due": FigureName(Label("Principal and interest", "应付本息"), "fen"),
    "secured": FigureName(Label("Secured", "已落实"), "fen"),
    "missing": FigureName(Label("Missing", "缺口"), "fen"),
    "payment_date": FigureName(Label("Payment day", "付款日"), "date"),
    "remittance_date": FigureName(Label("Remit by", "应缴日"), "date"),
    "notice_days": FigureName(Label("Notice, days before", "提醒（提前天数）"), "days"),
    "is_overdue": FigureName(Label("Overdue", "已逾期"), "flag"),
    "form": FigureName(Label("Form", "表"), "text"),
    "goals_missing": FigureName(Label("No goals", "未填绩效目标"), "flag"),
    "balance": FigureName(Label("Debt balance", "债务余额"), "fen"),
    "limit": FigureName(Label("Debt limit", "债务限额"), "fen"),
    "limit_use": FigureName(Label("Limit use", "限额使用率"), "percent"),
    "is_over_limit": FigureName(Label("Over the limit", "超限额"), "flag"),
    "fiscal_year": FigureName(Label("Fiscal year", "财政年度"), "years"),
    "general_interest": FigureName(Label("Interest on general debt", "一般债务利息"), "fen"),
    "general_spending": FigureName(Label("General-budget spending", "一般公共预算支出"), "fen"),
    "general_burden": FigureName(Label("General interest burden", "一般债务利息支出率"), "percent"),
    "special_interest": FigureName(Label("Interest on special debt", "专项债务利息"), "fen"),
    "special_spending": FigureName(Label("Fund-budget spending", "政府性基金支出"), "fen"),
    "special_burden": FigureName(Label("Special interest burden", "专项债务利息支出率"), "percent"),
    "is_over_line": FigureName(Label("Over the restructuring line", "超重整线"), "flag"),
    "official_level": FigureName(Label("Official level", "官方评定等级"), "text"),
    "official_before": FigureName(Label("Official level before", "上年评定等级"), "text"),
    "net_revenue": FigureName(Label("Net revenue over the life", "存续期净收益"), "fen"),
    "debt_service": FigureName(Label("Principal and interest over the life", "存续期本息"), "fen"),
    "coverage": FigureName(Label("Coverage", "覆盖倍数"), "multiple"),
    "bound": FigureName(Label("Bound", "下限"), "multiple"),
    "gap_year": FigureName(Label("First year without cash", "首个现金缺口年度"), "years"),
    **FUND_FIGURES,
    **PPP_FIGURES,
}
"""Every figure an alert may keep."""


WORDS: Mapping[str, AlertWords] = {
    "A1": AlertWords(
        _("%(progress)s spent; the stage asks for %(required)s. Unspent: %(unspent)s."),
        _("Pay certified work faster, explain the delay, or change the use of what is not needed."),
        "progress",
        "{spent} ÷ {received}",
    ),
    "A2": AlertWords(
        _("Below the line for months: %(progress)s spent, %(required)s asked for. Unspent: %(unspent)s."),
        _("Summon the unit, agree dates month by month; prepare a change of use."),
        "progress",
        "{spent} ÷ {received}",
    ),
    "A3": AlertWords(
        _("%(unspent)s unspent since %(received_on)s."),
        _("Propose recall, or a change of use by one of the four lawful cases."),
        "unspent",
        "{received} − {spent}",
    ),
    "A4": AlertWords(
        _("%(amount)s went to %(payee)s; the contract names %(agreed_payee)s."),
        _("Have the money returned or paid on to the final payee with evidence; correct by a counter-entry."),
    ),
    "A5": AlertWords(
        _("Contract %(contract)s: %(payment_rate)s paid, %(work_rate)s certified."),
        _("Stop payments until work is certified, or have an exception signed."),
        "gap",
        "{payment_rate} − {work_rate}",
    ),
    "A6": AlertWords(
        _("Of the income of %(year)s, %(kept_back)s was not handed in by %(due_on)s."),
        _("Hand the income in and record the voucher; explain what cannot be handed in."),
        "kept_back",
        "{earned} − {handed_in}",
    ),
    "A7": AlertWords(
        _("Completed on %(completed_on)s; an asset was to be recorded by %(due_on)s."),
        _("Record the asset by source of money, or say why there is none."),
    ),
    "A8": AlertWords(
        _("%(drift)s of the forecast was earned in %(years)s: %(actual)s of %(forecast)s."),
        _("Write down the cause and recompute coverage; prepare other lawful sources."),
        "drift",
        "{actual} ÷ {forecast}",
    ),
    "A9": AlertWords(
        _("%(due)s due on %(payment_date)s, to be remitted by %(remittance_date)s; missing: %(missing)s."),
        _("Secure the money and name its lawful source; make a shortfall plan where it is not enough."),
        "missing",
        "{due} − {secured}",
    ),
    "A10": AlertWords(
        _("Form %(form)s is due on %(due_on)s."),
        _("Fill in the form, have it approved and publish it."),
    ),
    "A11": AlertWords(
        _("Goals or the self-evaluation of last year are missing."),
        _("Enter the performance goals; hand in the self-evaluation."),
    ),
    "A12": AlertWords(
        _("Figures of the region have passed a line; they are listed below."),
        _("Check new applications against the limit; above the interest line prepare fiscal restructuring."),
        "limit_use",
        "{balance} ÷ {limit}",
    ),
    "A13": AlertWords(
        _("Income covers debt %(coverage)s times; the bound is %(bound)s."),
        _("Recompute the plan with income as it is, name other lawful sources, prepare a shortfall plan."),
        "coverage",
        "{net_revenue} ÷ {debt_service}",
    ),
    "A14": AlertWords(
        _("The works head for completion on %(finish)s, %(days_late)s days after the plan."),
        _("Say what holds the works up, set new milestones, and check what interest the delay costs."),
    ),
    "A15": AlertWords(
        _("%(asset)s secures other borrowing of %(pledged)s."),
        _("Have the pledge lifted; until then the asset cannot be registered or disposed of."),
    ),
    **FUND_WORDS,
    **PPP_WORDS,
}
"""What the alerts of every kind say."""


def alert_specs() -> dict[str, AlertSpec]:
    """Return every alert of every kind by its key."""
    return {one.key: one for kind in shipped_kinds().values() for one in kind.alerts}


def alert_label(key: str) -> str:
    """Return what an alert is called; an unknown key stands as it is."""
    found = alert_specs().get(key)
    return said(found.label) if found else key


def quantity_of(name: str, value: Any) -> Any:
    """Return a kept figure as the value filters print: dates, decimals, whole amounts."""
    if name == "form" and value:
        return form_name(str(value))
    unit = FIGURES[name].unit if name in FIGURES else "text"
    if value is None or unit in {"fen", "text", "flag", "years", "days"}:
        return value
    if unit == "date":
        return date.fromisoformat(str(value))
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def todo_of(key: str) -> str:
    """Return what to do about an alert."""
    found = WORDS.get(key)
    return gettext(found.todo) if found else ""
