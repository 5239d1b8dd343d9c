"""The published contents about one thing, what stands behind them, and the mark a page is kept under.

Nothing here reads a working record but the duties a region's leaders chose to show. A content whose form
needs a choice of the leaders is left out wherever the choice does not hold today.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.disclosure.choices import CONTRACTORS, LATENESS, chosen
from bondlife.disclosure.things import EPOCH, about
from bondlife.errors import missing
from bondlife.locale import gettext, ngettext
from bondlife.queries.disclosure_words import duty_name
from models.base import columns
from models.disclosure_forms import forms
from models.registry import (
    DisclosureDuty,
    Epoch,
    Publication,
    PublicEntry,
    Region,
)

SHOWN = ("published", "superseded", "withdrawn")
"""States a visitor may see; withdrawn ones by their notice alone."""

CHOICES = (LATENESS, CONTRACTORS)
MOST = 300


@dataclass(frozen=True, slots=True)
class Source:
    """One published content without its cells: enough to list it and to tell whether it changed."""

    id: int
    public_id: str
    version: int
    form: str
    state: str
    cut_off: date
    published_on: date | None
    digest: str
    bond_id: int | None
    project_id: int | None


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One duty as the public may see it: what, by which day, when it was done, in words how late."""

    name: str
    due_on: date | None
    done_on: date | None
    word: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing with public contents: its entry, its region, the contents (newest first), what is chosen."""

    kind: str
    subject_id: int
    public_id: str
    name: str
    code: str
    region: str
    region_code: str
    region_id: int
    sources: Sequence[Source]
    shows: Mapping[str, bool]
    duties: Sequence[DutyLine]

    @property
    def mark(self) -> tuple[Any, ...]:
        """Return what a page of this thing hangs on."""
        told = tuple((one.id, one.version) for one in self.sources)
        late = tuple((one.name, one.due_on, one.word) for one in self.duties)
        return (self.kind, self.subject_id, self.name, self.region, told, self.shows[LATENESS], late)


def thing_of(session: Session, kind: str, public_id: str) -> Thing:
    """Return a thing with public contents by its key; any other is missing. A region goes by its code."""
    asked = {"public_id": public_id, "kind": kind}
    row = session.execute(_region() if kind == "region" else _entry(), asked).first()
    if row is None:
        raise missing(kind)
    shows = chosen(session, row.region_id, CHOICES)
    sources = sources_of(session, kind, row.subject_id, shows)
    if kind != "region" and not any(one.state == "published" for one in sources):
        raise missing(kind)
    duties = _duties(session, kind, row.subject_id) if shows[LATENESS] else ()
    own = (row.subject_id, row.public_id, row.name, row.code)
    return Thing(kind, *own, row.region, row.region_code, row.region_id, sources, shows, duties)


@cache
def _entry() -> Any:
    entry, place = columns(PublicEntry), columns(Region)
    return (
        sa.select(
            *(entry.subject_id, entry.public_id, entry.name, entry.code),
            *(place.name.label("region"), place.code.label("region_code"), place.id.label("region_id")),
        )
        .join_from(PublicEntry, Region, place.id == entry.region_id)
        .where(entry.public_id == sa.bindparam("public_id"), entry.kind == sa.bindparam("kind"))
    )


@cache
def _region() -> Any:
    """Return the statement of a region, which has a page even while all it has lies below it."""
    place = columns(Region)
    names = (place.id.label("subject_id"), place.public_id, place.name, place.code)
    again = (place.name.label("region"), place.code.label("region_code"), place.id.label("region_id"))
    return sa.select(*names, *again).where(place.code == sa.bindparam("public_id"), place.ended_at.is_(None))


def sources_of(session: Session, kind: str, key: int, shows: Mapping[str, bool]) -> list[Source]:
    """Return everything published about a thing, corrected and withdrawn contents too, newest first."""
    return [Source(*row) for row in session.execute(_about(kind), {"key": key}) if is_open(row.form, shows)]


@cache
def _about(kind: str) -> Any:
    own = columns(Publication)
    return (
        sa.select(*(own[name] for name in Source.__dataclass_fields__))
        .where(*about(kind, sa.bindparam("key", type_=sa.BigInteger)))
        .where(own.state.in_(SHOWN), own.ended_at.is_(None))
        .order_by(own.cut_off.desc(), own.id.desc())
        .limit(MOST)
        .execution_options(scoped=True)
    )


def is_open(form: str, shows: Mapping[str, bool]) -> bool:
    """Tell whether a form may be shown: it needs no choice, or the choice holds."""
    spec = forms().get(form)
    return spec is not None and (not spec.choice or shows.get(spec.choice, False))


def contents_of(session: Session, sources: Sequence[Source]) -> dict[int, Mapping[str, Any]]:
    """Return the stored contents of some sources by their inner keys."""
    rows = session.execute(_contents(), {"keys": [one.id for one in sources]})
    return {key: content or {} for key, content in rows}


@cache
def _contents() -> Any:
    own = columns(Publication)
    statement = sa.select(own.id, own.content).where(own.id.in_(sa.bindparam("keys", expanding=True)))
    return statement.execution_options(scoped=True)


def newest(sources: Sequence[Source]) -> dict[str, Source]:
    """Return the newest public content of each form."""
    found: dict[str, Source] = {}
    for one in sources:
        if one.state == "published":
            found.setdefault(one.form, one)
    return found


def epoch(session: Session) -> int:
    """Return how often anything was published, corrected or withdrawn."""
    own = columns(Epoch)
    found = session.execute(sa.select(own.value).where(own.name == EPOCH)).scalar_one_or_none()
    return int(found or 0)


def _duties(session: Session, kind: str, key: int) -> list[DutyLine]:
    """Return every duty of a thing with its lateness, the last due first."""
    own = columns(DisclosureDuty)
    mine = own.project_id == key if kind == "project" else (own.subject == kind) & (own.subject_id == key)
    statement = (
        sa.select(own.what, own.due_on, own.done_on, own.state)
        .where(mine, own.due_on.is_not(None), own.state.in_(("open", "done")), own.ended_at.is_(None))
        .order_by(own.due_on.desc(), own.id)
        .limit(MOST)
    )
    today = clock.business_date()
    rows = session.execute(statement.execution_options(scoped=True))
    return [_duty(row, today) for row in rows]


def _duty(row: Any, today: date) -> DutyLine:
    days = ((row.done_on or today) - row.due_on).days
    word = late_word(days, is_done=row.done_on is not None)
    return DutyLine(duty_name(row.what), row.due_on, row.done_on, word, days > 0)


def late_word(days: int, *, is_done: bool) -> str:
    """Return in words whether something was published on time, by days after its last day."""
    if days <= 0:
        return gettext("published on time") if is_done else gettext("not due yet")
    if is_done:
        return ngettext("published %(num)d day late", "published %(num)d days late", days) % {"num": days}
    return ngettext("%(num)d day overdue", "%(num)d days overdue", days) % {"num": days}
