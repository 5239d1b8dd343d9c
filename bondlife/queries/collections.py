"""Collection tasks: the requests one sends or answers, one request with its parts, one part to answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.errors import missing
from bondlife.queries.shell import region_choices
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from calculators.kernel.money import to_yuan
from models.base import columns
from models.lifecycle import Label
from models.registry import Collection, CollectionPart, CollectionStep, Organisation, Region, User

STATES = {
    "sent": ("wait", Label("sent down", "已下发")),
    "summed": ("now", Label("summed up", "已汇总")),
    "reported": ("done", Label("sent up", "已上报")),
    "withdrawn": ("no", Label("withdrawn", "已撤回")),
    "draft": ("draft", Label("draft", "草稿")),
}
STEPS = {
    "answer": ("open", Label("to be answered", "待填报")),
    "check": ("wait", Label("to be checked", "待审核")),
    "review": ("wait", Label("to be reviewed", "待复核")),
    "accepted": ("done", Label("accepted", "已通过")),
    "withdrawn": ("no", Label("withdrawn", "已撤回")),
}
OUTCOMES = {
    "passed": Label("passed on", "提交"),
    "returned": Label("returned", "退回"),
    "taken_back": Label("taken back", "撤回"),
    "withdrawn": Label("withdrawn", "作废"),
}


@dataclass(frozen=True, slots=True)
class CollectionLine:
    """One request of the list."""

    public_id: str
    title: str
    region: str
    due_on: date
    mark: str
    word: str
    parts: int
    accepted: int


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part: who answers, where it stands, its figures."""

    public_id: str
    who: str
    mark: str
    word: str
    since: datetime | None
    returned: int
    answers: Sequence[Any]


@dataclass(frozen=True, slots=True)
class CollectionsView:
    """The requests one sent, and the parts one answers."""

    sent: Sequence[CollectionLine]
    parts: Sequence[tuple[str, PartLine, date]]
    can_send: bool
    today: date


@dataclass(frozen=True, slots=True)
class CollectionView:
    """One request with every part and the sum."""

    public_id: str
    version: int
    title: str
    note: str
    due_on: date
    state: str
    mark: str
    word: str
    questions: Sequence[Mapping[str, str]]
    parts: Sequence[PartLine]
    summary: Sequence[Any]
    can_sum: bool
    can_report: bool
    can_withdraw: bool
    form: Any
    today: date


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of a part in its log."""

    step: str
    outcome: str
    who: str
    at: datetime
    hours: int
    reason: str


@dataclass(frozen=True, slots=True)
class PartView:
    """One part: questions with answers, what this person may do, and its log."""

    public_id: str
    version: int
    title: str
    note: str
    who: str
    due_on: date
    step: str
    mark: str
    word: str
    questions: Sequence[Mapping[str, str]]
    answers: Mapping[str, Any]
    collection: str
    can_answer: bool
    can_check: bool
    can_return: bool
    can_take_back: bool
    log: Sequence[StepLine]
    form: Any
    today: date


@dataclass(frozen=True, slots=True)
class NewCollectionView:
    """The form of a new request."""

    regions: Sequence[tuple[str, str]]
    units: Sequence[tuple[str, str]]
    form: Any


def collections_view(db: Database, actor: Actor) -> CollectionsView:
    """Return requests of one's regions and open parts of one's own, the nearest day first."""
    own, region = columns(Collection), columns(Region)
    part = columns(CollectionPart)
    total = sa.select(sa.func.count()).where(part.collection_id == own.id).scalar_subquery()
    accepted = (
        sa.select(sa.func.count())
        .where(part.collection_id == own.id, part.step == "accepted")
        .scalar_subquery()
    )
    statement = scoped(
        actor, Collection, Collection, region.name, total, accepted, permission="collection.read"
    )
    statement = statement.join(Region, region.id == own.region_id).where(own.ended_at.is_(None))
    with db.reading() as session:
        rows = session.execute(statement.order_by(own.due_on.desc(), own.id.desc()).limit(100)).all()
        parts = _own_parts(session, actor)
    lines = [
        CollectionLine(
            row[0].public_id,
            row[0].title,
            row[1],
            row[0].due_on,
            STATES[row[0].state][0],
            said(STATES[row[0].state][1]),
            row[2],
            row[3],
        )
        for row in rows
    ]
    return CollectionsView(lines, parts, actor.can("collection.send"), clock.business_date())


def _own_parts(session: Session, actor: Actor) -> list[tuple[str, PartLine, date]]:
    own, whole = columns(CollectionPart), columns(Collection)
    statement = scoped(
        actor, CollectionPart, CollectionPart, whole.title, whole.due_on, permission="collection.read"
    )
    statement = statement.join(Collection, whole.id == own.collection_id)
    statement = statement.where(whole.state == "sent", own.step.not_in(("accepted", "withdrawn")))
    rows = session.execute(statement.order_by(whole.due_on, own.id).limit(100)).all()
    names = _names(session, [row[0] for row in rows])
    return [(row[1], _part_line(row[0], names, ()), row[2]) for row in rows]


def collection_view(db: Database, actor: Actor, public_id: str, form: Any) -> CollectionView:
    """Return one request; its parts are shown to those whose regions they belong to."""
    with db.reading() as session:
        row = _one(session, actor, public_id)
        own = columns(CollectionPart)
        statement = scoped(actor, CollectionPart, permission="collection.read").where(
            own.collection_id == row.id
        )
        parts = list(session.execute(statement.order_by(own.region_id, own.unit_id)).scalars())
        names = _names(session, parts)
    mark, word = STATES[row.state]
    keys = [one["key"] for one in row.questions]
    summary = row.summary or {}
    may_send = actor.can_on("collection.send", row.region_id)
    return CollectionView(
        public_id,
        row.version,
        row.title,
        row.note,
        row.due_on,
        row.state,
        mark,
        said(word),
        row.questions,
        [_part_line(part, names, keys) for part in parts],
        [summary.get(key) for key in keys],
        may_send and row.state == "sent" and all(part.step == "accepted" for part in parts),
        row.state == "summed"
        and actor.can_on("collection.report", row.region_id)
        and row.summed_by != actor.user_id,
        may_send and row.state in {"sent", "summed"},
        form,
        clock.business_date(),
    )


def part_view(db: Database, actor: Actor, public_id: str, form: Any) -> PartView:
    """Return one part of a request to the people of its unit or region."""
    own, whole = columns(CollectionPart), columns(Collection)
    statement = scoped(actor, CollectionPart, permission="collection.read").where(own.public_id == public_id)
    with db.reading() as session:
        part = session.execute(statement).scalar_one_or_none()
        if part is None:
            raise missing("collection_part")
        # The request itself belongs to the level above; whoever answers a part may read what is asked.
        asked = sa.select(Collection).where(whole.id == part.collection_id).execution_options(scoped=True)
        row = session.execute(asked).scalar_one()
        names = _names(session, [part])
        log = _log(session, part)
    where = (part.region_id, part.unit_id, part.department_id)
    is_open = row.state == "sent"
    mark, word = STEPS[part.step]
    may_check = is_open and actor.can_on("collection.check", *where)
    return PartView(
        public_id,
        part.version,
        row.title,
        row.note,
        names[part.id or 0],
        row.due_on,
        part.step,
        mark,
        said(word),
        row.questions,
        part.answers or {},
        row.public_id if actor.can_on("collection.send", row.region_id) else "",
        is_open and part.step == "answer" and actor.can_on("collection.answer", *where),
        may_check
        and part.step in {"check", "review"}
        and actor.user_id not in (part.answered_by, part.checked_by),
        (may_check and part.step in {"check", "review"})
        or (is_open and part.step == "accepted" and actor.can_on("collection.send", *where)),
        is_open and part.step == "check" and part.answered_by == actor.user_id,
        log,
        form,
        clock.business_date(),
    )


def typed_answers(questions: Sequence[Mapping[str, str]], answers: Mapping[str, Any]) -> dict[str, str]:
    """Return stored answers as they are typed."""
    told = {}
    for one in questions:
        value = answers.get(one["key"])
        if value is not None:
            told[f"a_{one['key']}"] = str(to_yuan(value)) if one["type"] == "money" else str(value)
    return told


def new_collection_view(db: Database, actor: Actor, form: Any) -> NewCollectionView:
    """Return whom a request can be sent to: regions and units inside one's own."""
    body = columns(Organisation)
    statement = sa.select(body.public_id, body.name).where(body.ended_at.is_(None))
    grants = actor.grants_for("collection.send")
    if not any(grant.region_ids is None for grant in grants):
        own = sorted(set().union(*(grant.region_ids or () for grant in grants)))
        statement = statement.where(body.region_id.in_(own))
    with db.reading() as session:
        units = [
            (row.public_id, row.name) for row in session.execute(statement.order_by(body.name).limit(300))
        ]
    return NewCollectionView(region_choices(db, actor), units, form)


