"""What-if over the whole portfolio: named scenarios, computed outside this process."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.errors import Conflict, Invalid
from bondlife.queries.what_if import what_if_form_view, what_if_view, what_ifs_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import what_if
from bondlife.web.forms import SentForm
from bondlife.web.views import FormState, done, in_words, refused, show

router = APIRouter(tags=["what-if"])

Reader = Annotated[Actor, Depends(require("what_if.read"))]
Editor = Annotated[Actor, Depends(require("what_if.edit"))]


@router.get("/what-if")
async def show_scenarios(request: Request, actor: Reader) -> Response:
    """Show the scenarios of one's regions."""
    with in_words(request, actor):
        view = what_ifs_view(request.app.state.db, actor)
    return show(request, actor, "what_if/list.html", view)


@router.get("/what-if/new")
async def new_scenario(request: Request, actor: Editor) -> Response:
    """Show the form of a scenario."""
    return _form(request, actor, FormState())


@router.post("/what-if")
def store(request: Request, form: SentForm, actor: Editor) -> Response:
    """Keep a scenario and have it computed."""
    kept = {name: value for name, value in form.values.items() if value.strip()}
    try:
        wanted = replace(form, values=kept).input(what_if.WhatIfInput)
        stored = what_if.save(request.app.state.db, actor, wanted, key=form.key)
    except (Invalid, Conflict) as refusal:
        with in_words(request, actor):
            state = refused(form.values, refusal)
        return _form(request, actor, state, status_code=422)
    return done(f"/what-if/{stored['public_id']}")


@router.get("/what-if/{public_id}")
async def show_scenario(request: Request, public_id: str, actor: Reader) -> Response:
    """Show one scenario beside plan and actual."""
    with in_words(request, actor):
        view = what_if_view(request.app.state.db, actor, public_id, FormState())
    return show(request, actor, "what_if/show.html", view)


@router.post("/what-if/{public_id}/again")
def again(request: Request, public_id: str, form: SentForm, actor: Editor) -> Response:
    """Compute a scenario on the books of today."""
    what_if.compute_again(request.app.state.db, actor, public_id, form.version, key=form.key)
    return done(f"/what-if/{public_id}")


@router.post("/what-if/{public_id}/end")
def end(request: Request, public_id: str, form: SentForm, actor: Editor) -> Response:
    """End a scenario."""
    what_if.end(request.app.state.db, actor, public_id, form.version, key=form.key)
    return done("/what-if")


def _form(request: Request, actor: Actor, state: FormState, *, status_code: int = 200) -> Response:
    with in_words(request, actor):
        view = what_if_form_view(request.app.state.db, actor, state)
    return show(request, actor, "what_if/new.html", view, status_code=status_code)
