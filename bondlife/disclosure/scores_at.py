"""Results of evaluations that stand at a day, as public pages tell them; scores of contracts once frozen."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.disclosure.page_parts import plain
from bondlife.disclosure.projects_at import band_word
from bondlife.lifecycle.facts import rows
from models.base import columns
from models.registry import Evaluation, PPPContract, StateMove

CONCLUDED = ("passed", "concluded")
"""States of an evaluation whose result stands."""


def concluded(session: Session, on: date, *whose: Any) -> list[Evaluation]:
    """Return the evaluations whose result stands, up to the year of a day, oldest year first."""
    own = columns(Evaluation)
    stands = (own.state.in_(CONCLUDED), own.score.is_not(None), own.year <= on.year)
    return sorted(rows(session, Evaluation, *whose, *stands), key=lambda one: (one.year, one.id or 0))


def result_of(session: Session, one: Evaluation, on: date) -> dict[str, Any]:
    """Return year, score and grade of an evaluation, the grade in the words of its region."""
    grade = band_word(session, one.region_id, one.grade, on) if one.grade else None
    return {"year": str(one.year), "score": plain(one.score), "grade": plain(grade)}


def frozen(first: date, last: date, *more: Any) -> Any:
    """Return the statement of the scores of contracts frozen from one day to another, in that order.

    A row has the evaluation's key, year, phase, cycle, score and grade, the day it was frozen, and its
    contract's key, place, number, name, agency and company.
    """
    own, move, contract = columns(Evaluation), columns(StateMove), columns(PPPContract)
    about = ("region_id", "unit_id", "department_id", "project_id", "number", "name", "agency", "company")
    return (
        sa.select(
            *(own[name] for name in ("id", "year", "phase", "cycle", "score", "grade")),
            move.business_date.label("day"),
            contract.id.label("contract_id"),
            *(contract[name] for name in about),
        )
        .join_from(
            Evaluation,
            StateMove,
            sa.and_(move.record == "evaluation", move.record_id == own.id, move.transition == "freeze"),
        )
        .join(PPPContract, sa.and_(own.subject == "ppp_contract", contract.id == own.subject_id))
        .where(
            own.state == "concluded",
            own.ended_at.is_(None),
            contract.ended_at.is_(None),
            move.business_date.between(first, last),
            *more,
        )
        .order_by(move.business_date, own.id)
        .execution_options(scoped=True)
    )
