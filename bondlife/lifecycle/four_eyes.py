"""Who checks is not who prepared: from the history itself, so that nobody can switch it off."""

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import told_rows
from bondlife.errors import Problem
from bondlife.lifecycle.facts import last_move, of_each
from bondlife.prepared import among, spread
from bondlife.security.actor import Actor
from models.base import columns, table
from models.lifecycle import Label, Lifecycle, Transition
from models.registry import AuditRecord, RecordRow, RowVersion

APART = Label(
    "duties that check each other are held by different persons, 内部控制规范",
    "不相容岗位相互分离，内部控制规范",
)
"""The rule of internal control behind every second person, as refusals cite it."""

SIGNING = frozenset({"check", "approve", "pay", "confirm", "conclude", "review", "recheck"})
"""Rights by which somebody passes the work of another on."""

_WRITING = ("create", "edit")


def is_signing(transition: Transition) -> bool:
    """Tell whether a transition without signatures passes somebody's work on; steps back give reasons."""
    act = transition.permission.rpartition(".")[2]
    return not transition.approval and not transition.needs_reason and act in SIGNING


def preparers(session: Session, row: RecordRow, lifecycle: Lifecycle) -> frozenset[int]:
    """Return who wrote the record while it was being prepared; what the house made itself has nobody."""
    nobody: list[tuple[int, str]] = []
    written = of_each(session, "written", row, partial(_written, session), nobody)
    return frozenset(who for who, state in written if state == lifecycle.initial)


def _written(session: Session, together: Sequence[RecordRow]) -> Mapping[Any, list[tuple[int, str]]]:
    """Return who wrote each of some records of one type by hand, and the state it stood in."""
    one = together[0]
    name, keys = table(type(one)).name, spread([row.id or 0 for row in together])
    subjects = {row.id: f"{name}/{row.public_id}" for row in together}
    place = ("written", one.record, len(keys))
    found: dict[int, list[tuple[int, str]]] = {}
    for key, author, data, subject in told_rows(
        session, None, place, partial(_by_hand, one.record, name, keys), keys
    ):
        if subject == subjects[key]:
            found.setdefault(key, []).append((author, json.loads(data)["state"]))
    return found


def _by_hand(record: str, name: str, keys: Mapping[str, int]) -> sa.Select[Any]:
    """Select the versions some rows were given by the acts of writing, each with the subject of the act."""
    version, audit = columns(RowVersion), columns(AuditRecord)
    return (
        sa.select(version.row_id, version.author_id, version.data, audit.subject)
        .join_from(table(RowVersion), table(AuditRecord), audit.seq == version.act)
        .where(
            version.table_name == name,
            among(version.row_id, keys),
            version.author_id.is_not(None),
            audit.act.in_([f"{record}.{act}" for act in _WRITING]),
        )
    )


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
            law=APART,
        )
    if move is not None and move.actor_id in people:
        return Problem(
            "four_eyes",
            "You took the step before; another person takes the step “%(step)s”.",
            "actor",
            {"step": transition.label},
            law=APART,
        )
    return None
