"""Approval flows of a region: a new list of signatures is proposed by one person and approved by another.

The steps are taken from the known signatures, so that every role and section of a flow exists.
"""

from collections.abc import Sequence
from typing import Any

from pydantic import Field, TypeAdapter
from sqlmodel import Session

from bondlife.acts import Act
from bondlife.books import kinds_in_force
from bondlife.db import Database
from bondlife.errors import Invalid
from bondlife.security.actor import Actor
from bondlife.services import choices
from bondlife.services.choices import Choice
from bondlife.services.inputs import Input
from bondlife.services.values import Day, Key, Prose
from models.kinds import shorthand
from models.lifecycle import ApprovalFlow, ApprovalStep

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
PREFIX = choices.FLOW.prefix
_DUMP: TypeAdapter[tuple[ApprovalStep, ...]] = TypeAdapter(tuple[ApprovalStep, ...])


class FlowInput(Input):
    """A new list of signatures for one flow of one region, from a day on."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$")
    flow: Key
    steps: list[Key] = Field(min_length=1, max_length=20)
    valid_from: Day
    reason: Prose = Field(min_length=1, max_length=500)


def flows(session: Session) -> list[ApprovalFlow]:
    """Return every flow of every kind in force, those made in pages included, each key once."""
    found = {one.key: one for kind in kinds_in_force(session) for one in kind.approvals}
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

    def check(act: Act, region_id: int) -> None:  # noqa: ARG001 -- every region has the same flows
        if form.flow not in {one.key for one in flows(act.session)}:
            raise Invalid.because("no_flow", "There is no approval flow %(key)s.", "flow", key=form.flow)

    value = _DUMP.dump_python(steps, mode="json")
    wanted = Choice(PREFIX + form.flow, value, form.valid_from, form.reason)
    return choices.propose(db, actor, form.region, wanted, rights=choices.FLOW, check=check, key=key)


def decide(
    db: Database, actor: Actor, public_id: str, version: int, *, approve: bool, key: str = ""
) -> dict[str, Any]:
    """Bring a proposed flow into force, or refuse it; approvals under way keep the steps they began with."""
    put = choices.put_setting
    return choices.decide(
        db, actor, public_id, version, approve=approve, rights=choices.FLOW, apply=put, key=key
    )
