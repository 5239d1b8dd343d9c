"""Open the public page of a thing for publication: filled, signed and published like every other content."""

from datetime import date
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.disclosure.about import About
from bondlife.disclosure.content import books_content
from bondlife.disclosure.things import THINGS, about
from bondlife.errors import Conflict, Invalid, Problem, missing
from bondlife.security.actor import Actor
from bondlife.services import records
from bondlife.services.disclosure_duties import publication_for
from bondlife.services.inputs import Input
from bondlife.services.values import Day
from models.base import columns
from models.disclosure_forms import forms
from models.registry import DisclosureDuty, Publication, Region, ScopedRow

UNDER_WAY = ("due", "drafted", "approved", "packaged")


class PageInput(Input):
    """Whose public page, in which form, with figures up to which day."""

    kind: Literal["project", "bond", "ppp_contract", "fund", "region"]
    thing: str
    cut_off: Day
    form: str = ""


def open_page(db: Database, actor: Actor, form: PageInput, *, key: str = "") -> dict[str, Any]:
    """Open a publication of the page of a thing; refuses a second one under way or of the same day."""

    def work(act: Act) -> dict[str, Any]:
        row, wanted = _thing(act, form), _form_of(form)
        region_id = row.id if isinstance(row, Region) else row.region_id
        unit, department = (getattr(row, name, None) for name in ("unit_id", "department_id"))
        act.actor.require("publication.create", region_id, unit, department)
        _require_new(act.session, form, wanted, row.id or 0)
        _require_past(wanted, form.cut_off, act.business_date)
        duty = _place(form, wanted, row, region_id or 0)
        books_content(_about(act.session, duty))  # what cannot be filled is refused before it is opened
        made = publication_for(act, duty)
        act.about(made, form=wanted)
        return records.receipt(made)

    request = form.model_dump(mode="json")
    return dict(perform(db, actor, "publication.create", work, key=key, request=request))


def _thing(act: Act, form: PageInput) -> Any:
    """Return the record a page is about; a region goes by its code."""
    model = THINGS[form.kind].model
    if issubclass(model, ScopedRow):
        return act.fetch(model, form.thing, f"{form.kind}.read")
    own = columns(Region)
    found = act.session.execute(
        sa.select(Region).where(own.code == form.thing[:12], own.ended_at.is_(None))
    ).scalar_one_or_none()
    if found is None:
        raise missing("region")
    return found


def _form_of(form: PageInput) -> str:
    allowed = THINGS[form.kind].forms
    if form.form and form.form not in allowed:
        raise Invalid.because("no_page_form", "This form is no public page of such a record.", "form")
    return form.form or allowed[0]


def _require_new(session: Session, form: PageInput, wanted: str, key: int) -> None:
    own = columns(Publication)
    mine = (*about(form.kind, key), own.form == wanted, own.ended_at.is_(None))
    statement = sa.select(own.state, own.cut_off).where(*mine).execution_options(scoped=True)
    for state, cut_off in session.execute(statement):
        if state in UNDER_WAY:
            raise Conflict(
                Problem("page_under_way", "A public page of this record is being prepared already.")
            )
        if state == "published" and cut_off == form.cut_off:
            raise Conflict(
                Problem("page_of_the_day", "The page of this day is public already: correct it.", "cut_off")
            )


def _require_past(form: str, cut_off: date, today: date) -> None:
    """Refuse a cut-off of today or later: what happens during the day would change what is signed."""
    if cut_off >= today and not forms()[form].looks_ahead:
        raise Invalid.because("cut_off_ahead", "The day of the figures has not come yet.", "cut_off")


def _place(form: PageInput, wanted: str, row: Any, region_id: int) -> DisclosureDuty:
    """Return what a publication is opened for, in the shape of a duty; it is not stored."""
    return DisclosureDuty(
        what="",
        subject=form.kind,
        subject_id=row.id,
        form=wanted,
        project_id=row.id if form.kind == "project" else None,
        region_id=region_id,
        unit_id=getattr(row, "unit_id", None),
        department_id=getattr(row, "department_id", None),
        cut_off=form.cut_off,
        owner_role="officer",
    )


def _about(session: Session, duty: DisclosureDuty) -> About:
    bond = duty.subject_id if duty.subject == "bond" else None
    told = (duty.region_id, duty.project_id, bond, duty.subject, duty.subject_id)
    return About(session, duty.form, duty.cut_off, *told)
