"""Where the money of bond shares is on a day: sums by share, contract and step, from any end.

The sums come from ``money_flow``, so a question costs what its own shares hold, however large the ledger is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from models.base import columns, table
from models.registry import Bond, BondShare, Contract, MoneyFlow, MoneyTotal, Project, Region, RegionClosure

FEW_SHARES = 300
"""A region with more shares than this is told by the regions below it, not share by share."""

MOST_SIGNS = 16
"""Signs of a name that a picture has room for."""

HELD = ("treasury", "project_account")


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
class Sum:
    """One amount: of which share, under which contract, at which step."""

    share_id: int
    contract_id: int
    step: str
    amount: int


@dataclass(frozen=True, slots=True)
class ShareNames:
    """What stands above the money of a share: its bond, region and project."""

    bond: Name
    region: Name
    project: Name


def shares_of(session: Session, actor: Actor, *conditions: Any) -> list[int]:
    """Return the shares of an end that this person may see."""
    share = columns(BondShare)
    statement = scoped(actor, BondShare, share.id, permission="bond_share.read")
    return list(session.execute(statement.where(share.ended_at.is_(None), *conditions)).scalars())


def count_shares(session: Session, actor: Actor, region_id: int, most: int = FEW_SHARES + 1) -> int:
    """Return how many shares a region's subtree holds, counted no further than ``most``."""
    share = columns(BondShare)
    statement = scoped(actor, BondShare, share.id, permission="bond_share.read")
    inside = statement.where(share.region_id.in_(closure_of(region_id))).limit(most).subquery()
    counted = sa.select(sa.func.count()).select_from(inside).execution_options(scoped=True)
    return int(session.execute(counted).scalar_one())


def sums_of(session: Session, shares: Sequence[int], as_of: date, contracts: Sequence[int] = ()) -> list[Sum]:
    """Return the sums of shares on a day, of these contracts alone where some are named."""
    flow = columns(MoneyFlow)
    step = sa.case(
        (sa.and_(flow.step == "treasury", flow.book_id != flow.region_id), "returned"), else_=flow.step
    ).label("step")
    found: list[Sum] = []
    for start in range(0, len(shares), 500):
        part = list(shares[start : start + 500])
        chosen = [flow.share_id.in_(part), flow.on <= as_of]
        if contracts:
            chosen += [flow.contract_id.in_(list(contracts)), flow.step == "paid"]
        total = sa.func.sum(flow.amount)
        statement = (
            sa.select(flow.share_id, flow.contract_id, step, total)
            .where(*chosen)
            .group_by(flow.share_id, flow.contract_id, step)
            .having(total != 0)
        )
        found += [
            Sum(one, contract, name, int(amount))
            for one, contract, name, amount in session.execute(statement)
        ]
    return found


def shares_paying(session: Session, contracts: Sequence[int]) -> list[int]:
    """Return the shares that paid under contracts."""
    flow = columns(MoneyFlow)
    statement = sa.select(flow.share_id).where(flow.contract_id.in_(list(contracts))).distinct()
    return list(session.execute(statement).scalars())


def share_names(session: Session, shares: Sequence[int]) -> dict[int, ShareNames]:
    """Return bond, region and project of shares that were already found to be visible."""
    share, bond, project, region = (columns(m) for m in (BondShare, Bond, Project, Region))
    statement = (
        sa.select(
            share.id,
            *(bond.public_id, bond.short_name, bond.name, region.code, region.name),
            *(project.public_id, project.name),
        )
        .join_from(BondShare, Bond, bond.id == share.bond_id)
        .join(Project, project.id == share.project_id)
        .join(Region, region.id == share.region_id)
        .execution_options(scoped=True)
    )
    found: dict[int, ShareNames] = {}
    for start in range(0, len(shares), 500):
        rows = session.execute(statement.where(share.id.in_(list(shares[start : start + 500]))))
        for key, bond_id, short, name, code, place, project_id, project_name in rows:
            found[key] = ShareNames(
                Name(bond_id, short or name, trail_href("bond", bond_id)),
                Name(code, place, trail_href("region", code)),
                Name(project_id, project_name, trail_href("project", project_id)),
            )
    return found


