"""Signatures: opened on what was shown, given by people who did not prepare it, void after an edit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from bondlife.acts import Act, row_data
from bondlife.books import kind_of, lifecycle_of
from bondlife.errors import Conflict, Forbidden, Invalid, Missing, Problem
from bondlife.lifecycle.four_eyes import APART, preparers
from bondlife.lifecycle.situation import Situation
from bondlife.security.actor import Actor, Grant
from bondlife.services.notices import tell
from models.base import columns, table
from models.canonical import canonical_json, digest
from models.columns import Rate
from models.lifecycle import ApprovalFlow, ApprovalStep, Kind, Label, Transition
from models.registry import RECORDS, Approval, Opinion, RecordRow, Setting

CHANGE = "@change"
"""The transition name of an approval that changes figures instead of moving a state."""

PREPARING = frozenset({"prepare", "unit_prepare", "evaluate"})
"""First steps that the person who asks for signatures has taken by asking."""

_STEPS: TypeAdapter[tuple[ApprovalStep, ...]] = TypeAdapter(tuple[ApprovalStep, ...])
_CHANGE_FLOW = ApprovalFlow(
    "change_form",
    Label("Change of checked figures", "已审数据变更"),
    (
        ApprovalStep("prepare", Label("Prepare", "经办"), "officer"),
        ApprovalStep("review", Label("Review", "复核"), "reviewer"),
    ),
)


@dataclass(frozen=True, slots=True)
class Signed:
    """An approval after one more signature, and the record it is about."""

    approval: Approval
    row: RecordRow
    complete: bool


def content_digest(row: RecordRow) -> str:
    """Return the digest of a record as it stands: what is shown is what is signed."""
    return digest(canonical_json(row_data(row)))


def open_for(act: Act, here: Situation, transition: Transition) -> dict[str, Any]:
    """Put a transition up for signatures."""
    flow = flow_for(act, here.kind, transition.approval, here.row.region_id)
    return _open(act, here.row, transition.key, flow, here.reason, None)


def open_change(act: Act, row: RecordRow, values: Mapping[str, Any], reason: str) -> dict[str, Any]:
    """Put new values of checked figures up for signatures."""
    act.about(row, changed=sorted(values), reason=reason)
    return _open(act, row, CHANGE, _CHANGE_FLOW, reason, dict(values))


def flow_for(act: Act, kind: Kind, key: str, region_id: int) -> ApprovalFlow:
    """Return the approval flow of a step: the region's own if it has one, else the kind's."""
    setting = columns(Setting)
    statement = (
        sa.select(Setting)
        .where(
            setting.region_id == region_id,
            setting.key == f"approval.{key}",
            setting.valid_from <= act.business_date,
            setting.ended_at.is_(None),
        )
        .order_by(setting.valid_from.desc())
    )
    own = act.session.execute(statement).scalars().first()
    flow = next((flow for flow in kind.approvals if flow.key == key), None)
    if flow is None:
        raise Invalid.because("no_flow", "There is no approval flow %(key)s.", "approval", key=key)
    return flow if own is None else ApprovalFlow(flow.key, flow.label, _STEPS.validate_python(own.value))


def sign(act: Act, approval_id: str, outcome: str, shown: str, *, text: str, minutes_number: str) -> Signed:
    """Give one signature, or return the record."""
    approval = act.fetch(Approval, approval_id, "approval.read")
    row = subject_of(act, approval)
    steps = steps_of(approval)
    act.about(row, approval=approval_id, outcome=outcome, digest=shown)
    step, for_user = _require_signer(act, approval, steps)
    _require_unchanged(row, approval, shown)
    if outcome == "return" and not text.strip():
        raise Invalid.because("reason_required", "Give the reason in words.", "text")
    if step.minutes_number and outcome == "approve" and not minutes_number.strip():
        raise Invalid.because("minutes_required", "Give the number of the minutes.", "minutes_number")
    _opinion(act, approval, outcome, text, minutes_number, shown, for_user)
    if outcome == "return":
        act.change(approval, state="returned", waiting_role="")
        _tell_preparer(act, approval, "What you put up for signatures was returned: %(reason)s.", text)
        return Signed(approval, row, complete=False)
    is_last = _advance(act, approval, steps)
    if is_last:
        _tell_preparer(act, approval, "What you put up for signatures is approved.", text)
    return Signed(approval, row, is_last)


def _tell_preparer(act: Act, approval: Approval, message: str, text: str) -> None:
    params = {"reason": text.strip()[:200]}
    tell(act, [approval.prepared_by], "approval", message, params, f"/approvals/{approval.public_id}")


def withdraw(act: Act, approval_id: str) -> dict[str, Any]:
    """Take back one's own approval request."""
    approval = act.fetch(Approval, approval_id, "approval.read")
    act.about(approval)
    if approval.prepared_by != act.actor.user_id:
        raise Forbidden.because("not_yours", "Only the person who prepared it can take it back.")
    _require_waiting(approval)
    act.change(approval, state="withdrawn", waiting_role="")
    return {"approval": approval_id, "state": approval.state}


