"""Registers of risk events and sanctions, and the level the books alone would reach: told, never declared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import rule_book
from bondlife.db import Database
from bondlife.errors import missing
from bondlife.queries.shell import region_choices
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from models.base import columns
from models.lifecycle import Label
from models.registry import Instalment, Project, Region, RegionClosure, RiskEvent, Sanction, User

EVENT_STATES = {
    "proposed": ("wait", Label("waits for a leader", "待领导确认")),
    "declared": ("no", Label("declared", "已认定")),
    "refused": ("open", Label("not declared", "不予认定")),
    "closed": ("done", Label("closed", "已办结")),
}
SANCTION_STATES = {
    "proposed": ("wait", Label("waits for a leader", "待领导审批")),
    "in_force": ("no", Label("in force", "执行中")),
    "refused": ("open", Label("refused", "未批准")),
    "lifted": ("done", Label("lifted", "已解除")),
}
SANCTION_LEVELS = {
    "minor": Label("Minor: fix by a day", "一般：限期整改"),
    "serious": Label("Serious: pilot ended", "严重：停止试点"),
    "deduction": Label("Quota deducted", "扣减额度"),
    "region": Label("Region: quota cut, talks, notice", "地区：削减额度、约谈、通报"),
}
BLOCKS = {
    "issuance": Label("entry into an issue", "停止发行"),
    "green_channel": Label("green channel", "暂停绿色通道"),
}


@dataclass(frozen=True, slots=True)
class EventLine:
    """One risk event."""

    public_id: str
    version: int
    level: str
    title: str
    trigger: str
    region: str
    happened_on: date
    mark: str
    state: str
    word: str
    actions: Sequence[dict[str, str]]
    declared_by: str
    confirmed_by: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Hint:
    """What the rule's levels say about what is overdue now; a hint for a person, nothing else."""

    level: str
    overdue: int
    due: int
    share: Decimal | None
    basis: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class EventsView:
    """The register of risk events."""

    lines: Sequence[EventLine]
    hint: Hint | None
    regions: Sequence[tuple[str, str]]
    can_declare: bool
    can_confirm: bool
    form: Any


@dataclass(frozen=True, slots=True)
class SanctionLine:
    """One sanction, and whether it blocks here or only informs."""

    public_id: str
    version: int
    level: str
    document: str
    reason: str
    region: str
    project: str
    blocks: str
    does_block: bool
    starts_on: date
    until: date | None
    rectify_by: date | None
    rectification: str
    mark: str
    state: str
    word: str
    is_mine: bool
    is_here: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class SanctionsView:
    """The register of sanctions of one's regions and of those above."""

    lines: Sequence[SanctionLine]
    regions: Sequence[tuple[str, str]]
    levels: Sequence[tuple[str, str]]
    blocks: Sequence[tuple[str, str]]
    can_edit: bool
    can_approve: bool
    today: date
    form: Any


def events_view(db: Database, actor: Actor, form: Any) -> EventsView:
    """Return the events of one's regions, newest first, and what the books hint at."""
    own, region = columns(RiskEvent), columns(Region)
    statement = scoped(actor, RiskEvent, RiskEvent, region.name, permission="risk.read")
    statement = statement.join(Region, region.id == own.region_id).where(own.ended_at.is_(None))
    with db.reading() as session:
        rows = session.execute(statement.order_by(own.happened_on.desc(), own.id.desc()).limit(200)).all()
        names = _names(session, [one for row in rows for one in (row[0].declared_by, row[0].confirmed_by)])
        hint = _hint(session, actor)
    lines = [_event(row[0], row[1], names, actor) for row in rows]
    can = (actor.can("risk.declare"), actor.can("risk.confirm"))
    return EventsView(lines, hint, region_choices(db, actor), *can, form)


def _event(row: RiskEvent, region: str, names: dict[int, str], actor: Actor) -> EventLine:
    mark, word = EVENT_STATES[row.state]
    return EventLine(
        row.public_id,
        row.version,
        row.level,
        row.title,
        row.trigger,
        region,
        row.happened_on,
        mark,
        row.state,
        said(word),
        row.actions or [],
        names.get(row.declared_by or 0, ""),
        names.get(row.confirmed_by or 0, ""),
        row.declared_by == actor.user_id,
    )


