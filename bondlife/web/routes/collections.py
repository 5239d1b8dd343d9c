"""Collection tasks: send a request, answer a part, check it, return it, sum up, send up."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.errors import Invalid
from bondlife.queries.collections import (
    collection_view,
    collections_view,
    new_collection_view,
    part_view,
    typed_answers,
)
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import collections
from bondlife.web.forms import Sent, SentForm
from bondlife.web.views import FormState, done, in_words, refused, show

router = APIRouter(tags=["collections"])

Reader = Annotated[Actor, Depends(require("collection.read"))]
Sender = Annotated[Actor, Depends(require("collection.send"))]
Answerer = Annotated[Actor, Depends(require("collection.answer"))]
Checker = Annotated[Actor, Depends(require("collection.check"))]
Reporter = Annotated[Actor, Depends(require("collection.report"))]
MOST_ASKED = 8
"""Questions the form offers; programs may ask more."""


@router.get("/collections")
async def show_collections(request: Request, actor: Reader) -> Response:
    """Show requests of one's regions and parts to answer."""
    with in_words(request, actor):
        view = collections_view(request.app.state.db, actor)
    return show(request, actor, "collections/list.html", view)


@router.get("/collections/new")
async def new_collection(request: Request, actor: Sender) -> Response:
    """Show the form of a new request."""
    return _form(request, actor, FormState())


@router.post("/collections")
def send(request: Request, form: SentForm, actor: Sender) -> Response:
    """Send a request down."""
    try:
        wanted = collections.CollectionInput.model_validate(_asked(form))
    except ValueError as error:
        refusal = Invalid.because("incomplete", "Name what is asked, of whom and by when.", "title")
        del error
        return _form(request, actor, _state(request, actor, form, refusal), status_code=422)
    try:
        stored = collections.send(request.app.state.db, actor, wanted, key=form.key)
    except Invalid as refusal:
        return _form(request, actor, _state(request, actor, form, refusal), status_code=422)
    return done(f"/collections/{stored['public_id']}")


@router.get("/collections/{public_id}")
async def show_collection(request: Request, public_id: str, actor: Reader) -> Response:
    """Show one request with every part."""
    with in_words(request, actor):
        view = collection_view(request.app.state.db, actor, public_id, FormState())
    return show(request, actor, "collections/show.html", view)


@router.post("/collections/{public_id}/sum")
def sum_up(request: Request, public_id: str, form: SentForm, actor: Sender) -> Response:
    """Sum all answers."""
    collections.sum_up(request.app.state.db, actor, public_id, form.version, key=form.key)
    return done(f"/collections/{public_id}")


@router.post("/collections/{public_id}/report")
def report(request: Request, public_id: str, form: SentForm, actor: Reporter) -> Response:
    """Send the sum up."""
    collections.report(request.app.state.db, actor, public_id, form.version, key=form.key)
    return done(f"/collections/{public_id}")


@router.post("/collections/{public_id}/withdraw")
def withdraw(request: Request, public_id: str, form: SentForm, actor: Sender) -> Response:
    """Withdraw a request."""
    collections.withdraw(request.app.state.db, actor, public_id, form.version, form.reason, key=form.key)
    return done(f"/collections/{public_id}")


@router.get("/collections/parts/{public_id}")
async def show_part(request: Request, public_id: str, actor: Reader) -> Response:
    """Show one part to answer or to check."""
    return _part(request, actor, public_id, FormState())


@router.post("/collections/parts/{public_id}/answer")
def answer(request: Request, public_id: str, form: SentForm, actor: Answerer) -> Response:
    """Answer every question of a part."""
    told = {name[2:]: value for name, value in form.values.items() if name.startswith("a_")}
    try:
        collections.answer(request.app.state.db, actor, public_id, form.version, told, key=form.key)
    except Invalid as refusal:
        state = _state(request, actor, form, refusal)
        state = replace(state, errors={f"a_{name}": text for name, text in state.errors.items()})
        return _part(request, actor, public_id, state, status_code=422)
    return done(f"/collections/parts/{public_id}")


@router.post("/collections/parts/{public_id}/pass")
def hand_on(request: Request, public_id: str, form: SentForm, actor: Checker) -> Response:
    """Check or review a part."""
    name = form.values.get("step", "")
    collections.advance(request.app.state.db, actor, public_id, form.version, name, key=form.key)
    return done(f"/collections/parts/{public_id}")


@router.post("/collections/parts/{public_id}/return")
def send_back(request: Request, public_id: str, form: SentForm, actor: Reader) -> Response:
    """Return a part with the reason."""
    collections.send_back(request.app.state.db, actor, public_id, form.version, form.reason, key=form.key)
    return done(f"/collections/parts/{public_id}")


@router.post("/collections/parts/{public_id}/take-back")
def take_back(request: Request, public_id: str, form: SentForm, actor: Answerer) -> Response:
    """Take one's own answer back."""
    collections.take_back(request.app.state.db, actor, public_id, form.version, key=form.key)
    return done(f"/collections/parts/{public_id}")


def _asked(form: Sent) -> dict[str, Any]:
    """Return the form as the service takes it: ticked addressees, questions that were filled in."""
    values = form.values
    questions = [
        {"key": f"q{place}", "label": values[f"label_{place}"], "type": values.get(f"type_{place}", "money")}
        for place in range(1, MOST_ASKED + 1)
        if values.get(f"label_{place}", "").strip()
    ]
    return {
        "region": values.get("region", ""),
        "title": values.get("title", ""),
        "note": values.get("note", ""),
        "due_on": values.get("due_on", ""),
        "questions": questions,
        "regions": [name.removeprefix("region_") for name in values if name.startswith("region_")],
        "units": [name.removeprefix("unit_") for name in values if name.startswith("unit_")],
    }


def _state(request: Request, actor: Actor, form: Sent, refusal: Invalid) -> FormState:
    with in_words(request, actor):
        return refused(form.values, refusal)


def _form(request: Request, actor: Actor, state: FormState, *, status_code: int = 200) -> Response:
    with in_words(request, actor):
        view = new_collection_view(request.app.state.db, actor, state)
    return show(request, actor, "collections/new.html", view, status_code=status_code)


def _part(
    request: Request, actor: Actor, public_id: str, state: FormState, *, status_code: int = 200
) -> Response:
    with in_words(request, actor):
        view = part_view(request.app.state.db, actor, public_id, state)
        if not state.data:
            filled = typed_answers(view.questions, view.answers)
            view = replace(view, form=replace(state, data=filled))
    return show(request, actor, "collections/part.html", view, status_code=status_code)