def contract_names(session: Session, actor: Actor, keys: Sequence[int]) -> dict[int, tuple[Name, Name]]:
    """Return contract and payee by inner key, as far as this person may see them."""
    contract = columns(Contract)
    found: dict[int, tuple[Name, Name]] = {}
    for start in range(0, len(keys), 500):
        statement = scoped(
            actor,
            Contract,
            *(contract.id, contract.public_id, contract.number, contract.name, contract.payee),
            permission="contract.read",
        ).where(contract.id.in_(list(keys[start : start + 500])))
        for key, public_id, number, name, payee in session.execute(statement):
            found[key] = (
                Name(public_id, f"{number} {name}", trail_href("contract", public_id)),
                Name(payee, payee, trail_href("payee", payee)),
            )
    return found


def trail_href(end: str, key: str) -> str:
    """Return the address of the trail from an end."""
    from urllib.parse import quote

    return f"/money-trail?end={end}&key={quote(key)}"


@dataclass(frozen=True, slots=True)
class RegionSum:
    """What one region below holds and spent."""

    name: Name
    steps: dict[str, int]


def region_sums(session: Session, actor: Actor, region_id: int, as_of: date) -> list[RegionSum]:
    """Return the sums of a region itself and of every region right below it, on a day.

    Whole years and months come from ``money_total``, the days of the month asked about from ``money_flow``.
    """
    below = _below(session, actor, region_id)
    member = {key: top for key, top, _name in below}
    names = {top: name for _key, top, name in below}
    sums: dict[int, dict[str, int]] = {}
    for region, step, amount in _until(session, sorted(member), as_of):
        own = sums.setdefault(member[region], {})
        own[step] = own.get(step, 0) + int(amount)
    return [RegionSum(names[top], steps) for top, steps in sorted(sums.items()) if any(steps.values())]


def _below(session: Session, actor: Actor, region_id: int) -> list[tuple[int, int, Name]]:
    """Return (region, the region right below that it lies in, its name), as far as this person may see."""
    inside, top = sa.alias(table(RegionClosure), "inside"), sa.alias(table(RegionClosure), "top")
    region = columns(Region)
    statement = (
        sa.select(inside.c.descendant_id, region.id, region.code, region.name)
        .join_from(top, inside, inside.c.ancestor_id == top.c.descendant_id)
        .join(table(Region), region.id == top.c.descendant_id)
        .where(top.c.ancestor_id == region_id, sa.or_(top.c.depth == 1, _own(top, inside, region_id)))
    )
    seen = visible_regions(actor)
    return [
        (key, head, Name(code, name, trail_href("region", code)))
        for key, head, code, name in session.execute(statement)
        if seen is None or key in seen
    ]


def _own(top: Any, inside: Any, region_id: int) -> Any:
    return sa.and_(top.c.depth == 0, inside.c.descendant_id == region_id)


def visible_regions(actor: Actor) -> frozenset[int] | None:
    """Return the regions whose sums a person may read as sums; None means every region.

    Somebody limited to one organisation sees shares, never the sums of a region.
    """
    grants = [one for one in actor.grants_for("bond_share.read") if one.organisation_id is None]
    if any(one.region_ids is None for one in grants):
        return None
    return frozenset().union(*(one.region_ids or frozenset() for one in grants))


def _until(session: Session, regions: Sequence[int], as_of: date) -> list[tuple[int, str, int]]:
    total, flow = columns(MoneyTotal), columns(MoneyFlow)
    periods = sa.or_(
        sa.and_(sa.func.length(total.period) == 4, total.period < f"{as_of:%Y}"),
        sa.and_(total.period >= f"{as_of:%Y}-01", total.period < f"{as_of:%Y-%m}"),
    )
    whole = (
        sa.select(total.region_id, total.step, sa.func.sum(total.amount))
        .where(total.region_id.in_(list(regions)), periods)
        .group_by(total.region_id, total.step)
    )
    step = sa.case(
        (sa.and_(flow.step == "treasury", flow.book_id != flow.region_id), "returned"), else_=flow.step
    )
    days = (
        sa.select(flow.region_id, step, sa.func.sum(flow.amount))
        .where(flow.region_id.in_(list(regions)), flow.on >= as_of.replace(day=1), flow.on <= as_of)
        .group_by(flow.region_id, step)
    )
    return [tuple(row) for statement in (whole, days) for row in session.execute(statement)]
