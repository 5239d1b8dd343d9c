"""Rows of the yearly report on performance: evaluations, goals, orders, lists, funds, appraisals."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import RuleBook, rule_book
from bondlife.lifecycle.scores import grade as grade_key
from bondlife.queries.evaluation_sums import SCORED, grade_lines, mean_text
from bondlife.queries.funds.money import grade_name
from bondlife.queries.lifewords import state_of
from bondlife.queries.performance.board import TYPES, Place
from bondlife.queries.performance_fields import MATTERS
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from models.base import columns
from models.fund_labels import ACTIONS
from models.registry import (
    Accountability,
    Appraisal,
    Evaluation,
    EvaluationJob,
    Fund,
    FundDecision,
    Monitoring,
    Organisation,
    PerformanceGoal,
    PoolMember,
    Project,
    Rectification,
    Region,
    ResultList,
    RuleVersion,
)

LISTED = 500
"""Evaluations by departments and finance that stand in the report one by one."""
SIGNATURES = [{"role": "财政部门（盖章）", "name": ""}, {"role": "日期", "name": ""}]
_STATUS = {"unconfirmed": "未确认", "in_force": "已确认", "local": "地方规定"}


@dataclass(frozen=True, slots=True)
class Scored:
    """One scored evaluation of the year, with the money its sheet names (fen)."""

    name: str
    body: str
    type: str
    subject: str
    department_id: int | None
    score: Decimal
    recheck_score: Decimal | None
    grade: str
    amount: int


@dataclass(frozen=True)
class Year:
    """What was gathered of a year."""

    place: Place
    rules: RuleBook
    region: str
    scored: Sequence[Scored]
    goals: Sequence[PerformanceGoal]
    lists: Sequence[ResultList]
    values: Mapping[str, Any]

    def of(self, kind: str) -> list[Scored]:
        """Return the evaluations of one type."""
        return [one for one in self.scored if one.type == kind]


def gathered(session: Session, actor: Actor, year: int, region: str) -> Year:
    """Return everything the report tells of a year in a region and below it."""
    place = Place(session, actor, region, year)
    code, name = _region(session, actor, region)
    rules = rule_book(session, code, clock.business_date())
    scored = list(_scored(place))
    goals = [
        row[0]
        for row in records_of(place, PerformanceGoal, "goal.read", columns(PerformanceGoal).year == year)
    ]
    lists = [
        row[0]
        for row in records_of(place, ResultList, "result_list.read", columns(ResultList).year == year + 1)
    ]
    found = Year(place, rules, name, scored, goals, lists, {})
    orders = _orders(place)
    tables = {
        "grades": _grades(found),
        "evaluations": _listed(found),
        "lists": [_list(found, one) for one in lists],
        "funds": _funds(place),
        "orders": [_order(*row) for row in orders],
        "accountability": _accountability(place),
        "appraisals": _appraisals(place),
        "third": _third(place),
    }
    summary = _summary(found, [row[0] for row in orders], tables["accountability"])
    values = {"summary": summary, **tables, "signatures": SIGNATURES}
    return replace(found, values=values)


def _region(session: Session, actor: Actor, region: str) -> tuple[str, str]:
    own = columns(Region)
    wanted = own.code == region if region else own.id == actor.region_id
    row = session.execute(sa.select(own.code, own.name).where(wanted)).first()
    return (str(row[0]), str(row[1])) if row is not None else ("", "")


def records_of(place: Place, model: Any, permission: str, *conditions: Any) -> list[Any]:
    """Return all records with the name of their project; none without the right to read them."""
    if not place.actor.can(permission):
        return []
    own, project = columns(model), columns(Project)
    statement = scoped(place.actor, model, model, project.name, permission=permission)
    statement = statement.outerjoin(Project, project.id == own.project_id)
    statement = statement.where(own.ended_at.is_(None), *conditions).order_by(own.id)
    return list(place.session.execute(place.limited(statement, model)))


def _scored(place: Place) -> Iterator[Scored]:
    own, project, body, fund = columns(Evaluation), columns(Project), columns(Organisation), columns(Fund)
    chosen = (own.type, own.subject, own.department_id, own.score, own.recheck_score, own.grade, own.sheet)
    statement = scoped(
        place.actor, Evaluation, *chosen, project.name, body.name, fund.name, permission="evaluation.read"
    )
    statement = (
        statement.outerjoin(Project, project.id == own.project_id)
        .outerjoin(Organisation, body.id == own.department_id)
        .outerjoin(Fund, sa.and_(own.subject == "fund", fund.id == own.subject_id))
        .where(own.year == place.year, own.state.in_(SCORED), own.score.is_not(None), own.ended_at.is_(None))
        .order_by(own.id)
    )
    for row in place.session.execute(place.limited(statement, Evaluation)):
        kind, subject, department, score, recheck, grade, sheet, name, owner, fund_name = row
        told = owner if subject == "organisation" else fund_name or name
        amount = int(((sheet or {}).get("execution") or {}).get("budget") or 0)
        yield Scored(told or "—", owner or "—", kind, subject, department, score, recheck, grade, amount)


def _grades(found: Year) -> list[dict[str, Any]]:
    """Return the grade tables as published: by project, by department, of the re-checked, by type."""
    bands = found.rules["performance.score_bands"]
    own = found.of("self")
    groups: list[tuple[str, list[Decimal]]] = [
        ("单位自评（按项目）", [one.score for one in own if one.subject == "project"]),
        ("抽查复核（按项目）", [one.recheck_score for one in own if one.recheck_score is not None]),
        ("部门整体绩效（按部门）", [one.score for one in found.scored if one.subject == "organisation"]),
        *((said(TYPES[kind]), [one.score for one in found.of(kind) if one.subject != "organisation"])
          for kind in ("department", "key", "final", "annual")),
    ]  # fmt: skip
    lines = []
    for what, scores in groups:
        lines += [
            {"what": what, "grade": one.label_zh, "band": f"{one.lowest} 分及以上", "count": one.count,
             "share": Decimal(one.percentage) / 100}
            for one in grade_lines(scores, bands)
        ]  # fmt: skip
    return lines


def _listed(found: Year) -> list[dict[str, Any]]:
    names = {row["key"]: row["zh"] for row in found.rules["performance.score_bands"].value}
    others = [
        one for one in found.scored if one.type not in ("self", "ex_ante") and one.subject != "organisation"
    ]
    ordered = sorted(others, key=lambda one: (one.type, -one.score))[:LISTED]
    return [
        {"name": one.name, "type": said(TYPES[one.type]) if one.type in TYPES else one.type, "body": one.body,
         "score": one.score, "grade": names.get(one.grade or _grade(found, one.score), "")}
        for one in ordered
    ]  # fmt: skip


def _grade(found: Year, score: Decimal) -> str:
    return grade_key(score, found.rules["performance.score_bands"])


def _list(found: Year, row: ResultList) -> dict[str, Any]:
    own = columns(RuleVersion)
    statement = sa.select(own.label).where(own.public_id == str(row.basis.get("rule", "")))
    name = (found.place.session.execute(statement).scalar() or {}).get("zh", row.rule)
    state, _mark = state_of(row.kind, "result_list", row.state)
    return {
        "name": row.name,
        "year": str(row.year),
        "rule": name,
        "status": _STATUS.get(str(row.basis.get("status")), "未确认"),
        "projects": row.projects,
        "requested": row.requested,
        "cut": row.cut,
        "state": state,
    }


def _funds(place: Place) -> list[dict[str, Any]]:
    if not place.actor.can("fund_decision.read"):
        return []
    own, fund = columns(FundDecision), columns(Fund)
    statement = scoped(place.actor, FundDecision, FundDecision, fund.name, permission="fund_decision.read")
    statement = statement.join(Fund, fund.id == own.fund_id)
    statement = statement.where(
        own.year == place.year + 1, own.ended_at.is_(None), own.state != "withdrawn"
    ).order_by(own.id)
    found = place.session.execute(place.limited(statement, FundDecision))
    return [_decision(row, name) for row, name in found]


def _decision(row: FundDecision, name: str) -> dict[str, Any]:
    return {
        "fund": name,
        "score": row.score,
        "grade": grade_name(row.grade),
        "action": said(ACTIONS[row.action]),
        "contribution": row.contribution,
        "reward": row.reward,
        "state": state_of(row.kind, "fund_decision", row.state)[0],
    }


def _orders(place: Place) -> list[tuple[Rectification, str]]:
    """Return the orders that follow from evaluations or monitoring of the year, or were given in it."""
    own, found, watched = columns(Rectification), columns(Evaluation), columns(Monitoring)
    of = sa.select(found.id).where(found.year == place.year)
    seen = sa.select(watched.id).where(watched.year == place.year)
    alone = sa.and_(
        own.evaluation_id.is_(None),
        own.monitoring_id.is_(None),
        own.ordered_on.between(date(place.year, 1, 1), date(place.year, 12, 31)),
    )
    wanted = sa.or_(own.evaluation_id.in_(of), own.monitoring_id.in_(seen), alone)
    return [(row[0], row[1] or "—") for row in records_of(place, Rectification, "rectification.read", wanted)]


def _order(row: Rectification, project: str) -> dict[str, Any]:
    days = ("ordered_on", "due_on", "answered_on", "closed_on")
    state = "逾期未改" if is_late(row) else state_of(row.kind, "rectification", row.state)[0]
    return {
        "project": project,
        "finding": row.finding,
        **{day: getattr(row, day) for day in days},
        "state": state,
    }


def is_late(row: Rectification) -> bool:
    """Tell whether an order was not answered by its day."""
    return row.state == "ordered" and row.due_on < clock.business_date()


def _accountability(place: Place) -> list[dict[str, Any]]:
    own, words = columns(Accountability), dict(MATTERS)
    first, last = date(place.year, 1, 1), date(place.year, 12, 31)
    of = sa.select(columns(Evaluation).id).where(columns(Evaluation).year == place.year)
    wanted = sa.or_(
        own.evaluation_id.in_(of),
        sa.and_(own.evaluation_id.is_(None), own.found_on.between(first, last)),
    )
    return [
        {"project": name or "—", "matter": words[row.matter].zh if row.matter in words else row.matter,
         "answerable": row.answerable, "measure": row.measure or "—", "decision": row.decision_number or "—",
         "state": state_of(row.kind, "accountability", row.state)[0]}
        for row, name in records_of(place, Accountability, "accountability.read", wanted)
    ]  # fmt: skip


def _appraisals(place: Place) -> list[dict[str, Any]]:
    found = records_of(place, Appraisal, "appraisal.read", columns(Appraisal).year == place.year)
    rows = sorted((row[0] for row in found), key=lambda one: -(one.score or 0))
    return [
        {"name": row.name, "score": row.score, "grade": grade_name(row.grade) if row.grade else "—",
         "state": state_of(row.kind, "appraisal", row.state)[0]}
        for row in rows
    ]  # fmt: skip


def _third(place: Place) -> list[dict[str, Any]]:
    found = records_of(place, EvaluationJob, "evaluation_job.read", columns(EvaluationJob).year == place.year)
    member = columns(PoolMember)
    keys = [row[0].member_id for row in found if row[0].member_id is not None]
    statement = sa.select(member.id, member.name).where(member.id.in_(keys))
    names = {key: name for key, name in place.session.execute(statement.execution_options(scoped=True))}  # noqa: C416
    return [
        {"name": row.name, "agency": names.get(row.member_id, "—"), "amount": row.amount,
         "stars": Decimal(row.stars["mean"]) if row.stars else None,
         "state": state_of(row.kind, "evaluation_job", row.state)[0]}
        for row, _project in found
    ]  # fmt: skip


def with_money(goals: Sequence[PerformanceGoal]) -> list[PerformanceGoal]:
    """Return the goals of projects that were approved with the budget."""
    return [one for one in goals if one.layer == "project" and one.state in ("approved", "closed")]


def signed(lists: Sequence[ResultList]) -> list[ResultList]:
    """Return the lists that were signed: what is only simulated cuts nothing."""
    return [one for one in lists if one.state in ("signed", "published")]


def _summary(found: Year, orders: Sequence[Rectification], accountable: Sequence[Any]) -> dict[str, Any]:
    place = found.place
    lights = Counter(
        row[0].light
        for row in records_of(place, Monitoring, "monitoring.read", columns(Monitoring).year == place.year)
    )
    own, key = [one for one in found.of("self") if one.subject == "project"], found.of("key")
    goals, lists = with_money(found.goals), signed(found.lists)
    mean = mean_text([one.score for one in key])
    return {
        "goals": len(goals),
        "goal_amount": sum(one.amount for one in goals),
        "ex_ante": len(found.of("ex_ante")),
        "monitored": sum(lights.values()),
        "red": lights["red"],
        "yellow": lights["yellow"],
        "self_count": len(own),
        "self_departments": len({one.department_id for one in own if one.department_id is not None}),
        "self_amount": sum(one.amount for one in own),
        "recheck_count": sum(one.recheck_score is not None for one in own),
        "department_count": sum(one.subject != "organisation" for one in found.of("department")),
        "key_count": len(key),
        "key_mean": Decimal(mean) if mean else None,
        "cut_projects": sum(one.projects for one in lists),
        "cut_amount": sum(one.cut for one in lists),
        "orders": len(orders),
        "orders_closed": sum(one.closed_on is not None for one in orders),
        "orders_late": sum(is_late(one) for one in orders),
        "accountable": len(accountable),
    }
