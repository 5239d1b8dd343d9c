"""Lists of publications: all of a person's regions, and the yearly round project by project."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.disclosure.whole_tables import WHOLE
from bondlife.queries.collections import STEPS
from bondlife.queries.disclosure_words import form_name
from bondlife.queries.keyset import Order, Page, page_of
from bondlife.queries.lifewords import state_of
from bondlife.queries.shell import region_choices
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from models.base import columns
from models.disclosure_forms import forms
from models.registry import (
    Bond,
    CollectionPart,
    DisclosureDuty,
    Organisation,
    Project,
    Publication,
    PublicationSheet,
    Region,
)

MOST_PROJECTS = 200
YEARLY = ("F3", "F3G", "F4", "F5")
STANDS = ("due", "drafted", "approved", "packaged", "published", "superseded", "withdrawn", "cancelled")


@dataclass(frozen=True, slots=True)
class PublicationLine:
    """One publication in the list."""

    public_id: str
    form: str
    subject: str
    region: str
    cut_off: date
    due_on: date | None
    published_on: date | None
    mark: str
    word: str


@dataclass(frozen=True, slots=True)
class PublicationsView:
    """One page of publications of a filter."""

    form: str
    state: str
    lines: Sequence[PublicationLine]
    page: Page
    forms: Sequence[tuple[str, str]]
    states: Sequence[tuple[str, str]]
    can_create: bool


@dataclass(frozen=True, slots=True)
class RoundCell:
    """One yearly form of a project: its publication and how far it is."""

    href: str
    mark: str
    word: str


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One project in the yearly round: the unit's answer and each of its forms."""

    project: str
    href: str
    unit: str
    part_href: str
    part_mark: str
    part_word: str
    returned: int
    cells: Sequence[RoundCell | None]


@dataclass(frozen=True, slots=True)
class RoundView:
    """The round of a year: who answered, what is published; a form to ask those not asked yet.

    ``tables`` are the forms that may be written for a whole region; none without the right to export.
    """

    year: int
    region: str
    forms: Sequence[str]
    lines: Sequence[RoundLine]
    asked: int
    accepted: int
    published: int
    is_cut: bool
    due_on: date
    regions: Sequence[tuple[str, str]]
    can_start: bool
    tables: Sequence[tuple[str, str]]
    form: Any


@dataclass(frozen=True, slots=True)
class EventFormView:
    """The form of a major event: types to choose from, the project it is about."""

    form: Any
    projects: Sequence[tuple[str, str]]
    types: Sequence[tuple[str, str]]


def publications_view(
    db: Database, actor: Actor, *, form: str = "", state: str = "", after: str = "", before: str = ""
) -> PublicationsView:
    """Return publications, the last cut-off first."""
    own, project, bond, place = (columns(m) for m in (Publication, Project, Bond, Region))
    chosen = (
        *(own.id, own.cut_off, own.public_id, own.form, own.kind, own.state, own.due_on, own.published_on),
        *(project.name.label("project"), bond.name.label("bond"), place.name.label("region")),
    )
    statement = (
        scoped(actor, Publication, *chosen, permission="publication.read")
        .select_from(Publication)
        .join(Region, place.id == own.region_id)
        .outerjoin(Project, project.id == own.project_id)
        .outerjoin(Bond, bond.id == own.bond_id)
        .where(own.ended_at.is_(None))
    )
    if form:
        statement = statement.where(own.form == form)
    if state in STANDS:
        statement = statement.where(own.state == state)
    order = Order(own.cut_off, date, own.id, down=True)
    with db.reading() as session:
        rows, page = page_of(session, statement, order, after=after, before=before)
        lines = [_line(row) for row in rows]
    words = [(key, state_of("special_bond", "publication", key)[0]) for key in STANDS]
    choices = [(key, form_name(key)) for key in forms()]
    return PublicationsView(form, state, lines, page, choices, words, actor.can("publication.create"))


def _line(row: Any) -> PublicationLine:
    word, mark = state_of(row.kind, "publication", row.state)
    subject = "，".join(one for one in (row.project, row.bond) if one) or row.region
    days = (row.cut_off, row.due_on, row.published_on)
    return PublicationLine(row.public_id, form_name(row.form), subject, row.region, *days, mark, word)


