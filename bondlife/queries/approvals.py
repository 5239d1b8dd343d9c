"""Approvals: the bar under a record that waits for me, the list of what waits, the printed sheet (签批单)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import kind_of
from bondlife.db import Database, quick_rows
from bondlife.errors import missing
from bondlife.lifecycle.facts import rows_of_keys
from bondlife.locale import gettext
from bondlife.queries.history import FieldChange, changes_since_approval, differences, version_data
from bondlife.queries.record_forms import shown_text
from bondlife.queries.steps import href_of, title_of
from bondlife.queries.words import record_name, role_name, said
from bondlife.security.actor import Actor
from bondlife.security.scope import hot, scoped
from bondlife.services.approvals import CHANGE, content_digest, steps_of
from models.base import columns
from models.lifecycle import ApprovalStep, Kind
from models.registry import RECORDS, Approval, Opinion, Organisation, Project, RecordRow, Region, User

MOST = 200
_AMOUNTS = ("amount", "payable", "face", "total_investment", "principal", "certified_work")


@dataclass(frozen=True, slots=True)
class BarView:
    """What waits for me on a record: what I see is what I sign."""

    approval_id: str
    action: str
    idempotency_key: str
    digest: str
    amount_label: str
    amount: str
    changes: int
    changes_href: str
    prepared_by: str
    step: str
    what: str
    needs_minutes: bool
    is_mine: bool
    why_not: str
    sheet_href: str
    can_withdraw: bool
    proposed: Sequence[FieldChange]
    reason: str


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One record that waits for a signature."""

    what: str
    title: str
    project: str
    step: str
    prepared_by: str
    since: datetime | None
    days: int
    amount: str
    href: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class ApprovalsView:
    """What waits for my signature, and what else waits in my regions."""

    mine: Sequence[WaitingLine]
    others: Sequence[WaitingLine]


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One step of the sheet: who signs, and what was said."""

    step: str
    role: str
    person: str
    outcome: str
    opinion: str
    minutes_number: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class SheetView:
    """The printed approval sheet."""

    public_id: str
    title: str
    what: str
    record_label: str
    project: str
    project_code: str
    region: str
    unit: str
    amount: str
    reason: str
    state: str
    prepared_by: str
    prepared_at: datetime | None
    digest: str
    version: int
    lines: Sequence[SignatureLine]
    proposed: Sequence[FieldChange]
    href: str
    printed_on: date


def bar_of(session: Session, actor: Actor, row: RecordRow) -> BarView | None:
    """Return the bar of a record, or None where nothing waits."""
    approval = _waiting(session, actor, row)
    if approval is None:
        return None
    kind = kind_of(session, row.kind, row.kind_version)
    step = steps_of(approval)[approval.current_step]
    why_not = why_not_mine(session, actor, approval, step)
    label, amount = amount_of(row)
    changes = _changes(session, row, approval)
    return BarView(
        approval.public_id,
        f"/approvals/{approval.public_id}/decide",
        str(uuid4()),
        content_digest(row),
        label,
        amount,
        changes,
        _changes_href(row),
        _name(session, approval.prepared_by),
        said(step.label),
        what_of(kind, approval),
        step.minutes_number,
        not why_not,
        why_not,
        f"/approvals/{approval.public_id}/sheet",
        approval.prepared_by == actor.user_id and actor.can("approval.withdraw"),
        proposed_changes(kind, row, approval),
        approval.reason,
    )


def _changes_href(row: RecordRow) -> str:
    place = href_of(row)
    return (
        f"{place}?tab=history&since=approval"
        if isinstance(row, Project)
        else f"{place}?since=approval#history"
    )


def _changes(session: Session, row: RecordRow, approval: Approval) -> int:
    if approval.transition == CHANGE:
        return len(approval.proposed or {})
    return changes_since_approval(session, row)


def _waiting(session: Session, actor: Actor, row: RecordRow) -> Approval | None:
    place, asked = hot(actor, "approval that waits"), {"subject": row.record, "key": row.id}
    keys = quick_rows(session, actor, place, lambda: _waiting_of(actor), asked)
    return next(iter(rows_of_keys(session, Approval, [key for (key,) in keys])), None)


def _waiting_of(actor: Actor) -> Any:
    approval = columns(Approval)
    subject = approval.subject == sa.bindparam("subject", None, sa.String())
    own = approval.subject_id == sa.bindparam("key", None, sa.BigInteger())
    statement = scoped(actor, Approval, approval.id, permission="approval.read")
    return statement.where(subject, own, approval.state == "waiting").limit(1)


def why_not_mine(session: Session, actor: Actor, approval: Approval, step: ApprovalStep) -> str:
    """Return why this person does not sign now, empty where they do."""
    holders = [grant for grant in actor.grants_for("approval.decide") if grant.role == step.role]
    covered = any(g.covers(approval.region_id, (approval.unit_id, approval.department_id)) for g in holders)
    if actor.user_id == approval.prepared_by:
        return gettext("Who prepared it cannot approve it; a second person signs.")
    if not covered or (step.section and actor.section and actor.section != step.section):
        return gettext("It waits for: %(role)s (%(step)s).") % {
            "role": role_name(step.role),
            "step": said(step.label),
        }
    if _signed_already(session, actor, approval):
        return gettext("You have signed this already; another person signs next.")
    return ""


def _signed_already(session: Session, actor: Actor, approval: Approval) -> bool:
    opinion = columns(Opinion)
    statement = sa.select(opinion.id).where(
        opinion.approval_id == approval.id, opinion.user_id == actor.user_id
    )
    return session.execute(statement.execution_options(scoped=True).limit(1)).first() is not None


def amount_of(row: RecordRow) -> tuple[str, str]:
    """Return the amount a signature is about, with its name."""
    for name in _AMOUNTS:
        value = getattr(row, name, None)
        if value:
            total = value + (getattr(row, "interest", 0) if name == "principal" else 0)
            return gettext("Amount"), shown_text("money", total)
    return gettext("Amount"), "—"


def what_of(kind: Kind, approval: Approval) -> str:
    """Return what an approval is for: the transition, or a change of figures."""
    if approval.transition == CHANGE:
        return gettext("Change of checked figures")
    for transition in kind.lifecycle(approval.subject).transitions:
        if transition.key == approval.transition:
            return said(transition.label)
    return approval.transition


def proposed_changes(kind: Kind, row: RecordRow, approval: Approval) -> list[FieldChange]:
    """Return the figures a change would put in place of those that stand."""
    if not approval.proposed:
        return []
    proposed: Mapping[str, Any] = approval.proposed
    from bondlife.acts import row_data

    before = {name: value for name, value in row_data(row).items() if name in proposed}
    return differences(kind, row.record, before, proposed)


def approvals_view(db: Database, actor: Actor) -> ApprovalsView:
    """Return what waits for signatures in the person's regions, theirs first."""
    approval = columns(Approval)
    statement = (
        scoped(actor, Approval, permission="approval.read")
        .where(approval.state == "waiting")
        .order_by(approval.waiting_since, approval.id)
        .limit(MOST)
    )
    with db.reading() as session:
        lines = [_line(session, actor, one) for one in session.execute(statement).scalars()]
    return ApprovalsView([x for x in lines if x.is_mine], [x for x in lines if not x.is_mine])


