"""Batches of applications with their ranking; sheets of experts: one's own until the end, then all."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.errors import missing
from bondlife.lifecycle.room import IN_REVIEW
from bondlife.locale import gettext
from bondlife.queries.lifewords import purposes, state_of
from bondlife.queries.shell import region_choices
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from models.base import columns
from models.lifecycle import Label
from models.registry import Application, Project, Region, ReviewRound, ReviewScore, User
from models.rules.reserve import EX_ANTE_ITEMS

MOST = 500
ROUTES = {
    "self_review": Label("Self-review, self-issue", "自审自发"),
    "national": Label("National review", "国家审核"),
}
_ITEMS = dict(EX_ANTE_ITEMS)


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One application on the board of its batch."""

    public_id: str
    project: str
    project_href: str
    region: str
    amount: int
    tenor_years: int
    purpose: str
    route: str
    state: str
    mark: str
    mean: str
    rank: int | None
    allocated: int | None


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch of a region: its applications, and the review if experts look at it."""

    region: str
    region_code: str
    year: int
    name: str
    lines: Sequence[BoardLine]
    round_id: str
    round_state: str
    can_open: bool

    @property
    def total(self) -> int:
        """Return what the batch asks for."""
        return sum(line.amount for line in self.lines)

    @property
    def allocated(self) -> int:
        """Return what the ranking gives out."""
        return sum(line.allocated or 0 for line in self.lines)


@dataclass(frozen=True, slots=True)
class BoardView:
    """The batches of a year."""

    region: str
    year: int
    regions: Sequence[tuple[str, str]]
    batches: Sequence[Batch]
    is_cut: bool
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item of the sheet and the most points it gives."""

    key: str
    label: str
    most: str


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One sheet: whose, for which application, points by item, total."""

    expert: str
    application: str
    points: Sequence[str]
    total: str
    opinion: str


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """One application under review: how many experts handed in, one's own sheet, the result at the end."""

    public_id: str
    project: str
    amount: int
    sheets: int
    own: Any
    own_total: str
    opinion: str
    mean: str
    rank: int | None
    passed: bool
    allocated: int | None


@dataclass(frozen=True, slots=True)
class RoundView:
    """The review of one batch."""

    public_id: str
    version: int
    idempotency_key: str
    region: str
    year: int
    batch: str
    quota: int
    is_closed: bool
    closed_on: Any
    passing: str
    experts: int
    items: Sequence[ItemLine]
    candidates: Sequence[CandidateLine]
    sheets: Sequence[SheetLine]
    can_score: bool
    can_close: bool
    ready: bool
    errors: Sequence[str] = ()


def board_view(db: Database, actor: Actor, *, region: str = "", year: int | None = None) -> BoardView:
    """Return the applications of a year by batch, ranked where the review is closed."""
    wanted = year or clock.business_date().year
    with db.reading() as session:
        rows = _rows(session, actor, region, wanted)
        rounds = _rounds(session, actor, wanted)
    batches = _batches(rows[:MOST], rounds, actor, wanted)
    key = str(uuid4())
    return BoardView(region, wanted, region_choices(db, actor), batches, len(rows) > MOST, key)


def _rows(session: Session, actor: Actor, region: str, year: int) -> list[Any]:
    own, project, place = columns(Application), columns(Project), columns(Region)
    chosen = (Application, project.name, project.public_id, place.name, place.code)
    statement = scoped(actor, Application, *chosen, permission="application.read")
    statement = (
        statement.join(Project, project.id == own.project_id)
        .join(Region, place.id == own.region_id)
        .where(own.year == year, own.ended_at.is_(None))
        .order_by(place.code, own.batch, own.id)
        .limit(MOST + 1)
    )
    if region:
        root = sa.select(place.id).where(place.code == region).correlate(None).scalar_subquery()
        statement = statement.where(own.region_id.in_(closure_of(root)))
    return list(session.execute(statement))


def _rounds(session: Session, actor: Actor, year: int) -> dict[tuple[int, str], ReviewRound]:
    own = columns(ReviewRound)
    statement = scoped(actor, ReviewRound, permission="review.read").where(own.year == year)
    return {(one.region_id, one.batch): one for one in session.execute(statement).scalars()}


def _batches(
    rows: Sequence[Any], rounds: dict[tuple[int, str], ReviewRound], actor: Actor, year: int
) -> list[Batch]:
    groups: dict[tuple[int, str], list[Any]] = {}
    for row in rows:
        groups.setdefault((row[0].region_id, row[0].batch), []).append(row)
    words = dict(purposes())
    return [
        _batch(key, group, rounds.get(key), words, actor=actor, year=year) for key, group in groups.items()
    ]


def _batch(
    key: tuple[int, str],
    group: Sequence[Any],
    found: ReviewRound | None,
    words: dict[str, str],
    *,
    actor: Actor,
    year: int,
) -> Batch:
    results = {one["application"]: one for one in (found.result or ())} if found else {}
    lines = [_board_line(row, results.get(row[0].public_id), words) for row in group]
    lines.sort(key=lambda line: (line.rank is None, line.rank or 0))
    waiting = any(row[0].state in IN_REVIEW for row in group)
    return Batch(
        group[0][3],
        group[0][4],
        year,
        key[1],
        lines,
        found.public_id if found else "",
        found.state if found else "",
        found is None and waiting and actor.can_on("review.open", key[0]),
    )


