"""The next steps of a record: what I may do now, and for the rest who is asked and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.books import kind_of, lifecycle_of
from bondlife.db import quick_rows, told_rows
from bondlife.errors import Problem
from bondlife.lifecycle import engine
from bondlife.lifecycle.facts import in_company, rows_of_keys
from bondlife.lifecycle.situation import Situation, situation
from bondlife.locale import gettext
from bondlife.prepared import among, spread
from bondlife.queries.disclosure_words import form_name
from bondlife.queries.words import problem_text, record_name, role_name, said, state_name
from bondlife.security.actor import Actor
from bondlife.security.permissions import PERMISSIONS
from bondlife.security.scope import hot, scoped
from models.base import columns
from models.lifecycle import Kind, Lifecycle
from models.registry import (
    RECORDS,
    Approval,
    Bond,
    BondShare,
    BudgetSheet,
    Certification,
    Contract,
    ContractChange,
    Disbursement,
    Evaluation,
    PaymentException,
    Project,
    Publication,
    RecordRow,
)

MOST_RECORDS = 24
"""A page shows the next steps of this many records; the rest are reached from their own lists."""


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One thing that is missing, who can change it, and where."""

    message: str
    who: str
    href: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """One transition from here."""

    key: str
    label: str
    target: str
    is_open: bool
    is_allowed: bool
    needs_reason: bool
    needs_signatures: bool
    who: str
    reasons: Sequence[ReasonLine]
    clauses: Sequence[str]


class Waiting(NamedTuple):
    """An approval that waits: its public key, and the role whose signature comes next."""

    public_id: str
    role: str


@dataclass(frozen=True, slots=True)
class NextBlock:
    """One record with its steps: those open, those not yet, and those beside the way (return, withdraw)."""

    record: str
    record_label: str
    title: str
    state: str
    href: str
    action: str
    version: int
    idempotency_key: str
    waiting: str
    approval_href: str
    ready: Sequence[StepLine]
    blocked: Sequence[StepLine]
    aside: Sequence[StepLine]


def next_block(session: Session, actor: Actor, row: RecordRow, today: date) -> NextBlock:
    """Return the next steps of one record."""
    return _block(session, actor, row, today, _waiting_approval(session, row))


def next_blocks(session: Session, actor: Actor, rows: Sequence[RecordRow], today: date) -> list[NextBlock]:
    """Return the next steps of several records of one project."""
    in_company(session, rows)
    waiting, _held = _waiting_approvals(session, rows), _named_beside(session, rows)
    return [_block(session, actor, row, today, waiting.get((row.record, row.id or 0))) for row in rows]


def _block(session: Session, actor: Actor, row: RecordRow, today: date, waiting: Waiting | None) -> NextBlock:
    here = situation(session, row, today, actor=actor)
    lines = [
        step_line(here, step)
        for step in engine.steps(here, actor)
        if step.open or not _into_trouble(here, step)
    ]
    return NextBlock(
        row.record,
        record_name(here.kind, row.record),
        title_of(session, row),
        state_name(here.kind, row.record, row.state),
        href_of(row),
        f"/records/{row.record}/{row.public_id}/move",
        row.version,
        str(uuid4()),
        role_name(waiting.role) if waiting else "",
        f"/approvals/{waiting.public_id}" if waiting else "",
        [line for line in lines if line.is_open and not line.needs_reason],
        [line for line in lines if not line.is_open and not line.needs_reason],
        [line for line in lines if line.needs_reason and line.is_allowed],
    )


def _into_trouble(here: Situation, step: engine.Step) -> bool:
    """Tell whether a step leads into trouble: nobody waits to be able to take it."""
    lifecycle = lifecycle_of(here.kind, here.row.record)
    target = next(state for state in lifecycle.states if state.key == step.transition.target)
    return target.progress == "trouble" and not step.transition.needs_reason


