"""Debt limits and balances by region and year."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.errors import Conflict, Invalid
from bondlife.queries.limits import first_values, limit_form_view, limits_view, stored_limit
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services.inputs import LimitInput
from bondlife.services.parts import save_limit
from bondlife.web.forms import SentForm
from bondlife.web.views import FormState, done, in_words, refused, show, text_of, whole_of

router = APIRouter(tags=["limits"])

Reader = Annotated[Actor, Depends(require("limit.read"))]
Editor = Annotated[Actor, Depends(require("limit.edit"))]


@router.get("/limits")
async def show_limits(request: Request, actor: Reader) -> Response:
    """Show limits, balances and whether their identities hold."""
    with in_words(request, actor):
        view = limits_view(
            request.app.state.db,
            actor,
            region=text_of(request, "region", 12),
            year=whole_of(request, "year", 1949, 2150),
            explain=text_of(request, "explain"),
        )
    return show(request, actor, "limits/list.html", view)


@router.get("/limits/new")
async def new_limit(request: Request, actor: Editor) -> Response:
    """Show the form of a new limit."""
    return _form(request, actor, FormState(first_values()))


@router.get("/limits/{public_id}/edit")
async def edit_limit(request: Request, public_id: str, actor: Editor) -> Response:
    """Show the form of a stored limit."""
    data, version = stored_limit(request.app.state.db, actor, public_id)
    return _form(request, actor, FormState(data), public_id, version)


@router.post("/limits")
def store_limit(request: Request, form: SentForm, actor: Editor) -> Response:
    """Store a limit, new or changed."""
    public_id = form.values.get("public_id", "")
    try:
        wanted = replace(form, values=_filled(form.values)).input(LimitInput)
        save_limit(
            request.app.state.db, actor, wanted, public_id=public_id, version=form.version, key=form.key
        )
    except (Invalid, Conflict) as refusal:
        with in_words(request, actor):
            state = refused(form.values, refusal)
        code = 409 if isinstance(refusal, Conflict) else 422
        return _form(request, actor, state, public_id, form.version, status_code=code)
    return done("/limits")


def _filled(values: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed: an empty amount is nothing where there may be none, else zero."""
    kept = {name: value for name, value in values.items() if name != "public_id"}
    for name in ("control_figure", "balance"):
        if not kept.get(name, "").strip():
            kept.pop(name, None)
    for name in ("opening_limit", "new_limit", "advance_limit"):
        kept[name] = kept.get(name, "").strip() or "0"
    return kept


def _form(
    request: Request,
    actor: Actor,
    state: FormState,
    public_id: str = "",
    version: int = 0,
    status_code: int = 200,
) -> Response:
    with in_words(request, actor):
        view = limit_form_view(request.app.state.db, actor, state, public_id, version)
    return show(request, actor, "limits/form.html", view, status_code=status_code)
