"""One round: grade tables with raw counts, gaps between scorers, its evaluations, what can be done next."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import uuid4

from sqlmodel import Session

from bondlife.books import RuleBook, kinds_in_force, region_code, rule_book
from bondlife.db import Database
from bondlife.errors import Invalid, missing
from bondlife.lifecycle.frames import frame_key, read
from bondlife.locale import gettext
from bondlife.queries.evaluation_sums import RoundSums, checked, round_sums
from bondlife.queries.lifewords import state_of
from bondlife.queries.performance.board import TYPES
from bondlife.queries.rule_values import entry_word
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from calculators.kernel.errors import CalculationError
from models.base import columns
from models.lifecycle import Label
from models.registry import Evaluation, EvaluationRound, Organisation, Project, Region

MOST = 200


@dataclass(frozen=True, slots=True)
class FrameLine:
    """One indicator of the frozen frame."""

    first: str
    second: str
    name: str
    points: str
    how: str
    unit: str


@dataclass(frozen=True, slots=True)
class EvaluationLine:
    """One evaluation of the round with its scores side by side."""

    href: str
    name: str
    department: str
    self_score: Decimal | None
    recheck_score: Decimal | None
    third_score: Decimal | None
    score: Decimal | None
    grade: str
    state: str
    mark: str
    is_drawn: bool


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round as its page shows it."""

    public_id: str
    version: int
    idempotency_key: str
    name: str
    type: str
    is_recheck: bool
    is_department: bool
    region: str
    year: int
    is_closed: bool
    frame: str
    frame_status: str
    frame_rows: Sequence[FrameLine]
    sums: RoundSums
    published: str
    published_error: str
    sample: Any
    of_href: str
    lines: Sequence[EvaluationLine]
    is_cut: bool
    q: str
    rules: Sequence[tuple[str, str]]
    kinds: Sequence[tuple[str, str]]
    can_open: bool
    can_accept: bool
    can_close: bool
    can_simulate: bool
    errors: Sequence[str] = ()


def round_view(
    db: Database,
    actor: Actor,
    public_id: str,
    *,
    published: str = "",
    q: str = "",
    errors: Sequence[str] = (),
) -> RoundView:
    """Return the page of a round; ``published`` are printed percentages to be compared with the counts."""
    with db.reading() as session:
        row, region = _row(session, actor, public_id)
        rules = rule_book(session, region_code(session, row.region_id))
        sums = round_sums(session, row, rules)
        sums, problem = _compared(sums, row, published)
        lines = _lines(session, actor, row, q)
        frame = read(row.frame)
        return RoundView(
            row.public_id,
            row.version,
            str(uuid4()),
            row.name,
            said(TYPES[row.type]) if row.type in TYPES else row.type,
            row.type == "recheck",
            row.subject == "organisation",
            region,
            row.year,
            row.state == "closed",
            said(frame.label),
            frame.status,
            _frame_rows(row),
            sums,
            published,
            problem,
            row.sample,
            _source_href(session, row),
            lines[:MOST],
            len(lines) > MOST,
            q,
            [
                (rule.key, said(Label(rule.label_en, rule.label_zh)))
                for rule in rules.starting("performance.cut.")
            ],
            _kinds(session, row, rules),
            actor.can_on("round.open", row.region_id),
            actor.can_on("evaluation.conclude", row.region_id),
            actor.can_on("round.close", row.region_id),
            actor.can_on("result_list.create", row.region_id),
            errors,
        )


def _kinds(session: Session, row: EvaluationRound, rules: RuleBook) -> list[tuple[str, str]]:
    """Return the kinds of project that are evaluated by the frame of a round."""
    found = []
    for kind in kinds_in_force(session) if row.subject == "project" else ():
        try:
            key = frame_key(rules, kind.key, row.type, row.phase, kind.base)
        except Invalid:  # this kind is not evaluated so
            continue
        if key == row.frame["key"] and kind.has("project"):
            found.append((kind.key, said(kind.label)))
    return found


def _row(session: Session, actor: Actor, public_id: str) -> tuple[EvaluationRound, str]:
    own, region = columns(EvaluationRound), columns(Region)
    statement = scoped(actor, EvaluationRound, EvaluationRound, region.name, permission="evaluation.read")
    statement = statement.join(Region, region.id == own.region_id).where(own.public_id == public_id)
    found = session.execute(statement).one_or_none()
    if found is None:
        raise missing("evaluation_round")
    return found[0], found[1]


def _compared(sums: RoundSums, row: EvaluationRound, published: str) -> tuple[RoundSums, str]:
    """Return the sums with printed percentages beside them, or what is wrong with what was typed."""
    if not published.strip():
        return sums, ""
    of_departments = row.subject == "organisation"
    lines = sums.department_grades if of_departments else sums.grades
    try:
        printed = [Decimal(part.strip().rstrip("%")) for part in published.replace("，", ",").split(",")]
        found = checked(lines, printed)
    except (InvalidOperation, CalculationError):
        count = len(lines)
        return sums, gettext("Type %(count)d percentages, apart by commas, best grade first.") % {
            "count": count
        }
    name = "department_grades" if of_departments else "grades"
    return replace(sums, **{name: found}), ""  # type: ignore[arg-type]


def _frame_rows(row: EvaluationRound) -> list[FrameLine]:
    return [
        FrameLine(
            entry_word(one.first), entry_word(one.second), said(one.label), f"{one.points:f}",
            entry_word(one.how), entry_word(one.unit) if one.unit else "",
        )
        for one in read(row.frame).indicators
    ]  # fmt: skip


def _source_href(session: Session, row: EvaluationRound) -> str:
    source = (
        session.get(EvaluationRound, row.sampled_from_id, execution_options={"scoped": True})
        if row.sampled_from_id
        else None
    )
    return f"/performance/rounds/{source.public_id}" if source is not None else ""


def _lines(session: Session, actor: Actor, row: EvaluationRound, q: str) -> list[EvaluationLine]:
    own, project, body = columns(Evaluation), columns(Project), columns(Organisation)
    picks = (row.sample or {}).get("picks")
    statement = scoped(actor, Evaluation, Evaluation, project.name, body.name, permission="evaluation.read")
    statement = statement.outerjoin(Project, project.id == own.project_id).outerjoin(
        Organisation, body.id == own.department_id
    )
    if picks is None:
        statement = statement.where(own.round_id == row.id)
    else:
        statement = statement.where(own.public_id.in_(picks[:500]))
    if q.strip():
        text = q.strip()[:60]
        statement = statement.where(
            project.name.contains(text, autoescape=True) | body.name.contains(text, autoescape=True)
        )
    ordered = statement.where(own.ended_at.is_(None)).order_by(own.score, own.id).limit(MOST + 1)
    return [_line(found, set(picks or ())) for found in session.execute(ordered)]


def _line(found: Any, picks: set[str]) -> EvaluationLine:
    row: Evaluation = found[0]
    state, mark = state_of(row.kind, "evaluation", row.state)
    return EvaluationLine(
        f"/performance/evaluations/{row.public_id}",
        found[1] or found[2] or "",
        found[2] or "—",
        row.self_score,
        row.recheck_score,
        row.third_score,
        row.score,
        row.grade,
        state,
        mark,
        row.public_id in picks,
    )
