"""Store disclosure forms F1: the planned bond, its projects (or the package of them), funding and revenue."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bondlife.acts import Act
from bondlife.books import lifecycle_of, newest_kind
from bondlife.errors import Invalid
from bondlife.exchange.bond_names import read_name
from bondlife.exchange.disclosure_rows import DisclosedBond, DisclosedProject, YearAmount
from bondlife.lifecycle.engine import enter
from bondlife.services import records, search
from bondlife.services.imports.foreign import foreign_region
from models.base import columns
from models.registry import Bond, BondShare, Forecast, ForecastCell, FundingPlan, Project, Region

REACH = {
    "": "",
    "and_before": "and_before",
    "and_after": "and_after",
    "before": "and_before",
    "after": "and_after",
}


def store(act: Act, rows: Sequence[DisclosedBond]) -> dict[str, Any]:
    """Store the forms that are not there yet, each with its projects."""
    added = sum(_store_one(act, row) for row in rows)
    return {"added": added, "unchanged": len(rows) - added}


def _store_one(act: Act, row: DisclosedBond) -> bool:
    told = read_name(row.name)
    bond = _bond(act, row, told)
    if _has_shares(act, bond):
        return False
    parts = row.projects or (DisclosedProject(0, _package_name(row), share=bond.face),)
    for number, part in enumerate(parts, 1):
        project = _project(act, bond, row, part, number, whole=len(parts) == 1)
        _share(act, bond, project, part.share if part.share else bond.face // len(parts))
        records.after_change(act, project)
    return True


def _bond(act: Act, row: DisclosedBond, told: Any) -> Bond:
    known = act.find(Bond, columns(Bond).name == row.name)
    if known:
        return known[0]
    kind = newest_kind(act.session, "special_bond")
    bond = Bond(
        region_id=_issuer(act, told.issuer, row.name),
        kind=kind.key,
        kind_version=kind.version,
        state="planned",
        name=row.name,
        bond_type="special",
        purpose="new_project",
        face=row.planned_face or 0,
        major_projects=row.major_project_face or 0,
        tenor_years=row.tenor_years or 0,
        option_pattern=row.option_pattern,
        coupon_frequency=1 if (row.tenor_years or 0) <= 7 else 2,
        repayment_form=row.repayment_form or "bullet",
        tender_date=row.tender_date,
        rating=row.rating[:12],
        year=told.year or (row.tender_date.year if row.tender_date else act.business_date.year),
        fields={"disclosed": _printed(row)},
    )
    enter(act, bond, lifecycle_of(kind, "bond"))
    act.add(bond)
    act.flush()
    search.index(act, bond)
    return bond


def _printed(row: DisclosedBond) -> dict[str, Any]:
    """Keep what the form prints about the projects as a whole, as printed."""
    names = (
        "project_count",
        "total_investment",
        "own_funds",
        "special_bond_finance",
        "other_finance",
        "revenue_total",
        "all_debt_service",
        "all_debt_principal",
        "bond_debt_service",
        "bond_principal",
    )
    figures = {name: getattr(row, name) for name in names if getattr(row, name) is not None}
    return {
        **figures,
        "types": list(row.types),
        "ratios": {key: str(value) for key, value in row.ratios.items()},
    }


def _project(
    act: Act, bond: Bond, row: DisclosedBond, part: DisclosedProject, number: int, *, whole: bool
) -> Project:
    region_id = _region_named(act, part.region) or _home(act, bond)
    code = part.code or f"{bond.public_id[:8].upper()}-{number:03d}"
    known = act.find(Project, columns(Project).code == code)
    if known:
        return known[0]
    kind = newest_kind(act.session, "special_bond")
    first, last = _span(row, bond)
    project = Project(
        region_id=region_id,
        kind=kind.key,
        kind_version=kind.version,
        state="draft",
        code=code,
        name=part.name[:200],
        sector=(row.types[-1] if row.types else "其他")[:40],
        start_year=first,
        operation_end=date(last, 12, 31),
        total_investment=(row.total_investment if whole else part.total_investment) or 0,
        capital=(row.own_funds if whole else 0) or 0,
        special_bond=(row.special_bond_finance if whole else part.share) or 0,
        other_debt=(row.other_finance if whole else 0) or 0,
    )
    _require_own(act, region_id, part.region, f"row {part.row}" if part.row else row.name)
    enter(act, project, lifecycle_of(kind, "project"))
    act.add(project)
    act.flush()
    if whole:
        _plan(act, project, row)
    search.index(act, project)
    return project


def _plan(act: Act, project: Project, row: DisclosedBond) -> None:
    """Keep the yearly funding and revenue rows of the form."""
    scope: dict[str, Any] = {
        "region_id": project.region_id,
        "unit_id": project.unit_id,
        "department_id": project.department_id,
    }
    for source, cells in (("special_bond", row.special_plan), ("other_debt", row.other_plan)):
        for cell in cells:
            if cell.amount is not None:
                act.add(
                    FundingPlan(
                        project_id=project.id or 0,
                        source=source,
                        year=cell.year,
                        bucket=REACH.get(cell.reach, cell.reach),
                        amount=cell.amount,
                        **scope,
                    )
                )
    years = [cell for cell in row.revenue if cell.amount is not None]
    if years:
        _forecast(act, project, years, scope)


def _forecast(act: Act, project: Project, years: Sequence[YearAmount], scope: dict[str, Any]) -> None:
    forecast = act.add(
        Forecast(
            project_id=project.id or 0,
            number=1,
            name="披露稿分年收益",
            purpose="plan",
            first_year=min(cell.year for cell in years),
            last_year=max(cell.year for cell in years),
            **scope,
        )
    )
    act.flush()
    for cell in years:
        act.session.add(
            ForecastCell(
                forecast_id=forecast.id or 0,
                item="net_revenue",
                year=cell.year,
                bucket=REACH.get(cell.reach, cell.reach),
                amount=cell.amount or 0,
            )
        )
    act.seal(ForecastCell, forecast.id or 0)


def _share(act: Act, bond: Bond, project: Project, amount: int) -> None:
    if amount <= 0:
        return
    values = records.inherited(project)
    kind = newest_kind(act.session, "special_bond")
    share = BondShare(bond_id=bond.id or 0, amount=amount, state="planned", **values)
    enter(act, share, lifecycle_of(kind, "bond_share"))
    act.add(share)


def _has_shares(act: Act, bond: Bond) -> bool:
    return bool(act.find(BondShare, columns(BondShare).bond_id == bond.id))


def _package_name(row: DisclosedBond) -> str:
    count = f"（{row.project_count} 个项目）" if row.project_count else ""
    return f"{row.name} 对应项目{count}"[:200]


def _span(row: DisclosedBond, bond: Bond) -> tuple[int, int]:
    years = [cell.year for cell in (*row.special_plan, *row.other_plan, *row.revenue)] or [bond.year]
    return min(years), max(*years, bond.year + (row.tenor_years or 0))


def _issuer(act: Act, name: str, form: str) -> int:
    region = columns(Region)
    found = act.find(Region, region.name == name, region.is_issuer)
    if found:
        if not act.actor.can_take_over("import.run", found[0].id):
            raise Invalid(foreign_region(form, name))
        return int(found[0].id or 0)
    return int(act.actor.region_id or 1)


def _home(act: Act, bond: Bond) -> int:
    """Return where a project without a named region belongs: to the issuer, or to who brings it in."""
    own = act.actor.can_on("import.run", bond.region_id)
    return bond.region_id if own else int(act.actor.region_id or 1)


def _require_own(act: Act, region_id: int, name: str, place: str) -> None:
    if not act.actor.can_on("import.run", region_id):
        raise Invalid(foreign_region(place, name))


def _region_named(act: Act, name: str) -> int | None:
    if not name.strip():
        return None
    found = act.find(Region, columns(Region).name == name.strip())
    return int(found[0].id or 0) if len(found) == 1 else None
