"""Sign-in, sessions in a table, lockout by account and by source, TOTP."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

import pyotp
import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.errors import Refusal
from bondlife.security.passwords import hash_password, password_matches, policy
from bondlife.settings import settings
from models.base import columns
from models.registry import SignInAttempt, User, UserSession

SOURCE_FAILURES = 100
"""Failures from one address within the window: a whole bureau may sit behind it, so the bound is wide."""
WINDOW = timedelta(minutes=15)
SEEN_STEP = timedelta(minutes=1)


class SignInRefused(Refusal):
    """Wrong, locked or not yet complete; the words never say which account exists."""

    code = "sign_in_refused"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh session: its token goes into the cookie and nowhere else."""

    token: str
    csrf: str
    user_id: int
    must_change_password: bool


def sign_in(db: Database, account: str, password: str, code: str, source: str) -> SignedIn:
    """Open a session, or refuse in words that tell nothing about accounts."""
    account, source = account[:60], source[:60]
    with db.reading() as session:
        user = session.execute(sa.select(User).where(columns(User).account == account)).scalar_one_or_none()
        refuse = _is_locked(session, account, source)
    right = password_matches(password, user.password_hash if user and not user.disabled else "")
    if refuse or user is None or user.disabled or not right:
        _note(db, account, source, succeeded=False)
        raise _refused(locked=refuse)
    step = _check_totp(db, user, code, account, source)
    return _open(db, user, source, step)


def sign_out(db: Database, session_id: int) -> None:
    """End one session."""
    _end(db, columns(UserSession).id == session_id)


def sign_out_everywhere(db: Database, user_id: int) -> None:
    """End every session of a person."""
    _end(db, columns(UserSession).user_id == user_id)


def token_digest(token: str) -> str:
    """Return what the table keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_alive(row: Any, now: datetime) -> bool:
    """Tell whether a session is neither ended, idle too long nor too old."""
    limits = settings()
    idle = timedelta(minutes=limits.idle_minutes)
    oldest = timedelta(hours=limits.absolute_hours)
    return row.ended_at is None and now - row.seen_at <= idle and now - row.created_at <= oldest


def touch(db: Database, row: Any, now: datetime) -> None:
    """Note that a session is in use, at most once a minute."""
    if now - row.seen_at < SEEN_STEP:
        return
    with db.writing() as session:
        statement = sa.update(UserSession).where(columns(UserSession).id == row.id).values(seen_at=now)
        session.execute(statement)
        session.commit()


def set_password(password: str) -> dict[str, Any]:
    """Return the column values of a new password."""
    return {
        "password_hash": hash_password(password),
        "password_changed_at": clock.now(),
        "must_change_password": False,
    }


def password_expired(user: User, now: datetime) -> bool:
    """Tell whether the policy asks for a new password."""
    days = policy().days
    changed = user.password_changed_at
    return bool(days) and (changed is None or now - changed > timedelta(days=days))


def _open(db: Database, user: User, source: str, step: int) -> SignedIn:
    token, csrf, now = secrets.token_urlsafe(32), secrets.token_urlsafe(24), clock.now()
    assert user.id is not None
    with db.writing() as session:
        row = UserSession(
            token_hash=token_digest(token),
            csrf=csrf,
            user_id=user.id,
            created_at=now,
            seen_at=now,
            source=source,
        )
        row.strong_at = now if step else None
        session.add(row)
        session.add(SignInAttempt(account=user.account, source=source, at=now, succeeded=True))
        if step:
            statement = sa.update(User).where(
                columns(User).id == user.id, columns(User).totp_last_step < step
            )
            result = cast(sa.CursorResult[Any], session.execute(statement.values(totp_last_step=step)))
            if result.rowcount != 1:
                raise _refused(locked=False)
        session.commit()
    return SignedIn(token, csrf, user.id, user.must_change_password or password_expired(user, now))


def _check_totp(db: Database, user: User, code: str, account: str, source: str) -> int:
    """Return the time step of the code that was used, 0 where no second factor is set up."""
    if not user.totp_secret:
        return 0
    now = clock.now()
    step = int(now.timestamp()) // 30
    totp = pyotp.TOTP(user.totp_secret)
    for candidate in (step, step - 1):
        if candidate > user.totp_last_step and code and secrets.compare_digest(totp.at(candidate * 30), code):
            return candidate
    _note(db, account, source, succeeded=False)
    raise _refused(locked=False)


def _refused(*, locked: bool) -> SignInRefused:
    if locked:
        return SignInRefused.because("locked", "Too many failed attempts. Wait, then try again.")
    return SignInRefused.because("sign_in_failed", "Account, password or code is not right.")


def _is_locked(session: Session, account: str, source: str) -> bool:
    since = clock.now() - timedelta(minutes=policy().lock_minutes)
    attempt = columns(SignInAttempt)
    last_good = sa.select(sa.func.max(attempt.at)).where(attempt.account == account, attempt.succeeded)
    good = session.execute(last_good).scalar_one()
    start = max(since, good) if good else since
    by_account = _failures(session, attempt.account == account, start)
    by_source = _failures(session, attempt.source == source, clock.now() - WINDOW)
    return by_account >= policy().failures or by_source >= SOURCE_FAILURES


def _failures(session: Session, condition: Any, since: datetime) -> int:
    attempt = columns(SignInAttempt)
    statement = sa.select(sa.func.count()).where(condition, attempt.at > since, sa.not_(attempt.succeeded))
    return int(session.execute(statement).scalar_one())


def _note(db: Database, account: str, source: str, *, succeeded: bool) -> None:
    with db.writing() as session:
        session.add(SignInAttempt(account=account, source=source, at=clock.now(), succeeded=succeeded))
        session.commit()


def _end(db: Database, condition: Any) -> None:
    with db.writing() as session:
        statement = sa.update(UserSession).where(condition, columns(UserSession).ended_at.is_(None))
        session.execute(statement.values(ended_at=clock.now()))
        session.commit()
