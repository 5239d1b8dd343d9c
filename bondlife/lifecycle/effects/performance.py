"""What steps of performance management do: freeze results and goals, order rectification, draw, sum stars."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from bondlife.acts import Act, row_data
from bondlife.errors import Blocked, Problem
from bondlife.lifecycle.effects.common import due_by, started, taken_over
from bondlife.lifecycle.facts import rows
from bondlife.lifecycle.pool import candidates
from bondlife.lifecycle.sampling import drawn
from bondlife.lifecycle.scores import grade, sheet_frame
from bondlife.lifecycle.situation import Situation
from models.base import columns
from models.canonical import canonical_json, digest
from models.registry import (
    AuditHead,
    EvaluationJob,
    Monitoring,
    PerformanceGoal,
    PoolMember,
    Rectification,
    ResultLine,
    ResultList,
    StarRating,
)

_FROZEN = ("subject", "subject_id", "type", "year", "phase", "cycle", "sheet", "grade", "score")
_SCORES = ("self_score", "recheck_score", "third_score")


def freeze_evaluation(act: Act, here: Situation, params: Mapping[str, Any]) -> None:
    """Set the grade of the score by the bands in force, and the digest over all that was concluded."""
    row: Any = here.row
    rule = here.rules.get(str(params["rule"]))
    frame = sheet_frame(act.session, row)
    if row.score is not None and rule is not None:
        full = frame.full_mark if frame is not None else Decimal(100)
        act.change(row, grade=grade(min(row.score, full), rule, full))
    data = {name: getattr(row, name, None) for name in (*_FROZEN, *_SCORES)}
    if hasattr(row, "digest"):
        act.change(row, digest=digest(canonical_json({**data, "project": row.project_id})))


def count_round(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Count one more declaration of the goal."""
    if isinstance(here.row, PerformanceGoal):
        act.change(here.row, round=here.row.round + 1)


def freeze_goal(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Write the digest of the goal as approved: later changes need a change form and show against it."""
    row = here.row
    if isinstance(row, PerformanceGoal):
        kept = {name: getattr(row, name) for name in ("name", "statement", "amount", "indicators", "year")}
        act.change(row, digest=digest(canonical_json(kept)))


def order_rectification(act: Act, here: Situation, params: Mapping[str, Any]) -> None:
    """Order the rectification that a measure asks for, due on the day of the monitoring or by the rule."""
    row = here.row
    if not isinstance(row, Monitoring) or row.measure == "none":
        return
    due = row.due_on or due_by(act, here.rules.get(str(params["rule"])))
    order = Rectification(
        **taken_over(row),
        state="",
        monitoring_id=row.id,
        number=f"{row.year}-{row.id}",
        finding=row.reason,
        demand=row.correction,
        ordered_on=act.business_date,
        due_on=max(due or act.business_date, act.business_date),
    )
    started(act, here, order)


def set_closed(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Write the day a rectification was closed."""
    act.change(here.row, closed_on=act.business_date)


def draw_member(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Draw who does the job: the seed is the digest of the last act before, which nobody could choose."""
    job = here.row
    if not isinstance(job, EvaluationJob):
        return
    found = candidates(here, job, here.rules["performance.entry_conditions"])
    if not found.weights:
        raise Blocked(Problem("nobody_to_draw", "Nobody in the pool may be drawn.", "drawing"))
    head = act.session.get(AuditHead, 1)
    seed = digest(canonical_json([head.hash if head is not None else "", job.public_id]))
    code = drawn(found.weights, seed)
    member = columns(PoolMember)
    chosen = act.find(
        PoolMember, member.region_id == job.region_id, member.pool == job.pool, member.code == code
    )[0]
    kept = {"seed": seed, "weights": found.weights, "left_out": found.left_out, "drawn": code}
    act.change(job, member_id=chosen.id, drawing=[*(job.drawing or ()), kept])


def sum_stars(act: Act, here: Situation, params: Mapping[str, Any]) -> None:
    """Open the stars of all raters at the end: means by dimension and of all; a low mean suspends."""
    job, rule = here.row, here.rules[str(params["rule"])]
    if not isinstance(job, EvaluationJob):
        return
    given = rows(act.session, StarRating, columns(StarRating).job_id == job.id)
    means = {
        name: _mean([Decimal(one.stars[name]) for one in given if name in one.stars]) for name in rule.value
    }
    whole = _mean(list(means.values()))
    shown = {name: str(mean) for name, mean in means.items()}
    act.change(job, stars={"dimensions": shown, "mean": str(whole), "raters": len(given)})
    if whole < Decimal(str(rule.params.get("low_mean", "0"))) and job.member_id is not None:
        act.change(act.get(PoolMember, job.member_id), state="suspended")


def _mean(values: list[Decimal]) -> Decimal:
    total = sum(values, Decimal(0)) / len(values) if values else Decimal(0)
    return total.quantize(Decimal("0.01"), ROUND_HALF_UP)


def freeze_list(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Write the digest of a signed list over its lines."""
    if isinstance(here.row, ResultList):
        lines = rows(act.session, ResultLine, columns(ResultLine).list_id == here.row.id)
        kept = [[one.project_id, str(one.score), one.requested, one.cut] for one in lines]
        names = ("rule", "basis", "year", "requested", "cut")
        head = {name: value for name, value in row_data(here.row).items() if name in names}
        act.change(here.row, digest=digest(canonical_json([head, kept])))


EFFECTS = {
    "freeze_evaluation": freeze_evaluation,
    "count_round": count_round,
    "freeze_goal": freeze_goal,
    "order_rectification": order_rectification,
    "set_closed": set_closed,
    "draw_member": draw_member,
    "sum_stars": sum_stars,
    "freeze_list": freeze_list,
}
