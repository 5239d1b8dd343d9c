"""Scores of PPP contracts: the list with what falls due, one sheet with three sources side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from bondlife import clock
from bondlife.books import kind_of, region_code, rule_book
from bondlife.db import Database
from bondlife.errors import Problem, missing
from bondlife.lifecycle import ppp_scores as sheets
from bondlife.lifecycle.situation import situation
from bondlife.queries.approvals import BarView, bar_of
from bondlife.queries.documents import DocumentsView, documents_of
from bondlife.queries.history import HistoryView, history_of
from bondlife.queries.ppp_calendar import DueLine, due_for
from bondlife.queries.ppp_fields import PHASES
from bondlife.queries.ppp_statement import FIRST
from bondlife.queries.record import MoveLine, moves_of
from bondlife.queries.steps import NextBlock, next_block
from bondlife.queries.words import problem_text, said, state_name
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from models.base import columns
from models.lifecycle import Label
from models.registry import Evaluation, PPPContract

MOST = 300
SECONDS: Mapping[str, Label] = {
    "operation": Label("Operation", "运营"),
    "maintenance": Label("Maintenance", "维护"),
    "cost": Label("Cost", "成本"),
    "safety": Label("Safety", "安全"),
    "completion": Label("Completion", "竣工"),
    "quality": Label("Quality", "质量"),
    "economic": Label("Economy and society", "经济社会"),
    "social": Label("Society", "社会"),
    "satisfaction": Label("Satisfaction", "满意度"),
    "organisation": Label("Organisation", "组织"),
    "archives": Label("Archives", "档案"),
}
"""Second level of the PPP frame."""
MARKS = {"draft": "draft", "submitted": "wait", "approved": "now", "objected": "late", "concluded": "done"}


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One score of the list."""

    href: str
    contract: str
    number: str
    phase: str
    cycle: str
    self_score: Decimal | None
    recheck_score: Decimal | None
    third_score: Decimal | None
    score: Decimal | None
    mark: str
    state: str
    until: str


@dataclass(frozen=True, slots=True)
class ScoresView:
    """Scores of one's contracts and what falls due."""

    lines: Sequence[ScoreLine]
    due: Sequence[DueLine]
    can_open: bool
    contracts: Sequence[tuple[str, str]]
    phases: Sequence[tuple[str, str]]
    form: Any


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item of the sheet as it is written on site."""

    key: str
    first: str
    second: str
    first_key: str
    second_key: str
    name: str
    points: str
    applies: bool
    self: str
    recheck: str
    third: str
    score: str
    reason: str


@dataclass(frozen=True, slots=True)
class SumView:
    """What the sheet comes to by one source; dashes while an item lacks it."""

    raw: str
    maximum: str
    score: str


@dataclass(frozen=True, slots=True)
class ScoreView:
    """The page of one score."""

    public_id: str
    version: int
    contract: str
    number: str
    contract_href: str
    phase: str
    cycle: str
    state: str
    state_key: str
    since: datetime | None
    items: Sequence[ItemView]
    sums: Mapping[str, SumView]
    scored: int
    applying: int
    problems: Sequence[str]
    objection_until: str
    digest: str
    can_score: bool
    can_self: bool
    documents: DocumentsView
    next: NextBlock
    moves: Sequence[MoveLine]
    history: HistoryView
    bar: BarView | None
    form: Any


def scores_view(db: Database, actor: Actor, contract: str, form: Any) -> ScoresView:
    """Return the scores of one's contracts, newest first, and the evaluations that fall due."""
    own, named = columns(Evaluation), columns(PPPContract)
    statement = scoped(actor, Evaluation, Evaluation, named.name, named.number, permission="evaluation.read")
    statement = statement.join(PPPContract, named.id == own.subject_id).where(
        own.subject == "ppp_contract", own.ended_at.is_(None)
    )
    if contract:
        statement = statement.where(named.public_id == contract)
    with db.reading() as session:
        rows = session.execute(statement.order_by(own.id.desc()).limit(MOST)).all()
        lines = [_line(session, *row) for row in rows]
        due = due_for(session, actor, contract, clock.business_date())
        live = scoped(actor, PPPContract, named.public_id, named.number, named.name)
        live = live.where(named.ended_at.is_(None), named.state.in_(("in_force", "operating", "handed_over")))
        named_rows = session.execute(live.order_by(named.number).limit(MOST)).all()
        contracts = [(key, f"{number} {name}") for key, number, name in named_rows]
    phases = [(key, said(label)) for key, label in PHASES.items()]
    return ScoresView(lines, due, actor.can("evaluation.create"), contracts, phases, form)


