"""All tasks with their days, marked done here."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.queries.tasks import TaskFilter, tasks_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services.tasks import mark_done
from bondlife.web.forms import SentForm
from bondlife.web.views import FormState, done, in_words, show, text_of

router = APIRouter(tags=["tasks"])


@router.get("/tasks")
async def show_tasks(request: Request, actor: Annotated[Actor, Depends(require("task.read"))]) -> Response:
    """Show tasks by their day."""
    wanted = TaskFilter(
        who=text_of(request, "who", 8) or "mine",
        state=text_of(request, "state", 8) or "open",
        role=text_of(request, "role", 20),
        region=text_of(request, "region", 12),
        after=text_of(request, "after", 200),
        before=text_of(request, "before", 200),
    )
    with in_words(request, actor):
        view = tasks_view(request.app.state.db, actor, wanted, FormState())
    return show(request, actor, "tasks/list.html", view)


@router.post("/tasks/{public_id}/done")
def finish_task(
    request: Request,
    public_id: str,
    form: SentForm,
    actor: Annotated[Actor, Depends(require("task.done"))],
) -> Response:
    """Mark a task as done today."""
    mark_done(request.app.state.db, actor, public_id, form.version, key=form.key)
    return done("/tasks")
