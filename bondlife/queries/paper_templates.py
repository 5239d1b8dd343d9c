"""Templates of documents: which serves a region, what each form offers, every version that was kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import Database
from bondlife.errors import missing
from bondlife.exchange.documents.docx_fields import PAPER_FIELDS
from bondlife.exchange.documents.paper import Chart, Facts, Form, Photos, Prose, columns_of
from bondlife.exchange.papers import forms
from bondlife.queries.documents import size_words
from bondlife.queries.places import region_of
from bondlife.queries.shell import region_choices
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from models.base import columns
from models.registry import PaperTemplate, Region, RegionClosure, RowVersion, User


@dataclass(frozen=True, slots=True)
class FormLine:
    """One form: whether a region edits its own template, and which version."""

    key: str
    title: str
    number: int | None
    region: str
    name: str


@dataclass(frozen=True, slots=True)
class TemplatesView:
    """The forms with the template that serves a region."""

    region: str
    regions: Sequence[tuple[str, str]]
    lines: Sequence[FormLine]
    own: int


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One thing a template may name: how it is written, what it is, what it repeats in."""

    tag: str
    label: str
    block: str


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of a template that was kept."""

    public_id: str
    version: int
    number: int
    region: str
    name: str
    size: str
    reason: str
    by: str
    at: datetime | None
    is_ended: bool
    state: str
    digest: str


@dataclass(frozen=True, slots=True)
class TemplateView:
    """One form: its fields, the versions of a region and those above, the form to send a new one."""

    key: str
    title: str
    region: str
    regions: Sequence[tuple[str, str]]
    fields: Sequence[FieldLine]
    versions: Sequence[VersionLine]
    serves: VersionLine | None
    can_edit: bool
    can_approve: bool
    limit_mib: int
    form: Any


def template_in_force(session: Session, region_id: int, form: str) -> PaperTemplate | None:
    """Return the template that serves a region: its own, else that of the nearest region above."""
    own, closure = columns(PaperTemplate), columns(RegionClosure)
    statement = (
        sa.select(PaperTemplate)
        .join(RegionClosure, closure.ancestor_id == own.region_id)
        .where(
            closure.descendant_id == region_id,
            own.form == form,
            own.state == "in_force",
            own.ended_at.is_(None),
        )
        .order_by(closure.depth, own.number.desc())
        .limit(1)
    )
    found: PaperTemplate | None = session.execute(
        statement.execution_options(scoped=True)
    ).scalar_one_or_none()
    return found


def digest_in_force(db: Database, region_id: int | None, form: str) -> str:
    """Return the digest of the template that serves a region; empty where the form's own does."""
    if region_id is None or form not in forms():
        return ""
    with db.reading() as session:
        found = template_in_force(session, region_id, form)
        return found.content_digest if found is not None else ""


def templates_view(db: Database, actor: Actor, *, region: str = "") -> TemplatesView:
    """Return every form with the template that serves a region."""
    with db.reading() as session:
        place = region_of(session, actor, region, "template.read")
        lines = [_form_line(session, place.id or 0, form) for form in forms().values()]
    own = sum(line.number is not None for line in lines)
    return TemplatesView(place.code, region_choices(db, actor), lines, own)


def _form_line(session: Session, region_id: int, form: Form) -> FormLine:
    found = template_in_force(session, region_id, form.key)
    if found is None:
        return FormLine(form.key, form.title, None, "", "")
    place = session.get(Region, found.region_id)
    return FormLine(form.key, form.title, found.number, place.name if place else "", found.name)


def template_view(
    db: Database, actor: Actor, key: str, *, region: str = "", form: Any = None, limit: int
) -> TemplateView:
    """Return one form with its fields and the versions kept for a region; an unknown form is missing."""
    found = form_called(key)
    with db.reading() as session:
        place = region_of(session, actor, region, "template.read")
        rows = _versions(session, place.id or 0, key)
        serving = template_in_force(session, place.id or 0, key)
    serves = next((one for one in rows if serving is not None and one.public_id == serving.public_id), None)
    return TemplateView(
        key,
        found.title,
        place.code,
        region_choices(db, actor),
        list(fields_of(found)),
        rows,
        serves,
        actor.can_on("template.edit", place.id or 0),
        actor.can_on("template.approve", place.id or 0),
        limit >> 20,
        form,
    )


