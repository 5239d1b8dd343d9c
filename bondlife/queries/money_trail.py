"""The money trail: bond → region → project → contract → payee, from any end, on any day."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.errors import Invalid, missing
from bondlife.exchange.xlsx_out import Column
from bondlife.locale import gettext
from bondlife.queries.figures import Figure, Part, sum_figure
from bondlife.queries.money_links import REGION_LEVELS, Stage, links_of, region_links, stages_of
from bondlife.queries.money_paths import (
    FEW_SHARES,
    Name,
    ShareNames,
    Sum,
    contract_names,
    count_shares,
    region_sums,
    share_names,
    shares_of,
    shares_paying,
    sums_of,
    trail_href,
    visible_regions,
)
from bondlife.queries.places import region_of
from bondlife.queries.tables import Table
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from models.base import columns
from models.lifecycle import Label
from models.registry import Bond, BondShare, Contract, Disbursement, Project, Region

MOST_PAYMENTS = 200


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


ENDS = {
    "bond": _("Bond"),
    "region": _("Region"),
    "project": _("Project"),
    "contract": _("Contract"),
    "payee": _("Payee"),
}
"""Where a trail can begin."""

SUMS = ("raised", "moved", "refinanced", "released", "paid", "treasury", "project_account", "returned")
"""Sums of a trail, by the names of their steps."""


@dataclass(frozen=True, slots=True)
class TrailAsk:
    """Which end, which day."""

    end: str = ""
    key: str = ""
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class TrailPayment:
    """One payment with everything it walks back to."""

    public_id: str
    number: str
    paid_on: date | None
    amount: int
    payee: str
    contract: str
    project: str
    bond: str
    voucher: str


@dataclass(frozen=True, slots=True)
class TrailView:
    """The trail of one end on one day; the identity holds or its gap is told."""

    end: str
    end_name: str
    key: str
    title: str
    as_of: date
    raised: int
    moved: int
    refinanced: int
    released: int
    paid: int
    treasury: int
    project_account: int
    returned: int
    stages: Sequence[Stage]
    payments: Sequence[TrailPayment]
    is_summed: bool
    is_part: bool
    ends: Sequence[tuple[str, str]]
    explain: Figure | None = None

    @property
    def came(self) -> int:
        """Return what came in: raised and moved in, less moved out."""
        return self.raised + self.moved

    @property
    def held(self) -> int:
        """Return what stands still at all levels."""
        return self.treasury + self.project_account + self.returned

    @property
    def gap(self) -> int:
        """Return what came in and is neither paid nor held; a trail of one payee has no such question."""
        return 0 if self.is_part else self.came - self.held - self.paid

    @property
    def traced(self) -> int:
        """Return what is traced: all that is paid or held somewhere."""
        return self.paid + self.held


@dataclass(frozen=True, slots=True)
class _Found:
    """What an end was resolved to: its title, its shares, its contracts, or the region to sum."""

    title: str
    shares: Sequence[int] = ()
    contracts: Sequence[int] = ()
    region: Region | None = None


def trail_view(db: Database, actor: Actor, asked: TrailAsk, explain: str = "") -> TrailView:
    """Return the trail from an end on a day; without an end, from the person's own region."""
    if not asked.end and not asked.key:
        with db.reading() as session:
            asked = replace(asked, end="region", key=region_of(session, actor, "", "bond_share.read").code)
    if asked.end not in ENDS:
        raise Invalid.because("no_end", _("Choose a bond, region, project, contract or payee."), "end")
    day = asked.as_of or clock.business_date()
    with db.reading() as session:
        found = _RESOLVE[asked.end](session, actor, asked.key)
        if found.region is not None:
            return _summed(session, actor, asked, day, found, explain)
        sums = sums_of(session, found.shares, day, found.contracts)
        names = share_names(session, sorted({one.share_id for one in sums}))
        contracts = contract_names(
            session, actor, sorted({one.contract_id for one in sums if one.contract_id})
        )
        payments = _payments(session, actor, found, day)
    view = _view(asked, day, found.title, _totals(sums), stages_of(links_of(sums, names, contracts)))
    view = replace(view, payments=payments, is_part=bool(found.contracts))
    return replace(view, explain=_asked(explain, sums, names))


