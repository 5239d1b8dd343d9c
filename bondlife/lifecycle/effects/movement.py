"""Booking a movement: its sides by type, a refund's amounts put back, a correction by the mirror image."""

from bondlife.acts import Act
from bondlife.errors import Blocked, Problem
from bondlife.lifecycle.effects.common import locked
from bondlife.lifecycle.facts import by_key, rows
from bondlife.lifecycle.guards.movement import share_behind
from bondlife.lifecycle.history import note, set_state
from bondlife.lifecycle.situation import Situation
from bondlife.services import ledger
from bondlife.services.ledger import Line
from models.base import columns
from models.movement_types import BY_KEY, MovementSide
from models.registry import BondShare, BudgetLine, Contract, Disbursement, LedgerEntry, Movement


def book(act: Act, here: Situation) -> None:
    """Book a movement, or mirror the one it corrects."""
    row = here.row
    if not isinstance(row, Movement):
        return
    if row.corrects_id is not None:
        _mirror(act, here, row)
        return
    known = BY_KEY[row.type]
    payment = by_key(act.session, Disbursement, row.payment_id)
    if known.restores_payment and payment is not None:
        restore(act, payment, row.amount)
    lines = [_line(here, row, side, payment) for side in known.sides]
    ledger.post(
        act, row.type, lines, source=f"movement/{row.public_id}", on=row.moved_on, note=row.note[:500]
    )


def restore(act: Act, payment: Disbursement, amount: int) -> None:
    """Put back what a refund returns (or, below zero, what its correction takes again)."""
    paid: Disbursement = locked(act, payment)
    contract: Contract = locked(act, by_key(act.session, Contract, paid.contract_id))
    line: BudgetLine = locked(act, by_key(act.session, BudgetLine, paid.budget_line_id))
    act.change(contract, paid=contract.paid - amount)
    if line.state == "open":
        act.change(line, used=line.used - amount)
    if paid.share_id is not None:
        share: BondShare = locked(act, by_key(act.session, BondShare, paid.share_id))
        act.change(share, paid=share.paid - amount)


def _line(here: Situation, row: Movement, side: MovementSide, payment: Disbursement | None) -> Line:
    share = share_behind(here, row) if side.of_share else None
    at_payee = side.account == "works" and payment is not None
    return Line(
        row.region_id,
        side.account,
        side.sign * row.amount,
        unit_id=row.unit_id if side.account in {"project_account", "works"} else None,
        bond_id=share.bond_id if share is not None else None,
        share_id=share.id if share is not None else None,
        project_id=row.project_id if side.of_share else None,
        contract_id=payment.contract_id if at_payee and payment is not None else None,
        payee=payment.payee if at_payee and payment is not None else row.counterparty,
        budget_account=row.budget_account,
    )


def _mirror(act: Act, here: Situation, row: Movement) -> None:
    wrong: Movement = locked(act, by_key(act.session, Movement, row.corrects_id))
    entry = columns(LedgerEntry)
    booked = rows(
        act.session, LedgerEntry, entry.source == f"movement/{wrong.public_id}", entry.kind == wrong.type
    )
    if wrong.state != "booked" or len(booked) != 1:
        raise Blocked(Problem("corrected_already", "Somebody corrected this movement before you."))
    ledger.counter(act, booked[0], reason=row.note, on=row.moved_on)
    payment = by_key(act.session, Disbursement, wrong.payment_id)
    if BY_KEY[wrong.type].restores_payment and payment is not None:
        restore(act, payment, -wrong.amount)
    set_state(act, wrong, "corrected")
    note(act, wrong, "correct", "booked", here.reason or row.note)
