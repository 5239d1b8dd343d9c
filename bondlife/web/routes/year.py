"""The calendar of the year: steps, their files, closed months and years."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.errors import Blocked, Conflict, Invalid, Refusal, missing
from bondlife.exchange.papers.filing import paper
from bondlife.locale import DEFAULT, speaking
from bondlife.queries.filed import filed_view
from bondlife.queries.filings import filing_place, step_view
from bondlife.queries.year import year_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import filings, periods
from bondlife.services.filings import FilingInput
from bondlife.services.periods import PeriodInput
from bondlife.web.errors import status_of
from bondlife.web.forms import Sent, SentForm
from bondlife.web.papers import paper_answer
from bondlife.web.views import FormState, done, in_words, refused, show, text_of, whole_of

router = APIRouter(tags=["year"])

Reader = Annotated[Actor, Depends(require("filing.read"))]
Preparer = Annotated[Actor, Depends(require("filing.prepare"))]
Signer = Annotated[Actor, Depends(require("filing.sign"))]
Proposer = Annotated[Actor, Depends(require("period.propose"))]
Closer = Annotated[Actor, Depends(require("period.lock"))]

_REFUSALS = (Invalid, Conflict, Blocked)


@router.get("/year")
async def show_year(request: Request, actor: Reader) -> Response:
    """Show what is filed in a year, what is due, which months are closed."""
    return _year(request, actor, FormState(), text_of(request, "region", 12))


@router.get("/year/{step}")
def show_step(request: Request, step: str, actor: Reader) -> Response:
    """Show one step in one period: rows, what is missing, files, the ledger beside them."""
    place = (text_of(request, "region", 12), text_of(request, "period", 7))
    return _step(request, actor, step, place, FormState())


@router.post("/year/{step}")
def prepare(request: Request, step: str, actor: Preparer, form: SentForm) -> Response:
    """Prepare the file of a step and period."""
    place = (_plain(form, "region", 12), _plain(form, "period", 7))
    state = request.app.state
    try:
        wanted = form.input(FilingInput, step=step)
        filings.prepare(state.db, actor, state.settings.documents_dir, wanted, key=form.key)
    except _REFUSALS as refusal:
        return _step(request, actor, step, place, _refused(request, actor, form, refusal), refusal)
    return done(f"/year/{step}?region={place[0]}&period={place[1]}")


@router.post("/filings/{public_id}/decide")
def decide(request: Request, public_id: str, actor: Signer, form: SentForm) -> Response:
    """Sign a prepared file, or send it back with the reason."""
    state = request.app.state
    region, step, period = filing_place(state.db, actor, public_id)
    try:
        if form.values.get("act") == "approve":
            folder = state.settings.documents_dir
            filings.sign(state.db, actor, folder, public_id, form.digest, form.version, key=form.key)
        else:
            filings.send_back(state.db, actor, public_id, form.reason, form.version, key=form.key)
    except _REFUSALS as refusal:
        sent = _refused(request, actor, form, refusal)
        return _step(request, actor, step, (region, period), sent, refusal)
    return done(f"/year/{step}?region={region}&period={period}")


@router.get("/filings/{public_id}/paper/{kind}")
def export_filing(request: Request, public_id: str, kind: str, actor: Reader) -> Response:
    """Send a file of the year as pdf or docx, its rows under the layout it was filed by."""
    if kind not in ("pdf", "docx"):
        raise missing("export")
    with speaking(DEFAULT):
        view = filed_view(request.app.state.db, actor, public_id)
    return paper_answer(request, paper(view), kind, view.region_id)


@router.post("/periods")
def propose_period(request: Request, actor: Proposer, form: SentForm) -> Response:
    """Ask for a month or year to be closed or reopened."""
    region = _plain(form, "region", 12)
    try:
        wanted = form.input(PeriodInput, reason=form.reason)
        periods.propose(request.app.state.db, actor, wanted, key=form.key)
    except _REFUSALS as refusal:
        sent = _refused(request, actor, form, refusal)
        return _year(request, actor, sent, region, status_code=status_of(refusal))
    return done(f"/year?region={region}&year={wanted.period[:4]}#periods")


@router.post("/periods/{public_id}/decide")
def decide_period(request: Request, public_id: str, actor: Closer, form: SentForm) -> Response:
    """Close or reopen a period, or refuse it."""
    is_approved = form.values.get("act") == "approve"
    periods.decide(request.app.state.db, actor, public_id, form.version, approve=is_approved, key=form.key)
    return done(f"/year?region={_plain(form, 'region', 12)}&year={_plain(form, 'year', 4)}#periods")


def _plain(form: Sent, name: str, longest: int) -> str:
    text = form.values.get(name, "")[:longest]
    return text if all(sign.isalnum() or sign == "-" for sign in text) else ""


def _refused(request: Request, actor: Actor, form: Sent, refusal: Refusal) -> FormState:
    with in_words(request, actor):
        return refused({**form.values, "reason": form.reason}, refusal)


def _year(
    request: Request, actor: Actor, form: FormState, region: str, *, status_code: int = 200
) -> Response:
    year = whole_of(request, "year", 1949, 2150)
    period = form.data.get("period", "")[:4]
    year = int(period) if year is None and period.isdigit() and len(period) == 4 else year
    with in_words(request, actor):
        view = year_view(request.app.state.db, actor, region=region, year=year, form=form)
    return show(request, actor, "year/list.html", view, status_code=status_code)


def _step(
    request: Request,
    actor: Actor,
    step: str,
    place: tuple[str, str],
    form: FormState,
    refusal: Refusal | None = None,
) -> Response:
    with in_words(request, actor):
        view = step_view(request.app.state.db, actor, step[:40], region=place[0], period=place[1], form=form)
    status = 200 if refusal is None else status_of(refusal)
    return show(request, actor, "year/step.html", view, status_code=status)
