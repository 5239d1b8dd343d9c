"""The milestones of a project as a grid to fill in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import uuid4

from bondlife.db import Database
from bondlife.errors import Refusal
from bondlife.queries.record import row_of
from bondlife.queries.record_forms import sentence
from bondlife.queries.works_delay import milestones_of
from bondlife.security.actor import Actor
from models.registry import Milestone, Project

MOST_ROWS = 30
SPARE_ROWS = 3


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """One row as typed."""

    number: int
    name: str
    weight: str
    planned_on: str
    actual_on: str
    note: str


@dataclass(frozen=True, slots=True)
class MilestoneForm:
    """The grid with its findings."""

    project: str
    project_id: str
    rows: Sequence[MilestoneRow]
    idempotency_key: str
    errors: Mapping[str, str]


def milestone_form(
    db: Database,
    actor: Actor,
    project_id: str,
    *,
    typed: Mapping[str, str] | None = None,
    refusal: Refusal | None = None,
) -> MilestoneForm:
    """Return the grid of a project, with what was typed where it was refused."""
    with db.reading() as session:
        project = row_of(session, actor, "project", project_id)
        assert isinstance(project, Project)
        actor.require("milestone.edit", project.region_id, project.unit_id, project.department_id)
        held = milestones_of(session, [project.id or 0]).get(project.id or 0, [])
    rows = {row.number: _stored(row) for row in held}
    last = min(MOST_ROWS, max([*rows, 3]) + SPARE_ROWS)
    shown = [
        _typed(number, typed) if typed is not None else rows.get(number, MilestoneRow(number, *[""] * 5))
        for number in range(1, last + 1)
    ]
    errors = {problem.field: sentence(problem) for problem in refusal.problems} if refusal else {}
    return MilestoneForm(project.name, project.public_id, shown, str(uuid4()), errors)


def _stored(row: Milestone) -> MilestoneRow:
    return MilestoneRow(
        row.number,
        row.name,
        f"{(row.weight * Decimal(100)).normalize():f}",
        _day(row.planned_on),
        _day(row.actual_on),
        row.note,
    )


def _typed(number: int, typed: Mapping[str, str]) -> MilestoneRow:
    names = ("name", "weight", "planned_on", "actual_on", "note")
    return MilestoneRow(number, *(typed.get(f"{number}.{name}", "") for name in names))


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""