def round_view(db: Database, actor: Actor, *, year: int, region: str, form: Any) -> RoundView:
    """Return the yearly round of a region as it stands."""
    today = clock.business_date()
    with db.reading() as session:
        duties = _duties(session, actor, year, region)
        keys = list(dict.fromkeys(row.project_id for row in duties))[:MOST_PROJECTS]
        cells = _cells(session, [row.publication_id for row in duties if row.publication_id])
        owed = [one for one in YEARLY if any(row.form == one for row in duties)]
        lines = [_round_line(key, duties, cells, owed) for key in keys]
    told = [cell for line in lines for cell in line.cells if cell is not None]
    return RoundView(
        year,
        region,
        owed,
        lines,
        sum(bool(line.part_href) for line in lines),
        sum(line.part_mark == "done" for line in lines),
        sum(cell.mark == "done" for cell in told),
        len({row.project_id for row in duties}) > MOST_PROJECTS,
        max(today, date(year + 1, 5, 31)),
        region_choices(db, actor),
        actor.can("collection.send"),
        [(key, form_name(key)) for key in WHOLE] if actor.can("export.run") else [],
        form,
    )


def _duties(session: Session, actor: Actor, year: int, region: str) -> Sequence[Any]:
    own, project, body = columns(DisclosureDuty), columns(Project), columns(Organisation)
    chosen = (
        *(own.project_id, own.form, own.publication_id, own.state),
        *(project.name, project.public_id, body.name.label("unit")),
    )
    statement = (
        scoped(actor, DisclosureDuty, *chosen, permission="disclosure.read")
        .select_from(DisclosureDuty)
        .join(Project, project.id == own.project_id)
        .outerjoin(Organisation, body.id == project.unit_id)
        .where(own.period == str(year), own.form.in_(YEARLY), own.ended_at.is_(None))
    )
    if region:
        place = columns(Region)
        root = sa.select(place.id).where(place.code == region).scalar_subquery()
        statement = statement.where(own.region_id.in_(closure_of(root)))
    return session.execute(statement.order_by(project.name, own.id)).all()


def _cells(session: Session, keys: Sequence[int]) -> Mapping[int, Any]:
    """Return each publication of the round with the answer its sheet waits for."""
    own, sheet, part = columns(Publication), columns(PublicationSheet), columns(CollectionPart)
    statement = (
        sa.select(
            *(own.id, own.public_id, own.kind, own.state, own.form),
            *(part.public_id.label("part"), part.step, part.returned),
        )
        .select_from(Publication)
        .outerjoin(PublicationSheet, sheet.publication_id == own.id)
        .outerjoin(CollectionPart, part.id == sheet.part_id)
        .where(own.id.in_(keys))
    )
    return {row.id: row for row in session.execute(statement.execution_options(scoped=True))}


def _round_line(key: int, duties: Sequence[Any], cells: Mapping[int, Any], owed: Sequence[str]) -> RoundLine:
    mine = [row for row in duties if row.project_id == key]
    held = [cells[row.publication_id] for row in mine if row.publication_id in cells]
    by_form = {row.form: row for row in reversed(held)}
    answer = next((row for row in held if row.part), None)
    mark, word = STEPS[answer.step] if answer is not None else ("no", None)
    return RoundLine(
        mine[0].name,
        f"/projects/{mine[0].public_id}",
        mine[0].unit or "",
        f"/collections/parts/{answer.part}" if answer is not None else "",
        mark,
        said(word) if word is not None else "",
        answer.returned if answer is not None else 0,
        [_round_cell(by_form.get(form)) for form in owed],
    )


def _round_cell(row: Any) -> RoundCell | None:
    if row is None:
        return None
    word, mark = state_of(row.kind, "publication", row.state)
    return RoundCell(f"/publications/{row.public_id}", mark, word)


def event_form_view(db: Database, actor: Actor, form: Any) -> EventFormView:
    """Return the form of a major event with the projects of one's regions that hold bonds."""
    from bondlife.queries.disclosure_words import event_choices

    own = columns(Project)
    statement = scoped(actor, Project, own.public_id, own.name, permission="project.read").where(
        own.issued > 0, own.ended_at.is_(None)
    )
    with db.reading() as session:
        rows = session.execute(statement.order_by(own.name).limit(300)).all()
    return EventFormView(form, [(row.public_id, row.name) for row in rows], event_choices())
