"""The board of performance management of a year: rounds, lights, orders that are open, lists of cuts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import kinds_in_force
from bondlife.db import Database
from bondlife.locale import gettext
from bondlife.queries.lifewords import state_of
from bondlife.queries.performance.turns import turn_of
from bondlife.queries.shell import region_choices
from bondlife.queries.steps import href_of
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from models.base import columns
from models.lifecycle import Label
from models.performance_labels import PERFORMANCE_ENTRIES
from models.registry import (
    Evaluation,
    EvaluationRound,
    Monitoring,
    PerformanceGoal,
    Project,
    Rectification,
    Region,
    ResultList,
)

MOST = 100
SHEETS = 20
TYPES = {
    "self": Label("Self-evaluation", "单位自评"),
    "recheck": Label("Re-check", "抽查复核"),
    "department": Label("By the department", "部门评价"),
    "key": Label("Key evaluation", "财政重点评价"),
    "final": Label("Final evaluation", "终期评价"),
    "construction": Label("Evaluation of construction", "建设期评价"),
    "operation": Label("Evaluation of operation", "运营期评价"),
    "annual": Label("Yearly evaluation", "年度评价"),
    "ex_ante": Label("Ex-ante", "事前绩效评估"),
}
"""Types of evaluation in words."""


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One round: what, where, how far."""

    href: str
    name: str
    type: str
    region: str
    frame: str
    is_confirmed: bool
    total: int
    done: int
    is_closed: bool
    due_on: date | None


@dataclass(frozen=True, slots=True)
class ListLine:
    """One record in a list of the board."""

    href: str
    name: str
    project: str
    state: str
    mark: str
    light: str
    day: date | None
    note: str
    amount: int = 0
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class BoardView:
    """The board of a year."""

    region: str
    year: int
    regions: Sequence[tuple[str, str]]
    rounds: Sequence[RoundLine]
    lights: Sequence[tuple[str, int]]
    monitoring: Sequence[ListLine]
    orders: Sequence[ListLine]
    late_orders: int
    goals: Sequence[ListLine]
    goal_count: int
    goal_amount: int
    lists: Sequence[ListLine]
    sheets: Sequence[ListLine]
    can_open: bool
    types: Sequence[tuple[str, str]]
    kinds: Sequence[tuple[str, str]]
    idempotency_key: str
    makes: frozenset[str]
    errors: Sequence[str] = ()


