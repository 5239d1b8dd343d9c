"""Major events: told by a person, due within the days of the rule for their type."""

from datetime import date
from typing import Any, Literal

from pydantic import Field

from bondlife.acts import Act, perform
from bondlife.books import region_code, rule_book
from bondlife.calendar import work_calendar
from bondlife.db import Database
from bondlife.errors import Invalid
from bondlife.security.actor import Actor
from bondlife.services import records
from bondlife.services.disclosure_duties import publication_for
from bondlife.services.inputs import Input
from bondlife.services.publications import fill, sheet_for_writing
from bondlife.services.values import Day, Prose, PublicId
from calculators.kernel.dates import add_working_days
from models.disclosure_duties import BY_KEY
from models.disclosure_events import EVENTS
from models.registry import DisclosureDuty, Project


class EventInput(Input):
    """What happened to a project, when, what it means and what is done about it."""

    project: PublicId
    event_type: Literal[
        "change_of_use",
        "project_stopped",
        "scale_changed",
        "income_fell",
        "body_changed",
        "assets_pledged",
        "rating_changed",
        "payment_at_risk",
        "accident",
        "other",
    ]
    happened_on: Day
    what: Prose = Field(min_length=1, max_length=1000)
    effect: Prose = Field(min_length=1, max_length=1000)
    measures: Prose = Field(min_length=1, max_length=1000)


def report(db: Database, actor: Actor, form: EventInput, *, key: str = "") -> dict[str, Any]:
    """Open the notice of an event and its duty, filled as far as the books and the person can."""

    def work(act: Act) -> dict[str, Any]:
        project = act.fetch(Project, form.project, "project.read")
        where = (project.region_id, project.unit_id, project.department_id)
        act.actor.require("publication.create", *where)
        if form.happened_on > act.business_date:
            raise Invalid.because("not_yet", "This day has not come yet.", "happened_on")
        duty = _duty(act, project, form)
        duty.owner_id = act.actor.user_id
        act.add(duty)
        act.flush()
        row = publication_for(act, duty)
        act.change(duty, publication_id=row.id, subject_id=row.id)
        sheet = sheet_for_writing(act, row)
        words = {f"rows[1].{name}": getattr(form, name) for name in ("what", "effect", "measures")}
        act.change(sheet, event_type=form.event_type, happened_on=form.happened_on, answers=words)
        act.flush()
        fill(act, row)
        return {**records.receipt(row), "due_on": None if duty.due_on is None else duty.due_on.isoformat()}

    request = form.model_dump(mode="json")
    return dict(perform(db, actor, "publication.create", work, key=key, request=request))


def _duty(act: Act, project: Project, form: EventInput) -> DisclosureDuty:
    kind, event = BY_KEY["event"], EVENTS[form.event_type]
    return DisclosureDuty(
        what="event",
        subject="publication",
        subject_id=0,
        period=form.happened_on.isoformat(),
        form=kind.form,
        project_id=project.id,
        region_id=project.region_id,
        unit_id=project.unit_id,
        department_id=project.department_id,
        cut_off=form.happened_on,
        due_on=_due(act, project.region_id, event.rule, form.happened_on),
        rule=event.rule,
        platform=kind.platform,
        owner_role=kind.owner_role,
    )


def _due(act: Act, region_id: int, key: str, day: date) -> date | None:
    rule = rule_book(act.session, region_code(act.session, region_id), act.business_date).get(key)
    return None if rule is None else add_working_days(day, rule.whole(), work_calendar(act.session))
