"""The grid of actual years to fill in: from the first year with income to the last year that is over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from pydantic import ValidationError
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.errors import Invalid, Problem, Refusal
from bondlife.lifecycle.plan import plan_of, plan_years
from bondlife.locale import gettext
from bondlife.queries.amounts import PLACES, exact_figure, read_figure
from bondlife.queries.project_grid import ROWS, Cell, Grid, GridRow, YearHead
from bondlife.queries.project_operation import actual_years, income_of
from bondlife.queries.record import row_of
from bondlife.queries.record_forms import sentence
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.services.inputs import OperationYearInput
from bondlife.services.messages import problems_of
from bondlife.services.works import ACTUAL_ITEMS
from calculators.kernel.money import to_yuan
from models.registry import OperationYear, Project

MOST_YEARS = 60


@dataclass(frozen=True, slots=True)
class ActualsForm:
    """The grid of actual years to fill in; years already submitted stand beside it."""

    project: str
    project_id: str
    action: str
    cancel: str
    idempotency_key: str
    unit: str
    grid: Grid
    causes: Sequence[tuple[int, str]]
    fixed: Sequence[int]
    errors: Sequence[str]


def actuals_form(
    db: Database,
    actor: Actor,
    project_id: str,
    unit: str,
    *,
    typed: Mapping[str, str] | None = None,
    refusal: Refusal | None = None,
) -> ActualsForm:
    """Return the actual years of a project to fill in, from the first year with income to last year."""
    with db.reading() as session:
        project = row_of(session, actor, "project", project_id)
        assert isinstance(project, Project)
        actor.require("operation_year.edit", project.region_id, project.unit_id, project.department_id)
        held = {one.year: one for one in actual_years(session, actor, project)}
        years = _span(session, project, held)
    fixed = [year for year, one in held.items() if one.state != "draft"]
    open_years = [year for year in years if year not in fixed]
    return ActualsForm(
        project.name,
        project.public_id,
        f"/projects/{project.public_id}/operation",
        f"/projects/{project.public_id}?tab=plan#t-operation",
        str(uuid4()),
        unit,
        _entry_grid(open_years, held, unit, typed),
        [(year, _cause(year, held, typed)) for year in open_years],
        sorted(fixed),
        [sentence(problem) for problem in refusal.problems] if refusal is not None else [],
    )


def _span(session: Session, project: Project, held: Mapping[int, OperationYear]) -> list[int]:
    last = clock.business_date().year - 1
    plan = plan_of(session, project)
    earning = [one.year for one in plan_years(session, plan) if income_of(one)] if plan is not None else []
    first = min([*earning, *held, last])
    return list(range(max(first, last - MOST_YEARS + 1), last + 1))


def _cause(year: int, held: Mapping[int, OperationYear], typed: Mapping[str, str] | None) -> str:
    if typed is not None:
        return typed.get(f"cause.{year}", "")
    return held[year].cause if year in held else ""


def _entry_grid(
    years: Sequence[int], held: Mapping[int, OperationYear], unit: str, typed: Mapping[str, str] | None
) -> Grid:
    labels = {row.key: said(row.label) for row in ROWS}
    rows = []
    for item in ACTUAL_ITEMS:
        values = [getattr(held[year], item) if year in held else 0 for year in years]
        texts = [exact_figure(value, unit) if value else "" for value in values]
        if typed is not None:
            texts = [typed.get(f"{item}.{year}", "") for year in years]
        cells = [Cell(text) for text in texts]
        rows.append(GridRow(item, labels[item], 2, False, cells, exact_figure(sum(values), unit)))
    heads = [YearHead(str(year)) for year in years]
    caption = gettext("Actual income and cost by year")
    return Grid("t-actuals-edit", caption, PLACES[unit], True, heads, rows)


def actuals_input(typed: Mapping[str, str], project_id: str, unit: str) -> list[OperationYearInput]:
    """Read the grid: every cell in the unit of the page; a wrong cell is named."""
    data: dict[int, dict[str, Any]] = {}
    problems = []
    for name, text in typed.items():
        item, _, year = name.partition(".")
        if item not in (*ACTUAL_ITEMS, "cause") or not (year.isascii() and year.isdigit() and len(year) == 4):
            continue
        row = data.setdefault(int(year), {"project": project_id, "year": int(year)})
        fen = None if item == "cause" else read_figure(text, unit)
        if item == "cause":
            row["cause"] = text
        elif fen is None:
            problems.append(_cell_problem(item, year, text))
        else:
            row[item] = f"{to_yuan(fen):f}"
    if problems:
        raise Invalid(*problems)
    return [_checked(data[year]) for year in sorted(data)]


def _checked(row: Mapping[str, Any]) -> OperationYearInput:
    try:
        return OperationYearInput.model_validate(row)
    except ValidationError as error:
        found = problems_of(error.errors(include_url=False))
        raise Invalid(
            *(Problem(one.code, one.message, f"{one.field}.{row['year']}", one.params) for one in found)
        ) from None


def _cell_problem(item: str, year: str, text: str) -> Problem:
    label = next(said(row.label) for row in ROWS if row.key == item)
    return Problem(
        "bad_cell",
        "%(row)s, %(year)s: “%(text)s” is no amount of this unit down to the fen.",
        f"{item}.{year}",
        {"row": label, "year": year, "text": text[:40]},
    )