def _line(session: Session, actor: Actor, approval: Approval) -> WaitingLine:
    row = subject_row(session, approval)
    kind = kind_of(session, row.kind, row.kind_version)
    step = steps_of(approval)[approval.current_step]
    project = (
        session.get(Project, row.project_id, execution_options={"scoped": True}) if row.project_id else None
    )
    since = approval.waiting_since or approval.created_at
    return WaitingLine(
        what_of(kind, approval),
        f"{record_name(kind, row.record)} {title_of(session, row)}",
        project.name if project is not None else "",
        f"{said(step.label)}（{role_name(step.role)}）",
        _name(session, approval.prepared_by),
        since,
        (clock.business_date() - clock.local(since).date()).days if since else 0,
        amount_of(row)[1],
        href_of(row),
        not why_not_mine(session, actor, approval, step),
    )


def subject_row(session: Session, approval: Approval) -> RecordRow:
    """Return the record an approval is about."""
    row = session.get(RECORDS[approval.subject], approval.subject_id, execution_options={"scoped": True})
    assert row is not None
    return row


def approval_place(db: Database, actor: Actor, public_id: str) -> str:
    """Return the page of the record an approval is about; a foreign approval is missing."""
    with db.reading() as session:
        return href_of(subject_row(session, _approval(session, actor, public_id)))


