"""Collection tasks by level: sent down, answered, checked, reviewed, summed, sent up (经办 to 上报).

Every step is a line of one table: from which step, to which, who may, and what is asked. A returned part goes
back to its unit with the reason; nobody takes two steps of one part.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import Field

from bondlife.acts import Act, perform
from bondlife.db import Database, insert_rows
from bondlife.errors import Conflict, Forbidden, Invalid, Problem
from bondlife.security.actor import Actor
from bondlife.services.inputs import Input
from bondlife.services.notices import holders, tell
from bondlife.services.records import region_by_code
from bondlife.services.values import Day, Key, Line, Prose
from calculators.kernel.errors import CalculationError
from calculators.kernel.money import to_fen
from models.base import columns, table
from models.registry import Collection, CollectionPart, CollectionStep, Organisation, Task

MOST_UNITS = 3500
MOST_QUESTIONS = 40
MOST_TEXT = 1000


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


@dataclass(frozen=True, slots=True)
class PartStep:
    """One step of a part: where it stands, where it goes, the right, the role a task waits for."""

    name: str
    step: str
    target: str
    permission: str
    role: str
    column: str


STEPS = {
    one.name: one
    for one in (
        PartStep("answer", "answer", "check", "collection.answer", "department", "answered_by"),
        PartStep("check", "check", "review", "collection.check", "reviewer", "checked_by"),
        PartStep("review", "review", "accepted", "collection.check", "officer", "reviewed_by"),
    )
}
"""How a part goes up; ``role`` is whose task it is after the step."""

TITLES = {
    "answer": ("Answer: %s", "填报：%s"),
    "check": ("Check the answer: %s", "审核填报：%s"),
    "review": ("Review the answer: %s", "复核填报：%s"),
    "sum": ("Sum up: %s", "汇总：%s"),
}


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
            _open_task(act, row, part, "answer", "project_unit" if part.unit_id else "officer")
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


def answer(
    db: Database, actor: Actor, public_id: str, version: int, answers: Mapping[str, str], *, key: str = ""
) -> dict[str, Any]:
    """Answer every question of a part and hand it on to be checked."""

    def work(act: Act) -> dict[str, Any]:
        part, row = _standing(act, public_id, version, STEPS["answer"])
        values = _checked(row, answers)
        act.change(part, answers=values)
        return _hand_on(act, row, part, STEPS["answer"])

    request = [public_id, version, dict(answers)]
    return dict(perform(db, actor, "collection.answer", work, key=key, request=request))


def _checked(row: Collection, answers: Mapping[str, str]) -> dict[str, Any]:
    problems, values = [], {}
    for one in row.questions:
        text = str(answers.get(one["key"], "")).strip()[:MOST_TEXT]
        try:
            values[one["key"]] = _value(one["type"], text)
        except (ValueError, CalculationError):
            problems.append(Problem("bad_answer", "This is not an answer to the question.", one["key"]))
    if problems:
        raise Invalid(*problems)
    return values


def _value(kind: str, text: str) -> Any:
    if not text:
        raise ValueError(text)
    if kind == "money":
        return to_fen(text.replace(",", "").replace("，", ""))
    if kind == "number":
        if len(text) > 12 or not text.isascii():
            raise ValueError(text)
        return int(text)
    return text


def advance(
    db: Database, actor: Actor, public_id: str, version: int, name: str, *, key: str = ""
) -> dict[str, Any]:
    """Check or review an answered part: somebody else than whoever took the step before."""
    if name not in {"check", "review"}:
        raise Invalid.because("no_transition", "There is no such step.", "step")

    def work(act: Act) -> dict[str, Any]:
        part, row = _standing(act, public_id, version, STEPS[name])
        return _hand_on(act, row, part, STEPS[name])

    return dict(perform(db, actor, f"collection.{name}", work, key=key, request=[public_id, version]))


def send_back(
    db: Database, actor: Actor, public_id: str, version: int, reason: str, *, key: str = ""
) -> dict[str, Any]:
    """Return a part to its unit with the reason, before the sum is made."""

    def work(act: Act) -> dict[str, Any]:
        part, row = _part_of(act, public_id, version)
        right = "collection.send" if part.step == "accepted" else "collection.check"
        act.actor.require(right, part.region_id, part.unit_id, part.department_id)
        _require_open(row)
        if part.step not in {"check", "review", "accepted"}:
            raise Conflict(Problem("moved_on", "The record has moved on and no longer stands at this step."))
        if not reason.strip():
            raise Invalid.because("reason_required", "Give the reason in words.", "reason")
        _log(act, part, "returned", reason)
        told = [one for one in (part.answered_by,) if one is not None]
        _move(act, part, "answer")
        act.change(part, returned=part.returned + 1, answered_by=None, checked_by=None, reviewed_by=None)
        _open_task(act, row, part, "answer", "project_unit" if part.unit_id else "officer")
        message = "Your answer to “%(title)s” was returned: %(reason)s."
        tell(act, told, "collection", message, {"title": row.title, "reason": reason[:200]}, _href(part))
        return {"public_id": public_id, "step": part.step}

    return dict(perform(db, actor, "collection.return", work, key=key, request=[public_id, version, reason]))


def take_back(db: Database, actor: Actor, public_id: str, version: int, *, key: str = "") -> dict[str, Any]:
    """Take one's own answer back while nobody has checked it."""

    def work(act: Act) -> dict[str, Any]:
        part, row = _part_of(act, public_id, version)
        _require_open(row)
        if part.step != "check":
            raise Conflict(Problem("moved_on", "The record has moved on and no longer stands at this step."))
        if part.answered_by != act.actor.user_id:
            raise Forbidden.because("not_yours", "Only the person who prepared it can take it back.")
        _log(act, part, "taken_back", "")
        _move(act, part, "answer")
        act.change(part, answered_by=None)
        _open_task(act, row, part, "answer", "project_unit" if part.unit_id else "officer")
        return {"public_id": public_id, "step": part.step}

    return dict(perform(db, actor, "collection.take_back", work, key=key, request=[public_id, version]))


