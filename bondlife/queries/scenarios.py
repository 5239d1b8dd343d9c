"""Named scenarios of a project, for pages and programs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bondlife.catalogue import calculator_spec
from bondlife.db import Database
from bondlife.errors import missing
from bondlife.queries.api import row_of
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from models.base import columns
from models.registry import Project, Scenario

MOST_PROJECTS = 200


def scenarios_of(db: Database, actor: Actor, project: str) -> list[dict[str, Any]]:
    """Return the scenarios of a project the actor may see, newest first."""
    with db.reading() as session:
        row = row_of(session, actor, "project", project)
        return [_told(one, project) for one in living_scenarios(session, actor, row.id or 0)]


def living_scenarios(session: Session, actor: Actor, project_id: int) -> list[Scenario]:
    """Return the kept scenarios of a project that the actor may see, newest first."""
    own = columns(Scenario)
    statement = scoped(actor, Scenario, permission="forecast.read")
    statement = statement.where(own.project_id == project_id, own.ended_at.is_(None)).order_by(own.id.desc())
    return list(session.execute(statement).scalars())


@dataclass(frozen=True, slots=True)
class ScenarioLine:
    """One kept scenario as the project's page lists it."""

    public_id: str
    name: str
    calculator: str
    title: str
    title_zh: str
    at: datetime | None
    version: int


def scenario_lines(session: Session, actor: Actor, project_id: int) -> list[ScenarioLine]:
    """Return the scenarios of a project with the title of their calculator."""
    return [
        ScenarioLine(
            one.public_id,
            one.name,
            one.calculator,
            (spec := calculator_spec(one.calculator)).title,
            spec.title_zh,
            one.created_at,
            one.version,
        )
        for one in living_scenarios(session, actor, project_id)
    ]


def scenario_one(db: Database, actor: Actor, public_id: str) -> dict[str, Any]:
    """Return one scenario with its arguments and result."""
    own = columns(Scenario)
    statement = scoped(actor, Scenario, permission="forecast.read").where(own.public_id == public_id)
    with db.reading() as session:
        row = session.execute(statement).scalar_one_or_none()
        if row is None:
            raise missing("scenario")
        project = session.get(Project, row.project_id, execution_options={"scoped": True})
    told = _told(row, project.public_id if project else "")
    return {**told, "arguments": row.arguments, "result": row.result}


def project_choices(db: Database, actor: Actor) -> list[tuple[str, str]]:
    """Return the projects a scenario can be kept with: key and name."""
    own = columns(Project)
    if not actor.can("forecast.edit"):
        return []
    statement = scoped(actor, Project, own.public_id, own.name, permission="forecast.edit")
    statement = statement.where(own.ended_at.is_(None)).order_by(own.sort_key, own.id).limit(MOST_PROJECTS)
    with db.reading() as session:
        return [(key, name) for key, name in session.execute(statement)]


def _told(row: Scenario, project: str) -> dict[str, Any]:
    names = ("public_id", "version", "name", "calculator", "calculator_version", "digest", "note")
    at = row.created_at.isoformat() if row.created_at else ""
    ended = row.ended_at.isoformat() if row.ended_at else None
    return {**{name: getattr(row, name) for name in names}, "project": project, "at": at, "ended_at": ended}
