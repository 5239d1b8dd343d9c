"""Accounts and roles: opened and proposed by one administrator, approved by another; the table of rights."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife import clock
from bondlife.errors import Invalid
from bondlife.queries.account import policy_words
from bondlife.queries.users import matrix_view, new_user_view, user_view, users_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.security.passwords import policy
from bondlife.services import accounts
from bondlife.web.forms import SentForm
from bondlife.web.views import FormState, done, in_words, refused, show, text_of

router = APIRouter(tags=["users"])

Reader = Annotated[Actor, Depends(require("user.read"))]
Editor = Annotated[Actor, Depends(require("user.edit"))]
Proposer = Annotated[Actor, Depends(require("grant.propose"))]
Approver = Annotated[Actor, Depends(require("grant.approve"))]


@router.get("/users")
async def show_users(request: Request, actor: Reader) -> Response:
    """Show accounts, and the roles that wait for approval."""
    with in_words(request, actor):
        view = users_view(
            request.app.state.db,
            actor,
            q=text_of(request, "q"),
            state=text_of(request, "state", 12),
            after=text_of(request, "after", 300),
            before=text_of(request, "before", 300),
        )
    return show(request, actor, "users/list.html", view)


@router.get("/users/rights")
async def show_rights(request: Request, actor: Reader) -> Response:
    """Show which role holds which right."""
    with in_words(request, actor):
        view = matrix_view()
    return show(request, actor, "users/rights.html", view)


@router.get("/users/new")
async def new_user(request: Request, actor: Editor) -> Response:
    """Show the form of a new account."""
    return _new(request, actor, FormState())


@router.post("/users")
def create_user(request: Request, form: SentForm, actor: Editor) -> Response:
    """Open an account."""
    try:
        wanted = form.input(accounts.UserInput)
        made = accounts.create_user(request.app.state.db, actor, wanted, key=form.key)
    except Invalid as refusal:
        with in_words(request, actor):
            state = refused(form.values, refusal, "password")
        return _new(request, actor, state, status_code=422)
    return done(f"/users/{made['account']}")


@router.get("/users/{account}")
async def show_user(request: Request, account: str, actor: Reader) -> Response:
    """Show one account with its roles."""
    return _user(request, actor, account, FormState())


@router.post("/users/{account}/disabled")
def disable_user(request: Request, account: str, form: SentForm, actor: Editor) -> Response:
    """Close an account, or open it again."""
    closing = form.values.get("disabled") == "1"
    accounts.disable_user(request.app.state.db, actor, account, disabled=closing)
    return done(f"/users/{account}")


@router.post("/users/{account}/password")
def reset_password(request: Request, account: str, form: SentForm, actor: Editor) -> Response:
    """Give an account a first password again."""
    try:
        password = form.values.get("password", "")[:300]
        accounts.reset_password(request.app.state.db, actor, account, password)
    except Invalid as refusal:
        with in_words(request, actor):
            state = refused(form.values, refusal, "password")
        return _user(request, actor, account, state, status_code=422)
    return done(f"/users/{account}")


@router.post("/users/{account}/grants")
def propose_grant(request: Request, account: str, form: SentForm, actor: Proposer) -> Response:
    """Propose a role for a person."""
    try:
        wanted = form.input(accounts.GrantInput)
        accounts.propose_grant(request.app.state.db, actor, account, wanted, key=form.key)
    except Invalid as refusal:
        with in_words(request, actor):
            state = refused(form.values, refusal)
        return _user(request, actor, account, state, status_code=422)
    return done(f"/users/{account}")


@router.post("/grants/{public_id}/decision")
def decide_grant(request: Request, public_id: str, form: SentForm, actor: Approver) -> Response:
    """Approve or refuse a role that was proposed."""
    act = form.values.get("act", "")
    if act not in {"approve", "return"}:
        raise Invalid.because("outcome", "Approve or return.", "act")
    accounts.decide_grant(request.app.state.db, actor, public_id, approve=act == "approve")
    return done("/users")


@router.post("/grants/{public_id}/end")
def end_grant(request: Request, public_id: str, form: SentForm, actor: Proposer) -> Response:
    """Take a role back at once."""
    accounts.end_grant(request.app.state.db, actor, public_id, clock.business_date())
    return done(f"/users/{form.values.get('account', '')[:60]}" if form.values.get("account") else "/users")


def _new(request: Request, actor: Actor, state: FormState, status_code: int = 200) -> Response:
    with in_words(request, actor):
        view = new_user_view(request.app.state.db, policy_words(policy()), state)
    return show(request, actor, "users/new.html", view, status_code=status_code)


def _user(request: Request, actor: Actor, account: str, state: FormState, status_code: int = 200) -> Response:
    today = clock.business_date()
    first = replace(state, data={"valid_from": today.isoformat(), **state.data})
    with in_words(request, actor):
        view = user_view(request.app.state.db, actor, account, today, first)
    return show(request, actor, "users/user.html", view, status_code=status_code)
