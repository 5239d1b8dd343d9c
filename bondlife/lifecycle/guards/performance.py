"""Performance: sheets, goals before money, monitoring, rectification, cuts, pay by result."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from bondlife.books import Rule
from bondlife.db import told_rows
from bondlife.errors import Problem
from bondlife.lifecycle.facts import of_project, place, rows, total, wan
from bondlife.lifecycle.frames import CHOICE, frame_key
from bondlife.lifecycle.goals import vague
from bondlife.lifecycle.scores import concluded, sheet_frame, totals
from bondlife.lifecycle.situation import Situation
from calculators.kernel.errors import CalculationError
from models.base import columns
from models.performance_labels import PERFORMANCE_ENTRIES
from models.registry import (
    BudgetLine,
    Disbursement,
    Evaluation,
    EvaluationRound,
    Monitoring,
    PerformanceGoal,
    Rectification,
    ResultLine,
    ResultList,
)
from models.rule_words import ENTRIES

ALL = "*"
"""Under this sign a sheet keeps one reason for all its deviations, as tables give it."""
LAYERS = ("duty", "task", "project")
FULL_MARK = Decimal(100)
_MEASURES = ("none", "correct", "suspend", "stop")


def scores_filled(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that every indicator is scored and that points lost, or targets passed by far, have a reason."""
    row: Any = here.row
    frame = sheet_frame(here.session, row)
    if frame is None:
        return
    sheet = row.sheet or {}
    try:
        found = totals(frame, sheet)
    except CalculationError as error:
        yield Problem(error.code, "The sheet cannot be summed up: %(why)s.", "sheet", {"why": error.message})
        return
    if not found.by:
        yield Problem("scores_empty", "No points were given yet.", "sheet")
    own: Mapping[str, str] = (sheet.get("points") or {}).get("self") or {}
    reasons = sheet.get("reasons") or {}
    for one in frame.indicators:
        short = one.key in own and Decimal(own[one.key]) < one.points
        if short and not str(reasons.get(one.key) or reasons.get(ALL) or "").strip():
            yield Problem(
                "deviation_reason",
                "“%(indicator)s” stays below its points; give the reason of the deviation.",
                f"reasons.{one.key}",
                {"indicator": one.label},
                "project_unit",
            )


