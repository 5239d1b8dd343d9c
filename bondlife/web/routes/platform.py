"""Beside the budget platform: mode of a region, layouts, rows matched and waiting."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.errors import Blocked, Conflict, Invalid
from bondlife.queries.platform import platform_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services.platform import matching, mode
from bondlife.services.platform.mode import ModeInput
from bondlife.web.errors import status_of
from bondlife.web.forms import Sent, SentForm
from bondlife.web.views import FormState, done, in_words, refused, show, text_of

router = APIRouter(tags=["platform"])

Reader = Annotated[Actor, Depends(require("platform.read"))]
Importer = Annotated[Actor, Depends(require("import.run"))]
Editor = Annotated[Actor, Depends(require("platform.edit"))]
Approver = Annotated[Actor, Depends(require("platform.approve"))]


@router.get("/platform")
async def show_platform(request: Request, actor: Reader) -> Response:
    """Show how a region works beside the budget platform."""
    return _page(request, actor, FormState(), text_of(request, "region", 12))


@router.post("/platform/match")
def match_again(request: Request, actor: Importer, form: SentForm) -> Response:
    """Match every waiting row of a region again."""
    region = _region(form)
    matching.match_again(request.app.state.db, actor, region, key=form.key)
    return done(f"/platform?region={region}&state=unmatched")


@router.post("/platform/lines/{public_id}/aside")
def set_aside(request: Request, public_id: str, actor: Importer, form: SentForm) -> Response:
    """Leave a row out, with the reason."""
    matching.set_aside(request.app.state.db, actor, public_id, form.version, form.reason, key=form.key)
    return done(f"/platform?region={_region(form)}&state=unmatched")


@router.post("/platform/mode")
def propose_mode(request: Request, actor: Editor, form: SentForm) -> Response:
    """Propose another mode."""
    region = _region(form)
    try:
        wanted = form.input(ModeInput, reason=form.reason)
        mode.propose(request.app.state.db, actor, wanted, key=form.key)
    except (Invalid, Conflict, Blocked) as refusal:
        state = refused({**form.values, "reason": form.reason}, refusal)
        return _page(request, actor, state, region, status_code=status_of(refusal))
    return done(f"/platform?region={region}")


@router.post("/platform/mode/{public_id}/decide")
def decide_mode(request: Request, public_id: str, actor: Approver, form: SentForm) -> Response:
    """Approve a proposed mode or refuse it."""
    is_approved = form.values.get("act") == "approve"
    mode.decide(request.app.state.db, actor, public_id, form.version, approve=is_approved, key=form.key)
    return done(f"/platform?region={_region(form)}")


def _region(form: Sent) -> str:
    text = form.values.get("region", "")[:12]
    return text if text.isalnum() else ""


def _page(
    request: Request, actor: Actor, form: FormState, region: str, *, status_code: int = 200
) -> Response:
    kind, state = text_of(request, "kind", 12), text_of(request, "state", 12)
    with in_words(request, actor):
        view = platform_view(request.app.state.db, actor, region=region, kind=kind, state=state, form=form)
    return show(request, actor, "platform/show.html", view, status_code=status_code)
