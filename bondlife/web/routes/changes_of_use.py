"""Changes of use: the list, the procedure of one, the published table as a file."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.exchange.papers.statements import f6_paper
from bondlife.locale import DEFAULT, speaking
from bondlife.queries.changes_of_use import change_view, changes_view, f6_table
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.web.papers import paper_answer
from bondlife.web.views import attachment, in_words, show

router = APIRouter(tags=["changes of use"])

Reader = Annotated[Actor, Depends(require("change_of_use.read"))]


@router.get("/changes-of-use")
async def show_changes(request: Request, actor: Reader) -> Response:
    """Show the changes of use."""
    with in_words(request, actor):
        view = changes_view(request.app.state.db, actor)
    return show(request, actor, "money/changes.html", view)


@router.get("/changes-of-use/{public_id}")
def show_change(request: Request, public_id: str, actor: Reader) -> Response:
    """Show the whole procedure of one change of use."""
    with in_words(request, actor):
        view = change_view(request.app.state.db, actor, public_id)
    return show(request, actor, "money/change.html", view)


@router.get("/changes-of-use/{public_id}/f6/{kind}")
def export_f6(
    request: Request, public_id: str, kind: str, actor: Annotated[Actor, Depends(require("export.run"))]
) -> Response:
    """Send the published table as a file."""
    if kind in ("pdf", "docx"):
        with speaking(DEFAULT):
            view = change_view(request.app.state.db, actor, public_id)
        return paper_answer(request, f6_paper(view), kind, view.region_id)
    with in_words(request, actor):
        return attachment(request, actor, kind, f6_table(request.app.state.db, actor, public_id))
