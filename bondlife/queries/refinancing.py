"""Refinancing as a procedure: what matures, how far each step is, and the lineage of debts both ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.queries.dues import DueLine, line_columns, line_of, of_actor, with_names
from bondlife.queries.figures import Figure, Part, sum_figure
from bondlife.queries.shell import region_choices
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from models.base import columns
from models.kinds.special_bond.purposes import REFINANCING
from models.lifecycle import Label
from models.registry import Application, Bond, BondShare, Instalment, Project, RefinancingLine

MOST = 500
"""Lines of one page; a year of more is looked at region by region."""


@dataclass(frozen=True, slots=True)
class MaturingLine:
    """Principal that matures, and how far its refinancing is."""

    line: DueLine
    applied: int
    quota: int
    issued: int
    mapped: int

    @property
    def own_funds(self) -> int:
        """Return the principal that no refinancing has taken over: it is paid from own funds."""
        return max(self.line.principal - self.mapped, 0)

    @property
    def step(self) -> str:
        """Return the last step reached."""
        reached = [name for name in ("mapped", "issued", "quota", "applied") if getattr(self, name)]
        return reached[0] if reached else ""


@dataclass(frozen=True, slots=True)
class KinshipLine:
    """Old principal taken over by a new share."""

    old_bond: str
    old_bond_id: str
    old_instalment: str
    new_bond: str
    new_bond_id: str
    project: str
    project_id: str
    amount: int
    done_on: date | None


@dataclass(frozen=True, slots=True)
class RefinancingView:
    """Maturing principal of a year, and every mapping made or under way."""

    year: int
    region: str
    lines: Sequence[MaturingLine]
    lineage: Sequence[KinshipLine]
    principal: int
    mapped: int
    regions: Sequence[tuple[str, str]]
    explain: Any = None


def refinancing_view(
    db: Database, actor: Actor, *, year: int | None = None, region: str = "", explain: str = ""
) -> RefinancingView:
    """Return the refinancing of a year."""
    wanted = year or clock.business_date().year
    with db.reading() as session:
        lines = _maturing(session, actor, wanted, region)
        lineage = _lineage(session, actor)
    principal, mapped = sum(one.line.principal for one in lines), sum(one.mapped for one in lines)
    asked = _asked(explain, lines)
    return RefinancingView(
        wanted, region, lines, lineage, principal, mapped, region_choices(db, actor), asked
    )


def _maturing(session: Session, actor: Actor, year: int, region: str) -> list[MaturingLine]:
    own = columns(Instalment)
    taken = _mapped_sums()
    statement = of_actor(actor, *line_columns(), own.project_id, taken.c.amount, region=region)
    statement = with_names(statement).outerjoin(taken, taken.c.key == own.id)
    statement = statement.where(
        own.principal > 0,
        own.payment_date >= date(year, 1, 1),
        own.payment_date <= date(year, 12, 31),
        own.state.not_in(("paid", "remitted")),
    )
    found = session.execute(statement.order_by(own.payment_date, own.id).limit(MOST)).all()
    asked = _applications(session, actor, year)
    issued = _issued(session, actor, year)
    return [
        MaturingLine(
            line_of(row[:-2]), *asked.get(row[-2], (0, 0)), issued.get(row[-2], 0), int(row[-1] or 0)
        )
        for row in found
    ]


def _mapped_sums() -> Any:
    line = columns(RefinancingLine)
    return (
        sa.select(line.instalment_id.label("key"), sa.func.sum(line.amount).label("amount"))
        .where(line.ended_at.is_(None))
        .group_by(line.instalment_id)
        .subquery()
    )


def _applications(session: Session, actor: Actor, year: int) -> dict[int, tuple[int, int]]:
    """Return by project what was applied for and what of it has quota."""
    own = columns(Application)
    with_quota = sa.case((own.state.in_(("candidate", "issued")), own.amount), else_=0)
    statement = scoped(
        actor,
        Application,
        own.project_id,
        sa.func.sum(own.amount),
        sa.func.sum(with_quota),
        permission="application.read",
    )
    statement = statement.where(
        own.purpose.in_(REFINANCING),
        own.year == year,
        own.state.not_in(("rejected", "withdrawn", "lapsed")),
        own.ended_at.is_(None),
    ).group_by(own.project_id)
    return {int(row[0]): (int(row[1]), int(row[2])) for row in session.execute(statement) if row[0]}


def _issued(session: Session, actor: Actor, year: int) -> dict[int, int]:
    """Return by project the shares of refinancing bonds issued in the year."""
    own, bond = columns(BondShare), columns(Bond)
    statement = scoped(
        actor, BondShare, own.project_id, sa.func.sum(own.amount), permission="bond_share.read"
    ).select_from(BondShare)
    statement = statement.join(Bond, bond.id == own.bond_id).where(
        bond.purpose.in_(REFINANCING),
        bond.year == year,
        bond.state == "issued",
        own.state != "cancelled",
        own.ended_at.is_(None),
    )
    found = session.execute(statement.group_by(own.project_id))
    return {int(row[0]): int(row[1]) for row in found if row[0]}


def _lineage(session: Session, actor: Actor, bond: str = "") -> list[KinshipLine]:
    line, row, project = columns(RefinancingLine), columns(Instalment), columns(Project)
    old, new, share = aliased(Bond), aliased(Bond), columns(BondShare)
    chosen = (
        *(old.name, old.public_id, row.public_id, new.name, new.public_id),
        *(project.name, project.public_id, line.amount, line.done_on),
    )
    statement = scoped(actor, RefinancingLine, *chosen, permission="instalment.read")
    statement = statement.select_from(RefinancingLine).join(Instalment, row.id == line.instalment_id)
    statement = statement.join(old, old.id == row.bond_id)
    statement = statement.join(BondShare, share.id == line.new_share_id).join(new, new.id == share.bond_id)
    statement = statement.join(Project, project.id == line.project_id).where(line.ended_at.is_(None))
    if bond:
        keys: list[Any] = [old.public_id, new.public_id]
        statement = statement.where(sa.or_(*(key == bond for key in keys)))
    found = session.execute(statement.order_by(line.done_on.desc(), line.id.desc()).limit(MOST))
    return [KinshipLine(*values) for values in found]


@dataclass(frozen=True, slots=True)
class BondKin:
    """What a bond has taken over, and what took over from it."""

    before: Sequence[KinshipLine]
    after: Sequence[KinshipLine]


def kin_of_bond(session: Session, actor: Actor, public_id: str) -> BondKin:
    """Return the lineage of one bond, both ways."""
    found = _lineage(session, actor, public_id)
    before = [one for one in found if one.new_bond_id == public_id]
    return BondKin(before, [one for one in found if one.old_bond_id == public_id])


def _asked(key: str, lines: Sequence[MaturingLine]) -> Figure | None:
    if key == "principal":
        parts = [Part(Label(one.line.bond, one.line.bond), one.line.principal) for one in lines]
        return sum_figure(key, Label("Principal maturing in the year", "本年到期本金"), parts)
    if key == "mapped":
        parts = [Part(Label(one.line.bond, one.line.bond), one.mapped) for one in lines]
        return sum_figure(key, Label("Principal taken over by refinancing", "已由再融资承接本金"), parts)
    return None
