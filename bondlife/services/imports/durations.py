"""Store duration-period tables: each printed row beside its bond and project, where they are known."""

from collections.abc import Sequence
from typing import Any

from bondlife.acts import Act
from bondlife.exchange.duration import DurationLine
from models.base import columns
from models.registry import Bond, DurationRow, Project

COUNTRY = 1
KEPT = (
    *("layout", "cut_off", "bond_name", "bond_code", "project_name", "tenor_years", "coupon_rate"),
    *("issue_date", "bond_used", "investment", "investment_bonds", "realised", "realised_bonds"),
    *("income_total", "income_year", "expected_income", "evaluation", "note"),
)


def store(act: Act, rows: Sequence[DurationLine]) -> dict[str, Any]:
    """Store rows that are new, correct those that were told otherwise; say how many found no project."""
    counts = {"added": 0, "changed": 0, "unchanged": 0, "without_project": 0}
    for row in rows:
        project = _project(act, row.project_name)
        counts[_store_one(act, row, project)] += 1
        counts["without_project"] += project is None
    return counts


def _store_one(act: Act, row: DurationLine, project: Project | None) -> str:
    region_id = project.region_id if project is not None else act.actor.region_id or COUNTRY
    values = {name: getattr(row, name) for name in KEPT}
    values |= {
        "bond_short_name": row.short_name,
        "bond_id": _bond(act, row),
        "project_id": project.id if project is not None else None,
    }
    held = columns(DurationRow)
    known = act.find(
        DurationRow,
        held.region_id == region_id,
        *(held[name] == getattr(row, name) for name in ("cut_off", "layout", "bond_name", "project_name")),
    )
    if not known:
        own: dict[str, Any] = {
            "unit_id": project.unit_id if project is not None else None,
            "department_id": project.department_id if project is not None else None,
        }
        act.add(DurationRow(region_id=region_id, **own, **values))
        return "added"
    before = known[0].version
    act.change(known[0], **values, ended_at=None)
    return "changed" if known[0].version > before else "unchanged"


def _project(act: Act, name: str) -> Project | None:
    """Return the one project of this exact name that the person imports for."""
    if not name:
        return None
    found = [
        one
        for one in act.find(Project, columns(Project).name == name, columns(Project).ended_at.is_(None))
        if act.actor.can_on("import.run", one.region_id)
    ]
    return found[0] if len(found) == 1 else None


def _bond(act: Act, row: DurationLine) -> int | None:
    """Return the bond of this code, else of this name, where exactly one is known."""
    bond = columns(Bond)
    for condition in ((bond.code == row.bond_code) if row.bond_code else None, bond.name == row.bond_name):
        found = act.find(Bond, condition) if condition is not None else []
        if len(found) == 1:
            return found[0].id
    return None
