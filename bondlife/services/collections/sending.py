"""Send a request for figures down, or withdraw it."""

from typing import Any, Literal

from pydantic import Field

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.errors import Conflict, Invalid, Problem
from bondlife.security.actor import Actor
from bondlife.services.collections.steps import collection_of, done, log, move, open_task, parts_of
from bondlife.services.inputs import Input
from bondlife.services.records import region_by_code
from bondlife.services.values import Day, Key, Line, Prose
from models.base import columns
from models.registry import Collection, CollectionPart, Organisation

MOST_UNITS = 3500
MOST_QUESTIONS = 40


class QuestionInput(Input):
    """One thing that is asked: an amount, a number or words."""

    key: Key
    label: Line = Field(min_length=1, max_length=100)
    type: Literal["money", "number", "text"] = "money"


class CollectionInput(Input):
    """A request for figures: to which regions or units, what, by when."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$")
    title: Line = Field(min_length=1, max_length=200)
    note: Prose = Field("", max_length=1000)
    due_on: Day
    questions: list[QuestionInput] = Field(min_length=1, max_length=MOST_QUESTIONS)
    regions: list[str] = Field(default_factory=list, max_length=MOST_UNITS)
    units: list[str] = Field(default_factory=list, max_length=MOST_UNITS)


def send(db: Database, actor: Actor, form: CollectionInput, *, key: str = "") -> dict[str, Any]:
    """Send a request down: one part and one task for each region or unit named."""

    def work(act: Act) -> dict[str, Any]:
        region_id = region_by_code(act, form.region)
        act.actor.require("collection.send", region_id)
        if form.due_on < act.business_date:
            raise Invalid.because("due_past", "The day to answer by lies behind us.", "due_on")
        places = _places(act, form)
        row = act.add(
            Collection(
                region_id=region_id,
                title=form.title,
                note=form.note,
                questions=[one.model_dump() for one in form.questions],
                due_on=form.due_on,
                state="sent",
                prepared_by=act.actor.user_id,
            )
        )
        act.flush()
        parts = [_part(act, row, place) for place in places]
        act.flush()
        for part in parts:
            open_task(act, row, part, "answer", "project_unit" if part.unit_id else "officer")
        act.about(row, parts=len(parts))
        return {"public_id": row.public_id, "parts": len(parts)}

    return dict(perform(db, actor, "collection.send", work, key=key, request=form.model_dump(mode="json")))


def _places(act: Act, form: CollectionInput) -> list[tuple[int, int | None]]:
    """Return region and unit of each addressee, all inside the sender's own regions."""
    keys = [one.key for one in form.questions]
    if len(set(keys)) < len(keys):
        raise Invalid.because("repeated_step", "A question stands twice.", "questions")
    found: list[tuple[int, int | None]] = [(region_by_code(act, code), None) for code in form.regions]
    body = columns(Organisation)
    units = act.find(Organisation, body.public_id.in_(form.units)) if form.units else []
    if len(units) < len(set(form.units)):
        raise Invalid.because("no_unit", "One of the units is not known.", "units")
    found += [(one.region_id, one.id) for one in units]
    if not found:
        raise Invalid.because("nobody", "Name at least one region or unit.", "regions")
    if len(set(found)) < len(found):
        raise Invalid.because("twice", "A region or unit is named twice.", "regions")
    for region_id, _unit in found:
        act.actor.require("collection.send", region_id)
    return found


def _part(act: Act, row: Collection, place: tuple[int, int | None]) -> CollectionPart:
    return act.add(
        CollectionPart(
            collection_id=row.id or 0, region_id=place[0], unit_id=place[1], step_since=act.now, answers={}
        )
    )


def withdraw(
    db: Database, actor: Actor, public_id: str, version: int, reason: str, *, key: str = ""
) -> dict[str, Any]:
    """Withdraw a request that was not sent up: its parts and their tasks end."""

    def work(act: Act) -> dict[str, Any]:
        row = collection_of(act, public_id, version, "collection.send")
        if row.state not in {"sent", "summed"}:
            raise Conflict(Problem("moved_on", "The record has moved on and no longer stands at this step."))
        if not reason.strip():
            raise Invalid.because("reason_required", "Give the reason in words.", "reason")
        for part in parts_of(act, row):
            log(act, part, "withdrawn", reason)
            move(act, part, "withdrawn")
        act.change(row, state="withdrawn")
        done(act, row)
        act.detail["reason"] = reason[:300]
        return {"public_id": public_id, "state": row.state}

    return dict(
        perform(db, actor, "collection.withdraw", work, key=key, request=[public_id, version, reason])
    )
