"""Lives of records: each moved along its own graph, was signed by two people, and its rail is right."""

from collections import defaultdict
from typing import Any

import sqlalchemy as sa

from bondlife.books import kind_of
from bondlife.db import Database
from bondlife.lifecycle.rail import compute, now_track
from bondlife.settings import Settings
from bondlife.verify.report import Check
from models.base import columns, table
from models.registry import RECORDS, Approval, Opinion, ProjectRail, StateMove


def moves(db: Database, _settings: Settings) -> Check:
    """Moves are numbered without gaps, chain from state to state, follow declared transitions."""
    check = Check("state_moves")
    with db.reading(patient=True) as session:
        histories: dict[tuple[str, int], list[Any]] = defaultdict(list)
        for move in session.execute(sa.select(table(StateMove)).order_by(columns(StateMove).number)):
            histories[move.record, move.record_id].append(move)
        for record, model in RECORDS.items():
            column = columns(model)
            chosen = (column.id, column.kind, column.kind_version, column.state, column.state_moves)
            for row in session.execute(sa.select(*chosen).execution_options(scoped=True)):
                check.checked += 1
                lifecycle = kind_of(session, row.kind, row.kind_version).lifecycle(record)
                _check_history(check, record, row, lifecycle, histories.get((record, row.id), []))
    return check


def signatures(db: Database, _settings: Settings) -> Check:
    """Nobody signed what they prepared, nobody signed twice, and what was signed is what was shown."""
    check = Check("signatures")
    approval, opinion = columns(Approval), columns(Opinion)
    chosen = (approval.id, approval.prepared_by, approval.subject_digest, opinion.user_id, opinion.digest)
    statement = sa.select(*chosen).join_from(Approval, Opinion, opinion.approval_id == approval.id)
    seen: set[tuple[int, int]] = set()
    with db.connection() as connection:
        for key, prepared_by, shown, signer, signed in connection.execute(statement):
            check.checked += 1
            if signer == prepared_by:
                check.wrong(f"approval {key} was signed by the person who prepared it")
            if (key, signer) in seen:
                check.wrong(f"approval {key} was signed twice by one person")
            if shown != signed:
                check.wrong(f"approval {key} was signed on other content than was shown")
            seen.add((key, signer))
    return check


def rails(db: Database, _settings: Settings) -> Check:
    """Every project's rail is what its records say."""
    check = Check("rails")
    with db.reading(patient=True) as session:
        rail = columns(ProjectRail)
        for project_id, now, tracks in session.execute(
            sa.select(rail.project_id, rail.now_track, rail.tracks)
        ):
            check.checked += 1
            rebuilt = compute(session, project_id)
            if rebuilt != tracks or now_track(rebuilt) != now:
                check.wrong(f"the rail of project {project_id} is not what its records say")
    return check


def _check_history(check: Check, record: str, row: Any, lifecycle: Any, history: list[Any]) -> None:
    state = lifecycle.initial
    for number, move in enumerate(history, 1):
        lawful = move.transition == "take_on" or any(
            t.key == move.transition and move.source in t.sources and t.target == move.target
            for t in lifecycle.transitions
        )
        if move.number != number or move.source != state or not lawful:
            check.wrong(f"{record} {row.id}: move {move.number} {move.source} → {move.target} is not lawful")
        state = move.target
    if (state, len(history)) != (row.state, row.state_moves):
        check.wrong(f"{record} {row.id} stands at {row.state} after moves that end at {state}")
