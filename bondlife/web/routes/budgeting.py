"""Debt-service budgets, budget sheets, supplementary requests, on-lending chains."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.errors import Invalid
from bondlife.exchange.papers.cuts import paper as cuts_paper
from bondlife.locale import DEFAULT, speaking
from bondlife.queries.debt_service import debt_service_view, sheet_view
from bondlife.queries.onlending import onlending_view
from bondlife.queries.places import place_of
from bondlife.queries.supplements import supplements_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import sheets
from bondlife.services.inputs import BudgetSheetInput
from bondlife.web.errors import say
from bondlife.web.forms import Sent, SentForm
from bondlife.web.papers import paper_answer
from bondlife.web.views import done, in_words, show, text_of, whole_of

router = APIRouter(tags=["budget"])

DueReader = Annotated[Actor, Depends(require("instalment.read"))]
SheetReader = Annotated[Actor, Depends(require("budget_sheet.read"))]
Drafter = Annotated[Actor, Depends(require("budget_sheet.create"))]
Editor = Annotated[Actor, Depends(require("budget_sheet.edit"))]
RequestReader = Annotated[Actor, Depends(require("supplement.read"))]
ChainReader = Annotated[Actor, Depends(require("onlending.read"))]
ROWS = 60
"""Lines an allotment form sends at once."""


@router.get("/debt-service")
async def show_debt_service(request: Request, actor: DueReader) -> Response:
    """Show what falls due in a year, by share and source, and the sheets that budget it."""
    with in_words(request, actor):
        view = debt_service_view(
            request.app.state.db,
            actor,
            region=text_of(request, "region", 12),
            year=whole_of(request, "year", 1949, 2150),
            explain=text_of(request, "explain"),
        )
    return show(request, actor, "budget/debt_service.html", view)


@router.post("/debt-service")
def draft(request: Request, form: SentForm, actor: Drafter) -> Response:
    """Draft the debt-service budget of a region and year."""
    stored = sheets.draft_debt_service(
        request.app.state.db, actor, form.input(BudgetSheetInput), key=form.key
    )
    return done(f"/budget-sheets/{stored['public_id']}")


@router.get("/budget-sheets/{public_id}")
async def show_sheet(request: Request, public_id: str, actor: SheetReader) -> Response:
    """Show one sheet with its lines."""
    with in_words(request, actor):
        view = sheet_view(request.app.state.db, actor, public_id)
    return show(request, actor, "budget/sheet.html", view)


@router.post("/budget-sheets/{public_id}/refill")
def refill(request: Request, public_id: str, form: SentForm, actor: Editor) -> Response:
    """Fill a draft anew from what falls due."""
    sheets.refill(request.app.state.db, actor, public_id, form.version, key=form.key)
    return done(f"/budget-sheets/{public_id}")


@router.post("/budget-sheets/{public_id}/lines")
def store_lines(request: Request, public_id: str, form: SentForm, actor: Editor) -> Response:
    """Store the lines of an allotment notice."""
    db = request.app.state.db
    try:
        sheets.set_lines(db, actor, public_id, _lines(form.values), form.version, key=form.key)
    except Invalid as refusal:
        with in_words(request, actor):
            errors = [say(problem) for problem in refusal.problems]
            view = sheet_view(db, actor, public_id, errors)
        return show(request, actor, "budget/sheet.html", view, status_code=422)
    return done(f"/budget-sheets/{public_id}")


def _lines(values: Mapping[str, str]) -> list[sheets.SheetLineInput]:
    """Read the filled rows of the grid."""
    found = []
    for number in range(ROWS):
        names = ("project", "account", "purpose", "amount")
        row = {name: values.get(f"{number}.{name}", "").strip() for name in names}
        if row["project"] or row["amount"]:
            typed = {name: text for name, text in row.items() if text}
            found.append(Sent(typed, {}, 0, "", "", "").input(sheets.SheetLineInput))
    return found


@router.get("/supplements")
async def show_supplements(request: Request, actor: RequestReader) -> Response:
    """Show the supplementary requests of a year and what was cut."""
    with in_words(request, actor):
        view = supplements_view(
            request.app.state.db,
            actor,
            region=text_of(request, "region", 12),
            year=whole_of(request, "year", 1949, 2150),
            explain=text_of(request, "explain"),
        )
    return show(request, actor, "budget/supplements.html", view)


@router.get("/supplements/paper/{kind}")
def export_supplements(request: Request, kind: str, actor: RequestReader) -> Response:
    """Send the statistics of what was cut in a year as pdf, docx from the region's template, or xlsx."""
    db, region = request.app.state.db, text_of(request, "region", 12)
    with speaking(DEFAULT):
        view = supplements_view(db, actor, region=region, year=whole_of(request, "year", 1949, 2150))
    place = place_of(db, actor, region, "supplement.read")
    return paper_answer(request, cuts_paper(view, place.name), kind, place.id)


@router.get("/onlending")
async def show_onlending(request: Request, actor: ChainReader) -> Response:
    """Show the on-lending chains, with what is not signed yet."""
    with in_words(request, actor):
        view = onlending_view(request.app.state.db, actor, region=text_of(request, "region", 12))
    return show(request, actor, "budget/onlending.html", view)
