"""What the alerts of PPP contracts say."""

from collections.abc import Mapping

from bondlife.queries.alert_parts import AlertWords, FigureName
from models.lifecycle import Label


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


PPP_FIGURES: Mapping[str, FigureName] = {
    "fee_of": FigureName(Label("Contract and period", "合同与付费期"), "text"),
    "fee_due": FigureName(Label("Fee due", "应付费用"), "fen"),
    "owed": FigureName(Label("Owed", "拖欠"), "fen"),
    "planned": FigureName(Label("Still covered by the clearing plan", "清欠计划尚覆盖"), "fen"),
    "unplanned": FigureName(Label("Not planned, or planned and not paid", "无计划或计划未兑现"), "fen"),
}
"""Figures that alerts of PPP contracts keep beside the common ones."""

PPP_WORDS: Mapping[str, AlertWords] = {
    "A31": AlertWords(
        _("%(fee_of)s: %(owed)s were due on %(due_on)s; %(unplanned)s have no plan that is kept."),
        _("Pay, or agree a clearing plan with the company; default interest runs by the contract."),
        "owed",
        "{fee_due} − {paid}",
    ),
}
"""What the alerts of PPP contracts say."""
