"""Every night: scores whose objection window is over are frozen, sheets of cycles that pay are opened,
evaluations that fall due get a task."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from bondlife import clock
from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.jobs.runner import Progress
from bondlife.lifecycle import engine
from bondlife.lifecycle.effects.tasks import add_task
from bondlife.lifecycle.situation import situation
from bondlife.queries.ppp_calendar import LIVE, DueLine, due_of
from bondlife.queries.ppp_fields import PHASES
from bondlife.security.actor import SYSTEM
from bondlife.services.ppp_scores import is_held, open_sheet
from models.base import columns
from models.registry import Evaluation, PPPContract, Task

NAME = "ppp_scan"
NIGHTLY = 4
Due = tuple[int, DueLine]


def run(db: Database, _params: dict[str, Any], progress: Progress, _user: int | None) -> dict[str, Any]:
    """Freeze what nobody objected to, open the sheets of cycles, remind of what falls due."""
    today = clock.business_date()
    progress.tell(0, 3, "tasks", now=True)
    frozen = sum(freeze(db, key) for key in _open_windows(db, today))
    progress.tell(1, 3, "tasks", now=True)
    due = _due(db, today)
    tasks = remind(db, due)
    progress.tell(2, 3, "tasks", now=True)
    return {"frozen": frozen, "tasks": tasks, "opened": open_sheets(db, due)}


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


def open_sheets(db: Database, due: Sequence[Due]) -> int:
    """Open the sheet of each cycle whose score pays; one that somebody opened meanwhile is left as it is."""
    return sum(_opened(db, contract, line) for contract, line in due if line.pays)


def _opened(db: Database, contract: int, line: DueLine) -> int:
    def work(act: Act) -> int:
        row = act.get(PPPContract, contract)
        if is_held(act, contract, line.phase_key, line.cycle):
            return 0
        open_sheet(act, row, line.phase_key, line.cycle)
        return 1

    return int(perform(db, SYSTEM, "evaluation.create", work))


def remind(db: Database, due: Sequence[Due]) -> int:
    """Open a task for each evaluation that falls due and has neither task nor sheet yet."""
    return int(perform(db, SYSTEM, "ppp.remind", lambda act: _open_tasks(act, due))) if due else 0


def _due(db: Database, today: date) -> list[Due]:
    own = columns(PPPContract)
    statement = sa.select(PPPContract).where(own.ended_at.is_(None), own.state.in_(LIVE)).order_by(own.id)
    with db.reading() as session:
        contracts = list(session.execute(statement.execution_options(scoped=True)).scalars())
        return [(row.id or 0, line) for row, line in due_of(session, contracts, today)]


def _open_tasks(act: Act, due: Sequence[Due]) -> int:
    own, opened = columns(Task), 0
    for contract_id, line in due:
        params = {"phase": line.phase_key, "cycle": line.cycle}
        held = act.find(Task, own.subject == "ppp_contract", own.subject_id == contract_id)
        if any(one.params == params for one in held):
            continue
        add_task(act, act.get(PPPContract, contract_id), _words(line), line.due_on, params)
        opened += 1
    return opened


def _words(line: DueLine) -> dict[str, str]:
    phase = PHASES[line.phase_key]
    return {
        "role": "evaluator",
        "title": f"PPP evaluation due: {line.number} {phase.en} {line.cycle}",
        "title_zh": f"PPP 绩效考核到期：{line.number} {phase.zh} {line.cycle}",
    }
