"""Approval flows of a region as they stand, what was proposed, and their history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.errors import missing
from bondlife.queries.places import region_of
from bondlife.queries.shell import region_choices
from bondlife.queries.users import role_label
from bondlife.queries.words import said, section_name
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from bondlife.services.flows import PREFIX, STEPS, flows
from models.base import columns
from models.lifecycle import ApprovalFlow, ApprovalStep, Label
from models.registry import Setting, SettingProposal, User

STATES = {
    "proposed": ("wait", Label("waits for a leader", "待领导审批")),
    "in_force": ("done", Label("approved", "已批准")),
    "refused": ("no", Label("refused", "未批准")),
}


@dataclass(frozen=True, slots=True)
class FlowLine:
    """One flow of a region: its signatures, and whether they are the region's own."""

    key: str
    label: str
    steps: Sequence[str]
    is_own: bool
    valid_from: date | None


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """One proposed flow."""

    public_id: str
    version: int
    flow: str
    steps: Sequence[str]
    valid_from: date
    reason: str
    mark: str
    state: str
    word: str
    prepared_by: str
    approved_by: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class FlowsView:
    """All flows of one region, with proposals newest first."""

    region: str
    region_name: str
    regions: Sequence[tuple[str, str]]
    lines: Sequence[FlowLine]
    proposals: Sequence[ProposalLine]
    can_edit: bool
    can_approve: bool
    form: Any


@dataclass(frozen=True, slots=True)
class FlowFormView:
    """The form of one flow: every signature there is, ticked where the flow asks for it, with its place."""

    region: str
    region_name: str
    flow: str
    label: str
    choices: Sequence[tuple[str, str, str]]
    form: Any


def flows_view(db: Database, actor: Actor, region: str, form: Any) -> FlowsView:
    """Return the flows of a region this person works in; without one named, of their own."""
    with db.reading() as session:
        place = region_of(session, actor, region, "flow.read")
        own = _own(session, place.id or 0)
        known = flows(session)
        proposals = _proposals(session, actor, place.id or 0, known)
    lines = [_line(flow.key, said(flow.label), flow.steps, own.get(flow.key)) for flow in known]
    edit, approve = (actor.can_on(right, place.id) for right in ("flow.edit", "flow.approve"))
    choices = region_choices(db, actor)
    return FlowsView(place.code, place.name, choices, lines, proposals, edit, approve, form)


def flow_form_view(db: Database, actor: Actor, region: str, key: str, form: Any) -> FlowFormView:
    """Return the form of one flow, filled with the signatures in force."""
    with db.reading() as session:
        flow = next((one for one in flows(session) if one.key == key), None)
        if flow is None:
            raise missing("flow")
        place = region_of(session, actor, region, "flow.read")
        held = _own(session, place.id or 0).get(key)
    steps = [one["key"] for one in held.value] if held is not None else [one.key for one in flow.steps]
    if not form.data:
        told = {f"step_{name}": str(place + 1) for place, name in enumerate(steps)}
        form = type(form)({**told, "valid_from": clock.business_date().isoformat()}, form.errors, form.key)
    return FlowFormView(place.code, place.name, key, said(flow.label), signatures(), form)


def signatures() -> list[tuple[str, str, str]]:
    """Return every signature a flow can ask for: key, name, whose it is."""
    return [(one.key, said(one.label), _who(one)) for one in STEPS.values()]


def _who(step: ApprovalStep) -> str:
    section = f" · {section_name(step.section)}" if step.section else ""
    return role_label(step.role) + section


def _own(session: Session, region_id: int) -> dict[str, Setting]:
    """Return the region's own flows in force today, the newest of each."""
    own = columns(Setting)
    statement = (
        sa.select(Setting)
        .where(
            own.region_id == region_id,
            own.key.like(PREFIX + "%"),
            own.valid_from <= clock.business_date(),
            own.ended_at.is_(None),
        )
        .order_by(own.valid_from)
    )
    return {row.key.removeprefix(PREFIX): row for row in session.execute(statement).scalars()}


def _line(key: str, label: str, steps: Sequence[ApprovalStep], own: Setting | None) -> FlowLine:
    if own is None:
        return FlowLine(key, label, [said(one.label) for one in steps], False, None)
    return FlowLine(key, label, _labels(own.value), True, own.valid_from)


def _labels(value: Any) -> list[str]:
    return [said(Label(one["label"]["en"], one["label"]["zh"])) for one in value or ()]


def _proposals(
    session: Session, actor: Actor, region_id: int, known: Sequence[ApprovalFlow]
) -> list[ProposalLine]:
    own, user = columns(SettingProposal), columns(User)
    statement = scoped(actor, SettingProposal, permission="flow.read").where(
        own.region_id == region_id, own.key.like(PREFIX + "%")
    )
    rows = list(session.execute(statement.order_by(own.id.desc()).limit(50)).scalars())
    people = sorted({one for row in rows for one in (row.prepared_by, row.approved_by) if one is not None})
    found = session.execute(sa.select(user.id, user.display_name).where(user.id.in_(people)))
    names: dict[int, str] = {row.id: row.display_name for row in found}
    labels = {flow.key: said(flow.label) for flow in known}
    return [
        ProposalLine(
            row.public_id,
            row.version,
            labels.get(row.key.removeprefix(PREFIX), row.key),
            _labels(row.value),
            row.valid_from,
            row.reason,
            STATES[row.state][0],
            row.state,
            said(STATES[row.state][1]),
            names.get(row.prepared_by or 0, ""),
            names.get(row.approved_by or 0, ""),
            row.prepared_by == actor.user_id,
        )
        for row in rows
    ]
