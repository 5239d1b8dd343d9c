"""The door of every route: who comes, by cookie or token, with which right; forged forms stay outside."""

import secrets
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request

from bondlife.db import Database
from bondlife.errors import Forbidden, Problem, Refusal
from bondlife.security.actor import Actor
from bondlife.security.authenticate import Visitor, by_api_token, by_session
from bondlife.security.permissions import PERMISSIONS

COOKIE = "bondlife_session"
SECURE_COOKIE = "__Host-bondlife_session"
OWN = "account.self"
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


class SignInNeeded(Refusal):
    """Nobody is signed in, or the session is over."""

    code = "sign_in_needed"


class PasswordNeeded(Refusal):
    """A new password must be set before anything else."""

    code = "password_needed"


Door = Callable[[Request], Coroutine[Any, Any, Actor]]


def require(permission: str) -> Door:
    """Return the dependency of a route that asks for a permission; the matrix of rights reads its name."""
    if permission not in PERMISSIONS:
        message = f"{permission} is not in the table of rights"
        raise LookupError(message)

    async def door(request: Request) -> Actor:
        visitor = visitor_of(request)
        if request.method in UNSAFE and visitor.session_id is not None:
            await _check_form(request, visitor)
        if visitor.must_change_password and permission != OWN:
            raise PasswordNeeded(Problem("password_needed", "Set a new password first."))
        if not visitor.actor.can(permission):
            _refuse_but_own(visitor.actor, permission)
        return visitor.actor

    door.permission = permission  # type: ignore[attr-defined]
    return door


def _refuse_but_own(actor: Actor, permission: str) -> None:
    """Refuse; somebody whose first role is not approved yet reaches their own account and is told so."""
    if actor.grants or actor.only is not None:
        raise Forbidden.because("forbidden", "Your role does not allow this step.", permission)
    if permission != OWN:
        text = _("You have no role yet: one administrator proposes it, another one approves it.")
        raise Forbidden.because("no_role_yet", text, permission)


def open_to_all(request: Request) -> None:
    """Mark a route that needs no sign-in (sign-in itself, health, static files)."""


open_to_all.permission = ""  # type: ignore[attr-defined]


def visitor_of(request: Request) -> Visitor:
    """Return who sends a request; looked up once."""
    held: Visitor | None = getattr(request.state, "visitor", None)
    if held is None:
        held = _look_up(request)
        if held is None:
            raise SignInNeeded(Problem("sign_in_needed", "Sign in to go on."))
        request.state.visitor = held
    return held


def _look_up(request: Request) -> Visitor | None:
    db: Database = request.app.state.db
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return by_api_token(db, token[:200])
    cookie = request.cookies.get(cookie_name(request))
    found = by_session(db, cookie[:200]) if cookie else None
    if found is not None and found.is_to_be_noted:
        request.state.seen_session = found.session_id
    return found


def cookie_name(request: Request) -> str:
    """Return the name of the session cookie: host-bound where cookies are secure."""
    return SECURE_COOKIE if request.app.state.settings.secure_cookies else COOKIE


def same_origin(request: Request) -> bool:
    """Tell whether an unsafe request comes from our own pages, by Fetch-Metadata, else by Origin."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin") or request.headers.get("referer")
    if origin is None:
        return True
    return urlsplit(origin).netloc == request.headers.get("host")


async def _check_form(request: Request, visitor: Visitor) -> None:
    if not same_origin(request) or not secrets.compare_digest(await _token(request), visitor.csrf):
        raise Forbidden.because("forged", "This form is not from this session; open the page again.", "csrf")


async def _token(request: Request) -> str:
    held = request.headers.get("x-csrf-token")
    if held is None and "form" in request.headers.get("content-type", ""):
        value = (await request.form()).get("csrf_token")
        held = value if isinstance(value, str) else None
    return (held or "").encode("ascii", "replace").decode()
