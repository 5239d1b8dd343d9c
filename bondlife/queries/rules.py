"""Rules by regulation: value, basis, legal status, history, what waits for approval, who cites them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import kinds_known
from bondlife.db import Database
from bondlife.errors import missing
from bondlife.locale import gettext
from bondlife.queries.rule_values import ValueTable, column_word, entry_word, shown_value, value_table
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.services.rules import region_of, value_text
from models.base import columns
from models.lifecycle import Label, Lifecycle, Transition
from models.registry import Region, RuleVersion, User

REGULATIONS = {
    "approval": Label("Approval", "审批"),
    "budget": Label("Budget", "预算"),
    "coverage": Label("Coverage", "收益与融资平衡"),
    "disclosure": Label("Disclosure", "信息公开"),
    "issuance": Label("Issuance", "发行"),
    "operation": Label("Operation", "运营与资产"),
    "ordinary": Label("Ordinary projects", "普通项目"),
    "performance": Label("Performance", "绩效"),
    "repayment": Label("Repayment", "还本付息"),
    "reserve": Label("Reserve", "储备与申报"),
    "risk": Label("Risk", "风险"),
    "use": Label("Use of money", "资金使用"),
}
STATES = {
    "draft": ("wait", Label("waits for approval", "待审批")),
    "in_force": ("done", Label("in force", "生效")),
    "superseded": ("draft", Label("superseded", "已被替代")),
    "rejected": ("no", Label("turned down", "未批准")),
}
STATUSES = {
    "in_force": Label("in force", "现行有效"),
    "repealed_kept": Label("repealed, kept by contract", "已废止、依合同沿用"),
    "local": Label("local", "地方规定"),
    "unconfirmed": Label("unconfirmed", "未确认"),
}


@dataclass(frozen=True, slots=True)
class RuleFilter:
    """What the address of the list says."""

    regulation: str = ""
    status: str = ""
    q: str = ""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One version of a rule as the list shows it."""

    public_id: str
    key: str
    label: str
    value: str
    unit: str
    basis: str
    clause: str
    status: str
    status_word: str
    region: str
    valid_from: date
    valid_to: date | None
    state: str
    state_word: str
    mark: str
    note: str
    known_from: Any
    prepared_by: str
    approved_by: str
    version: int
    is_own: bool
    is_known: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The rules of one regulation."""

    key: str
    label: str
    lines: Sequence[RuleLine]


@dataclass(frozen=True, slots=True)
class RulesView:
    """The list of rules in force, and those that wait."""

    filter: RuleFilter
    groups: Sequence[Group]
    waiting: Sequence[RuleLine]
    count: int
    unconfirmed: int
    regulations: Sequence[tuple[str, str]]
    statuses: Sequence[tuple[str, str]]
    can_approve: bool


@dataclass(frozen=True, slots=True)
class Citation:
    """One step of a lifecycle that cites the rule."""

    kind: str
    record: str
    transition: str
    how: str


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule with its versions, the steps that cite it, and the form of a new version."""

    line: RuleLine
    form: str
    value_text: str
    table: ValueTable | None
    params: Sequence[tuple[str, str]]
    history: Sequence[RuleLine]
    citations: Sequence[Citation]
    statuses: Sequence[tuple[str, str]]
    regions: Sequence[tuple[str, str]]
    can_propose: bool
    can_approve: bool
    state: Any = None


def rules_view(db: Database, actor: Actor, wanted: RuleFilter) -> RulesView:
    """Return the rules in force today, of every region, and those that wait for approval."""
    rule, today = columns(RuleVersion), clock.business_date()
    current = sa.select(RuleVersion).where(
        rule.state.in_(("in_force", "superseded")),
        rule.ended_at.is_(None),
        sa.or_(rule.valid_to.is_(None), rule.valid_to >= today),
    )
    waiting = sa.select(RuleVersion).where(rule.state == "draft", rule.ended_at.is_(None))
    with db.reading() as session:
        lines = _lines(session, actor, current.order_by(rule.key, rule.region_code, rule.valid_from))
        drafts = _lines(session, actor, waiting.order_by(rule.id))
    kept = [line for line in lines if _matches(line, wanted)]
    return RulesView(
        wanted,
        _groups(kept),
        drafts,
        len(kept),
        sum(line.status == "unconfirmed" for line in kept),
        [(key, said(label)) for key, label in REGULATIONS.items()],
        [(key, said(label)) for key, label in STATUSES.items()],
        actor.can("rule.approve"),
    )


