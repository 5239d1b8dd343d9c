"""Records of a project as they stood at a cut-off: stages, evaluations, documents that may be named."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.books import kind_of, region_code, rule_book
from bondlife.disclosure.page_parts import plain
from bondlife.disclosure.scores_at import concluded, result_of
from bondlife.lifecycle.facts import rows
from bondlife.lifecycle.rail import worst
from bondlife.queries.performance.board import TYPES
from models.base import columns
from models.kinds import shipped_kinds
from models.lifecycle import Kind
from models.registry import RECORDS, BondShare, Document, Evaluation, Project, StateMove

FIRST_RULES = date(2021, 1, 1)
"""The first day rules are kept for: an earlier cut-off is read by the rules of this day."""

WORDS = {"none": "未开始", "active": "进行中", "trouble": "进行中", "done": "已办结"}
"""How a stage is called outside: what troubles it is for those who mend it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One record that existed at a day: type, key, state then, the day of its last move."""

    record: str
    id: int
    state: str
    since: date | None


def records_at(session: Session, project: Project, on: date) -> list[Kept]:
    """Return every record of a project that existed at the end of a day, with its state then.

    Publications are left out: publishing would change what is published.
    """
    kind = kind_of(session, project.kind, project.kind_version)
    lives = (one.record for one in kind.lifecycles if one.record != "publication")
    return [one for record in lives for one in _records(session, record, project, on)]


def _records(session: Session, record: str, project: Project, on: date) -> list[Kept]:
    own = columns(RECORDS[record])
    statement = sa.select(own.id, own.state, own.created_at).where(
        _of(record, project), own.ended_at.is_(None)
    )
    held = session.execute(statement.execution_options(scoped=True)).all()
    moves = _moves(session, record, [row.id for row in held])
    found = [_kept(record, row, moves.get(row.id, ()), on) for row in held if _day(row.created_at) <= on]
    return sorted(found, key=lambda one: one.id)


def _of(record: str, project: Project) -> Any:
    own = columns(RECORDS[record])
    if record == "project":
        return own.id == project.id
    if record == "bond":
        share = columns(BondShare)
        return own.id.in_(
            sa.select(share.bond_id).where(share.project_id == project.id, share.ended_at.is_(None))
        )
    return own.project_id == project.id


def _day(moment: datetime | None) -> date:
    return moment.date() if moment is not None else date.min


def _moves(session: Session, record: str, keys: Sequence[int]) -> dict[int, list[Any]]:
    move = columns(StateMove)
    statement = (
        sa.select(move.record_id, move.business_date, move.source, move.target)
        .where(move.record == record, move.record_id.in_(keys))
        .order_by(move.record_id, move.number)
    )
    found: dict[int, list[Any]] = {}
    for row in session.execute(statement):
        found.setdefault(row.record_id, []).append(row)
    return found


def _kept(record: str, row: Any, moves: Sequence[Any], on: date) -> Kept:
    """Return a record as it stood: after its last move up to the day, else where its first move began."""
    before = [one for one in moves if one.business_date <= on]
    if before:
        return Kept(record, row.id, before[-1].target, before[-1].business_date)
    return Kept(record, row.id, moves[0].source if moves else row.state, None)


def stages(session: Session, project: Project, kept: Iterable[Kept]) -> list[dict[str, Any]]:
    """Return the stages of a project: how far each is, its last step, records done and in all."""
    kind, held = kind_of(session, project.kind, project.kind_version), list(kept)
    return [_stage(kind, track.key, track.label.zh, held) for track in kind.tracks]


def _stage(kind: Kind, key: str, name: str, kept: Iterable[Kept]) -> dict[str, Any]:
    states = {
        (life.record, state.key): state
        for life in kind.lifecycles
        if life.track == key
        for state in life.states
    }
    mine = [(one, states[one.record, one.state]) for one in kept if (one.record, one.state) in states]
    at_work = [(one, state) for one, state in mine if state.progress != "none"]
    progress = worst(state.progress for _, state in at_work)
    if progress == "done" and any(state.progress == "none" and not state.ending for _, state in mine):
        progress = "active"
    return {
        "stage": name,
        "word": WORDS[progress],
        "since": plain(max((one.since for one, _ in at_work if one.since is not None), default=None)),
        "done": sum(state.progress == "done" for _, state in at_work),
        "total": len(at_work),
    }


def scores_at(session: Session, project: Project, on: date) -> list[dict[str, Any]]:
    """Return the evaluations of a project whose result stands, up to the year of a day."""
    own = columns(Evaluation)
    found = concluded(session, on, own.project_id == project.id, own.subject == "project")
    return [
        {**result_of(session, one, on), "type": TYPES[one.type].zh if one.type in TYPES else one.type}
        for one in found
    ]


def papers_at(session: Session, project: Project, kept: Iterable[Kept], on: date) -> list[dict[str, Any]]:
    """Return the documents of the project whose type the rule lets be named; never their names or bytes."""
    rules = rule_book(session, region_code(session, project.region_id), max(on, FIRST_RULES))
    rule = rules.get("disclosure.public_papers")
    kinds = [str(one) for one in rule.value] if rule is not None else []
    own, places = columns(Document), [(one.record, one.id) for one in kept]
    found = rows(session, Document, own.type.in_(kinds), sa.tuple_(own.subject, own.subject_id).in_(places))
    words = {one.key: one.label.zh for one in shipped_kinds()["special_bond"].documents}
    told = [
        {
            "type": words.get(one.type, one.type),
            "number": plain(one.number),
            "day": one.created_at.date().isoformat(),
            "digest": one.content_digest,
        }
        for one in found
        if one.created_at is not None and one.created_at.date() <= on
    ]
    return sorted(told, key=lambda one: (one["day"], one["type"], one["digest"]))
