"""Progress of the works: dates that agree, progress that does not fall without a word, completion (G8)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from bondlife.errors import Problem
from bondlife.lifecycle.facts import of_project, place
from bondlife.lifecycle.guards.works import final_accounts_approved
from bondlife.lifecycle.situation import Situation
from models.lifecycle import Label
from models.registry import ProgressReport

FINISHED = ("completed", "accounts_done")


def progress_consistent(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that dates agree with the build status, and that progress does not fall without a remark."""
    rule, row = here.rules.get(str(params["rule"])), here.row
    if rule is None or not isinstance(row, ProgressReport):
        return
    for name in rule.params.get("checks", ()):
        check = _CHECKS.get(str(name))
        if check is None:
            yield Problem(
                "unknown_check",
                "The rule asks for a check “%(check)s” that is not known.",
                "",
                {"check": name},
            )
        else:
            yield from check(here, row)
    if row.month > here.today.strftime("%Y-%m"):
        yield Problem(
            "month_ahead",
            "The month %(month)s has not come yet.",
            "month",
            {"month": row.month},
            "project_unit",
        )
    yield from _not_falling(here, row)


def _before(here: Situation, row: ProgressReport) -> ProgressReport | None:
    """Return the latest earlier month that was submitted or confirmed."""
    told = of_project(here, "progress", state=("submitted", "confirmed"))
    found = (one for one in told if isinstance(one, ProgressReport) and one.month < row.month)
    return max(found, key=lambda one: one.month, default=None)


def _not_falling(here: Situation, row: ProgressReport) -> Iterable[Problem]:
    before = _before(here, row)
    if before is not None and row.physical_progress < before.physical_progress and not row.remark.strip():
        yield Problem(
            "progress_falls",
            "Progress falls from %(left)s %% in %(month)s to %(right)s %%; say why in the remark.",
            "remark",
            {
                "left": f"{before.physical_progress * 100:f}",
                "month": before.month,
                "right": f"{row.physical_progress * 100:f}",
            },
            "project_unit",
            place(here, "progress"),
        )


def _dates(here: Situation) -> tuple[date | None, date | None]:
    said = here.project.fields if here.project is not None else {}
    start, finish = said.get("actual_start"), said.get("actual_finish")
    return (
        date.fromisoformat(start) if start else None,
        date.fromisoformat(finish) if finish else None,
    )


def _finish_not_ahead(here: Situation, row: ProgressReport) -> Iterable[Problem]:  # noqa: ARG001
    _, finish = _dates(here)
    if finish is not None and finish > here.today:
        yield Problem(
            "finish_ahead",
            "The actual completion %(day)s lies ahead of today.",
            "actual_finish",
            {"day": finish.isoformat()},
            "project_unit",
            place(here, "form"),
        )


def _start_first(here: Situation, row: ProgressReport) -> Iterable[Problem]:  # noqa: ARG001
    start, finish = _dates(here)
    if start is not None and finish is not None and start > finish:
        yield Problem(
            "dates_reversed",
            "The actual start %(start)s is after the actual completion %(finish)s.",
            "actual_finish",
            {"start": start.isoformat(), "finish": finish.isoformat()},
            "project_unit",
            place(here, "form"),
        )


def _both_dates(here: Situation, row: ProgressReport) -> Iterable[Problem]:
    if row.build_status in FINISHED and None in _dates(here):
        yield Problem(
            "dates_missing",
            "Completed works need their actual start and completion on the project form.",
            "build_status",
            who="project_unit",
            href=place(here, "form"),
        )


def _state_follows(here: Situation, row: ProgressReport) -> Iterable[Problem]:
    """Ask that the build status may follow that of the month before, as the rule of states says."""
    report = here.rules.get("operation.progress_report")
    rule = here.rules.get(str(report.params.get("states", ""))) if report is not None else None
    before = _before(here, row)
    if rule is None or before is None or before.build_status == row.build_status:
        return
    states = {str(one["key"]): one for one in rule.value or ()}
    if row.build_status not in states.get(before.build_status, {}).get("after", ()):
        yield Problem(
            "state_does_not_follow",
            "The works stood at “%(before)s” in %(month)s; “%(after)s” cannot follow.",
            "build_status",
            {
                "before": _state_label(states, before.build_status),
                "month": before.month,
                "after": _state_label(states, row.build_status),
            },
            "project_unit",
            place(here, "works"),
        )


def _state_label(states: Mapping[str, Any], key: str) -> Label | str:
    return Label(states[key]["en"], states[key]["zh"]) if key in states else key


def _accounts_need_record(here: Situation, row: ProgressReport) -> Iterable[Problem]:
    if row.build_status == "accounts_done" and not final_accounts_approved(here):
        yield Problem(
            "accounts_missing",
            "“Final accounts done” needs approved final accounts of the project.",
            "build_status",
            who="project_unit",
            href=place(here, "works"),
        )


_CHECKS: dict[str, Callable[[Situation, ProgressReport], Iterable[Problem]]] = {
    "finish_not_in_future": _finish_not_ahead,
    "start_before_finish": _start_first,
    "completed_needs_both_dates": _both_dates,
    "state_follows": _state_follows,
    "accounts_need_record": _accounts_need_record,
}


def progress_complete(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that the latest confirmed report says the works are completed."""
    reports = of_project(here, "progress", state="confirmed")
    latest = max(
        (one for one in reports if isinstance(one, ProgressReport)), key=lambda one: one.month, default=None
    )
    if latest is None or latest.build_status not in FINISHED:
        yield Problem(
            "not_completed",
            "The latest confirmed report (%(month)s) does not say that the works are completed.",
            "build_status",
            {"month": latest.month if latest else "—"},
            "project_unit",
            place(here, "progress"),
        )


GUARDS = {"progress_consistent": progress_consistent, "progress_complete": progress_complete}
