"""Time spent at each step, by step and by region."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.queries.timing import timing_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.web.views import in_words, show, text_of

router = APIRouter(tags=["timing"])


@router.get("/timing")
async def show_timing(
    request: Request, actor: Annotated[Actor, Depends(require("approval.read"))]
) -> Response:
    """Show how long papers stand at each step."""
    with in_words(request, actor):
        view = timing_view(request.app.state.db, actor, text_of(request, "region", 12))
    return show(request, actor, "timing/list.html", view)
