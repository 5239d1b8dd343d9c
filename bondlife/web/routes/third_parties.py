"""The pool of third parties and experts, their jobs and stars; surveys and the page a ticket opens."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from bondlife.errors import Forbidden, Refusal
from bondlife.locale import known, speaking
from bondlife.queries.performance.pool import job_view, pool_view
from bondlife.queries.performance.surveys import answer_view, picture, surveys_view
from bondlife.security import gate
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import surveys, third_parties
from bondlife.web.errors import say
from bondlife.web.forms import Sent, SentForm
from bondlife.web.page import LANGUAGE_COOKIE, keep_choices
from bondlife.web.render import render
from bondlife.web.shell_view import ShellView
from bondlife.web.views import done, in_words, show

router = APIRouter(tags=["third_parties"])

PoolReader = Annotated[Actor, Depends(require("pool.read"))]
PoolEditor = Annotated[Actor, Depends(require("pool.edit"))]
JobReader = Annotated[Actor, Depends(require("evaluation_job.read"))]
Rater = Annotated[Actor, Depends(require("evaluation_job.rate"))]
SurveyReader = Annotated[Actor, Depends(require("survey.read"))]
SurveyEditor = Annotated[Actor, Depends(require("survey.edit"))]
MOST_PICTURES = 60


@router.get("/performance/pool")
async def show_pool(request: Request, actor: PoolReader) -> Response:
    """Show the pool and its jobs."""
    return _pool(request, actor)


def _pool(request: Request, actor: Actor, refusal: Refusal | None = None) -> Response:
    with in_words(request, actor):
        view = pool_view(request.app.state.db, actor, errors=_said(refusal))
    return show(request, actor, "performance/pool.html", view, status_code=422 if refusal else 200)


@router.post("/performance/pool")
def save_member(request: Request, form: SentForm, actor: PoolEditor) -> Response:
    """Admit an agency or expert, or change it."""
    try:
        third_parties.save_member(
            request.app.state.db,
            actor,
            _member(form),
            public_id=form.values.get("public_id", "")[:36],
            version=form.version,
            key=form.key,
        )
    except Refusal as refusal:
        return _pool(request, actor, refusal)
    return done("/performance/pool")


def _member(form: Sent) -> third_parties.MemberInput:
    names = ("region", "pool", "name", "code", "staff", "state", "note")
    plain = {name: form.values[name] for name in names if form.values.get(name, "").strip()}
    entry = {name.removeprefix("entry."): True for name in form.values if name.startswith("entry.")}
    lists = {name: _parts(form.values.get(name, "")) for name in ("expertise", "ties")}
    return Sent({}, {}, 0, "", "", "").input(third_parties.MemberInput, **plain, **lists, entry=entry)


def _parts(text: str) -> list[str]:
    for mark in ("、", "，", ",", "；", ";", "\n"):
        text = text.replace(mark, "|")
    return [part.strip() for part in text.split("|") if part.strip()]


@router.get("/performance/jobs/{public_id}")
async def show_job(request: Request, public_id: str, actor: JobReader) -> Response:
    """Show a job with its drawing and stars."""
    return _job(request, actor, public_id)


def _job(request: Request, actor: Actor, public_id: str, refusal: Refusal | None = None) -> Response:
    with in_words(request, actor):
        view = job_view(request.app.state.db, actor, public_id, _said(refusal))
    return show(request, actor, "performance/job.html", view, status_code=422 if refusal else 200)


@router.post("/performance/jobs/{public_id}/stars")
def rate(request: Request, public_id: str, form: SentForm, actor: Rater) -> Response:
    """Store one's stars for a job."""
    stars = {
        name.removeprefix("stars."): text for name, text in form.values.items() if name.startswith("stars.")
    }
    plain = {name: form.values[name] for name in ("rater", "remark") if name in form.values}
    try:
        typed = Sent({}, {}, 0, "", "", "").input(third_parties.StarsInput, **plain, stars=stars)
        third_parties.rate(request.app.state.db, actor, public_id, typed, key=form.key)
    except Refusal as refusal:
        return _job(request, actor, public_id, refusal)
    return done(f"/performance/jobs/{public_id}")


@router.get("/performance/surveys")
async def show_surveys(request: Request, actor: SurveyReader) -> Response:
    """Show the surveys and what came of them."""
    with in_words(request, actor):
        view = surveys_view(request.app.state.db, actor)
    return show(request, actor, "performance/surveys.html", view)


@router.post("/performance/surveys")
def open_survey(request: Request, form: SentForm, actor: SurveyEditor) -> Response:
    """Open a survey and show its links and pictures, once."""
    db = request.app.state.db
    try:
        _receipt, tokens = surveys.open_survey(db, actor, _survey(form))
    except Refusal as refusal:
        with in_words(request, actor):
            view = surveys_view(db, actor, errors=_said(refusal))
        return show(request, actor, "performance/surveys.html", view, status_code=422)
    root = str(request.base_url).rstrip("/")
    links = [f"{root}/survey/{token}" for token in tokens]
    told = [(link, picture(link) if place < MOST_PICTURES else "") for place, link in enumerate(links)]
    with in_words(request, actor):
        view = surveys_view(db, actor, tickets=told)
    return show(request, actor, "performance/surveys.html", view)


def _survey(form: Sent) -> surveys.SurveyInput:
    names = ("project", "name", "opens_on", "closes_on", "tickets")
    plain = {name: form.values[name] for name in names if form.values.get(name, "").strip()}
    lines = [line.strip() for line in form.values.get("questions", "").splitlines() if line.strip()]
    asked = [
        {"key": f"q{place}", "text": line.lstrip("*＊ "), "form": "words" if line[0] in "*＊" else "scale"}
        for place, line in enumerate(lines, 1)
    ]
    return Sent({}, {}, 0, "", "", "").input(surveys.SurveyInput, **plain, questions=asked)


@router.post("/performance/surveys/{public_id}/close")
def close_survey(request: Request, public_id: str, form: SentForm, actor: SurveyEditor) -> Response:
    """Close a survey."""
    surveys.close_survey(request.app.state.db, actor, public_id, form.version, key=form.key)
    return done("/performance/surveys")


@router.get("/survey/{token}", dependencies=[Depends(gate.open_to_all)])
async def show_survey(request: Request, token: str) -> Response:
    """Show the questions of a ticket; no account is asked."""
    return _answer(request, token)


@router.post("/survey/{token}", dependencies=[Depends(gate.open_to_all)])
def answer(request: Request, token: str, form: SentForm) -> Response:
    """Store the one answer of a ticket."""
    if not gate.same_origin(request):
        raise Forbidden.because("forged", "This form is not from this session; open the page again.", "csrf")
    given = {
        name.removeprefix("answers."): text
        for name, text in form.values.items()
        if name.startswith("answers.")
    }
    try:
        typed = Sent({}, {}, 0, "", "", "").input(surveys.AnswerInput, answers=given)
        surveys.answer(request.app.state.db, token, typed)
    except Refusal as refusal:
        return _answer(request, token, refusal)
    return RedirectResponse(f"/survey/{token}", 303)


def _answer(request: Request, token: str, refusal: Refusal | None = None) -> Response:
    asked = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE, "")
    request.state.shell = ShellView(locale=known(asked))
    with speaking(known(asked)):
        view = answer_view(request.app.state.db, token, _said(refusal))
    drawn = render(request, "performance/answer.html", view, status_code=422 if refusal else 200)
    keep_choices(request, drawn)
    return drawn


def _said(refusal: Refusal | None) -> list[str]:
    return [] if refusal is None else [say(problem) for problem in refusal.problems]
