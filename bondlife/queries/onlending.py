"""The on-lending chains: for each share of a bond from above its links downward, and what is unsigned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import Database
from bondlife.queries.lifewords import state_of
from bondlife.queries.shell import region_choices
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from calculators.kernel.money import to_yuan
from models.base import columns
from models.registry import Bond, BondShare, OnLending, Project, Region

MOST = 300


class Place(NamedTuple):
    """A region in the tree: name, code, key of the one above."""

    name: str
    code: str
    above: int | None


Places = Mapping[int, Place]


@dataclass(frozen=True, slots=True)
class Link:
    """One agreement of a chain, or the one that is missing."""

    public_id: str
    lender: str
    borrower: str
    agreement_number: str
    signed_on: date | None
    amount: int | None
    lead_days: int | None
    add_href: str = ""

    @property
    def is_signed(self) -> bool:
        """Tell whether number and date are there."""
        return bool(self.agreement_number and self.signed_on)


@dataclass(frozen=True, slots=True)
class Chain:
    """The way of one share from the issuer down to the project's region."""

    share_href: str
    bond: str
    bond_href: str
    project: str
    project_href: str
    amount: int
    state: str
    mark: str
    links: Sequence[Link]

    @property
    def is_whole(self) -> bool:
        """Tell whether every level has signed."""
        return all(link.is_signed for link in self.links)


@dataclass(frozen=True, slots=True)
class OnLendingView:
    """The chains a person sees, those with something missing first."""

    region: str
    regions: Sequence[tuple[str, str]]
    chains: Sequence[Chain]
    missing: int
    is_cut: bool
    can_edit: bool


def onlending_view(db: Database, actor: Actor, *, region: str = "") -> OnLendingView:
    """Return the chains of shares whose bond was issued by a government above."""
    with db.reading() as session:
        rows = _shares(session, actor, region)
        links = _links(session, [row[0].id for row in rows])
        names = _names(session)
        chains = [_chain(row, links.get(row[0].id, []), names, actor) for row in rows[:MOST]]
    chains.sort(key=lambda one: one.is_whole)
    return OnLendingView(
        region,
        region_choices(db, actor),
        chains,
        sum(not one.is_whole for one in chains),
        len(rows) > MOST,
        actor.can("onlending.edit"),
    )


def _shares(session: Session, actor: Actor, region: str) -> list[Any]:
    own, bond, project = columns(BondShare), columns(Bond), columns(Project)
    chosen = (BondShare, bond.name, bond.short_name, bond.public_id, bond.region_id)
    statement = scoped(
        actor, BondShare, *chosen, project.name, project.public_id, permission="bond_share.read"
    )
    statement = (
        statement.join(Bond, bond.id == own.bond_id)
        .join(Project, project.id == own.project_id)
        .where(own.ended_at.is_(None), own.state != "cancelled", bond.region_id != own.region_id)
        .order_by(own.id.desc())
        .limit(MOST + 1)
    )
    if region:
        root = sa.select(columns(Region).id).where(columns(Region).code == region).scalar_subquery()
        statement = statement.where(own.region_id.in_(closure_of(root)))
    return list(session.execute(statement))


def _links(session: Session, keys: Sequence[int]) -> dict[int, list[OnLending]]:
    own = columns(OnLending)
    statement = sa.select(OnLending).where(own.share_id.in_(keys), own.ended_at.is_(None))
    found: dict[int, list[OnLending]] = {}
    for link in session.execute(statement.execution_options(scoped=True)).scalars():
        found.setdefault(link.share_id, []).append(link)
    return found


def _names(session: Session) -> Places:
    own = columns(Region)
    rows = session.execute(sa.select(own.id, own.name, own.code, own.parent_id))
    return {key: Place(name, code, above) for key, name, code, above in rows}


def _chain(row: Any, held: Sequence[OnLending], names: Places, actor: Actor) -> Chain:
    share: BondShare = row[0]
    state, mark = state_of(share.kind, "bond_share", share.state)
    by_lender = {link.lender_id: link for link in held}
    steps = _way(names, row[4], share.region_id)
    can = actor.can_on("onlending.edit", share.region_id, share.unit_id, share.department_id)
    start = f"/projects/{row[6]}/onlending/new" if can else ""
    links = [_link(by_lender.get(above), names, (above, below), start, share) for above, below in steps]
    return Chain(
        f"/records/bond_share/{share.public_id}",
        row[2] or row[1],
        f"/bonds/{row[3]}",
        row[5],
        f"/projects/{row[6]}",
        share.amount,
        state,
        mark,
        links,
    )


def _way(names: Places, top: int, bottom: int) -> list[tuple[int, int]]:
    """Return the steps from the issuer down to a region; one step where the tree does not lead there."""
    found: list[tuple[int, int]] = []
    at: int | None = bottom
    while at is not None and at != top and at in names:
        above = names[at].above
        if above is None:
            return [(top, bottom)]
        found.append((above, at))
        at = above
    return list(reversed(found)) if at == top else [(top, bottom)]


def _link(link: OnLending | None, names: Places, step: tuple[int, int], start: str, share: BondShare) -> Link:
    """Return an agreement, or the missing one with the form that already knows what it is about."""
    if link is None:
        above, below = names[step[0]], names[step[1]]
        known = {
            "share": share.public_id,
            "lender": above.code,
            "borrower": below.code,
            "amount": f"{to_yuan(share.amount):f}",
        }
        href = f"{start}?{urlencode(known)}" if start else ""
        return Link("", above.name, below.name, "", None, None, None, href)
    return Link(
        link.public_id,
        names[link.lender_id].name,
        names[link.borrower_id].name,
        link.agreement_number,
        link.signed_on,
        link.amount,
        link.lead_days,
    )
