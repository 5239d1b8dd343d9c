"""Public pages from inside: what is public of each thing, and a new page opened for publication."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.errors import Conflict, Invalid
from bondlife.queries.public_pages import pages_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services.public_pages import PageInput, open_page
from bondlife.web.errors import status_of
from bondlife.web.forms import SentForm
from bondlife.web.views import FormState, done, in_words, refused, show, text_of

router = APIRouter(tags=["disclosure"])

Reader = Annotated[Actor, Depends(require("disclosure.read"))]
Creator = Annotated[Actor, Depends(require("publication.create"))]


@router.get("/disclosure/pages")
async def show_pages(request: Request, actor: Reader) -> Response:
    """Show which things have a public page."""
    return _page(request, actor, text_of(request, "kind"), FormState())


def _page(request: Request, actor: Actor, kind: str, state: FormState, *, status_code: int = 200) -> Response:
    with in_words(request, actor):
        view = pages_view(request.app.state.db, actor, kind=kind, q=text_of(request, "q"), form=state)
    return show(request, actor, "disclosure/pages.html", view, status_code=status_code)


@router.post("/disclosure/pages")
def open_one(request: Request, form: SentForm, actor: Creator) -> Response:
    """Open the public page of a thing; what it refuses is said on the page."""
    try:
        made = open_page(request.app.state.db, actor, form.input(PageInput), key=form.key)
    except (Invalid, Conflict) as refusal:
        with in_words(request, actor):
            told = refused(form.values, refusal)
        kind = form.values.get("kind", "")
        return _page(request, actor, kind, told, status_code=status_of(refusal))
    return done(f"/publications/{made['public_id']}")
