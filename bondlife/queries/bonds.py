"""The bond list: filtered by region, type, purpose, year, tenor, text; sorted; turned by key; with totals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from bondlife.db import Database
from bondlife.errors import Invalid
from bondlife.exchange.xlsx_out import Column
from bondlife.locale import gettext
from bondlife.queries import finding
from bondlife.queries.figures import Figure, Part, Ref, sum_figure
from bondlife.queries.keyset import Order, Page, in_order, page_of
from bondlife.queries.lifewords import TYPES, choices, named, purposes, state_of
from bondlife.queries.shell import region_choices
from bondlife.queries.tables import Table
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from models.base import columns
from models.lifecycle import Label
from models.registry import Bond, BondShare, Region

SORTS: dict[str, tuple[str, type]] = {
    "name": ("sort_key", str),
    "issue": ("issue_date", date),
    "face": ("face", int),
    "maturity": ("maturity_date", date),
}
"""Sort name → column and type of its values."""


@dataclass(frozen=True, slots=True)
class BondFilter:
    """What the address of the list says."""

    region: str = ""
    bond_type: str = ""
    purpose: str = ""
    year: int | None = None
    tenor: int | None = None
    q: str = ""
    sort: str = "-issue"
    after: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class BondLine:
    """One line of the list."""

    public_id: str
    code: str
    name: str
    issuer: str
    purpose: str
    tenor_years: int
    option_pattern: str
    coupon_rate: Decimal | None
    face: int
    own: int
    issue_date: date | None
    maturity_date: date | None
    state: str
    mark: str


@dataclass(frozen=True, slots=True)
class BondChoices:
    """What the filter row offers."""

    regions: Sequence[tuple[str, str]]
    types: Sequence[tuple[str, str]]
    purposes: Sequence[tuple[str, str]]
    years: Sequence[int]
    tenors: Sequence[int]


@dataclass(frozen=True, slots=True)
class BondsView:
    """One page of the list."""

    filter: BondFilter
    lines: Sequence[BondLine]
    page: Page
    choices: BondChoices
    is_filtered: bool
    can_create: bool


@dataclass(frozen=True, slots=True)
class BondTotals:
    """Count and sums of everything the filter selects."""

    count: int
    face: int
    own: int
    explain: Any = None


def bonds_view(db: Database, actor: Actor, wanted: BondFilter) -> BondsView:
    """Return one page of the bonds the actor may see: issued here, or with a share here."""
    with db.reading() as session:
        order = _order(wanted)
        chosen = (columns(Bond).id, order.column, *_line_columns(actor))
        statement = _filtered(actor, wanted, chosen)
        rows, page = page_of(session, statement, order, after=wanted.after, before=wanted.before)
        years, tenors = (_distinct(session, actor, name) for name in ("year", "tenor_years"))
    offered = BondChoices(
        region_choices(db, actor), choices(TYPES), purposes(), sorted(years, reverse=True), sorted(tenors)
    )
    lines = [_line(row[2:]) for row in rows]
    return BondsView(wanted, lines, page, offered, _is_filtered(wanted), actor.can("bond.create"))


def bond_totals(db: Database, actor: Actor, wanted: BondFilter, explain: str = "") -> BondTotals:
    """Return the count and sums of the filter."""
    bond = columns(Bond)
    chosen = (bond.name, bond.public_id, bond.face, _own_sum(actor).label("own"))
    if not explain:
        inner = _filtered(actor, wanted, chosen[2:]).subquery()
        sums = sa.select(sa.func.count(), sa.func.sum(inner.c.face), sa.func.sum(inner.c.own))
        with db.reading() as session:
            count, face, own = session.execute(sums.execution_options(scoped=True)).one()
        return BondTotals(count, int(face or 0), int(own or 0))
    with db.reading() as session:
        rows = session.execute(in_order(_filtered(actor, wanted, chosen), _order(wanted))).all()
    face, own = sum(row[2] for row in rows), sum(row[3] for row in rows)
    return BondTotals(len(rows), face, own, _asked(explain, rows))


def bonds_table(db: Database, actor: Actor, wanted: BondFilter) -> Table:
    """Return every bond of the filter, for an export of exactly this."""
    with db.reading() as session:
        statement = in_order(_filtered(actor, wanted, _line_columns(actor)), _order(wanted))
        lines = [_line(row) for row in session.execute(statement)]
    heads = (
        (gettext("Code"), "text", 16),
        (gettext("Bond"), "text", 50),
        (gettext("Issuer"), "text", 16),
        (gettext("Purpose"), "text", 16),
        (gettext("Tenor"), "count", 8),
        (gettext("Coupon"), "percent", 10),
        (gettext("Face"), "fen", 18),
        (gettext("Own shares"), "fen", 18),
        (gettext("Issue date"), "date", 12),
        (gettext("Maturity"), "date", 12),
        (gettext("State"), "text", 12),
    )
    rows = (
        (
            *(one.code, one.name, one.issuer, one.purpose, one.tenor_years, one.coupon_rate),
            *(one.face, one.own, one.issue_date, one.maturity_date, one.state),
        )
        for one in lines
    )
    return Table(gettext("Bonds"), [Column(*head) for head in heads], rows)  # type: ignore[arg-type]


def _asked(key: str, rows: Sequence[Any]) -> Figure | None:
    place = {"face": 2, "own": 3}.get(key)
    if place is None:
        return None
    face = Label("Face of these bonds", "债券面额合计")
    label = face if key == "face" else Label("Own shares", "本辖区份额合计")
    parts = [Part(Label(row[0], row[0]), row[place]) for row in rows if row[place]]
    refs = [Ref(row[0], f"/bonds/{row[1]}") for row in rows[:5]]
    return sum_figure(key, label, parts, refs=refs)


def _order(wanted: BondFilter) -> Order:
    name = wanted.sort.removeprefix("-")
    if name not in SORTS:
        raise Invalid.because(
            "bad_sort", "The list cannot be sorted by %(name)s.", "sort", name=wanted.sort[:40]
        )
    column, kind = SORTS[name]
    bond = columns(Bond)
    return Order(bond[column], kind, bond.id, wanted.sort.startswith("-"))


def _line_columns(actor: Actor) -> tuple[Any, ...]:
    bond = columns(Bond)
    return (
        bond.public_id,
        bond.code,
        bond.name,
        columns(Region).name,
        bond.purpose,
        bond.tenor_years,
        bond.option_pattern,
        bond.coupon_rate,
        bond.face,
        _own_sum(actor),
        bond.issue_date,
        bond.maturity_date,
        bond.kind,
        bond.state,
    )


def _own_sum(actor: Actor) -> Any:
    """Return the sum of the shares of a bond that the actor may see."""
    share = columns(BondShare)
    statement = scoped(
        actor, BondShare, sa.func.coalesce(sa.func.sum(share.amount), 0), permission="bond_share.read"
    )
    return (
        statement.where(
            share.bond_id == columns(Bond).id, share.ended_at.is_(None), share.state != "cancelled"
        )
        .correlate(Bond)
        .scalar_subquery()
    )


def _line(row: Any) -> BondLine:
    state, mark = state_of(row[12], "bond", row[13])
    purpose = dict(purposes()).get(row[4], row[4])
    values: list[Any] = [*row[:4], purpose, *row[5:9], int(row[9]), *row[10:12], state, mark]
    return BondLine(*values)


def _filtered(actor: Actor, wanted: BondFilter, chosen: Sequence[Any]) -> Any:
    bond, region = columns(Bond), columns(Region)
    statement = scoped(actor, Bond, *chosen, permission="bond.read").select_from(Bond)
    statement = statement.join(Region, region.id == bond.region_id).where(bond.ended_at.is_(None))
    for condition in _conditions(wanted):
        statement = statement.where(condition)
    return statement.params(**finding.values(wanted.q)) if wanted.q else statement


def _conditions(wanted: BondFilter) -> list[Any]:
    bond, share, region = columns(Bond), columns(BondShare), columns(Region)
    found: list[Any] = []
    if wanted.region:
        root = sa.select(region.id).where(region.code == wanted.region).scalar_subquery()
        held = sa.select(share.bond_id).where(share.region_id.in_(closure_of(root)))
        found.append(sa.or_(bond.region_id.in_(closure_of(root)), bond.id.in_(held)))
    for name, value in (("bond_type", wanted.bond_type), ("purpose", wanted.purpose)):
        if value:
            found.append(bond[name] == value)
    for name, number in (("year", wanted.year), ("tenor_years", wanted.tenor)):
        if number is not None:
            found.append(bond[name] == number)
    if wanted.q:
        found.append(bond.id.in_(finding.matching("bond", wanted.q)))
    return found


def _distinct(session: Any, actor: Actor, name: str) -> list[int]:
    statement = scoped(actor, Bond, columns(Bond)[name], permission="bond.read").distinct()
    return [int(value) for value in session.execute(statement).scalars()]


def _is_filtered(wanted: BondFilter) -> bool:
    asked = (wanted.region, wanted.bond_type, wanted.purpose, wanted.q)
    return any(asked) or wanted.year is not None or wanted.tenor is not None


def type_name(key: str) -> str:
    """Return what a type of bond is called."""
    return named(TYPES, key)
