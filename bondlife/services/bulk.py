"""One action on many projects: one act, one root over all row versions, and a result for every row.

Each row is tried inside a savepoint. A row that refuses leaves nothing behind and stops no other row.
"""

from collections.abc import Callable
from typing import Any, Literal

from pydantic import Field

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.errors import Invalid, Refusal
from bondlife.lifecycle import engine
from bondlife.lifecycle.effects.tasks import add_task
from bondlife.lifecycle.situation import situation
from bondlife.security.actor import Actor
from bondlife.services import approvals, records
from bondlife.services.inputs import Input
from bondlife.services.notices import tell
from bondlife.services.values import Line, MaybeDay, Prose, PublicId
from models.base import columns
from models.registry import Assignment, Project, User

MOST_ROWS = 500
ROLES = ("officer", "reviewer", "project_unit", "department", "evaluator", "publisher")


class BulkInput(Input):
    """What to do with the projects that were ticked."""

    action: Literal["remind", "assign", "move"]
    projects: list[PublicId] = Field(min_length=1, max_length=MOST_ROWS)
    role: Line = Field("", max_length=20)
    title: Line = Field("", max_length=200)
    due_on: MaybeDay = None
    officer: Line = Field("", max_length=60)
    transition: Line = Field("", max_length=40)
    reason: Prose = Field("", max_length=1000)


def run(db: Database, actor: Actor, form: BulkInput, *, key: str = "") -> dict[str, Any]:
    """Carry an action out on every project named; the answer tells each row's result or why it refused."""
    if len(set(form.projects)) < len(form.projects):
        raise Invalid.because("twice", "A project is named twice.", "projects")

    def work(act: Act) -> dict[str, Any]:
        do = _ACTIONS[form.action](act, form)
        rows = [_tried(act, one, do) for one in form.projects]
        done = sum(row["ok"] for row in rows)
        # The parts of the acts inside have named themselves; the record of this act is the whole.
        act.subject, act.region_id = "", act.actor.region_id
        act.detail = {"action": form.action, "done": done, "refused": len(rows) - done}
        return {"action": form.action, "done": done, "refused": len(rows) - done, "rows": rows}

    return dict(perform(db, actor, "project.bulk", work, key=key, request=form.model_dump(mode="json")))


def _tried(act: Act, public_id: str, do: Callable[[Project], str]) -> dict[str, Any]:
    """Try one row; the name of a project that cannot be seen is not told."""
    told: dict[str, Any] = {"project": public_id, "name": "", "ok": False, "problems": []}
    try:
        with act.attempt():
            row = act.fetch(Project, public_id, "project.read")
            told["name"] = row.name
            act.actor.require("project.bulk", row.region_id, row.unit_id, row.department_id)
            told["note"] = do(row)
            act.flush()
        told["ok"] = True
    except Refusal as refusal:
        told["problems"] = [
            [one.code, one.message, one.worded(), one.worded(chinese=True)] for one in refusal.problems
        ]
    return told


def _remind(act: Act, form: BulkInput) -> Callable[[Project], str]:
    if form.role not in ROLES or not form.title:
        raise Invalid.because("bad_value", "Name the role and say what is to be done.", "title")
    if form.due_on is not None and form.due_on < act.business_date:
        raise Invalid.because("due_past", "The day to answer by lies behind us.", "due_on")

    def do(row: Project) -> str:
        words = {"role": form.role, "title": form.title, "title_zh": form.title}
        add_task(act, row, words, form.due_on)
        return ""

    return do


def _assign(act: Act, form: BulkInput) -> Callable[[Project], str]:
    found = act.find(User, columns(User).account == form.officer)
    if not found or found[0].disabled:
        raise Invalid.because("no_user", "There is no account %(account)s.", "officer", account=form.officer)
    officer = found[0]

    def do(row: Project) -> str:
        own = columns(Assignment)
        for held in act.find(Assignment, own.project_id == row.id, own.ended_at.is_(None)):
            if held.user_id == officer.id:
                raise Invalid.because("assigned_already", "This officer looks after the project already.")
            act.end(held)
        act.add(
            Assignment(
                project_id=row.id or 0,
                user_id=officer.id or 0,
                since=act.business_date,
                region_id=row.region_id,
                unit_id=row.unit_id,
                department_id=row.department_id,
            )
        )
        params = {"project": row.name}
        tell(
            act,
            [officer.id or 0],
            "task",
            "You look after %(project)s now.",
            params,
            f"/projects/{row.public_id}",
        )
        return officer.display_name

    return do


def _move(act: Act, form: BulkInput) -> Callable[[Project], str]:
    def do(row: Project) -> str:
        act.require_open(row.region_id)
        here = situation(act.session, row, act.business_date, reason=form.reason, actor=act.actor)
        transition = engine.find(here, form.transition)
        engine.require(here, act.actor, transition)
        if transition.approval:
            approvals.open_for(act, here, transition)
        else:
            engine.move(act, here, transition)
            records.after_change(act, row)
        return transition.key

    return do


_ACTIONS: dict[str, Callable[[Act, BulkInput], Callable[[Project], str]]] = {
    "remind": _remind,
    "assign": _assign,
    "move": _move,
}