def approval_region(db: Database, actor: Actor, public_id: str) -> int:
    """Return the region of an approval this person may see; any other is missing."""
    with db.reading() as session:
        return _approval(session, actor, public_id).region_id


def sheet_view(db: Database, actor: Actor, public_id: str) -> SheetView:
    """Return the printed sheet with every opinion given."""
    with db.reading() as session:
        approval = _approval(session, actor, public_id)
        row = subject_row(session, approval)
        kind = kind_of(session, row.kind, row.kind_version)
        project = (
            row
            if isinstance(row, Project)
            else (
                session.get(Project, row.project_id, execution_options={"scoped": True})
                if row.project_id
                else None
            )
        )
        region = session.get(Region, row.region_id)
        unit = session.get(Organisation, row.unit_id) if row.unit_id else None
        return SheetView(
            approval.public_id,
            title_of(session, row),
            what_of(kind, approval),
            record_name(kind, row.record),
            project.name if project else "",
            project.code if project else "",
            region.name if region else "",
            unit.name if unit else "",
            amount_of(row)[1],
            approval.reason,
            approval_state(approval.state),
            _name(session, approval.prepared_by),
            approval.created_at,
            approval.subject_digest,
            approval.subject_version,
            _signatures(session, approval),
            _sheet_changes(session, kind, row, approval),
            href_of(row),
            clock.business_date(),
        )


def _sheet_changes(session: Session, kind: Kind, row: RecordRow, approval: Approval) -> list[FieldChange]:
    """Return what a change of figures was about, against the version that was signed."""
    if not approval.proposed:
        return []
    held = version_data(session, row, approval.subject_version)
    before = {name: value for name, value in held.items() if name in approval.proposed}
    return differences(kind, row.record, before, approval.proposed)


def approval_state(state: str) -> str:
    """Return what a state of an approval is called."""
    words = {
        "waiting": gettext("waiting"),
        "approved": gettext("approved"),
        "returned": gettext("returned"),
        "withdrawn": gettext("taken back"),
        "void": gettext("void: the record was edited"),
    }
    return words[state]


def _approval(session: Session, actor: Actor, public_id: str) -> Approval:
    statement = scoped(actor, Approval, permission="approval.read").where(
        columns(Approval).public_id == public_id
    )
    found: Approval | None = session.execute(statement).scalar_one_or_none()
    if found is None:
        raise missing("approval")
    return found


def _signatures(session: Session, approval: Approval) -> list[SignatureLine]:
    opinion, user = columns(Opinion), columns(User)
    statement = (
        sa.select(Opinion, user.display_name)
        .join_from(Opinion, User, user.id == opinion.user_id)
        .where(opinion.approval_id == approval.id)
        .order_by(opinion.step, opinion.id)
        .execution_options(scoped=True)
    )
    given = {one.step: (one, name) for one, name in session.execute(statement)}
    lines = []
    for number, step in enumerate(steps_of(approval)):
        one, name = given.get(number, (None, ""))
        if number == 0 and one is None and step.key.endswith("prepare"):
            prepared = _name(session, approval.prepared_by)
            lines.append(
                _signature(step, prepared, gettext("prepared"), approval.reason, "", approval.created_at)
            )
        elif one is None:
            lines.append(_signature(step, "", "", "", "", None))
        else:
            outcome = gettext("agreed") if one.outcome == "approve" else gettext("returned")
            lines.append(_signature(step, name, outcome, one.text, one.minutes_number, one.at))
    return lines


def _signature(
    step: ApprovalStep, person: str, outcome: str, text: str, minutes: str, at: datetime | None
) -> SignatureLine:
    return SignatureLine(said(step.label), role_name(step.role), person, outcome, text, minutes, at)


def _name(session: Session, user_id: int | None) -> str:
    user = session.get(User, user_id) if user_id is not None else None
    return user.display_name if user is not None else "bondlife"