def _hint(session: Session, actor: Actor) -> Hint | None:
    """Return the gravest level whose share of what fell due in a year is overdue in one's regions."""
    own, today = columns(Instalment), clock.business_date()
    owed = own.principal + own.interest - own.paid
    late = sa.and_(own.payment_date < today, own.state.in_(("overdue", "shortfall")), owed > 0)
    due = own.principal + own.interest
    statement = scoped(
        actor,
        Instalment,
        sa.func.coalesce(sa.func.sum(sa.case((late, owed), else_=0)), 0),
        sa.func.coalesce(sa.func.sum(due), 0),
        sa.func.count(sa.distinct(sa.case((late, own.region_id)))),
        permission="instalment.read",
    ).where(own.payment_date.between(date(today.year - 1, today.month, 1), today), own.state != "superseded")
    overdue, whole, regions = session.execute(statement).one()
    code = _own_code(session, actor)
    rule = rule_book(session, code).get("risk.event_levels")
    if rule is None or not overdue or not whole:
        return None
    share = Decimal(int(overdue)) / int(whole)
    for one in rule.value:
        by_amount = "amount_from" in one and share >= Decimal(one["amount_from"])
        by_count = "regions_count" in one and regions >= int(one["regions_count"])
        if by_amount or by_count:
            return Hint(one["level"], int(overdue), int(whole), share, rule.basis, rule.confirmed)
    return None


def _own_code(session: Session, actor: Actor) -> str:
    region = columns(Region)
    found = session.execute(sa.select(region.code).where(region.id == actor.region_id)).scalar_one_or_none()
    return found or "000000"


def _names(session: Session, ids: Sequence[int | None]) -> dict[int, str]:
    user = columns(User)
    wanted = sorted({one for one in ids if one is not None})
    rows = session.execute(sa.select(user.id, user.display_name).where(user.id.in_(wanted)))
    return {row.id: row.display_name for row in rows}


def sanctions_view(db: Database, actor: Actor, form: Any) -> SanctionsView:
    """Return the sanctions on one's regions and on those above them, newest first."""
    own, region, project = columns(Sanction), columns(Region), columns(Project)
    statement = (
        sa.select(Sanction, region.name, region.code, project.name)
        .join_from(Sanction, Region, region.id == own.region_id)
        .outerjoin(Project, project.id == own.project_id)
        .where(own.ended_at.is_(None), *_near(actor))
        .order_by(own.starts_on.desc(), own.id.desc())
        .limit(300)
    )
    with db.reading() as session:
        rows = session.execute(statement.execution_options(scoped=actor)).all()
    today = clock.business_date()
    lines = [_sanction(row, actor, today) for row in rows]
    levels = [(key, said(label)) for key, label in SANCTION_LEVELS.items()]
    blocks = [(key, said(label)) for key, label in BLOCKS.items()]
    can = (actor.can("sanction.edit"), actor.can("sanction.approve"))
    return SanctionsView(lines, region_choices(db, actor), levels, blocks, *can, today, form)


def _near(actor: Actor) -> list[Any]:
    """Return the condition of sanctions on one's regions or above; nothing for those who see all."""
    grants = actor.grants_for("sanction.read")
    if not grants:
        raise missing("sanction")
    if any(grant.region_ids is None for grant in grants):
        return []
    closure = columns(RegionClosure)
    regions = sorted(set().union(*(grant.region_ids or () for grant in grants)))
    above = sa.select(closure.ancestor_id).where(closure.descendant_id.in_(regions))
    return [columns(Sanction).region_id.in_(above)]


def _sanction(row: Any, actor: Actor, today: date) -> SanctionLine:
    one: Sanction = row[0]
    mark, word = SANCTION_STATES[one.state]
    # Blocks only where the rule it rests on holds; elsewhere it is told and stops nothing.
    blocks = bool(one.blocks) and str(row[2]).startswith(one.rule_region)
    is_late = one.state == "in_force" and not one.rectification and (one.rectify_by or date.max) < today
    return SanctionLine(
        one.public_id,
        one.version,
        said(SANCTION_LEVELS[one.level]),
        one.document,
        one.reason,
        row[1],
        row[3] or "",
        "、".join(said(BLOCKS[name]) for name in one.blocks or []),
        blocks,
        one.starts_on,
        one.until,
        one.rectify_by,
        one.rectification,
        mark,
        one.state,
        said(word),
        one.prepared_by == actor.user_id,
        actor.can_on("sanction.read", one.region_id),
        is_late,
    )
