"""Tasks are done by people who hold their role."""

from typing import Any

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.errors import Conflict, Forbidden, Problem
from bondlife.security.actor import Actor
from models.registry import Task


def mark_done(db: Database, actor: Actor, public_id: str, version: int, *, key: str = "") -> dict[str, Any]:
    """Mark a task as done today."""

    def work(act: Act) -> dict[str, Any]:
        row = act.fetch(Task, public_id, "task.read")
        act.about(row, title=row.title)
        act.actor.require("task.done", row.region_id, row.unit_id, row.department_id)
        if row.role not in act.actor.roles:
            raise Forbidden.because("not_your_task", "This task waits for another role.")
        if row.done_on is not None:
            raise Conflict(Problem("done_already", "This task was done already."))
        act.require_version(row, version)
        act.change(row, done_on=act.business_date)
        return {"public_id": public_id, "done_on": act.business_date.isoformat(), "version": row.version}

    return dict(perform(db, actor, "task.done", work, key=key, request=[public_id, version]))
