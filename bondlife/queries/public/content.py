"""One published content as the public sees it, its files, its QR code; or the notice of its withdrawal."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import segno
import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.disclosure.choices import LATENESS, chosen
from bondlife.disclosure.differences import Difference
from bondlife.errors import missing
from bondlife.lifecycle.facts import by_key
from bondlife.queries.disclosure_words import form_name
from bondlife.queries.public.asked import PublicFigure, asked_of
from bondlife.queries.public.corrections import changed_cells
from bondlife.queries.public.page import FOLDERS, address_of
from bondlife.queries.public.sources import CHOICES, SHOWN, Source, is_open, late_word
from bondlife.queries.published_form import SectionView, sections_of
from bondlife.services.public_index import subjects_of
from models.base import columns
from models.disclosure_forms import forms
from models.registry import DisclosureDuty, Publication, PublicationSheet, PublicEntry, Region


@dataclass(frozen=True, slots=True)
class ContentView:
    """One published content, or the notice of its withdrawal; ``changes`` is what a correction changed."""

    public_id: str
    form: str
    title: str
    subject: str
    subject_href: str
    region: str
    region_code: str
    cut_off: date
    published_on: date | None
    digest: str
    basis: str
    is_official: bool
    reason: str
    state: str
    withdrawn_on: date | None
    lateness: str
    sections: Sequence[SectionView]
    changes: Sequence[Difference]
    correction_href: str
    corrects_href: str
    explain: PublicFigure | None


@dataclass(frozen=True, slots=True)
class Found:
    """A content that may be shown, with its region and the mark its page is kept under."""

    row: Publication
    region: str
    region_code: str
    lateness: str
    after: Publication | None
    before: Publication | None

    @property
    def mark(self) -> tuple[Any, ...]:
        """Return what a page of this content hangs on."""
        around = tuple(
            (one.id, one.version) if one is not None else None for one in (self.after, self.before)
        )
        return (self.row.id, self.row.version, self.region, around, self.lateness)


def content_of(session: Session, public_id: str) -> Found:
    """Return a content that is or was public; one whose form the leaders do not show is missing."""
    own, place = columns(Publication), columns(Region)
    statement = (
        sa.select(Publication, place.name, place.code)
        .join(Region, place.id == own.region_id)
        .where(own.public_id == public_id, own.state.in_(SHOWN), own.ended_at.is_(None))
    )
    row = session.execute(statement.execution_options(scoped=True)).one_or_none()
    shows = chosen(session, row[0].region_id, CHOICES) if row is not None else {}
    if row is None or not is_open(row[0].form, shows):
        raise missing("publication")
    after, before = (_other(session, row[0], forward=way) for way in (True, False))
    own, region, code = row
    return Found(own, region, code, _lateness(session, own, shows), after, before)


def content_view(session: Session, found: Found, explain: str = "") -> ContentView:
    """Return one published content; a withdrawn one shows its notice and nothing of the content."""
    row, spec = found.row, forms()[found.row.form]
    content: Mapping[str, Any] = {} if row.state == "withdrawn" else row.content or {}
    source = _source(row)
    return ContentView(
        row.public_id,
        row.form,
        form_name(row.form),
        str((row.content or {}).get("subject") or found.region),
        _subject_href(session, row, found.region_code),
        found.region,
        found.region_code,
        row.cut_off,
        row.published_on,
        row.digest,
        spec.basis,
        spec.is_official,
        str(content.get("reason") or ""),
        row.state,
        clock.local(row.state_since).date() if row.state == "withdrawn" and row.state_since else None,
        found.lateness,
        sections_of(spec, content) if content else [],
        _changes(found, content),
        _href(found.after),
        _href(found.before),
        asked_of([source], {source.id: content} if content else {}, explain),
    )


def _source(row: Publication) -> Source:
    """Return a content as a source of its own figures; a corrected one still explains what it said."""
    values = {name: getattr(row, name) for name in Source.__dataclass_fields__}
    return Source(**{**values, "state": "published"})


def _subject_href(session: Session, row: Publication, region_code: str) -> str:
    """Return the page of what a content is about: the smallest thing that has one."""
    own = columns(PublicEntry)
    for kind, key in sorted(subjects_of(session, row), key=lambda one: list(FOLDERS).index(one[0])):
        statement = sa.select(own.public_id).where(own.kind == kind, own.subject_id == key)
        found = session.execute(statement).scalar_one_or_none()
        if found is not None and kind != "region":
            return address_of(kind, found)
    return address_of("region", region_code)


def _changes(found: Found, content: Mapping[str, Any]) -> list[Difference]:
    if found.before is None or not content or found.before.content is None:
        return []
    return changed_cells(found.row.form, found.before.content, content)


def _href(row: Publication | None) -> str:
    return f"/public/publications/{row.public_id}" if row is not None else ""


def _other(session: Session, row: Publication, *, forward: bool) -> Publication | None:
    """Return the correction of a content, or what it corrects, as far as that is public."""
    own, sheet = columns(Publication), columns(PublicationSheet)
    mine, theirs = (
        (sheet.corrects_id, sheet.publication_id) if forward else (sheet.publication_id, sheet.corrects_id)
    )
    statement = (
        sa.select(own.id)
        .join_from(Publication, PublicationSheet, theirs == own.id)
        .where(mine == row.id, own.state.in_(SHOWN))
        .limit(1)
    )
    key = session.execute(statement.execution_options(scoped=True)).scalar_one_or_none()
    return by_key(session, Publication, key)


def _lateness(session: Session, row: Publication, shows: Mapping[str, bool]) -> str:
    """Return whether a content was published on time, where the region shows that."""
    if not shows[LATENESS]:
        return ""
    own = columns(DisclosureDuty)
    statement = sa.select(own.due_on, own.done_on).where(
        own.publication_id == row.id, own.done_on.is_not(None), own.due_on.is_not(None)
    )
    duty = session.execute(statement.limit(1).execution_options(scoped=True)).one_or_none()
    return "" if duty is None else late_word((duty.done_on - duty.due_on).days, is_done=True)


def published_content(db: Database, public_id: str) -> tuple[str, Mapping[str, Any], str]:
    """Return form, content and digest of a published content: for files; a withdrawn one is missing."""
    with db.reading() as session:
        row = content_of(session, public_id).row
        if row.state == "withdrawn" or row.content is None:
            raise missing("publication")
        return row.form, row.content, row.digest


def code_picture(address: str) -> bytes:
    """Return the QR code of an address as svg."""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", scale=4, border=2, xmldecl=False)
    return out.getvalue()
