"""Regions: the tree of governments, additions, and changes of code, name or parent by two administrators."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.errors import Conflict, Invalid, Refusal
from bondlife.queries.regions import region_form, region_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import regions
from bondlife.web.forms import SentForm
from bondlife.web.views import FormState, done, in_words, refused, show, text_of

router = APIRouter(tags=["regions"])

Reader = Annotated[Actor, Depends(require("organisation.read"))]
Editor = Annotated[Actor, Depends(require("region.edit"))]
Approver = Annotated[Actor, Depends(require("region.approve"))]


@router.get("/regions")
async def show_regions(request: Request, actor: Reader) -> Response:
    """Show a region, what stands above and under it, and changes that wait."""
    with in_words(request, actor):
        view = region_view(request.app.state.db, actor, text_of(request, "code", 12))
    return show(request, actor, "regions/show.html", view)


@router.get("/regions/new")
async def new_region(request: Request, actor: Editor) -> Response:
    """Show the form of a region to add under another one."""
    return _form(request, actor, text_of(request, "under", 12), is_change=False)


@router.get("/regions/{code}/change")
async def change_region(request: Request, code: str, actor: Editor) -> Response:
    """Show the form of a change of a region."""
    return _form(request, actor, code, is_change=True)


@router.post("/regions")
def add_region(request: Request, form: SentForm, actor: Editor) -> Response:
    """Add a county or zone that the shipped table lacks."""
    try:
        made = regions.add(request.app.state.db, actor, form.input(regions.RegionInput), key=form.key)
    except (Invalid, Conflict) as refusal:
        under = form.values.get("parent", "")[:12]
        return _form(request, actor, under, is_change=False, sent=form.values, refusal=refusal)
    return done(f"/regions?code={made['code']}")


@router.post("/regions/{code}/change")
def propose_change(request: Request, code: str, form: SentForm, actor: Editor) -> Response:
    """Ask for another code, name or parent of a region."""
    try:
        wanted = form.input(regions.RegionChange)
        regions.propose(request.app.state.db, actor, code, wanted, key=form.key)
    except (Invalid, Conflict) as refusal:
        return _form(request, actor, code, is_change=True, sent=form.values, refusal=refusal)
    return done(f"/regions?code={quote(code)}")


@router.post("/region-changes/{public_id}/decision")
def decide_change(request: Request, public_id: str, form: SentForm, actor: Approver) -> Response:
    """Sign a change of a region, or refuse it."""
    outcome = form.values.get("act", "")
    if outcome not in {"approve", "return"}:
        raise Invalid.because("outcome", "Approve or return.", "act")
    regions.decide(
        request.app.state.db, actor, public_id, form.version, approve=outcome == "approve", key=form.key
    )
    return done("/regions")


def _form(
    request: Request,
    actor: Actor,
    code: str,
    *,
    is_change: bool,
    sent: Mapping[str, str] | None = None,
    refusal: Refusal | None = None,
) -> Response:
    with in_words(request, actor):
        view, first = region_form(request.app.state.db, code, is_change=is_change)
        form = refused(sent or {}, refusal) if refusal is not None else FormState(first)
    status = 200 if refusal is None else 409 if isinstance(refusal, Conflict) else 422
    return show(request, actor, "regions/form.html", replace(view, form=form), status_code=status)
