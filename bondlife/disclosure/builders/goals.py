"""Performance goals of a project and year: every goal approved with the budget up to the cut-off."""

from collections.abc import Mapping
from typing import Any

from bondlife.disclosure.about import About, body_name, region_of
from bondlife.disclosure.bonds_at import head
from bondlife.disclosure.projects_at import project_of
from bondlife.lifecycle.facts import rows
from models.base import columns
from models.registry import PerformanceGoal

APPROVED = ("approved", "closed")
"""States of a goal that went through with the budget."""

DIRECTIONS = {"higher": "正向", "lower": "反向", "within": "区间"}
NAMED = ("first", "second", "name", "target", "unit", "direction", "points")
NO_UNIT = "—"
"""What stands for the unit of a target in words."""


def build(about: About) -> dict[str, Any]:
    """Return the goals of a project for the year of the cut-off; several budgets are added up."""
    project, own = project_of(about), columns(PerformanceGoal)
    found = rows(
        about.session,
        PerformanceGoal,
        own.project_id == project.id,
        own.layer == "project",
        own.year == about.year,
        own.state.in_(APPROVED),
    )
    told = [row for goal in found for row in goal.indicators or ()]
    return {
        **head("performance_goals", about.cut_off, region_of(about), project.name),
        "rows": [
            {
                "name": project.name,
                "unit": body_name(about.session, project.unit_id) or None,
                "department": body_name(about.session, project.department_id) or None,
                "goal_year": str(about.year),
                "amount": sum(goal.amount for goal in found),
                "statement": "；".join(goal.statement for goal in found if goal.statement) or None,
            }
        ],
        "indicators": [_indicator(number, row) for number, row in enumerate(told, 1)],
    }


def _indicator(number: int, row: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: str(row.get(name) or "").strip() or None for name in NAMED}
    return {
        "number": number,
        "first": told["first"],
        "second": told["second"],
        "indicator": told["name"],
        "direction": DIRECTIONS.get(told["direction"] or "", told["direction"]),
        "target": told["target"],
        "measured_in": told["unit"] or NO_UNIT,
        "weight": told["points"],
    }


BUILDERS = {"performance_goals": build}
