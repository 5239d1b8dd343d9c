"""Publications: filled from the books, put up for signatures, published, corrected in the open."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from bondlife.acts import Act, perform
from bondlife.books import lifecycle_of
from bondlife.db import Database
from bondlife.disclosure.about import about_of, sheet_of
from bondlife.disclosure.content import (
    MOST_WORDS,
    books_content,
    content_digest,
    content_of,
    empty_cells,
    is_built,
)
from bondlife.disclosure.places import place_words
from bondlife.errors import Blocked, Invalid, Problem, missing
from bondlife.lifecycle import engine
from bondlife.lifecycle.history import enter
from bondlife.lifecycle.situation import situation
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from bondlife.services import approvals, records
from bondlife.services.inputs import Input
from bondlife.services.values import Day, Line, Prose
from models.base import columns
from models.disclosure_forms import forms
from models.registry import Publication, PublicationSheet


class WordsInput(Input):
    """Words for empty cells and for figures that differ, each by its place in the content."""

    answers: dict[str, Prose] = Field(default_factory=dict, max_length=2000)
    explanations: dict[str, Prose] = Field(default_factory=dict, max_length=2000)


class PublishInput(Input):
    """Where and when a content was published."""

    published_on: Day
    address: Line = Field(min_length=1, max_length=300)


def prepare(
    db: Database, actor: Actor, public_id: str, version: int, words: WordsInput, *, key: str = ""
) -> dict[str, Any]:
    """Fill a publication from the books at its cut-off, with the words people give for the rest."""

    def work(act: Act) -> dict[str, Any]:
        row = _editable(act, public_id, version)
        sheet = sheet_for_writing(act, row)
        answers = _kept(sheet.answers, words.answers)
        _require_places(act, row, words.answers)
        act.change(sheet, answers=answers, explanations=_kept(sheet.explanations, words.explanations))
        act.flush()
        return fill(act, row)

    request = [public_id, version, words.model_dump(mode="json")]
    return dict(perform(db, actor, "publication.edit", work, key=key, request=request))


def fill(act: Act, row: Publication) -> dict[str, Any]:
    """Write the content of a publication as the books and its sheet give it, inside an open act."""
    content = content_of(act.session, row)
    approvals.void_waiting(act, row)  # what waits was put up for the content as it was
    act.change(row, content=content, digest=content_digest(content))
    act.flush()
    act.about(row, digest=row.digest)
    return {**records.receipt(row), "digest": row.digest, "empty": len(empty_cells(content))}


def publish(
    db: Database, actor: Actor, public_id: str, version: int, form: PublishInput, *, key: str = ""
) -> dict[str, Any]:
    """Publish an approved content: its day and address, and the move, in one act."""

    def work(act: Act) -> dict[str, Any]:
        row = _fetched(act, public_id, version)
        act.require_open(row.region_id)
        act.actor.require("publication.publish", row.region_id, row.unit_id, row.department_id)
        act.change(row, published_on=form.published_on, address=form.address)
        act.flush()
        here = situation(act.session, row, act.business_date, actor=act.actor)
        transition = engine.find(here, "publish")
        engine.require(here, act.actor, transition)
        engine.move(act, here, transition)
        act.about(row, digest=row.digest, address=row.address)
        records.after_change(act, row)
        return {**records.receipt(row), "digest": row.digest}

    request = [public_id, version, form.model_dump(mode="json")]
    return dict(perform(db, actor, "publication.publish", work, key=key, request=request))


def places_of(db: Database, actor: Actor, public_id: str) -> list[str]:
    """Return the cells of a publication that the books leave empty."""
    own = columns(Publication)
    statement = scoped(actor, Publication, permission="publication.read").where(own.public_id == public_id)
    with db.reading() as session:
        row = session.execute(statement).scalar_one_or_none()
        if row is None:
            raise missing("publication")
        return empty_cells(content_of(session, row))


def correct(
    db: Database, actor: Actor, public_id: str, version: int, reason: str, *, key: str = ""
) -> dict[str, Any]:
    """Open a correction of a publication, with the reason it will be published with."""

    def work(act: Act) -> dict[str, Any]:
        old = _fetched(act, public_id, version)
        act.actor.require("publication.create", old.region_id, old.unit_id, old.department_id)
        if old.state != "published":
            raise Blocked(Problem("not_public", "Only what is public can be corrected."))
        return records.receipt(correction_of(act, old, reason))

    return dict(perform(db, actor, "publication.create", work, key=key, request=[public_id, version, reason]))


def correction_of(act: Act, old: Publication, reason: str) -> Publication:
    """Store the correction of a publication, inside an open act; refuses a second one."""
    if not reason.strip():
        raise Invalid.because("reason_required", "Give the reason in words.", "reason")
    waiting = act.find(PublicationSheet, columns(PublicationSheet).corrects_id == old.id)
    rows = [act.get(Publication, one.publication_id) for one in waiting]
    if any(row.state not in ("cancelled", "withdrawn") for row in rows):
        raise Blocked(Problem("corrected_already", "A correction of this publication is under way."))
    own = ("region_id", "unit_id", "department_id", "project_id", "kind", "kind_version")
    row = Publication(
        **{name: getattr(old, name) for name in own},
        state="",
        form=old.form,
        bond_id=old.bond_id,
        cut_off=old.cut_off,
        due_on=None,
    )
    here = situation(act.session, old, act.business_date)
    enter(act, row, lifecycle_of(here.kind, "publication"))
    act.add(row)
    act.flush()
    records.after_change(act, row)
    before = sheet_of(act.session, old)
    sheet = sheet_for_writing(act, row)
    act.change(
        sheet,
        corrects_id=old.id,
        reason=reason,
        answers=dict((before.answers if before else None) or {}),
        subject=before.subject if before else "",
        subject_id=before.subject_id if before else None,
    )
    act.flush()
    act.about(row, corrects=old.public_id, reason=reason[:300])
    return row


def _fetched(act: Act, public_id: str, version: int) -> Publication:
    row = records.fetch(act, "publication", public_id)
    assert isinstance(row, Publication)
    act.require_version(row, version)
    return row


def _editable(act: Act, public_id: str, version: int) -> Publication:
    row = _fetched(act, public_id, version)
    act.actor.require("publication.edit", row.region_id, row.unit_id, row.department_id)
    act.about(row)
    if row.state != "due":
        raise Blocked(
            Problem("not_due", "The content is prepared already; return it before it is prepared again.")
        )
    if not is_built(row.form):
        raise Invalid.because(
            "no_form", "No table of the form %(form)s is filled here.", "form", form=row.form
        )
    if row.cut_off > act.business_date and not forms()[row.form].looks_ahead:
        raise Blocked(Problem("cut_off_ahead", "The day of the figures has not come yet.", "cut_off"))
    return row


def sheet_for_writing(act: Act, row: Publication) -> PublicationSheet:
    """Return the sheet of a publication for writing; the first to write lays it out."""
    held = sheet_of(act.session, row)
    if held is not None:
        return act.get(PublicationSheet, held.id)
    sheet = PublicationSheet(
        publication_id=row.id or 0,
        region_id=row.region_id,
        unit_id=row.unit_id,
        department_id=row.department_id,
        answers={},
        explanations={},
    )
    act.add(sheet)
    act.flush()
    return sheet


def _require_places(act: Act, row: Publication, answers: Mapping[str, str]) -> None:
    """Refuse words for a cell that the books fill, or that is not there."""
    places = set(empty_cells(books_content(about_of(act.session, row))))
    problems = [
        Problem(
            "no_such_cell",
            "The cell %(cell)s asks for no words.",
            place,
            {"cell": place_words(row.form, place)},
        )
        for place in sorted(set(answers) - places)
        if answers[place]
    ]
    problems += [
        Problem(
            "too_long", "Words for a cell have at most %(count)d characters.", place, {"count": MOST_WORDS}
        )
        for place, words in sorted(answers.items())
        if len(words) > MOST_WORDS
    ]
    if problems:
        raise Invalid(*problems[:20])


def _kept(held: Mapping[str, str] | None, given: Mapping[str, str]) -> dict[str, str]:
    """Return words with those given now; an empty one takes the word away."""
    return {place: words for place, words in {**(held or {}), **given}.items() if words}
