"""The scoring sheet of an evaluation: every indicator with target, actual and the points of each scorer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.errors import missing
from bondlife.lifecycle.frames import Frame
from bondlife.lifecycle.guards.performance import ALL
from bondlife.lifecycle.scores import SCORERS, sheet_frame, totals
from bondlife.locale import gettext
from bondlife.queries.figures import Figure, calculated
from bondlife.queries.lifewords import state_of
from bondlife.queries.performance.board import TYPES
from bondlife.queries.performance.turns import turn_of
from bondlife.queries.rule_values import entry_word
from bondlife.queries.steps import next_block
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from calculators.kernel.errors import CalculationError
from calculators.kernel.money import to_yuan
from calculators.scoring.framework import SPECS, FrameItem, frame_total
from models.base import columns
from models.registry import Appraisal, Evaluation, EvaluationRound, Organisation, Project

_SPEC = next((spec for spec in SPECS if spec.key == "scoring.frame_total"), SPECS[0])


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One indicator on the sheet."""

    key: str
    first: str
    name: str
    most: str
    how: str
    unit: str
    target: str
    actual: str
    points: Mapping[str, str]
    reason: str
    is_left_out: bool


@dataclass(frozen=True, slots=True)
class SheetView:
    """A scoring sheet; ``scorer`` is whose points may be typed now, empty where nobody's."""

    action: str
    public_id: str
    version: int
    idempotency_key: str
    title: str
    subject_href: str
    type: str
    year: int
    state: str
    mark: str
    frame: str
    is_confirmed: bool
    items: Sequence[ItemLine]
    totals: Mapping[str, str]
    counts_by: str
    score: str
    grade: str
    digest: str
    reason: str
    budget: str
    executed: str
    scorer: str
    scorers: Sequence[tuple[str, str]]
    record_href: str
    next: Any
    errors: Sequence[str] = ()
    explain: Figure | None = None


def sheet_view(
    db: Database, actor: Actor, public_id: str, *, errors: Sequence[str] = (), explain: str = ""
) -> SheetView:
    """Return the sheet of an evaluation the person may see."""
    with db.reading() as session:
        row, project, body, _round = _row(session, actor, public_id)
        frame = sheet_frame(session, row)
        sheet = row.sheet or {}
        state, mark = state_of(row.kind, "evaluation", row.state)
        sums = _sums(frame, sheet)
        execution = sheet.get("execution") or {}
        title = project.name if project is not None else (body or row.subject)
        return SheetView(
            f"/performance/evaluations/{row.public_id}/scores",
            row.public_id,
            row.version,
            str(uuid4()),
            title,
            f"/projects/{project.public_id}" if project is not None else "",
            said(TYPES[row.type]) if row.type in TYPES else row.type,
            row.year,
            state,
            mark,
            said(frame.label) if frame is not None else "",
            frame is not None and frame.status != "unconfirmed",
            _items(frame, sheet) if frame is not None else [],
            sums,
            next((one for one in reversed(SCORERS) if one in sums), ""),
            "" if row.score is None else f"{row.score:f}",
            entry_word(row.grade) if row.grade else "",
            row.digest,
            str((sheet.get("reasons") or {}).get(ALL, "")),
            f"{to_yuan(execution['budget']):f}" if execution.get("budget") else "",
            f"{to_yuan(execution.get('executed', 0)):f}" if execution.get("budget") else "",
            turn_of(actor, row),
            [(name, words()[name]) for name in SCORERS],
            f"/records/evaluation/{row.public_id}",
            next_block(session, actor, row, clock.business_date()),
            errors,
            _asked(explain, frame, sheet),
        )


