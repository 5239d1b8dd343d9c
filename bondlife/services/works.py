"""Works and operation as officers enter them: the grid of milestones, the grid of actual years."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from bondlife.acts import Act, perform
from bondlife.books import kind_of, lifecycle_of
from bondlife.db import Database
from bondlife.errors import Blocked, Invalid, Problem
from bondlife.lifecycle.engine import enter
from bondlife.security.actor import Actor
from bondlife.services import records
from bondlife.services.inputs import MilestoneInput, OperationYearInput
from models.base import columns
from models.registry import Milestone, OperationYear, Project

ACTUAL_ITEMS = ("project_income", "subsidy", "land_income", "operating_cost", "taxes")
"""Items of the balance plan that a year of operation answers with actual figures."""


def save_milestones(
    db: Database, actor: Actor, project_id: str, items: Sequence[MilestoneInput], *, key: str = ""
) -> dict[str, Any]:
    """Store the milestones of a project as one grid; their weights make up the whole."""

    def work(act: Act) -> dict[str, Any]:
        project = _project(act, project_id, "milestone.edit")
        _require_whole(act, items)
        held = {row.number: row for row in act.find(Milestone, *_living(project))}
        changed = sum(_save(act, project, held.get(item.number), item) for item in items)
        for number in held.keys() - {item.number for item in items}:
            act.end(held[number])
            changed += 1
        act.about(project, milestones=len(items), changed=changed)
        return {"public_id": project_id, "changed": changed}

    request = [project_id, [item.model_dump(mode="json") for item in items]]
    return dict(perform(db, actor, "milestone.save", work, key=key, request=request))


def _require_whole(act: Act, items: Sequence[MilestoneInput]) -> None:
    numbers = [item.number for item in items]
    if len(set(numbers)) != len(numbers):
        raise Invalid.because("repeated_number", "Each milestone has a number of its own.", "number")
    weight = sum((item.weight for item in items), Decimal(0))
    if items and weight != 1:
        raise Invalid.because(
            "weights_differ",
            "The weights add up to %(sum)s %%, they make up 100 %%.",
            "weight",
            sum=f"{(weight * 100).normalize():f}",
        )
    ahead = next((one for one in items if one.actual_on and one.actual_on > act.business_date), None)
    if ahead is not None:
        raise Invalid.because(
            "milestone_ahead", "“%(name)s” is reached on a day yet to come.", "actual_on", name=ahead.name
        )


def _living(project: Project) -> tuple[Any, ...]:
    return (columns(Milestone).project_id == project.id, columns(Milestone).ended_at.is_(None))


def _save(act: Act, project: Project, row: Milestone | None, item: MilestoneInput) -> int:
    values = item.model_dump(exclude={"number"})
    if row is None:
        ended = act.find(
            Milestone, columns(Milestone).project_id == project.id, columns(Milestone).number == item.number
        )
        row = ended[0] if ended else None
        values["ended_at"] = None
    if row is None:
        own = {name: getattr(project, name) for name in ("region_id", "unit_id", "department_id")}
        act.add(Milestone(**own, project_id=project.id or 0, number=item.number, **values))
        return 1
    before = row.version
    act.change(row, **values)
    return row.version - before


def save_actuals(
    db: Database, actor: Actor, project_id: str, years: Sequence[OperationYearInput], *, key: str = ""
) -> dict[str, Any]:
    """Store actual years as they stand in the grid; a year that was submitted is no longer typed over."""

    def work(act: Act) -> dict[str, Any]:
        project = _project(act, project_id, "operation_year.edit")
        column = columns(OperationYear)
        held = {row.year: row for row in act.find(OperationYear, column.project_id == project.id)}
        changed = sum(_save_year(act, project, held.get(one.year), one) for one in years)
        act.about(project, years=[one.year for one in years], changed=changed)
        return {"public_id": project_id, "changed": changed}

    request = [project_id, [one.model_dump(mode="json") for one in years]]
    return dict(perform(db, actor, "operation_year.save", work, key=key, request=request))


def _save_year(act: Act, project: Project, row: OperationYear | None, one: OperationYearInput) -> int:
    values = {name: getattr(one, name) for name in (*ACTUAL_ITEMS, "cause")}
    if row is None:
        if not any(values.values()):
            return 0
        fresh = OperationYear(year=one.year, state="", **values, **records.inherited(project))
        kind = kind_of(act.session, fresh.kind, fresh.kind_version)
        enter(act, fresh, lifecycle_of(kind, "operation_year"))
        act.add(fresh)
        act.flush()
        records.after_change(act, fresh)
        return 1
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    if differing and row.state != "draft":
        raise Blocked(
            Problem(
                "year_submitted",
                "The year %(year)d was submitted; it changes by return or by an approved change.",
                f"project_income.{one.year}",
                {"year": one.year},
            )
        )
    if differing:
        records.apply(act, row, differing)
    return int(bool(differing))


def _project(act: Act, public_id: str, permission: str) -> Project:
    project = act.fetch(Project, public_id, "project.read")
    act.actor.require(permission, project.region_id, project.unit_id, project.department_id)
    return project