def sum_up(db: Database, actor: Actor, public_id: str, version: int, *, key: str = "") -> dict[str, Any]:
    """Sum all accepted parts; parts still under way are named and stop the sum."""

    def work(act: Act) -> dict[str, Any]:
        row = _collection(act, public_id, version, "collection.send")
        if row.state != "sent":
            raise Conflict(Problem("moved_on", "The record has moved on and no longer stands at this step."))
        parts = _parts(act, row)
        waiting = sum(part.step != "accepted" for part in parts)
        if waiting:
            raise Conflict(
                Problem(
                    "parts_waiting",
                    "%(count)d of %(all)d answers are not accepted yet.",
                    "",
                    {"count": waiting, "all": len(parts)},
                )
            )
        act.change(row, state="summed", summary=_summed(row, parts), summed_by=act.actor.user_id)
        _add_task(act, row, row, "leader", ("Send up: %s", "上报：%s"))
        return {"public_id": public_id, "state": row.state, "version": row.version}

    return dict(perform(db, actor, "collection.sum", work, key=key, request=[public_id, version]))


def _summed(row: Collection, parts: Sequence[CollectionPart]) -> dict[str, Any]:
    adds = [one["key"] for one in row.questions if one["type"] != "text"]
    return {"parts": len(parts), **{key: sum(int(part.answers[key]) for part in parts) for key in adds}}


def report(db: Database, actor: Actor, public_id: str, version: int, *, key: str = "") -> dict[str, Any]:
    """Send the sum up: by a leader who did not make it."""

    def work(act: Act) -> dict[str, Any]:
        row = _collection(act, public_id, version, "collection.report")
        if row.state != "summed":
            raise Conflict(Problem("moved_on", "The record has moved on and no longer stands at this step."))
        if act.actor.user_id == row.summed_by or row.summed_by in act.actor.acts_for(
            "collection.report", row.region_id
        ):
            raise Forbidden.because("four_eyes", "Who prepared it cannot approve it; a second person signs.")
        act.change(row, state="reported", reported_on=act.business_date, reported_by=act.actor.user_id)
        _done(act, row)
        return {"public_id": public_id, "state": row.state}

    return dict(perform(db, actor, "collection.report", work, key=key, request=[public_id, version]))


def withdraw(
    db: Database, actor: Actor, public_id: str, version: int, reason: str, *, key: str = ""
) -> dict[str, Any]:
    """Withdraw a request that was not sent up: its parts and their tasks end."""

    def work(act: Act) -> dict[str, Any]:
        row = _collection(act, public_id, version, "collection.send")
        if row.state not in {"sent", "summed"}:
            raise Conflict(Problem("moved_on", "The record has moved on and no longer stands at this step."))
        if not reason.strip():
            raise Invalid.because("reason_required", "Give the reason in words.", "reason")
        for part in _parts(act, row):
            _log(act, part, "withdrawn", reason)
            _move(act, part, "withdrawn")
        act.change(row, state="withdrawn")
        _done(act, row)
        act.detail["reason"] = reason[:300]
        return {"public_id": public_id, "state": row.state}

    return dict(
        perform(db, actor, "collection.withdraw", work, key=key, request=[public_id, version, reason])
    )


