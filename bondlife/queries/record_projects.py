"""Which project a new record belongs to: asked where its form is opened away from a project."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bondlife.books import kinds_in_force
from bondlife.db import Database
from bondlife.errors import missing
from bondlife.locale import gettext
from bondlife.queries import finding
from bondlife.queries.search import MOST, Found
from bondlife.queries.words import record_name
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from bondlife.services.inputs import RECORD_INPUTS
from bondlife.services.records import OF_BUDGET, OF_PPP
from models.base import columns
from models.registry import Project, Region

ALONE = {"project", "bond", "publication", "bond_share", "budget_sheet", *OF_PPP, *OF_BUDGET} - {
    "result_list"
}
"""Records whose form opens without a project above it; a list of results is drawn from a round."""
OF_A_PROJECT = {name for name, form in RECORD_INPUTS.items() if "project" in form.model_fields}
"""Records whose form asks for a project."""


@dataclass(frozen=True, slots=True)
class ProjectChoice:
    """Projects a record of one type may be made for: those a text finds, or the first by name."""

    record: str
    title: str
    q: str
    lines: Sequence[Found]
    is_cut: bool


def project_choice(db: Database, actor: Actor, record: str, q: str) -> ProjectChoice:
    """Return the projects this person may make such a record for; a type no project has is missing."""
    if record not in OF_A_PROJECT:
        raise missing("project")
    with db.reading() as session:
        kinds = [kind for kind in kinds_in_force(session) if kind.has("project") and kind.has(record)]
        if not kinds:
            raise missing("project")
        statement = _projects(actor, record, [kind.key for kind in kinds], q)
        found = session.execute(statement, finding.values(q)).all()
        title = gettext("New: %(what)s") % {"what": record_name(kinds[0], record)}
    form = f"/records/{record}/new?project="
    lines = [Found(name, code, place, form + key) for key, name, code, place in found]
    return ProjectChoice(record, title, q, lines[:MOST], len(lines) > MOST)


def _projects(actor: Actor, record: str, kinds: Sequence[str], q: str) -> sa.Select[Any]:
    project, region = columns(Project), columns(Region)
    chosen = (project.public_id, project.name, project.code, region.name)
    statement = (
        scoped(actor, Project, *chosen, permission=f"{record}.create")
        .join(Region, region.id == project.region_id)
        .where(project.ended_at.is_(None), project.kind.in_(kinds))
        .order_by(project.sort_key, project.id)
        .limit(MOST + 1)
    )
    return statement.where(project.id.in_(finding.matching("project", q))) if q.strip() else statement
