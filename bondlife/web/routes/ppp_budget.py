"""What PPP costs a region: affordability by year, arrears and their clearing, price indices."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.errors import Invalid
from bondlife.queries.ppp_affordability import ASKED, affordability_view
from bondlife.queries.ppp_arrears import arrear_view, arrears_view
from bondlife.queries.ppp_indices import indices_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import ppp
from bondlife.services.ppp_inputs import (
    ArrearInput,
    ArrearPaymentInput,
    ClearingPlanInput,
    IndexSeriesInput,
    IndexValueInput,
)
from bondlife.web.forms import Sent, SentForm
from bondlife.web.views import done, in_words, show, text_of

router = APIRouter(tags=["ppp"])

Reader = Annotated[Actor, Depends(require("ppp_contract.read"))]
LedgerReader = Annotated[Actor, Depends(require("arrear.read"))]
LedgerEditor = Annotated[Actor, Depends(require("arrear.edit"))]
IndexReader = Annotated[Actor, Depends(require("index_series.read"))]
IndexEditor = Annotated[Actor, Depends(require("index_series.edit"))]
PLAN_ROWS = 12


@router.get("/ppp/affordability")
async def show_affordability(request: Request, actor: Reader) -> Response:
    """Show every future year of a region against the caps, with a contract more where one is asked."""
    asked = {name: text_of(request, name, 400) for name in (*ASKED, "draft")}
    with in_words(request, actor):
        view = affordability_view(
            request.app.state.db,
            actor,
            region=text_of(request, "region", 12),
            asked=asked,
            explain=text_of(request, "explain"),
        )
    return show(request, actor, "ppp/affordability.html", view)


@router.get("/ppp/arrears")
async def show_arrears(request: Request, actor: LedgerReader) -> Response:
    """Show the ledger of arrears."""
    with in_words(request, actor):
        view = arrears_view(
            request.app.state.db,
            actor,
            region=text_of(request, "region", 12),
            only_open=text_of(request, "all") != "1",
            contract=text_of(request, "contract", 40),
        )
    return show(request, actor, "ppp/arrears.html", view)


@router.post("/ppp/contracts/{public_id}/arrears")
def store_arrear(request: Request, public_id: str, form: SentForm, actor: LedgerEditor) -> Response:
    """Store what fell due for a period before the ledger began."""
    wanted = _filled(form).input(ArrearInput)
    stored = ppp.save_arrear(request.app.state.db, actor, public_id, wanted, key=form.key)
    return done(f"/ppp/arrears/{stored['public_id']}")


@router.get("/ppp/arrears/{public_id}")
async def show_arrear(request: Request, public_id: str, actor: LedgerReader) -> Response:
    """Show one arrear with its payments and plan."""
    with in_words(request, actor):
        view = arrear_view(request.app.state.db, actor, public_id, explain=text_of(request, "explain"))
    return show(request, actor, "ppp/arrear.html", view)


@router.post("/ppp/arrears/{public_id}/pay")
def pay(request: Request, public_id: str, form: SentForm, actor: LedgerEditor) -> Response:
    """Record a payment toward an arrear."""
    wanted = form.input(ArrearPaymentInput)
    ppp.pay_arrear(request.app.state.db, actor, public_id, wanted, form.version, key=form.key)
    return done(f"/ppp/arrears/{public_id}")


@router.post("/ppp/arrears/{public_id}/plan")
def plan(request: Request, public_id: str, form: SentForm, actor: LedgerEditor) -> Response:
    """Store the clearing plan of an arrear."""
    rows = [
        {name: form.values.get(f"{number}.{name}", "").strip() for name in ("on", "amount")}
        for number in range(PLAN_ROWS)
    ]
    filled = [row for row in rows if any(row.values())]
    if not filled:
        raise Invalid.because("empty_plan", "The plan holds no instalment.", "rows")
    told = {name: form.values.get(name, "") for name in ("plan_number", "remark")}
    wanted = Sent(told, {}, 0, "", "", "").input(ClearingPlanInput, rows=filled)
    ppp.plan_arrear(request.app.state.db, actor, public_id, wanted, form.version, key=form.key)
    return done(f"/ppp/arrears/{public_id}")


@router.get("/ppp/indices")
async def show_indices(request: Request, actor: IndexReader) -> Response:
    """Show the price indices."""
    with in_words(request, actor):
        view = indices_view(request.app.state.db, actor)
    return show(request, actor, "ppp/indices.html", view)


@router.post("/ppp/indices")
def store_series(request: Request, form: SentForm, actor: IndexEditor) -> Response:
    """Store a price index."""
    ppp.add_series(request.app.state.db, actor, _filled(form).input(IndexSeriesInput), key=form.key)
    return done("/ppp/indices")


@router.post("/ppp/indices/{public_id}/values")
def store_values(request: Request, public_id: str, form: SentForm, actor: IndexEditor) -> Response:
    """Store values of an index, one a line: month, value, source."""
    text = form.values.get("lines", "")[:20000]
    lines = [line.split(None, 2) for line in text.splitlines() if line.strip()]
    rows = [_sent(("month", "value", "source"), line).input(IndexValueInput) for line in lines]
    if not rows:
        raise Invalid.because("no_values", "Write one value a line: month, value, source.", "lines")
    ppp.set_values(request.app.state.db, actor, public_id, rows, key=form.key)
    return done("/ppp/indices")


def _sent(names: Sequence[str], values: Sequence[str]) -> Sent:
    return Sent(dict(zip(names, values, strict=False)), {}, 0, "", "", "")


def _filled(form: Sent) -> Sent:
    """Return a form without its empty fields, so that defaults stand."""
    kept = {name: text for name, text in form.values.items() if text.strip()}
    return Sent(kept, {}, form.version, form.key, form.reason, form.digest)