def rule_view(db: Database, actor: Actor, public_id: str, state: Any = None) -> RuleView:
    """Return one rule with everything about it."""
    rule = columns(RuleVersion)
    with db.reading() as session:
        row = session.execute(sa.select(RuleVersion).where(rule.public_id == public_id)).scalar_one_or_none()
        if row is None:
            raise missing("rule")
        same = sa.select(RuleVersion).where(rule.key == row.key)
        history = _lines(session, actor, same.order_by(rule.region_code, rule.id.desc()))
        regions = _regions(session, actor)
    return RuleView(
        next(line for line in history if line.public_id == public_id),
        row.form,
        value_text(row.form, row.value),
        value_table(row.form, row.value),
        [(column_word(key), entry_word(one)) for key, one in (row.params or {}).items()],
        history,
        citations(row.key),
        [(key, said(label)) for key, label in STATUSES.items()],
        regions,
        actor.can("rule.edit"),
        actor.can("rule.approve"),
        state,
    )


def citations(key: str) -> list[Citation]:
    """Return every step of every kind that cites a rule, by its clauses or in a condition."""
    return [
        Citation(said(kind.label), said(life.label), said(step.label), how)
        for kind in kinds_known()
        for life, step in _steps(kind.lifecycles)
        if (how := _how(step, key))
    ]


def _steps(lives: Sequence[Lifecycle]) -> list[tuple[Lifecycle, Transition]]:
    return [(life, step) for life in lives for step in life.transitions]


def _how(step: Transition, key: str) -> str:
    if any(use.params.get("rule") == key for use in step.guards):
        return gettext("condition")
    if any(use.params.get("rule") == key for use in step.effects):
        return gettext("effect")
    return gettext("clause") if key in step.clauses else ""


def _lines(session: Session, actor: Actor, statement: Any) -> list[RuleLine]:
    rows = session.execute(statement).scalars().all()
    people = _people(session, {key for row in rows for key in (row.prepared_by, row.approved_by) if key})
    regions = _names(session, {region_of(row.region_code) for row in rows})
    return [_line(row, actor, people, regions) for row in rows]


def _line(row: RuleVersion, actor: Actor, people: dict[int, str], regions: dict[str, str]) -> RuleLine:
    label = row.label or {}
    mark, word = STATES[row.state]
    status = STATUSES.get(row.status)
    return RuleLine(
        row.public_id,
        row.key,
        said(Label(label.get("en", row.key), label.get("zh", row.key))),
        shown_value(row.form, row.value, row.unit),
        row.unit,
        row.basis,
        row.clause,
        row.status,
        said(status) if status else row.status,
        regions.get(region_of(row.region_code), row.region_code)
        if row.region_code
        else gettext("nationwide"),
        row.valid_from,
        row.valid_to,
        row.state,
        said(word),
        mark,
        row.note,
        row.known_from,
        people.get(row.prepared_by or 0, gettext("as shipped") if row.shipped else "—"),
        people.get(row.approved_by or 0, "—"),
        row.version,
        row.prepared_by is not None and row.prepared_by == actor.user_id,
        row.ended_at is None,
    )


def _groups(lines: Sequence[RuleLine]) -> list[Group]:
    held: dict[str, list[RuleLine]] = {}
    for line in lines:
        held.setdefault(line.key.partition(".")[0], []).append(line)
    return [
        Group(key, said(REGULATIONS[key]) if key in REGULATIONS else key, group)
        for key, group in held.items()
    ]


def _matches(line: RuleLine, wanted: RuleFilter) -> bool:
    text = wanted.q.strip().lower()
    found = not text or any(text in part.lower() for part in (line.key, line.label, line.basis, line.clause))
    by_status = not wanted.status or line.status == wanted.status
    return found and by_status and line.key.startswith(wanted.regulation)


def _people(session: Session, keys: set[int]) -> dict[int, str]:
    user = columns(User)
    statement = sa.select(user.id, user.display_name).where(user.id.in_(sorted(keys)))
    return {one[0]: one[1] for one in session.execute(statement)}


def _names(session: Session, codes: set[str]) -> dict[str, str]:
    region = columns(Region)
    statement = sa.select(region.code, region.name).where(region.code.in_(sorted(codes)))
    return {one[0]: one[1] for one in session.execute(statement)}


def _regions(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """Return the regions for which this person may propose a rule."""
    region = columns(Region)
    grants = actor.grants_for("rule.edit")
    statement = sa.select(region.code, region.name).where(region.ended_at.is_(None))
    if not any(grant.region_ids is None for grant in grants):
        own = set[int]().union(*(grant.region_ids or () for grant in grants))
        statement = statement.where(region.id.in_(sorted(own)))
    return [(code, name) for code, name in session.execute(statement.order_by(region.code).limit(200))]
