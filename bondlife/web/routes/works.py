"""Works and operation: milestones as a grid, actual years as a grid, lists of a whole region."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from bondlife.errors import Blocked, Invalid, Problem
from bondlife.queries.actuals_form import actuals_form, actuals_input
from bondlife.queries.amounts import FEN
from bondlife.queries.milestone_form import MOST_ROWS, milestone_form
from bondlife.queries.works_lists import assets_list, behind_list
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import works
from bondlife.services.inputs import MilestoneInput
from bondlife.web.forms import Sent, SentForm
from bondlife.web.page import money_unit, page
from bondlife.web.views import in_words, text_of

router = APIRouter(tags=["works"])

Reader = Annotated[Actor, Depends(require("progress.read"))]
AssetReader = Annotated[Actor, Depends(require("asset.read"))]
Planner = Annotated[Actor, Depends(require("milestone.edit"))]
Teller = Annotated[Actor, Depends(require("operation_year.edit"))]
_COLUMNS = ("name", "weight", "planned_on", "actual_on", "note")


@router.get("/works")
async def show_behind(request: Request, actor: Reader) -> Response:
    """Show the projects under construction, those furthest behind their plan first."""
    with in_words(request, actor):
        view = behind_list(request.app.state.db, actor, **_asked(request))
    return page(request, actor, "works/behind.html", view)


@router.get("/works/assets")
async def show_assets(request: Request, actor: AssetReader) -> Response:
    """Show completed projects with their assets, those without one first."""
    with in_words(request, actor):
        view = assets_list(request.app.state.db, actor, **_asked(request))
    return page(request, actor, "works/assets.html", view)


def _asked(request: Request) -> dict[str, str]:
    names = {"region": 12, "after": 200, "before": 200}
    return {name: text_of(request, name, most) for name, most in names.items()}


@router.get("/projects/{public_id}/milestones")
def show_milestones(request: Request, public_id: str, actor: Planner) -> Response:
    """Show the milestones of a project as one grid."""
    with in_words(request, actor):
        view = milestone_form(request.app.state.db, actor, public_id)
    return page(request, actor, "works/milestones.html", view)


@router.post("/projects/{public_id}/milestones")
def save_milestones(request: Request, public_id: str, actor: Planner, form: SentForm) -> Response:
    """Store the grid of milestones; a wrong cell is named and nothing typed is lost."""
    db = request.app.state.db
    try:
        works.save_milestones(db, actor, public_id, list(_milestones(form.values)), key=form.key)
    except Invalid as refusal:
        with in_words(request, actor):
            view = milestone_form(db, actor, public_id, typed=form.values, refusal=refusal)
        return page(request, actor, "works/milestones.html", view, status_code=422)
    return RedirectResponse(f"/projects/{public_id}?tab=works#w-milestones", 303)


def _milestones(typed: Mapping[str, str]) -> Iterator[MilestoneInput]:
    """Yield the rows that name a step; a finding names its row and column."""
    for number in range(1, MOST_ROWS + 1):
        data = {name: typed.get(f"{number}.{name}", "") for name in _COLUMNS}
        if not any(text.strip() for text in data.values()):
            continue
        filled = {name: text for name, text in data.items() if text.strip()}
        try:
            yield Sent({**filled, "number": str(number)}, {}, 0, "", "", "").input(MilestoneInput)
        except Invalid as refusal:
            raise Invalid(
                *(
                    Problem(one.code, one.message, f"{number}.{one.field}", one.params)
                    for one in refusal.problems
                )
            ) from None


@router.get("/projects/{public_id}/operation")
def show_actuals(request: Request, public_id: str, actor: Teller) -> Response:
    """Show the actual years of a project to fill in."""
    with in_words(request, actor):
        view = actuals_form(request.app.state.db, actor, public_id, money_unit(request, actor))
    return page(request, actor, "works/actuals.html", view)


@router.post("/projects/{public_id}/operation")
def save_actuals(request: Request, public_id: str, actor: Teller, form: SentForm) -> Response:
    """Store the actual years as drafts that a second person confirms."""
    db = request.app.state.db
    unit = form.values.get("unit", "wan")
    unit = unit if unit in FEN else "wan"
    try:
        years = actuals_input(form.values, public_id, unit)
        works.save_actuals(db, actor, public_id, years, key=form.key)
    except (Invalid, Blocked) as refusal:
        with in_words(request, actor):
            view = actuals_form(db, actor, public_id, unit, typed=form.values, refusal=refusal)
        return page(request, actor, "works/actuals.html", view, status_code=422)
    return RedirectResponse(f"/projects/{public_id}?tab=plan#t-operation", 303)
