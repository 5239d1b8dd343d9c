"""Move a record along its lifecycle: at once, or by putting it up for signatures."""

from typing import Any

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.errors import Invalid
from bondlife.lifecycle import engine
from bondlife.lifecycle.situation import situation
from bondlife.security.actor import Actor
from bondlife.services import approvals, records
from bondlife.services.inputs import RecordInput


def move(
    db: Database,
    actor: Actor,
    record: str,
    public_id: str,
    transition_key: str,
    version: int,
    *,
    reason: str = "",
    key: str = "",
) -> dict[str, Any]:
    """Carry out a transition, or open its approval where it needs signatures."""

    def work(act: Act) -> dict[str, Any]:
        row = records.fetch(act, record, public_id)
        act.about(row, transition=transition_key, reason=reason)
        act.require_version(row, version)
        act.require_open(row.region_id)
        here = situation(act.session, row, act.business_date, reason=reason, actor=act.actor)
        transition = engine.find(here, transition_key)
        engine.require(here, act.actor, transition)
        if transition.approval:
            return approvals.open_for(act, here, transition)
        engine.move(act, here, transition)
        records.after_change(act, row)
        return records.receipt(row)

    request = [public_id, transition_key, version, reason]
    return dict(perform(db, actor, f"{record}.{transition_key}", work, key=key, request=request))


def decide(
    db: Database,
    actor: Actor,
    approval_id: str,
    outcome: str,
    digest: str,
    *,
    text: str = "",
    minutes_number: str = "",
    key: str = "",
) -> dict[str, Any]:
    """Sign or return an approval; the last signature carries out what it is for."""
    if outcome not in {"approve", "return"}:
        raise Invalid.because("outcome", "Approve or return.", "outcome")

    def work(act: Act) -> dict[str, Any]:
        signed = approvals.sign(act, approval_id, outcome, digest, text=text, minutes_number=minutes_number)
        if not signed.complete:
            return {"approval": approval_id, "state": signed.approval.state}
        row = signed.row
        if signed.approval.transition == approvals.CHANGE:
            records.apply(
                act, row, approvals.proposed_values(row, signed.approval), reason=signed.approval.reason
            )
        else:
            act.require_open(row.region_id)
            here = situation(
                act.session, row, act.business_date, reason=signed.approval.reason, actor=act.actor
            )
            transition = engine.find(here, signed.approval.transition)
            engine.require_guards(here, transition)
            engine.move(act, here, transition, approval_id=signed.approval.id)
            records.after_change(act, row)
        return {"approval": approval_id, **records.receipt(row)}

    request = [approval_id, outcome, digest, text, minutes_number]
    return dict(perform(db, actor, f"approval.{outcome}", work, key=key, request=request))


def propose_change(
    db: Database,
    actor: Actor,
    record: str,
    public_id: str,
    form: RecordInput,
    version: int,
    *,
    reason: str,
    key: str = "",
) -> dict[str, Any]:
    """Ask for a change of checked figures: it takes effect when a second person approves it."""

    def work(act: Act) -> dict[str, Any]:
        row = records.fetch(act, record, public_id)
        act.actor.require(f"{record}.edit", row.region_id, row.unit_id, row.department_id)
        act.require_version(row, version)
        if not reason.strip():
            raise Invalid.because("reason_required", "Give the reason in words.", "reason")
        values = records.changed_values(act, row, form)
        if not values:
            raise Invalid.because("nothing_changed", "The form changes nothing.")
        return approvals.open_change(act, row, values, reason)

    request = [public_id, version, form.model_dump(mode="json"), reason]
    return dict(perform(db, actor, f"{record}.propose_change", work, key=key, request=request))


def withdraw(db: Database, actor: Actor, approval_id: str, *, key: str = "") -> dict[str, Any]:
    """Take back what one put up for signatures."""

    def work(act: Act) -> dict[str, Any]:
        return approvals.withdraw(act, approval_id)

    return dict(perform(db, actor, "approval.withdraw", work, key=key, request=[approval_id]))
