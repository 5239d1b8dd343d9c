"""Every night: scores whose objection window is over are frozen, evaluations that fall due get a task."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.acts import Act, perform
from bondlife.books import region_code, rule_books
from bondlife.db import Database
from bondlife.jobs.runner import Progress
from bondlife.lifecycle import engine
from bondlife.lifecycle.effects.tasks import add_task
from bondlife.lifecycle.situation import situation
from bondlife.queries.ppp_scores import DueLine, due_of, held_cycles
from bondlife.security.actor import SYSTEM
from models.base import columns
from models.registry import Evaluation, PPPContract, Task

NAME = "ppp_scan"
NIGHTLY = 4
WORDS = {
    "role": "evaluator",
    "title": "PPP evaluation falls due: %(phase)s %(cycle)s",
    "title_zh": "PPP 绩效评价到期：%(phase)s %(cycle)s",
}


def run(db: Database, _params: dict[str, Any], progress: Progress, _user: int | None) -> dict[str, Any]:
    """Freeze what nobody objected to, and remind of what falls due."""
    progress.tell(0, 2, "tasks", now=True)
    frozen = sum(freeze(db, key) for key in _open_windows(db, clock.business_date()))
    progress.tell(1, 2, "tasks", now=True)
    return {"frozen": frozen, "tasks": remind(db)}


def _open_windows(db: Database, today: date) -> list[str]:
    own = columns(Evaluation)
    statement = sa.select(own.public_id, own.fields).where(
        own.subject == "ppp_contract", own.state == "approved", own.ended_at.is_(None)
    )
    with db.reading() as session:
        rows = session.execute(statement.execution_options(scoped=True)).all()
    return [key for key, fields in rows if str(fields.get("objection_until", "9999")) < today.isoformat()]


def freeze(db: Database, public_id: str) -> int:
    """Freeze one score after its window; one that moved on meanwhile is left as it is."""

    def work(act: Act) -> int:
        row = act.find(Evaluation, columns(Evaluation).public_id == public_id)[0]
        here = situation(act.session, row, act.business_date)
        if row.state != "approved":
            return 0
        transition = engine.find(here, "freeze")
        if engine.unmet(here, transition):
            return 0
        engine.move(act, here, transition)
        act.about(row, transition="freeze")
        return 1

    return int(perform(db, SYSTEM, "evaluation.freeze", work))


def remind(db: Database) -> int:
    """Open a task for each evaluation that falls due and has neither task nor sheet yet."""
    with db.reading() as session:
        due = _due(session, clock.business_date())
    return int(perform(db, SYSTEM, "ppp.remind", lambda act: _open_tasks(act, due))) if due else 0


def _due(session: Session, today: date) -> list[tuple[int, DueLine]]:
    own = columns(PPPContract)
    statement = sa.select(PPPContract).where(
        own.ended_at.is_(None), own.state.in_(("in_force", "operating", "handed_over"))
    )
    contracts = list(session.execute(statement.execution_options(scoped=True)).scalars())
    held = held_cycles(session, [one.id or 0 for one in contracts])
    books = rule_books(session, today)
    return [
        (one.id or 0, line)
        for one in contracts
        for line in due_of(
            one, held.get(one.id or 0, set()), books(region_code(session, one.region_id)), today
        )
    ]


def _open_tasks(act: Act, due: list[tuple[int, DueLine]]) -> int:
    own, opened = columns(Task), 0
    for contract_id, line in due:
        params = {"phase": line.phase_key, "cycle": line.cycle}
        held = act.find(Task, own.subject == "ppp_contract", own.subject_id == contract_id)
        if any(one.params == params for one in held):
            continue
        add_task(act, act.get(PPPContract, contract_id), WORDS, line.due_on, params)
        opened += 1
    return opened
