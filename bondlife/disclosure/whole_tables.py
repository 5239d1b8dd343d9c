"""The yearly tables of a whole region: one long table of its projects, or a sheet for each place below it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.disclosure.about import About
from bondlife.disclosure.builders import builders
from bondlife.disclosure.builders.f3 import general_rows, special_rows
from bondlife.disclosure.builders.f4 import report_rows, table_rows
from bondlife.disclosure.workbook import write_contents, write_rows
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from models.base import columns
from models.disclosure_forms import forms
from models.registry import BondShare, LimitStatement, Project, Region

Rows = Callable[[Session, Sequence[int], date], Iterator[dict[str, Any]]]
Tell = Callable[[int, int], None]

LONG: dict[str, Rows] = {"F3": special_rows, "F3G": general_rows, "F4": table_rows, "F5": report_rows}
"""Forms of projects: those of all projects with bonds below a region stand in one table."""

PLACES = ("F8", "B1", "B2", "F3U")
"""Forms of regions: each place with debt below a region has a sheet of its own."""

WHOLE = (*LONG, *PLACES)
"""Every form that is written for a whole region."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A table that is asked for: form, region, the last day of its year."""

    form: str
    region: Region
    on: date


def write_whole(session: Session, actor: Actor, wanted: Wanted, out: BinaryIO, tell: Tell | None) -> int:
    """Write a table of everything below a region that the actor sees; returns its rows, or its sheets.

    ``tell`` is told now and then how much is written, of how much.
    """
    if wanted.form in LONG:
        return _long(session, actor, wanted, out, tell)
    return _sheets(session, actor, wanted, out, tell)


def _long(session: Session, actor: Actor, wanted: Wanted, out: BinaryIO, tell: Tell | None) -> int:
    keys, shares = _with_bonds(session, actor, wanted.region)
    total = len(keys) if wanted.form == "F5" else shares
    told = None if tell is None else lambda count: tell(count, max(count, total))
    rows = LONG[wanted.form](session, keys, wanted.on)
    subject, spec = wanted.region.name, forms()[wanted.form]
    return write_rows(out, spec, rows, subject=subject, cut_off=wanted.on, tell=told)


def _with_bonds(session: Session, actor: Actor, region: Region) -> tuple[Sequence[int], int]:
    """Return the projects below a region that hold shares of bonds, and how many shares these are."""
    own, share = columns(Project), columns(BondShare)
    held: Any = (
        sa.select(share.project_id, sa.func.count().label("shares")).group_by(share.project_id).subquery()
    )
    statement = (
        scoped(actor, Project, own.id, held.c.shares, permission="project.read")
        .join(held, held.c.project_id == own.id)
        .where(own.region_id.in_(closure_of(region.id)), own.ended_at.is_(None))
        .order_by(own.id)
    )
    rows = session.execute(statement).all()
    return [int(row.id) for row in rows], sum(int(row.shares) for row in rows)


def _sheets(session: Session, actor: Actor, wanted: Wanted, out: BinaryIO, tell: Tell | None) -> int:
    places = _places(session, actor, wanted)
    build = builders()[wanted.form]

    def contents() -> Iterator[dict[str, Any]]:
        for number, key in enumerate(places, 1):
            yield build(About(session, wanted.form, wanted.on, key))
            if tell is not None:
                tell(number, len(places))

    return write_contents(out, forms()[wanted.form], contents(), cut_off=wanted.on)


def _places(session: Session, actor: Actor, wanted: Wanted) -> list[int]:
    """Return the region and every place below it with debt of its own, by code, that the actor may read."""
    share, told, place = columns(BondShare), columns(LimitStatement), columns(Region)
    held = sa.select(share.region_id).where(share.ended_at.is_(None), share.state != "cancelled")
    stated = sa.select(told.region_id).where(told.year == wanted.on.year, told.ended_at.is_(None))
    statement = (
        sa.select(place.id)
        .where(
            place.id.in_(closure_of(wanted.region.id)),
            sa.or_(place.id == wanted.region.id, place.id.in_(held.union(stated))),
        )
        .order_by(place.code, place.id)
        .execution_options(scoped=True)
    )
    keys = session.execute(statement).scalars()
    return [key for key in keys if actor.can_on("disclosure.read", key)]
