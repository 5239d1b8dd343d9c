"""Investment funds: register, page of a fund, forms, calls, distributions, portfolio, results, files."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from bondlife.errors import Invalid, Refusal, missing
from bondlife.queries.funds.forms import form_of, register_form
from bondlife.queries.funds.importing import import_form
from bondlife.queries.funds.money import record_board
from bondlife.queries.funds.page import PageAsk, fund_board
from bondlife.queries.funds.papers import notice_paper, report_board, report_paper
from bondlife.queries.funds.portfolio import portfolio_board
from bondlife.queries.funds.register import register_board, register_table
from bondlife.queries.funds.results import contributions_board, results_board
from bondlife.queries.record_forms import FormView, with_refusal
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services.fund_inputs import CallReceiptInput, ClearingInput, RegisterInput
from bondlife.services.funds import calls, decisions, register
from bondlife.services.funds.files import bring_in_file
from bondlife.web.errors import status_of
from bondlife.web.form_answers import attachment as file_answer
from bondlife.web.form_answers import show_form
from bondlife.web.forms import Sent, SentForm
from bondlife.web.fund_forms import SERVICES, write
from bondlife.web.page import page
from bondlife.web.views import attachment, day_of, done, in_words, show, text_of, whole_of

router = APIRouter(tags=["funds"])

Reader = Annotated[Actor, Depends(require("fund.read"))]
CallReader = Annotated[Actor, Depends(require("capital_call.read"))]
GiftReader = Annotated[Actor, Depends(require("fund_distribution.read"))]
TermsReader = Annotated[Actor, Depends(require("fund_terms.read"))]
DecisionReader = Annotated[Actor, Depends(require("fund_decision.read"))]
Registrar = Annotated[Actor, Depends(require("fund.create"))]
Writer = Annotated[Actor, Depends(require("fund.edit"))]
Receiver = Annotated[Actor, Depends(require("capital_call.receive"))]
Decider = Annotated[Actor, Depends(require("fund_decision.create"))]


@router.get("/funds")
async def show_funds(request: Request, actor: Reader) -> Response:
    """Show the funds with their sums."""
    with in_words(request, actor):
        view = register_board(
            request.app.state.db,
            actor,
            region=text_of(request, "region", 12),
            state=text_of(request, "state", 20),
            fund_type=text_of(request, "type", 12),
        )
    return show(request, actor, "funds/board.html", view)


@router.get("/funds/export.{kind}")
def export_funds(request: Request, kind: str, actor: Reader) -> Response:
    """Send the list of funds as a file."""
    with in_words(request, actor):
        found = register_table(request.app.state.db, actor, region=text_of(request, "region", 12))
    return attachment(request, actor, kind, found)


@router.get("/funds/portfolio")
async def show_portfolio(request: Request, actor: Reader) -> Response:
    """Show all funds together: J-curve, pace, concentration."""
    with in_words(request, actor):
        view = portfolio_board(request.app.state.db, actor, explain=text_of(request, "explain"))
    return show(request, actor, "funds/board.html", view)


@router.get("/funds/contributions")
async def show_contributions(request: Request, actor: Reader) -> Response:
    """Show what governments plan to pay in by year."""
    with in_words(request, actor):
        view = contributions_board(request.app.state.db, actor)
    return show(request, actor, "funds/board.html", view)


@router.get("/funds/results")
async def show_results(request: Request, actor: DecisionReader) -> Response:
    """Show what the rule gives for every fund and a budget year, as a simulation."""
    with in_words(request, actor):
        view = results_board(
            request.app.state.db,
            actor,
            year=whole_of(request, "year", 1990, 2150),
            region=text_of(request, "region", 12),
            explain=text_of(request, "explain"),
        )
    return show(request, actor, "funds/board.html", view)


@router.get("/funds/new")
def show_register(request: Request, actor: Registrar) -> Response:
    """Show the form of a new fund."""
    with in_words(request, actor):
        form = register_form(request.app.state.db, actor)
    return show_form(request, actor, form)


@router.post("/funds/new")
def store_register(request: Request, actor: Registrar, form: SentForm) -> Response:
    """Store a new fund with its plan."""
    db = request.app.state.db
    try:
        typed = Sent({k: v for k, v in form.values.items() if v.strip()}, {}, 0, "", "", "")
        stored = register.register(db, actor, typed.input(RegisterInput), key=form.key)
    except Invalid as refusal:
        with in_words(request, actor):
            view = register_form(db, actor)
        return _again(request, actor, view, form, refusal)
    return done(f"/funds/{stored['public_id']}")


@router.get("/funds/import")
def show_import(request: Request, actor: Registrar) -> Response:
    """Show where a running fund is brought in from a file."""
    with in_words(request, actor):
        view = import_form()
    return show(request, actor, "funds/import.html", view)


@router.post("/funds/import")
def bring_in(request: Request, actor: Registrar, form: SentForm) -> Response:
    """Bring a running fund in from a file; a wrong row is refused with its place."""
    state = request.app.state
    file = form.files.get("file")
    name = file.filename or "" if isinstance(file, UploadFile) else ""
    body = file.file.read(state.settings.upload_limit + 1) if isinstance(file, UploadFile) else b""
    try:
        stored = bring_in_file(state.db, actor, body, name, key=form.key)
    except Refusal as refusal:
        with in_words(request, actor):
            view = import_form(refusal)
        return page(request, actor, "funds/import.html", view, status_code=status_of(refusal))
    return done(f"/funds/{stored['public_id']}")


@router.get("/funds/{public_id}")
async def show_fund(request: Request, public_id: str, actor: Reader) -> Response:
    """Show one fund; the address names the tab."""
    asked = PageAsk(
        text_of(request, "tab", 20) or "overview",
        text_of(request, "explain"),
        text_of(request, "index", 40),
        text_of(request, "trial", 30),
        day_of(request, "as_of"),
        whole_of(request, "year", 1990, 2150),
    )
    with in_words(request, actor):
        view = fund_board(request.app.state.db, actor, public_id, asked)
    return show(request, actor, "funds/board.html", view)


@router.get("/funds/{public_id}/report")
async def show_report(request: Request, public_id: str, actor: Reader) -> Response:
    """Show the yearly report of a fund."""
    with in_words(request, actor):
        view = report_board(request.app.state.db, actor, public_id, whole_of(request, "year", 1990, 2150))
    return show(request, actor, "funds/board.html", view)


@router.get("/funds/{public_id}/report.{kind}")
def report_file(request: Request, public_id: str, kind: str, actor: Reader) -> Response:
    """Send the yearly report of a fund as pdf, docx, xlsx or json."""
    year = whole_of(request, "year", 1990, 2150)
    body, name, media = report_paper(request.app.state.db, actor, public_id, year, kind)
    return file_answer(body, name, media)


@router.get("/funds/{public_id}/add/{what}")
def show_add(request: Request, public_id: str, what: str, actor: Writer) -> Response:
    """Show one form of a fund."""
    if what not in SERVICES:
        raise missing("form")
    typed = {"type": text_of(request, "type", 12)} if text_of(request, "type", 12) else {}
    with in_words(request, actor):
        form = form_of(request.app.state.db, actor, public_id, what, typed=typed)
    return show_form(request, actor, form)


@router.post("/funds/{public_id}/add/{what}")
def store_add(request: Request, public_id: str, what: str, actor: Writer, form: SentForm) -> Response:
    """Store one form of a fund, or show it again with what is wrong."""
    if what not in SERVICES:
        raise missing("form")
    db = request.app.state.db
    with in_words(request, actor):
        view = form_of(db, actor, public_id, what, typed={})
    try:
        href = write(db, actor, public_id, what, form)
    except Refusal as refusal:
        if refusal.code not in ("invalid", "blocked", "conflict"):
            raise
        return _again(request, actor, view, form, refusal)
    return done(href or view.cancel)


@router.get("/funds/{public_id}/findings/{finding_id}")
def show_finding(request: Request, public_id: str, finding_id: str, actor: Writer) -> Response:
    """Show the form by which a breach is put right."""
    place = f"/funds/{public_id}/findings/{finding_id}"
    with in_words(request, actor):
        form = form_of(request.app.state.db, actor, public_id, "clearing", typed={}, place=place)
    return show_form(request, actor, form)


@router.post("/funds/{public_id}/findings/{finding_id}")
def clear_finding(
    request: Request, public_id: str, finding_id: str, actor: Writer, form: SentForm
) -> Response:
    """Store how a breach was put right."""
    db = request.app.state.db
    place = f"/funds/{public_id}/findings/{finding_id}"
    with in_words(request, actor):
        view = form_of(db, actor, public_id, "clearing", typed={}, place=place)
    try:
        register.clear_finding(db, actor, public_id, finding_id, form.input(ClearingInput), key=form.key)
    except Invalid as refusal:
        return _again(request, actor, view, form, refusal)
    return done(view.cancel)


@router.post("/funds/{public_id}/decide")
def decide(request: Request, public_id: str, actor: Decider, form: SentForm) -> Response:
    """Draw up what an evaluation means for a budget year."""
    year = form.values.get("year", "")
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Invalid.because("bad_year", "Write the year with four digits.", "year")
    stored = decisions.draw_up(request.app.state.db, actor, public_id, int(year), key=form.key)
    return done(f"/fund-decisions/{stored['public_id']}")


@router.get("/capital-calls/{public_id}")
def show_call(request: Request, public_id: str, actor: CallReader) -> Response:
    """Show one call with its lines."""
    return _record(request, actor, "capital_call", public_id)


@router.post("/capital-calls/{public_id}/receive")
def receive(request: Request, public_id: str, actor: Receiver, form: SentForm) -> Response:
    """Record what a partner paid on a call."""
    receipt = form.input(CallReceiptInput)
    calls.receive(request.app.state.db, actor, public_id, [receipt], key=form.key)
    return done(f"/capital-calls/{public_id}")


@router.get("/capital-calls/{public_id}/notice.{kind}")
def call_notice(request: Request, public_id: str, kind: str, actor: CallReader) -> Response:
    """Send the notice of a call as pdf, docx, xlsx or json."""
    return file_answer(*notice_paper(request.app.state.db, actor, "capital_call", public_id, kind))


@router.get("/fund-distributions/{public_id}")
def show_distribution(request: Request, public_id: str, actor: GiftReader) -> Response:
    """Show one distribution with its tiers and lines."""
    return _record(request, actor, "fund_distribution", public_id)


@router.get("/fund-distributions/{public_id}/notice.{kind}")
def distribution_notice(request: Request, public_id: str, kind: str, actor: GiftReader) -> Response:
    """Send the notice of a distribution as pdf, docx, xlsx or json."""
    return file_answer(*notice_paper(request.app.state.db, actor, "fund_distribution", public_id, kind))


@router.get("/fund-terms/{public_id}")
def show_terms(request: Request, public_id: str, actor: TermsReader) -> Response:
    """Show one version of the terms with its worked example."""
    return _record(request, actor, "fund_terms", public_id)


@router.get("/fund-decisions/{public_id}")
def show_decision(request: Request, public_id: str, actor: DecisionReader) -> Response:
    """Show one use of a result."""
    return _record(request, actor, "fund_decision", public_id)


def _record(request: Request, actor: Actor, record: str, public_id: str) -> Response:
    with in_words(request, actor):
        view = record_board(request.app.state.db, actor, record, public_id)
    return show(request, actor, "funds/board.html", view)


def _again(request: Request, actor: Actor, view: FormView, form: Sent, refusal: Refusal) -> Response:
    """Show a form again: what was typed stays, each finding at its field."""
    with in_words(request, actor):
        shown = with_refusal(view, "fund", form.values, refusal)
    return show_form(request, actor, shown, status_code=status_of(refusal))
