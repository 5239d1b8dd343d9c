"""What falls due in a year by share, part and source; the sheets that budget it; one sheet with its lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.lifecycle.service_due import PARTS, service_due
from bondlife.lifecycle.situation import situation
from bondlife.locale import gettext
from bondlife.queries.approvals import BarView, bar_of
from bondlife.queries.documents import DocumentsView, documents_of
from bondlife.queries.figures import Figure, Part, sum_figure
from bondlife.queries.lifewords import SOURCES, choices, named, state_of
from bondlife.queries.record import MoveLine, moves_of, row_of
from bondlife.queries.shell import region_choices
from bondlife.queries.steps import NextBlock, next_block
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from calculators.kernel.money import to_yuan
from models.base import columns
from models.lifecycle import Label
from models.registry import Bond, BondShare, BudgetSheet, BudgetSheetLine, Instalment, Project, Region

MOST = 500
PURPOSES = {
    "construction": Label("Construction", "项目建设支出"),
    "principal": Label("Principal", "还本支出"),
    "interest": Label("Interest", "付息支出"),
    "fees": Label("Fees", "发行兑付费用"),
}
TYPES = {
    "debt_service": Label("Debt-service budget", "还本付息预算"),
    "allotment": Label("Allotment notice", "指标文"),
}


@dataclass(frozen=True, slots=True)
class ShareDue:
    """What one share of a bond owes in the year."""

    bond: str
    bond_href: str
    project: str
    project_href: str
    region: str
    principal: int
    interest: int
    fees: int
    sources: Sequence[str]
    is_open: bool

    @property
    def total(self) -> int:
        """Return all parts together."""
        return self.principal + self.interest + self.fees


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One sheet in the list."""

    href: str
    region: str
    type_name: str
    year: int
    document_number: str
    total: int
    state: str
    mark: str


