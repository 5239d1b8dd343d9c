"""Paths of money: sums of shares on a day, and what stands above and below them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import quote

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import told_rows
from bondlife.prepared import among, spread
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, hot, scoped, visible
from models.base import columns, table
from models.money_flow import IS_YEAR
from models.registry import Bond, BondShare, Contract, MoneyFlow, MoneyTotal, Project, Region, RegionClosure

FEW_SHARES = 300
"""A region with more shares than this is told by the regions below it, not share by share."""

MOST_SIGNS = 16
"""Signs of a name that a picture has room for."""

MANY = 500
"""So many keys are asked for at once."""


@dataclass(frozen=True, slots=True)
class Name:
    """What a node is called, and where it leads."""

    key: str
    text: str
    href: str

    @property
    def drawn(self) -> str:
        """Return the name as a picture has room for it: the beginning and the end of a long one."""
        return self.text if len(self.text) <= MOST_SIGNS else f"{self.text[:6]}…{self.text[-8:]}"


@dataclass(frozen=True, slots=True)
class End:
    """Where a trail begins: bond, region, project or contract by inner key, a payee by name."""

    kind: str
    key: int | str

    @property
    def is_part(self) -> bool:
        """Tell whether this is the end of a part of the money alone: what was paid under contracts."""
        return self.kind in {"contract", "payee"}


PathSum = tuple[int, int, int, int, str | None, str, int]
"""One amount in fen with its whole path: bond, region, project, contract by inner key, payee, step, amount.

The payee of a contract that is foreign to the reader is None.
"""


class Sum(NamedTuple):
    """One amount: of which share, under which contract, at which step."""

    share_id: int
    contract_id: int
    step: str
    amount: int


def _end(kind: sa.types.TypeEngine[Any]) -> Any:
    return sa.bindparam("end", None, kind)


def end_conditions(actor: Actor, kind: str, contract_id: Any) -> list[Any]:
    """Return which shares belong to an end, and under which contracts it asks for what was paid."""
    share, contract = columns(BondShare), columns(Contract)
    if kind == "contract":
        return [contract_id == _end(sa.BigInteger())]
    if kind == "payee":
        own = scoped(actor, Contract, contract.id, permission="contract.read")
        return [contract_id.in_(own.where(contract.payee == _end(sa.String())))]
    key = _end(sa.BigInteger())
    if kind == "region":
        return [share.region_id.in_(closure_of(key))]
    return [share[f"{kind}_id"] == key]


def seen_shares(actor: Actor) -> list[Any]:
    """Return the conditions under which a living share counts for a person."""
    seen = visible(actor, BondShare, "bond_share.read")
    return [columns(BondShare).ended_at.is_(None), *(() if seen is None else (seen,))]


def end_sums(session: Session, actor: Actor, end: End, as_of: date, *, whole: bool) -> list[PathSum]:
    """Return the sums of an end on a day, each with its whole path, as far as this person may see.

    Without ``whole`` what was released is left out: a page tells where the money stands and who was paid.
    """
    key = hot(actor, "sums of an end", end.kind, whole)
    values = {"end": end.key, "day": as_of}
    return told_rows(session, actor, key, lambda: _end_sums(actor, end, whole=whole), values)


def _end_sums(actor: Actor, end: End, *, whole: bool) -> sa.Select[Any]:
    """Select the sums of shares that were seen before anything is added up: few of them, many days each."""
    flow, share, contract = columns(MoneyFlow), columns(BondShare), columns(Contract)
    seen_before, after = seen_shares(actor), list[Any]()
    if end.is_part:
        own, after = [flow.step == "paid", *end_conditions(actor, end.kind, flow.contract_id)], seen_before
    else:
        within = sa.select(share.id).where(*seen_before, *end_conditions(actor, end.kind, None))
        own = [flow.share_id.in_(within), *(() if whole else (flow.step != "released",))]
    one = _sums().where(*own).subquery().c
    seen = visible(actor, Contract, "contract.read")
    known = sa.and_(contract.id == one.contract_id, sa.true() if seen is None else seen)
    return (
        sa.select(share.bond_id, share.region_id, share.project_id, one.contract_id, contract.payee)
        .add_columns(_step(one), one.amount)
        .join(table(BondShare), share.id == one.share_id)
        .join(table(Contract), known, isouter=True)
        .where(*after)
    )


def _sums() -> sa.Select[Any]:
    """Return the sums of shares until a day, grouped as their index is sorted: SQLite adds while it reads."""
    flow = columns(MoneyFlow)
    keys = (flow.share_id, flow.contract_id, flow.step, flow.book_id, flow.region_id)
    total = sa.func.sum(flow.amount)
    until = flow.on <= sa.bindparam("day", None, sa.Date())
    return sa.select(*keys, total.label("amount")).where(until).group_by(*keys).having(total != 0)


def _step(flow: Any) -> Any:
    """Return the step as trails tell it: money at the treasury of a level above was returned to it."""
    away = sa.and_(flow.step == "treasury", flow.book_id != flow.region_id)
    return sa.case((away, "returned"), else_=flow.step)


def sums_of(session: Session, shares: Sequence[int], as_of: date) -> list[Sum]:
    """Return the sums of shares on a day."""
    found: list[Sum] = []
    for start in range(0, len(shares), MANY):
        part = list(shares[start : start + MANY])
        sums = _sums().where(columns(MoneyFlow).share_id.in_(part)).subquery().c
        statement = sa.select(sums.share_id, sums.contract_id, _step(sums), sums.amount)
        found += [Sum(*row) for row in session.execute(statement, {"day": as_of})]
    return found


def count_shares(session: Session, actor: Actor, region_id: int, most: int) -> int:
    """Return how many shares a region's subtree holds, counted no further than ``most``."""

    def build() -> sa.Select[Any]:
        own = end_conditions(actor, "region", None)
        inside = sa.select(columns(BondShare).id).where(*seen_shares(actor), *own).limit(most).subquery()
        return sa.select(sa.func.count()).select_from(inside)

    rows = told_rows(session, actor, hot(actor, "count of shares", most), build, {"end": region_id})
    return int(rows[0][0])


