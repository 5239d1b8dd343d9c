"""How late the works are heading, from milestones and from the pace of the monthly reports."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.books import RuleBook
from bondlife.queries import explanations as told
from bondlife.queries.explanations import Figure, Ref
from calculators.kernel.dates import add_months
from calculators.kernel.errors import CalculationError
from calculators.risk import delay_forecast as delay_module
from calculators.risk.delay_forecast import (
    MilestoneForecast,
    PaceForecast,
    Step,
    milestone_forecast,
    pace_forecast,
)
from models.base import columns
from models.registry import Milestone, ProgressReport, Project

FINISHED = ("completed", "accounts_done")
TOLD = ("submitted", "confirmed")


@dataclass(frozen=True, slots=True)
class Report:
    """One month as the forecast reads it; it stands for the last day of its month, or for today."""

    month: str
    progress: Decimal
    build_status: str

    def day(self, today: date) -> date:
        """Return the day this month stands for."""
        year, month = int(self.month[:4]), int(self.month[5:])
        return min(date(year, month, monthrange(year, month)[1]), today)


@dataclass(frozen=True, slots=True)
class Delay:
    """What both ways say; None where there is nothing to go by, with the reason in ``why_not``."""

    pace: PaceForecast | None
    steps: MilestoneForecast | None
    why_not: str
    inputs: Mapping[str, Any]
    step_inputs: Mapping[str, Any]

    @property
    def days_late(self) -> int | None:
        """Return the graver of both; below zero is early."""
        found = [
            *([self.pace.days_late] if self.pace else []),
            *([self.steps.finish_days_late] if self.steps else []),
        ]
        return max(found) if found else None

    @property
    def finish(self) -> date | None:
        """Return the later of both days."""
        found = [*([self.pace.finish] if self.pace else []), *([self.steps.finish] if self.steps else [])]
        return max(found) if found else None


def delay_of(
    project: Project,
    reports: Sequence[Report],
    milestones: Sequence[Milestone],
    rules: RuleBook,
    today: date,
) -> Delay:
    """Return the forecast of a project; reports are in the order of their months."""
    inputs, why_not = _pace_inputs(project, reports, rules, today)
    steps = [Step(one.planned_on, one.actual_on, one.weight) for one in milestones]
    step_inputs = {"milestones": steps, "as_of": today}
    found = None
    if not why_not:
        try:
            found = pace_forecast(**inputs)
        except CalculationError as error:
            why_not = error.code
    open_works = steps and not (reports and reports[-1].build_status in FINISHED)
    return Delay(
        found, milestone_forecast(steps, as_of=today) if open_works else None, why_not, inputs, step_inputs
    )


def _pace_inputs(
    project: Project, reports: Sequence[Report], rules: RuleBook, today: date
) -> tuple[dict[str, Any], str]:
    """Return what the pace is taken from, or why there is no pace."""
    if not reports:
        return {}, "no_report"
    if reports[-1].build_status in FINISHED:
        return {}, "finished"
    if project.construction_start is None or project.construction_end is None:
        return {}, "no_plan"
    before_on, before = _window(project, reports, rules, today)
    return {
        "progress": reports[-1].progress,
        "progress_before": before,
        "as_of": reports[-1].day(today),
        "before_on": before_on,
        "planned_start": project.construction_start,
        "planned_finish": project.construction_end,
    }, ""


def _window(
    project: Project, reports: Sequence[Report], rules: RuleBook, today: date
) -> tuple[date, Decimal]:
    """Return where the window of the pace begins: the last report before it, else the start at nothing."""
    rule = rules.get("operation.pace_months")
    since = add_months(reports[-1].day(today), -(rule.whole() if rule is not None else 6))
    earlier = [one for one in reports[:-1] if one.day(today) <= since]
    if earlier:
        return earlier[-1].day(today), earlier[-1].progress
    said = project.fields.get("actual_start")
    start = date.fromisoformat(said) if said else project.construction_start
    assert start is not None
    if start < reports[-1].day(today):
        return start, Decimal(0)
    return reports[0].day(today), reports[0].progress


def reports_of(session: Session, project_ids: Sequence[int]) -> dict[int, list[Report]]:
    """Return the months told by each project, submitted or confirmed, in order."""
    one = columns(ProgressReport)
    statement = (
        sa.select(one.project_id, one.month, one.physical_progress, one.build_status)
        .where(one.project_id.in_(project_ids), one.state.in_(TOLD), one.ended_at.is_(None))
        .order_by(one.project_id, one.month)
        .execution_options(scoped=True)
    )
    found: dict[int, list[Report]] = {}
    for key, month, progress, status in session.execute(statement):
        found.setdefault(key, []).append(Report(month, progress, status))
    return found


def milestones_of(session: Session, project_ids: Sequence[int]) -> dict[int, list[Milestone]]:
    """Return the milestones of each project in their order."""
    one = columns(Milestone)
    statement = (
        sa.select(Milestone)
        .where(one.project_id.in_(project_ids), one.ended_at.is_(None))
        .order_by(one.project_id, one.number)
        .execution_options(scoped=True)
    )
    found: dict[int, list[Milestone]] = {}
    for row in session.execute(statement).scalars():
        found.setdefault(row.project_id, []).append(row)
    return found


def delay_figures(delay: Delay, refs: Sequence[Ref]) -> dict[str, Figure]:
    """Return the figures of a forecast, so that each can be asked."""
    found = {}
    if delay.pace is not None:
        for output, shown in (
            ("days_late", str(delay.pace.days_late)),
            ("finish", delay.pace.finish.isoformat()),
            ("planned_progress", f"{delay.pace.planned_progress * 100:.2f}%"),
        ):
            found[f"pace.{output}"] = told.Figure(
                f"pace.{output}",
                output,
                shown,
                delay_module.SPECS[0],
                delay.inputs,
                delay.pace,
                ("operation.pace_months", "operation.delay_days"),
                refs=refs,
            )
    if delay.steps is not None:
        found["steps.finish"] = told.Figure(
            "steps.finish",
            "finish",
            delay.steps.finish.isoformat(),
            delay_module.SPECS[1],
            delay.step_inputs,
            delay.steps,
            ("operation.delay_days",),
            refs=refs,
        )
    return found
