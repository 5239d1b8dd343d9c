"""The public page of a project, bond, PPP contract, fund or region, out of what was published about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.disclosure.choices import LATENESS
from bondlife.locale import gettext
from bondlife.queries.disclosure_words import form_name
from bondlife.queries.public.asked import PublicFigure, asked_of
from bondlife.queries.public.blocks import PageBlock, Stop, blocks_of, rail_of, shown_sources
from bondlife.queries.public.corrections import CorrectionLine, corrections_of
from bondlife.queries.public.places import Below, below_of, counts_of
from bondlife.queries.public.sources import DutyLine, Source, Thing, contents_of
from bondlife.queries.public.terms import Term, terms_for
from models.base import columns
from models.registry import PublicEntry


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One content in the list of a page."""

    form: str
    href: str
    cut_off: date
    published_on: date | None
    state: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Things named by the same contents: the bonds of a project, the projects of a bond."""

    title: str
    links: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ThingPage:
    """Everything the public page of one thing shows."""

    kind: str
    kind_name: str
    public_id: str
    title: str
    code: str
    region: str
    region_code: str
    address: str
    main: Source | None
    rail: Sequence[Stop]
    blocks: Sequence[PageBlock]
    contents: Sequence[ContentLine]
    corrections: Sequence[CorrectionLine]
    shows_lateness: bool
    duties: Sequence[DutyLine]
    beside: Sequence[Beside]
    below: Below
    terms: Sequence[Term]
    explain: PublicFigure | None

    @property
    def has_pictures(self) -> bool:
        """Tell whether anything is drawn, so that the script for pictures is worth loading."""
        return any(one.is_drawn for one in self.blocks)


def address_of(kind: str, public_id: str) -> str:
    """Return the stable address of a thing; a region stands under its code."""
    return f"/public/{FOLDERS[kind]}/{public_id}"


FOLDERS = {
    "project": "projects",
    "bond": "bonds",
    "ppp_contract": "ppp",
    "fund": "funds",
    "region": "regions",
}


def kind_name(kind: str) -> str:
    """Return what a kind of thing is called."""
    names = {
        "project": gettext("Project"),
        "bond": gettext("Bond"),
        "ppp_contract": gettext("PPP contract"),
        "fund": gettext("Government fund"),
        "region": gettext("Region"),
    }
    return names[kind]


def page_of(session: Session, thing: Thing, explain: str = "") -> ThingPage:
    """Return the page of a thing; ``explain`` names the figure whose making is asked."""
    shown = shown_sources(thing)
    contents = contents_of(session, shown)
    key = thing.region_code if thing.kind == "region" else thing.public_id
    return ThingPage(
        thing.kind,
        kind_name(thing.kind),
        key,
        thing.name,
        thing.code,
        thing.region,
        thing.region_code,
        address_of(thing.kind, key),
        shown[0] if shown else None,
        rail_of(shown, contents),
        blocks_of(shown, contents),
        [_line(one) for one in thing.sources],
        corrections_of(session, thing.sources),
        thing.shows[LATENESS],
        thing.duties,
        _beside(session, thing, contents.values()),
        below_of(session, thing.region_id) if thing.kind == "region" else counts_of(),
        terms_for(thing.kind),
        asked_of(shown, contents, explain),
    )


def _line(one: Source) -> ContentLine:
    href = f"/public/publications/{one.public_id}"
    return ContentLine(form_name(one.form), href, one.cut_off, one.published_on, one.state)


def _beside(session: Session, thing: Thing, contents: Iterable[Mapping[str, Any]]) -> list[Beside]:
    """Return the bonds a project's contents name, or the projects a bond's contents name."""
    pairs = {"project": ("bond", gettext("Bonds")), "bond": ("project", gettext("Projects"))}
    if thing.kind not in pairs:
        return []
    kind, title = pairs[thing.kind]
    keys = {getattr(one, f"{kind}_id") for one in thing.sources} - {None}
    asked = {"kind": kind, "keys": sorted(keys), "names": sorted(_named(contents))}
    links = [(address_of(kind, key), name) for key, name in session.execute(_entries(), asked)]
    return [Beside(title, links)] if links else []


@cache
def _entries() -> Any:
    own = columns(PublicEntry)
    keys: Any = sa.bindparam("keys", expanding=True)
    names: Any = sa.bindparam("names", expanding=True)
    named = sa.or_(own.subject_id.in_(keys), own.name.in_(names))
    return (
        sa.select(own.public_id, own.name)
        .where(own.kind == sa.bindparam("kind"), named)
        .order_by(own.sort_key)
    )


def _named(contents: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return the names of bonds and projects that tables of contents print."""
    rows = [row for one in contents for name in _NAMING for row in one.get(name) or ()]
    return {str(row[cell]) for row in rows for cell in ("bond", "source", "project_name") if cell in row}


_NAMING = ("flow", "payments", "projects")
"""Sections whose rows name bonds or projects."""