def _one(session: Session, actor: Actor, public_id: str) -> Collection:
    statement = scoped(actor, Collection, permission="collection.read")
    found: Collection | None = session.execute(
        statement.where(columns(Collection).public_id == public_id)
    ).scalar_one_or_none()
    if found is None:
        raise missing("collection")
    return found


def _names(session: Session, parts: Sequence[CollectionPart]) -> dict[int, str]:
    """Return who answers each part: the unit, else the region."""
    body, region = columns(Organisation), columns(Region)
    units = sorted({one.unit_id for one in parts if one.unit_id is not None})
    regions = sorted({one.region_id for one in parts})
    by_unit = _by_id(session, sa.select(body.id, body.name).where(body.id.in_(units)))
    by_region = _by_id(session, sa.select(region.id, region.name).where(region.id.in_(regions)))
    return {one.id or 0: by_unit.get(one.unit_id or 0) or by_region.get(one.region_id, "") for one in parts}


def _by_id(session: Session, statement: Any) -> dict[int, str]:
    return {row.id: row.name for row in session.execute(statement)}


def _part_line(part: CollectionPart, names: Mapping[int, str], keys: Sequence[str]) -> PartLine:
    mark, word = STEPS[part.step]
    answers = part.answers or {}
    return PartLine(
        part.public_id,
        names[part.id or 0],
        mark,
        said(word),
        part.step_since,
        part.returned,
        [answers.get(key) for key in keys],
    )


def _log(session: Session, part: CollectionPart) -> list[StepLine]:
    own, user = columns(CollectionStep), columns(User)
    statement = (
        sa.select(own.step, own.outcome, own.at, own.began_at, own.reason, user.display_name)
        .outerjoin_from(CollectionStep, User, user.id == own.actor_id)
        .where(own.part_id == part.id)
        .order_by(own.id.desc())
    )
    return [
        StepLine(
            said(STEPS[row.step][1]),
            said(OUTCOMES[row.outcome]),
            row.display_name or "bondlife",
            row.at,
            int((row.at - row.began_at).total_seconds() // 3600),
            row.reason,
        )
        for row in session.execute(statement)
    ]
