"""Organisations: the list, the form of one, closing it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.errors import Conflict, Invalid
from bondlife.queries.organisations import (
    first_region,
    organisation_form,
    organisations_view,
    stored_organisation,
)
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import organisations
from bondlife.web.forms import SentForm
from bondlife.web.views import FormState, done, in_words, refused, show, text_of

router = APIRouter(tags=["organisations"])

Reader = Annotated[Actor, Depends(require("organisation.read"))]
Editor = Annotated[Actor, Depends(require("organisation.edit"))]


@router.get("/organisations")
async def show_organisations(request: Request, actor: Reader) -> Response:
    """Show the organisations of one's regions."""
    asked = {name: text_of(request, name, 300) for name in ("q", "role", "after", "before")}
    with in_words(request, actor):
        view = organisations_view(request.app.state.db, actor, **asked)
    return show(request, actor, "organisations/list.html", view)


@router.get("/organisations/new")
async def new_organisation(request: Request, actor: Editor) -> Response:
    """Show the form of a new organisation."""
    first = FormState({"region": first_region(request.app.state.db, actor), "role": "unit"})
    return _form(request, actor, first)


@router.get("/organisations/{public_id}")
async def show_organisation(request: Request, public_id: str, actor: Reader) -> Response:
    """Show an organisation: as a form for those who may change it."""
    held = stored_organisation(request.app.state.db, actor, public_id)
    return _form(request, actor, FormState(held.data), public_id, held.version, may_store=held.may_store)


@router.post("/organisations")
def store_organisation(request: Request, form: SentForm, actor: Editor) -> Response:
    """Store an organisation, new or changed."""
    public_id = form.values.get("public_id", "")[:36]
    try:
        wanted = form.input(organisations.OrganisationInput)
        organisations.save(
            request.app.state.db, actor, wanted, public_id=public_id, version=form.version, key=form.key
        )
    except (Invalid, Conflict) as refusal:
        with in_words(request, actor):
            state = refused(form.values, refusal)
        code = 409 if isinstance(refusal, Conflict) else 422
        return _form(request, actor, state, public_id, form.version, status_code=code)
    return done("/organisations")


@router.post("/organisations/{public_id}/end")
def end_organisation(request: Request, public_id: str, form: SentForm, actor: Editor) -> Response:
    """Close an organisation that nothing belongs to any more."""
    organisations.end(request.app.state.db, actor, public_id, form.version, key=form.key)
    return done("/organisations")


def _form(
    request: Request,
    actor: Actor,
    state: FormState,
    public_id: str = "",
    version: int = 0,
    *,
    may_store: bool = True,
    status_code: int = 200,
) -> Response:
    with in_words(request, actor):
        view = organisation_form(state, public_id, version, may_store=may_store)
    return show(request, actor, "organisations/form.html", view, status_code=status_code)
