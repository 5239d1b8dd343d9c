"""The pool with its stars, jobs, and the stars of one job: one's own until the end, then all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import region_code, rule_book
from bondlife.db import Database
from bondlife.errors import missing
from bondlife.queries.lifewords import state_of
from bondlife.queries.rule_values import entry_word
from bondlife.queries.shell import region_choices
from bondlife.queries.steps import next_block
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from models.base import columns
from models.lifecycle import Label
from models.registry import EvaluationJob, PoolMember, Region, StarRating, User

MOST = 300


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One agency or expert."""

    public_id: str
    version: int
    pool: str
    name: str
    code: str
    region: str
    expertise: str
    staff: int
    state: str
    jobs: int
    stars: str
    ties: str


@dataclass(frozen=True, slots=True)
class JobLine:
    """One job."""

    href: str
    name: str
    member: str
    year: int
    amount: int
    due_on: date | None
    state: str
    mark: str
    stars: str


@dataclass(frozen=True, slots=True)
class PoolView:
    """The pool and its jobs."""

    members: Sequence[MemberLine]
    jobs: Sequence[JobLine]
    regions: Sequence[tuple[str, str]]
    conditions: Sequence[tuple[str, str]]
    can_edit: bool
    can_create: bool
    idempotency_key: str
    errors: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class RatingLine:
    """The stars of one rater."""

    rater: str
    person: str
    stars: Sequence[int]
    remark: str


@dataclass(frozen=True, slots=True)
class JobView:
    """One job: drawing, comments, stars."""

    public_id: str
    version: int
    idempotency_key: str
    name: str
    state: str
    mark: str
    member: str
    drawings: Sequence[Any]
    comments: Sequence[Any]
    dimensions: Sequence[tuple[str, str]]
    raters: Sequence[tuple[str, str]]
    most: int
    given: int
    ratings: Sequence[RatingLine]
    own: Any
    can_rate: bool
    is_closed: bool
    mean: str
    record_href: str
    next: Any
    errors: Sequence[str] = ()


def pool_view(db: Database, actor: Actor, *, errors: Sequence[str] = ()) -> PoolView:
    """Return the pool the person may see, with the stars its members earned."""
    with db.reading() as session:
        jobs = _jobs(session, actor)
        rules = rule_book(session, region_code(session, actor.region_id) if actor.region_id else "")
        conditions = rules["performance.entry_conditions"].value
        return PoolView(
            _members(session, actor, [row for row, _name in jobs]),
            [_job(row, name or "") for row, name in jobs],
            region_choices(db, actor),
            [(key, entry_word(key)) for key in conditions],
            actor.can("pool.edit"),
            actor.can("evaluation_job.create"),
            str(uuid4()),
            errors,
        )


def _jobs(session: Session, actor: Actor) -> list[Any]:
    own, member = columns(EvaluationJob), columns(PoolMember)
    statement = scoped(actor, EvaluationJob, EvaluationJob, member.name, permission="evaluation_job.read")
    statement = statement.outerjoin(PoolMember, member.id == own.member_id)
    return list(session.execute(statement.where(own.ended_at.is_(None)).order_by(own.id.desc()).limit(MOST)))


def _members(session: Session, actor: Actor, jobs: Sequence[EvaluationJob]) -> list[MemberLine]:
    own, region = columns(PoolMember), columns(Region)
    statement = scoped(actor, PoolMember, PoolMember, region.name, permission="pool.read")
    statement = statement.join(Region, region.id == own.region_id).where(own.ended_at.is_(None))
    found = session.execute(statement.order_by(own.pool, own.name).limit(MOST))
    return [_member(row, place, [one for one in jobs if one.member_id == row.id]) for row, place in found]


def _member(row: PoolMember, region: str, jobs: Sequence[EvaluationJob]) -> MemberLine:
    means = [Decimal(one.stars["mean"]) for one in jobs if one.stars]
    stars = f"{(sum(means, Decimal(0)) / len(means)):.2f}" if means else ""
    return MemberLine(
        row.public_id,
        row.version,
        row.pool,
        row.name,
        row.code,
        region,
        "、".join(row.expertise or ()),
        row.staff,
        row.state,
        len(jobs),
        stars,
        "、".join(row.ties or ()),
    )


def _job(row: EvaluationJob, member: str) -> JobLine:
    state, mark = state_of(row.kind, "evaluation_job", row.state)
    return JobLine(
        f"/performance/jobs/{row.public_id}",
        row.name,
        member,
        row.year,
        row.amount,
        row.due_on,
        state,
        mark,
        str((row.stars or {}).get("mean", "")),
    )


def job_view(db: Database, actor: Actor, public_id: str, errors: Sequence[str] = ()) -> JobView:
    """Return a job; the stars of others are shown when it is closed, not before."""
    with db.reading() as session:
        own = columns(EvaluationJob)
        statement = scoped(actor, EvaluationJob, permission="evaluation_job.read").where(
            own.public_id == public_id
        )
        row: EvaluationJob | None = session.execute(statement).scalar_one_or_none()
        if row is None:
            raise missing("evaluation_job")
        rule = rule_book(session, region_code(session, row.region_id))["performance.stars"]
        ratings = _ratings(session, row)
        mine = next((one for one, _name in ratings if one.rater_id == actor.user_id), None)
        is_closed = row.state == "closed"
        state, mark = state_of(row.kind, "evaluation_job", row.state)
        member = (
            session.get(PoolMember, row.member_id, execution_options={"scoped": True})
            if row.member_id
            else None
        )
        may = actor.can_on("evaluation_job.rate", row.region_id, row.unit_id, row.department_id)
        return JobView(
            row.public_id,
            row.version,
            str(uuid4()),
            row.name,
            state,
            mark,
            member.name if member is not None else "",
            [_drawing(one) for one in row.drawing or ()],
            row.comments or (),
            [(key, entry_word(key)) for key in rule.value],
            [(key, entry_word(key)) for key in rule.params["raters"]],
            int(rule.params["most"]),
            len(ratings),
            [_rating(one, name, rule.value) for one, name in ratings] if is_closed else [],
            mine,
            may and row.state == "delivered",
            is_closed,
            str((row.stars or {}).get("mean", "")),
            f"/records/evaluation_job/{row.public_id}",
            next_block(session, actor, row, clock.business_date()),
            errors,
        )


def _ratings(session: Session, row: EvaluationJob) -> list[Any]:
    own, user = columns(StarRating), columns(User)
    statement = sa.select(StarRating, user.display_name).join(User, user.id == own.rater_id)
    found = statement.where(own.job_id == row.id).order_by(own.id).execution_options(scoped=True)
    return list(session.execute(found))


def _rating(row: StarRating, name: str, dimensions: Sequence[str]) -> RatingLine:
    return RatingLine(entry_word(row.rater), name, [int(row.stars[key]) for key in dimensions], row.remark)


LEFT_OUT = {
    "tie": Label("has a tie", "有利害关系"),
    "suspended": Label("suspended", "暂停资格"),
    "removed": Label("removed", "已移出"),
    "entry": Label("entry conditions not met", "不符合入库条件"),
    "staff": Label("too few staff", "专职人员不足"),
    "expertise": Label("another field of work", "专业不符"),
}
"""Why somebody was left out of a drawing."""


def _drawing(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return a drawing with the reasons of those left out in words."""
    reasons = kept.get("left_out") or {}
    words = {code: said(LEFT_OUT[why]) if why in LEFT_OUT else why for code, why in reasons.items()}
    return {**kept, "left_out": words}
