"""Works of a project as the API tells them."""

from decimal import Decimal
from typing import Any

from bondlife import clock
from bondlife.books import region_code, rule_book
from bondlife.db import Database
from bondlife.queries.api import row_of
from bondlife.queries.project_works import ContractLine, contract_lines
from bondlife.queries.works_delay import delay_of, milestones_of, reports_of
from bondlife.security.actor import Actor
from calculators.kernel.money import to_yuan
from models.registry import Milestone, Project


def milestones_told(db: Database, actor: Actor, public_id: str) -> dict[str, Any]:
    """Return the milestones of a project the actor may see."""
    with db.reading() as session:
        project = row_of(session, actor, "project", public_id)
        actor.require("milestone.read", project.region_id, project.unit_id, project.department_id)
        held = milestones_of(session, [project.id or 0]).get(project.id or 0, [])
        return {"items": [_milestone(one) for one in held]}


def _milestone(one: Milestone) -> dict[str, Any]:
    return {
        "number": one.number,
        "name": one.name,
        "weight": _percent(one.weight),
        "planned_on": one.planned_on.isoformat(),
        "actual_on": one.actual_on.isoformat() if one.actual_on else None,
        "note": one.note,
    }


def works_told(db: Database, actor: Actor, public_id: str) -> dict[str, Any]:
    """Return how the works of a project stand today."""
    today = clock.business_date()
    with db.reading() as session:
        project = row_of(session, actor, "project", public_id)
        assert isinstance(project, Project)
        key = project.id or 0
        rules = rule_book(session, region_code(session, project.region_id), today)
        reports = reports_of(session, [key]).get(key, [])
        delay = delay_of(project, reports, milestones_of(session, [key]).get(key, []), rules, today)
        contracts = contract_lines(session, actor, project, rules, today)
    return {
        "month": reports[-1].month if reports else "",
        "build_status": reports[-1].build_status if reports else "",
        "progress": _percent(reports[-1].progress) if reports else None,
        "planned_progress": _percent(delay.pace.planned_progress) if delay.pace else None,
        "finish_by_pace": delay.pace.finish.isoformat() if delay.pace else None,
        "finish_by_milestones": delay.steps.finish.isoformat() if delay.steps else None,
        "days_late": delay.days_late,
        "contracts": [_contract(line) for line in contracts],
    }


def _contract(line: ContractLine) -> dict[str, Any]:
    return {
        "contract": line.public_id,
        "number": line.number,
        **{name: f"{to_yuan(getattr(line, name)):f}" for name in ("amount", "certified", "paid", "excused")},
        "gap": _percent(line.gap),
        "limit": _percent(line.limit),
        "ahead": line.is_ahead,
        "exception_until": line.leave_until.isoformat() if line.leave_until else None,
    }


def _percent(rate: Decimal | None) -> str | None:
    """Return a share as a percentage with at most six decimals, as the API writes rates."""
    return None if rate is None else f"{round(rate * 100, 6).normalize():f}"
