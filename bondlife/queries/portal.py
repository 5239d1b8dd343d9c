"""The public side: only what was published is read, by its stored content, whoever asks.

A region's own choices say whether lateness is shown. What was withdrawn leaves its notice, what was corrected
stays beside its correction.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import segno
import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.errors import missing
from bondlife.locale import gettext, ngettext
from bondlife.queries.disclosure_words import form_name
from bondlife.queries.published_form import SectionView, sections_of
from bondlife.security.scope import closure_of
from models.base import columns
from models.disclosure_forms import forms
from models.registry import (
    Bond,
    DisclosureDuty,
    Project,
    Publication,
    PublicationSheet,
    Region,
    RegionClosure,
    Setting,
)

SHOWN = ("published", "superseded", "withdrawn")
"""States a visitor may see; withdrawn ones by their notice alone."""

MOST = 100
LONGEST = 60
LATENESS = "disclosure.show_lateness"


@dataclass(frozen=True, slots=True)
class PublicLine:
    """One published content in a list."""

    public_id: str
    form: str
    subject: str
    region: str
    cut_off: date
    published_on: date | None
    state: str


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One region with how many contents it and those below it have published."""

    code: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class HomeView:
    """The front page: regions, the newest contents, what was searched for."""

    query: str
    regions: Sequence[PlaceLine]
    lines: Sequence[PublicLine]
    count: int


@dataclass(frozen=True, slots=True)
class PlaceView:
    """The page of a region, project or bond: its contents by form, and what lies below it."""

    kind: str
    public_id: str
    title: str
    code: str
    region: str
    region_code: str
    below: Sequence[PlaceLine]
    lines: Sequence[PublicLine]
    projects: Sequence[tuple[str, str]]
    bonds: Sequence[tuple[str, str]]
    address: str


@dataclass(frozen=True, slots=True)
class ContentView:
    """One published content, or the notice that it was withdrawn."""

    public_id: str
    title: str
    subject: str
    subject_href: str
    region: str
    region_code: str
    cut_off: date
    published_on: date | None
    digest: str
    basis: str
    reason: str
    state: str
    lateness: str
    sections: Sequence[SectionView]
    correction_href: str
    corrects_href: str
    etag: str


def home_view(db: Database, *, query: str = "") -> HomeView:
    """Return the front page; a query finds names, codes and initials of what has been published."""
    plain = "".join(sign for sign in query if sign.isprintable()).strip()[:LONGEST]
    with db.reading() as session:
        statement = _published()
        if plain:
            statement = statement.where(_matches(plain))
        rows = session.execute(_read(statement.order_by(*_NEWEST).limit(MOST))).all()
        return HomeView(plain, _places(session, None), [_line(row) for row in rows], _count(session))


def _matches(plain: str) -> Any:
    """Return the condition that a name, code or its initials hold the text, its signs taken as they are."""
    project, bond, place = columns(Project), columns(Bond), columns(Region)
    held = (project.name, project.code, project.sort_key, bond.name, bond.code, bond.sort_key, place.name)
    return sa.or_(*(column.icontains(plain, autoescape=True) for column in held))


def _published() -> Any:
    own, project, bond, place = (columns(m) for m in (Publication, Project, Bond, Region))
    names = (
        *("public_id", "form", "content", "cut_off", "published_on", "state", "id", "version", "digest"),
        *("project_id", "bond_id"),
    )
    return (
        sa.select(*(own[name] for name in names), place.name.label("region"), place.code.label("region_code"))
        .select_from(Publication)
        .join(Region, place.id == own.region_id)
        .outerjoin(Project, project.id == own.project_id)
        .outerjoin(Bond, bond.id == own.bond_id)
        .where(own.state.in_(("published",)), own.ended_at.is_(None))
    )


_NEWEST = (columns(Publication).published_on.desc(), columns(Publication).id.desc())


def _read(statement: Any) -> Any:
    """Mark a statement that reads published rows for everybody."""
    return statement.execution_options(scoped=True)


def _line(row: Any) -> PublicLine:
    subject = str((row.content or {}).get("subject") or row.region)
    return PublicLine(
        row.public_id, form_name(row.form), subject, row.region, row.cut_off, row.published_on, row.state
    )


