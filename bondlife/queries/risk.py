"""The risk board: ratios of regions by year, what changed, and where a region's figures come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import rule_books
from bondlife.db import Database
from bondlife.errors import missing
from bondlife.queries.alert_words import alert_label
from bondlife.queries.figures import Figure, Ref, calculated, cited
from bondlife.queries.risk_parts import FISCAL, PARTS, parts_of
from bondlife.queries.risk_ratios import KINDS, Ratio, ratios_of
from bondlife.queries.shell import region_choices
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from models.base import columns
from models.registry import (
    Alert,
    BondShare,
    FiscalYear,
    Instalment,
    OfficialResult,
    Project,
    Region,
    RiskSnapshot,
    ScopedRow,
)

MOST_REGIONS = 300
MOST_PROJECTS = 50


@dataclass(frozen=True, slots=True)
class Cell:
    """One ratio of one region: value, colour, how it moved since last month."""

    key: str
    value: Decimal | None
    colour: str
    change: Decimal | None
    reason: str


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One region on the board."""

    code: str
    name: str
    cells: Sequence[Cell]
    official: str
    alerts: int


@dataclass(frozen=True, slots=True)
class BoardView:
    """The board of one year."""

    year: int
    region: str
    heads: Sequence[str]
    rows: Sequence[BoardRow]
    worse: Sequence[tuple[str, str, str]]
    regions: Sequence[tuple[str, str]]
    years: Sequence[int]
    snapshot: str
    can_edit: bool


@dataclass(frozen=True, slots=True)
class RatioLine:
    """One ratio of the region's page."""

    key: str
    label: str
    value: Decimal | None
    colour: str
    reason: str
    change: Decimal | None


@dataclass(frozen=True, slots=True)
class PartLine:
    """One amount behind the ratios."""

    label: str
    value: int | None
    is_fiscal: bool


@dataclass(frozen=True, slots=True)
class CauseLine:
    """One project of the region and what it adds to the ratios."""

    name: str
    href: str
    owed: int
    overdue: int
    idle: int
    alerts: str


@dataclass(frozen=True, slots=True)
class RegionRiskView:
    """One region and year: ratios with their parts, the projects behind them, what a higher office said."""

    code: str
    name: str
    year: int
    ratios: Sequence[RatioLine]
    parts: Sequence[PartLine]
    causes: Sequence[CauseLine]
    official: Any
    source: str
    as_of: date | None
    years: Sequence[int]
    can_edit: bool
    explain: Any = None


def board_view(db: Database, actor: Actor, *, region: str = "", year: int | None = None) -> BoardView:
    """Return the ratios of every region this person sees that has figures."""
    today = clock.business_date()
    wanted = year or _usual_year(today)
    with db.reading() as session:
        regions = _regions(session, actor, region)
        parts = parts_of(session, wanted, sorted(regions), today) if regions else {}
        books = rule_books(session, today)
        before, month = _snapshot(session, actor, today)
        official = _official(session, actor, wanted)
        alerts = _alert_counts(session, actor)
    rows = [
        _board_row(regions[key], ratios_of(parts[key], books(regions[key][0])), before.get(key, {}))
        for key in sorted(parts, key=lambda one: regions[one][0])
    ]
    rows = [
        BoardRow(row.code, row.name, row.cells, official.get(row.code, ""), alerts.get(row.code, 0))
        for row in rows[:MOST_REGIONS]
    ]
    years = list(range(today.year, today.year - 6, -1))
    heads = [said(one.label) for one in KINDS]
    can_edit = actor.can("fiscal.edit")
    return BoardView(
        wanted, region, heads, rows, _worse(rows), region_choices(db, actor), years, month, can_edit
    )


