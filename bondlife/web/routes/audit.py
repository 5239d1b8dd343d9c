"""Audit records, and one record with the rows it wrote."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.errors import missing
from bondlife.queries.audit import AuditFilter, audit_record_view, audit_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.web.views import day_of, in_words, show, text_of

router = APIRouter(tags=["audit"])

Reader = Annotated[Actor, Depends(require("audit.read"))]


@router.get("/audit")
async def show_audit(request: Request, actor: Reader) -> Response:
    """Show the records of this person's regions, newest first."""
    wanted = AuditFilter(
        act=text_of(request, "act"),
        actor=text_of(request, "actor"),
        day=day_of(request, "day"),
        subject=text_of(request, "subject", 100),
        outcome=text_of(request, "outcome", 12),
        after=text_of(request, "after"),
        before=text_of(request, "before"),
    )
    with in_words(request, actor):
        view = audit_view(request.app.state.db, actor, wanted)
    return show(request, actor, "audit/list.html", view)


@router.get("/audit/{seq}")
async def show_record(request: Request, seq: str, actor: Reader) -> Response:
    """Show one record with the rows it wrote."""
    if not (seq.isascii() and seq.isdigit() and len(seq) < 19):
        raise missing("audit")
    with in_words(request, actor):
        view = audit_record_view(request.app.state.db, actor, int(seq))
    return show(request, actor, "audit/record.html", view)