def appraisal_view(db: Database, actor: Actor, public_id: str, errors: Sequence[str] = ()) -> SheetView:
    """Return the sheet of an appraisal: one scorer, the office that appraises."""
    with db.reading() as session:
        own = columns(Appraisal)
        statement = scoped(actor, Appraisal, permission="appraisal.read").where(own.public_id == public_id)
        row: Appraisal | None = session.execute(statement).scalar_one_or_none()
        if row is None:
            raise missing("appraisal")
        frame = sheet_frame(session, row)
        assert frame is not None
        state, mark = state_of(row.kind, "appraisal", row.state)
        may = row.state == "draft" and actor.can_on("appraisal.edit", row.region_id)
        return SheetView(
            f"/performance/appraisals/{row.public_id}/scores",
            row.public_id,
            row.version,
            str(uuid4()),
            row.name,
            "",
            gettext("Appraisal"),
            row.year,
            state,
            mark,
            said(frame.label),
            frame.status != "unconfirmed",
            _items(frame, row.sheet),
            _sums(frame, row.sheet),
            "self",
            "" if row.score is None else f"{row.score:f}",
            entry_word(row.grade) if row.grade else "",
            "",
            str((row.sheet.get("reasons") or {}).get(ALL, "")),
            "",
            "",
            "self" if may else "",
            [("self", gettext("Points given"))],
            f"/records/appraisal/{row.public_id}",
            next_block(session, actor, row, clock.business_date()),
            errors,
        )


def words() -> dict[str, str]:
    """Return what scorers are called."""
    return {"self": gettext("Self"), "recheck": gettext("Re-check"), "third": gettext("Third party")}


def _row(session: Session, actor: Actor, public_id: str) -> tuple[Evaluation, Any, str | None, Any]:
    """Return an evaluation, its project, the name of its department, and its round.

    Held by the caller, project and round are found again without asking: the session keeps no row alone.
    """
    key = (actor.grants, actor.only)
    if key not in _SHEETS:
        if len(_SHEETS) >= MOST_READERS:
            _SHEETS.clear()
        _SHEETS[key] = _sheet_of(actor)
    row = session.execute(_SHEETS[key], {"key": public_id}).first()
    if row is None:
        raise missing("evaluation")
    return row[0], row[1], row[2], row[3]


MOST_READERS = 1000
_SHEETS: dict[Any, sa.Select[Any]] = {}
"""The select of a sheet by what its reader may see: putting it together costs as much as running it."""


def _sheet_of(actor: Actor) -> sa.Select[Any]:
    own, project, body, found = (columns(one) for one in (Evaluation, Project, Organisation, EvaluationRound))
    chosen = (Evaluation, Project, body.name, EvaluationRound)
    return (
        scoped(actor, Evaluation, *chosen, permission="evaluation.read")
        .outerjoin(Project, project.id == own.project_id)
        .outerjoin(Organisation, body.id == own.department_id)
        .outerjoin(EvaluationRound, found.id == own.round_id)
        .where(own.public_id == sa.bindparam("key", None, sa.String))
    )


def _sums(frame: Frame | None, sheet: Mapping[str, Any]) -> dict[str, str]:
    if frame is None:
        return {}
    try:
        return {who: f"{one.shown:f}" for who, one in totals(frame, sheet).by_scorer.items()}
    except CalculationError:
        return {}


def _items(frame: Frame, sheet: Mapping[str, Any]) -> list[ItemLine]:
    given = sheet.get("points") or {}
    named = {name: sheet.get(name) or {} for name in ("target", "actual", "reasons")}
    return [
        ItemLine(
            one.key,
            entry_word(one.first),
            said(one.label),
            f"{one.points:f}",
            entry_word(one.how),
            entry_word(one.unit) if one.unit else "",
            str(named["target"].get(one.key, "")),
            str(named["actual"].get(one.key, "")),
            {who: str((given.get(who) or {}).get(one.key, "")) for who in SCORERS},
            str(named["reasons"].get(one.key, "")),
            one.key in (sheet.get("left_out") or ()),
        )
        for one in frame.indicators
    ]


def _asked(key: str, frame: Frame | None, sheet: Mapping[str, Any]) -> Figure | None:
    """Return how a total came about: the calculator with the points of its scorer."""
    given = (sheet.get("points") or {}).get(key) if frame is not None and key in SCORERS else None
    if frame is None or not given:
        return None
    left_out = set(sheet.get("left_out") or ())
    items = [
        FrameItem(
            entry_word(one.first),
            entry_word(one.second),
            said(one.label),
            one.points,
            None if one.key in left_out else Decimal(given[one.key]),
            one.key not in left_out,
        )
        for one in frame.indicators
        if one.key in given or one.key in left_out
    ]
    try:
        result = frame_total(items, full_mark=frame.full_mark, decimals=frame.decimals)
    except CalculationError:
        return None
    inputs: dict[str, Any] = {"items": items, "full_mark": frame.full_mark, "decimals": frame.decimals}
    return calculated(key, _SPEC, inputs, result, "total")
