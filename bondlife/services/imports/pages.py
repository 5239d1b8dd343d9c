"""Store published project pages F2: figures as printed become a version of the project's plan."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bondlife.acts import Act
from bondlife.books import lifecycle_of, newest_kind
from bondlife.errors import Invalid
from bondlife.exchange.project_page import ProjectPage
from bondlife.lifecycle.engine import enter
from bondlife.services import records, search
from bondlife.services.imports.foreign import foreign_region
from models.base import columns
from models.registry import Forecast, ForecastCell, Project

NAME = "公开页合计"


def store(act: Act, rows: Sequence[ProjectPage]) -> dict[str, Any]:
    """Store each page: a new project, or a new plan of a known one where its totals differ."""
    added = changed = 0
    for row in rows:
        project, is_new = _project(act, row)
        added += is_new
        changed += _plan(act, project, row) and not is_new
        records.after_change(act, project)
    return {"added": added, "changed": changed, "unchanged": len(rows) - added - changed}


def _project(act: Act, row: ProjectPage) -> tuple[Project, bool]:
    project = columns(Project)
    by_code = act.find(Project, project.code == row.code) if row.code else []
    known = by_code or act.find(Project, project.name == row.name)
    if known:
        if not act.actor.can_on("import.run", known[0].region_id):
            raise Invalid(foreign_region(row.name, row.code))
        return known[0], False
    kind = newest_kind(act.session, "special_bond")
    made = Project(
        region_id=act.actor.region_id or 1,
        kind=kind.key,
        kind_version=kind.version,
        state="draft",
        code=row.code or f"F2-{search.initials(row.name)[:40].upper()}",
        name=row.name[:200],
        sector=(row.sector or "其他")[:40],
        start_year=row.construction.start[0] if row.construction else act.business_date.year,
        construction_start=_day(row.construction.start, first=True) if row.construction else None,
        construction_end=_day(row.construction.end, first=False) if row.construction else None,
        operation_end=_day(row.operation.end, first=False) if row.operation else None,
        total_investment=row.total_investment or 0,
        capital=row.capital or 0,
        special_bond=row.special_bond or 0,
        bond_as_capital=row.as_capital or 0,
        other_debt=row.other_debt or 0,
    )
    enter(act, made, lifecycle_of(kind, "project"))
    act.add(made)
    act.flush()
    search.index(act, made)
    return made, True


def _plan(act: Act, project: Project, row: ProjectPage) -> bool:
    """Keep the printed totals of revenue and cost as a plan, unless the newest one already says so."""
    figures = {"operating_income": row.revenue, "operating_cost": row.cost}
    cells = {name: amount for name, amount in figures.items() if amount is not None}
    if not cells or _newest(act, project) == cells:
        return False
    span = row.operation or row.construction
    first, last = (span.start[0], span.end[0]) if span else (project.start_year, project.start_year)
    held = act.find(Forecast, columns(Forecast).project_id == project.id)
    forecast = act.add(
        Forecast(
            project_id=project.id or 0,
            number=1 + max((one.number for one in held), default=0),
            name=NAME,
            purpose="plan",
            first_year=first,
            last_year=last,
            note=f"公开倍数 {row.multiple}" if row.multiple is not None else "",
            region_id=project.region_id,
            unit_id=project.unit_id,
            department_id=project.department_id,
        )
    )
    act.flush()
    for name, amount in cells.items():
        cell = ForecastCell(
            forecast_id=forecast.id or 0, item=name, year=first, bucket="total", amount=amount
        )
        act.session.add(cell)
    act.seal(ForecastCell, forecast.id or 0)
    return True


def _newest(act: Act, project: Project) -> dict[str, int]:
    held = act.find(Forecast, columns(Forecast).project_id == project.id, columns(Forecast).name == NAME)
    if not held:
        return {}
    newest = max(held, key=lambda one: one.number)
    cell = columns(ForecastCell)
    import sqlalchemy as sa

    statement = sa.select(cell.item, cell.amount).where(cell.forecast_id == newest.id)
    return {item: int(amount) for item, amount in act.session.execute(statement)}


def _day(month: tuple[int, int], *, first: bool) -> date:
    from calendar import monthrange

    year = month[0]
    number = month[1] or (1 if first else 12)
    return date(year, number, 1 if first else monthrange(year, number)[1])
