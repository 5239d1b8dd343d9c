"""The money trail: bond → region → project → contract → payee, from any end, on any day."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database, told_rows
from bondlife.errors import Invalid, missing
from bondlife.exchange.xlsx_out import Column
from bondlife.locale import gettext
from bondlife.queries.figures import Figure, Part, sum_figure
from bondlife.queries.money_links import (
    REGION_LEVELS,
    Key,
    Stage,
    fixed_name,
    path_edges,
    region_edges,
    stages_of,
)
from bondlife.queries.money_paths import (
    FEW_SHARES,
    NAMED,
    End,
    Name,
    PathSum,
    count_shares,
    end_conditions,
    end_sums,
    names_of,
    region_sums,
    seen_shares,
    trail_href,
    visible_regions,
)
from bondlife.queries.places import region_of
from bondlife.queries.tables import Table
from bondlife.security.actor import Actor
from bondlife.security.scope import hot, scoped
from models.base import columns, table
from models.lifecycle import Label
from models.registry import Bond, BondShare, Contract, Disbursement, Project, Region

MOST_PAYMENTS = 100


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
    def most_payments(self) -> int:
        """Return how many payments are listed at most, the latest first."""
        return MOST_PAYMENTS

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
    """What an end was resolved to: its title, and whether it is told by the regions below it."""

    title: str
    end: End
    is_summed: bool = False


def trail_view(
    db: Database, actor: Actor, asked: TrailAsk, explain: str = "", *, whole: bool = False
) -> TrailView:
    """Return the trail from an end on a day; without an end, from the person's own region.

    Only ``whole`` tells what was released to units on the way, which no page shows.
    """
    if not asked.end and not asked.key:
        with db.reading() as session:
            asked = replace(asked, end="region", key=region_of(session, actor, "", "bond_share.read").code)
    if asked.end not in ENDS:
        raise Invalid.because("no_end", _("Choose a bond, region, project, contract or payee."), "end")
    day = asked.as_of or clock.business_date()
    with db.reading() as session:
        found = _RESOLVE[asked.end](session, actor, asked.key)
        if found.is_summed:
            return _summed(session, actor, asked, day, found, explain)
        sums = end_sums(session, actor, found.end, day, whole=whole or explain == "released")
        stages = stages_of(path_edges(sums), lambda level, keys: _names(session, level, keys))
        view = _view(asked, day, found.title, _totals((row[5], row[6]) for row in sums), stages)
        payments = _payments(session, actor, found.end, day)
        view = replace(view, payments=payments, is_part=found.end.is_part)
        return replace(view, explain=_asked(session, explain, sums)) if explain in FIGURES else view


_COLUMNS = ("bond", "region", "project", "contract", "payee")
"""What the nodes of each column of a picture are, from the left."""


def _names(session: Session, level: int, keys: Sequence[Key]) -> dict[Key, Name]:
    """Return the names of nodes of a column."""
    end = _COLUMNS[level]
    if end == "payee":
        return {key: Name(str(key), str(key), trail_href(end, str(key))) for key in keys}
    known = names_of(session, end, [key for key in keys if isinstance(key, int)])
    return {key: known[key] if isinstance(key, int) else fixed_name(key) for key in keys}


def _by_key(record: str, model: type[Any]) -> Callable[[Session, Actor, str], _Found]:
    """Return what resolves the public key of a bond, project or contract."""

    def build(actor: Actor) -> Any:
        own, title = columns(model), NAMED[record]()[2]
        if record == "bond":
            title = own.name
        statement = scoped(actor, model, own.id, title, permission=f"{record}.read")
        return statement.where(own.public_id == sa.bindparam("key", None, sa.String()))

    def resolve(session: Session, actor: Actor, key: str) -> _Found:
        rows = told_rows(session, actor, hot(actor, "end", record), lambda: build(actor), {"key": key})
        if not rows:
            raise missing(record)
        return _Found(rows[0][1], End(record, rows[0][0]))

    return resolve


def _payee(session: Session, actor: Actor, key: str) -> _Found:
    def build() -> Any:
        own = columns(Contract)
        statement = scoped(actor, Contract, own.id, permission="contract.read")
        return statement.where(own.payee == sa.bindparam("payee", None, sa.String())).limit(1)

    if not told_rows(session, actor, hot(actor, "payee"), build, {"payee": key}):
        raise missing("payee")
    return _Found(key, End("payee", key))


def _region(session: Session, actor: Actor, key: str) -> _Found:
    rows = told_rows(session, None, "region of a code", _region_of_code, {"code": key})
    if not rows:
        raise missing("region")
    ((region, name),) = rows
    seen = visible_regions(actor)
    inside = seen is None or region in seen
    if not inside and not count_shares(session, actor, region, 1):
        raise missing("region")
    is_summed = inside and count_shares(session, actor, region, FEW_SHARES + 1) > FEW_SHARES
    return _Found(name, End("region", region), is_summed)


def _region_of_code() -> Any:
    region = columns(Region)
    wanted = region.code == sa.bindparam("code", None, sa.String())
    return sa.select(region.id, region.name).where(wanted, region.ended_at.is_(None))


_RESOLVE: dict[str, Callable[[Session, Actor, str], _Found]] = {
    "bond": _by_key("bond", Bond),
    "region": _region,
    "project": _by_key("project", Project),
    "contract": _by_key("contract", Contract),
    "payee": _payee,
}


def _summed(
    session: Session, actor: Actor, asked: TrailAsk, day: date, found: _Found, explain: str
) -> TrailView:
    """Return a region by the regions below it: what each raised, spent, and where the rest stands."""
    own, below = int(found.end.key), region_sums(session, actor, int(found.end.key), day)
    totals = _totals(pair for one in below for pair in one.steps.items())
    names = {one.region_id: one.name for one in below}

    def named(level: int, keys: Sequence[Key]) -> dict[Key, Name]:
        return {key: _name_below(level, key, names, found.title, asked.key) for key in keys}

    stages = stages_of(region_edges(own, below), named, REGION_LEVELS)
    view = _view(asked, day, found.title, totals, stages)
    parts = [(one.name.text, one.steps) for one in below]
    return replace(view, is_summed=True, explain=_asked_parts(explain, parts))


def _name_below(level: int, key: Key, names: dict[int, Name], own: str, code: str) -> Name:
    """Return the name of a node of a summed region; the region itself stands among those below it too."""
    if not level:
        return Name(code, own, trail_href("region", code))
    if isinstance(key, str):
        return fixed_name(key)
    name = names[key]
    if name.key == code:
        return replace(name, text=gettext(_("%(region)s itself")) % {"region": own}, href="")
    return name


def _totals(sums: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for step, amount in sums:
        found[step] = found.get(step, 0) + amount
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


def _payments(session: Session, actor: Actor, end: End, day: date) -> list[TrailPayment]:
    """Return the latest payments of the end, each with what it walks back to."""
    key, values = hot(actor, "payments of an end", end.kind), {"end": end.key, "day": day}
    return [TrailPayment(*row) for row in told_rows(session, actor, key, lambda: _paid(actor, end), values)]


def _paid(actor: Actor, end: End) -> sa.Select[Any]:
    pay, contract, project, share, bond = (
        columns(m) for m in (Disbursement, Contract, Project, BondShare, Bond)
    )
    own = end_conditions(actor, end.kind, pay.contract_id)
    latest = (
        scoped(actor, Disbursement, pay.id, permission="disbursement.read")
        .join(table(BondShare), share.id == pay.share_id)
        .where(pay.state.in_(("paid", "settled")), pay.paid_on <= sa.bindparam("day", None, sa.Date()))
        .where(*seen_shares(actor), *own)
        .order_by(pay.paid_on.desc(), pay.id.desc())
        .limit(MOST_PAYMENTS)
        .subquery()
    )
    named = sa.func.coalesce(sa.func.nullif(bond.short_name, ""), bond.name)
    return (
        sa.select(pay.public_id, pay.number, pay.paid_on, pay.amount, pay.payee)
        .add_columns(contract.name, project.name, named, pay.voucher)
        .join_from(latest, Disbursement, pay.id == latest.c.id)
        .join(table(Contract), contract.id == pay.contract_id)
        .join(table(Project), project.id == pay.project_id)
        .join(table(BondShare), share.id == pay.share_id)
        .join(table(Bond), bond.id == share.bond_id)
        .order_by(pay.paid_on.desc(), pay.id.desc())
    )


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


def _asked(session: Session, explain: str, sums: Sequence[PathSum]) -> Figure | None:
    """Return what a figure is made of: project by project, bond by bond."""
    parts: dict[tuple[int, int], dict[str, int]] = {}
    for bond_id, _region, project_id, _contract, _payee, step, amount in sums:
        held = parts.setdefault((project_id, bond_id), {})
        held[step] = held.get(step, 0) + amount
    projects = names_of(session, "project", sorted({project for project, _bond in parts}))
    bonds = names_of(session, "bond", sorted({bond for _project, bond in parts}))
    return _asked_parts(
        explain,
        [
            (f"{projects[project].text} · {bonds[bond].text}", steps)
            for (project, bond), steps in parts.items()
        ],
    )


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
    view = trail_view(db, actor, asked, whole=True)
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
