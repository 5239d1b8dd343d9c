"""Transfers withheld for overdue debt service: an advance above, a leg settled once all is withheld."""

from bondlife.acts import Act
from bondlife.errors import Blocked, Problem
from bondlife.lifecycle.effects.common import locked
from bondlife.lifecycle.effects.debt import stop_penalty
from bondlife.lifecycle.effects.legs import (
    amounts_of,
    enter_leg,
    in_lines,
    out_lines,
    settle_instalment,
    share_line,
    whole_of,
)
from bondlife.lifecycle.effects.tasks import close_tasks
from bondlife.lifecycle.facts import by_key
from bondlife.lifecycle.guards.repayment_order import owed_today, withheld_of
from bondlife.lifecycle.history import note, set_state
from bondlife.lifecycle.legs import legs_of
from bondlife.lifecycle.situation import Situation, situation
from bondlife.services import ledger
from bondlife.services.ledger import Line
from models.registry import BondShare, Instalment, Remittance, RepaymentOrder

STEP, SOURCE = "settle_by_withholding", "withheld_transfers"


def withhold(act: Act, here: Situation, order: RepaymentOrder) -> None:  # noqa: ARG001
    """Post what the level above kept back; the instalment is settled once all that is owed was kept."""
    row: Instalment = locked(act, by_key(act.session, Instalment, order.instalment_id))
    leg, share = _first(act, row), by_key(act.session, BondShare, row.share_id)
    if leg is None or share is None:
        raise Blocked(
            Problem("no_level_above", "This share was not lent on; no level above withholds.", "instalment")
        )
    lines = [
        share_line(share, leg.payer_id, "prepaid", order.amount),
        Line(leg.payer_id, "transfers", -order.amount),
        share_line(share, leg.payee_id or 0, "advances", -order.amount),
        Line(leg.payee_id or 0, "transfers", order.amount),
    ]
    source = f"repayment_order/{order.public_id}"
    ledger.post(act, "withholding", lines, source=source, note=order.grounds[:500])
    about = situation(act.session, row, act.business_date, reason=order.document_number, actor=act.actor)
    if withheld_of(about, row) >= owed_today(about, row):
        set_state(act, row, "remitted")
        note(act, row, STEP, "overdue", order.document_number)
        stop_penalty(act, about, {})
        withheld(act, about)


def _first(act: Act, row: Instalment) -> Remittance | None:
    legs = legs_of(act.session, row)
    return legs[0] if legs and legs[0].payee_id is not None and legs[0].state == "planned" else None


def withheld(act: Act, here: Situation) -> None:
    """Settle the first leg out of the advance: sent and received at once, on the notice from above."""
    row = here.row
    share = by_key(act.session, BondShare, getattr(row, "share_id", None))
    leg = _first(act, row) if isinstance(row, Instalment) else None
    if not isinstance(row, Instalment) or leg is None or share is None:
        return
    act.change(row, interest_source=SOURCE, principal_source=SOURCE if row.principal else "")
    for one in legs_of(act.session, row):
        if one.state == "planned":
            act.change(one, **amounts_of(row, one.payee_id))
    lines = [*out_lines(share, leg, ahead=False), *in_lines(share, leg, ahead=False)]
    kept = [_kept(share, leg, line) for line in lines]
    enter_leg(act, here, leg, "withholding_settled", kept)
    paper = {"voucher": here.reason[:60], "receipt_number": here.reason[:60]}
    act.change(leg, sent_on=act.business_date, received_on=act.business_date, **paper)
    for step, state, source in (("send", "sent", "planned"), ("receive", "received", "sent")):
        set_state(act, leg, state)
        note(act, leg, step, source, here.reason)
    close_tasks(act, row)
    settle_instalment(act, situation(act.session, leg, act.business_date, reason=here.reason), {})


def _kept(share: BondShare, leg: Remittance, line: Line) -> Line:
    """Return a line of a leg with the advance in the place of the treasury: no money moves any more."""
    if line.account != "treasury":
        return line
    if line.book_id == leg.payer_id:
        return share_line(share, leg.payer_id, "prepaid", -whole_of(leg))
    return share_line(share, leg.payee_id or 0, "advances", whole_of(leg))


ENTRIES = {"withheld": withheld}
