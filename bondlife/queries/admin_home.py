"""The home of an administrator: accounts, roles that wait, the last check of the books, jobs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.locale import gettext
from bondlife.queries.home import weekday
from bondlife.queries.jobs import STEPS, TITLES, WORDS
from bondlife.queries.users import GrantLine, waiting_grants
from bondlife.security.actor import Actor
from models.base import columns
from models.registry import AuditHead, AuditRecord, Job, RoleGrant, SignInAttempt, User, UserSession


@dataclass(frozen=True, slots=True)
class JobLine:
    """One job."""

    name: str
    state: str
    mark: str
    created_at: Any
    ended_at: Any
    done: int
    total: int
    message: str


@dataclass(frozen=True, slots=True)
class AdminHomeView:
    """The home of an administrator."""

    today: date
    weekday: str
    active: int
    disabled: int
    without_role: int
    signed_in: int
    failures: int
    refused: int
    waiting: Sequence[GrantLine]
    head: int
    head_hash: str
    last_check: JobLine | None
    jobs: Sequence[JobLine]
    can_approve: bool
    can_audit: bool


def admin_home_view(db: Database, actor: Actor) -> AdminHomeView:
    """Return what an administrator must know today."""
    today, now = clock.business_date(), clock.now()
    user, grant, attempt = columns(User), columns(RoleGrant), columns(SignInAttempt)
    held, record = columns(UserSession), columns(AuditRecord)
    day = now - timedelta(days=1)
    roled = sa.select(grant.user_id).where(grant.state == "in_force", grant.ended_at.is_(None))
    alive = (held.ended_at.is_(None), held.seen_at > now - timedelta(minutes=30))
    with db.reading() as session:
        head = session.get(AuditHead, 1)
        jobs = _jobs(session)
        return AdminHomeView(
            today,
            weekday(today),
            _count(session, User, sa.not_(user.disabled)),
            _count(session, User, user.disabled),
            _count(session, User, sa.not_(user.disabled), user.id.not_in(roled)),
            _count(session, UserSession, *alive),
            _count(session, SignInAttempt, sa.not_(attempt.succeeded), attempt.at > day),
            _count(session, AuditRecord, record.outcome == "refused", record.at > day),
            waiting_grants(session, actor),
            head.seq if head else 0,
            head.hash if head else "",
            _last_check(session),
            jobs,
            actor.can("grant.approve"),
            actor.can("audit.read"),
        )


def _count(session: Session, model: Any, *conditions: Any) -> int:
    statement = sa.select(sa.func.count()).select_from(model).where(*conditions)
    return int(session.execute(statement).scalar_one())


def _jobs(session: Session) -> list[JobLine]:
    job = columns(Job)
    rows = session.execute(sa.select(Job).order_by(job.id.desc()).limit(8)).scalars()
    return [_job(row) for row in rows]


def _last_check(session: Session) -> JobLine | None:
    job = columns(Job)
    statement = sa.select(Job).where(job.name == "verify").order_by(job.id.desc()).limit(1)
    row = session.execute(statement).scalar_one_or_none()
    return _job(row) if row else None


def _job(row: Job) -> JobLine:
    mark, word = WORDS[row.state]
    message = row.error or (gettext(STEPS.get(row.message, row.message)) if row.message else "")
    return JobLine(
        gettext(TITLES.get(row.name, row.name)),
        gettext(word),
        mark,
        row.created_at,
        row.ended_at,
        row.done,
        row.total,
        message[:120],
    )
