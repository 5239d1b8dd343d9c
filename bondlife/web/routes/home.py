"""The home page: of people who work on projects, and of administrators."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.queries.admin_home import admin_home_view
from bondlife.queries.home import home_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require, visitor_of
from bondlife.web.views import in_words, show, text_of

router = APIRouter(tags=["home"])


@router.get("/")
async def show_home(request: Request, actor: Annotated[Actor, Depends(require("home.read"))]) -> Response:
    """Show what must be done, what falls due, what changed."""
    db = request.app.state.db
    if not actor.can("project.read"):
        with in_words(request, actor):
            return show(request, actor, "home/admin.html", admin_home_view(db, actor))
    with in_words(request, actor):
        view = home_view(
            db,
            actor,
            visitor_of(request).session_id,
            region=text_of(request, "region", 12),
            explain=text_of(request, "explain"),
        )
    return show(request, actor, "home/home.html", view)
