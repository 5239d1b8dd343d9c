"""Time spent at each step: of signatures and of collection tasks, by step and by region."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.locale import gettext
from bondlife.queries.collections import STEPS as PART_STEPS
from bondlife.queries.shell import region_choices
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from models.base import columns
from models.lifecycle import Label
from models.registry import Approval, CollectionStep, Opinion, Region

DAYS = 365


class Stay(NamedTuple):
    """How long something stood at one step in one region; ``is_open`` while it still stands there."""

    step: str
    region: str
    hours: float
    is_open: bool
    returned: bool


@dataclass(frozen=True, slots=True)
class TimeLine:
    """One step or region: how many stays, how long (hours), how many are open or were returned."""

    name: str
    count: int
    median: float
    longest: float
    open: int
    returned: int


@dataclass(frozen=True, slots=True)
class TimingView:
    """Time at each step of the last year."""

    by_step: Sequence[TimeLine]
    by_region: Sequence[TimeLine]
    region: str
    regions: Sequence[tuple[str, str]]
    since: date


def timing_view(db: Database, actor: Actor, region: str = "") -> TimingView:
    """Return how long papers stand at each step in one's regions."""
    now = clock.now()
    since = now - timedelta(days=DAYS)
    with db.reading() as session:
        stays = [*_signatures(session, actor, since, now, region), *_parts(session, actor, since, region)]
    return TimingView(
        _summed(stays, lambda one: one.step),
        _summed(stays, lambda one: one.region),
        region,
        region_choices(db, actor),
        since.date(),
    )


def stays_of(
    approval: Approval, opinions: Sequence[Opinion], now: datetime
) -> list[tuple[int, float, bool, bool]]:
    """Return step, hours, whether it still stands there, whether it was returned, for each signature."""
    began = approval.created_at
    found = []
    for one in sorted(opinions, key=lambda opinion: (opinion.at, opinion.id or 0)):
        if began is not None:
            hours = (one.at - began).total_seconds() / 3600
            found.append((one.step, hours, False, one.outcome == "return"))
        began = one.at
    if approval.state == "waiting" and began is not None:
        found.append((approval.current_step, (now - began).total_seconds() / 3600, True, False))
    return found


def _signatures(
    session: Session, actor: Actor, since: datetime, now: datetime, region: str
) -> Iterable[Stay]:
    own, place, opinion = columns(Approval), columns(Region), columns(Opinion)
    statement = scoped(actor, Approval, Approval, place.name, permission="approval.read")
    statement = statement.join(Region, place.id == own.region_id).where(own.created_at >= since)
    rows = session.execute(_within(statement, own, region).order_by(own.id.desc()).limit(5000)).all()
    signed: dict[int, list[Opinion]] = {}
    keys = [row[0].id for row in rows]
    for start in range(0, len(keys), 400):
        part = scoped(actor, Opinion, permission="approval.read").where(
            opinion.approval_id.in_(keys[start : start + 400])
        )
        for one in session.execute(part).scalars():
            signed.setdefault(one.approval_id, []).append(one)
    for approval, name in rows:
        for step, hours, is_open, returned in stays_of(approval, signed.get(approval.id, []), now):
            label = approval.steps[step]["label"] if step < len(approval.steps) else {"en": "", "zh": ""}
            yield Stay(said(Label(label["en"], label["zh"])), name, hours, is_open, returned)


def _parts(session: Session, actor: Actor, since: datetime, region: str) -> Iterable[Stay]:
    own, place = columns(CollectionStep), columns(Region)
    statement = (
        sa.select(own.step, own.outcome, own.began_at, own.at, place.name)
        .join_from(CollectionStep, Region, place.id == own.region_id)
        .where(own.at >= since)
    )
    grants = actor.grants_for("collection.read")
    if not any(grant.region_ids is None for grant in grants):
        own_regions = sorted(set().union(*(grant.region_ids or () for grant in grants)))
        statement = statement.where(own.region_id.in_(own_regions))
    for row in session.execute(_within(statement, own, region).limit(20_000)):
        hours = (row.at - row.began_at).total_seconds() / 3600
        step = gettext("Collection: %(step)s") % {"step": said(PART_STEPS[row.step][1])}
        yield Stay(step, row.name, hours, False, row.outcome == "returned")


def _within(statement: Any, own: Any, region: str) -> Any:
    if not region:
        return statement
    code = columns(Region)
    root = sa.select(code.id).where(code.code == region).scalar_subquery()
    return statement.where(own.region_id.in_(closure_of(root)))


def _summed(stays: Sequence[Stay], key: Any) -> list[TimeLine]:
    groups: dict[str, list[Stay]] = {}
    for one in stays:
        groups.setdefault(key(one), []).append(one)
    lines = [
        TimeLine(
            name,
            len(group),
            median(one.hours for one in group),
            max(one.hours for one in group),
            sum(one.is_open for one in group),
            sum(one.returned for one in group),
        )
        for name, group in groups.items()
    ]
    return sorted(lines, key=lambda one: one.median, reverse=True)
