"""Debt limits and balances by region and year, with the identities they must keep."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bondlife import clock
from bondlife.db import Database
from bondlife.errors import missing
from bondlife.queries.figures import Figure, calculated
from bondlife.queries.lifewords import TYPES, choices, named
from bondlife.queries.shell import region_choices
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from calculators.kernel.money import to_yuan
from calculators.risk.limit_balance import SPECS, IdentityCheck, limit_roll, within_limit
from models.base import columns
from models.registry import DebtLimit, Region

_SPECS = {spec.key: spec for spec in SPECS}


@dataclass(frozen=True, slots=True)
class LimitLine:
    """Limit and balance of one region, year and kind of debt."""

    public_id: str
    version: int
    region: str
    region_code: str
    year: int
    bond_type: str
    type_name: str
    opening_limit: int
    new_limit: int
    advance_limit: int
    control_figure: int | None
    balance: int | None
    notice_number: str
    notified_on: Any
    roll: IdentityCheck | None
    within: IdentityCheck | None

    @property
    def limit(self) -> int:
        """Return the limit of the year: opening and new together."""
        return self.opening_limit + self.new_limit


@dataclass(frozen=True, slots=True)
class LimitsView:
    """The limits of the regions this person sees, the newest year first."""

    region: str
    year: int | None
    lines: Sequence[LimitLine]
    regions: Sequence[tuple[str, str]]
    years: Sequence[int]
    broken: int
    can_edit: bool
    explain: Any = None


@dataclass(frozen=True, slots=True)
class LimitFormView:
    """The form of one limit."""

    public_id: str
    version: int
    regions: Sequence[tuple[str, str]]
    types: Sequence[tuple[str, str]]
    form: Any


def limits_view(
    db: Database, actor: Actor, *, region: str = "", year: int | None = None, explain: str = ""
) -> LimitsView:
    """Return limits with the headroom left and the roll from the year before."""
    limit = columns(DebtLimit)
    with db.reading() as session:
        everything = _lines(session, actor, region)
        years = sorted(
            session.execute(
                scoped(actor, DebtLimit, limit.year, permission="limit.read").distinct()
            ).scalars(),
            reverse=True,
        )
    lines = [line for line in everything if year is None or line.year == year]
    checks = [check for line in lines for check in (line.roll, line.within) if check is not None]
    return LimitsView(
        region,
        year,
        lines,
        region_choices(db, actor),
        years,
        sum(not check.holds for check in checks),
        actor.can("limit.edit"),
        _asked(explain, everything),
    )


def stored_limit(db: Database, actor: Actor, public_id: str) -> tuple[dict[str, str], int]:
    """Return a limit as it is typed, with its version."""
    with db.reading() as session:
        found = [line for line in _lines(session, actor, "") if line.public_id == public_id]
    if not found:
        raise missing("limit")
    line = found[0]
    amounts = ("opening_limit", "new_limit", "advance_limit", "control_figure", "balance")
    data = {name: _yuan(getattr(line, name)) for name in amounts}
    day = line.notified_on.isoformat() if line.notified_on else ""
    named_fields = {"region": line.region_code, "year": str(line.year), "bond_type": line.bond_type}
    return {**data, **named_fields, "notice_number": line.notice_number, "notified_on": day}, line.version


def limit_form_view(
    db: Database, actor: Actor, form: Any, public_id: str = "", version: int = 0
) -> LimitFormView:
    """Return what the form of a limit offers."""
    return LimitFormView(public_id, version, region_choices(db, actor), choices(TYPES), form)


def first_values() -> dict[str, str]:
    """Return what a new form starts from."""
    return {"year": str(clock.business_date().year), "bond_type": "special"}


def _yuan(fen: int | None) -> str:
    return "" if fen is None else str(to_yuan(fen))


def _lines(session: Any, actor: Actor, region: str) -> list[LimitLine]:
    limit, place = columns(DebtLimit), columns(Region)
    statement = scoped(actor, DebtLimit, DebtLimit, place.name, place.code, permission="limit.read")
    statement = statement.join(Region, place.id == limit.region_id).where(limit.ended_at.is_(None))
    if region:
        root = sa.select(place.id).where(place.code == region).scalar_subquery()
        statement = statement.where(limit.region_id.in_(closure_of(root)))
    rows = session.execute(statement.order_by(limit.year.desc(), place.code, limit.bond_type)).all()
    held = {(row[0].region_id, row[0].year, row[0].bond_type): row[0] for row in rows}
    return [_line(row, held) for row in rows]


def _line(row: Any, held: dict[Any, DebtLimit]) -> LimitLine:
    own: DebtLimit = row[0]
    before = held.get((own.region_id, own.year - 1, own.bond_type))
    roll = None
    if before is not None:
        roll = limit_roll(before.opening_limit, before.new_limit, own.opening_limit)
    within = None
    if own.balance is not None:
        within = within_limit(own.balance, own.opening_limit + own.new_limit)
    return LimitLine(
        own.public_id,
        own.version,
        row[1],
        row[2],
        own.year,
        own.bond_type,
        named(TYPES, own.bond_type),
        own.opening_limit,
        own.new_limit,
        own.advance_limit,
        own.control_figure,
        own.balance,
        own.notice_number,
        own.notified_on,
        roll,
        within,
    )


def _asked(key: str, lines: Sequence[LimitLine]) -> Figure | None:
    what, _, public_id = key.partition("-")
    line = next((one for one in lines if one.public_id == public_id), None)
    if line is None:
        return None
    if what == "room" and line.within is not None:
        inputs = {"balance": line.balance, "limit": line.limit}
        return calculated(key, _SPECS["risk.within_limit"], inputs, line.within, "difference")
    if what == "roll" and line.roll is not None:
        before = next(
            one
            for one in lines
            if (one.region, one.year, one.bond_type) == (line.region, line.year - 1, line.bond_type)
        )
        inputs = {
            "limit_before": before.opening_limit,
            "new_limit": before.new_limit,
            "limit": line.opening_limit,
            "tolerance": 0,
        }
        return calculated(key, _SPECS["risk.limit_roll"], inputs, line.roll, "difference")
    return None
