"""The on-lending chains: for each share of a bond from above its links downward, and what is unsigned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import Database
from bondlife.queries.lifewords import state_of
from bondlife.queries.shell import region_choices
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from models.base import columns
from models.registry import Bond, BondShare, OnLending, Project, Region

MOST = 300


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
    add_href: str

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


def _names(session: Session) -> dict[int, tuple[str, int | None]]:
    own = columns(Region)
    return {
        key: (name, above) for key, name, above in session.execute(sa.select(own.id, own.name, own.parent_id))
    }


def _chain(
    row: Any, held: Sequence[OnLending], names: Mapping[int, tuple[str, int | None]], actor: Actor
) -> Chain:
    share: BondShare = row[0]
    state, mark = state_of(share.kind, "bond_share", share.state)
    by_lender = {link.lender_id: link for link in held}
    steps = _way(names, row[4], share.region_id)
    links = [_link(by_lender.get(above), names, above, below) for above, below in steps]
    can = actor.can_on("onlending.edit", share.region_id, share.unit_id, share.department_id)
    missing = any(link.public_id == "" for link in links)
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
        f"/projects/{row[6]}/onlending/new" if can and missing else "",
    )


def _way(names: Mapping[int, tuple[str, int | None]], top: int, bottom: int) -> list[tuple[int, int]]:
    """Return the steps from the issuer down to a region; one step where the tree does not lead there."""
    found: list[tuple[int, int]] = []
    at: int | None = bottom
    while at is not None and at != top and at in names:
        above = names[at][1]
        if above is None:
            return [(top, bottom)]
        found.append((above, at))
        at = above
    return list(reversed(found)) if at == top else [(top, bottom)]


def _link(
    link: OnLending | None, names: Mapping[int, tuple[str, int | None]], above: int, below: int
) -> Link:
    if link is None:
        return Link("", names[above][0], names[below][0], "", None, None, None)
    return Link(
        link.public_id,
        names[link.lender_id][0],
        names[link.borrower_id][0],
        link.agreement_number,
        link.signed_on,
        link.amount,
        link.lead_days,
    )
