"""Scores of PPP contracts: the list, one sheet that works on a phone, its table, its steps."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel, ValidationError

from bondlife.errors import Conflict, Invalid, Refusal
from bondlife.queries.ppp_scores import score_view, scores_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import moves, ppp_scores
from bondlife.services.messages import problems_of
from bondlife.web.forms import Sent, SentForm
from bondlife.web.views import FormState, done, in_words, refused, show, text_of

router = APIRouter(tags=["ppp"])

Reader = Annotated[Actor, Depends(require("evaluation.read"))]
Opener = Annotated[Actor, Depends(require("evaluation.create"))]
Scorer = Annotated[Actor, Depends(require("evaluation.edit"))]
Tabler = Annotated[Actor, Depends(require("evaluation.score"))]
_PARTS = ("self", "recheck", "third", "score", "reason")


@router.get("/ppp/scores")
async def show_scores(request: Request, actor: Reader) -> Response:
    """Show scores and the evaluations that fall due."""
    return _list(request, actor, FormState())


@router.post("/ppp/scores")
def open_score(request: Request, form: SentForm, actor: Opener) -> Response:
    """Open the score of a cycle."""
    try:
        wanted = form.input(ppp_scores.ScoreInput)
        opened = ppp_scores.open_score(request.app.state.db, actor, wanted, key=form.key)
    except (Invalid, Conflict) as refusal:
        with in_words(request, actor):
            state = refused(form.values, refusal)
        return _list(request, actor, state, status_code=422)
    return done(f"/ppp/scores/{opened['public_id']}")


@router.get("/ppp/scores/{public_id}")
async def show_score(request: Request, public_id: str, actor: Reader) -> Response:
    """Show one sheet."""
    return _sheet(request, actor, public_id, FormState())


@router.post("/ppp/scores/{public_id}")
def store_scores(request: Request, public_id: str, form: SentForm, actor: Scorer) -> Response:
    """Store what was scored on site."""
    try:
        wanted = _validated(ppp_scores.SheetInput, {"items": _items(form)})
        ppp_scores.save_sheet(request.app.state.db, actor, public_id, wanted, form.version, key=form.key)
    except Invalid as refusal:
        return _again(request, actor, public_id, form, refusal)
    return done(f"/ppp/scores/{public_id}")


@router.post("/ppp/scores/{public_id}/table")
def store_table(request: Request, public_id: str, form: SentForm, actor: Tabler) -> Response:
    """Replace the table of indicators."""
    try:
        wanted = _validated(ppp_scores.TableInput, {"rows": _rows(form)})
        ppp_scores.save_table(request.app.state.db, actor, public_id, wanted, form.version, key=form.key)
    except Invalid as refusal:
        return _again(request, actor, public_id, form, refusal)
    return done(f"/ppp/scores/{public_id}")


@router.post("/ppp/scores/{public_id}/move")
def move_score(request: Request, public_id: str, form: SentForm, actor: Reader) -> Response:
    """Take a step of a score, or put it up for signatures."""
    transition = form.values.get("transition", "")[:60]
    moves.move(
        request.app.state.db,
        actor,
        "evaluation",
        public_id,
        transition,
        form.version,
        reason=form.reason,
        key=form.key,
    )
    return done(f"/ppp/scores/{public_id}")


def _list(request: Request, actor: Actor, state: FormState, *, status_code: int = 200) -> Response:
    with in_words(request, actor):
        view = scores_view(request.app.state.db, actor, text_of(request, "contract"), state)
    return show(request, actor, "ppp/scores.html", view, status_code=status_code)


def _items(form: Sent) -> list[dict[str, Any]]:
    """Read the fields of items, named ``item.KEY.part``; an item that does not apply is ticked so."""
    found: dict[str, dict[str, Any]] = {}
    for name, value in form.values.items():
        begin, _dot, rest = name.partition(".")
        key, _dot, part = rest.partition(".")
        if begin == "item" and part in _PARTS:
            found.setdefault(key, {"key": key, "applies": True})[part] = value
        elif begin == "item" and part == "skip":
            found.setdefault(key, {"key": key})["applies"] = False
    return list(found.values())


def _rows(form: Sent) -> list[dict[str, Any]]:
    """Read the rows of the table, named ``row.NUMBER.part``; a row without words is left out."""
    found: dict[int, dict[str, Any]] = {}
    for name, value in form.values.items():
        parts = name.split(".")
        if len(parts) == 3 and parts[0] == "row" and parts[1].isascii() and parts[1].isdigit():
            found.setdefault(int(parts[1][:4]), {})[parts[2][:20]] = value
    return [row for _number, row in sorted(found.items()) if row.get("name", "").strip()]


def _validated(model: type[BaseModel], data: dict[str, Any]) -> Any:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise Invalid(*problems_of(error.errors(include_input=False, include_url=False))) from None


def _again(request: Request, actor: Actor, public_id: str, form: Sent, refusal: Refusal) -> Response:
    with in_words(request, actor):
        state = refused(form.values, refusal)
    return _sheet(request, actor, public_id, state, status_code=422)


def _sheet(
    request: Request, actor: Actor, public_id: str, state: FormState, *, status_code: int = 200
) -> Response:
    with in_words(request, actor):
        view = score_view(request.app.state.db, actor, public_id, state)
    return show(request, actor, "ppp/score.html", view, status_code=status_code)
