"""Approval flows of a region: a new list of signatures is proposed by one person and approved by another.

The steps are taken from the known signatures, so that every role and section of a flow exists.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import Field, TypeAdapter

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.errors import Conflict, Forbidden, Invalid, Problem
from bondlife.security.actor import Actor
from bondlife.services.inputs import Input
from bondlife.services.records import region_by_code
from bondlife.services.values import Day, Key, Prose
from models.base import columns
from models.kinds import shipped_kinds, shorthand
from models.lifecycle import ApprovalFlow, ApprovalStep
from models.registry import Setting, SettingProposal

STEPS: dict[str, ApprovalStep] = {
    one.key: one
    for one in (
        shorthand.PREPARE,
        shorthand.UNIT_PREPARE,
        shorthand.DEPARTMENT,
        shorthand.EVALUATE,
        shorthand.REVIEW,
        shorthand.SECTION_HEAD,
        shorthand.BUDGET,
        shorthand.TREASURY,
        shorthand.BUSINESS,
        shorthand.DEVELOPMENT,
        shorthand.PUBLISH_CHECK,
        shorthand.DEPUTY_HEAD,
        shorthand.HEAD,
        shorthand.MEETING,
    )
}
"""Every signature a flow can ask for, in the order papers go."""

FIRST = frozenset({"prepare", "unit_prepare", "evaluate"})
PREFIX = "approval."
_DUMP: TypeAdapter[tuple[ApprovalStep, ...]] = TypeAdapter(tuple[ApprovalStep, ...])


class FlowInput(Input):
    """A new list of signatures for one flow of one region, from a day on."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$")
    flow: Key
    steps: list[Key] = Field(min_length=1, max_length=20)
    valid_from: Day
    reason: Prose = Field(min_length=1, max_length=500)


def flows() -> list[ApprovalFlow]:
    """Return every flow of every kind, each key once."""
    found = {one.key: one for kind in shipped_kinds().values() for one in kind.approvals}
    return list(found.values())


def steps_of(keys: Sequence[str]) -> tuple[ApprovalStep, ...]:
    """Return the signatures of a list of keys: one prepares, at least one other signs, nobody twice."""
    unknown = [one for one in keys if one not in STEPS]
    if unknown:
        raise Invalid.because("no_step", "There is no signature %(name)s.", "steps", name=unknown[0])
    if len(set(keys)) < len(keys):
        raise Invalid.because("repeated_step", "A signature stands twice in the flow.", "steps")
    if keys[0] not in FIRST or set(keys[1:]) & FIRST:
        raise Invalid.because("first_step", "A flow begins with whoever prepares, and only there.", "steps")
    if len(keys) < 2:
        raise Invalid.because(
            "four_eyes_flow", "At least one other person signs after the preparer.", "steps"
        )
    return tuple(STEPS[one] for one in keys)


def propose(db: Database, actor: Actor, form: FlowInput, *, key: str = "") -> dict[str, Any]:
    """Put a new list of signatures forward; the present one holds until a leader approves."""
    steps = steps_of(form.steps)

    def work(act: Act) -> dict[str, Any]:
        region_id = region_by_code(act, form.region)
        act.actor.require("flow.edit", region_id)
        if form.flow not in {one.key for one in flows()}:
            raise Invalid.because("no_flow", "There is no approval flow %(key)s.", "flow", key=form.flow)
        if form.valid_from < act.business_date:
            raise Invalid.because("not_backdated", "A flow changes from today on, not before.", "valid_from")
        row = act.add(
            SettingProposal(
                region_id=region_id,
                key=PREFIX + form.flow,
                value=_DUMP.dump_python(steps, mode="json"),
                valid_from=form.valid_from,
                reason=form.reason,
                prepared_by=act.actor.user_id,
            )
        )
        act.flush()
        act.about(row, flow=form.flow, steps=form.steps)
        return {"public_id": row.public_id, "state": row.state}

    return dict(perform(db, actor, "flow.propose", work, key=key, request=form.model_dump(mode="json")))


def decide(
    db: Database, actor: Actor, public_id: str, version: int, *, approve: bool, key: str = ""
) -> dict[str, Any]:
    """Bring a proposed flow into force, or refuse it; approvals under way keep the steps they began with."""

    def work(act: Act) -> dict[str, Any]:
        row = act.fetch(SettingProposal, public_id, "flow.read")
        act.about(row, key=row.key)
        act.actor.require("flow.approve", row.region_id)
        if act.actor.user_id == row.prepared_by:
            raise Forbidden.because("four_eyes", "Who prepared it cannot approve it; a second person signs.")
        if row.state != "proposed":
            raise Conflict(Problem("not_waiting", "This approval is no longer open."))
        act.require_version(row, version)
        act.change(row, state="in_force" if approve else "refused", approved_by=act.actor.user_id)
        if approve:
            _put(act, row, max(row.valid_from, act.business_date))
        return {"public_id": public_id, "state": row.state}

    return dict(perform(db, actor, "flow.decide", work, key=key, request=[public_id, version, approve]))


def _put(act: Act, proposal: SettingProposal, on: date) -> None:
    own = columns(Setting)
    held = act.find(
        Setting, own.region_id == proposal.region_id, own.key == proposal.key, own.valid_from == on
    )
    if held:
        act.change(held[0], value=proposal.value, ended_at=None)
    else:
        act.add(Setting(region_id=proposal.region_id, key=proposal.key, value=proposal.value, valid_from=on))