def _count(session: Session) -> int:
    own = columns(Publication)
    counted = sa.select(sa.func.count()).where(own.state == "published", own.ended_at.is_(None))
    return int(session.execute(_read(counted)).scalar_one())


def _places(session: Session, above: int | None) -> list[PlaceLine]:
    """Return the regions below one, or those at the top, that published something in their subtree."""
    own, place, closure = columns(Publication), columns(Region), columns(RegionClosure)
    direct = sa.alias(RegionClosure.__table__, "direct")  # type: ignore[attr-defined]
    statement = (
        sa.select(place.code, place.name, sa.func.count(own.id))
        .select_from(Region)
        .join(RegionClosure, closure.ancestor_id == place.id)
        .join(Publication, own.region_id == closure.descendant_id)
        .where(own.state == "published", own.ended_at.is_(None))
        .group_by(place.code, place.name)
        .order_by(place.code)
    )
    if above is None:
        statement = statement.where(place.level == "province")
    else:
        statement = statement.join(
            direct,
            sa.and_(direct.c.descendant_id == place.id, direct.c.ancestor_id == above, direct.c.depth == 1),
        )
    return [PlaceLine(*row) for row in session.execute(_read(statement))]


def region_page(db: Database, code: str) -> PlaceView:
    """Return the page of a region: what it published itself, and its projects and bonds."""
    place, own = columns(Region), columns(Publication)
    with db.reading() as session:
        row = session.execute(
            sa.select(Region).where(place.code == code, place.ended_at.is_(None))
        ).scalar_one_or_none()
        if row is None:
            raise missing("region")
        mine = _published().where(own.region_id.in_(closure_of(row.id)))
        rows = session.execute(_read(mine.order_by(*_NEWEST).limit(MOST))).all()
        return PlaceView(
            "region",
            "",
            row.name,
            row.code,
            row.name,
            row.code,
            _places(session, row.id),
            [_line(one) for one in rows],
            list(dict.fromkeys(_things(session, mine, Project, own.project_id))),
            list(dict.fromkeys(_things(session, mine, Bond, own.bond_id))),
            f"/public/regions/{code}",
        )


def _things(session: Session, mine: Any, model: Any, key: Any) -> Iterator[tuple[str, str]]:
    """Yield key and name of the projects or bonds that published contents are about."""
    own = columns(model)
    keys = mine.with_only_columns(key).where(key.is_not(None))
    statement = sa.select(own.public_id, own.name).where(own.id.in_(keys)).order_by(own.name).limit(MOST)
    for row in session.execute(_read(statement)):
        yield row.public_id, row.name


def thing_page(db: Database, kind: str, public_id: str) -> PlaceView:
    """Return the page of a project or bond that has published contents; any other is missing."""
    models: dict[str, type[Project] | type[Bond]] = {"project": Project, "bond": Bond}
    model = models[kind]
    own, held = columns(model), columns(Publication)
    key = held.project_id if kind == "project" else held.bond_id
    with db.reading() as session:
        row = session.execute(_read(sa.select(model).where(own.public_id == public_id))).scalar_one_or_none()
        mine = _published().where(key == (row.id if row is not None else -1))
        rows = session.execute(_read(mine.order_by(*_NEWEST).limit(MOST))).all()
        if row is None or not rows:
            raise missing(kind)
        titled = next((one for one in rows if (one.content or {}).get("subject")), rows[0])
        return PlaceView(
            kind,
            public_id,
            str(titled.content.get("subject")) if kind == "project" else row.name,
            row.code,
            rows[0].region,
            rows[0].region_code,
            (),
            [_line(one) for one in rows],
            _beside(session, Project, {one.project_id for one in rows}) if kind == "bond" else (),
            _beside(session, Bond, {one.bond_id for one in rows}) if kind == "project" else (),
            f"/public/{kind}s/{public_id}",
        )


def _beside(session: Session, model: Any, keys: set[int | None]) -> list[tuple[str, str]]:
    """Return key and name of the projects or bonds that these contents are about as well."""
    own, known = columns(model), sorted(key for key in keys if key is not None)
    if not known:
        return []
    statement = sa.select(own.public_id, own.name).where(own.id.in_(known)).order_by(own.name)
    return [(row.public_id, row.name) for row in session.execute(_read(statement))]


