"""Substitutes: name one for oneself, approve one for others, end one."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.errors import Invalid
from bondlife.queries.delegations import delegations_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import delegations
from bondlife.web.forms import SentForm
from bondlife.web.views import FormState, done, in_words, refused, show

router = APIRouter(tags=["delegations"])

Self = Annotated[Actor, Depends(require("account.self"))]
Proposer = Annotated[Actor, Depends(require("delegation.propose"))]
Approver = Annotated[Actor, Depends(require("delegation.approve"))]


@router.get("/delegations")
async def show_delegations(request: Request, actor: Self) -> Response:
    """Show substitutions one has to do with."""
    return _page(request, actor, FormState())


@router.post("/delegations")
def propose(request: Request, form: SentForm, actor: Proposer) -> Response:
    """Name a substitute."""
    try:
        wanted = form.input(delegations.DelegationInput, reason=form.reason)
        delegations.propose(request.app.state.db, actor, wanted, key=form.key)
    except Invalid as refusal:
        with in_words(request, actor):
            state = refused({**form.values, "reason": form.reason}, refusal)
        return _page(request, actor, state, status_code=422)
    return done("/delegations")


@router.post("/delegations/{public_id}/decide")
def decide(request: Request, public_id: str, form: SentForm, actor: Approver) -> Response:
    """Approve a substitute or refuse."""
    is_approved = form.values.get("act") == "approve"
    delegations.decide(
        request.app.state.db, actor, public_id, form.version, approve=is_approved, key=form.key
    )
    return done("/delegations")


@router.post("/delegations/{public_id}/end")
def end(request: Request, public_id: str, form: SentForm, actor: Self) -> Response:
    """End a substitution at once."""
    delegations.end(request.app.state.db, actor, public_id, form.version, key=form.key)
    return done("/delegations")


def _page(request: Request, actor: Actor, state: FormState, *, status_code: int = 200) -> Response:
    with in_words(request, actor):
        view = delegations_view(request.app.state.db, actor, state)
    return show(request, actor, "delegations/list.html", view, status_code=status_code)
