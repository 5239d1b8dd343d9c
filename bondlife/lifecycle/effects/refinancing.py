"""Refinancing: principal mapped to new shares, the rest due in an instalment of its own, debts swapped."""

from collections.abc import Mapping
from typing import Any

from bondlife.acts import Act
from bondlife.errors import Blocked, Problem
from bondlife.lifecycle.effects.common import locked, require_room, taken_over
from bondlife.lifecycle.effects.legs import cancel_legs
from bondlife.lifecycle.effects.money_lines import refinancing_lines
from bondlife.lifecycle.effects.schedule import next_number
from bondlife.lifecycle.effects.tasks import close_tasks
from bondlife.lifecycle.facts import by_key
from bondlife.lifecycle.history import note, set_state
from bondlife.lifecycle.lineage import lines_of, mapping_of
from bondlife.lifecycle.lineage import taken_over as taken_already
from bondlife.lifecycle.situation import Situation
from bondlife.services import ledger
from models.registry import BondShare, Instalment, RefinancingLine


def map_refinancing(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Map the principal to refinancing shares; what is left, interest and fee stay due on their own."""
    row = here.row
    if not isinstance(row, Instalment):
        return
    mapping = mapping_of(here)
    if not mapping:
        raise Blocked(Problem("no_refinancing_share", "No refinancing share is mapped to this instalment."))
    for share, amount in mapping:
        held: BondShare = locked(act, share)
        require_room(taken_already(act.session, held, beside=row) + amount, held.amount)
    _keep_lines(act, row, mapping)
    refinanced = sum(amount for _, amount in mapping)
    _keep_rest(act, row, row.principal - refinanced)
    cancel_legs(act, row, here.reason)
    act.change(row, principal=refinanced, interest=0, fee=0)
    close_tasks(act, row)


def _keep_lines(act: Act, row: Instalment, mapping: list[tuple[BondShare, int]]) -> None:
    """Date the lines entered; the one share that covers all gets its line now."""
    entered = lines_of(act.session, row)
    for line in entered:
        act.change(line, done_on=act.business_date)
    own = {name: getattr(row, name) for name in ("region_id", "unit_id", "department_id", "project_id")}
    for share, amount in () if entered else mapping:
        keys: dict[str, Any] = {"old_share_id": row.share_id, "new_share_id": share.id or 0}
        keys["instalment_id"] = row.id or 0
        act.add(RefinancingLine(**own, **keys, amount=amount, done_on=act.business_date))
    act.flush()


def _keep_rest(act: Act, row: Instalment, principal: int) -> None:
    if not principal and not row.interest and not row.fee:
        return
    share = by_key(act.session, BondShare, row.share_id)
    assert share is not None
    rest = {"principal": principal, "interest": row.interest, "fee": row.fee, "origin": "rest"}
    act.insert_many(Instalment, [{**copied(act, row, next_number(act, share)), **rest}])


def copied(act: Act, row: Instalment, number: int) -> dict[str, Any]:
    """Return a new planned instalment with the dates of another and no amounts yet."""
    dates = ("nominal_date", "payment_date", "remittance_date", "provisional")
    return {
        **taken_over(row),
        **{name: getattr(row, name) for name in dates},
        "bond_id": row.bond_id,
        "share_id": row.share_id,
        "number": number,
        "principal": 0,
        "interest": 0,
        "fee": 0,
        "state": "planned",
        "state_since": act.now,
        "state_moves": 0,
        "taken_on": False,
        "fields": {},
    }


def post_refinancing(act: Act, here: Situation) -> None:
    """Post the old debt ending as the new begins, share by share; the new money is spent at once."""
    row = here.row
    old = by_key(act.session, BondShare, getattr(row, "share_id", None))
    if not isinstance(row, Instalment) or old is None:
        return
    for share, amount in mapping_of(here):
        new: BondShare = locked(act, share)
        lines = refinancing_lines(here, old, new, amount)
        ledger.post(act, "refinancing", lines, source=f"instalment/{row.public_id}", note=here.reason[:500])
        act.change(new, received=new.received + amount, paid=new.paid + amount)
        if new.state == "onlent" and new.received == new.amount:
            set_state(act, new, "used_up")
            note(act, new, "apply_refinancing", "onlent", here.reason)


EFFECTS = {"map_refinancing": map_refinancing}
ENTRIES = {"refinancing": post_refinancing}
