"""Organisations within a person's sight: a list by name, one with what belongs to it, the form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bondlife.db import Database
from bondlife.errors import missing
from bondlife.locale import gettext
from bondlife.queries import finding
from bondlife.queries.keyset import Order, Page, page_of
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from models.base import columns
from models.lifecycle import Label
from models.registry import Organisation, Project, Region

ROLES: Mapping[str, Label] = {
    "unit": Label("Project unit", "项目单位"),
    "department": Label("Competent department", "主管部门"),
}


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """One organisation with the number of its open projects."""

    public_id: str
    name: str
    credit_code: str
    role: str
    region: str
    projects: int
    is_ended: bool


@dataclass(frozen=True, slots=True)
class OrganisationsView:
    """One page of organisations by name."""

    q: str
    role: str
    roles: Sequence[tuple[str, str]]
    lines: Sequence[OrganisationLine]
    page: Page
    can_edit: bool


@dataclass(frozen=True, slots=True)
class OrganisationForm:
    """The form of an organisation; a stored one keeps its region and role, a closed one is only read."""

    public_id: str
    version: int
    roles: Sequence[tuple[str, str]]
    labels: Mapping[str, str]
    may_store: bool
    form: Any


@dataclass(frozen=True, slots=True)
class Stored:
    """An organisation as it is typed."""

    data: Mapping[str, str]
    version: int
    may_store: bool


def in_sight(actor: Actor) -> Any:
    """Return the condition under which an organisation is this person's to see."""
    grants = actor.grants_for("organisation.read")
    if any(grant.region_ids is None for grant in grants):
        return sa.true()
    own = set().union(*(grant.region_ids or () for grant in grants))
    return columns(Organisation).region_id.in_(sorted(own))


def organisations_view(
    db: Database, actor: Actor, *, q: str = "", role: str = "", after: str = "", before: str = ""
) -> OrganisationsView:
    """Return one page of organisations: those a text finds, of a role, the closed ones at their place."""
    body, region = columns(Organisation), columns(Region)
    chosen = (body.id, body.sort_key, body.public_id, body.name, body.credit_code, body.role)
    statement = (
        sa.select(*chosen, region.name, _open_projects(), body.ended_at)
        .join_from(Organisation, Region, region.id == body.region_id)
        .where(in_sight(actor))
        .execution_options(scoped=True)
    )
    if role in ROLES:
        statement = statement.where(body.role == role)
    if q.strip():
        statement = statement.where(body.id.in_(finding.matching("organisation", q)))
        statement = statement.params(finding.values(q))
    order = Order(body.sort_key, str, body.id)
    with db.reading() as session:
        rows, page = page_of(session, statement, order, after=after, before=before)
    lines = [_line(*row[2:]) for row in rows]
    return OrganisationsView(q, role, _roles(), lines, page, actor.can("organisation.edit"))


def _line(
    key: str, name: str, code: str, role: str, place: str, projects: int, ended: datetime | None
) -> OrganisationLine:
    word = said(ROLES[role]) if role in ROLES else role
    return OrganisationLine(key, name, code, word, place, projects, ended is not None)


def stored_organisation(db: Database, actor: Actor, public_id: str) -> Stored:
    """Return an organisation within the person's sight; any other is missing."""
    body, region = columns(Organisation), columns(Region)
    statement = sa.select(Organisation, region.code).join(Region, region.id == body.region_id)
    statement = statement.where(body.public_id == public_id, in_sight(actor)).execution_options(scoped=True)
    with db.reading() as session:
        found = session.execute(statement).one_or_none()
    if found is None:
        raise missing("organisation")
    row, code = found
    data = {"region": code, "role": row.role, "name": row.name, "credit_code": row.credit_code}
    may = row.ended_at is None and actor.can_on("organisation.edit", row.region_id)
    return Stored(data, row.version, may)


def organisation_form(form: Any, public_id: str, version: int, *, may_store: bool) -> OrganisationForm:
    """Return what the form of an organisation offers."""
    labels = {
        "region": gettext("Region"),
        "role": gettext("Kind of organisation"),
        "name": gettext("Name"),
        "credit_code": gettext("Credit code"),
    }
    return OrganisationForm(public_id, version, _roles(), labels, may_store, form)


def first_region(db: Database, actor: Actor) -> str:
    """Return the code of the only region this person enters organisations for, or nothing."""
    grants = actor.grants_for("organisation.edit")
    if any(grant.region_ids is None for grant in grants):
        return ""
    own = set().union(*(grant.region_ids or () for grant in grants))
    with db.reading() as session:
        code = session.execute(sa.select(columns(Region).code).where(columns(Region).id.in_(sorted(own)[:2])))
        found = code.scalars().all()
    return found[0] if len(found) == 1 else ""


def _roles() -> list[tuple[str, str]]:
    return [(key, said(label)) for key, label in ROLES.items()]


def _open_projects() -> Any:
    body, project = columns(Organisation), columns(Project)
    belongs = sa.or_(project.unit_id == body.id, project.department_id == body.id)
    counted = sa.select(sa.func.count(project.id)).where(belongs, project.ended_at.is_(None))
    return counted.correlate(Organisation).scalar_subquery()