def region_view(
    db: Database, actor: Actor, code: str, *, year: int | None = None, explain: str = ""
) -> RegionRiskView:
    """Return one region's ratios with their parts and the projects that cause them."""
    today = clock.business_date()
    wanted = year or _usual_year(today)
    with db.reading() as session:
        found = {key: one for key, one in _regions(session, actor, code).items() if one[0] == code}
        if not found:
            raise missing("region")
        region_id, (_code, name) = next(iter(found.items()))
        parts = parts_of(session, wanted, [region_id], today).get(region_id, {})
        ratios = ratios_of(parts, rule_books(session, today)(code))
        before = _snapshot(session, actor, today)[0].get(region_id, {})
        causes = _causes(session, actor, region_id, today)
        official = _official_row(session, actor, region_id, wanted)
        fiscal = _fiscal(session, actor, region_id, wanted)
    lines = [_ratio_line(one, before) for one in ratios]
    return RegionRiskView(
        code,
        name,
        wanted,
        lines,
        [PartLine(said(label), parts.get(key), key in FISCAL) for key, label in PARTS.items()],
        causes,
        official,
        fiscal.source if fiscal else "",
        fiscal.as_of if fiscal else None,
        list(range(today.year, today.year - 6, -1)),
        actor.can_on("fiscal.edit", region_id),
        _asked(ratios, explain, code),
    )


def stored_fiscal(db: Database, actor: Actor, code: str, year: int) -> FiscalYear | None:
    """Return the fiscal figures of a region and year, for the form."""
    own, region = columns(FiscalYear), columns(Region)
    statement = scoped(actor, FiscalYear, permission="risk.read").join(Region, region.id == own.region_id)
    with db.reading() as session:
        found: FiscalYear | None = session.execute(
            statement.where(region.code == code, own.year == year)
        ).scalar_one_or_none()
        return found


def _usual_year(today: date) -> int:
    """Return the year the board opens on: until the spring, figures of the year before are the newest."""
    return today.year - 1 if today.month < 4 else today.year


def _regions(session: Session, actor: Actor, code: str) -> dict[int, tuple[str, str]]:
    """Return the regions this person reads risk of, below a region where one is named."""
    region = columns(Region)
    statement = sa.select(region.id, region.code, region.name).where(region.ended_at.is_(None))
    grants = actor.grants_for("risk.read")
    if not any(grant.region_ids is None for grant in grants):
        own = sorted(set().union(*(grant.region_ids or () for grant in grants)))
        statement = statement.where(region.id.in_(own))
    if code:
        root = sa.select(region.id).where(region.code == code).scalar_subquery()
        statement = statement.where(region.id.in_(closure_of(root)))
    return {row.id: (row.code, row.name) for row in session.execute(statement)}


def _board_row(region: tuple[str, str], ratios: Sequence[Ratio], before: Mapping[str, Any]) -> BoardRow:
    cells = [
        Cell(one.key, one.value, one.colour, _change(one, before), said(one.reason) if one.reason else "")
        for one in ratios
    ]
    return BoardRow(region[0], region[1], cells, "", 0)


def _change(ratio: Ratio, before: Mapping[str, Any]) -> Decimal | None:
    was = before.get(ratio.key)
    if was is None or ratio.value is None:
        return None
    return ratio.value.quantize(Decimal("0.000001")) - Decimal(was["value"])


def _ratio_line(ratio: Ratio, before: Mapping[str, Any]) -> RatioLine:
    reason = said(ratio.reason) if ratio.reason else ""
    return RatioLine(ratio.key, said(ratio.label), ratio.value, ratio.colour, reason, _change(ratio, before))


def _snapshot(session: Session, actor: Actor, today: date) -> tuple[dict[int, Mapping[str, Any]], str]:
    """Return the figures of the newest month before this one, by region."""
    own, this = columns(RiskSnapshot), f"{today:%Y-%m}"
    newest = session.execute(
        scoped(actor, RiskSnapshot, sa.func.max(own.month), permission="risk.read").where(own.month < this)
    ).scalar_one()
    if newest is None:
        return {}, ""
    statement = scoped(actor, RiskSnapshot, own.region_id, own.figures, permission="risk.read")
    rows = session.execute(statement.where(own.month == newest))
    return {row.region_id: row.figures or {} for row in rows}, newest


def _worse(rows: Sequence[BoardRow]) -> list[tuple[str, str, str]]:
    """Return region, ratio and change of the ratios with a colour that moved most since last month."""
    moved = [
        (abs(cell.change), row.code, row.name, cell.key, cell.change)
        for row in rows
        for cell in row.cells
        if cell.change and cell.colour
    ]
    labels = {one.key: said(one.label) for one in KINDS}
    found = sorted(moved, key=lambda one: one[0], reverse=True)[:8]
    return [
        (code, f"{name} · {labels[key]}", f"{change * 100:+.2f}") for _size, code, name, key, change in found
    ]


