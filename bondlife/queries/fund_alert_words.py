"""What the alerts of funds say."""

from collections.abc import Mapping

from bondlife.queries.alert_parts import AlertWords, FigureName
from models.lifecycle import Label


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


FUND_FIGURES: Mapping[str, FigureName] = {
    "since": FigureName(Label("Since", "起算日"), "date"),
    "found_on": FigureName(Label("Found on", "发现日期"), "date"),
    "fund_cash": FigureName(Label("Cash of the fund", "基金账面资金"), "fen"),
    "paid_in": FigureName(Label("Paid in", "实缴"), "fen"),
    "company": FigureName(Label("Company", "企业"), "text"),
    "cost": FigureName(Label("Cost", "投资成本"), "fen"),
    "share": FigureName(Label("Share", "占比"), "percent"),
    "outside": FigureName(Label("Outside the agreed directions", "约定方向以外金额"), "fen"),
    "carry_paid": FigureName(Label("Carry paid", "已付业绩报酬"), "fen"),
    "given_back": FigureName(Label("Given back", "已回拨"), "fen"),
}
"""Figures that alerts of funds keep beside the common ones."""

FUND_WORDS: Mapping[str, AlertWords] = {
    "A61": AlertWords(
        _("The plan was confirmed on %(since)s; set-up is to be finished by %(due_on)s."),
        _("Finish the set-up, or leave the fund: the charter opens the exit after that day."),
    ),
    "A62": AlertWords(
        _("Money has been in the account since %(since)s without an investment; the limit is %(due_on)s."),
        _("Have the manager invest, or leave the fund: the charter opens the exit after that day."),
    ),
    "A63": AlertWords(
        _("A breach found on %(found_on)s is not put right."),
        _("Have it put right and write down how, or leave the fund by the charter."),
    ),
    "A64": AlertWords(
        _("%(missing)s of called capital were due on %(due_on)s and are not paid."),
        _("Remind the partner; the agreement says what a late payer owes."),
        "missing",
        "{amount} − {paid}",
    ),
    "A65": AlertWords(
        _("%(fund_cash)s of cash stand against %(paid_in)s paid in; the line is %(allowed)s."),
        _("Put off the next call, or have idle money paid back or invested."),
    ),
    "A66": AlertWords(
        _("%(share)s of the commitments stand in %(company)s; %(allowed)s are allowed."),
        _("Have the manager explain; further investments in this company are stopped."),
    ),
    "A67": AlertWords(
        _("The manager still has to give back %(missing)s of the carry it was paid."),
        _("Call the clawback and distribute it to the investors."),
        "missing",
        "{carry_paid} − {given_back}",
    ),
    "A68": AlertWords(
        _("The term of the fund ended on %(due_on)s."),
        _("Exit and wind up the fund, or have the term extended by the partners."),
    ),
    "A69": AlertWords(
        _("%(outside)s, %(share)s of all investments, lie outside the directions the terms name."),
        _("Have the manager explain; where it is off policy write down the breach: it opens the exit."),
    ),
}
"""What the alerts of funds say."""