def step_line(here: Situation, step: engine.Step) -> StepLine:
    """Return one transition in words."""
    transition = step.transition
    holders = sorted(PERMISSIONS.get(transition.permission, frozenset()) - {"system"})
    return StepLine(
        transition.key,
        said(transition.label),
        state_name(here.kind, here.row.record, transition.target),
        step.open,
        step.allowed,
        transition.needs_reason,
        bool(transition.approval),
        "、".join(role_name(role) for role in holders),
        list(dict.fromkeys(_reason(here, problem) for problem in step.missing)),
        [_clause(here, key) for key in transition.clauses],
    )


def _reason(here: Situation, problem: Problem) -> ReasonLine:
    who = role_name(problem.who) if problem.who else ""
    return ReasonLine(problem_text(problem), who, problem.href or _place_of(here, problem))


def _place_of(here: Situation, problem: Problem) -> str:
    """Return where something missing is filled in."""
    if problem.field == "documents":
        return (
            f"{href_of(here.row)}#documents"
            if not isinstance(here.row, Project)
            else (f"/projects/{here.row.public_id}?tab=documents")
        )
    if problem.code == "field_empty":
        return edit_href(here.row) if _may_edit(here) else href_of(here.row)
    return ""


def _may_edit(here: Situation) -> bool:
    row, actor = here.row, here.actor
    return actor is not None and actor.can_on(
        f"{row.record}.edit", row.region_id, row.unit_id, row.department_id
    )


def _clause(here: Situation, key: str) -> str:
    rule = here.rules.get(key)
    return f"{rule.basis} {rule.clause}".strip() if rule is not None else ""


def edit_href(row: RecordRow) -> str:
    """Return where a record is edited."""
    if isinstance(row, Project):
        return f"/projects/{row.public_id}/edit"
    return f"/records/{row.record}/{row.public_id}/edit"


def href_of(row: RecordRow) -> str:
    """Return the page of a record."""
    if isinstance(row, BudgetSheet):
        return f"/budget-sheets/{row.public_id}"
    if isinstance(row, Evaluation) and row.subject == "ppp_contract":
        return f"/ppp/scores/{row.public_id}"
    return f"{PLACES.get(row.record, f'/records/{row.record}')}/{row.public_id}"


PLACES = {
    "project": "/projects",
    "publication": "/publications",
    "ppp_contract": "/ppp/contracts",
    "ppp_terms": "/ppp/terms",
    "payment_run": "/ppp/runs",
    "fund": "/funds",
    "fund_terms": "/fund-terms",
    "capital_call": "/capital-calls",
    "fund_distribution": "/fund-distributions",
    "fund_decision": "/fund-decisions",
}
"""Records whose page is not the common one, and where it stands."""


TITLE_PARTS = ("year", "batch", "account", "month", "payment_date", "completed_on")
"""Columns that make up the title of a record without a name, as far as it has them."""


def title_of(session: Session, row: RecordRow) -> str:
    """Return what a record is called in lists: the words an office would use."""
    if getattr(row, "name", ""):
        return str(row.name)  # type: ignore[attr-defined]
    if isinstance(row, BondShare):
        bond = session.get(Bond, row.bond_id, execution_options={"scoped": True})
        return bond.name if bond else ""
    if isinstance(row, Disbursement):
        contract = session.get(Contract, row.contract_id, execution_options={"scoped": True})
        return f"{row.number} {contract.payee if contract else row.payee}"
    if isinstance(row, ContractChange | Certification | PaymentException):
        contract = session.get(Contract, row.contract_id, execution_options={"scoped": True})
        told = row.expires_on.isoformat() if isinstance(row, PaymentException) else row.number
        return f"{contract.name if contract else ''} {told}".strip()
    if isinstance(row, BudgetSheet | Publication):
        return (
            form_name(row.form)
            if isinstance(row, Publication)
            else f"{row.year} {row.document_number}".strip()
        )
    parts = (getattr(row, name, None) for name in TITLE_PARTS)
    told = " ".join(str(part) for part in parts if part not in (None, ""))
    number = getattr(row, "number", None)
    return (
        gettext("No. %(number)s, %(day)s") % {"number": number, "day": told}
        if number and row.record == "instalment"
        else told
    )