def _line(session: Session, row: Evaluation, name: str, number: str) -> ScoreLine:
    kind = kind_of(session, row.kind, row.kind_version)
    until = str(row.fields.get("objection_until", "")) if row.state == "approved" else ""
    return ScoreLine(
        f"/ppp/scores/{row.public_id}",
        name,
        number,
        said(PHASES.get(row.phase, Label(row.phase, row.phase))),
        row.cycle,
        _so_far(row, "self"),
        _so_far(row, "recheck"),
        _so_far(row, "third"),
        _so_far(row, "score"),
        MARKS.get(row.state, "no"),
        state_name(kind, "evaluation", row.state),
        until,
    )


def _so_far(row: Evaluation, source: str) -> Decimal | None:
    found = sheets.sum_of(sheets.items_of(row.sheet), source)
    return None if found is None else found.score


def score_view(db: Database, actor: Actor, public_id: str, form: Any) -> ScoreView:
    """Return one score with its sheet."""
    with db.reading() as session:
        row, contract = _score_row(session, actor, public_id)
        rules = rule_book(session, region_code(session, row.region_id), clock.business_date())
        here = situation(session, row, clock.business_date(), actor=actor)
        items = sheets.items_of(row.sheet)
        place = (row.region_id, row.unit_id, row.department_id)
        is_open = row.state == "draft"
        documents = documents_of(session, actor, row, here)
        block = next_block(session, actor, row, here.today)
        return ScoreView(
            public_id,
            row.version,
            contract.name,
            contract.number,
            f"/ppp/contracts/{contract.public_id}",
            said(PHASES.get(row.phase, Label(row.phase, row.phase))),
            row.cycle,
            state_name(here.kind, "evaluation", row.state),
            row.state,
            row.state_since,
            [_item(one) for one in items],
            {source: _sum(items, source) for source in sheets.SOURCES},
            sum(one["score"] is not None for one in items if one["applies"]),
            len(sheets.applying(items)),
            [_said(problem) for problem in sheets.table_problems(items, row.phase, rules)],
            str(row.fields.get("objection_until", "")),
            row.digest,
            is_open and actor.can_on("evaluation.score", *place),
            is_open and actor.can_on("evaluation.edit", *place),
            documents,
            replace(block, action=f"/ppp/scores/{public_id}/move"),
            moves_of(session, row, here.kind),
            history_of(session, row, whole=False, field=""),
            bar_of(session, actor, row),
            form,
        )


def _said(problem: Problem) -> str:
    return problem_text(problem)


def _score_row(session: Session, actor: Actor, public_id: str) -> tuple[Evaluation, PPPContract]:
    own, named = columns(Evaluation), columns(PPPContract)
    statement = scoped(actor, Evaluation, Evaluation, PPPContract, permission="evaluation.read")
    statement = statement.join(PPPContract, named.id == own.subject_id).where(
        own.subject == "ppp_contract", own.public_id == public_id, own.ended_at.is_(None)
    )
    found = session.execute(statement).one_or_none()
    if found is None:
        raise missing("evaluation")
    return found[0], found[1]


def _item(one: Mapping[str, Any]) -> ItemView:
    first, second = one["first"], one["second"]
    return ItemView(
        one["key"],
        said(FIRST[first]) if first in FIRST else first,
        said(SECONDS[second]) if second in SECONDS else second,
        first,
        second,
        one["name"],
        one["points"],
        one["applies"],
        one["self"] or "",
        one["recheck"] or "",
        one["third"] or "",
        one["score"] or "",
        one["reason"],
    )


def _sum(items: Sequence[Mapping[str, Any]], source: str) -> SumView:
    found = sheets.sum_of(items, source)
    if found is None:
        return SumView("—", "—", "—")
    return SumView(f"{found.raw:f}", f"{found.maximum:f}", f"{found.score:f}")
