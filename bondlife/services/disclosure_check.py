"""What is public compared with the books: figures that differ, and the duty to correct them in the open."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.acts import Act, perform
from bondlife.books import region_code, rule_book
from bondlife.calendar import work_calendar
from bondlife.db import Database
from bondlife.disclosure.content import cells, content_digest, content_of, is_built
from bondlife.disclosure.opendata.validity import faults, schemas_in
from bondlife.errors import Refusal
from bondlife.security.actor import SYSTEM, Actor
from calculators.kernel.dates import add_working_days
from models.base import columns
from models.disclosure_duties import BY_KEY
from models.disclosure_forms import forms
from models.disclosure_forms.shape import strangers
from models.registry import DisclosureDuty, DisclosurePackage, Publication, User

MOST_PLACES = 200
"""Figures a correction names; beyond it the count says how many there are."""


@dataclass(frozen=True, slots=True)
class Drift:
    """A publication whose content the books no longer bear out: place, public figure, figure of the books."""

    id: int
    public_id: str
    form: str
    region_id: int
    project_id: int | None
    places: list[tuple[str, Any, Any]]


def check(db: Database, actor: Actor = SYSTEM, *, standards: Path | None = None) -> dict[str, Any]:
    """Compare everything public with the books, open and close corrections; returns what the command says.

    Open data are held against the schemas that lie in ``standards``; the answer names those there were.
    """
    schemas = schemas_in(standards)
    with db.reading() as session:
        drifted, errors = compare(session)
        errors += faults(session, schemas)
    _correct(db, actor, drifted)
    with db.reading() as session:
        duties = _open_duties(session)
    today = clock.business_date()
    return {
        "duties": duties,
        "late": sum(1 for one in duties if one["due_on"] and one["due_on"] < today),
        "drift": [
            {"publication": one.public_id, "form": one.form, "figures": [list(place) for place in one.places]}
            for one in drifted
        ],
        "validator_errors": errors,
        "schemas": sorted(schemas),
    }


def compare(session: Session) -> tuple[list[Drift], list[dict[str, Any]]]:
    """Return what differs from the books, and public contents whose digest or form is broken."""
    own = columns(Publication)
    statement = (
        sa.select(Publication).where(own.state == "published", own.ended_at.is_(None)).order_by(own.id)
    )
    drifted: list[Drift] = []
    errors: list[dict[str, Any]] = []
    outside = receipts(session)
    for row in session.execute(statement.execution_options(scoped=True)).scalars():
        errors += [{"publication": row.public_id, "error": one} for one in _faults(row)]
        places = [*_differences(session, row), *_outside(row, outside)]
        if places:
            found = (row.id or 0, row.public_id, row.form, row.region_id, row.project_id)
            drifted.append(Drift(*found, places[:MOST_PLACES]))
    return drifted, errors


def _faults(row: Publication) -> list[str]:
    if row.content is None:
        return ["no content"]
    found = (
        [f"not in the form: {place}" for place in strangers(forms()[row.form], row.content)]
        if row.form in forms()
        else []
    )
    if content_digest(row.content) != row.digest:
        found.append("digest differs from the content")
    return found


def _differences(session: Session, row: Publication) -> list[tuple[str, Any, Any]]:
    if not is_built(row.form) or row.content is None:
        return []
    try:
        now = dict(cells(content_of(session, row)))
    except Refusal:
        return [("", row.form, None)]
    then = dict(cells(row.content))
    return [
        (place, then.get(place), now.get(place))
        for place in {**then, **now}
        if then.get(place) != now.get(place)
    ]


def receipts(session: Session) -> dict[str, str]:
    """Return the digest each publication has outside, by the newest receipt of what carried it."""
    own = columns(DisclosurePackage)
    statement = sa.select(own.receipt).where(own.receipt.is_not(None), own.ended_at.is_(None))
    found = session.execute(statement.order_by(own.id).execution_options(scoped=True)).scalars()
    return {key: str(line["digest"]) for receipt in found for key, line in (receipt or {}).items()}


def _outside(row: Publication, told: Mapping[str, str]) -> list[tuple[str, Any, Any]]:
    """Return the digest that stands outside beside ours, where they differ."""
    digest = told.get(row.public_id, row.digest)
    return [] if digest == row.digest else [("digest", digest, row.digest)]


def _correct(db: Database, actor: Actor, drifted: list[Drift]) -> None:
    """Open a duty for each drift that has none, keep the figures of those that have, close the others."""

    def work(act: Act) -> dict[str, int]:
        own = columns(DisclosureDuty)
        held = {
            one.subject_id: one
            for one in act.find(DisclosureDuty, own.what == "correction", own.subject == "publication")
        }
        for one in drifted:
            detail = [list(place) for place in one.places]
            known = held.pop(one.id, None)
            if known is None:
                act.add(_duty(act, one, detail))
            else:
                act.change(known, state="open", done_on=None, detail=detail)
        for duty in held.values():
            if duty.state == "open":
                act.change(duty, state="done", done_on=act.business_date)
        return {"drift": len(drifted)}

    perform(db, actor, "disclosure.check", work)


def _duty(act: Act, one: Drift, detail: list[list[Any]]) -> DisclosureDuty:
    kind = BY_KEY["correction"]
    rule = rule_book(act.session, region_code(act.session, one.region_id), act.business_date)[kind.rule]
    due = add_working_days(act.business_date, rule.whole(), work_calendar(act.session))
    return DisclosureDuty(
        what="correction",
        subject="publication",
        subject_id=one.id,
        form=one.form,
        project_id=one.project_id,
        region_id=one.region_id,
        cut_off=act.business_date,
        due_on=due,
        rule=kind.rule,
        platform=kind.platform,
        owner_role=kind.owner_role,
        detail=detail,
    )


def open_duties(db: Database) -> list[dict[str, Any]]:
    """Return the open duties of the whole house, the first due first, with how many days late they are."""
    with db.reading() as session:
        return _open_duties(session)


def _open_duties(session: Session) -> list[dict[str, Any]]:
    own, user = columns(DisclosureDuty), columns(User)
    names = ("public_id", "what", "form", "period", "due_on", "owner_role", "platform", "rule")
    statement = (
        sa.select(*(own[name] for name in names), user.account.label("owner"))
        .outerjoin_from(DisclosureDuty, User, user.id == own.owner_id)
        .where(own.state == "open", own.ended_at.is_(None))
        .order_by(own.due_on, own.id)
    )
    rows = session.execute(statement.execution_options(scoped=True)).mappings()
    today = clock.business_date()
    return [
        {**row, "late_days": max(0, (today - row["due_on"]).days) if row["due_on"] else 0} for row in rows
    ]
