"""Steps of collection tasks and what every act on them shares: tasks, the log, parts at their version."""

from dataclasses import dataclass

import sqlalchemy as sa

from bondlife.acts import Act
from bondlife.db import insert_rows
from bondlife.errors import Conflict, Problem
from bondlife.services.notices import holders, tell
from models.base import columns, table
from models.registry import Collection, CollectionPart, CollectionStep, Task


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


def role_of(part: CollectionPart, role: str) -> str:
    """Return whose task a check is: a region's own answer is checked by its reviewer, not by a department."""
    return "reviewer" if role == "department" and part.unit_id is None else role


def move(act: Act, part: CollectionPart, step: str) -> None:
    """Put a part at a step; what waited on it is done."""
    act.change(part, step=step, step_since=act.now)
    done(act, part)


def log(act: Act, part: CollectionPart, outcome: str, reason: str) -> None:
    """Keep a step of a part with its times and its person."""
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


def open_task(act: Act, row: Collection, part: CollectionPart, step: str, role: str) -> None:
    """Open the task of a step, and tell those who answer."""
    add_task(act, row, part, role, TITLES[step])
    if step == "answer":
        people = holders(act.session, act.business_date, role, part.region_id, (part.unit_id,))
        params = {"title": row.title, "day": row.due_on.isoformat()}
        tell(act, people, "collection", "Please answer “%(title)s” by %(day)s.", params, href_of(part))


def add_task(
    act: Act, row: Collection, about: Collection | CollectionPart, role: str, words: tuple[str, str]
) -> None:
    """Open a task about a request or a part."""
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


def done(act: Act, about: Collection | CollectionPart) -> None:
    """Mark what waited on a request or a part as done; a request takes its parts' tasks along."""
    own = columns(Task)
    name = "collection" if isinstance(about, Collection) else "collection_part"
    for task in act.find(Task, own.subject == name, own.subject_id == about.id, own.done_on.is_(None)):
        act.change(task, done_on=act.business_date)


def href_of(part: CollectionPart) -> str:
    """Return the address of a part."""
    return f"/collections/parts/{part.public_id}"


def require_open(row: Collection) -> None:
    """Refuse what comes after a request was summed or withdrawn."""
    if row.state != "sent":
        raise Conflict(Problem("collection_closed", "This request is no longer open."))


def part_of(act: Act, public_id: str, version: int) -> tuple[CollectionPart, Collection]:
    """Return a part with its request, at the version that was shown."""
    part = act.fetch(CollectionPart, public_id, "collection.read")
    row = act.get(Collection, part.collection_id)
    act.about(part, title=row.title)
    act.require_version(part, version)
    return part, row


def collection_of(act: Act, public_id: str, version: int, permission: str) -> Collection:
    """Return a request this person may act on, at the version that was shown."""
    row = act.fetch(Collection, public_id, "collection.read")
    act.about(row, title=row.title)
    act.actor.require(permission, row.region_id)
    act.require_version(row, version)
    return row


def parts_of(act: Act, row: Collection) -> list[CollectionPart]:
    """Return the parts of a request as they stand."""
    act.flush()
    statement = sa.select(CollectionPart).where(columns(CollectionPart).collection_id == row.id)
    return list(act.session.execute(statement.execution_options(scoped=True)).scalars())
