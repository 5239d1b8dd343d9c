"""Lists of a whole region: projects behind their plan, completed projects and their assets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import RuleBook, rule_books
from bondlife.db import Database, chunks
from bondlife.queries.keyset import Page, ranked
from bondlife.queries.project_works import state_label
from bondlife.queries.shell import region_choices
from bondlife.queries.works_delay import Report, delay_of, milestones_of, reports_of
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from calculators.kernel.dates import add_months
from models.base import columns
from models.registry import Asset, FinalAccounts, Milestone, Project, Region

MOST = 10_000
"""Projects a list ranks; a wider person narrows it by region."""
MANY = 2000
"""Projects whose reports are read at once."""


@dataclass(frozen=True, slots=True)
class BehindLine:
    """One project under construction against its plan."""

    href: str
    name: str
    region: str
    status: str
    month: str
    progress: Decimal | None
    planned: Decimal | None
    gap: Decimal | None
    planned_finish: date | None
    finish: date | None
    days_late: int | None
    is_behind: bool


@dataclass(frozen=True, slots=True)
class BehindView:
    """Projects under construction, the latest first."""

    lines: Sequence[BehindLine]
    page: Page
    count: int
    behind: int
    silent: int
    region: str
    regions: Sequence[tuple[str, str]]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class AssetLine:
    """One completed project with its assets."""

    href: str
    name: str
    region: str
    completed_on: date | None
    due_on: date | None
    count: int
    investment: int
    special: int
    pledged: int
    is_late: bool


@dataclass(frozen=True, slots=True)
class AssetsList:
    """Completed projects, those without an asset first."""

    lines: Sequence[AssetLine]
    page: Page
    count: int
    late: int
    pledged: int
    region: str
    regions: Sequence[tuple[str, str]]
    is_cut: bool


def behind_list(
    db: Database, actor: Actor, *, region: str = "", after: str = "", before: str = ""
) -> BehindView:
    """Return one page of the projects under construction this person sees, the latest first; sums of all."""
    today = clock.business_date()
    with db.reading() as session:
        found = _projects(session, actor, ("building", "suspended"), region)
        keys = [one.id or 0 for one, _name, _code in found[:MOST]]
        reports: dict[int, list[Report]] = {}
        steps: dict[int, list[Milestone]] = {}
        for part in chunks(keys, MANY):
            reports.update(reports_of(session, part))
            steps.update(milestones_of(session, part))
        book = rule_books(session, today)
        lines = [
            _behind(one, name, reports.get(one.id or 0, []), steps.get(one.id or 0, []), book(code), today)
            for one, name, code in found[:MOST]
        ]
    lines.sort(key=lambda line: (line.days_late is None, -(line.days_late or 0), line.name))
    behind = sum(line.is_behind for line in lines)
    silent = sum(not line.month for line in lines)
    shown, page = ranked(lines, after=after, before=before)
    is_cut = len(found) > MOST
    return BehindView(shown, page, len(lines), behind, silent, region, region_choices(db, actor), is_cut)


def _projects(
    session: Session, actor: Actor, states: Sequence[str], region: str
) -> list[tuple[Project, str, str]]:
    own, area = columns(Project), columns(Region)
    statement = (
        scoped(actor, Project, Project, area.name, area.code, permission="project.read")
        .join(Region, area.id == own.region_id)
        .where(own.state.in_(states), own.ended_at.is_(None))
    )
    if region:
        root = sa.select(area.id).where(area.code == region).correlate(None).scalar_subquery()
        statement = statement.where(own.region_id.in_(closure_of(root)))
    return [
        (one, name, code) for one, name, code in session.execute(statement.order_by(own.id).limit(MOST + 1))
    ]


def _behind(
    one: Project, region: str, reports: Sequence[Any], steps: Sequence[Any], rules: RuleBook, today: date
) -> BehindLine:
    delay = delay_of(one, reports, steps, rules, today)
    rule = rules.get("operation.delay_days")
    late = delay.days_late
    return BehindLine(
        f"/projects/{one.public_id}?tab=works",
        one.name,
        region,
        state_label(rules, reports[-1].build_status) if reports else "",
        reports[-1].month if reports else "",
        reports[-1].progress if reports else None,
        delay.pace.planned_progress if delay.pace else None,
        delay.pace.gap if delay.pace else None,
        one.construction_end,
        delay.finish,
        late,
        late is not None and late > (rule.whole() if rule is not None else 0),
    )


def assets_list(
    db: Database, actor: Actor, *, region: str = "", after: str = "", before: str = ""
) -> AssetsList:
    """Return one page of the completed projects this person sees, with what they have become; sums of all."""
    today = clock.business_date()
    with db.reading() as session:
        found = _projects(session, actor, ("operating",), region)
        keys = [one.id or 0 for one, _name, _code in found[:MOST]]
        sums: dict[int, tuple[int, int, int, int]] = {}
        done: dict[int, date] = {}
        for part in chunks(keys, MANY):
            sums.update(_asset_sums(session, part))
            done.update(_completed(session, part))
        book = rule_books(session, today)
        lines = [
            _asset(one, name, sums.get(one.id or 0, (0, 0, 0, 0)), done.get(one.id or 0), book(code), today)
            for one, name, code in found[:MOST]
        ]
    lines.sort(key=lambda line: (not line.is_late, line.due_on or date.max, line.name))
    shown, page = ranked(lines, after=after, before=before)
    return AssetsList(
        shown,
        page,
        len(lines),
        sum(line.is_late for line in lines),
        sum(bool(line.pledged) for line in lines),
        region,
        region_choices(db, actor),
        len(found) > MOST,
    )


def _asset_sums(session: Session, keys: Sequence[int]) -> dict[int, tuple[int, int, int, int]]:
    own = columns(Asset)
    sums = (sa.func.sum(column) for column in (own.investment, own.from_special, own.pledged))
    statement = (
        sa.select(own.project_id, sa.func.count(), *sums)
        .where(own.project_id.in_(keys), own.state != "draft", own.ended_at.is_(None))
        .group_by(own.project_id)
        .execution_options(scoped=True)
    )
    return {
        row[0]: (int(row[1]), int(row[2]), int(row[3]), int(row[4])) for row in session.execute(statement)
    }


def _completed(session: Session, keys: Sequence[int]) -> dict[int, date]:
    own = columns(FinalAccounts)
    statement = (
        sa.select(own.project_id, own.completed_on)
        .where(own.project_id.in_(keys), own.ended_at.is_(None))
        .order_by(own.completed_on)
        .execution_options(scoped=True)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def _asset(
    one: Project,
    region: str,
    sums: tuple[int, int, int, int],
    done: date | None,
    rules: RuleBook,
    today: date,
) -> AssetLine:
    said = one.fields.get("actual_finish")
    done = done or (date.fromisoformat(said) if said else one.construction_end)
    rule = rules.get("risk.asset_months")
    due = add_months(done, rule.whole()) if rule is not None and done is not None else None
    late = not sums[0] and due is not None and due < today
    return AssetLine(f"/projects/{one.public_id}?tab=works", one.name, region, done, due, *sums, late)
