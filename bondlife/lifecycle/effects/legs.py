"""Money going up the chain: legs planned, sent and received in each level's own book, then settled."""

from collections.abc import Mapping
from typing import Any

from bondlife.acts import Act
from bondlife.calendar import work_calendar
from bondlife.lifecycle.effects.common import locked, require_room, started, taken_over
from bondlife.lifecycle.effects.tasks import close_tasks
from bondlife.lifecycle.facts import bond_of, by_key
from bondlife.lifecycle.guards.budget import line_for
from bondlife.lifecycle.guards.repayment import penalty_due
from bondlife.lifecycle.history import note, set_state
from bondlife.lifecycle.legs import EARLY, Leg, instalment_of, is_ahead, legs_of, planned_legs
from bondlife.lifecycle.rail import refresh_rail
from bondlife.lifecycle.situation import Situation
from bondlife.services import ledger
from bondlife.services.ledger import Line, turned
from models.base import columns
from models.registry import BondShare, BudgetLine, Instalment, Remittance


def plan_legs(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Plan the remittances of every level with their days, once."""
    row = here.row
    if isinstance(row, Instalment) and not legs_of(act.session, row):
        for leg in planned_legs(here, row, work_calendar(act.session)):
            _plan(act, here, row, leg)


def _plan(act: Act, here: Situation, row: Instalment, leg: Leg) -> None:
    own = {**taken_over(row), "region_id": leg.payer_id}
    if leg.step > 1:
        own |= {"unit_id": None, "department_id": None}
    values: dict[str, Any] = {
        "bond_id": row.bond_id,
        "share_id": row.share_id,
        "instalment_id": row.id,
        "step": leg.step,
        "payer_id": leg.payer_id,
        "payee_id": leg.payee_id,
        "due_on": leg.due_on,
    }
    started(act, here, Remittance(**own, state="", **values, **amounts_of(row, leg.payee_id)))


def amounts_of(row: Instalment, payee_id: int | None) -> dict[str, Any]:
    """Return what a leg carries; holders are owed no penalty, it stays with the lender."""
    penalty = penalty_due(row) if payee_id is not None else 0
    return {"principal": row.principal, "interest": row.interest, "fee": row.fee, "penalty": penalty}


def remittance(act: Act, here: Situation) -> None:
    """Take the money out of the budget and send the first leg; the issuer's own share stays where it is."""
    row = here.row
    if not isinstance(row, Instalment):
        return
    plan_legs(act, here, {})
    _use_budget(act, here, row)
    legs = legs_of(act.session, row)
    for leg in legs:
        if leg.state == "planned":
            act.change(leg, **amounts_of(row, leg.payee_id))
    if legs:
        source = legs[0].state
        _send(act, here, legs[0])
        set_state(act, legs[0], "sent")
        note(act, legs[0], "send", source, here.reason)
    close_tasks(act, row)


def remittance_ahead(act: Act, here: Situation) -> None:
    """Send the first leg ahead of its day: it waits above as an advance until the due date is settled."""
    act.change(here.row, fields={**here.row.fields, "_ahead": True})
    remittance(act, here)


def _use_budget(act: Act, here: Situation, row: Instalment) -> None:
    parts = {"principal": row.principal, "interest": row.interest, "fee": row.fee}
    for role, amount in parts.items():
        line = line_for(here, role, amount, row.payment_date.year) if amount else None
        if line is not None:
            held: BudgetLine = locked(act, line)
            require_room(held.used + amount, held.amount)
            act.change(held, used=held.used + amount)


def leg_sent(act: Act, here: Situation) -> None:
    """Post a leg leaving its payer: to the level above, or to the holders through the registrar."""
    leg = here.row
    if isinstance(leg, Remittance):
        row = instalment_of(act.session, leg)
        if row is not None:
            act.change(leg, **amounts_of(row, leg.payee_id))
        _send(act, here, leg)


def _send(act: Act, here: Situation, leg: Remittance) -> None:
    row = instalment_of(act.session, leg)
    share = by_key(act.session, BondShare, leg.share_id)
    assert row is not None
    assert share is not None
    lines = _payout(share, row, leg) if leg.payee_id is None else out_lines(share, leg, ahead=is_ahead(row))
    enter_leg(act, here, leg, "redemption" if leg.payee_id is None else "remittance", lines)
    act.change(leg, sent_on=act.business_date)


def leg_received(act: Act, here: Situation) -> None:
    """Post a leg arriving in the book of the level above; the registrar keeps books of its own."""
    leg = here.row
    if not isinstance(leg, Remittance):
        return
    row, share = instalment_of(act.session, leg), by_key(act.session, BondShare, leg.share_id)
    if leg.payee_id is not None and row is not None and share is not None:
        enter_leg(act, here, leg, "remittance", in_lines(share, leg, ahead=is_ahead(row)))
    act.change(leg, received_on=act.business_date)


def settle_instalment(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Settle the instalment once every level has its receipt; advances turn into payments."""
    leg = here.row
    row = instalment_of(act.session, leg) if isinstance(leg, Remittance) else None
    if row is None or row.state != "remitted":
        return
    held: Instalment = locked(act, row)
    legs = legs_of(act.session, held)
    if any(one.state != "received" for one in legs):
        return
    if is_ahead(held):
        _settle_ahead(act, here, legs)
    whole = held.principal + held.interest + held.fee + penalty_due(held)
    act.change(held, paid=whole, paid_on=legs[-1].sent_on)
    set_state(act, held, "paid")
    note(act, held, "pay", "remitted", here.reason)
    if held.project_id is not None:
        refresh_rail(act, held.project_id)


def _settle_ahead(act: Act, here: Situation, legs: list[Remittance]) -> None:
    share = by_key(act.session, BondShare, legs[0].share_id)
    assert share is not None
    for leg in legs:
        if leg.payee_id is not None:
            ahead = [*out_lines(share, leg, ahead=True), *in_lines(share, leg, ahead=True)]
            plain = [*out_lines(share, leg, ahead=False), *in_lines(share, leg, ahead=False)]
            enter_leg(act, here, leg, "advance_settled", [*(turned(one) for one in ahead), *plain])


def enter_leg(act: Act, here: Situation, leg: Remittance, kind: str, lines: list[Line]) -> None:
    """Post the lines of a leg, if there are any."""
    used = [line for line in lines if line.amount]
    if used:
        ledger.post(act, kind, used, source=f"remittance/{leg.public_id}", note=here.reason[:500])


def share_line(share: BondShare, book: int, account: str, amount: int) -> Line:
    """Return one line with the dimensions of a share."""
    return Line(book, account, amount, bond_id=share.bond_id, share_id=share.id, project_id=share.project_id)


def whole_of(leg: Remittance) -> int:
    """Return everything a leg carries (fen)."""
    return leg.principal + leg.interest + leg.fee + leg.penalty


def out_lines(share: BondShare, leg: Remittance, *, ahead: bool) -> list[Line]:
    """Return the payer's side: debt to the level above falls, or an advance is held there."""
    book = leg.payer_id
    held = [share_line(share, book, "prepaid", whole_of(leg))]
    plain = [
        share_line(share, book, "onlending_payable", leg.principal),
        share_line(share, book, "debt_service", leg.interest),
        share_line(share, book, "fees", leg.fee),
        share_line(share, book, "penalties", leg.penalty),
    ]
    return [*(held if ahead else plain), Line(book, "treasury", -whole_of(leg))]


def in_lines(share: BondShare, leg: Remittance, *, ahead: bool) -> list[Line]:
    """Return the payee's side, the mirror of the payer's."""
    book = leg.payee_id or 0
    held = [share_line(share, book, "advances", -whole_of(leg))]
    plain = [
        share_line(share, book, "onlending_receivable", -leg.principal),
        share_line(share, book, "debt_service", -leg.interest),
        share_line(share, book, "fees", -leg.fee),
        share_line(share, book, "penalties", -leg.penalty),
    ]
    return [*(held if ahead else plain), Line(book, "treasury", whole_of(leg))]


def _payout(share: BondShare, row: Instalment, leg: Remittance) -> list[Line]:
    return payout_lines(share, row, leg.payer_id)


def payout_lines(share: BondShare, row: Instalment, issuer: int) -> list[Line]:
    """Return the issuer paying the holders: scheduled principal, or principal an option has made due."""
    account = "debt_due" if row.origin in ("call", "put") else "debt"
    return [
        share_line(share, issuer, account, row.principal),
        share_line(share, issuer, "debt_service", row.interest),
        share_line(share, issuer, "fees", row.fee),
        Line(issuer, "treasury", -(row.principal + row.interest + row.fee)),
    ]


def redemption(act: Act, here: Situation) -> None:
    """Pay the holders of a share that was not lent on, and mark the instalment as paid."""
    row = here.row
    share = by_key(act.session, BondShare, getattr(row, "share_id", None))
    bond = bond_of(act.session, share)
    if not isinstance(row, Instalment) or share is None or bond is None:
        return
    if row.origin != EARLY and not legs_of(act.session, row):
        lines = payout_lines(share, row, bond.region_id)
        used = [line for line in lines if line.amount]
        ledger.post(act, "redemption", used, source=f"instalment/{row.public_id}", note=here.reason[:500])
    act.change(row, paid=row.principal + row.interest + row.fee + penalty_due(row))
    close_tasks(act, row)


def cancel_legs(act: Act, row: Instalment, reason: str) -> None:
    """Cancel the legs of an instalment that will not be remitted: none has left yet."""
    leg = columns(Remittance)
    for one in act.find(Remittance, leg.instalment_id == row.id, leg.state == "planned"):
        set_state(act, one, "cancelled")
        note(act, one, "cancel", "planned", reason)


EFFECTS = {"plan_legs": plan_legs, "settle_instalment": settle_instalment}
ENTRIES = {
    "remittance": remittance,
    "remittance_ahead": remittance_ahead,
    "leg_sent": leg_sent,
    "leg_received": leg_received,
    "redemption": redemption,
}
