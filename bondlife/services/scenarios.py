"""Named scenarios: a calculation kept with a project, so that it can be looked at and worked again."""

from typing import Any

from pydantic import Field

from bondlife.acts import Act, perform
from bondlife.catalogue import calculator_spec
from bondlife.compute import run
from bondlife.db import Database
from bondlife.errors import Conflict, Invalid, Problem
from bondlife.security.actor import Actor
from bondlife.services.inputs import Input
from bondlife.services.sized import check_size
from bondlife.services.values import Key, Line, Prose, PublicId
from models.base import columns
from models.canonical import canonical_json, digest
from models.registry import Project, Scenario

LONGEST_RESULT = 500_000
"""Characters a kept result may have."""


class ScenarioInput(Input):
    """A calculation worth keeping: the project, a name, the calculator with its arguments."""

    project: PublicId
    name: Line = Field(min_length=1, max_length=100)
    calculator: Key
    arguments: dict[str, Any] = Field(max_length=60)
    note: Prose = Field("", max_length=1000)


def save(db: Database, actor: Actor, form: ScenarioInput, *, key: str = "") -> dict[str, Any]:
    """Compute once more and keep arguments and result under a name; a name is used once a project."""
    check_size(form.arguments)
    spec = calculator_spec(form.calculator)
    result = run(spec, form.arguments)["result"]
    kept = canonical_json([form.calculator, spec.version, form.arguments, result])
    if len(kept) > LONGEST_RESULT:
        raise Invalid.because("too_long", "The result is too long to be kept as a scenario.", "arguments")

    def work(act: Act) -> dict[str, Any]:
        project = act.fetch(Project, form.project, "project.read")
        act.actor.require("forecast.edit", project.region_id, project.unit_id, project.department_id)
        _require_free(act, project, form.name)
        row = act.add(_scenario(project, form, spec.version, result, digest(kept)))
        act.flush()
        act.about(row, name=form.name, calculator=form.calculator)
        return {"public_id": row.public_id, "version": row.version}

    return dict(perform(db, actor, "scenario.save", work, key=key, request=form.model_dump(mode="json")))


def end(db: Database, actor: Actor, public_id: str, version: int, *, key: str = "") -> dict[str, Any]:
    """End a scenario; what it held stays in its history."""

    def work(act: Act) -> dict[str, Any]:
        row = act.fetch(Scenario, public_id, "forecast.read")
        act.actor.require("forecast.edit", row.region_id, row.unit_id, row.department_id)
        act.require_version(row, version)
        act.end(row)
        act.about(row, name=row.name)
        return {"public_id": public_id, "version": row.version}

    return dict(perform(db, actor, "scenario.end", work, key=key, request=[public_id, version]))


def _require_free(act: Act, project: Project, name: str) -> None:
    own = columns(Scenario)
    if act.find(Scenario, own.project_id == project.id, own.name == name):
        raise Conflict(
            Problem("duplicate", "This project has a scenario of this name; choose another.", "name")
        )


def _scenario(project: Project, form: ScenarioInput, version: int, result: Any, sign: str) -> Scenario:
    return Scenario(
        project_id=project.id or 0,
        name=form.name,
        calculator=form.calculator,
        calculator_version=version,
        arguments=form.arguments,
        result=result,
        digest=sign,
        note=form.note,
        region_id=project.region_id,
        unit_id=project.unit_id,
        department_id=project.department_id,
    )