Column = Callable[[], tuple[Any, ...]]


def _bond() -> tuple[Any, ...]:
    bond = columns(Bond)
    return bond.id, bond.public_id, sa.func.coalesce(sa.func.nullif(bond.short_name, ""), bond.name)


def _region() -> tuple[Any, ...]:
    region = columns(Region)
    return region.id, region.code, region.name


def _project() -> tuple[Any, ...]:
    project = columns(Project)
    return project.id, project.public_id, project.name


def _contract() -> tuple[Any, ...]:
    contract = columns(Contract)
    return contract.id, contract.public_id, contract.number + " " + contract.name


NAMED: Mapping[str, Column] = {"bond": _bond, "region": _region, "project": _project, "contract": _contract}
"""What names are made of: inner key, the key in addresses, the words."""


def names_of(session: Session, end: str, keys: Sequence[int]) -> dict[int, Name]:
    """Return the names of rows that a person was found to see, by inner key."""
    found: dict[int, Name] = {}
    for start in range(0, len(keys), MANY):
        values = spread(keys[start : start + MANY])
        rows = told_rows(session, None, ("names", end, len(values)), partial(_names, end, values), values)
        found.update({key: Name(code, text, trail_href(end, code)) for key, code, text in rows})
    return found


def _names(end: str, values: Mapping[str, int]) -> sa.Select[Any]:
    own = NAMED[end]()
    return sa.select(*own).where(among(own[0], values))


@dataclass(frozen=True, slots=True)
class ShareNames:
    """What stands above the money of a share: its bond, region and project."""

    bond: Name
    region: Name
    project: Name


def share_names(session: Session, shares: Sequence[int]) -> dict[int, ShareNames]:
    """Return bond, region and project of shares that were already found to be visible."""
    share = columns(BondShare)
    statement = sa.select(share.id, share.bond_id, share.region_id, share.project_id)
    rows = [
        tuple(row)
        for start in range(0, len(shares), MANY)
        for row in session.execute(
            statement.where(share.id.in_(list(shares[start : start + MANY]))),
            execution_options={"scoped": True},
        )
    ]
    bonds, regions, projects = (
        names_of(session, end, sorted({row[place] for row in rows}))
        for place, end in ((1, "bond"), (2, "region"), (3, "project"))
    )
    return {key: ShareNames(bonds[bond], regions[place], projects[own]) for key, bond, place, own in rows}


