"""Performance management: the board, rounds, scoring sheets, lists of result use."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.errors import Refusal
from bondlife.queries.performance.board import board_view
from bondlife.queries.performance.registers import registers_board
from bondlife.queries.performance.results import result_view
from bondlife.queries.performance.round import round_view
from bondlife.queries.performance.sheet import appraisal_view, sheet_view
from bondlife.queries.performance.yearly import yearly_board, yearly_paper
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import evaluations, result_use, rounds
from bondlife.web.errors import say
from bondlife.web.forms import Sent, SentForm
from bondlife.web.papers import paper_answer
from bondlife.web.views import done, in_words, show, text_of, whole_of

router = APIRouter(tags=["performance"])

Reader = Annotated[Actor, Depends(require("evaluation.read"))]
Opener = Annotated[Actor, Depends(require("round.open"))]
Closer = Annotated[Actor, Depends(require("round.close"))]
Concluder = Annotated[Actor, Depends(require("evaluation.conclude"))]
ListReader = Annotated[Actor, Depends(require("result_list.read"))]
ListMaker = Annotated[Actor, Depends(require("result_list.create"))]
Appraiser = Annotated[Actor, Depends(require("appraisal.edit"))]
AppraisalReader = Annotated[Actor, Depends(require("appraisal.read"))]
SHEET = ("points", "target", "actual", "reasons")


@router.get("/performance")
async def show_board(request: Request, actor: Reader) -> Response:
    """Show rounds, lights, orders and lists of a year."""
    return _board(request, actor)


def _board(request: Request, actor: Actor, refusal: Refusal | None = None) -> Response:
    with in_words(request, actor):
        view = board_view(
            request.app.state.db,
            actor,
            region=text_of(request, "region", 12),
            year=whole_of(request, "year", 1949, 2150),
            errors=_said(refusal),
        )
    return show(request, actor, "performance/board.html", view, status_code=422 if refusal else 200)


@router.get("/performance/report")
async def show_report(request: Request, actor: Reader) -> Response:
    """Show the yearly report to the congress on performance."""
    with in_words(request, actor):
        view = yearly_board(
            request.app.state.db, actor, **_asked(request), explain=text_of(request, "explain")
        )
    return show(request, actor, "funds/board.html", view)


@router.get("/performance/report.{kind}")
def report_file(request: Request, kind: str, actor: Reader) -> Response:
    """Send the yearly report as pdf, docx, xlsx or json."""
    return paper_answer(
        request, yearly_paper(request.app.state.db, actor, **_asked(request)), kind, actor.region_id
    )


@router.get("/performance/registers")
async def show_registers(request: Request, actor: Reader) -> Response:
    """Show results beside the budget and quota of a year, orders, accountability, appraisals."""
    with in_words(request, actor):
        view = registers_board(
            request.app.state.db, actor, **_asked(request), explain=text_of(request, "explain")
        )
    return show(request, actor, "funds/board.html", view)


def _asked(request: Request) -> dict[str, Any]:
    return {"year": whole_of(request, "year", 1990, 2150), "region": text_of(request, "region", 12)}


@router.post("/performance/rounds")
def open_round(request: Request, form: SentForm, actor: Opener) -> Response:
    """Open a round; its frame is kept until its end."""
    try:
        typed = form.input(rounds.RoundInput)
        stored = rounds.open_round(request.app.state.db, actor, typed, key=form.key)
    except Refusal as refusal:
        return _board(request, actor, refusal)
    return done(f"/performance/rounds/{stored['public_id']}")


@router.get("/performance/rounds/{public_id}")
async def show_round(request: Request, public_id: str, actor: Reader) -> Response:
    """Show a round."""
    return _round(request, actor, public_id)


def _round(request: Request, actor: Actor, public_id: str, refusal: Refusal | None = None) -> Response:
    with in_words(request, actor):
        view = round_view(
            request.app.state.db,
            actor,
            public_id,
            published=text_of(request, "published", 200),
            q=text_of(request, "q", 60),
            errors=_said(refusal),
        )
    return show(request, actor, "performance/round.html", view, status_code=422 if refusal else 200)


@router.post("/performance/rounds/{public_id}/enrol")
def enrol(request: Request, public_id: str, form: SentForm, actor: Opener) -> Response:
    """Open the evaluations of a round."""
    kind = form.values.get("kind", "ordinary")[:40]
    try:
        rounds.enrol(request.app.state.db, actor, public_id, kind, key=form.key)
    except Refusal as refusal:
        return _round(request, actor, public_id, refusal)
    return done(f"/performance/rounds/{public_id}")


@router.post("/performance/rounds/{public_id}/sample")
def draw_sample(request: Request, public_id: str, form: SentForm, actor: Opener) -> Response:
    """Draw the evaluations that are re-checked."""
    try:
        typed = form.input(rounds.SampleInput)
        stored = rounds.draw_sample(request.app.state.db, actor, public_id, typed, key=form.key)
    except Refusal as refusal:
        return _round(request, actor, public_id, refusal)
    return done(f"/performance/rounds/{stored['public_id']}")


@router.post("/performance/rounds/{public_id}/accept")
def accept_all(request: Request, public_id: str, form: SentForm, actor: Concluder) -> Response:
    """Have every self-evaluation accepted that was not drawn; the job tells how far it is."""
    try:
        job = rounds.ask_acceptance(request.app.state.db, actor, public_id, key=form.key)
    except Refusal as refusal:
        return _round(request, actor, public_id, refusal)
    return done(f"/jobs/{job}")


@router.post("/performance/rounds/{public_id}/close")
def close_round(request: Request, public_id: str, form: SentForm, actor: Closer) -> Response:
    """Close a round: its results are fixed."""
    try:
        rounds.close_round(request.app.state.db, actor, public_id, form.version, key=form.key)
    except Refusal as refusal:
        return _round(request, actor, public_id, refusal)
    return done(f"/performance/rounds/{public_id}")


@router.post("/performance/rounds/{public_id}/simulate")
def simulate(request: Request, public_id: str, form: SentForm, actor: ListMaker) -> Response:
    """Store what a rule would cut, as a list that nobody has signed."""
    try:
        typed = form.input(result_use.SimulationInput)
        stored = result_use.simulate(request.app.state.db, actor, public_id, typed, key=form.key)
    except Refusal as refusal:
        return _round(request, actor, public_id, refusal)
    return done(f"/performance/results/{stored['public_id']}")


@router.get("/performance/evaluations/{public_id}")
async def show_sheet(request: Request, public_id: str, actor: Reader) -> Response:
    """Show the scoring sheet of an evaluation."""
    return _sheet(request, actor, public_id)


def _sheet(request: Request, actor: Actor, public_id: str, refusal: Refusal | None = None) -> Response:
    with in_words(request, actor):
        view = sheet_view(
            request.app.state.db,
            actor,
            public_id,
            errors=_said(refusal),
            explain=text_of(request, "explain", 20),
        )
    return show(request, actor, "performance/sheet.html", view, status_code=422 if refusal else 200)


@router.post("/performance/evaluations/{public_id}/scores")
def store_scores(request: Request, public_id: str, form: SentForm, actor: Reader) -> Response:
    """Store one scorer's points; whose turn it is is asked by the service."""
    try:
        typed = sheet_form(form)
        evaluations.score(request.app.state.db, actor, public_id, typed, form.version, key=form.key)
    except Refusal as refusal:
        return _sheet(request, actor, public_id, refusal)
    return done(f"/performance/evaluations/{public_id}")


