"""Sign-in, sessions in a table, lockout by account and by source, TOTP."""

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

import pyotp
import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.errors import Invalid, Refusal, Unavailable
from bondlife.security.passwords import hash_password, password_matches, policy
from bondlife.settings import settings
from models.base import columns
from models.registry import SignInAttempt, User, UserSession

SOURCE_FAILURES = 100
"""Failures from one address within the window: a whole bureau may sit behind it, so the bound is wide."""
WINDOW = timedelta(minutes=15)
KNOWN_DAYS = timedelta(days=90)
"""Who signed in from an address this recently is known there: strangers cannot lock them out of it."""
FEW = 3
"""Tries left to people known at an address from which somebody is guessing."""
INSIDE = "session"
"""The source under which guesses of a present password are counted that come from inside a session."""
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
        _note(db, account, source)
        raise _refused(locked=refuse)
    step = _check_totp(db, user, code, account, source)
    return _open(db, user, source, step)


def sign_out(db: Database, session_id: int) -> None:
    """End one session."""
    _end(db, columns(UserSession).id == session_id)


def forget(db: Database, token: str) -> None:
    """End the session of a token, if there is one: a new sign-in leaves no old session in the browser."""
    _end(db, columns(UserSession).token_hash == token_digest(token))


def sign_out_everywhere(db: Database, user_id: int, *, but: int | None = None) -> None:
    """End every session of a person, perhaps but the one that asks."""
    held = columns(UserSession)
    _end(db, sa.and_(held.user_id == user_id, held.id != (but or 0)))


def token_digest(token: str) -> str:
    """Return what the table keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_alive(row: Any, now: datetime) -> bool:
    """Tell whether a session is neither ended, idle too long nor too old."""
    limits = settings()
    idle = timedelta(minutes=limits.idle_minutes)
    oldest = timedelta(hours=limits.absolute_hours)
    return row.ended_at is None and now - row.seen_at <= idle and now - row.created_at <= oldest


def is_due(row: Any, now: datetime) -> bool:
    """Tell whether it is to be noted that a session is in use: at most once a minute."""
    return bool(now - row.seen_at >= SEEN_STEP)


def touch(db: Database, session_id: int) -> None:
    """Note that a session is in use; where the store is busy its next request will say so again."""
    held, now = columns(UserSession), clock.now()
    statement = sa.update(UserSession).where(held.id == session_id, held.seen_at < now).values(seen_at=now)
    with suppress(Unavailable, sa.exc.DBAPIError), db.writing() as session:
        session.execute(statement)
        session.commit()


def set_password(password: str) -> dict[str, Any]:
    """Return the column values of a new password."""
    return {
        "password_hash": hash_password(password),
        "password_changed_at": clock.now(),
        "must_change_password": False,
    }


def confirm_password(db: Database, account: str, password: str, field: str) -> None:
    """Ask a signed-in person for the present password; a session has no more guesses than a stranger."""
    with db.reading() as session:
        user = columns(User)
        stored = session.execute(sa.select(user.password_hash).where(user.account == account)).scalar_one()
    right = password_matches(password[:200], stored)
    with db.reading() as session:
        since = clock.now() - timedelta(minutes=policy().lock_minutes)
        attempt = columns(SignInAttempt)
        inside = sa.and_(attempt.account == account, attempt.source == INSIDE)
        locked = _failures(session, inside, since) >= policy().failures
    if locked:
        raise Invalid.because("locked", "Too many failed attempts. Wait, then try again.", field)
    if not right:
        _note(db, account, INSIDE)
        raise Invalid.because("wrong_password", "The present password is not right.", field)


def password_expired(user: User, now: datetime) -> bool:
    """Tell whether the policy asks for a new password."""
    days = policy().days
    changed = user.password_changed_at
    return bool(days) and (changed is None or now - changed > timedelta(days=days))


def _open(db: Database, user: User, source: str, step: int) -> SignedIn:
    token, csrf, now = secrets.token_urlsafe(32), secrets.token_urlsafe(24), clock.now()
    assert user.id is not None
    with db.writing() as session:
        _require_still_open(session, user, source)
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
    _note(db, account, source)
    raise _refused(locked=False)


def _refused(*, locked: bool) -> SignInRefused:
    if locked:
        return SignInRefused.because("locked", "Too many failed attempts. Wait, then try again.")
    return SignInRefused.because("sign_in_failed", "Account, password or code is not right.")


def _require_still_open(session: Session, user: User, source: str) -> None:
    """Count again behind the user's row: of guesses sent at once, those past the limit fail even if right."""
    held = columns(User)
    statement = sa.select(held.disabled, held.password_hash).where(held.id == user.id).with_for_update()
    disabled, password_hash = session.execute(statement).one()
    locked = _is_locked(session, user.account, source)
    if locked or disabled or password_hash != user.password_hash:
        raise _refused(locked=locked)


def _is_locked(session: Session, account: str, source: str) -> bool:
    """Tell whether this account may not be tried from here now.

    Where a person is known, only failures there count; elsewhere failures from everywhere do, and a place
    from which many accounts fail takes no strangers at all.
    """
    attempt, now = columns(SignInAttempt), clock.now()
    is_guessing = _failures(session, attempt.source == source, now - WINDOW) >= SOURCE_FAILURES
    since = now - timedelta(minutes=policy().lock_minutes)
    of_account = attempt.account == account
    last_here = _last_good(session, account, source)
    if last_here is not None and now - last_here <= KNOWN_DAYS:
        failed = _failures(session, sa.and_(of_account, attempt.source == source), max(since, last_here))
        return failed >= (FEW if is_guessing else policy().failures)
    return is_guessing or _failures(session, of_account, since) >= policy().failures


def _last_good(session: Session, account: str, source: str) -> datetime | None:
    attempt = columns(SignInAttempt)
    statement = sa.select(sa.func.max(attempt.at)).where(
        attempt.account == account, attempt.source == source, attempt.succeeded
    )
    found: datetime | None = session.execute(statement).scalar_one()
    return found


def _failures(session: Session, condition: Any, since: datetime) -> int:
    attempt = columns(SignInAttempt)
    statement = sa.select(sa.func.count()).where(condition, attempt.at > since, sa.not_(attempt.succeeded))
    return int(session.execute(statement).scalar_one())


def _note(db: Database, account: str, source: str) -> None:
    """Write down a failure."""
    with db.writing() as session:
        session.add(SignInAttempt(account=account, source=source, at=clock.now(), succeeded=False))
        session.commit()


def _end(db: Database, condition: Any) -> None:
    with db.writing() as session:
        statement = sa.update(UserSession).where(condition, columns(UserSession).ended_at.is_(None))
        session.execute(statement.values(ended_at=clock.now()))
        session.commit()
