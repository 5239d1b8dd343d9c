"""One's own account: profile, sessions, second factor, tokens for programs."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pyotp
import segno
import sqlalchemy as sa

from bondlife import clock
from bondlife.db import Database
from bondlife.locale import gettext
from bondlife.queries.users import role_label
from bondlife.queries.words import said, section_name
from bondlife.security.actor import Actor
from bondlife.security.passwords import PasswordPolicy
from bondlife.security.permissions import PERMISSIONS
from bondlife.security.sessions import is_alive
from models.base import columns
from models.kinds.permissions import PERMISSIONS as OF_RECORDS
from models.registry import ApiToken, Region, RoleGrant, User, UserSession

_RIGHT_NAMES = {right.name: right.label for right in OF_RECORDS}


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One signed-in browser."""

    started: Any
    seen: Any
    source: str
    is_this: bool


@dataclass(frozen=True, slots=True)
class TokenLine:
    """One token for programs."""

    public_id: str
    name: str
    permissions: str
    expires: Any
    is_over: bool


@dataclass(frozen=True, slots=True)
class AccountView:
    """The page of one's own account."""

    account: str
    name: str
    region: str
    section: str
    roles: Sequence[tuple[str, str]]
    locale: str
    unit: str
    password_changed: Any
    policy: str
    has_totp: bool
    sessions: Sequence[SessionLine]
    tokens: Sequence[TokenLine]
    rights: Sequence[tuple[str, str]]
    last_day: date
    fresh_token: str = ""
    form: Any = None


@dataclass(frozen=True, slots=True)
class PasswordView:
    """The form of a new password."""

    account: str
    policy: str
    must_change: bool
    form: Any


@dataclass(frozen=True, slots=True)
class TotpView:
    """The set-up of the second factor: the secret as text and as a picture."""

    account: str
    has_totp: bool
    secret: str
    picture: str
    form: Any


def account_view(
    db: Database, actor: Actor, session_id: int | None, policy: str, *, token: str = "", form: Any = None
) -> AccountView:
    """Return one's own account."""
    with db.reading() as session:
        user = session.execute(sa.select(User).where(columns(User).id == actor.user_id)).scalar_one()
        region = session.get(Region, user.region_id)
        roles = _roles(session, user)
        sessions = _sessions(session, user, session_id)
        tokens = _tokens(session, user)
    return AccountView(
        user.account,
        user.display_name,
        region.name if region else "",
        section_name(user.section),
        roles,
        user.locale,
        user.unit,
        user.password_changed_at,
        policy,
        bool(user.totp_secret),
        sessions,
        tokens,
        own_rights(actor),
        clock.business_date() + timedelta(days=90),
        token,
        form,
    )


def own_rights(actor: Actor) -> list[tuple[str, str]]:
    """Return what a token of this person may be given."""
    names = sorted(name for name in PERMISSIONS if actor.can(name))
    return [(name, said(_RIGHT_NAMES[name]) if name in _RIGHT_NAMES else name) for name in names]


def totp_view(db: Database, actor: Actor, form: Any, secret: str = "") -> TotpView:
    """Return a fresh secret with its picture; it counts once its first code was right."""
    with db.reading() as session:
        held = sa.select(columns(User).totp_secret).where(columns(User).id == actor.user_id)
        has_totp = bool(session.execute(held).scalar_one())
    chosen = secret or pyotp.random_base32()
    return TotpView(actor.account, has_totp, chosen, _picture(actor.account, chosen), form)


def policy_words(policy: PasswordPolicy) -> str:
    """Return the policy for passwords in words."""
    words = gettext("At least %(count)d characters") % {"count": policy.shortest}
    if policy.classes > 1:
        words += gettext(", of at least %(count)d kinds (letters, digits, signs)") % {"count": policy.classes}
    if policy.days:
        words += gettext(", renewed every %(count)d days") % {"count": policy.days}
    lock = gettext("; after %(failures)d failures the account is locked for %(minutes)d minutes.")
    return words + lock % {"failures": policy.failures, "minutes": policy.lock_minutes}


def _picture(account: str, secret: str) -> str:
    """Return the QR code as a data address, drawn as SVG."""
    out = BytesIO()
    uri = pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name="bondlife")
    segno.make(uri, error="m").save(out, kind="svg", scale=4, border=2, xmldecl=False)
    return "data:image/svg+xml;base64," + b64encode(out.getvalue()).decode()


def _roles(session: Any, user: User) -> list[tuple[str, str]]:
    grant, region = columns(RoleGrant), columns(Region)
    statement = (
        sa.select(grant.role, region.name)
        .join_from(RoleGrant, Region, region.id == grant.region_id)
        .where(grant.user_id == user.id, grant.state == "in_force", grant.ended_at.is_(None))
    )
    return [(role_label(role), name) for role, name in session.execute(statement)]


def _sessions(session: Any, user: User, session_id: int | None) -> list[SessionLine]:
    held, now = columns(UserSession), clock.now()
    statement = sa.select(UserSession).where(held.user_id == user.id, held.ended_at.is_(None))
    rows = session.execute(statement.order_by(held.seen_at.desc()).limit(50)).scalars()
    return [
        SessionLine(row.created_at, row.seen_at, row.source, row.id == session_id)
        for row in rows
        if is_alive(row, now)
    ]


def _tokens(session: Any, user: User) -> list[TokenLine]:
    token, now = columns(ApiToken), clock.now()
    statement = sa.select(ApiToken).where(token.user_id == user.id).order_by(token.id.desc()).limit(50)
    return [
        TokenLine(
            row.public_id,
            row.name,
            row.permissions,
            row.expires_at,
            row.ended_at is not None or row.expires_at <= now,
        )
        for row in session.execute(statement).scalars()
    ]
