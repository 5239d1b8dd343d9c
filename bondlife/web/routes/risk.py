"""The risk board and its registers: ratios by region, fiscal figures, official results, events, sanctions."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.errors import Invalid
from bondlife.queries.risk import board_view, region_view
from bondlife.queries.risk_forms import fiscal_form_view
from bondlife.queries.risk_registers import events_view, sanctions_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import risk, sanctions
from bondlife.services.values import parse_day
from bondlife.web.forms import Sent, SentForm
from bondlife.web.views import FormState, done, in_words, refused, show, text_of, whole_of

router = APIRouter(tags=["risk"])

Reader = Annotated[Actor, Depends(require("risk.read"))]
Editor = Annotated[Actor, Depends(require("fiscal.edit"))]
Declarer = Annotated[Actor, Depends(require("risk.declare"))]
Confirmer = Annotated[Actor, Depends(require("risk.confirm"))]
SanctionReader = Annotated[Actor, Depends(require("sanction.read"))]
SanctionEditor = Annotated[Actor, Depends(require("sanction.edit"))]
SanctionApprover = Annotated[Actor, Depends(require("sanction.approve"))]


@router.get("/risk")
async def show_board(request: Request, actor: Reader) -> Response:
    """Show the ratios of all regions side by side."""
    with in_words(request, actor):
        year = whole_of(request, "year", 1949, 2150)
        view = board_view(request.app.state.db, actor, region=text_of(request, "region", 12), year=year)
    return show(request, actor, "risk/board.html", view)


@router.get("/risk/events")
async def show_events(request: Request, actor: Reader) -> Response:
    """Show the register of risk events."""
    return _events(request, actor, FormState())


@router.post("/risk/events")
def declare(request: Request, form: SentForm, actor: Declarer) -> Response:
    """Put an event forward."""
    try:
        risk.propose_event(request.app.state.db, actor, form.input(risk.RiskEventInput), key=form.key)
    except Invalid as refusal:
        return _events(request, actor, _typed(request, actor, form, refusal), status_code=422)
    return done("/risk/events")


@router.post("/risk/events/{public_id}/confirm")
def confirm(request: Request, public_id: str, form: SentForm, actor: Confirmer) -> Response:
    """Confirm an event or refuse it."""
    is_confirmed = form.values.get("act") != "refuse"
    risk.decide_event(
        request.app.state.db, actor, public_id, form.version, confirm=is_confirmed, key=form.key
    )
    return done("/risk/events")


@router.post("/risk/events/{public_id}/action")
def act_on(request: Request, public_id: str, form: SentForm, actor: Declarer) -> Response:
    """Write down an action that was taken."""
    on, text = parse_day(form.values.get("on", ""), "on"), form.values.get("text", "")
    risk.add_action(request.app.state.db, actor, public_id, form.version, on=on, text=text, key=form.key)
    return done("/risk/events")


@router.post("/risk/events/{public_id}/close")
def close(request: Request, public_id: str, form: SentForm, actor: Confirmer) -> Response:
    """Close an event."""
    risk.close_event(request.app.state.db, actor, public_id, form.version, key=form.key)
    return done("/risk/events")


@router.get("/risk/sanctions")
async def show_sanctions(request: Request, actor: SanctionReader) -> Response:
    """Show sanctions on one's regions and on those above."""
    return _sanctions(request, actor, FormState())


@router.post("/risk/sanctions")
def enter_sanction(request: Request, form: SentForm, actor: SanctionEditor) -> Response:
    """Enter a sanction."""
    blocks = [name for name in sanctions.BLOCKS if form.values.get(f"block_{name}")]
    kept = {name: value for name, value in form.values.items() if not name.startswith("block_")}
    try:
        told = replace(form, values=kept)
        wanted = told.input(sanctions.SanctionInput, blocks=blocks, reason=form.reason)
        sanctions.propose(request.app.state.db, actor, wanted, key=form.key)
    except Invalid as refusal:
        return _sanctions(request, actor, _typed(request, actor, form, refusal), status_code=422)
    return done("/risk/sanctions")


