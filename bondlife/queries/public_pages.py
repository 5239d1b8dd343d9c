"""Public pages from inside: which things of one's regions have one, how far each is, a form for another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.disclosure.things import BY_SHEET, THINGS
from bondlife.queries.disclosure_words import form_name
from bondlife.queries.lifewords import state_of
from bondlife.queries.public.page import FOLDERS, address_of, kind_name
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from models.base import columns
from models.registry import Publication, PublicationSheet, Region, ScopedRow

MOST = 50
LONGEST = 60
GONE = ("superseded", "withdrawn", "cancelled")


@dataclass(frozen=True, slots=True)
class ThingLine:
    """One thing with the newest publication of its page; ``state`` is empty while there is none."""

    thing: str
    name: str
    region: str
    state: str
    mark: str
    cut_off: date | None
    href: str
    public_href: str


@dataclass(frozen=True, slots=True)
class PagesView:
    """Things of one kind, what is public of each, and what a new page needs."""

    kind: str
    kinds: Sequence[tuple[str, str]]
    forms: Sequence[tuple[str, str]]
    q: str
    lines: Sequence[ThingLine]
    is_cut: bool
    can_open: bool
    yesterday: date
    form: Any


def pages_view(db: Database, actor: Actor, *, kind: str, q: str, form: Any) -> PagesView:
    """Return the things of one kind a person may read, those without a page too."""
    chosen = kind if kind in THINGS else "project"
    with db.reading() as session:
        found = session.execute(_things(actor, chosen, q.strip()[:LONGEST])).all()
        states = _states(session, chosen, [row.id for row in found])
    lines = [_line(chosen, row, states.get(row.id)) for row in found[:MOST]]
    return PagesView(
        chosen,
        [(one, kind_name(one)) for one in FOLDERS],
        [(one, form_name(one)) for one in THINGS[chosen].forms],
        q[:LONGEST],
        lines,
        len(found) > MOST,
        actor.can("publication.create"),
        clock.business_date() - timedelta(days=1),
        form,
    )


def _things(actor: Actor, kind: str, q: str) -> Any:
    """Return the statement of things with name, key and region, in the order of their keys."""
    model, place = THINGS[kind].model, columns(Region)
    own = columns(model)
    chosen = (own.id, own.name, (own.code if kind == "region" else own.public_id).label("thing"))
    if issubclass(model, ScopedRow):
        statement = scoped(actor, model, *chosen, place.name.label("region"), permission=f"{kind}.read").join(
            Region, place.id == own.region_id
        )
    else:
        statement = sa.select(*chosen, place.name.label("region")).where(_own_regions(actor))
    if q:
        statement = statement.where(own.name.icontains(q, autoescape=True))
    return statement.where(own.ended_at.is_(None)).order_by(own.id).limit(MOST + 1)


def _own_regions(actor: Actor) -> Any:
    grants, place = actor.grants_for("publication.read"), columns(Region)
    if any(grant.region_ids is None for grant in grants):
        return place.level.in_(("nation", "province"))
    return place.id.in_(sorted(set().union(*(grant.region_ids or () for grant in grants))))


def _states(session: Session, kind: str, keys: Sequence[int]) -> Mapping[int, Any]:
    """Return the newest living publication of the page of each thing."""
    own, sheet = columns(Publication), columns(PublicationSheet)
    about = {"project": own.project_id, "bond": own.bond_id, "region": own.region_id}.get(
        kind, sheet.subject_id
    )
    statement = (
        sa.select(about.label("thing"), own.public_id, own.state, own.cut_off, own.kind)
        .select_from(Publication)
        .outerjoin(PublicationSheet, sheet.publication_id == own.id)
        .where(own.form == THINGS[kind].page, own.state.not_in(GONE), own.ended_at.is_(None), about.in_(keys))
        .order_by(own.cut_off, own.id)
    )
    if kind in BY_SHEET:
        statement = statement.where(sheet.subject == kind)
    return {row.thing: row for row in session.execute(statement.execution_options(scoped=True))}


def _line(kind: str, row: Any, page: Any) -> ThingLine:
    if page is None:
        return ThingLine(row.thing, row.name, row.region, "", "open", None, "", "")
    word, mark = state_of(page.kind, "publication", page.state)
    public = address_of(kind, row.thing) if page.state == "published" else ""
    return ThingLine(
        row.thing, row.name, row.region, word, mark, page.cut_off, f"/publications/{page.public_id}", public
    )
