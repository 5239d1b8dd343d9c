"""Forms of parts without a lifecycle: contract, on-lending link, readiness grid, balance plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from pydantic import ValidationError
from sqlmodel import Session

from bondlife.db import Database
from bondlife.errors import Invalid, Problem, Refusal, missing
from bondlife.locale import gettext
from bondlife.queries.amounts import read_figure
from bondlife.queries.project_grid import ENTERED, ROWS, Grid, edit_grid
from bondlife.queries.project_plan import cells_of, forecasts
from bondlife.queries.project_records import PermitForm, PermitLine, permit_form
from bondlife.queries.record import row_of
from bondlife.queries.record_fields import COLUMN_FIELDS
from bondlife.queries.record_forms import FormGroup, FormView, column_field, sentence, typed_text
from bondlife.queries.words import PARTS, said
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from bondlife.services.inputs import ForecastInput
from bondlife.services.messages import problems_of
from calculators.kernel.money import to_yuan
from models.base import columns
from models.registry import BondShare, Contract, OnLending, Project, Region, ScopedRow

MODELS: dict[str, type[ScopedRow]] = {"contract": Contract, "onlending": OnLending}
_RIGHTS = {"contract": "contract.read", "onlending": "onlending.read"}
MOST_YEARS = 60


@dataclass(frozen=True, slots=True)
class PlanForm:
    """The balance plan to fill in."""

    project: str
    project_id: str
    action: str
    cancel: str
    idempotency_key: str
    unit: str
    grid: Grid
    first: int
    last: int
    name: str
    purpose: str
    assumed_percent: str
    note: str
    source: str
    errors: Sequence[str]


def part_form(db: Database, actor: Actor, part: str, public_id: str, project_id: str) -> FormView:
    """Return the form of a part, empty or filled with what is stored."""
    with db.reading() as session:
        row = part_row(session, actor, part, public_id) if public_id else None
        project = _project_of(session, actor, row, project_id)
        data = _part_data(session, part, row) if row is not None else _part_defaults(part)
        fields = [column_field(session, actor, spec, project) for spec in COLUMN_FIELDS[part]]
        label = said(PARTS[part])
        return FormView(
            label if row is not None else gettext("New: %(what)s") % {"what": label},
            _action(part, public_id, project),
            f"/projects/{project.public_id}?tab=money",
            row.version if row is not None else 0,
            str(uuid4()),
            [FormGroup(label, fields)],
            data,
            crumbs=[(project.name, f"/projects/{project.public_id}")],
        )


def _action(part: str, public_id: str, project: Project) -> str:
    names = {"contract": "contracts", "onlending": "onlending"}
    if public_id:
        return f"/{names[part]}/{public_id}/edit"
    return f"/projects/{project.public_id}/{names[part]}/new"


def part_row(session: Session, actor: Actor, part: str, public_id: str) -> Any:
    """Return a part this person may see; any other is missing."""
    model = MODELS[part]
    statement = scoped(actor, model, permission=_RIGHTS[part]).where(columns(model).public_id == public_id)
    row = session.execute(statement).scalar_one_or_none()
    if row is None or row.ended_at is not None:
        raise missing(part)
    return row


def _project_of(session: Session, actor: Actor, row: Any, project_id: str) -> Project:
    if row is None:
        found = row_of(session, actor, "project", project_id)
    else:
        inner = row.project_id if isinstance(row, Contract) else _share(session, row).project_id
        found = session.get(Project, inner, execution_options={"scoped": True})  # type: ignore[assignment]
    assert isinstance(found, Project)
    return found


def _share(session: Session, row: OnLending) -> BondShare:
    share = session.get(BondShare, row.share_id, execution_options={"scoped": True})
    assert share is not None
    return share


def stored_project_of(db: Database, actor: Actor, part: str, public_id: str) -> str:
    """Return the project a stored part belongs to."""
    with db.reading() as session:
        return _project_of(session, actor, part_row(session, actor, part, public_id), "").public_id


def _part_data(session: Session, part: str, row: Any) -> dict[str, str]:
    data = {}
    for spec in COLUMN_FIELDS[part]:
        if spec.name == "share":
            data["share"] = _share(session, row).public_id
        elif spec.name in {"lender", "borrower"}:
            region = session.get(Region, getattr(row, f"{spec.name}_id"))
            data[spec.name] = region.code if region is not None else ""
        else:
            data[spec.name] = typed_text(spec.type, getattr(row, spec.name))
    return data


def _part_defaults(part: str) -> dict[str, str]:
    return {
        "contract": {"type": "works"},
        "onlending": {"lead_days": "5", "late_rate_multiple": "2"},
    }[part]


def permits_page(
    db: Database,
    actor: Actor,
    project_id: str,
    typed: Mapping[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> PermitForm:
    """Return the readiness grid, with what was typed where it was refused."""
    with db.reading() as session:
        project = row_of(session, actor, "project", project_id)
        assert isinstance(project, Project)
        actor.require("permit.edit", project.region_id, project.unit_id, project.department_id)
        view = permit_form(session, actor, project)
    if typed is None:
        return view
    return replace(view, rows=[_typed_permit(row, typed) for row in view.rows], errors=errors or {})


def _typed_permit(row: PermitLine, typed: Mapping[str, str]) -> PermitLine:
    def text(name: str) -> str:
        return typed.get(f"{row.type}.{name}", "")

    return PermitLine(
        row.type,
        row.label,
        bool(text("held")),
        text("number"),
        text("issued_on"),
        text("expires_on"),
        text("note"),
    )


def plan_form(
    db: Database,
    actor: Actor,
    project_id: str,
    unit: str,
    *,
    forecast_id: str = "",
    first: str = "",
    last: str = "",
    typed: Mapping[str, str] | None = None,
    refusal: Refusal | None = None,
) -> PlanForm:
    """Return the plan to fill in: from a stored version, or from the years of the project."""
    with db.reading() as session:
        project = row_of(session, actor, "project", project_id)
        assert isinstance(project, Project)
        actor.require("forecast.edit", project.region_id, project.unit_id, project.department_id)
        found = forecasts(session, actor, project)
        source = next((one for one in found if one.public_id == forecast_id), found[0] if found else None)
        cells = cells_of(session, source) if source is not None else {}
        start, end = _span(project, source, first, last)
    given = typed or {}
    errors = [sentence(problem) for problem in refusal.problems] if refusal is not None else []
    return PlanForm(
        project.name,
        project.public_id,
        f"/projects/{project.public_id}/plan",
        f"/projects/{project.public_id}?tab=plan",
        str(uuid4()),
        unit,
        edit_grid(cells, start, end, unit, typed),
        start,
        end,
        given.get("name", gettext("Plan")),
        given.get("purpose", "plan"),
        given.get("assumed_percent", ""),
        given.get("note", ""),
        gettext("version %(number)d") % {"number": source.number} if source is not None else "",
        errors,
    )


def _span(project: Project, source: Any, first: str, last: str) -> tuple[int, int]:
    """Return the years of the grid; what is asked for is kept within reason."""
    begin = source.first_year if source is not None else project.start_year
    end = (
        source.last_year
        if source is not None
        else (project.operation_end.year if project.operation_end else begin + 9)
    )
    begin = int(first) if first.isascii() and first.isdigit() and 1949 <= int(first) <= 2150 else begin
    end = int(last) if last.isascii() and last.isdigit() and 1949 <= int(last) <= 2150 else end
    return begin, min(max(end, begin), begin + MOST_YEARS - 1)


def plan_input(typed: Mapping[str, str], project_id: str, unit: str) -> ForecastInput:
    """Read the grid: every cell in the unit of the page; a wrong cell is named."""
    cells, problems = [], []
    for name, text in typed.items():
        item, _, year = name.partition(".")
        if item not in ENTERED or not (year.isascii() and year.isdigit() and len(year) == 4):
            continue
        fen = read_figure(text, unit)
        if fen is None:
            problems.append(_cell_problem(item, year, text))
        elif fen:
            cells.append({"item": item, "year": int(year), "amount": f"{to_yuan(fen):f}"})
    if problems:
        raise Invalid(*problems)
    data: dict[str, Any] = {"project": project_id, "cells": cells}
    data |= {name: typed[name] for name in ("name", "purpose", "assumed_percent", "note") if typed.get(name)}
    try:
        return ForecastInput.model_validate(data)
    except ValidationError as error:
        raise Invalid(*problems_of(error.errors(include_url=False))) from None


def _cell_problem(item: str, year: str, text: str) -> Problem:
    label = next(said(row.label) for row in ROWS if row.key == item)
    return Problem(
        "bad_cell",
        "%(row)s, %(year)s: “%(text)s” is no amount of this unit down to the fen.",
        f"{item}.{year}",
        {"row": label, "year": year, "text": text[:40]},
    )