def _board_line(row: Any, result: Any, words: dict[str, str]) -> BoardLine:
    own: Application = row[0]
    state, mark = state_of(own.kind, "application", own.state)
    return BoardLine(
        own.public_id,
        row[1],
        f"/projects/{row[2]}",
        row[3],
        own.amount,
        own.tenor_years,
        words.get(own.purpose, own.purpose),
        said(ROUTES[own.route]) if own.route in ROUTES else "",
        state,
        mark,
        result["mean"] if result else "",
        result["rank"] if result else None,
        result["allocated"] if result else None,
    )


def round_view(db: Database, actor: Actor, public_id: str, errors: Sequence[str] = ()) -> RoundView:
    """Return a review: before the end an expert sees their own points only, an officer how many are in."""
    with db.reading() as session:
        statement = scoped(actor, ReviewRound, permission="review.read")
        found = session.execute(
            statement.where(columns(ReviewRound).public_id == public_id)
        ).scalar_one_or_none()
        if found is None:
            raise missing("review_round")
        region = session.get(Region, found.region_id)
        scores = _scores(session, found)
        applications = _candidates(session, actor, found)
        is_closed = found.state == "closed"
        people = _people(session, scores) if is_closed else {}
    items = [_item(one) for one in found.sheet["items"]]
    lines = [_candidate(found, row, name, scores, actor.user_id) for row, name in applications]
    enough = bool(lines) and all(line.sheets >= found.sheet["experts"] for line in lines)
    names = {row.id: name for row, name in applications}
    return RoundView(
        found.public_id,
        found.version,
        str(uuid4()),
        region.name if region else "",
        found.year,
        found.batch,
        found.quota,
        is_closed,
        found.closed_on,
        found.sheet["passing"],
        found.sheet["experts"],
        items,
        sorted(lines, key=lambda line: (line.rank is None, line.rank or 0)),
        [_sheet(one, items, names, people) for one in scores if one.application_id in names]
        if is_closed
        else [],
        not is_closed and actor.can_on("review.score", found.region_id),
        not is_closed and actor.can_on("review.close", found.region_id),
        enough,
        errors,
    )


def _item(one: Any) -> ItemLine:
    label = _ITEMS.get(one["key"])
    return ItemLine(one["key"], said(label) if label else one["key"], one["points"])


def _scores(session: Session, found: ReviewRound) -> list[ReviewScore]:
    own = columns(ReviewScore)
    statement = sa.select(ReviewScore).where(own.round_id == found.id).order_by(own.application_id, own.id)
    return list(session.execute(statement.execution_options(scoped=True)).scalars())


def _candidates(session: Session, actor: Actor, found: ReviewRound) -> list[tuple[Application, str]]:
    """Return the applications under review; those of the result once it is closed."""
    own, project = columns(Application), columns(Project)
    statement = scoped(actor, Application, Application, project.name, permission="application.read")
    statement = statement.join(Project, project.id == own.project_id).where(
        own.region_id == found.region_id, own.year == found.year, own.batch == found.batch
    )
    if found.result is not None:
        statement = statement.where(own.public_id.in_([one["application"] for one in found.result]))
    else:
        statement = statement.where(own.state.in_(IN_REVIEW), own.ended_at.is_(None))
    return [(row, name) for row, name in session.execute(statement.order_by(own.id))]


def _candidate(
    found: ReviewRound, row: Application, name: str, scores: Sequence[ReviewScore], user: int | None
) -> CandidateLine:
    given = [one for one in scores if one.application_id == row.id]
    own = next((one for one in given if one.expert_id == user), None)
    result = next((one for one in found.result or () if one["application"] == row.public_id), None)
    return CandidateLine(
        row.public_id,
        name,
        row.amount,
        len(given),
        dict(own.points) if own else {},
        _total(own.points.values()) if own else "",
        own.opinion if own else "",
        result["mean"] if result else "",
        result["rank"] if result else None,
        bool(result and result["passed"]),
        result["allocated"] if result else None,
    )


def _sheet(
    one: ReviewScore, items: Sequence[ItemLine], names: dict[int | None, str], people: dict[int, str]
) -> SheetLine:
    points = [one.points.get(item.key, "") for item in items]
    expert = people.get(one.expert_id, gettext("Expert"))
    return SheetLine(expert, names[one.application_id], points, _total(one.points.values()), one.opinion)


def _total(points: Any) -> str:
    return f"{sum(map(Decimal, points), Decimal(0)):f}"


def _people(session: Session, scores: Sequence[ReviewScore]) -> dict[int, str]:
    user = columns(User)
    keys = sorted({one.expert_id for one in scores})
    rows = session.execute(sa.select(user.id, user.display_name).where(user.id.in_(keys)))
    return {one[0]: one[1] for one in rows}