def _bond(session: Session, actor: Actor, key: str) -> _Found:
    bond = columns(Bond)
    statement = scoped(actor, Bond, bond.id, bond.name, permission="bond.read").where(bond.public_id == key)
    row = session.execute(statement).one_or_none()
    if row is None:
        raise missing("bond")
    return _Found(row.name, shares_of(session, actor, columns(BondShare).bond_id == row.id))


def _project(session: Session, actor: Actor, key: str) -> _Found:
    own = columns(Project)
    statement = scoped(actor, Project, own.id, own.name, permission="project.read").where(
        own.public_id == key
    )
    row = session.execute(statement).one_or_none()
    if row is None:
        raise missing("project")
    return _Found(row.name, shares_of(session, actor, columns(BondShare).project_id == row.id))


def _contract(session: Session, actor: Actor, key: str) -> _Found:
    own = columns(Contract)
    statement = scoped(actor, Contract, own.id, own.number, own.name, permission="contract.read")
    row = session.execute(statement.where(own.public_id == key)).one_or_none()
    if row is None:
        raise missing("contract")
    return _Found(f"{row.number} {row.name}", _visible(session, actor, [row.id]), [row.id])


def _payee(session: Session, actor: Actor, key: str) -> _Found:
    own = columns(Contract)
    statement = scoped(actor, Contract, own.id, permission="contract.read").where(own.payee == key)
    contracts = list(session.execute(statement).scalars())
    if not contracts:
        raise missing("payee")
    return _Found(key, _visible(session, actor, contracts), contracts)


def _visible(session: Session, actor: Actor, contracts: Sequence[int]) -> list[int]:
    paying = shares_paying(session, contracts)
    return shares_of(session, actor, columns(BondShare).id.in_(paying)) if paying else []


def _region(session: Session, actor: Actor, key: str) -> _Found:
    region = columns(Region)
    row = session.execute(
        sa.select(Region).where(region.code == key, region.ended_at.is_(None))
    ).scalar_one_or_none()
    seen = visible_regions(actor)
    inside = row is not None and (seen is None or row.id in seen)
    if row is None or row.id is None or not (inside or count_shares(session, actor, row.id, 1)):
        raise missing("region")
    if inside and count_shares(session, actor, row.id) > FEW_SHARES:
        return _Found(row.name, region=row)
    share = columns(BondShare)
    return _Found(row.name, shares_of(session, actor, share.region_id.in_(closure_of(row.id))))


_RESOLVE: dict[str, Callable[[Session, Actor, str], _Found]] = {
    "bond": _bond,
    "region": _region,
    "project": _project,
    "contract": _contract,
    "payee": _payee,
}


def _summed(
    session: Session, actor: Actor, asked: TrailAsk, day: date, found: _Found, explain: str
) -> TrailView:
    """Return a region by the regions below it: what each raised, spent, and where the rest stands."""
    assert found.region is not None
    own = Name(found.region.code, found.title, trail_href("region", found.region.code))
    below = region_sums(session, actor, found.region.id or 0, day)
    totals = _totals(Sum(0, 0, step, amount) for one in below for step, amount in one.steps.items())
    stages = stages_of(region_links(own, below), REGION_LEVELS)
    view = _view(asked, day, found.title, totals, stages)
    parts = [(one.name.text, one.steps) for one in below]
    return replace(view, is_summed=True, explain=_asked_parts(explain, parts))