def form_called(key: str) -> Form:
    """Return a form by its key; any other is missing."""
    found = forms().get(key)
    if found is None:
        raise missing("form")
    return found


def _versions(session: Session, region_id: int, key: str) -> list[VersionLine]:
    own, place, closure = columns(PaperTemplate), columns(Region), columns(RegionClosure)
    above = sa.select(closure.ancestor_id).where(closure.descendant_id == region_id)
    statement = (
        sa.select(PaperTemplate, place.name)
        .join(Region, place.id == own.region_id)
        .where(own.form == key, own.region_id.in_(above))
        .order_by(own.id.desc())
    )
    found = list(session.execute(statement.execution_options(scoped=True)))
    people = _authors(session, [row.id for row, _name in found])
    return [_version_line(row, name, people.get(row.id, "")) for row, name in found]


def _version_line(row: PaperTemplate, region: str, by: str) -> VersionLine:
    return VersionLine(
        row.public_id,
        row.version,
        row.number,
        region,
        row.name,
        size_words(row.size),
        row.reason,
        by,
        row.created_at,
        row.ended_at is not None,
        row.state,
        row.content_digest.removeprefix("sha256:")[:12],
    )


def _authors(session: Session, ids: Sequence[int]) -> dict[int, str]:
    version, user = columns(RowVersion), columns(User)
    statement = (
        sa.select(version.row_id, user.display_name)
        .join_from(RowVersion, User, user.id == version.author_id)
        .where(version.table_name == "paper_template", version.version == 1, version.row_id.in_(ids))
    )
    return {int(key): name for key, name in session.execute(statement)} if ids else {}


def fields_of(form: Form) -> Sequence[FieldLine]:
    """Return everything a template of a form may name, as it is written in Word."""
    found = [FieldLine(f"{{{{ paper.{key} }}}}", label, "") for key, label in PAPER_FIELDS.items()]
    for section in form.sections:
        title = section.title or form.title
        if isinstance(section, Facts):
            found += [
                FieldLine(f"{{{{ {section.key}.{one.key} }}}}", one.label, title) for one in section.items
            ]
        elif isinstance(section, Chart):
            found.append(FieldLine(f"{{{{ charts.{section.key} }}}}", "图", title))
        elif isinstance(section, Prose):
            found.append(
                FieldLine(f"{{%p for text in {section.key} %}} {{{{ text }}}} {{%p endfor %}}", "段落", title)
            )
        elif isinstance(section, Photos):
            each = "{{ photo.picture }} {{ photo.caption }}"
            found.append(
                FieldLine(f"{{%p for photo in {section.key} %}} {each} {{%p endfor %}}", "照片", title)
            )
        else:
            found.append(FieldLine(f"{{%tr for row in {section.key} %}} … {{%tr endfor %}}", "逐行", title))
            found += [FieldLine(f"{{{{ row.{one.key} }}}}", one.label, title) for one in columns_of(section)]
    return found


def template_file(db: Database, actor: Actor, public_id: str) -> tuple[str, str]:
    """Return name and digest of a template this person may read; any other is missing."""
    own = columns(PaperTemplate)
    statement = scoped(actor, PaperTemplate, own.name, own.content_digest, permission="template.read")
    with db.reading() as session:
        found = session.execute(statement.where(own.public_id == public_id)).one_or_none()
    if found is None:
        raise missing("template")
    return str(found[0]), str(found[1])


def template_place(db: Database, actor: Actor, public_id: str) -> tuple[str, str]:
    """Return form and region code of a template this person may read; any other is missing."""
    own, place = columns(PaperTemplate), columns(Region)
    statement = scoped(actor, PaperTemplate, own.form, place.code, permission="template.read")
    statement = statement.join(Region, place.id == own.region_id).where(own.public_id == public_id)
    with db.reading() as session:
        found = session.execute(statement).one_or_none()
    if found is None:
        raise missing("template")
    return str(found[0]), str(found[1])
