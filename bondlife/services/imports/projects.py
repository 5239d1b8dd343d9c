"""Store a ledger of projects: each is taken on at its present state with its signed reason."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from bondlife.acts import Act
from bondlife.books import kind_of, lifecycle_of
from bondlife.errors import Invalid
from bondlife.exchange.project_ledger import LedgerRow
from bondlife.lifecycle.engine import take_on
from bondlife.services import records, search
from bondlife.services.imports.foreign import foreign_region
from bondlife.services.inputs import ProjectInput
from models.base import columns
from models.registry import Organisation, Permit, Project, Region

STATES = {
    "reserve": "reserved",
    "applied": "reserved",
    "issued": "reserved",
    "construction": "building",
    "operation": "operating",
    "repayment": "operating",
    "closed": "closed",
}
"""Present state in a ledger → state of the project; its other records have states of their own."""

PERMITS = {
    "approval": "project_approval",
    "land_permit": "land_use_certificate",
    "planning_permit": "planning_works",
    "environment_permit": "environment_safety",
    "construction_permit": "construction_permit",
}
NO_REASON = "历史项目接入"


def store(act: Act, rows: Sequence[LedgerRow]) -> dict[str, Any]:
    """Store the projects that are not there yet; a known project changes nothing."""
    project = columns(Project)
    codes = [row.code for row in rows]
    known = set(
        act.session.execute(
            sa.select(project.code).where(project.code.in_(codes)).execution_options(scoped=True)
        ).scalars()
    )
    fresh = [row for row in rows if row.code not in known]
    _require_own(act, fresh)
    added = [add(act, row) for row in fresh]
    return {"added": len(added), "unchanged": len(rows) - len(added)}


def _require_own(act: Act, rows: Sequence[LedgerRow]) -> None:
    """Refuse rows of regions this person imports nothing for, each by its number."""
    region = columns(Region)
    codes = {row.region_code for row in rows}
    found = act.session.execute(
        sa.select(region.code, region.id).where(region.code.in_(codes), region.ended_at.is_(None))
    )
    own = {code for code, key in found if act.actor.can_on("import.run", key)}
    foreign = [row for row in rows if row.region_code not in own]
    if foreign:
        raise Invalid(*(foreign_region(f"row {row.row}", row.region_code) for row in foreign[:20]))


def add(act: Act, row: LedgerRow) -> Project:
    """Store one project as it stands."""
    form = _form(act, row)
    try:
        stored = records.add(act, "project", form, permission="import.run")
    except Invalid as refusal:
        raise Invalid(*(_at_row(problem, row.row) for problem in refusal.problems)) from None
    assert isinstance(stored, Project)
    state = STATES[row.state]
    if state != "draft":
        kind = kind_of(act.session, stored.kind, stored.kind_version)
        lifecycle = lifecycle_of(kind, "project")
        if state in {one.key for one in lifecycle.states}:
            reason = "；".join(part for part in (row.reason or NO_REASON, row.signer, row.source) if part)
            take_on(act, stored, lifecycle, state, reason[:1000])
            records.after_change(act, stored)
    _permits(act, stored, row)
    return stored


def _form(act: Act, row: LedgerRow) -> ProjectInput:
    region_id = records.region_by_code(act, row.region_code)
    return ProjectInput(
        region=row.region_code,
        kind=row.kind,
        code=row.code,
        name=row.name,
        unit=_organisation(act, row.project_unit, "unit", region_id),
        department=_organisation(act, row.department, "department", region_id),
        platform_code=row.budget_platform_code,
        debt_system_code=row.debt_system_code,
        ndrc_code=row.reform_code,
        sector=row.sector,
        start_year=row.construction_start[0],
        construction_start=_first(row.construction_start),
        construction_end=_last(row.construction_end),
        operation_end=_last(row.operation_end) if row.operation_end else None,
        **{
            name: _yuan(getattr(row, name))
            for name in ("total_investment", "capital", "special_bond", "other_debt")
        },
        bond_as_capital=_yuan(row.as_capital),
    )


def _yuan(fen: int | None) -> Any:
    from calculators.kernel.money import to_yuan

    return str(to_yuan(fen or 0))


def _first(month: tuple[int, int]) -> date:
    return date(month[0], month[1] or 1, 1)


def _last(month: tuple[int, int]) -> date:
    from calendar import monthrange

    year, number = month[0], month[1] or 12
    return date(year, number, monthrange(year, number)[1])


def _organisation(act: Act, name: str, role: str, region_id: int) -> str | None:
    """Return the organisation of this name in the region, opened if it is new."""
    if not name.strip():
        return None
    held = columns(Organisation)
    found = act.find(Organisation, held.name == name.strip(), held.region_id == region_id, held.role == role)
    if found:
        return found[0].public_id
    row = act.add(Organisation(region_id=region_id, name=name.strip(), role=role))
    act.flush()
    search.index(act, row)
    return row.public_id


def _permits(act: Act, project: Project, row: LedgerRow) -> None:
    for name, kind in PERMITS.items():
        number = getattr(row, name)
        if number:
            act.add(
                Permit(
                    project_id=project.id or 0,
                    type=kind,
                    held=True,
                    number=number[:100],
                    region_id=project.region_id,
                    unit_id=project.unit_id,
                    department_id=project.department_id,
                )
            )


def _at_row(problem: Any, row: int) -> Any:
    from dataclasses import replace

    return replace(problem, field=f"row {row}: {problem.field}" if problem.field else f"row {row}")
