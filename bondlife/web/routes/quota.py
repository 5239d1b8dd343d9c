"""The quota ledger: rooms by region, lines, the form of a line, counter-lines."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.errors import Blocked, Conflict, Invalid
from bondlife.queries.quota import first_values, quota_form, quota_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services.inputs import QuotaNoticeInput
from bondlife.services.quota import post_line, reverse_line
from bondlife.web.errors import status_of
from bondlife.web.forms import SentForm
from bondlife.web.views import FormState, done, in_words, refused, show, text_of, whole_of

router = APIRouter(tags=["quota"])

Reader = Annotated[Actor, Depends(require("quota.read"))]
Editor = Annotated[Actor, Depends(require("quota.edit"))]


@router.get("/quota")
async def show_quota(request: Request, actor: Reader) -> Response:
    """Show what each region was given, what it uses, and every line behind it."""
    with in_words(request, actor):
        view = quota_view(
            request.app.state.db,
            actor,
            region=text_of(request, "region", 12),
            year=whole_of(request, "year", 1949, 2150),
            bond_type=text_of(request, "bond_type", 12) or "special",
            explain=text_of(request, "explain"),
        )
    return show(request, actor, "quota/list.html", view)


@router.get("/quota/new")
async def new_line(request: Request, actor: Editor) -> Response:
    """Show the form of a line."""
    return _form(request, actor, FormState(first_values()))


@router.post("/quota")
def store_line(request: Request, form: SentForm, actor: Editor) -> Response:
    """Post a line."""
    try:
        post_line(request.app.state.db, actor, form.input(QuotaNoticeInput), key=form.key)
    except (Invalid, Conflict, Blocked) as refusal:
        with in_words(request, actor):
            state = refused(form.values, refusal)
        return _form(request, actor, state, status_code=status_of(refusal))
    return done(f"/quota?year={form.values.get('year', '')[:4]}")


@router.post("/quota/{public_id}/reverse")
def counter_line(request: Request, public_id: str, form: SentForm, actor: Editor) -> Response:
    """Answer a wrong line by its counter-line."""
    reverse_line(request.app.state.db, actor, public_id, form.reason, key=form.key)
    return done("/quota")


def _form(request: Request, actor: Actor, state: FormState, *, status_code: int = 200) -> Response:
    with in_words(request, actor):
        view = quota_form(request.app.state.db, actor, state)
    return show(request, actor, "quota/form.html", view, status_code=status_code)