@router.post("/risk/sanctions/{public_id}/decide")
def decide_sanction(request: Request, public_id: str, form: SentForm, actor: SanctionApprover) -> Response:
    """Bring a sanction into force, refuse it, or lift it."""
    db, act = request.app.state.db, form.values.get("act", "")
    if act == "lift":
        sanctions.lift(db, actor, public_id, form.version, key=form.key)
    else:
        sanctions.decide(db, actor, public_id, form.version, approve=act == "approve", key=form.key)
    return done("/risk/sanctions")


@router.post("/risk/sanctions/{public_id}/rectify")
def rectify_sanction(request: Request, public_id: str, form: SentForm, actor: SanctionEditor) -> Response:
    """Write down a rectification."""
    text = form.values.get("text", "")
    sanctions.rectify(request.app.state.db, actor, public_id, form.version, text=text, key=form.key)
    return done("/risk/sanctions")


@router.get("/risk/fiscal/edit")
async def edit_fiscal(request: Request, actor: Editor) -> Response:
    """Show the form of fiscal figures and of the official result."""
    return _fiscal(request, actor, FormState(), FormState())


@router.post("/risk/fiscal")
def store_fiscal(request: Request, form: SentForm, actor: Editor) -> Response:
    """Store the fiscal figures of a region and year."""
    kept = {name: value for name, value in form.values.items() if value.strip()}
    try:
        wanted = replace(form, values=kept).input(risk.FiscalInput)
        risk.save_fiscal(request.app.state.db, actor, wanted, key=form.key)
    except Invalid as refusal:
        return _fiscal(request, actor, _typed(request, actor, form, refusal), FormState(), status_code=422)
    return done(f"/risk/{wanted.region}?year={wanted.year}")


@router.post("/risk/official")
def store_official(request: Request, form: SentForm, actor: Editor) -> Response:
    """Store the official level of a region and year."""
    try:
        wanted = form.input(risk.OfficialInput)
        risk.save_official(request.app.state.db, actor, wanted, key=form.key)
    except Invalid as refusal:
        return _fiscal(request, actor, FormState(), _typed(request, actor, form, refusal), status_code=422)
    return done(f"/risk/{wanted.region}?year={wanted.year}")


@router.get("/risk/{region}")
async def show_region(request: Request, region: str, actor: Reader) -> Response:
    """Show one region's ratios, their parts and the projects behind them."""
    with in_words(request, actor):
        year, explain = whole_of(request, "year", 1949, 2150), text_of(request, "explain")
        view = region_view(request.app.state.db, actor, region[:12], year=year, explain=explain)
    return show(request, actor, "risk/region.html", view)


def _typed(request: Request, actor: Actor, form: Sent, refusal: Invalid) -> FormState:
    with in_words(request, actor):
        return refused({**form.values, "reason": form.reason}, refusal)


def _events(request: Request, actor: Actor, state: FormState, *, status_code: int = 200) -> Response:
    with in_words(request, actor):
        view = events_view(request.app.state.db, actor, state)
    return show(request, actor, "risk/events.html", view, status_code=status_code)


def _sanctions(request: Request, actor: Actor, state: FormState, *, status_code: int = 200) -> Response:
    with in_words(request, actor):
        view = sanctions_view(request.app.state.db, actor, state)
    return show(request, actor, "risk/sanctions.html", view, status_code=status_code)


def _fiscal(
    request: Request, actor: Actor, state: FormState, official: FormState, *, status_code: int = 200
) -> Response:
    with in_words(request, actor):
        asked: Mapping[str, Any] = {
            "region": text_of(request, "region", 12),
            "year": whole_of(request, "year", 1949, 2150),
        }
        view = fiscal_form_view(request.app.state.db, actor, state, official, **asked)
    return show(request, actor, "risk/fiscal.html", view, status_code=status_code)
