"""One publication: its content as printed, what holds and what does not, what changed, what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.disclosure.about import sheet_of
from bondlife.disclosure.content import content_of, empty_cells, is_built
from bondlife.disclosure.differences import Difference, differences, previous
from bondlife.errors import Refusal
from bondlife.lifecycle.facts import by_key
from bondlife.lifecycle.guards.common import listed
from bondlife.lifecycle.guards.identities import IDENTITIES
from bondlife.lifecycle.situation import Situation, situation
from bondlife.locale import gettext
from bondlife.queries.api import row_of
from bondlife.queries.approvals import BarView, bar_of
from bondlife.queries.disclosure_words import form_name, identity_name
from bondlife.queries.documents import DocumentsView, documents_of
from bondlife.queries.publication_asked import asked_cell
from bondlife.queries.published_form import SectionView, labels_of, sections_of
from bondlife.queries.record import MoveLine, moves_of
from bondlife.queries.steps import NextBlock, next_block
from bondlife.queries.words import state_name
from bondlife.security.actor import Actor
from models.base import columns
from models.disclosure_forms import forms
from models.disclosure_forms.shape import FormSpec
from models.registry import CollectionPart, Publication, PublicationSheet, Region


@dataclass(frozen=True, slots=True)
class IdentityLine:
    """One identity of the form: its words, and the pairs of figures that broke it (fen or counts)."""

    name: str
    broken: Sequence[tuple[str, int, int]]
    is_money: bool


@dataclass(frozen=True, slots=True)
class WordField:
    """One place that asks for words: its name in the form, its label, what was written."""

    place: str
    label: str
    words: str
    is_missing: bool


@dataclass(frozen=True, slots=True)
class PublicationView:
    """A publication; ``sections`` show the stored content, else what the books say now."""

    public_id: str
    version: int
    idempotency_key: str
    title: str
    subject: str
    state: str
    state_key: str
    since: Any
    form: str
    basis: str
    is_official: bool
    region: str
    cut_off: date
    due_on: date | None
    published_on: date | None
    address: str
    digest: str
    reason: str
    sections: Sequence[SectionView]
    is_stored: bool
    problem: str
    moved: Sequence[tuple[str, str, str]]
    identities: Sequence[IdentityLine]
    words: Sequence[WordField]
    differences: Sequence[Difference]
    before_href: str
    corrects_href: str
    corrected_href: str
    part_href: str
    can_prepare: bool
    can_publish: bool
    can_correct: bool
    can_export: bool
    default_address: str
    today: date
    next: NextBlock
    moves: Sequence[MoveLine]
    documents: DocumentsView
    bar: BarView | None
    answers: Any
    explain: Any = None

    @property
    def broken(self) -> int:
        """Return how many identities do not hold."""
        return sum(bool(one.broken) for one in self.identities)

    @property
    def missing(self) -> int:
        """Return how many places still ask for words."""
        return sum(one.is_missing for one in self.words) + sum(one.is_open for one in self.differences)


def publication_view(
    db: Database, actor: Actor, public_id: str, answers: Any, explain: str = ""
) -> PublicationView:
    """Return one publication; before it is prepared its content is what the books say now.

    ``explain`` names the figure whose making is asked.
    """
    with db.reading() as session:
        row = row_of(session, actor, "publication", public_id)
        assert isinstance(row, Publication)
        here = situation(session, row, clock.business_date(), actor=actor)
        sheet, spec = sheet_of(session, row), forms().get(row.form)
        content, problem = _content(session, row)
        region = by_key(session, Region, row.region_id)
        where = (row.region_id, row.unit_id, row.department_id)
        return PublicationView(
            row.public_id,
            row.version,
            str(uuid4()),
            form_name(row.form),
            str(content.get("subject") or content.get("region") or ""),
            state_name(here.kind, "publication", row.state),
            row.state,
            row.state_since,
            row.form,
            spec.basis if spec is not None else "",
            spec.is_official if spec is not None else False,
            region.name if region is not None else "",
            row.cut_off,
            row.due_on,
            row.published_on,
            row.address,
            row.digest,
            str(content.get("reason") or ""),
            sections_of(spec, content) if spec is not None else [],
            row.content is not None,
            problem,
            _moved(session, row, spec),
            _identities(here, row, content),
            _words(session, row, spec, content, sheet),
            _shown_differences(session, row),
            _href(previous(session, row)),
            _href(by_key(session, Publication, sheet.corrects_id) if sheet is not None else None),
            _href(_correction(session, row)),
            _part(session, sheet),
            row.state == "due" and is_built(row.form) and actor.can_on("publication.edit", *where),
            row.state == "approved" and actor.can_on("publication.publish", *where),
            row.state == "published" and actor.can_on("publication.create", *where),
            actor.can("export.run") and row.content is not None,
            f"/public/publications/{row.public_id}",
            here.today,
            next_block(session, actor, row, here.today),
            moves_of(session, row, here.kind),
            documents_of(session, actor, row, here),
            bar_of(session, actor, row),
            answers,
            asked_cell(session, row, spec, content, explain),
        )


def _content(session: Session, row: Publication) -> tuple[dict[str, Any], str]:
    """Return the stored content, else what the books say now; a form that cannot be filled says why."""
    if row.content is not None:
        return row.content, ""
    if not is_built(row.form):
        return {}, gettext("No table of this form is filled here.")
    try:
        return content_of(session, row), ""
    except Refusal as refusal:
        return {}, refusal.problems[0].text()


def _moved(session: Session, row: Publication, spec: FormSpec | None) -> list[tuple[str, str, str]]:
    """Return the cells whose figure in the books is another now: label, stored, now."""
    if row.content is None or spec is None or not is_built(row.form) or row.state == "superseded":
        return []
    try:
        now = content_of(session, row)
    except Refusal:
        return []
    then = {place: value for place, _, value in labels_of(spec, row.content)}
    return [
        (label, _told(then.get(place)), _told(value))
        for place, label, value in labels_of(spec, now)
        if then.get(place) != value
    ]


def _told(value: Any) -> str:
    return "—" if value is None else str(value)


def _identities(here: Situation, row: Publication, content: dict[str, Any]) -> list[IdentityLine]:
    """Return every identity the rule asks of this form, with what breaks it."""
    names = [str(one) for one in listed(here, {"rule": "disclosure.identities"}, "identities")]
    before = previous(here.session, row)
    held = (before.content if before is not None else None) or {}
    linked = int(content.get("project_count") or 1)
    found = []
    for name in names:
        if name.startswith(f"{row.form.lower()}.") and name in IDENTITIES and content:
            pairs = IDENTITIES[name](content, held, linked)
            broken = [(what, left, right) for what, left, right in pairs if left != right]
            found.append(IdentityLine(identity_name(name), broken, "count" not in name))
    return found


def _words(
    session: Session,
    row: Publication,
    spec: FormSpec | None,
    content: dict[str, Any],
    sheet: PublicationSheet | None,
) -> list[WordField]:
    """Return the places that ask for words, with what was written so far.

    What the unit answered and finance accepted stands; it is changed by returning the answer.
    """
    if spec is None or row.state != "due" or not content:
        return []
    from bondlife.disclosure.about import about_of
    from bondlife.disclosure.content import books_content

    try:
        places = set(empty_cells(books_content(about_of(session, row))))
    except Refusal:
        return []
    held = dict((sheet.answers if sheet is not None else None) or {})
    values = {place: value for place, _, value in labels_of(spec, content)}
    return [
        WordField(place, label, str(held.get(place) or ""), values.get(place) is None)
        for place, label, _ in labels_of(spec, content)
        if place in places and (place in held or values.get(place) is None)
    ]


def _shown_differences(session: Session, row: Publication) -> list[Difference]:
    return differences(session, row)


def _href(row: Publication | None) -> str:
    return f"/publications/{row.public_id}" if row is not None else ""


def _correction(session: Session, row: Publication) -> Publication | None:
    """Return the correction of a publication that is under way or published."""
    own, sheet = columns(Publication), columns(PublicationSheet)
    statement = (
        sa.select(Publication)
        .join_from(Publication, PublicationSheet, sheet.publication_id == own.id)
        .where(sheet.corrects_id == row.id, own.state.not_in(("cancelled", "withdrawn")))
        .limit(1)
    )
    found: Publication | None = session.execute(statement.execution_options(scoped=True)).scalar_one_or_none()
    return found


def _part(session: Session, sheet: PublicationSheet | None) -> str:
    part = by_key(session, CollectionPart, sheet.part_id) if sheet is not None else None
    return f"/collections/parts/{part.public_id}" if part is not None else ""
