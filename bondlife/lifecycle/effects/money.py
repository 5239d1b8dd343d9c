"""The entries kinds post: each writes the ledger and the amounts kept beside it, in one act."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from bondlife.acts import Act
from bondlife.errors import Blocked, Invalid, Problem
from bondlife.lifecycle.effects import legs, movement, refinancing, withholding
from bondlife.lifecycle.effects.common import locked, require_room
from bondlife.lifecycle.effects.money_lines import (
    opening_payment_lines,
    payment_lines,
    reallocation_lines,
    receipt_lines,
    return_lines,
)
from bondlife.lifecycle.effects.schedule import refresh_remittance
from bondlife.lifecycle.facts import by_key, place, rows, wan
from bondlife.lifecycle.guards.money import agreement_signed, arriving
from bondlife.lifecycle.guards.movement import refunded
from bondlife.lifecycle.situation import Situation
from bondlife.services import ledger
from bondlife.services.ledger import Line
from models.base import columns
from models.registry import (
    BondShare,
    BudgetLine,
    ChangeOfUse,
    Contract,
    Disbursement,
    LedgerEntry,
)


def post(act: Act, here: Situation, params: Mapping[str, Any]) -> None:
    """Post the named entry and update the amounts kept beside it."""
    _ENTRIES[str(params["entry"])](act, here)


def source_of(here: Situation) -> str:
    """Return how an entry names the record behind it."""
    return f"{here.row.record}/{here.row.public_id}"


def _enter(act: Act, here: Situation, kind: str, lines: list[Line]) -> None:
    if any(line.amount for line in lines):
        ledger.post(act, kind, lines, source=source_of(here), note=here.reason[:500])


def _share(act: Act, here: Situation) -> BondShare:
    key = here.row.id if isinstance(here.row, BondShare) else getattr(here.row, "share_id", None)
    found = by_key(act.session, BondShare, key)
    if found is None:
        raise Invalid.because("no_share", "Name the bond share the money comes from.", "share")
    share: BondShare = locked(act, found)
    return share


def _receipt(act: Act, here: Situation) -> None:
    share = _share(act, here)
    amount = arriving(here, share)
    _enter(act, here, "receipt", receipt_lines(here, share, amount))
    act.change(share, received=share.received + amount)
    refresh_remittance(act, here, share)


def post_opening(act: Act, here: Situation, on: date) -> None:
    """Book what a share that is taken on had received and paid before: every fen stands in the books."""
    share = _share(act, here)
    broken = [one for one in agreement_signed(here, {}) if one.code == "chain_broken"]
    if broken:
        raise Blocked(*broken)
    if share.received:
        lines = receipt_lines(here, share, share.received)
        ledger.post(act, "opening", lines, source=source_of(here), on=on, note=here.reason[:500])
    if share.paid:
        lines = opening_payment_lines(share)
        ledger.post(act, "opening_payment", lines, source=source_of(here), on=on, note=here.reason[:500])


def _recall(act: Act, here: Situation) -> None:
    share = _share(act, here)
    unspent = share.received - share.paid
    returned = int(share.fields.get("_returned", 0)) + unspent
    _enter(act, here, "recall", return_lines(here, share, unspent))
    act.change(share, received=share.received - unspent, fields={**share.fields, "_returned": returned})


def _release(act: Act, here: Situation) -> None:
    share = _share(act, here)
    returned = int(share.fields.get("_returned", 0))
    lines = [ledger.turned(line) for line in return_lines(here, share, returned)]
    _enter(act, here, "release", lines)
    act.change(share, received=share.received + returned, fields={**share.fields, "_returned": 0})


def _payment(act: Act, here: Situation) -> None:
    row = here.row
    if not isinstance(row, Disbursement):
        return
    contract: Contract = locked(act, by_key(act.session, Contract, row.contract_id))
    line: BudgetLine = locked(act, by_key(act.session, BudgetLine, row.budget_line_id))
    require_room(line.used + row.amount, line.amount)
    bond_id = None
    if row.share_id is not None:
        share = _share(act, here)
        require_room(share.paid + row.amount, share.received)
        act.change(share, paid=share.paid + row.amount)
        bond_id = share.bond_id
    act.change(line, used=line.used + row.amount)
    act.change(contract, paid=contract.paid + row.amount)
    lines = payment_lines(row, contract, line.account, bond_id)
    ledger.post(act, "payment", lines, source=source_of(here), on=row.paid_on)


def _payment_return(act: Act, here: Situation) -> None:
    row = here.row
    if not isinstance(row, Disbursement):
        return
    _refuse_refunded(here, row)
    ledger.counter(act, _last_payment(act, here), reason=here.reason)
    contract: Contract = locked(act, by_key(act.session, Contract, row.contract_id))
    line: BudgetLine = locked(act, by_key(act.session, BudgetLine, row.budget_line_id))
    act.change(contract, paid=contract.paid - row.amount)
    act.change(line, used=line.used - row.amount)
    if row.share_id is not None:
        share = _share(act, here)
        act.change(share, paid=share.paid - row.amount)
    act.change(row, voucher="", paid_on=None)


def _refuse_refunded(here: Situation, row: Disbursement) -> None:
    """A bank returns a whole payment; of one that the payee sent back in part it cannot."""
    back = refunded(here, row)
    if back:
        raise Blocked(
            Problem(
                "partly_refunded",
                "The payee has refunded %(left)s 10k yuan of this payment; correct that refund first.",
                "payment",
                {"left": wan(back)},
                "officer",
                place(here, "money"),
            )
        )


def _last_payment(act: Act, here: Situation) -> LedgerEntry:
    """Return the entry of the payment that came back: the one not countered yet."""
    entry = columns(LedgerEntry)
    countered = sa.select(entry.counters_id).where(entry.counters_id.is_not(None))
    found = rows(
        act.session,
        LedgerEntry,
        entry.source == source_of(here),
        entry.kind == "payment",
        entry.id.not_in(countered),
    )
    if not found:
        raise Blocked(Problem("no_payment", "The ledger holds no payment of this record to return."))
    return found[-1]


def _reallocation(act: Act, here: Situation) -> None:
    """Post what ``reallocate_share`` moved."""
    row = here.row
    moved = row.fields.get("_reallocated") or {}
    if not isinstance(row, ChangeOfUse) or not moved.get("to"):
        return
    new = rows(act.session, BondShare, columns(BondShare).public_id == moved["to"])[0]
    lines = reallocation_lines(here, _share(act, here), new, row.amount, int(moved["at_lender"]))
    _enter(act, here, "reallocation", lines)


_ENTRIES: dict[str, Callable[[Act, Situation], None]] = {
    "receipt": _receipt,
    "movement": movement.book,
    "recall": _recall,
    "release": _release,
    "payment": _payment,
    "payment_return": _payment_return,
    **legs.ENTRIES,
    **withholding.ENTRIES,
    **refinancing.ENTRIES,
    "reallocation": _reallocation,
}

EFFECTS = {"post": post}
ENTRIES = frozenset(_ENTRIES)
"""Names of entries that can be posted."""
