"""The register of PPP contracts: regime, parties, what a year costs and how much of it is at risk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.lifecycle.guards.ppp import yearly_bases
from bondlife.lifecycle.ppp_spending import ContractCost, costs_of, read_stored, versions_of
from bondlife.locale import gettext
from bondlife.ppp.linkage import LinkedPart, linked_parts
from bondlife.queries.lifewords import choices, state_of
from bondlife.queries.places import region_of
from bondlife.queries.ppp_fields import REGIMES, TYPES
from bondlife.queries.shell import region_choices
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from models.base import columns
from models.kinds import shipped_kind
from models.registry import PPPContract, PPPTerms, Region

MOST = 200


@dataclass(frozen=True, slots=True)
class ContractLine:
    """One contract of the register; ``at_risk`` and ``cost`` are None where they depend on quantities."""

    href: str
    number: str
    name: str
    region: str
    regime: str
    payment_type: str
    agency: str
    company: str
    ends_on: date | None
    state: str
    mark: str
    cost: int | None
    at_risk: int | None
    currency: str


@dataclass(frozen=True, slots=True)
class ContractsView:
    """The register with its filter; sums are over the contracts paid in yuan."""

    region: str
    regime: str
    state: str
    q: str
    regions: Sequence[tuple[str, str]]
    regimes: Sequence[tuple[str, str]]
    states: Sequence[tuple[str, str]]
    year: int
    lines: Sequence[ContractLine]
    count: int
    cost: int
    at_risk: int
    is_cut: bool
    may_add: bool


def contracts_view(
    db: Database, actor: Actor, *, region: str = "", regime: str = "", state: str = "", q: str = ""
) -> ContractsView:
    """Return the contracts this person may see, the newest first; a region out of reach is missing."""
    year = clock.business_date().year
    with db.reading() as session:
        if region:
            region_of(session, actor, region, "ppp_contract.read")
        found = _rows(session, actor, region, regime, state, q)
        contracts = [row[0] for row in found]
        costs = {one.contract.id: one for one in costs_of(session, contracts, [year])}
        versions = versions_of(session, [one.id for one in contracts])
        today = clock.business_date()
        parts = {one.id: parts_of(versions.get(one.id or 0, ()), today) for one in contracts}
        lines = [_line(row, costs[row[0].id], year, parts[row[0].id]) for row in found]
    yuan = [one for one in lines if one.currency == "CNY"]
    return ContractsView(
        region,
        regime,
        state,
        q,
        region_choices(db, actor),
        choices(dict(REGIMES)),
        _states(),
        year,
        lines[:MOST],
        len(lines),
        sum(one.cost or 0 for one in yuan),
        sum(one.at_risk or 0 for one in yuan),
        len(lines) > MOST,
        actor.can("ppp_contract.create"),
    )


def _states() -> list[tuple[str, str]]:
    return [(one.key, said(one.label)) for one in shipped_kind("ppp").lifecycle("ppp_contract").states]


def _rows(
    session: Session, actor: Actor, region: str, regime: str, state: str, q: str
) -> Sequence[tuple[PPPContract, str]]:
    own, place = columns(PPPContract), columns(Region)
    statement = scoped(actor, PPPContract, PPPContract, place.name, permission="ppp_contract.read")
    statement = statement.join(Region, place.id == own.region_id).where(own.ended_at.is_(None))
    if region:
        root = sa.select(place.id).where(place.code == region).correlate(None).scalar_subquery()
        statement = statement.where(own.region_id.in_(closure_of(root)))
    if regime:
        statement = statement.where(own.regime == regime)
    if state:
        statement = statement.where(own.state == state)
    if q:
        wanted = f"%{q.replace('%', '').replace('_', '')}%"
        statement = statement.where(sa.or_(own.name.like(wanted), own.number.like(wanted)))
    return [tuple(row) for row in session.execute(statement.order_by(own.id.desc()).limit(MOST + 1))]


def parts_of(versions: Sequence[PPPTerms], on: date) -> tuple[LinkedPart, ...]:
    """Return the components of the terms in force on a day, each with the share that performance moves."""
    held = [
        one
        for one in versions
        if one.state == "in_force" and one.valid_from <= on and (one.valid_to is None or one.valid_to >= on)
    ]
    newest = max(held, key=lambda one: one.number, default=None)
    terms = None if newest is None else read_stored(newest)
    if newest is None or terms is None:
        return ()
    return linked_parts(terms, yearly_bases(terms, newest.valid_from))


def at_risk_of(parts: Sequence[LinkedPart]) -> int | None:
    """Return the money at risk in a year, or None where a base is not known."""
    amounts = [part.at_risk for part in parts]
    return None if not amounts or None in amounts else sum(one for one in amounts if one is not None)


def _line(
    row: tuple[PPPContract, str], cost: ContractCost, year: int, parts: Sequence[LinkedPart]
) -> ContractLine:
    own, region = row
    state, mark = state_of(own.kind, "ppp_contract", own.state)
    is_known = year in cost.by_year and not cost.open_parts
    return ContractLine(
        f"/ppp/contracts/{own.public_id}",
        own.number,
        own.name,
        region,
        said(dict(REGIMES)[own.regime]),
        said(dict(TYPES)[own.payment_type]),
        own.agency,
        own.company or gettext("not named"),
        own.ends_on,
        state,
        mark,
        cost.by_year[year] if is_known else None,
        at_risk_of(parts),
        own.currency,
    )
