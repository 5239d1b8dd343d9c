"""Search everything."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.queries.search import search_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.web.page import page

router = APIRouter(tags=["search"])


@router.get("/search")
async def search(request: Request, actor: Annotated[Actor, Depends(require("search.read"))]) -> Response:
    """Show what a text finds."""
    view = search_view(request.app.state.db, actor, request.query_params.get("q", "")[:100])
    return page(request, actor, "search/results.html", view)
