"""A region: whom it stands under, what stands under it, the codes and parents it had, changes that wait."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.errors import missing
from bondlife.locale import gettext
from bondlife.queries.shell import region_choices
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from models.base import columns
from models.lifecycle import Label
from models.registry import Region, RegionCode, RegionParent, SettingProposal, User

LEVELS: Mapping[str, Label] = {
    "nation": Label("Country", "全国"),
    "province": Label("Province", "省级"),
    "city": Label("City", "市级"),
    "county": Label("County", "县级"),
    "township": Label("Township", "乡级"),
    "zone": Label("Development zone", "开发区"),
}
ADDABLE = ("city", "county", "township", "zone")


@dataclass(frozen=True, slots=True)
class BelowLine:
    """One region under this one."""

    code: str
    name: str
    level: str
    below: int


@dataclass(frozen=True, slots=True)
class PastLine:
    """A code and name, or a parent, over a span of days; still open without an end."""

    text: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A change of a region that waits for its second person."""

    public_id: str
    version: int
    code: str
    region: str
    wanted: Mapping[str, str]
    reason: str
    prepared_by: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class RegionView:
    """One region and what may be done with it; ``key`` is for the decisions on its page."""

    code: str
    name: str
    level: str
    above: Sequence[tuple[str, str]]
    below: Sequence[BelowLine]
    codes: Sequence[PastLine]
    parents: Sequence[PastLine]
    waiting: Sequence[WaitingLine]
    crumbs: Sequence[tuple[str, str]]
    can_edit: bool
    can_decide: bool
    key: str


@dataclass(frozen=True, slots=True)
class RegionForm:
    """The form of a region to add under another one, or of a change of one."""

    code: str
    name: str
    is_change: bool
    levels: Sequence[tuple[str, str]]
    labels: Mapping[str, str]
    form: Any


def region_view(db: Database, actor: Actor, code: str) -> RegionView:
    """Return a region by its code; without one the first of the person's own."""
    wanted = code or next((key for key, _name in region_choices(db, actor)), "000000")
    with db.reading() as session:
        row, key = _row(session, wanted)
        above = _above(session, row)
        return RegionView(
            row.code,
            row.name,
            said(LEVELS[row.level]),
            above,
            _below(session, key),
            _codes(session, key),
            _parents(session, key),
            _waiting(session, actor),
            [(name, f"/regions?code={code}") for code, name in above],
            actor.can_on("region.edit", key),
            actor.can("region.approve"),
            str(uuid4()),
        )


def region_form(db: Database, code: str, *, is_change: bool) -> tuple[RegionForm, dict[str, str]]:
    """Return the form for a region by its code, and what it starts from."""
    with db.reading() as session:
        row, _key = _row(session, code)
        above = _above(session, row)
    if is_change:
        first = {"code": row.code, "name": row.name, "parent": above[-1][0] if above else ""}
    else:
        first = {"parent": row.code, "valid_from": clock.business_date().isoformat()}
    levels = [(level, said(LEVELS[level])) for level in ADDABLE]
    return RegionForm(row.code, row.name, is_change, levels, _labels(), None), first


def _row(session: Session, code: str) -> tuple[Region, int]:
    own = columns(Region)
    found = sa.select(Region).where(own.code == code, own.ended_at.is_(None))
    row = session.execute(found).scalar_one_or_none()
    if row is None or row.id is None:
        raise missing("region")
    return row, row.id


def _above(session: Session, row: Region) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    parent = row.parent_id
    while parent is not None:
        held = session.get_one(Region, parent)
        found.insert(0, (held.code, held.name))
        parent = held.parent_id
    return found


def _below(session: Session, key: int) -> list[BelowLine]:
    own, lower = columns(Region), aliased(Region)
    counted = sa.select(sa.func.count()).where(lower.parent_id == own.id).correlate(Region).scalar_subquery()
    statement = sa.select(own.code, own.name, own.level, counted).where(
        own.parent_id == key, own.ended_at.is_(None)
    )
    rows = session.execute(statement.order_by(own.code))
    return [BelowLine(code, name, said(LEVELS[level]), count) for code, name, level, count in rows]


def _codes(session: Session, key: int) -> list[PastLine]:
    own = columns(RegionCode)
    statement = sa.select(own.code, own.name, own.valid_from, own.valid_to).where(own.region_id == key)
    rows = session.execute(statement.order_by(own.valid_from.desc()))
    return [PastLine(f"{code} {name}", first, last) for code, name, first, last in rows]


def _parents(session: Session, key: int) -> list[PastLine]:
    own, above = columns(RegionParent), columns(Region)
    statement = sa.select(above.name, own.valid_from, own.valid_to).join_from(
        RegionParent, Region, above.id == own.parent_id
    )
    rows = session.execute(statement.where(own.region_id == key).order_by(own.valid_from.desc()))
    return [PastLine(name, first, last) for name, first, last in rows]


def _waiting(session: Session, actor: Actor) -> list[WaitingLine]:
    own, place, user = columns(SettingProposal), columns(Region), columns(User)
    chosen = (SettingProposal, place.code, place.name, user.display_name)
    statement = (
        scoped(actor, SettingProposal, *chosen, permission="organisation.read")
        .join(Region, place.id == own.region_id)
        .outerjoin(User, user.id == own.prepared_by)
        .where(own.state == "proposed", own.key == "region.change", own.ended_at.is_(None))
        .order_by(own.id)
    )
    return [
        WaitingLine(
            row.public_id,
            row.version,
            code,
            name,
            row.value,
            row.reason,
            person or "",
            row.prepared_by == actor.user_id,
        )
        for row, code, name, person in session.execute(statement)
    ]


def _labels() -> dict[str, str]:
    return {
        "code": gettext("Code"),
        "name": gettext("Name"),
        "level": gettext("Level"),
        "parent": gettext("Under"),
        "valid_from": gettext("From day"),
        "reason": gettext("Reason"),
    }