@router.get("/performance/appraisals/{public_id}")
async def show_appraisal(request: Request, public_id: str, actor: AppraisalReader) -> Response:
    """Show the sheet of an appraisal."""
    return _appraisal(request, actor, public_id)


def _appraisal(request: Request, actor: Actor, public_id: str, refusal: Refusal | None = None) -> Response:
    with in_words(request, actor):
        view = appraisal_view(request.app.state.db, actor, public_id, _said(refusal))
    return show(request, actor, "performance/sheet.html", view, status_code=422 if refusal else 200)


@router.post("/performance/appraisals/{public_id}/scores")
def store_appraisal(request: Request, public_id: str, form: SentForm, actor: Appraiser) -> Response:
    """Store the points of an appraisal."""
    try:
        typed = sheet_form(form)
        evaluations.appraise(request.app.state.db, actor, public_id, typed, form.version, key=form.key)
    except Refusal as refusal:
        return _appraisal(request, actor, public_id, refusal)
    return done(f"/performance/appraisals/{public_id}")


def sheet_form(form: Sent) -> evaluations.SheetInput:
    """Return the points of a posted sheet: empty cells are not given."""
    filled = {name: text for name, text in form.values.items() if text.strip()}
    rows = {name: _under(filled, name) for name in SHEET}
    plain = {name: filled[name] for name in ("scorer", "budget", "executed", "bonus") if name in filled}
    left_out = [name.removeprefix("left_out.") for name in filled if name.startswith("left_out.")]
    return Sent({}, {}, 0, "", "", "").input(evaluations.SheetInput, **plain, **rows, left_out=left_out)


def _under(values: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {
        name.removeprefix(f"{prefix}."): text
        for name, text in values.items()
        if name.startswith(f"{prefix}.")
    }


@router.get("/performance/results/{public_id}")
async def show_result(request: Request, public_id: str, actor: ListReader) -> Response:
    """Show a list of result use."""
    with in_words(request, actor):
        view = result_view(request.app.state.db, actor, public_id, explain=text_of(request, "explain", 20))
    return show(request, actor, "performance/result.html", view)


def _said(refusal: Refusal | None) -> list[str]:
    return [] if refusal is None else [say(problem) for problem in refusal.problems]
