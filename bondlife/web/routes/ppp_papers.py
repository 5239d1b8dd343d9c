"""Documents of PPP contracts: payment advice, report of a period, assessment; page, pdf, Word, Excel."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.exchange.documents import Paper
from bondlife.exchange.papers import contract_month, payment_advice, ppp_assessment
from bondlife.locale import DEFAULT, speaking
from bondlife.ppp.periods import shifted
from bondlife.queries.paper_page import paper_view
from bondlife.queries.ppp_reports import ContractReport, contract_report, last_period, statement_region
from bondlife.queries.ppp_statement import statement_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services.documents import content_of
from bondlife.web.papers import paper_answer
from bondlife.web.views import show, text_of

router = APIRouter(tags=["documents of PPP contracts"])

Payer = Annotated[Actor, Depends(require("payment_run.read"))]
MOST_BACK = 24
"""Periods offered before the one shown."""


@router.get("/ppp/statements/{public_id}/advice/{kind}")
def export_advice(request: Request, public_id: str, kind: str, actor: Payer) -> Response:
    """Send the payment advice of a statement as pdf, docx from the region's template, or xlsx."""
    db = request.app.state.db
    with speaking(DEFAULT):
        paper = payment_advice.paper(statement_view(db, actor, public_id))
    return paper_answer(request, paper, kind, statement_region(db, actor, public_id))


@router.get("/ppp/contracts/{public_id}/report")
def show_report(request: Request, public_id: str, actor: Payer) -> Response:
    """Show the report of a contract in a period."""
    paper, view = _report(request, actor, public_id)
    return _page(request, actor, paper, view, f"/ppp/contracts/{public_id}/report", public_id)


@router.get("/ppp/contracts/{public_id}/report/{kind}")
def export_report(request: Request, public_id: str, kind: str, actor: Payer) -> Response:
    """Send the report of a contract in a period."""
    paper, view = _report(request, actor, public_id)
    return paper_answer(request, paper, kind, view.region_id)


@router.get("/ppp/contracts/{public_id}/assessment")
def show_assessment(request: Request, public_id: str, actor: Payer) -> Response:
    """Show the assessment by which a period is paid."""
    paper, view = _assessment(request, actor, public_id)
    return _page(request, actor, paper, view, f"/ppp/contracts/{public_id}/assessment", public_id)


@router.get("/ppp/contracts/{public_id}/assessment/{kind}")
def export_assessment(request: Request, public_id: str, kind: str, actor: Payer) -> Response:
    """Send the assessment by which a period is paid, with its annexes."""
    paper, view = _assessment(request, actor, public_id)
    return paper_answer(request, paper, kind, view.region_id)


def _view(request: Request, actor: Actor, public_id: str) -> ContractReport:
    db = request.app.state.db
    period = text_of(request, "period", 7) or last_period(db, actor, public_id)
    return contract_report(db, actor, public_id, period)


def _report(request: Request, actor: Actor, public_id: str) -> tuple[Paper, ContractReport]:
    with speaking(DEFAULT):
        view = _view(request, actor, public_id)
        return contract_month.paper(view), view


def _assessment(request: Request, actor: Actor, public_id: str) -> tuple[Paper, ContractReport]:
    photo = partial(content_of, request.app.state.settings.documents_dir)
    with speaking(DEFAULT):
        view = _view(request, actor, public_id)
        return ppp_assessment.paper(view, photo), view


def _page(
    request: Request, actor: Actor, paper: Paper, view: ContractReport, base: str, public_id: str
) -> Response:
    periods = [shifted(view.period, -step) for step in range(-1, MOST_BACK)]
    shown = paper_view(
        paper,
        base,
        f"?period={view.period}",
        [(view.contract, f"/ppp/contracts/{public_id}")],
        periods=[(one, one) for one in periods],
        period=view.period,
    )
    return show(request, actor, "papers/paper.html", shown)
