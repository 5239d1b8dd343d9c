"""The list of publications, the yearly round, notices of major events."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife import clock
from bondlife.errors import Invalid
from bondlife.queries.publications import event_form_view, publications_view, round_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import disclosure_events, disclosure_round, disclosure_tables
from bondlife.services.disclosure_events import EventInput
from bondlife.services.disclosure_round import RoundInput
from bondlife.services.disclosure_tables import FORM, Table
from bondlife.web.forms import SentForm
from bondlife.web.views import FormState, done, in_words, refused, show, text_of, whole_of

router = APIRouter(tags=["disclosure"])

Viewer = Annotated[Actor, Depends(require("publication.read"))]
Reader = Annotated[Actor, Depends(require("disclosure.read"))]
Sender = Annotated[Actor, Depends(require("collection.send"))]
Creator = Annotated[Actor, Depends(require("publication.create"))]
Exporter = Annotated[Actor, Depends(require("export.run"))]
FIRST, LAST = 2009, 2150
SPAN = {"first": FIRST, "last": LAST}


@router.get("/publications")
async def show_publications(request: Request, actor: Viewer) -> Response:
    """Show publications of one's regions."""
    chosen = {name: text_of(request, name, 200) for name in ("form", "state", "after", "before")}
    with in_words(request, actor):
        view = publications_view(request.app.state.db, actor, **chosen)
    return show(request, actor, "disclosure/publications.html", view)


@router.get("/disclosure/round")
async def show_round(request: Request, actor: Reader) -> Response:
    """Show the yearly round of a region."""
    return _round(request, actor, FormState())


def _round(request: Request, actor: Actor, state: FormState, *, status_code: int = 200) -> Response:
    year = whole_of(request, "year", FIRST, LAST) or clock.business_date().year - 1
    region = text_of(request, "region", 12)
    with in_words(request, actor):
        view = round_view(request.app.state.db, actor, year=year, region=region, form=state)
    return show(request, actor, "disclosure/round.html", view, status_code=status_code)


@router.post("/disclosure/round")
def start_round(request: Request, form: SentForm, actor: Sender) -> Response:
    """Ask the units of a region for what only they know."""
    try:
        wanted = form.input(RoundInput)
        disclosure_round.start(request.app.state.db, actor, wanted, key=form.key)
    except Invalid as refusal:
        with in_words(request, actor):
            state = refused(form.values, refusal)
        return _round(request, actor, state, status_code=422)
    return done(f"/disclosure/round?year={wanted.year}&region={wanted.region}")


@router.post("/disclosure/round/export")
def export_round(request: Request, form: SentForm, actor: Exporter) -> Response:
    """Have a yearly table of a region written, in the form that is chosen."""
    year = form.values.get("year", "")
    if not (year.isascii() and year.isdigit() and FIRST <= int(year[:5]) <= LAST):
        raise Invalid.because("wrong_year", "A year lies between %(first)s and %(last)s.", "year", **SPAN)
    wanted = Table(form.values.get("region", "")[:12], int(year), form.values.get("form") or FORM)
    return done(f"/jobs/{disclosure_tables.ask(request.app.state.db, actor, wanted, key=form.key)}")


@router.get("/disclosure/events/new")
async def new_event(request: Request, actor: Creator) -> Response:
    """Show the form of a major event."""
    project = text_of(request, "project", 40)
    return _event(request, actor, FormState({"project": project}))


def _event(request: Request, actor: Actor, state: FormState, *, status_code: int = 200) -> Response:
    with in_words(request, actor):
        view = event_form_view(request.app.state.db, actor, state)
    return show(request, actor, "disclosure/event.html", view, status_code=status_code)


@router.post("/disclosure/events")
def report_event(request: Request, form: SentForm, actor: Creator) -> Response:
    """Open the notice of a major event."""
    try:
        made = disclosure_events.report(request.app.state.db, actor, form.input(EventInput), key=form.key)
    except Invalid as refusal:
        with in_words(request, actor):
            state = refused(form.values, refusal)
        return _event(request, actor, state, status_code=422)
    return done(f"/publications/{made['public_id']}")
