"""Work in the background: how far it is, live or by looking again, and how it ended."""

import asyncio
from collections.abc import AsyncIterator
from time import monotonic
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, Response
from sse_starlette import EventSourceResponse, ServerSentEvent

from bondlife.errors import missing
from bondlife.queries.jobs import JobView, job_file, job_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services.documents import place_of
from bondlife.web.page import bare_shell, page
from bondlife.web.render import draw
from bondlife.web.views import MEDIA, in_words

router = APIRouter(tags=["jobs"])

Owner = Annotated[Actor, Depends(require("account.self"))]
LOOK_SECONDS = 0.4
STREAM_SECONDS = 60.0
"""A stream ends after this; the browser opens the next one, and its right is looked at again."""


@router.get("/jobs/{public_id}")
async def show_job(request: Request, public_id: str, actor: Owner) -> Response:
    """Show a job to its owner, or to whoever may read jobs."""
    with in_words(request, actor):
        view = job_view(request.app.state.db, actor, public_id)
    return page(request, actor, "jobs/job.html", view)


@router.get("/jobs/{public_id}/file")
def fetch_file(request: Request, public_id: str, actor: Owner) -> Response:
    """Send the file a job wrote to who asked for it; after a week it is gone."""
    state = request.app.state
    digest, name = job_file(state.db, actor, public_id)
    place = place_of(state.settings.exports_dir, digest)
    if not place.is_file():
        raise missing("export")
    return FileResponse(place, filename=name, media_type=MEDIA[name.rpartition(".")[2]])


@router.get("/jobs/{public_id}/stream")
async def stream_job(request: Request, public_id: str, actor: Owner) -> Response:
    """Tell how far a job is, each time it has moved, until it has ended."""
    first = job_view(request.app.state.db, actor, public_id)
    return EventSourceResponse(_events(request, actor, first), ping=15)


async def _events(request: Request, actor: Actor, first: JobView) -> AsyncIterator[ServerSentEvent]:
    until = monotonic() + STREAM_SECONDS
    view, told = first, ""
    while monotonic() < until and not await request.is_disconnected():
        drawn = _drawn(request, actor, view)
        if drawn != told:
            told = drawn
            yield ServerSentEvent(drawn, event="progress")
        if not view.is_open:
            yield ServerSentEvent("", event="done")
            return
        await asyncio.sleep(LOOK_SECONDS)
        with in_words(request, actor):
            view = job_view(request.app.state.db, actor, first.public_id)


def _drawn(request: Request, actor: Actor, view: JobView) -> str:
    with in_words(request, actor):
        fresh = job_view(request.app.state.db, actor, view.public_id) if not view.is_open else view
    return draw("fragments/jobs/job.html", fresh, bare_shell(request, actor), request)