def board_view(
    db: Database, actor: Actor, *, region: str = "", year: int | None = None, errors: Sequence[str] = ()
) -> BoardView:
    """Return the board of a year; the year of evaluation is the year before unless it is said."""
    today = clock.business_date()
    wanted = year or today.year
    with db.reading() as session:
        place = Place(session, actor, region, wanted)
        found = place.rows(
            PerformanceGoal, "goal.read", columns(PerformanceGoal).state.not_in(("withdrawn",))
        )
        return BoardView(
            region,
            wanted,
            region_choices(db, actor),
            _rounds(place),
            _lights(place),
            [_monitoring(row) for row in place.rows(Monitoring, "monitoring.read")],
            *_orders(place, today),
            [_goal(row) for row in found],
            *_goal_sums(place),
            [_list(row) for row in place.rows(ResultList, "result_list.read")],
            _sheets(place),
            actor.can("round.open"),
            [(key, said(TYPES[key])) for key in ("self", "department", "key", "final")],
            _kinds(session),
            str(uuid4()),
            frozenset(one for one in ("monitoring", "goal") if actor.can(f"{one}.create")),
            errors,
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where and for which year one looks."""

    session: Session
    actor: Actor
    region: str
    year: int

    def limited(self, statement: Any, model: Any) -> Any:
        """Return a statement limited to the region that was asked, if one was."""
        if not self.region:
            return statement
        place = columns(Region)
        root = sa.select(place.id).where(place.code == self.region).correlate(None).scalar_subquery()
        return statement.where(columns(model).region_id.in_(closure_of(root)))

    def rows(self, model: Any, permission: str, *conditions: Any) -> list[Any]:
        """Return records of the year with the name of their project, newest first."""
        own, project = columns(model), columns(Project)
        chosen = (model, project.name)
        statement = scoped(self.actor, model, *chosen, permission=permission)
        statement = statement.outerjoin(Project, project.id == own.project_id)
        statement = statement.where(own.ended_at.is_(None), *conditions)
        if "year" in own:
            statement = statement.where(own.year == self.year)
        ordered = self.limited(statement, model).order_by(own.id.desc()).limit(MOST)
        return list(self.session.execute(ordered))


def _rounds(place: Place) -> list[RoundLine]:
    own, region = columns(EvaluationRound), columns(Region)
    statement = scoped(
        place.actor, EvaluationRound, EvaluationRound, region.name, permission="evaluation.read"
    )
    statement = statement.join(Region, region.id == own.region_id)
    statement = statement.where(own.year.in_((place.year, place.year - 1)))
    found = place.session.execute(
        place.limited(statement, EvaluationRound).order_by(own.id.desc()).limit(MOST)
    )
    return [_round(place, row, name) for row, name in found]


def _round(place: Place, row: EvaluationRound, region: str) -> RoundLine:
    total, done = _counts(place, row)
    return RoundLine(
        f"/performance/rounds/{row.public_id}",
        f"{row.year} {row.name}",
        said(TYPES[row.type]) if row.type in TYPES else row.type,
        region,
        said(Label(row.frame["en"], row.frame["zh"])),
        row.frame["status"] != "unconfirmed",
        total,
        done,
        row.state == "closed",
        row.due_on,
    )


def _counts(place: Place, row: EvaluationRound) -> tuple[int, int]:
    """Return how many evaluations a round has, and how many are concluded (or re-checked)."""
    if row.sample is not None:
        own = columns(Evaluation)
        picks = row.sample["picks"]
        statement = scoped(place.actor, Evaluation, sa.func.count(), permission="evaluation.read")
        done = statement.where(own.round_id == row.sampled_from_id, own.recheck_score.is_not(None))
        return len(picks), int(place.session.execute(done).scalar_one())
    own = columns(Evaluation)
    is_done = sa.func.sum(sa.case((own.state.in_(("concluded", "passed", "failed")), 1), else_=0))
    statement = scoped(place.actor, Evaluation, sa.func.count(own.id), is_done, permission="evaluation.read")
    total, done_count = place.session.execute(statement.where(own.round_id == row.id)).one()
    return int(total), int(done_count or 0)


def _lights(place: Place) -> list[tuple[str, int]]:
    own = columns(Monitoring)
    statement = scoped(place.actor, Monitoring, own.light, sa.func.count(), permission="monitoring.read")
    statement = statement.where(own.year == place.year, own.ended_at.is_(None)).group_by(own.light)
    found: dict[str, int] = {}
    for light, count in place.session.execute(place.limited(statement, Monitoring)):
        found[light or "green"] = int(count)
    return [(name, found[name]) for name in ("red", "yellow", "green") if name in found]


def _monitoring(row: Any) -> ListLine:
    own: Monitoring = row[0]
    state, mark = state_of(own.kind, "monitoring", own.state)
    measure = said(PERFORMANCE_ENTRIES[own.measure]) if own.measure != "none" else ""
    return ListLine(
        f"/records/monitoring/{own.public_id}", f"{own.checked_to}", row[1] or "", state, mark,
        own.light or "green", own.due_on, measure,
    )  # fmt: skip


def _orders(place: Place, today: date) -> tuple[list[ListLine], int]:
    own = columns(Rectification)
    rows = place.rows(Rectification, "rectification.read", own.state.in_(("ordered", "answered")))
    lines = [_order(row, today) for row in rows]
    return lines, sum(line.is_late for line in lines)


def _order(row: Any, today: date) -> ListLine:
    own: Rectification = row[0]
    state, mark = state_of(own.kind, "rectification", own.state)
    return ListLine(
        f"/records/rectification/{own.public_id}", own.number or own.finding[:40], row[1] or "", state, mark,
        "", own.due_on, own.finding[:80], 0, own.due_on < today and own.state == "ordered",
    )  # fmt: skip


def _goal(row: Any) -> ListLine:
    own: PerformanceGoal = row[0]
    state, mark = state_of(own.kind, "goal", own.state)
    layers = {"duty": gettext("Duty"), "task": gettext("Task"), "project": gettext("Project")}
    return ListLine(
        f"/records/goal/{own.public_id}", own.name, row[1] or "", state, mark, "", None,
        layers[own.layer], own.amount,
    )  # fmt: skip


def _goal_sums(place: Place) -> tuple[int, int]:
    own = columns(PerformanceGoal)
    statement = scoped(
        place.actor, PerformanceGoal, sa.func.count(), sa.func.sum(own.amount), permission="goal.read"
    )
    statement = statement.where(own.year == place.year, own.layer == "project", own.ended_at.is_(None))
    count, amount = place.session.execute(place.limited(statement, PerformanceGoal)).one()
    return int(count), int(amount or 0)


def _list(row: Any) -> ListLine:
    own: ResultList = row[0]
    state, mark = state_of(own.kind, "result_list", own.state)
    return ListLine(
        f"/performance/results/{own.public_id}", own.name, "", state, mark, "", None,
        gettext("%(count)d projects") % {"count": own.projects}, own.cut,
    )  # fmt: skip


def _sheets(place: Place) -> list[ListLine]:
    """Return the scoring sheets on which it is this person's turn, of this year and the one before."""
    own, project = columns(Evaluation), columns(Project)
    statement = scoped(place.actor, Evaluation, Evaluation, project.name, permission="evaluation.read")
    statement = statement.outerjoin(Project, project.id == own.project_id).where(
        own.year.in_((place.year, place.year - 1)),
        own.state.in_(("draft", "submitted")),
        own.sheet.is_not(None),
        own.ended_at.is_(None),
    )
    found = place.session.execute(place.limited(statement, Evaluation).order_by(own.id.desc()).limit(MOST))
    return [_sheet(row, name or "") for row, name in found if turn_of(place.actor, row)][:SHEETS]


def _sheet(row: Evaluation, project: str) -> ListLine:
    state, mark = state_of(row.kind, "evaluation", row.state)
    told = said(TYPES[row.type]) if row.type in TYPES else row.type
    is_ppp = row.subject == "ppp_contract"
    href = href_of(row) if is_ppp else f"/performance/evaluations/{row.public_id}"
    return ListLine(href, project or told, project, state, mark, "", None, f"{row.year} {told}")


def _kinds(session: Session) -> list[tuple[str, str]]:
    return [(kind.key, said(kind.label)) for kind in kinds_in_force(session)]
