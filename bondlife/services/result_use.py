"""Use of results: what a rule would cut from next year's requests, as a list simulated, then signed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from pydantic import Field

from bondlife.acts import BULK, Act, perform
from bondlife.books import Rule, lifecycle_of, newest_kind, region_code, rule_book
from bondlife.db import Database, chunks
from bondlife.errors import Blocked, Invalid, Problem
from bondlife.lifecycle.engine import enter
from bondlife.security.actor import Actor
from bondlife.services import records
from bondlife.services.input_base import Input
from bondlife.services.performance_inputs import RequestInput
from bondlife.services.values import Line, Year
from calculators.kernel.errors import CalculationError
from calculators.scoring.budget_cut import carry_over_cut, flat_cut, gap_cuts, grade_cut
from models.base import columns
from models.lifecycle import Label
from models.registry import BudgetRequest, Evaluation, EvaluationRound, Project, ResultLine, ResultList
from models.rule_words import ENTRIES


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


PREFIX = "performance.cut."
COUNTED = ("submitted", "rechecked", "concluded", "passed", "failed")
NEVER_PUBLISHED = "performance.cut.department_below_mean"
"""The rule whose published sums were never explained: what it gives is a choice made here."""


class SimulationInput(Input):
    """Which rule is to be applied to the results of a round, for the budget of which year."""

    rule: str = Field(pattern=r"^performance\.cut\.[a-z_]{1,40}$")
    year: Year
    name: Line = Field(min_length=1, max_length=100)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One project of the round with its score and request; amounts in fen."""

    project_id: int
    region_id: int
    unit_id: int | None
    department_id: int | None
    score: Decimal
    grade: str
    requested: int
    carry_over: int
    carry_over_before: int


def simulate(
    db: Database, actor: Actor, round_id: str, form: SimulationInput, *, key: str = ""
) -> dict[str, Any]:
    """Store the list a rule gives: every project with its request, cut and why; nothing is cut yet."""

    def work(act: Act) -> dict[str, Any]:
        found = act.fetch(EvaluationRound, round_id, "evaluation.read")
        act.actor.require("result_list.create", found.region_id)
        rules = rule_book(act.session, region_code(act.session, found.region_id), act.business_date)
        rule = rules[form.rule]
        candidates = _candidates(act, found, form.year)
        if not candidates:
            text = _("No evaluation of this round has a budget request of %(year)s.")
            raise Blocked(Problem("no_requests", text, "year", {"year": form.year}, "officer"))
        row = _list(act, found, form, rule, candidates)
        return {**records.receipt(row), "projects": row.projects, "cut": row.cut}

    request = [round_id, form.model_dump(mode="json")]
    return dict(perform(db, actor, "result_list.create", work, key=key, request=request))


def _list(
    act: Act, found: EvaluationRound, form: SimulationInput, rule: Rule, candidates: Sequence[Candidate]
) -> ResultList:
    try:
        cuts = cuts_of(rule, candidates)
    except CalculationError as error:
        raise Invalid.because(error.code, error.message.replace("%", "%%"), "rule") from None
    kept = [(one, cut, why) for one, (cut, why) in zip(candidates, cuts, strict=True) if cut]
    kind = newest_kind(act.session, "ordinary")
    row = ResultList(
        region_id=found.region_id,
        kind=kind.key,
        kind_version=kind.version,
        state="",
        round_id=found.id or 0,
        year=form.year,
        name=form.name,
        rule=rule.key,
        basis=_basis(rule, candidates),
        projects=len(kept),
        requested=sum(one.requested for one, _, _ in kept),
        cut=sum(cut for _, cut, _ in kept),
    )
    enter(act, row, lifecycle_of(kind, "result_list"))
    act.add(row)
    act.flush()
    for part in chunks([_line(row, *one) for one in kept], BULK):
        act.insert_many(ResultLine, part)
    records.after_change(act, row)
    act.about(row, rule=rule.key, projects=row.projects, cut=row.cut)
    return row


def _basis(rule: Rule, candidates: Sequence[Candidate]) -> dict[str, Any]:
    """Return what the list rests on: the rule as it stood, and all that was considered."""
    told = {name: getattr(rule, name) for name in ("value", "params", "status")}
    asked = sum(one.requested for one in candidates)
    return {"rule": rule.public_id, **told, "considered": len(candidates), "requested": asked}


def _line(row: ResultList, one: Candidate, cut: int, why: str) -> dict[str, Any]:
    return {
        "region_id": one.region_id,
        "unit_id": one.unit_id,
        "department_id": one.department_id,
        "list_id": row.id,
        "project_id": one.project_id,
        "score": one.score,
        "grade": one.grade,
        "requested": one.requested,
        "cut": cut,
        "why": why,
    }