def void_waiting(act: Act, row: RecordRow) -> None:
    """Void every approval that waits on a record: an edit takes the ground from under it."""
    for approval in waiting_on(act, row):
        act.change(approval, state="void", waiting_role="")


def waiting_on(act: Act, row: RecordRow) -> list[Approval]:
    """Return the approvals that wait on a record."""
    approval = columns(Approval)
    return act.find(
        Approval, approval.subject == row.record, approval.subject_id == row.id, approval.state == "waiting"
    )


def subject_of(act: Act, approval: Approval) -> RecordRow:
    """Return the record an approval is about."""
    return act.get(RECORDS[approval.subject], approval.subject_id)


def steps_of(approval: Approval) -> tuple[ApprovalStep, ...]:
    """Return the signatures of an approval, in order."""
    return _STEPS.validate_python(approval.steps)


def proposed_values(row: RecordRow, approval: Approval) -> dict[str, Any]:
    """Return the values a change proposes, as column values again."""
    types = {column.key: column.type for column in table(type(row)).columns}
    return {name: _typed(types[name], value) for name, value in (approval.proposed or {}).items()}


def _typed(kind: sa.types.TypeEngine[Any], value: Any) -> Any:
    if isinstance(value, str) and isinstance(kind, sa.Date):
        from datetime import date

        return date.fromisoformat(value)
    if isinstance(value, str) and isinstance(kind, Rate):
        from decimal import Decimal

        return Decimal(value)
    return value


def _open(
    act: Act,
    row: RecordRow,
    transition: str,
    flow: ApprovalFlow,
    reason: str,
    proposed: dict[str, Any] | None,
) -> dict[str, Any]:
    if waiting_on(act, row):
        raise Conflict(Problem("waiting", "This record already waits for signatures."))
    if act.actor.user_id is None:
        raise Forbidden.because("no_person", "Only a person can put a record up for signatures.")
    start = 1 if flow.steps and flow.steps[0].key in PREPARING else 0
    if start >= len(flow.steps):
        raise Invalid.because("no_signers", "This approval flow names nobody who could sign.", "approval")
    approval = Approval(
        subject=row.record,
        subject_id=row.id or 0,
        transition=transition,
        flow=flow.key,
        steps=_STEPS.dump_python(flow.steps, mode="json"),
        current_step=start,
        subject_version=row.version,
        subject_digest=content_digest(row),
        prepared_by=act.actor.user_id,
        reason=reason,
        proposed=proposed,
        waiting_role=flow.steps[start].role,
        waiting_since=act.now,
        region_id=row.region_id,
        unit_id=row.unit_id,
        department_id=row.department_id,
    )
    act.add(approval)
    act.flush()
    return {
        "approval": approval.public_id,
        "state": row.state,
        "version": row.version,
        "public_id": row.public_id,
        "digest": approval.subject_digest,
    }


def _require_waiting(approval: Approval) -> None:
    if approval.state != "waiting":
        raise Conflict(Problem("not_waiting", "This approval is no longer open."))


