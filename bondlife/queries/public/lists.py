"""Lists of what is public: by kind and region, found by name, code or initials, page by page or as a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import Database
from bondlife.errors import Invalid, missing
from bondlife.exchange.xlsx_out import Column
from bondlife.locale import gettext, is_chinese
from bondlife.queries.keyset import Order, Page, page_of
from bondlife.queries.public.page import FOLDERS, address_of, kind_name
from bondlife.queries.public.places import PlaceLine, top
from bondlife.queries.public.terms import Term, terms_for
from bondlife.queries.tables import Table
from bondlife.security.scope import closure_of
from bondlife.services.search import normal
from models.base import columns
from models.public_words import english_of
from models.registry import PublicEntry, Region

LISTS: Mapping[str, str] = {folder: kind for kind, folder in FOLDERS.items() if kind != "region"}
"""Addresses of lists, and the kind of thing each holds."""

LONGEST = 60
MOST_FOUND = 100
NEWEST = 20
MOST_ROWS = {"csv": 200_000, "xlsx": 20_000}
"""Rows a file may have; a spreadsheet of more takes too long for a visitor to wait for."""


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One thing in a list, as its newest publication names it."""

    kind: str
    href: str
    name: str
    code: str
    word: str
    region: str
    region_href: str
    amount: int | None
    contents: int
    last_on: date | None


@dataclass(frozen=True, slots=True)
class ListView:
    """One page of a list with its filters, and how many rows a file of it may have."""

    folder: str
    title: str
    q: str
    region: str
    region_name: str
    lines: Sequence[EntryLine]
    page: Page
    most: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class KindLine:
    """One kind of thing with how many of it are public."""

    name: str
    href: str
    count: int


@dataclass(frozen=True, slots=True)
class HomeView:
    """The front page: kinds, regions, the newest things; or what a search finds, and whether it was cut."""

    query: str
    kinds: Sequence[KindLine]
    regions: Sequence[PlaceLine]
    lines: Sequence[EntryLine]
    is_cut: bool
    terms: Sequence[Term]


def home_view(db: Database, q: str = "") -> HomeView:
    """Return the front page; a query finds names, codes and initials of what has been published."""
    plain = "".join(sign for sign in q if sign.isprintable()).strip()
    own = columns(PublicEntry)
    with db.reading() as session:
        if plain:
            found = _read(
                session, _matching(_entries(), plain).order_by(own.sort_key, own.kind), MOST_FOUND + 1
            )
            return HomeView(plain[:LONGEST], (), (), found[:MOST_FOUND], len(found) > MOST_FOUND, ())
        below = top(session)
        kinds = [
            KindLine(kind_name(kind), f"/public/{folder}", below.counts.get(kind, 0))
            for folder, kind in LISTS.items()
        ]
        newest = _read(session, _entries().order_by(own.last_on.desc(), own.kind, own.subject_id), NEWEST)
        return HomeView("", kinds, below.regions, newest, False, terms_for())


def _entries() -> Any:
    own, place = columns(PublicEntry), columns(Region)
    return sa.select(
        *(own.subject_id, own.sort_key, own.kind, own.public_id, own.name, own.code, own.word, own.amount),
        *(own.contents, own.last_on, place.name.label("region"), place.code.label("region_code")),
    ).join_from(PublicEntry, Region, place.id == own.region_id)


def _matching(statement: Any, text: str) -> Any:
    """Narrow to what holds the text; a text of signs alone, or longer than any name, finds nothing."""
    wanted = normal(text)
    if not wanted or len(text) > LONGEST:
        return statement.where(sa.false())
    return statement.where(columns(PublicEntry).found.contains(wanted, autoescape=True))


def _read(session: Session, statement: Any, most: int) -> list[EntryLine]:
    return [line_of(row) for row in session.execute(statement.limit(most))]


def line_of(row: Any) -> EntryLine:
    """Return a row of the index as a line."""
    key = row.region_code if row.kind == "region" else row.public_id
    return EntryLine(
        kind_name(row.kind),
        address_of(row.kind, key),
        row.name,
        row.code,
        row.word if is_chinese() else english_of(row.word),
        row.region,
        address_of("region", row.region_code),
        row.amount,
        row.contents,
        row.last_on,
    )


def list_view(
    db: Database, folder: str, *, q: str = "", region: str = "", after: str = "", before: str = ""
) -> ListView:
    """Return one page of a list, sorted by name."""
    own = columns(PublicEntry)
    with db.reading() as session:
        statement, place = _chosen(session, folder, q, region)
        order = Order(own.sort_key, str, own.subject_id)
        rows, page = page_of(session, statement, order, after=after, before=before)
    lines = [line_of(row) for row in rows]
    return ListView(folder, list_name(folder), q[:LONGEST], region, place, lines, page, MOST_ROWS)


def _chosen(session: Session, folder: str, q: str, region: str) -> tuple[Any, str]:
    """Return the statement of a list and the name of the region it is narrowed to."""
    own, place = columns(PublicEntry), columns(Region)
    statement, name = _entries().where(own.kind == LISTS[folder]), ""
    if q.strip():
        statement = _matching(statement, q.strip())
    if region:
        row = session.execute(
            sa.select(place.id, place.name).where(place.code == region, place.ended_at.is_(None))
        ).first()
        if row is None:
            raise missing("region")
        statement, name = statement.where(own.region_id.in_(closure_of(row.id))), row.name
    return statement, name


def list_name(folder: str) -> str:
    """Return what a list is called."""
    names = {
        "projects": gettext("Projects"),
        "bonds": gettext("Bonds"),
        "ppp": gettext("PPP contracts"),
        "funds": gettext("Government funds"),
    }
    return names[folder]


def list_table(db: Database, folder: str, kind: str, *, q: str = "", region: str = "") -> Table:
    """Return a whole list as a table for a file; a spreadsheet of too many rows is refused."""
    own = columns(PublicEntry)
    with db.reading() as session:
        statement, _ = _chosen(session, folder, q, region)
        found = session.execute(
            statement.order_by(own.sort_key, own.subject_id).limit(MOST_ROWS[kind] + 1)
        ).all()
    if len(found) > MOST_ROWS[kind]:
        raise Invalid.because(
            "too_many",
            "This list has more than %(count)d rows: take the csv, or choose a region.",
            "region",
            count=MOST_ROWS[kind],
        )
    heads = (
        Column(gettext("Name"), "text", 50),
        Column(gettext("Code"), "text", 24),
        Column(gettext("Type"), "text", 20),
        Column(gettext("Region"), "text", 20),
        Column(gettext("Amount"), "fen", 18),
        Column(gettext("Published on"), "date", 14),
        Column(gettext("Address"), "text", 60),
    )
    rows = [
        (one.name, one.code, one.word, one.region, one.amount, one.last_on, one.href)
        for one in map(line_of, found)
    ]
    return Table(list_name(folder), heads, rows)
