"""Goals as they follow from each other, the library of indicators, and methods beside scoring."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.queries.performance.goals import goals_view
from bondlife.queries.performance.indicators import LibraryFilter, library_view
from bondlife.queries.performance.methods import methods_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.web.views import in_words, show, text_of, whole_of

router = APIRouter(tags=["performance"])

Reader = Annotated[Actor, Depends(require("goal.read"))]
ScoreReader = Annotated[Actor, Depends(require("evaluation.read"))]


@router.get("/performance/goals")
async def show_goals(request: Request, actor: Reader) -> Response:
    """Show the goals of a year: duties, tasks, projects, with their sums."""
    with in_words(request, actor):
        view = goals_view(
            request.app.state.db,
            actor,
            region=text_of(request, "region", 12),
            year=whole_of(request, "year", 1949, 2150),
        )
    return show(request, actor, "performance/goals.html", view)


@router.get("/performance/indicators")
async def show_library(request: Request, actor: Reader) -> Response:
    """Show the library of indicators, rows picked for a goal, and whether a target is vague."""
    wanted = LibraryFilter(
        whole_of(request, "year", 1949, 2150),
        text_of(request, "sector", 40),
        text_of(request, "purpose", 20),
        text_of(request, "q", 60),
        text_of(request, "target", 200),
        [one[:60] for one in request.query_params.getlist("pick")[:20]],
    )
    with in_words(request, actor):
        view = library_view(request.app.state.db, actor, wanted)
    return show(request, actor, "performance/indicators.html", view)


@router.get("/performance/methods/{public_id}")
async def show_methods(request: Request, public_id: str, actor: ScoreReader) -> Response:
    """Show a project's years against each other, factors of its spending, cost and benefit of its plan."""
    with in_words(request, actor):
        view = methods_view(
            request.app.state.db,
            actor,
            public_id,
            about=text_of(request, "type", 20),
            rate=text_of(request, "rate", 12),
            explain=text_of(request, "explain", 40),
        )
    return show(request, actor, "performance/methods.html", view)