def _require_signer(
    act: Act, approval: Approval, steps: Sequence[ApprovalStep]
) -> tuple[ApprovalStep, int | None]:
    """Check that the right person signs: role, section, not the preparer, not twice; returns for whom.

    A substitute counts as the person stood in for as well: neither of the two may have prepared or signed.
    """
    _require_waiting(approval)
    step = steps[approval.current_step]
    actor = act.actor
    if actor.user_id is None or actor.user_id == approval.prepared_by:
        raise Forbidden(_second())
    prepared = _preparers(act, approval) | {approval.prepared_by}
    if actor.user_id in prepared:
        raise Forbidden(_second())
    earlier = act.find(Opinion, columns(Opinion).approval_id == approval.id)
    signed = {who for one in earlier for who in (one.user_id, one.for_user_id) if who is not None}
    if actor.user_id in signed:
        raise Forbidden.because("signed_already", "You have signed this already; another person signs next.")
    inside = _rights_to_sign(actor, approval, step)
    fit = [one.for_user_id for one in inside if one.for_user_id not in prepared | signed]
    if not fit:
        raise Forbidden(
            Problem(
                "four_eyes",
                "The person you stand in for prepared or signed it; somebody else signs.",
                law=APART,
            )
        )
    return step, None if None in fit else fit[0]


def _second() -> Problem:
    return Problem("four_eyes", "Who prepared it cannot approve it; a second person signs.", law=APART)


def _rights_to_sign(actor: Actor, approval: Approval, step: ApprovalStep) -> list[Grant]:
    """Return the rights, own or lent, that carry this step on this record; without one it is refused."""
    holders = [grant for grant in actor.grants_for("approval.decide") if grant.role == step.role]
    bodies = (approval.unit_id, approval.department_id)
    inside = [grant for grant in holders if grant.covers(approval.region_id, bodies)]
    if not inside:
        if not any(grant.covers(approval.region_id, (None,)) for grant in actor.grants):
            raise Missing(Problem("not_found", "There is no such record."))
        raise Forbidden.because("not_your_step", "This step is signed by somebody else.")
    sections = ((one, actor.section if one.for_user_id is None else one.section) for one in inside)
    inside = [one for one, section in sections if not step.section or section in {"", step.section}]
    if not inside:
        raise Forbidden.because("not_your_section", "This step is signed by another section.")
    return inside


def _preparers(act: Act, approval: Approval) -> frozenset[int]:
    """Return who wrote the record; whoever asked for the signatures, the figures are theirs too."""
    row = subject_of(act, approval)
    kind = kind_of(act.session, row.kind, row.kind_version)
    return preparers(act.session, row, lifecycle_of(kind, row.record))


def _require_unchanged(row: RecordRow, approval: Approval, shown: str) -> None:
    if shown != approval.subject_digest or content_digest(row) != approval.subject_digest:
        problem = Problem(
            "changed_since", "The record changed after you opened it; look at it again.", "digest"
        )
        raise Conflict(problem, theirs=row_data(row))


def _opinion(
    act: Act, approval: Approval, outcome: str, text: str, minutes: str, shown: str, for_user: int | None
) -> None:
    assert act.actor.user_id is not None
    assert approval.id is not None
    act.add(
        Opinion(
            approval_id=approval.id,
            step=approval.current_step,
            user_id=act.actor.user_id,
            for_user_id=for_user,
            outcome=outcome,
            text=text,
            minutes_number=minutes,
            digest=shown,
            at=act.now,
            region_id=approval.region_id,
            unit_id=approval.unit_id,
            department_id=approval.department_id,
        )
    )


def _advance(act: Act, approval: Approval, steps: Sequence[ApprovalStep]) -> bool:
    following = approval.current_step + 1
    if following < len(steps):
        act.change(
            approval, current_step=following, waiting_role=steps[following].role, waiting_since=act.now
        )
        return False
    act.change(approval, state="approved", waiting_role="")
    return True
