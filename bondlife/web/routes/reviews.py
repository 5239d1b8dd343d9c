"""Application batches and the expert review of each."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.errors import Invalid
from bondlife.queries.reviews import board_view, round_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import reviews
from bondlife.web.errors import say
from bondlife.web.forms import SentForm
from bondlife.web.views import done, in_words, show, text_of, whole_of

router = APIRouter(tags=["reviews"])

BoardReader = Annotated[Actor, Depends(require("application.read"))]
Reader = Annotated[Actor, Depends(require("review.read"))]
Opener = Annotated[Actor, Depends(require("review.open"))]
Expert = Annotated[Actor, Depends(require("review.score"))]
Closer = Annotated[Actor, Depends(require("review.close"))]


@router.get("/applications")
async def show_board(request: Request, actor: BoardReader) -> Response:
    """Show the batches of a year with their ranking."""
    with in_words(request, actor):
        view = board_view(
            request.app.state.db,
            actor,
            region=text_of(request, "region", 12),
            year=whole_of(request, "year", 1949, 2150),
        )
    return show(request, actor, "reviews/board.html", view)


@router.post("/reviews")
def open_round(request: Request, form: SentForm, actor: Opener) -> Response:
    """Open the review of a batch."""
    stored = reviews.open_round(request.app.state.db, actor, form.input(reviews.ReviewInput), key=form.key)
    return done(f"/reviews/{stored['public_id']}")


@router.get("/reviews/{public_id}")
async def show_round(request: Request, public_id: str, actor: Reader) -> Response:
    """Show the review of a batch."""
    with in_words(request, actor):
        view = round_view(request.app.state.db, actor, public_id)
    return show(request, actor, "reviews/round.html", view)


@router.post("/reviews/{public_id}/scores")
def store_score(request: Request, public_id: str, form: SentForm, actor: Expert) -> Response:
    """Store one's own points for an application."""
    db = request.app.state.db
    points = {
        name.removeprefix("points."): text for name, text in form.values.items() if name.startswith("points.")
    }
    data = {name: form.values[name] for name in ("application", "opinion") if name in form.values}
    try:
        typed = type(form)({}, {}, 0, "", "", "").input(reviews.ReviewScoreInput, **data, points=points)
        reviews.score(db, actor, public_id, typed, key=form.key)
    except Invalid as refusal:
        with in_words(request, actor):
            errors = [say(problem) for problem in refusal.problems]
            view = round_view(db, actor, public_id, errors)
        return show(request, actor, "reviews/round.html", view, status_code=422)
    return done(f"/reviews/{public_id}")


@router.post("/reviews/{public_id}/close")
def close_round(request: Request, public_id: str, form: SentForm, actor: Closer) -> Response:
    """Close the review: ranks and amounts are fixed."""
    reviews.close_round(request.app.state.db, actor, public_id, form.version, key=form.key)
    return done(f"/reviews/{public_id}")
