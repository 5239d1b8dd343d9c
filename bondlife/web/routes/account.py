"""One's own account: language and unit, password, second factor, sessions, tokens for programs."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import ValidationError

from bondlife.errors import Invalid
from bondlife.queries.account import PasswordView, account_view, policy_words, totp_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require, visitor_of
from bondlife.security.passwords import policy
from bondlife.services import accounts, tokens
from bondlife.services.messages import problems_of
from bondlife.services.tokens import ProfileInput, TokenInput
from bondlife.web.forms import SentForm
from bondlife.web.views import FormState, done, in_words, refused, show

router = APIRouter(prefix="/account", tags=["account"])

Self = Annotated[Actor, Depends(require("account.self"))]
SECRETS = ("password", "old", "again", "code")


@router.get("")
async def show_account(request: Request, actor: Self) -> Response:
    """Show one's own account."""
    return _account(request, actor, FormState())


@router.post("")
def store_profile(request: Request, form: SentForm, actor: Self) -> Response:
    """Store language and unit."""
    try:
        tokens.set_profile(request.app.state.db, actor, form.input(ProfileInput))
    except Invalid as refusal:
        return _refused(request, actor, form, refusal)
    answer = done("/account")
    for name in ("bondlife_lang", "bondlife_unit"):
        answer.delete_cookie(name, path="/")
    return answer


@router.get("/password")
async def show_password(request: Request, actor: Self) -> Response:
    """Show the form of a new password."""
    return _password(request, actor, FormState())


@router.post("/password")
def change_password(request: Request, form: SentForm, actor: Self) -> Response:
    """Change one's own password."""
    old, new = form.values.get("old", "")[:300], form.values.get("password", "")[:300]
    try:
        if new != form.values.get("again", ""):
            raise Invalid.because("not_the_same", "The two passwords differ; type them again.", "again")
        session_id = visitor_of(request).session_id
        accounts.change_password(request.app.state.db, actor, old, new, session_id=session_id)
    except Invalid as refusal:
        with in_words(request, actor):
            state = refused({}, refusal)
        return _password(request, actor, state, status_code=422)
    return done("/account")


@router.get("/totp")
async def show_totp(request: Request, actor: Self) -> Response:
    """Show a fresh secret for the second factor."""
    return _totp(request, actor, FormState())


@router.post("/totp")
def turn_on_totp(request: Request, form: SentForm, actor: Self) -> Response:
    """Turn the second factor on after its first code was right."""
    secret, password = form.values.get("secret", "")[:40], form.values.get("password", "")
    try:
        tokens.turn_on_totp(request.app.state.db, actor, password, secret, form.values.get("code", ""))
    except Invalid as refusal:
        with in_words(request, actor):
            state = refused({}, refusal)
        return _totp(request, actor, state, secret, status_code=422)
    return done("/account")


@router.post("/totp/off")
def turn_off_totp(request: Request, form: SentForm, actor: Self) -> Response:
    """Turn the second factor off."""
    try:
        tokens.turn_off_totp(request.app.state.db, actor, form.values.get("password", ""))
    except Invalid as refusal:
        with in_words(request, actor):
            state = refused({}, refusal)
        return _totp(request, actor, state, status_code=422)
    return done("/account")


async def chosen_rights(request: Request) -> list[str]:
    """Return every right ticked in a form; a form's text fields keep only the last of a name."""
    form = await request.form()
    return [value for value in form.getlist("permissions") if isinstance(value, str)]


@router.post("/tokens")
def create_token(
    request: Request, form: SentForm, names: Annotated[list[str], Depends(chosen_rights)], actor: Self
) -> Response:
    """Make a token for programs; it is shown once, on this page."""
    texts = {name: form.values.get(name, "") for name in ("name", "last_day")}
    try:
        wanted = _token_input(texts, names)
        token = tokens.create_token(request.app.state.db, actor, wanted)
    except Invalid as refusal:
        with in_words(request, actor):
            state = refused(texts, refusal)
        return _account(request, actor, state, status_code=422)
    return _account(request, actor, FormState(), token=token)


@router.post("/tokens/{public_id}/end")
def end_token(request: Request, public_id: str, actor: Self) -> Response:
    """End a token."""
    tokens.end_token(request.app.state.db, actor, public_id)
    return done("/account")


def _token_input(texts: dict[str, str], names: list[str]) -> TokenInput:
    try:
        return TokenInput(**texts, permissions=names)
    except ValidationError as error:
        raise Invalid(*problems_of(list(error.errors()))) from None


def _refused(request: Request, actor: Actor, form: SentForm, refusal: Invalid) -> Response:
    with in_words(request, actor):
        state = refused(form.values, refusal, *SECRETS)
    return _account(request, actor, state, status_code=422)


def _account(
    request: Request, actor: Actor, state: FormState, *, token: str = "", status_code: int = 200
) -> Response:
    with in_words(request, actor):
        view = account_view(
            request.app.state.db,
            actor,
            visitor_of(request).session_id,
            policy_words(policy()),
            token=token,
            form=state,
        )
    return show(request, actor, "account/account.html", view, status_code=status_code)


def _password(request: Request, actor: Actor, state: FormState, status_code: int = 200) -> Response:
    with in_words(request, actor):
        must = visitor_of(request).must_change_password
        view = PasswordView(actor.account, policy_words(policy()), must, state)
    return show(request, actor, "account/password.html", view, status_code=status_code)


def _totp(
    request: Request, actor: Actor, state: FormState, secret: str = "", status_code: int = 200
) -> Response:
    with in_words(request, actor):
        known = secret if len(secret) == 32 and secret.isalnum() and secret.isascii() else ""
        view = totp_view(request.app.state.db, actor, state, known)
    return show(request, actor, "account/totp.html", view, status_code=status_code)
