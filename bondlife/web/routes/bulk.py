"""One action on many projects: tick them, choose what to do, read the result row by row."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.errors import Invalid
from bondlife.locale import is_chinese
from bondlife.queries.bulk import BulkFilter, bulk_view, result_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import bulk
from bondlife.services.messages import problems_of
from bondlife.web.forms import Sent, SentForm
from bondlife.web.views import FormState, in_words, refused, show, text_of

router = APIRouter(tags=["bulk"])

Doer = Annotated[Actor, Depends(require("project.bulk"))]
TICK = "p_"


@router.get("/bulk")
async def show_bulk(request: Request, actor: Doer) -> Response:
    """Show projects to tick."""
    return _page(request, actor, FormState())


@router.post("/bulk")
def act(request: Request, form: SentForm, actor: Doer) -> Response:
    """Carry the action out and show what became of every row."""
    try:
        answer = bulk.run(request.app.state.db, actor, _wanted(form), key=form.key)
    except Invalid as refusal:
        with in_words(request, actor):
            state = refused({**form.values, "reason": form.reason}, refusal)
        return _page(request, actor, state, status_code=422)
    with in_words(request, actor):
        view = result_view(answer, chinese=is_chinese())
    return show(request, actor, "bulk/result.html", view)


def _wanted(form: Sent) -> bulk.BulkInput:
    names = ("action", "role", "title", "due_on", "officer", "transition")
    told: dict[str, Any] = {name: form.values.get(name, "") for name in names}
    ticked = [name.removeprefix(TICK) for name in form.values if name.startswith(TICK)]
    try:
        return bulk.BulkInput.model_validate({**told, "projects": ticked, "reason": form.reason})
    except ValueError as error:
        found = error.errors(include_input=False, include_url=False) if hasattr(error, "errors") else []
        raise Invalid(*problems_of(found)) from None


def _page(request: Request, actor: Actor, state: FormState, *, status_code: int = 200) -> Response:
    wanted = BulkFilter(
        text_of(request, "region", 12),
        text_of(request, "state", 40),
        text_of(request, "q"),
        text_of(request, "after", 200),
        text_of(request, "before", 200),
    )
    with in_words(request, actor):
        view = bulk_view(request.app.state.db, actor, wanted, state)
    return show(request, actor, "bulk/list.html", view, status_code=status_code)
