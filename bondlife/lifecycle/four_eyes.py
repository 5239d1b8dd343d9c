"""Who checks is not who prepared: from the history itself, so that nobody can switch it off."""

import json

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.errors import Problem
from bondlife.lifecycle.facts import last_move, once
from bondlife.security.actor import Actor
from models.base import columns, table
from models.lifecycle import Lifecycle, Transition
from models.registry import AuditRecord, RecordRow, RowVersion

SIGNING = frozenset({"check", "approve", "pay", "confirm", "conclude", "review", "recheck"})
"""Rights by which somebody passes the work of another on."""

_WRITING = ("create", "edit")


def is_signing(transition: Transition) -> bool:
    """Tell whether a transition without signatures passes somebody's work on; steps back give reasons."""
    act = transition.permission.rpartition(".")[2]
    return not transition.approval and not transition.needs_reason and act in SIGNING


def preparers(session: Session, row: RecordRow, lifecycle: Lifecycle) -> frozenset[int]:
    """Return who wrote the record while it was being prepared; what the house made itself has nobody."""
    return once(session, ("preparers", row.record, row.id), lambda: _preparers(session, row, lifecycle))


def _preparers(session: Session, row: RecordRow, lifecycle: Lifecycle) -> frozenset[int]:
    version, audit = columns(RowVersion), columns(AuditRecord)
    statement = (
        sa.select(version.author_id, version.data)
        .join_from(table(RowVersion), table(AuditRecord), audit.seq == version.act)
        .where(
            version.table_name == table(type(row)).name,
            version.row_id == row.id,
            version.author_id.is_not(None),
            audit.act.in_([f"{row.record}.{act}" for act in _WRITING]),
            audit.subject == f"{table(type(row)).name}/{row.public_id}",
        )
    )
    written = session.execute(statement).all()
    return frozenset(int(who) for who, data in written if json.loads(data)["state"] == lifecycle.initial)


def same_person(
    session: Session, row: RecordRow, lifecycle: Lifecycle, transition: Transition, actor: Actor
) -> Problem | None:
    """Return why this person may not pass the record on, if so; a substitute counts as the person as well."""
    if actor.user_id is None or not is_signing(transition):
        return None
    where = (row.region_id, row.unit_id, row.department_id)
    people = {actor.user_id} | actor.acts_for(transition.permission, *where)
    move = last_move(session, row)
    if people & preparers(session, row, lifecycle):
        return Problem(
            "four_eyes",
            "You prepared this record; another person takes the step “%(step)s”.",
            "actor",
            {"step": transition.label},
        )
    if move is not None and move.actor_id in people:
        return Problem(
            "four_eyes",
            "You took the step before; another person takes the step “%(step)s”.",
            "actor",
            {"step": transition.label},
        )
    return None