def not_sampled(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that the self-evaluation was not drawn for a re-check that is still open."""
    row = here.row
    if not isinstance(row, Evaluation) or row.round_id is None:
        return
    asked = {"round": row.round_id}
    for (sample,) in told_rows(here.session, None, "open samples of a round", _open_samples, asked):
        if row.public_id in (sample or {}).get("picks", ()) and row.recheck_score is None:
            yield Problem(
                "drawn_for_recheck",
                "This self-evaluation was drawn for a re-check; it is concluded with the re-check's score.",
                "recheck_score",
                who="evaluator",
            )


def _open_samples() -> sa.Select[Any]:
    own = columns(EvaluationRound)
    drawn_from = own.sampled_from_id == sa.bindparam("round", None, sa.BigInteger)
    return sa.select(own.sample).where(drawn_from, own.state == "open", own.ended_at.is_(None))


def goal_measurable(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask for indicators with targets that can be measured; a target of words alone is named as vague."""
    row = here.row
    if not isinstance(row, PerformanceGoal):
        return
    if row.layer != "duty" and not row.indicators:
        yield Problem("no_indicators", "A goal needs at least one indicator with its target.", "indicators")
    words = here.rules.get("performance.vague_words")
    for number, one in enumerate(row.indicators or (), 1):
        if words is not None and vague(str(one.get("target", "")), words.value):
            yield Problem(
                "vague_target",
                "Indicator %(number)d: “%(target)s” measures nothing; name a figure and its unit.",
                f"indicators.{number}.target",
                {"number": number, "target": str(one.get("target", ""))[:60]},
                "project_unit",
            )

    yield from _frame_problems(here, row)
    yield from _parent_problems(here, row)


def _frame_problems(here: Situation, row: PerformanceGoal) -> Iterable[Problem]:
    """Yield where a goal leaves the frame of its budget: levels it does not know, points that miss 100."""
    own = row.indicators or ()
    choice = here.rules.get(CHOICE)
    if choice is None or not own:
        return
    frame = here.rules.get(frame_key(here.rules, row.budget, "goal"))
    levels = list(dict.fromkeys(str(one["first"]) for one in frame.value)) if frame is not None else []
    for number, one in enumerate(own, 1):
        if levels and str(one.get("first")) not in levels:
            yield Problem(
                "goal_level",
                "Indicator %(number)d: “%(first)s” is no level of this budget; its levels are %(levels)s.",
                f"indicators.{number}.first",
                {
                    "number": number,
                    "first": ENTRIES.get(str(one.get("first")), str(one.get("first", ""))[:40]),
                    "levels": [ENTRIES.get(key, key) for key in levels],
                },
                "project_unit",
            )
    points = sum(Decimal(str(one.get("points") or 0)) for one in own)
    if points and points != FULL_MARK:
        yield Problem(
            "goal_points",
            "The points of the goal sum to %(total)s; they must make 100.",
            "indicators",
            {"total": f"{points.normalize():f}"},
            "project_unit",
        )


def _parent_problems(here: Situation, row: PerformanceGoal) -> Iterable[Problem]:
    """Yield where a goal does not follow from its parent, or where siblings ask for more than it holds."""
    if row.parent_id is None:
        return
    own = columns(PerformanceGoal)
    parent = here.session.get(PerformanceGoal, row.parent_id, execution_options={"scoped": True})
    if parent is None:
        return
    if LAYERS.index(parent.layer) >= LAYERS.index(row.layer) or parent.year != row.year:
        yield Problem(
            "goal_parent",
            "A goal follows from a duty or task of the same year; “%(parent)s” is none.",
            "parent",
            {"parent": parent.name},
        )
        return
    asked = total(
        here.session,
        PerformanceGoal,
        "amount",
        own.parent_id == parent.id,
        own.id != row.id,
        own.state.not_in(("withdrawn", "draft")),
    )
    if parent.amount and asked + row.amount > parent.amount:
        yield Problem(
            "above_parent",
            "“%(parent)s” holds %(held)s 10k yuan; the goals below it ask for %(asked)s.",
            "amount",
            {"parent": parent.name, "held": wan(parent.amount), "asked": wan(asked + row.amount)},
            "department",
            f"/records/goal/{parent.public_id}",
        )


def rounds_done(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the goal was declared as often as the rule says (二上二下)."""
    rule, row = here.rules.get(str(params["rule"])), here.row
    if rule is not None and isinstance(row, PerformanceGoal) and row.round < rule.whole():
        yield Problem(
            "rounds_missing",
            "The goal was declared %(count)d times; the rule asks for %(wanted)d.",
            "round",
            {"count": row.round, "wanted": rule.whole()},
            "officer",
        )


def goal_at(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask for a goal of the year at one of the states, where the amount reaches the rule's threshold."""
    rule, row = here.rules.get(str(params["rule"])), here.row
    amount = row.amount if isinstance(row, BudgetLine) else getattr(here.project, "total_investment", 0)
    if rule is None or here.project is None or amount < int(rule.value or 0):
        return
    year = {"year": row.year} if isinstance(row, BudgetLine) else {}
    if not of_project(here, "goal", layer="project", state=tuple(params["states"]), **year):
        yield Problem(
            "goal_missing",
            "From %(threshold)s 10k yuan on, money needs an approved performance goal; there is none.",
            "goal",
            {"threshold": wan(int(rule.value or 0))},
            "project_unit",
            place(here, "evaluation"),
        )


def monitoring_filled(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask for tasks, for a measure not milder than the light asks for, and for reason and correction."""
    rule, row = here.rules.get(str(params["rule"])), here.row
    if rule is None or not isinstance(row, Monitoring):
        return
    if not row.tasks:
        yield Problem("no_tasks", "Dual monitoring needs at least one task with money and goal.", "tasks")
    asked = next((one["measure"] for one in rule.value if one["key"] == row.light), "none")
    if _MEASURES.index(row.measure) < _MEASURES.index(asked):
        yield Problem(
            "measure_too_mild",
            "The light is %(light)s: the rule asks at least for “%(measure)s”.",
            "measure",
            {"light": ENTRIES.get(row.light, row.light), "measure": PERFORMANCE_ENTRIES.get(asked, asked)},
            "department",
        )
    if row.measure != "none":
        for name in ("reason", "correction", "due_on"):
            if not getattr(row, name):
                yield Problem(
                    "measure_needs",
                    "A measure needs reason, correction and a day: fill in %(name)s.",
                    name,
                    {"name": name},
                )


def stopping(here: Situation) -> Monitoring | None:
    """Return the monitoring whose measure holds back payments of the project now, if there is one."""
    rule = here.rules.get("performance.measures")
    if rule is None or here.project is None:
        return None
    own = columns(Monitoring)
    stops = tuple(rule.params.get("stops_payment", ()))
    found = rows(
        here.session,
        Monitoring,
        own.project_id == here.project.id,
        own.state == "confirmed",
        own.measure.in_(stops),
    )
    return found[-1] if found else None


def rectified(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that every order that followed from the monitoring is closed."""
    own = columns(Rectification)
    open_ones = rows(
        here.session,
        Rectification,
        own.monitoring_id == here.row.id,
        own.state.in_(("ordered", "answered")),
    )
    for one in open_ones:
        yield Problem(
            "not_rectified",
            "Rectification %(number)s is not closed yet; it is due on %(due)s.",
            "rectification",
            {"number": one.number or "—", "due": f"{one.due_on}"},
            "project_unit",
            f"/records/rectification/{one.public_id}",
        )


def recheck_done(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that no self-evaluation of the project waits for its re-check."""
    for one in of_project(here, "evaluation", type="self"):
        if isinstance(one, Evaluation):
            yield from not_sampled(replace(here, row=one), {})


def within_result_cut(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the line stays within what a signed list of result use left of the year's request."""
    row = here.row
    if here.rules.get(str(params["rule"])) is None or not isinstance(row, BudgetLine):
        return
    line, held = columns(ResultLine), columns(ResultList)
    signed = line.list_id.in_(_signed_lists(held, row.year))
    cuts = rows(here.session, ResultLine, line.project_id == row.project_id, signed)
    if not cuts:
        return
    left = min(one.requested for one in cuts) - sum(one.cut for one in cuts)
    other = columns(BudgetLine)
    taken = total(
        here.session,
        BudgetLine,
        "amount",
        other.project_id == row.project_id,
        other.year == row.year,
        other.id != row.id,
        other.state.in_(("open", "closed")),
    )
    if taken + row.amount > max(left, 0):
        yield Problem(
            "above_result_cut",
            "Result use of %(year)s leaves %(left)s 10k yuan; with this line %(asked)s would be budgeted.",
            "amount",
            {"year": row.year, "left": wan(max(left, 0)), "asked": wan(taken + row.amount)},
            "officer",
            "/performance/results",
        )


def _signed_lists(held: Any, year: int) -> Any:
    return sa.select(held.id).where(
        held.year == year, held.state.in_(("signed", "published")), held.ended_at.is_(None)
    )


def list_foots(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that the sums of a list are those of its lines."""
    row = here.row
    if not isinstance(row, ResultList):
        return
    found = rows(here.session, ResultLine, columns(ResultLine).list_id == row.id)
    sums = (len(found), sum(one.requested for one in found), sum(one.cut for one in found))
    if sums != (row.projects, row.requested, row.cut) or not found:
        yield Problem("list_does_not_foot", "The sums of the list are not those of its lines.", "cut")


def paid_by_result(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that payments of the year stay within the share of the line that the grade pays."""
    rule, row = here.rules.get(str(params["rule"])), here.row
    if rule is None or not isinstance(row, Disbursement) or row.budget_line_id is None:
        return
    line = here.session.get(BudgetLine, row.budget_line_id, execution_options={"scoped": True})
    if line is None:
        return
    share = _share(here, rule, line.year)
    own = columns(Disbursement)
    paid = total(
        here.session,
        Disbursement,
        "amount",
        own.budget_line_id == line.id,
        own.id != row.id,
        own.state.in_(("approved", "paid")),
    )
    most = int(line.amount * share)
    if paid + row.amount > most:
        yield Problem(
            "above_result_share",
            "Results pay %(share)s of the line, %(most)s 10k yuan; with this payment it would be %(asked)s.",
            "amount",
            {"share": f"{share:.0%}", "most": wan(most), "asked": wan(paid + row.amount)},
            "department",
            place(here, "evaluation"),
        )


def _share(here: Situation, rule: Rule, year: int) -> Decimal:
    shares = {one["key"]: Decimal(one["share"]) for one in rule.value}
    project = here.row.project_id
    found = concluded(here.session, "project", project, year=year) if project is not None else None
    grade = found.grade if found is not None and found.type != "ex_ante" else "before"
    return shares.get(grade, shares["before"])


GUARDS = {
    "scores_filled": scores_filled,
    "not_sampled": not_sampled,
    "goal_measurable": goal_measurable,
    "rounds_done": rounds_done,
    "goal_at": goal_at,
    "monitoring_filled": monitoring_filled,
    "rectified": rectified,
    "recheck_done": recheck_done,
    "within_result_cut": within_result_cut,
    "list_foots": list_foots,
    "paid_by_result": paid_by_result,
}
