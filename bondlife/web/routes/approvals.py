"""Signatures: what waits for mine, sign or return, take back, the printed sheet."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from bondlife.exchange.papers.approval_sheet import paper
from bondlife.locale import DEFAULT, speaking
from bondlife.queries.approvals import approval_place, approval_region, approvals_view, sheet_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import moves
from bondlife.web.forms import SentForm
from bondlife.web.page import page
from bondlife.web.papers import paper_answer
from bondlife.web.views import in_words

router = APIRouter(tags=["approvals"])

Reader = Annotated[Actor, Depends(require("approval.read"))]
Signer = Annotated[Actor, Depends(require("approval.decide"))]
Preparer = Annotated[Actor, Depends(require("approval.withdraw"))]


@router.get("/approvals")
def show_approvals(request: Request, actor: Reader) -> Response:
    """Show what waits for signatures."""
    with in_words(request, actor):
        view = approvals_view(request.app.state.db, actor)
    return page(request, actor, "approvals/list.html", view)


@router.post("/approvals/{public_id}/decide")
def decide(request: Request, public_id: str, actor: Signer, form: SentForm) -> Response:
    """Sign or return; the digest says what was shown."""
    place = approval_place(request.app.state.db, actor, public_id)
    moves.decide(
        request.app.state.db,
        actor,
        public_id,
        form.values.get("act", ""),
        form.digest,
        text=form.reason,
        minutes_number=form.values.get("minutes_number", "")[:60],
        key=form.key,
    )
    return RedirectResponse(place, 303)


@router.post("/approvals/{public_id}/withdraw")
def withdraw(request: Request, public_id: str, actor: Preparer, form: SentForm) -> Response:
    """Take back one's own request."""
    place = approval_place(request.app.state.db, actor, public_id)
    moves.withdraw(request.app.state.db, actor, public_id, key=form.key)
    return RedirectResponse(place, 303)


@router.get("/approvals/{public_id}")
def show_approval(request: Request, public_id: str, actor: Reader) -> Response:
    """Go to the record an approval is about."""
    return RedirectResponse(approval_place(request.app.state.db, actor, public_id), 303)


@router.get("/approvals/{public_id}/sheet")
def show_sheet(request: Request, public_id: str, actor: Reader) -> Response:
    """Show the sheet with every opinion, made for paper."""
    with in_words(request, actor):
        view = sheet_view(request.app.state.db, actor, public_id)
    return page(request, actor, "approvals/sheet.html", view)


@router.get("/approvals/{public_id}/sheet/{kind}")
def export_sheet(request: Request, public_id: str, kind: str, actor: Reader) -> Response:
    """Send the sheet as pdf, docx from the region's template, or xlsx."""
    db = request.app.state.db
    with speaking(DEFAULT):
        sheet = paper(sheet_view(db, actor, public_id))
    return paper_answer(request, sheet, kind, approval_region(db, actor, public_id))
