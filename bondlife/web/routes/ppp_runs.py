"""Payment runs and statements of PPP contracts."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import ValidationError

from bondlife.errors import Invalid, Refusal
from bondlife.queries.ppp_runs import run_form_view, run_view, runs_view
from bondlife.queries.ppp_statement import statement_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import moves, ppp_runs
from bondlife.services.messages import problems_of
from bondlife.web.forms import Sent, SentForm
from bondlife.web.views import FormState, done, in_words, refused, show, text_of, whole_of

router = APIRouter(tags=["ppp"])

Reader = Annotated[Actor, Depends(require("payment_run.read"))]
Writer = Annotated[Actor, Depends(require("payment_run.create"))]
Payer = Annotated[Actor, Depends(require("payment_run.pay"))]


@router.get("/ppp/runs")
async def show_runs(request: Request, actor: Reader) -> Response:
    """Show the payment runs of one's regions."""
    with in_words(request, actor):
        view = runs_view(request.app.state.db, actor, text_of(request, "contract"))
    return show(request, actor, "ppp/runs.html", view)


@router.get("/ppp/runs/new")
async def new_run(request: Request, actor: Writer) -> Response:
    """Show the form of a run, or of the correction of one."""
    return _form(request, actor, text_of(request, "corrects"), FormState())


@router.post("/ppp/runs")
def store_run(request: Request, form: SentForm, actor: Writer) -> Response:
    """Open a run and have it worked out."""
    try:
        opened = ppp_runs.open_run(request.app.state.db, actor, _input(form), key=form.key)
    except (Invalid, Refusal) as refusal:
        with in_words(request, actor):
            state = refused(form.values, refusal)
        return _form(request, actor, form.values.get("corrects", "")[:60], state, status_code=422)
    return done(f"/ppp/runs/{opened['public_id']}")


def _input(form: Sent) -> ppp_runs.PaymentRunInput:
    """Read the form; the ticks of contracts are named by their keys."""
    names = ("region", "period", "corrects")
    values: dict[str, object] = {name: form.values.get(name, "").strip() for name in names}
    ticked = [
        name.removeprefix("contract.")
        for name, value in form.values.items()
        if name.startswith("contract.") and value
    ]
    values |= {"contracts": ticked, "reason": form.said or "", "corrects": values["corrects"] or None}
    values["type"] = "correction" if values["corrects"] else "regular"
    try:
        return ppp_runs.PaymentRunInput.model_validate(values)
    except ValidationError as error:
        raise Invalid(*problems_of(error.errors(include_input=False, include_url=False))) from None


@router.get("/ppp/runs/{public_id}")
async def show_run(request: Request, public_id: str, actor: Reader) -> Response:
    """Show one run with a page of its statements."""
    return _run(request, actor, public_id, FormState())


@router.post("/ppp/runs/{public_id}/move")
def move_run(request: Request, public_id: str, form: SentForm, actor: Reader) -> Response:
    """Take a step of a run, or put it up for signatures."""
    transition = form.values.get("transition", "")[:60]
    moves.move(
        request.app.state.db,
        actor,
        "payment_run",
        public_id,
        transition,
        form.version,
        reason=form.reason,
        key=form.key,
    )
    return done(f"/ppp/runs/{public_id}")


@router.post("/ppp/runs/{public_id}/again")
def again(request: Request, public_id: str, form: SentForm, actor: Writer) -> Response:
    """Have a run worked out once more that could not be."""
    ppp_runs.again(request.app.state.db, actor, public_id, form.version, key=form.key)
    return done(f"/ppp/runs/{public_id}")


@router.post("/ppp/runs/{public_id}/receipts")
def store_receipts(request: Request, public_id: str, form: SentForm, actor: Payer) -> Response:
    """Record the treasury receipts that were filled in."""
    try:
        ppp_runs.record_receipts(request.app.state.db, actor, public_id, _receipts(form), key=form.key)
    except Invalid as refusal:
        with in_words(request, actor):
            state = refused(form.values, refusal)
        return _run(request, actor, public_id, state, status_code=422)
    return done(f"/ppp/runs/{public_id}")


def _receipts(form: Sent) -> ppp_runs.ReceiptsInput:
    """Read the vouchers that were typed beside their orders; the day holds for all of them."""
    typed = [
        {"order": name.removeprefix("voucher."), "voucher": value, "paid_on": form.values.get("paid_on", "")}
        for name, value in form.values.items()
        if name.startswith("voucher.") and value.strip()
    ]
    try:
        return ppp_runs.ReceiptsInput.model_validate({"receipts": typed})
    except ValidationError as error:
        raise Invalid(*problems_of(error.errors(include_input=False, include_url=False))) from None


@router.get("/ppp/statements/{public_id}")
async def show_statement(request: Request, public_id: str, actor: Reader) -> Response:
    """Show one payment statement."""
    with in_words(request, actor):
        view = statement_view(request.app.state.db, actor, public_id, text_of(request, "explain", 200))
    return show(request, actor, "ppp/statement.html", view)


def _run(
    request: Request, actor: Actor, public_id: str, state: FormState, *, status_code: int = 200
) -> Response:
    with in_words(request, actor):
        number = whole_of(request, "page", 0, 100_000) or 0
        view = run_view(request.app.state.db, actor, public_id, number, state)
    return show(request, actor, "ppp/run.html", view, status_code=status_code)


def _form(
    request: Request, actor: Actor, corrects: str, state: FormState, *, status_code: int = 200
) -> Response:
    with in_words(request, actor):
        view = run_form_view(request.app.state.db, actor, corrects, state)
    return show(request, actor, "ppp/run_form.html", view, status_code=status_code)
