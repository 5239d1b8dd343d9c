"""What payment runs say of contracts left out, of lines and of formulas, in the language of the reader."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bondlife.lifecycle.facts import wan
from bondlife.locale import gettext
from models.lifecycle import Label


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


MISSING: Mapping[str, str] = {
    "no_terms": _("No payment terms are in force in %(about)s."),
    "terms_change": _("The payment terms change within %(about)s: settle the parts by terms that say how."),
    "terms_unsound": _("The payment terms cannot be read at %(about)s: %(text)s"),
    "other_period": _("The contract is paid for periods of %(months)s months, not for %(about)s."),
    "claimed": _("Run %(about)s has stated this period already."),
    "nothing_to_correct": _("Nothing was stated for %(about)s, so there is nothing to correct."),
    "first_period_unset": _("Nobody decided how a first period without a score (cycle %(about)s) is paid."),
    "no_score": _("Cycle %(about)s has no score."),
    "score_not_approved": _("The score of cycle %(about)s is not approved yet."),
    "objection_open": _(
        "The company objected to the score of cycle %(about)s; the objection is not answered."
    ),
    "objection_window": _("The company may object to the score of cycle %(about)s until %(day)s."),
    "no_input": _("The quantity “%(about)s” of the period is not entered."),
    "no_price": _("There is no price basis “%(about)s” for this period."),
    "no_index": _("The index series “%(about)s” has no value for %(month)s."),
    "no_budget_line": _("There is no open budget line of %(year)s for this payer %(about)s."),
    "budget_short": _("To be paid are %(left)s 10k yuan; budget account %(about)s has %(right)s left."),
    "cannot_calculate": _("It cannot be worked out at %(about)s: %(text)s"),
}
"""What a contract can lack, by code."""

TYPES: Mapping[str, Label] = {
    "unavailable": Label("Unavailable area", "区域不可用"),
    "fault": Label("Fault", "故障"),
    "points": Label("Points", "扣分"),
    "amount": Label("Fixed amount", "定额扣减"),
}
"""What a service event can be."""

WHERE: Mapping[str, str] = {
    "no_terms": "/ppp/contracts/%(contract)s",
    "terms_change": "/ppp/contracts/%(contract)s",
    "terms_unsound": "/ppp/contracts/%(contract)s",
    "no_input": "/ppp/period/%(contract)s?period=%(period)s",
    "no_score": "/ppp/scores?contract=%(contract)s",
    "score_not_approved": "/ppp/scores?contract=%(contract)s",
    "objection_open": "/ppp/scores?contract=%(contract)s",
    "objection_window": "/ppp/scores?contract=%(contract)s",
    "no_budget_line": "/ppp/period/%(contract)s?period=%(period)s",
    "budget_short": "/ppp/period/%(contract)s?period=%(period)s",
}
"""Where what is missing is entered."""

LINES: Mapping[str, str] = {
    "fee": _("Full fee"),
    "indexation": _("Price adjustment: %(name)s"),
    "performance": _("Performance: %(name)s"),
    "deduction": _("Service deductions"),
    "waiver": _("Waived deductions"),
    "relief": _("Above the cap of deductions"),
    "cap": _("Above the payment cap"),
    "offset": _("User payments"),
    "sharing": _("Government part of income above plan"),
    "carried_in": _("Carried in"),
    "carried_forward": _("Carried to the next period"),
    "already": _("Stated before for this period"),
    "payable": _("Payable"),
}
"""Names of the rows of a statement."""

FORMULAS: Mapping[str, str] = {
    "indexation": _("%(base)s × (price factor %(factor)s − 1)"),
    "performance": _("%(base)s × %(share)s × (%(coefficient)s − 1)"),
    "performance_whole": _("%(base)s × (%(coefficient)s − 1)"),
    "deduction": _("deductions: %(count)s, see the table below"),
    "waiver": _("waivers: %(count)s, see the table below"),
    "relief": _("deductions − cap share × fee"),
    "cap": _("payment cap − amount"),
    "offset": _("paid by users in the period"),
    "sharing": _("share of the income above plan"),
    "carried_in": _("what the period before left over"),
    "carried_forward": _("what lies below zero goes to the next period"),
    "already": _("earlier statements of the period, with what they carried"),
    "payable": _("rows 1 to %(last)s summed"),
}
"""How a row comes about, with numbers put in."""


def named(key: str) -> str:
    """Return the name of a row of a statement."""
    label = LINES[key]
    return gettext(label)


def worded(key: str) -> str:
    """Return how a row of a statement comes about, with places for its numbers."""
    formula = FORMULAS[key]
    return gettext(formula)


def lacking(one: Mapping[str, Any]) -> str:
    """Return what a contract lacks, in a sentence."""
    params = {"about": one.get("about", ""), **(one.get("params") or {})}
    if "text" in params:
        words, message = params.get("words") or {}, params["text"]
        params["text"] = gettext(message) % words if words else gettext(message)
    for name in ("left", "right"):
        if isinstance(params.get(name), int):
            params[name] = wan(params[name])
    message = MISSING[one["code"]]
    return gettext(message) % params


def place_of_lack(one: Mapping[str, Any], contract: str, period: str) -> str:
    """Return where what is missing is entered, empty where no page of this house can."""
    return WHERE.get(one["code"], "") % {"contract": contract, "period": period}


def yuan(text: str) -> str:
    """Return exact fen, as text of a fraction, in yuan with two decimals, or more where there are more.

    >>> yuan("1200000000"), yuan("1/3")
    ('12,000,000.00', '0.00333…')
    """
    return figure(str(Fraction(text) / 100), least=2)


def figure(text: str, *, least: int = 0) -> str:
    """Return an exact number as a decimal; one that does not end has five places and dots.

    >>> figure("173/180"), figure("3/10"), figure("5103/5000")
    ('0.96111…', '0.3', '1.0206')
    """
    value = Fraction(text)
    for places in range(least, 9):
        if (value * 10**places).denominator == 1:
            return f"{Decimal(int(value * 10**places)).scaleb(-places):,.{places}f}"
    cut = int(abs(value) * 10**5)
    sign = "−" if value < 0 else ""
    return f"{sign}{Decimal(cut).scaleb(-5):,.5f}…"


def percent(text: str) -> str:
    """Return a share as a percentage.

    >>> percent("3/10"), percent("1/3")
    ('30%', '33.33333…%')
    """
    return f"{figure(str(Fraction(text) * 100))}%"