def content_view(db: Database, public_id: str) -> ContentView:
    """Return one published content; a withdrawn one shows its notice and nothing of the content."""
    own, place = columns(Publication), columns(Region)
    with db.reading() as session:
        statement = (
            sa.select(Publication, place.name, place.code)
            .join(Region, place.id == own.region_id)
            .where(own.public_id == public_id, own.state.in_(SHOWN), own.ended_at.is_(None))
        )
        found = session.execute(_read(statement)).one_or_none()
        if found is None:
            raise missing("publication")
        row, region, code = found
        spec, content = forms()[row.form], row.content or {}
        is_gone = row.state == "withdrawn"
        project = (
            session.get(Project, row.project_id, execution_options={"scoped": True})
            if row.project_id
            else None
        )
        return ContentView(
            public_id,
            form_name(row.form),
            str(content.get("subject") or region),
            f"/public/projects/{project.public_id}" if project is not None else f"/public/regions/{code}",
            region,
            code,
            row.cut_off,
            row.published_on,
            row.digest,
            spec.basis,
            "" if is_gone else str(content.get("reason") or ""),
            row.state,
            _lateness(session, row),
            [] if is_gone else sections_of(spec, content),
            _other(session, row, forward=True),
            _other(session, row, forward=False),
            f"{row.id}-{row.version}-{row.digest[-16:]}",
        )


def code_picture(address: str) -> bytes:
    """Return the QR code of an address as svg."""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", scale=4, border=2, xmldecl=False)
    return out.getvalue()


def published_content(db: Database, public_id: str) -> tuple[str, Mapping[str, Any], str]:
    """Return form, content and digest of a published content: for files; a withdrawn one is missing."""
    own = columns(Publication)
    with db.reading() as session:
        statement = sa.select(own.form, own.content, own.digest).where(
            own.public_id == public_id, own.state.in_(SHOWN[:2]), own.ended_at.is_(None)
        )
        row = session.execute(_read(statement)).one_or_none()
    if row is None or row.content is None:
        raise missing("publication")
    return row.form, row.content, row.digest


def _other(session: Session, row: Publication, *, forward: bool) -> str:
    """Return where the correction of a content stands, or what it corrects, as far as that is public."""
    own, sheet = columns(Publication), columns(PublicationSheet)
    mine, theirs = (
        (sheet.corrects_id, sheet.publication_id) if forward else (sheet.publication_id, sheet.corrects_id)
    )
    statement = (
        sa.select(own.public_id)
        .join_from(Publication, PublicationSheet, theirs == own.id)
        .where(mine == row.id, own.state.in_(SHOWN))
        .limit(1)
    )
    found = session.execute(_read(statement)).scalar_one_or_none()
    return f"/public/publications/{found}" if found else ""


def _lateness(session: Session, row: Publication) -> str:
    """Return whether a content was published on time, where the region shows that."""
    if not is_shown(session, row.region_id, LATENESS):
        return ""
    own = columns(DisclosureDuty)
    statement = sa.select(own.due_on, own.done_on).where(
        own.publication_id == row.id, own.done_on.is_not(None)
    )
    duty = session.execute(_read(statement.limit(1))).one_or_none()
    if duty is None or duty.due_on is None:
        return ""
    late = (duty.done_on - duty.due_on).days
    if late <= 0:
        return gettext("published on time")
    return ngettext("published %(num)d day late", "published %(num)d days late", late) % {"num": late}


def is_shown(session: Session, region_id: int, key: str) -> bool:
    """Return a region's choice in force today, else that of the nearest region above it; off by default."""
    setting, closure = columns(Setting), columns(RegionClosure)
    statement = (
        sa.select(setting.value)
        .join_from(Setting, RegionClosure, closure.ancestor_id == setting.region_id)
        .where(
            closure.descendant_id == region_id,
            setting.key == key,
            setting.valid_from <= clock.business_date(),
            setting.ended_at.is_(None),
        )
        .order_by(closure.depth, setting.valid_from.desc())
        .limit(1)
    )
    return bool(session.execute(_read(statement)).scalar_one_or_none())
