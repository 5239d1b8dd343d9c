"""Answer a part, check and review it, return it, take it back: nobody takes two steps of one part."""

from collections.abc import Mapping
from typing import Any

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.errors import Conflict, Forbidden, Invalid, Problem
from bondlife.security.actor import Actor
from bondlife.services.collections.steps import (
    STEPS,
    TITLES,
    PartStep,
    add_task,
    href_of,
    log,
    move,
    open_task,
    part_of,
    parts_of,
    require_open,
    role_of,
)
from bondlife.services.notices import tell
from calculators.kernel.errors import CalculationError
from calculators.kernel.money import to_fen
from models.registry import Collection, CollectionPart

MOST_TEXT = 1000


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
        part, row = part_of(act, public_id, version)
        right = "collection.send" if part.step == "accepted" else "collection.check"
        act.actor.require(right, part.region_id, part.unit_id, part.department_id)
        require_open(row)
        if part.step not in {"check", "review", "accepted"}:
            raise Conflict(Problem("moved_on", "The record has moved on and no longer stands at this step."))
        if not reason.strip():
            raise Invalid.because("reason_required", "Give the reason in words.", "reason")
        log(act, part, "returned", reason)
        told = [one for one in (part.answered_by,) if one is not None]
        move(act, part, "answer")
        act.change(part, returned=part.returned + 1, answered_by=None, checked_by=None, reviewed_by=None)
        open_task(act, row, part, "answer", "project_unit" if part.unit_id else "officer")
        message = "Your answer to “%(title)s” was returned: %(reason)s."
        tell(act, told, "collection", message, {"title": row.title, "reason": reason[:200]}, href_of(part))
        return {"public_id": public_id, "step": part.step}

    return dict(perform(db, actor, "collection.return", work, key=key, request=[public_id, version, reason]))


def take_back(db: Database, actor: Actor, public_id: str, version: int, *, key: str = "") -> dict[str, Any]:
    """Take one's own answer back while nobody has checked it."""

    def work(act: Act) -> dict[str, Any]:
        part, row = part_of(act, public_id, version)
        require_open(row)
        if part.step != "check":
            raise Conflict(Problem("moved_on", "The record has moved on and no longer stands at this step."))
        if part.answered_by != act.actor.user_id:
            raise Forbidden.because("not_yours", "Only the person who prepared it can take it back.")
        log(act, part, "taken_back", "")
        move(act, part, "answer")
        act.change(part, answered_by=None)
        open_task(act, row, part, "answer", "project_unit" if part.unit_id else "officer")
        return {"public_id": public_id, "step": part.step}

    return dict(perform(db, actor, "collection.take_back", work, key=key, request=[public_id, version]))


def _standing(act: Act, public_id: str, version: int, step: PartStep) -> tuple[CollectionPart, Collection]:
    part, row = part_of(act, public_id, version)
    where = (part.region_id, part.unit_id, part.department_id)
    act.actor.require(step.permission, *where)
    require_open(row)
    if part.step != step.step:
        raise Conflict(Problem("moved_on", "The record has moved on and no longer stands at this step."))
    people = {act.actor.user_id} | act.actor.acts_for(step.permission, *where)
    if people & {part.answered_by, part.checked_by}:
        raise Forbidden.because("four_eyes", "Who prepared it cannot approve it; a second person signs.")
    return part, row


def _hand_on(act: Act, row: Collection, part: CollectionPart, step: PartStep) -> dict[str, Any]:
    log(act, part, "passed", "")
    move(act, part, step.target)
    act.change(part, **{step.column: act.actor.user_id})
    following = "sum" if step.target == "accepted" else step.target
    if following != "sum":
        open_task(act, row, part, following, role_of(part, step.role))
    elif all(one.step == "accepted" for one in parts_of(act, row)):
        add_task(act, row, row, "officer", TITLES["sum"])
    return {"public_id": part.public_id, "step": part.step, "version": part.version}