def _candidates(act: Act, found: EvaluationRound, year: int) -> list[Candidate]:
    own, asked = columns(Evaluation), columns(BudgetRequest)
    scored = (own.project_id, own.region_id, own.unit_id, own.department_id, own.score, own.grade)
    statement = (
        sa.select(*scored, asked.requested, asked.carry_over, asked.carry_over_before)
        .join(BudgetRequest, asked.project_id == own.project_id)
        .where(own.round_id == found.id, own.state.in_(COUNTED), own.score.is_not(None))
        .where(asked.year == year, asked.ended_at.is_(None), own.ended_at.is_(None))
        .order_by(own.id)
    )
    return [Candidate(*row) for row in act.session.execute(statement.execution_options(scoped=True))]


Cuts = list[tuple[int, str]]


def cuts_of(rule: Rule, candidates: Sequence[Candidate]) -> Cuts:
    """Return the cut (fen) of each candidate and the reason, by the method the rule names."""
    method = str(rule.params.get("method", ""))
    if method not in _METHODS:
        raise Invalid.because("no_method", "The rule names no method of cutting.", "rule")
    _require_rates(rule, method)
    return _METHODS[method](rule, candidates)


def _require_rates(rule: Rule, method: str) -> None:
    """Refuse a rule that would cut more than was requested; a factor of a gap is no rate and is floored."""
    rows = rule.value if isinstance(rule.value, list) else [{"key": "", "rate": rule.value}]
    for row in rows if method != "by_gap" else ():
        if Decimal(str(row["rate"])) > 1:
            raise Invalid.because(
                "cut_above_request",
                "“%(rule)s” %(place)s: a rate of %(rate)s cuts more than was requested; at most all is cut.",
                "rule",
                rule=Label(rule.label_en, rule.label_zh),
                place=ENTRIES.get(str(row["key"]), str(row["key"])),
                rate=f"{Decimal(str(row['rate'])):.0%}",
            )


def _below_mean(rule: Rule, candidates: Sequence[Candidate]) -> Cuts:
    """Cut projects whose own score, or whose department's mean, lies below the mean of all."""
    own = rule.params.get("of") != "department"
    means = {} if own else _department_means(candidates)
    standing = [one.score if own else means[one.department_id] for one in candidates]
    # The mean of departments is one vote a department, as their table is; of projects one a project.
    pool = standing if own else list(means.values())
    mean = sum(pool, Decimal(0)) / len(pool)
    return [
        (flat_cut(one.requested, rate=rule.decimal()).cut, "below_mean") if score < mean else (0, "")
        for one, score in zip(candidates, standing, strict=True)
    ]


def _department_means(candidates: Sequence[Candidate]) -> dict[int | None, Decimal]:
    groups: dict[int | None, list[Decimal]] = {}
    for one in candidates:
        groups.setdefault(one.department_id, []).append(one.score)
    return {key: sum(scores, Decimal(0)) / len(scores) for key, scores in groups.items()}


def _by_grade(rule: Rule, candidates: Sequence[Candidate]) -> Cuts:
    rates = {row["key"]: Decimal(row["rate"]) for row in rule.value}
    return [
        (grade_cut(one.requested, grade=one.grade, rates=rates).cut, f"grade_{one.grade}")
        for one in candidates
    ]


def _by_gap(rule: Rule, candidates: Sequence[Candidate]) -> Cuts:
    found = gap_cuts(
        [one.requested for one in candidates], [one.score for one in candidates], factor=rule.decimal()
    )
    return [(one.cut, "gap") for one in found.cuts]


def _carry_over(rule: Rule, candidates: Sequence[Candidate]) -> Cuts:
    return [
        (
            carry_over_cut(
                one.requested,
                carry_over=one.carry_over,
                carry_over_before=one.carry_over_before,
                rate=rule.decimal(),
            ).cut,
            "carry_over",
        )
        for one in candidates
    ]


_METHODS: Mapping[str, Callable[[Rule, Sequence[Candidate]], Cuts]] = {
    "below_mean": _below_mean,
    "by_grade": _by_grade,
    "by_gap": _by_gap,
    "carry_over": _carry_over,
}


def save_request(db: Database, actor: Actor, form: RequestInput, *, key: str = "") -> dict[str, Any]:
    """Store what a project asks for in a year's budget, or change it."""

    def work(act: Act) -> dict[str, Any]:
        project = act.fetch(Project, form.project, "project.read")
        act.actor.require("goal.edit", project.region_id, project.unit_id, project.department_id)
        values = form.model_dump(exclude={"project", "year"})
        own = columns(BudgetRequest)
        held = act.find(BudgetRequest, own.project_id == project.id, own.year == form.year)
        names = ("region_id", "unit_id", "department_id")
        scope = {name: getattr(project, name) for name in names}
        row = (
            act.change(held[0], **values)
            if held
            else act.add(BudgetRequest(**scope, project_id=project.id or 0, year=form.year, **values))
        )
        act.flush()
        act.about(row)
        return {"public_id": row.public_id, "version": row.version}

    request = form.model_dump(mode="json")
    return dict(perform(db, actor, "budget_request.save", work, key=key, request=request))