def _waiting_approval(session: Session, row: RecordRow) -> Waiting | None:
    """Return the approval that waits on a record."""

    def build() -> sa.Select[Any]:
        approval = columns(Approval)
        own = (
            approval.subject == sa.bindparam("record", None, sa.String),
            approval.subject_id == sa.bindparam("id", None, sa.BigInteger),
        )
        chosen = sa.select(approval.public_id, approval.waiting_role)
        return chosen.where(*own, approval.state == "waiting").order_by(approval.id).limit(1)

    asked = {"record": row.record, "id": row.id}
    return next((Waiting(*one) for one in told_rows(session, None, "waiting on", build, asked)), None)


def _waiting_approvals(session: Session, rows: Sequence[RecordRow]) -> dict[tuple[str, int], Waiting]:
    """Return the approvals that wait on any of these records, which belong to one project."""
    approval = columns(Approval)
    records = tuple(sorted({row.record for row in rows}))
    keys = spread(sorted({row.id or 0 for row in rows}))

    def build() -> sa.Select[Any]:
        told = (approval.subject, approval.subject_id, approval.public_id, approval.waiting_role)
        subject = approval.subject.in_(records), among(approval.subject_id, keys)
        return sa.select(*told).where(approval.state == "waiting", *subject).order_by(approval.id.desc())

    found = told_rows(session, None, ("waiting approvals", records, len(keys)), build, keys)
    return {(row[0], row[1]): Waiting(*row[2:]) for row in found}


def _named_beside(session: Session, rows: Sequence[RecordRow]) -> list[Bond | Contract]:
    """Read the bonds and contracts these records name at once; the session finds them while they are held."""
    named = {
        name: sorted({key for row in rows if (key := getattr(row, name, None)) is not None})
        for name in ("bond_id", "contract_id")
    }
    bonds = rows_of_keys(session, Bond, named["bond_id"])
    return [*bonds, *rows_of_keys(session, Contract, named["contract_id"])]


def living_records(session: Session, actor: Actor, project: Project) -> list[RecordRow]:
    """Return the records of a project whose next step somebody should look at, the newest first."""
    kind = kind_of(session, project.kind, project.kind_version)
    place, asked = hot(actor, "living", kind.key, kind.version), {"project": project.id}
    keys: dict[str, list[int]] = {}
    for record, key in quick_rows(session, actor, place, lambda: _living(actor, kind), asked):
        keys.setdefault(record, []).append(key)
    found = (rows_of_keys(session, RECORDS[record], own) for record, own in keys.items())
    return [row for rows in found for row in rows][:MOST_RECORDS]


def _living(actor: Actor, kind: Kind) -> Any:
    """Select type and key: of instalments the next one, of other records the newest few that are open."""
    records = (one for one in kind.lifecycles if one.record not in {"project", "bond"})
    return sa.union_all(
        *(sa.select(_living_of(actor, one).subquery()) for one in records if actor.can(f"{one.record}.read"))
    )


def _living_of(actor: Actor, lifecycle: Lifecycle) -> sa.Select[Any]:
    column, is_due = columns(RECORDS[lifecycle.record]), lifecycle.record == "instalment"
    order, most = (column.payment_date, 1) if is_due else (column.id.desc(), 6)
    told = sa.literal(lifecycle.record, literal_execute=True).label("record"), column.id
    statement = scoped(actor, RECORDS[lifecycle.record], *told, permission=f"{lifecycle.record}.read")
    own = column.project_id == sa.bindparam("project", None, sa.BigInteger())
    return statement.where(own, *_is_open(lifecycle)).order_by(order).limit(most)


def _is_open(lifecycle: Lifecycle) -> tuple[Any, Any]:
    column = columns(RECORDS[lifecycle.record])
    open_states = [state.key for state in lifecycle.states if not state.ending]
    return column.ended_at.is_(None), column.state.in_(open_states)
