"""Projects to be ticked for one action, the steps they share, and the officers who could look after them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bondlife.books import kinds_known
from bondlife.db import Database
from bondlife.locale import gettext
from bondlife.queries.keyset import Order, Page, page_of
from bondlife.queries.shell import region_choices
from bondlife.queries.users import role_label
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from bondlife.services.bulk import ROLES
from models.base import columns
from models.registry import Assignment, Project, Region, RoleGrant, User


@dataclass(frozen=True, slots=True)
class BulkFilter:
    """What the address says."""

    region: str = ""
    state: str = ""
    q: str = ""
    after: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class BulkLine:
    """One project to tick."""

    public_id: str
    name: str
    code: str
    region: str
    state: str
    officer: str


@dataclass(frozen=True, slots=True)
class BulkView:
    """One page of projects, and what can be done with those that are ticked."""

    filter: BulkFilter
    lines: Sequence[BulkLine]
    page: Page
    regions: Sequence[tuple[str, str]]
    states: Sequence[tuple[str, str]]
    roles: Sequence[tuple[str, str]]
    officers: Sequence[tuple[str, str]]
    moves: Sequence[tuple[str, str]]
    form: Any


@dataclass(frozen=True, slots=True)
class BulkRow:
    """The result of one project."""

    public_id: str
    name: str
    ok: bool
    why: str


@dataclass(frozen=True, slots=True)
class BulkResultView:
    """What one action did, row by row."""

    action: str
    done: int
    refused: int
    rows: Sequence[BulkRow]


def bulk_view(db: Database, actor: Actor, wanted: BulkFilter, form: Any) -> BulkView:
    """Return one page of the projects the actor may act on."""
    own, region, user = columns(Project), columns(Region), columns(User)
    held = columns(Assignment)
    officer = (
        sa.select(user.display_name)
        .join_from(Assignment, User, user.id == held.user_id)
        .where(held.project_id == own.id, held.ended_at.is_(None))
        .limit(1)
        .scalar_subquery()
    )
    chosen = (own.id, own.sort_key, own.public_id, own.name, own.code, region.name.label("region"), own.state)
    statement = scoped(actor, Project, *chosen, officer.label("officer"), permission="project.bulk")
    statement = statement.join(Region, region.id == own.region_id).where(*_conditions(wanted))
    with db.reading() as session:
        order = Order(own.sort_key, str, own.id)
        rows, page = page_of(session, statement, order, after=wanted.after, before=wanted.before)
        officers = _officers(session, actor)
    states, names = _states()
    lines = [
        BulkLine(
            row.public_id, row.name, row.code, row.region, names.get(row.state, row.state), row.officer or ""
        )
        for row in rows
    ]
    roles = [(one, role_label(one)) for one in ROLES]
    return BulkView(
        wanted, lines, page, region_choices(db, actor), states, roles, officers, _moves(wanted.state), form
    )


def result_view(answer: Mapping[str, Any], *, chinese: bool) -> BulkResultView:
    """Return the answer of an action in words."""
    rows = [
        BulkRow(
            row["project"], row["name"] or gettext("There is no such record."), row["ok"], _why(row, chinese)
        )
        for row in answer["rows"]
    ]
    return BulkResultView(answer["action"], answer["done"], answer["refused"], rows)


def _why(row: Mapping[str, Any], chinese: bool) -> str:
    told = []
    for _code, message, english, local in row["problems"]:
        words = local if chinese else english
        told.append(gettext(message) % words if words else gettext(message))
    return "；".join(told)


def _conditions(wanted: BulkFilter) -> list[Any]:
    own = columns(Project)
    found: list[Any] = [own.ended_at.is_(None)]
    if wanted.state:
        found.append(own.state == wanted.state)
    if wanted.q:
        found.append(sa.or_(own.name.contains(wanted.q, autoescape=True), own.code == wanted.q))
    if wanted.region:
        code = columns(Region)
        root = sa.select(code.id).where(code.code == wanted.region).scalar_subquery()
        found.append(own.region_id.in_(closure_of(root)))
    return found


def _states() -> tuple[list[tuple[str, str]], dict[str, str]]:
    found: dict[str, str] = {}
    for kind in kinds_known():
        for life in kind.lifecycles:
            if life.record == "project":
                for one in life.states:
                    found.setdefault(one.key, said(one.label))
    return list(found.items()), found


def _moves(state: str) -> list[tuple[str, str]]:
    """Return the steps of projects, from one state where one is chosen."""
    found: dict[str, str] = {}
    for kind in kinds_known():
        for life in kind.lifecycles:
            for one in life.transitions if life.record == "project" else ():
                if not state or state in one.sources:
                    found.setdefault(one.key, said(one.label))
    return list(found.items())


def _officers(session: Any, actor: Actor) -> list[tuple[str, str]]:
    """Return who holds the officer's role in the regions this person acts in."""
    user, grant = columns(User), columns(RoleGrant)
    statement = (
        sa.select(user.account, user.display_name)
        .join_from(RoleGrant, User, user.id == grant.user_id)
        .where(
            grant.role == "officer",
            grant.state == "in_force",
            grant.ended_at.is_(None),
            user.disabled.is_(False),
        )
        .distinct()
        .order_by(user.display_name)
        .limit(200)
    )
    grants = actor.grants_for("project.bulk")
    if not any(one.region_ids is None for one in grants):
        own = sorted(set().union(*(one.region_ids or () for one in grants)))
        statement = statement.where(user.region_id.in_(own))
    return [(row.account, row.display_name) for row in session.execute(statement)]
