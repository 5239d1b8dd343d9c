"""Search over projects, bonds and organisations: pieces of names, beginnings of codes, pinyin initials."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import Database
from bondlife.queries import finding
from bondlife.queries.organisations import in_sight
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from models.base import columns
from models.registry import Bond, Organisation, Project, Region

MOST = 20


@dataclass(frozen=True, slots=True)
class Found:
    """One record found."""

    name: str
    code: str
    place: str
    href: str


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """What was found of one type; ``more`` leads to the whole list where there is one."""

    key: str
    lines: Sequence[Found]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class SearchView:
    """The answer to a search."""

    q: str
    groups: Sequence[FoundGroup]
    count: int


def search_view(db: Database, actor: Actor, q: str) -> SearchView:
    """Return what a text finds within the person's sight."""
    if not q.strip():
        return SearchView(q, (), 0)
    with db.reading() as session:
        groups = [
            _group("project", _projects(session, actor, q)) if actor.can("project.read") else None,
            _group("bond", _bonds(session, actor, q)) if actor.can("bond.read") else None,
            _group("organisation", _organisations(session, actor, q))
            if actor.can("organisation.read")
            else None,
        ]
    shown = [group for group in groups if group is not None and group.lines]
    return SearchView(q, shown, sum(len(group.lines) for group in shown))


def _group(key: str, lines: list[Found]) -> FoundGroup:
    return FoundGroup(key, lines[:MOST], len(lines) > MOST)


def _projects(session: Session, actor: Actor, q: str) -> list[Found]:
    project, region = columns(Project), columns(Region)
    chosen = (project.public_id, project.name, project.code, region.name)
    statement = (
        scoped(actor, Project, *chosen, permission="project.read")
        .join(Region, region.id == project.region_id)
        .where(project.ended_at.is_(None))
        .order_by(project.sort_key, project.id)
    )
    return [
        Found(name, code, place, f"/projects/{key}")
        for key, name, code, place in _hits(session, statement, project, "project", q)
    ]


def _bonds(session: Session, actor: Actor, q: str) -> list[Found]:
    bond, region = columns(Bond), columns(Region)
    chosen = (bond.public_id, bond.name, bond.code, region.name)
    statement = (
        scoped(actor, Bond, *chosen, permission="bond.read")
        .join(Region, region.id == bond.region_id)
        .where(bond.ended_at.is_(None))
        .order_by(bond.sort_key, bond.id)
    )
    return [
        Found(name, code, place, f"/bonds/{key}")
        for key, name, code, place in _hits(session, statement, bond, "bond", q)
    ]


def _organisations(session: Session, actor: Actor, q: str) -> list[Found]:
    body, region = columns(Organisation), columns(Region)
    statement = (
        sa.select(body.public_id, body.name, body.credit_code, region.name)
        .join_from(Organisation, Region, region.id == body.region_id)
        .where(body.ended_at.is_(None), in_sight(actor))
        .order_by(body.sort_key, body.id)
    )
    found = _hits(session, statement, body, "organisation", q)
    return [Found(name, code, place, f"/organisations/{key}") for key, name, code, place in found]


def _hits(session: Session, statement: Any, column: Any, subject: str, q: str) -> Sequence[Any]:
    statement = statement.where(column.id.in_(finding.matching(subject, q))).limit(MOST + 1)
    return session.execute(statement, finding.values(q), execution_options={"scoped": True}).all()