def _totals(sums: Iterable[Sum]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in sums:
        found[one.step] = found.get(one.step, 0) + one.amount
    return found


def _view(
    asked: TrailAsk, day: date, title: str, totals: dict[str, int], stages: Sequence[Stage]
) -> TrailView:
    return TrailView(
        end=asked.end,
        end_name=gettext(ENDS[asked.end]),
        key=asked.key,
        title=title,
        as_of=day,
        stages=stages,
        payments=(),
        is_summed=False,
        is_part=False,
        ends=[(key, gettext(label)) for key, label in ENDS.items()],
        raised=totals.get("raised", 0),
        moved=totals.get("moved", 0),
        refinanced=totals.get("refinanced", 0),
        released=totals.get("released", 0),
        paid=totals.get("paid", 0),
        treasury=totals.get("treasury", 0),
        project_account=totals.get("project_account", 0),
        returned=totals.get("returned", 0),
    )


def _payments(session: Session, actor: Actor, found: _Found, day: date) -> list[TrailPayment]:
    """Return the latest payments of the end, each with what it walks back to."""
    if not found.shares:
        return []
    pay, contract, project, share, bond = (
        columns(m) for m in (Disbursement, Contract, Project, BondShare, Bond)
    )
    own = (
        pay.contract_id.in_(list(found.contracts))
        if found.contracts
        else pay.share_id.in_(list(found.shares[:500]))
    )
    statement = (
        scoped(
            actor,
            Disbursement,
            *(pay.public_id, pay.number, pay.paid_on, pay.amount, pay.payee, pay.voucher),
            *(contract.name.label("contract"), project.name.label("project"), bond.short_name, bond.name),
            permission="disbursement.read",
        )
        .join(Contract, contract.id == pay.contract_id)
        .join(Project, project.id == pay.project_id)
        .join(BondShare, share.id == pay.share_id)
        .join(Bond, bond.id == share.bond_id)
        .where(own, pay.state.in_(("paid", "settled")), pay.paid_on <= day)
        .order_by(pay.paid_on.desc(), pay.id.desc())
        .limit(MOST_PAYMENTS)
    )
    return [
        TrailPayment(key, number, on, amount, payee, agreed, name, short or long, voucher)
        for key, number, on, amount, payee, voucher, agreed, name, short, long in session.execute(statement)
    ]


FIGURES = {
    "raised": Label("Raised", "到位债券资金"),
    "moved": Label("Moved by changes of use", "用途调整调入（调出）"),
    "paid": Label("Paid to payees", "已付收款人"),
    "released": Label("Released to units", "已拨付项目单位"),
    "treasury": Label("At the treasury", "存于国库"),
    "project_account": Label("In project accounts", "存于项目专户"),
    "returned": Label("Returned to the level above", "已退回上级"),
}
"""Sums that can be asked."""


def _asked(explain: str, sums: Sequence[Sum], names: dict[int, ShareNames]) -> Figure | None:
    by_share: dict[int, dict[str, int]] = {}
    for one in sums:
        held = by_share.setdefault(one.share_id, {})
        held[one.step] = held.get(one.step, 0) + one.amount
    parts = [
        (f"{names[key].project.text} · {names[key].bond.text}", steps) for key, steps in by_share.items()
    ]
    return _asked_parts(explain, parts)


def _asked_parts(explain: str, parts: Iterable[tuple[str, dict[str, int]]]) -> Figure | None:
    if explain not in FIGURES:
        return None
    told = [Part(Label(text, text), steps[explain]) for text, steps in parts if steps.get(explain)]
    return sum_figure(explain, FIGURES[explain], sorted(told, key=lambda one: -one.amount))


def trail_table(db: Database, actor: Actor, asked: TrailAsk) -> Table:
    """Return every link of a trail as a file."""
    view = trail_view(db, actor, asked)
    heads = (
        Column(gettext(_("Level")), "text", 18),
        Column(gettext(_("From")), "text", 40),
        Column(gettext(_("To")), "text", 40),
        Column(gettext(_("Amount")), "fen", 18),
    )
    rows = [
        (stage.title, link.source.text, link.target.text, link.amount)
        for stage in view.stages
        for link in stage.links
    ]
    return Table(f"{gettext(_('Money trail'))} {view.title} {view.as_of.isoformat()}", heads, rows)


def trail_told(db: Database, actor: Actor, asked: TrailAsk) -> dict[str, Any]:
    """Return a trail as the API tells it: fen, links by level, payments."""
    view = trail_view(db, actor, asked)
    return {
        "end": view.end,
        "title": view.title,
        "as_of": view.as_of.isoformat(),
        "sums": {name: getattr(view, name) for name in (*SUMS, "gap")},
        "links": [
            {
                "level": link.level,
                "from": link.source.text,
                "to": link.target.text,
                "amount": link.amount,
                "is_idle": link.is_idle,
            }
            for stage in view.stages
            for link in stage.links
        ],
        "payments": [
            {
                "public_id": one.public_id,
                "number": one.number,
                "paid_on": one.paid_on.isoformat() if one.paid_on else None,
                "amount": one.amount,
                "payee": one.payee,
                "contract": one.contract,
                "project": one.project,
                "bond": one.bond,
            }
            for one in view.payments
        ],
    }