def _standing(act: Act, public_id: str, version: int, step: PartStep) -> tuple[CollectionPart, Collection]:
    part, row = _part_of(act, public_id, version)
    where = (part.region_id, part.unit_id, part.department_id)
    act.actor.require(step.permission, *where)
    _require_open(row)
    if part.step != step.step:
        raise Conflict(Problem("moved_on", "The record has moved on and no longer stands at this step."))
    people = {act.actor.user_id} | act.actor.acts_for(step.permission, *where)
    if people & {part.answered_by, part.checked_by}:
        raise Forbidden.because("four_eyes", "Who prepared it cannot approve it; a second person signs.")
    return part, row


def _hand_on(act: Act, row: Collection, part: CollectionPart, step: PartStep) -> dict[str, Any]:
    _log(act, part, "passed", "")
    _move(act, part, step.target)
    act.change(part, **{step.column: act.actor.user_id})
    following = "sum" if step.target == "accepted" else step.target
    if following != "sum":
        _open_task(act, row, part, following, _role(part, step.role))
    elif all(one.step == "accepted" for one in _parts(act, row)):
        _add_task(act, row, row, "officer", TITLES["sum"])
    return {"public_id": part.public_id, "step": part.step, "version": part.version}


def _role(part: CollectionPart, role: str) -> str:
    """Return whose task a check is: a region's own answer is checked by its reviewer, not by a department."""
    return "reviewer" if role == "department" and part.unit_id is None else role


def _move(act: Act, part: CollectionPart, step: str) -> None:
    act.change(part, step=step, step_since=act.now)
    _done(act, part)


def _log(act: Act, part: CollectionPart, outcome: str, reason: str) -> None:
    line = {
        "part_id": part.id,
        "region_id": part.region_id,
        "step": part.step,
        "outcome": outcome,
        "began_at": part.step_since or act.now,
        "at": act.now,
        "actor_id": act.actor.user_id,
        "reason": reason[:1000],
    }
    insert_rows(act.session, table(CollectionStep), [line])


def _open_task(act: Act, row: Collection, part: CollectionPart, step: str, role: str) -> None:
    _add_task(act, row, part, role, TITLES[step])
    if step == "answer":
        people = holders(act.session, act.business_date, role, part.region_id, (part.unit_id,))
        params = {"title": row.title, "day": row.due_on.isoformat()}
        tell(act, people, "collection", "Please answer “%(title)s” by %(day)s.", params, _href(part))


def _add_task(
    act: Act, row: Collection, about: Collection | CollectionPart, role: str, words: tuple[str, str]
) -> None:
    act.add(
        Task(
            subject="collection" if about is row else "collection_part",
            subject_id=about.id or 0,
            role=role,
            title=(words[0] % row.title)[:200],
            title_zh=(words[1] % row.title)[:200],
            due_on=row.due_on,
            origin="collection",
            region_id=about.region_id,
            unit_id=about.unit_id,
            department_id=about.department_id,
        )
    )


def _done(act: Act, about: Collection | CollectionPart) -> None:
    """Mark what waited on a request or a part as done; a request takes its parts' tasks along."""
    own = columns(Task)
    name = "collection" if isinstance(about, Collection) else "collection_part"
    for task in act.find(Task, own.subject == name, own.subject_id == about.id, own.done_on.is_(None)):
        act.change(task, done_on=act.business_date)


def _href(part: CollectionPart) -> str:
    return f"/collections/parts/{part.public_id}"


def _require_open(row: Collection) -> None:
    if row.state != "sent":
        raise Conflict(Problem("collection_closed", "This request is no longer open."))


def _part_of(act: Act, public_id: str, version: int) -> tuple[CollectionPart, Collection]:
    part = act.fetch(CollectionPart, public_id, "collection.read")
    row = act.get(Collection, part.collection_id)
    act.about(part, title=row.title)
    act.require_version(part, version)
    return part, row


def _collection(act: Act, public_id: str, version: int, permission: str) -> Collection:
    row = act.fetch(Collection, public_id, "collection.read")
    act.about(row, title=row.title)
    act.actor.require(permission, row.region_id)
    act.require_version(row, version)
    return row


def _parts(act: Act, row: Collection) -> list[CollectionPart]:
    act.flush()
    statement = sa.select(CollectionPart).where(columns(CollectionPart).collection_id == row.id)
    return list(act.session.execute(statement.execution_options(scoped=True)).scalars())