def trail_href(end: str, key: str) -> str:
    """Return the address of the trail from an end."""
    return f"/money-trail?end={end}&key={quote(key)}"


class RegionSum(NamedTuple):
    """What one region below holds and spent, by step (fen)."""

    region_id: int
    name: Name
    steps: dict[str, int]


def region_sums(session: Session, actor: Actor, region_id: int, as_of: date) -> list[RegionSum]:
    """Return the sums of a region itself and of every region right below it, on a day.

    Whole years come from ``money_total``, less the months of this year that are not yet over; the days of the
    month asked about come from ``money_flow``.
    """
    seen, values = visible_regions(actor), {"region": region_id}
    below = told_rows(session, None, "regions right below", _below, values)
    member = {key: top for key, top, _code, _name in below if seen is None or key in seen}
    names = {top: (code, name) for _key, top, code, name in below}
    sums: dict[int, dict[str, int]] = {}
    for region, step, amount in _until(session, region_id, as_of):
        if region in member:
            own = sums.setdefault(member[region], {})
            own[step] = own.get(step, 0) + int(amount)
    return [
        RegionSum(top, Name(*names[top], trail_href("region", names[top][0])), steps)
        for top, steps in sorted(sums.items())
        if any(steps.values())
    ]


def _below() -> sa.Select[Any]:
    """Select (region, the region right below that it lies in, its code, its name)."""
    inside, top = sa.alias(table(RegionClosure), "inside"), sa.alias(table(RegionClosure), "top")
    region, asked = columns(Region), sa.bindparam("region", None, sa.BigInteger())
    own = sa.and_(top.c.depth == 0, inside.c.descendant_id == asked)
    return (
        sa.select(inside.c.descendant_id, region.id, region.code, region.name)
        .join_from(top, inside, inside.c.ancestor_id == top.c.descendant_id)
        .join(table(Region), region.id == top.c.descendant_id)
        .where(top.c.ancestor_id == asked, sa.or_(top.c.depth == 1, own))
    )


def visible_regions(actor: Actor) -> frozenset[int] | None:
    """Return the regions whose sums a person may read as sums; None means every region.

    Somebody limited to one organisation sees shares, never the sums of a region.
    """
    grants = [one for one in actor.grants_for("bond_share.read") if one.organisation_id is None]
    if any(one.region_ids is None for one in grants):
        return None
    return frozenset().union(*(one.region_ids or frozenset() for one in grants))


def _until(session: Session, region_id: int, as_of: date) -> list[tuple[Any, ...]]:
    """Return the sums of every region below, by step, whole periods and days apart."""
    values = {
        "region": region_id,
        **{"year": f"{as_of:%Y}", "december": f"{as_of:%Y}-12", "month": f"{as_of:%Y-%m}"},
        **{"first": as_of.replace(day=1), "day": as_of},
    }
    return told_rows(session, None, "money of regions below", _below_until, values)


def _below_until() -> Any:
    total, flow = columns(MoneyTotal), columns(MoneyFlow)
    inside = closure_of(sa.bindparam("region", None, sa.BigInteger()))
    year, december, month = (sa.bindparam(name, None, sa.String()) for name in ("year", "december", "month"))
    first, day = (sa.bindparam(name, None, sa.Date()) for name in ("first", "day"))
    of_region = total.region_id.in_(inside)
    years = sa.select(total.region_id, total.step, sa.func.sum(total.amount))
    years = years.where(of_region, IS_YEAR, total.period <= year).group_by(total.region_id, total.step)
    ahead = sa.select(total.region_id, total.step, -total.amount)
    ahead = ahead.where(
        of_region, sa.func.length(total.period) == 7, total.period >= month, total.period <= december
    )
    step = _step(flow)
    days = (
        sa.select(flow.region_id, step, sa.func.sum(flow.amount))
        .where(flow.region_id.in_(inside), flow.on >= first, flow.on <= day)
        .group_by(flow.region_id, step)
    )
    return sa.union_all(years, ahead, days)
