"""One's own account: language and unit, the second factor, tokens for programs."""

import secrets
from datetime import UTC, datetime, time
from typing import Any, Literal

import pyotp
from pydantic import Field

from bondlife import clock
from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.errors import Invalid, missing
from bondlife.security.actor import Actor
from bondlife.security.sessions import token_digest
from bondlife.services.accounts import require_password
from bondlife.services.inputs import Input
from bondlife.services.values import Day, Line
from models.base import columns
from models.registry import ApiToken, User

LONGEST_DAYS = 366
"""A token for programs lives a year at most."""
PREFIX = "bl_"


class ProfileInput(Input):
    """How the pages speak to this person."""

    locale: Literal["zh_CN", "en"]
    unit: Literal["yuan", "wan", "yi"]


class TokenInput(Input):
    """A token: its name, what it may do, its last day."""

    name: Line = Field(min_length=1, max_length=60)
    permissions: list[str] = Field(min_length=1, max_length=1000)
    last_day: Day


def set_profile(db: Database, actor: Actor, form: ProfileInput) -> dict[str, Any]:
    """Change one's own language and unit of money."""

    def work(act: Act) -> dict[str, Any]:
        row = _self(act)
        act.change(row, locale=form.locale, unit=form.unit)
        act.about(row)
        return {"account": row.account}

    return dict(perform(db, actor, "account.profile", work))


def turn_on_totp(db: Database, actor: Actor, password: str, secret: str, code: str) -> dict[str, Any]:
    """Turn on one's second factor: password and first code prove who sets it up."""

    require_password(db, actor, "account.set_totp", password, "password")

    def work(act: Act) -> dict[str, Any]:
        row = _self(act)
        step = _step_of(secret, code)
        act.change(row, totp_secret=secret, totp_last_step=step)
        act.about(row)
        return {"account": row.account}

    return dict(perform(db, actor, "account.set_totp", work))


def turn_off_totp(db: Database, actor: Actor, password: str) -> dict[str, Any]:
    """Turn off one's second factor."""

    require_password(db, actor, "account.clear_totp", password, "password")

    def work(act: Act) -> dict[str, Any]:
        row = _self(act)
        act.change(row, totp_secret="")
        act.about(row)
        return {"account": row.account}

    return dict(perform(db, actor, "account.clear_totp", work))


def create_token(db: Database, actor: Actor, form: TokenInput) -> str:
    """Make a token with some of one's own rights and return it: it is shown this once."""
    token = PREFIX + secrets.token_urlsafe(32)

    def work(act: Act) -> dict[str, Any]:
        _require_own(actor, form)
        row = act.add(
            ApiToken(
                user_id=actor.user_id or 0,
                name=form.name,
                token_hash=token_digest(token),
                permissions=" ".join(sorted(set(form.permissions))),
                expires_at=datetime.combine(form.last_day, time(15, 59, 59), UTC),
            )
        )
        act.flush()
        act.about(row, permissions=row.permissions, expires=form.last_day.isoformat())
        return {"public_id": row.public_id}

    perform(db, actor, "account.create_token", work)
    return token


def end_token(db: Database, actor: Actor, public_id: str) -> dict[str, Any]:
    """End one's own token; it stops working at once."""

    def work(act: Act) -> dict[str, Any]:
        token = columns(ApiToken)
        own = act.find(ApiToken, token.public_id == public_id, token.user_id == actor.user_id)
        if not own:
            raise missing("token")
        act.end(own[0])
        act.about(own[0])
        return {"public_id": public_id}

    return dict(perform(db, actor, "account.end_token", work))


def _self(act: Act) -> User:
    return act.get(User, act.actor.user_id)


def _step_of(secret: str, code: str) -> int:
    """Return the time step of the first code, so that it cannot sign in again."""
    known = len(secret) == 32 and secret.isascii() and set(secret) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    now = int(clock.now().timestamp())
    for step in (now // 30, now // 30 - 1):
        if known and code and secrets.compare_digest(pyotp.TOTP(secret).at(step * 30), code.strip()[:8]):
            return step
    raise Invalid.because("wrong_code", "This code does not fit; check the clock of the device.", "code")


def _require_own(actor: Actor, form: TokenInput) -> None:
    today = clock.business_date()
    if form.last_day < today or (form.last_day - today).days > LONGEST_DAYS:
        raise Invalid.because("token_days", "A token lives from today to a year from now.", "last_day")
    foreign = sorted(name for name in set(form.permissions) if not actor.can(name))
    if foreign:
        names = ", ".join(foreign)[:200]
        raise Invalid.because("not_your_right", "You do not hold: %(names)s.", "permissions", names=names)
