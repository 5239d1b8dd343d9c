"""Where bond money is: the way in by region, the trail from any end, and both as files."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.queries.idle_money import IdleAsk, idle_table, idle_view, progress_table, progress_view
from bondlife.queries.money_trail import TrailAsk, trail_table, trail_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.web.views import attachment, day_of, in_words, show, text_of

router = APIRouter(tags=["money"])

Reader = Annotated[Actor, Depends(require("bond_share.read"))]
Exporter = Annotated[Actor, Depends(require("export.run"))]


@router.get("/money-trail")
async def show_trail(request: Request, actor: Reader) -> Response:
    """Show where the money of one end went, on a day."""
    with in_words(request, actor):
        view = trail_view(request.app.state.db, actor, _trail(request), text_of(request, "explain"))
    return show(request, actor, "money/trail.html", view)


@router.get("/money-trail/export/{kind}")
def export_trail(request: Request, kind: str, actor: Exporter) -> Response:
    """Send every link of a trail as a file."""
    with in_words(request, actor):
        return attachment(request, actor, kind, trail_table(request.app.state.db, actor, _trail(request)))


@router.get("/money")
async def show_idle(request: Request, actor: Reader) -> Response:
    """Show money that stands still, by age, with the interest paid on it."""
    with in_words(request, actor):
        view = idle_view(request.app.state.db, actor, _idle(request), text_of(request, "explain"))
    return show(request, actor, "money/idle.html", view)


@router.get("/money/export/{kind}")
def export_idle(request: Request, kind: str, actor: Exporter) -> Response:
    """Send the idle money as a file."""
    with in_words(request, actor):
        return attachment(request, actor, kind, idle_table(request.app.state.db, actor, _idle(request)))


@router.get("/spend-progress")
async def show_progress(request: Request, actor: Reader) -> Response:
    """Show spend progress against the lines in force, and the list each batch stands on."""
    with in_words(request, actor):
        view = progress_view(request.app.state.db, actor, _idle(request), text_of(request, "explain"))
    return show(request, actor, "money/progress.html", view)


@router.get("/spend-progress/export/{kind}")
def export_progress(request: Request, kind: str, actor: Exporter) -> Response:
    """Send the spend progress as a file."""
    with in_words(request, actor):
        return attachment(request, actor, kind, progress_table(request.app.state.db, actor, _idle(request)))


def _trail(request: Request) -> TrailAsk:
    return TrailAsk(text_of(request, "end", 12), text_of(request, "key", 200), day_of(request, "as_of"))


def _idle(request: Request) -> IdleAsk:
    return IdleAsk(text_of(request, "region", 12), day_of(request, "as_of"), text_of(request, "standing", 20))