def _official(session: Session, actor: Actor, year: int) -> dict[str, str]:
    own, region = columns(OfficialResult), columns(Region)
    statement = scoped(actor, OfficialResult, region.code, own.level, permission="risk.read")
    statement = (
        statement.select_from(OfficialResult)
        .join(Region, region.id == own.region_id)
        .where(own.year == year, own.ended_at.is_(None))
    )
    return {row.code: row.level for row in session.execute(statement)}


def _official_row(session: Session, actor: Actor, region_id: int, year: int) -> OfficialResult | None:
    own = columns(OfficialResult)
    statement = scoped(actor, OfficialResult, permission="risk.read")
    found: OfficialResult | None = session.execute(
        statement.where(own.region_id == region_id, own.year == year)
    ).scalar_one_or_none()
    return found


def _fiscal(session: Session, actor: Actor, region_id: int, year: int) -> FiscalYear | None:
    own = columns(FiscalYear)
    statement = scoped(actor, FiscalYear, permission="risk.read")
    found: FiscalYear | None = session.execute(
        statement.where(own.region_id == region_id, own.year == year)
    ).scalar_one_or_none()
    return found


def _alert_counts(session: Session, actor: Actor) -> dict[str, int]:
    own, region = columns(Alert), columns(Region)
    statement = scoped(actor, Alert, region.code, sa.func.count(), permission="alert.read")
    statement = statement.select_from(Alert).join(Region, region.id == own.region_id)
    statement = statement.where(own.closed_on.is_(None), own.ended_at.is_(None)).group_by(region.code)
    return {row[0]: row[1] for row in session.execute(statement)}


def _causes(session: Session, actor: Actor, region_id: int, today: date) -> list[CauseLine]:
    """Return the region's own projects by what they owe, with overdue and idle money and their alerts."""
    project = columns(Project)
    owed = _sum_of(Instalment, lambda own: own.principal, _is_open)
    late = _sum_of(
        Instalment,
        lambda own: own.principal + own.interest - own.paid,
        lambda own: sa.and_(_is_open(own), own.payment_date < today),
    )
    idle = _sum_of(BondShare, lambda own: own.received - own.paid, lambda own: own.received > own.paid)
    statement = scoped(
        actor,
        Project,
        project.id,
        project.name,
        project.public_id,
        owed,
        late,
        idle,
        permission="project.read",
    )
    statement = statement.where(project.region_id == region_id, project.ended_at.is_(None), owed > 0)
    rows = session.execute(
        statement.order_by(late.desc(), owed.desc(), project.id).limit(MOST_PROJECTS)
    ).all()
    keys = _alerts_of(session, actor, [row[0] for row in rows])
    return [
        CauseLine(row[1], f"/projects/{row[2]}", int(row[3]), int(row[4]), int(row[5]), keys.get(row[0], ""))
        for row in rows
    ]


def _is_open(own: Any) -> Any:
    return sa.and_(own.state.not_in(("paid", "refinanced", "superseded")), own.ended_at.is_(None))


def _sum_of(model: type[ScopedRow], amount: Any, condition: Any) -> Any:
    own, project = columns(model), columns(Project)
    statement = sa.select(sa.func.coalesce(sa.func.sum(amount(own)), 0))
    return statement.where(own.project_id == project.id, condition(own)).scalar_subquery()


def _alerts_of(session: Session, actor: Actor, projects: Sequence[int]) -> dict[int, str]:
    own = columns(Alert)
    statement = scoped(actor, Alert, own.project_id, own.key, permission="alert.read").where(
        own.project_id.in_(projects), own.closed_on.is_(None), own.ended_at.is_(None)
    )
    found: dict[int, set[str]] = {}
    for project, key in session.execute(statement):
        found.setdefault(project, set()).add(key)
    return {project: "、".join(alert_label(key) for key in sorted(keys)) for project, keys in found.items()}


def _asked(ratios: Sequence[Ratio], key: str, code: str) -> Figure | None:
    found = next((one for one in ratios if one.key == key and one.spec is not None), None)
    if found is None or found.spec is None or found.result is None:
        return None
    refs = [Ref(code, f"/risk/{code}")]
    rules = [cited(one) for one in found.rules]
    return calculated(
        found.key, found.spec, dict(found.inputs), found.result, found.output, rules=rules, refs=refs
    )