@dataclass(frozen=True, slots=True)
class DebtServiceView:
    """The debt service of a year and the sheets of budget lines."""

    region: str
    year: int
    regions: Sequence[tuple[str, str]]
    shares: Sequence[ShareDue]
    by_source: Sequence[tuple[str, int]]
    sheets: Sequence[SheetEntry]
    unnamed: int
    is_cut: bool
    can_draft: bool
    idempotency_key: str
    explain: Any = None

    @property
    def total(self) -> int:
        """Return all that falls due."""
        return sum(share.total for share in self.shares)

    def part(self, name: str) -> int:
        """Return what falls due of one part."""
        return sum(int(getattr(share, name)) for share in self.shares)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line of a sheet."""

    project: str
    project_id: str
    account: str
    purpose: str
    purpose_key: str
    source: str
    amount: int
    typed: str


@dataclass(frozen=True, slots=True)
class SheetView:
    """One sheet: head, lines, what its signatures need."""

    public_id: str
    version: int
    idempotency_key: str
    title: str
    type: str
    region: str
    year: int
    basis: str
    document_number: str
    approved_on: date | None
    upper_number: str
    upper_amount: int
    total: int
    state: str
    since: Any
    rows: Sequence[SheetRow]
    next: NextBlock
    moves: Sequence[MoveLine]
    documents: DocumentsView
    bar: BarView | None
    edit_href: str
    is_draft: bool
    projects: Sequence[tuple[str, str]]
    purposes: Sequence[tuple[str, str]]
    errors: Sequence[str] = ()


def debt_service_view(
    db: Database, actor: Actor, *, region: str = "", year: int | None = None, explain: str = ""
) -> DebtServiceView:
    """Return what falls due by share, with its sources, and the sheets of the year."""
    wanted = year or clock.business_date().year + 1
    with db.reading() as session:
        places = _regions(session, actor, region)
        shares, by_source = _shares(session, actor, places, wanted)
        sheets = _sheets(session, actor, region, wanted)
    view = DebtServiceView(
        region,
        wanted,
        region_choices(db, actor),
        shares[:MOST],
        sorted(by_source.items(), key=lambda one: -one[1]),
        sheets,
        sum(share.is_open for share in shares),
        len(shares) > MOST,
        actor.can("budget_sheet.create"),
        str(uuid4()),
    )
    if explain not in ("principal", "interest", "fees", "total"):
        return view
    return _explained(view, explain)


def _explained(view: DebtServiceView, explain: str) -> DebtServiceView:
    from dataclasses import replace

    parts = [
        Part(Label(f"{one.bond} {one.project}", f"{one.bond} {one.project}"), int(getattr(one, explain)))
        for one in view.shares
        if getattr(one, explain)
    ]
    labels = {**PURPOSES, "total": Label("Debt service of the year", "当年还本付息合计")}
    figure: Figure = sum_figure(explain, labels[explain], parts)
    return replace(view, explain=figure)


def _regions(session: Session, actor: Actor, region: str) -> list[int]:
    own = columns(Instalment)
    statement = scoped(actor, Instalment, own.region_id, permission="instalment.read").distinct()
    if region:
        place = columns(Region)
        root = sa.select(place.id).where(place.code == region).scalar_subquery()
        statement = statement.where(own.region_id.in_(closure_of(root)))
    return list(session.execute(statement).scalars())


def _shares(
    session: Session, actor: Actor, places: Sequence[int], year: int
) -> tuple[list[ShareDue], dict[str, int]]:
    dues = service_due(session, places, year)
    names = _names(session, actor, {due.share_id for due in dues})
    grouped: dict[int, dict[str, Any]] = {}
    by_source: dict[str, int] = {}
    for due in dues:
        if due.share_id not in names:
            continue
        held = grouped.setdefault(due.share_id, {**dict.fromkeys(PARTS, 0), "sources": [], "is_open": False})
        held[due.part] += due.amount
        source = named(SOURCES, due.source) if due.source else gettext("no source named")
        by_source[source] = by_source.get(source, 0) + due.amount
        held["is_open"] |= not due.source
        if due.source and source not in held["sources"]:
            held["sources"].append(source)
    found = [ShareDue(*names[key], **values) for key, values in grouped.items()]
    return sorted(found, key=lambda one: -one.total), by_source


def _names(session: Session, actor: Actor, keys: set[int]) -> dict[int, tuple[str, str, str, str, str]]:
    share, bond, project, place = (columns(one) for one in (BondShare, Bond, Project, Region))
    chosen = (share.id, bond.name, bond.short_name, bond.public_id, project.name, project.public_id)
    statement = scoped(actor, BondShare, *chosen, place.name, permission="bond_share.read")
    statement = (
        statement.join(Bond, bond.id == share.bond_id)
        .join(Project, project.id == share.project_id)
        .join(Region, place.id == share.region_id)
        .where(share.id.in_(sorted(keys)))
    )
    return {
        key: (short or name, f"/bonds/{bond_id}", title, f"/projects/{project_id}", region)
        for key, name, short, bond_id, title, project_id, region in session.execute(statement)
    }


def _sheets(session: Session, actor: Actor, region: str, year: int) -> list[SheetEntry]:
    own, place = columns(BudgetSheet), columns(Region)
    statement = scoped(actor, BudgetSheet, BudgetSheet, place.name, permission="budget_sheet.read")
    statement = statement.join(Region, place.id == own.region_id)
    statement = statement.where(own.year == year, own.ended_at.is_(None))
    if region:
        root = sa.select(place.id).where(place.code == region).correlate(None).scalar_subquery()
        statement = statement.where(own.region_id.in_(closure_of(root)))
    found = []
    for row, name in session.execute(statement.order_by(own.id.desc()).limit(MOST)):
        state, mark = state_of(row.kind, "budget_sheet", row.state)
        href = f"/budget-sheets/{row.public_id}"
        kind = named(TYPES, row.type)
        found.append(SheetEntry(href, name, kind, row.year, row.document_number, row.total, state, mark))
    return found


def sheet_view(db: Database, actor: Actor, public_id: str, errors: Sequence[str] = ()) -> SheetView:
    """Return one sheet with its lines and what comes next."""
    with db.reading() as session:
        row = row_of(session, actor, "budget_sheet", public_id)
        assert isinstance(row, BudgetSheet)
        here = situation(session, row, clock.business_date(), actor=actor)
        region = session.get(Region, row.region_id)
        state, _mark = state_of(row.kind, "budget_sheet", row.state)
        may_edit = row.state == "draft" and actor.can_on("budget_sheet.edit", row.region_id)
        return SheetView(
            row.public_id,
            row.version,
            str(uuid4()),
            f"{named(TYPES, row.type)} {row.year}",
            row.type,
            region.name if region else "",
            row.year,
            gettext("Opening budget") if row.basis == "opening" else gettext("Adjustment"),
            row.document_number,
            row.approved_on,
            row.upper_number,
            row.upper_amount,
            row.total,
            state,
            row.state_since,
            _sheet_rows(session, row),
            next_block(session, actor, row, here.today),
            moves_of(session, row, here.kind),
            documents_of(session, actor, row, here),
            bar_of(session, actor, row),
            f"/records/budget_sheet/{row.public_id}/edit" if may_edit else "",
            may_edit,
            _projects(session, actor, row) if may_edit and row.type == "allotment" else [],
            choices(PURPOSES),
            errors,
        )


def _sheet_rows(session: Session, row: BudgetSheet) -> list[SheetRow]:
    own, project = columns(BudgetSheetLine), columns(Project)
    statement = (
        sa.select(BudgetSheetLine, project.name, project.public_id)
        .join(Project, project.id == own.project_id)
        .where(own.sheet_id == row.id, own.ended_at.is_(None))
        .order_by(own.id)
        .execution_options(scoped=True)
    )
    return [
        SheetRow(
            name,
            key,
            line.account,
            named(PURPOSES, line.purpose),
            line.purpose,
            named(SOURCES, line.source) if line.source else "",
            line.amount,
            f"{to_yuan(line.amount):f}",
        )
        for line, name, key in session.execute(statement)
    ]


def _projects(session: Session, actor: Actor, row: BudgetSheet) -> list[tuple[str, str]]:
    own = columns(Project)
    statement = scoped(actor, Project, own.public_id, own.name, permission="project.read")
    statement = statement.where(own.region_id == row.region_id, own.ended_at.is_(None))
    return [(key, name) for key, name in session.execute(statement.order_by(own.name).limit(MOST))]
