"""One's own notices: read them, mark them, choose whether they come by mail."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.errors import Invalid
from bondlife.queries.notices import notices_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services.notices import choose_mail, mark_read
from bondlife.web.forms import SentForm
from bondlife.web.views import FormState, done, in_words, refused, show, text_of

router = APIRouter(tags=["notices"])

Self = Annotated[Actor, Depends(require("account.self"))]


@router.get("/notices")
async def show_notices(request: Request, actor: Self) -> Response:
    """Show one's own notices, newest first."""
    return _page(request, actor, None)


@router.post("/notices/read")
def read_all(request: Request, form: SentForm, actor: Self) -> Response:
    """Mark every notice as read."""
    mark_read(request.app.state.db, actor, "", key=form.key)
    return done("/notices")


@router.post("/notices/mail")
def mail(request: Request, form: SentForm, actor: Self) -> Response:
    """Keep where notices are mailed to."""
    wanted = bool(form.values.get("wanted"))
    try:
        choose_mail(request.app.state.db, actor, form.values.get("address", ""), wanted=wanted, key=form.key)
    except Invalid as refusal:
        with in_words(request, actor):
            state = refused(form.values, refusal)
        return _page(request, actor, state, status_code=422)
    return done("/notices")


@router.post("/notices/{public_id}/read")
def read_one(request: Request, public_id: str, form: SentForm, actor: Self) -> Response:
    """Mark one notice as read."""
    mark_read(request.app.state.db, actor, public_id, key=form.key)
    return done("/notices")


def _page(request: Request, actor: Actor, state: FormState | None, *, status_code: int = 200) -> Response:
    with in_words(request, actor):
        after, before = text_of(request, "after", 200), text_of(request, "before", 200)
        view = notices_view(request.app.state.db, actor, state or FormState(), after, before)
    return show(request, actor, "notices/list.html", view, status_code=status_code)
