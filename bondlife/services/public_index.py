"""What the public can look up, kept right with every publication: one entry a thing, as it was published."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.acts import Act, perform
from bondlife.books import bump
from bondlife.db import Database, chunks, hold_name
from bondlife.disclosure.about import sheet_of
from bondlife.disclosure.things import BY_SHEET, EPOCH, THINGS, about, chosen_forms, rank
from bondlife.lifecycle.facts import by_key
from bondlife.security.actor import SYSTEM
from bondlife.services.search import initials, normal, sort_key
from models.base import columns
from models.disclosure_forms.shape import rows_of
from models.registry import Publication, PublicationSheet, PublicEntry

AT_ONCE = 500
Subject = tuple[str, int]


SHOWN = ("published", "superseded", "withdrawn")
"""States into which a publication moves when what is public changes."""


def refresh(act: Act, row: Publication) -> None:
    """Bring the entries of everything a publication is about up to date, inside an open act."""
    act.flush()
    for kind, key in sorted(subjects_of(act.session, row)):
        _write(act, kind, key)
    bump(act.session, EPOCH)


def subjects_of(session: Session, row: Publication) -> set[Subject]:
    """Return what a publication is about; one about none of these is about its region."""
    sheet = sheet_of(session, row)
    subject, key = (sheet.subject, sheet.subject_id) if sheet is not None else ("", None)
    return _told(row.project_id, row.bond_id, row.region_id, subject, key)


def _write(act: Act, kind: str, key: int) -> None:
    hold_name(act.session, f"public_entry.{kind}.{key}")
    held, values = act.session.get(PublicEntry, (kind, key)), _entry(act.session, kind, key)
    if values is None:
        if held is not None:
            act.session.delete(held)
    elif held is None:
        act.session.add(PublicEntry(kind=kind, subject_id=key, **values))
    else:
        for name, value in values.items():
            setattr(held, name, value)
    act.session.flush()


def _entry(session: Session, kind: str, key: int) -> dict[str, Any] | None:
    """Return the entry of a thing as its newest publications tell it; None where nothing is public."""
    thing, own = THINGS[kind], columns(Publication)
    row: Any = by_key(session, thing.model, key)
    told = session.execute(
        sa.select(own.id, own.form, own.published_on, own.region_id)
        .where(*about(kind, key), *_public())
        .order_by(own.cut_off.desc(), own.id.desc())
        .execution_options(scoped=True)
    ).all()
    if row is None or not told:
        return None
    best = min(told, key=lambda one: rank(kind, one.form))
    newest = by_key(session, Publication, best.id)
    content = (newest.content if newest is not None else None) or {}
    name = str((content.get("subject") if rank(kind, best.form) < 2 else "") or row.name)[:300]
    code = str(getattr(row, thing.code) if thing.code else "")[:60]
    first: Mapping[str, Any] = next(iter(rows_of(content, "rows")), {})
    return {
        "public_id": row.public_id,
        "region_id": row.id if kind == "region" else told[0].region_id,
        "name": name,
        "code": code,
        "word": str(_first(first, thing.word, str) or "")[:80],
        "amount": _first(first, thing.amount, int),
        "found": f"{normal(name)} {normal(code)} {initials(name)}"[:700],
        "sort_key": sort_key(name),
        "contents": len(told),
        "last_on": max((one.published_on for one in told if one.published_on), default=None),
    }


def _first(row: Mapping[str, Any], names: Iterable[str], type_: type) -> Any:
    return next((row[name] for name in names if type(row.get(name)) is type_), None)


def _public() -> tuple[Any, ...]:
    own = columns(Publication)
    return own.state == "published", own.ended_at.is_(None), own.form.not_in(chosen_forms())


def rebuild(db: Database) -> int:
    """Write every entry that is missing, stale or left over; returns how many there were."""
    with db.reading() as session:
        wanted, held = _counted(session), _held(session)
    stale = sorted(key for key in {*wanted, *held} if wanted.get(key) != held.get(key))
    for part in chunks(stale, AT_ONCE):

        def work(act: Act, part: Iterable[Subject] = part) -> dict[str, int]:
            count = 0
            for kind, key in part:
                _write(act, kind, key)
                count += 1
            bump(act.session, EPOCH)
            return {"entries": count}

        perform(db, SYSTEM, "disclosure.index", work)
    return len(stale)


def _held(session: Session) -> dict[Subject, tuple[int, date | None]]:
    own = columns(PublicEntry)
    rows = session.execute(sa.select(own.kind, own.subject_id, own.contents, own.last_on))
    return {(kind, key): (count, day) for kind, key, count, day in rows}


def _counted(session: Session) -> dict[Subject, tuple[int, date | None]]:
    """Return how many public contents each thing has, and the day of the last."""
    own, sheet = columns(Publication), columns(PublicationSheet)
    statement = (
        sa.select(
            own.project_id, own.bond_id, own.region_id, own.published_on, sheet.subject, sheet.subject_id
        )
        .select_from(Publication)
        .outerjoin(PublicationSheet, sheet.publication_id == own.id)
        .where(*_public())
        .execution_options(scoped=True, yield_per=5000)
    )
    found: dict[Subject, tuple[int, date | None]] = {}
    for project, bond, region, day, subject, key in session.execute(statement):
        for one in _told(project, bond, region, subject, key):
            count, last = found.get(one, (0, None))
            found[one] = count + 1, max((d for d in (last, day) if d is not None), default=None)
    return found


def _told(
    project: int | None, bond: int | None, region: int, subject: str | None, key: int | None
) -> set[Subject]:
    """Return what a publication is about: project and bond, contract or fund, else its region."""
    named = key if subject in BY_SHEET else None
    pairs = (("project", project), ("bond", bond), (subject or "", named))
    return {(kind, one) for kind, one in pairs if one is not None} or {("region", region)}
