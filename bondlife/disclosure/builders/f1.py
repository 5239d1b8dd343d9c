"""F1, before the tender: one bond, its projects as a whole, their funding and income by year."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlmodel import Session

from bondlife.disclosure.about import About, body_name, region_of, text_of
from bondlife.disclosure.bonds_at import bond_of, head, repayment_word, share_rows, tenor_word, type_word
from bondlife.disclosure.income_at import BOND_INTEREST, MARKET_INTEREST, PlanSums, plan_sums
from bondlife.lifecycle.facts import by_key, rows
from calculators.coverage.multiples import coverage_multiples
from models.base import columns
from models.registry import Bond, BondShare, FundingPlan, Project, Region

BEFORE, AFTER = 3, 5
"""Years before and after that of the bond with a column of their own; the first and last gather the rest."""

DENOMINATORS = {
    "all_service": "all_debt_service",
    "all_principal": "all_principal",
    "bond_service": "bond_debt_service",
    "bond_principal": "all_bond_principal",
}
"""Lines of the form that income is set over, and what the calculator calls them."""

_PLANNED = {"special_bond": "bond_proceeds", "other_debt": "market_proceeds"}


def build(about: About) -> dict[str, Any]:
    """Return the form of a bond."""
    bond = bond_of(about)
    held = share_rows(about.session, bond)
    projects = [project for _, project in held]
    plans = [plan_sums(about.session, project) for project in projects]
    row = {**_bond(bond), **_projects(bond, projects), **_coverage(projects, plans)}
    row["yearly"] = _funding(about.session, bond, projects, plans)
    row["revenue_years"] = _revenue(plans)
    return {
        **head("F1", about.cut_off, region_of(about), bond.name),
        "project_count": len(projects),
        "rows": [row],
        "projects": [_project(about.session, number, *pair) for number, pair in enumerate(held, 1)],
    }


def _bond(bond: Bond) -> dict[str, Any]:
    return {
        "name": bond.name,
        "bond_type": type_word(bond),
        "planned_face": bond.face,
        "major_projects": bond.major_projects,
        "tenor": tenor_word(bond),
        "tender_date": text_of(bond.tender_date),
        "rating": bond.rating or None,
        "repayment_form": repayment_word(bond),
    }


def _projects(bond: Bond, projects: Sequence[Project]) -> dict[str, Any]:
    told = (bond.fields.get("disclosed") or {}).get("project_count")
    return {
        "project_number": told if told and len(projects) == 1 else len(projects),
        "total_investment": sum(one.total_investment for one in projects),
        "own_funds": sum(one.capital - one.bond_as_capital for one in projects),
        "special_bond": sum(one.special_bond for one in projects),
        "other_debt": sum(one.other_debt for one in projects),
    }


def _coverage(projects: Sequence[Project], plans: Sequence[PlanSums]) -> dict[str, Any]:
    """Return net income over debt by every denominator of the form; None where no plan tells the debt."""
    income, invested = sum(plan.net() for plan in plans), sum(one.total_investment for one in projects)
    names = ("bond_principal", "market_principal", *BOND_INTEREST, *MARKET_INTEREST)
    sums = {name: sum(plan.total(name) for plan in plans) for name in names}
    row: dict[str, Any] = {
        "total_revenue": income,
        "revenue_to_investment": _two(Decimal(income) / invested if invested else None),
    }
    if not any(sums.values()):
        return {**row, **{f"{lead}{name}": None for lead in ("", "over_") for name in DENOMINATORS}}
    found = coverage_multiples(
        operating_income=income,
        operating_cost=0,
        bond_principal=sums["bond_principal"],
        bond_interest=sum(sums[name] for name in BOND_INTEREST),
        market_principal=sums["market_principal"],
        market_interest=sum(sums[name] for name in MARKET_INTEREST),
    )
    for name, calculated in DENOMINATORS.items():
        row[name] = getattr(found, calculated)
        row[f"over_{name}"] = _two(getattr(found, f"net_over_{calculated}"))
    return row


def _two(ratio: Decimal | None) -> str | None:
    return None if ratio is None else f"{ratio.quantize(Decimal('0.01'), ROUND_HALF_UP):f}"


def _funding(
    session: Session, bond: Bond, projects: Sequence[Project], plans: Sequence[PlanSums]
) -> list[dict[str, Any]]:
    """Return the nine columns of the funding plan."""
    first, last = bond.year - BEFORE, bond.year + AFTER
    years: dict[int, dict[str, Any]] = {
        year: {"year": _year_word(year, first, last), **dict.fromkeys(_PLANNED, 0)}
        for year in range(first, last + 1)
    }
    for project, plan in zip(projects, plans, strict=True):
        for source, item in _PLANNED.items():
            for year, amount in _planned(session, project, plan, source, item):
                years[min(max(year, first), last)][source] += amount
    return list(years.values())


def _year_word(year: int, first: int, last: int) -> str:
    if year == first:
        return f"{year}年及以前年度"
    return f"{year}年及以后年度" if year == last else f"{year}年"


def _planned(
    session: Session, project: Project, plan: PlanSums, source: str, item: str
) -> list[tuple[int, int]]:
    """Return the yearly money of one source: as its funding plan has it, else as its balance plan has it."""
    own = columns(FundingPlan)
    told = rows(session, FundingPlan, own.project_id == project.id, own.source == source)
    if told:
        return [(one.year, one.amount) for one in told]
    return [(year, amount) for (name, year), amount in plan.cells.items() if name == item]


def _revenue(plans: Sequence[PlanSums]) -> list[dict[str, Any]]:
    found: dict[int, int] = {}
    for plan in plans:
        for year, amount in plan.net_by_year().items():
            found[year] = found.get(year, 0) + amount
    return [{"year": f"{year}年", "revenue": amount} for year, amount in sorted(found.items())]


def _project(session: Session, number: int, share: BondShare, project: Project) -> dict[str, Any]:
    region = by_key(session, Region, project.region_id)
    return {
        "number": number,
        "project_name": project.name,
        "project_code": project.code,
        "region": region.name if region is not None else None,
        "project_unit": body_name(session, project.unit_id) or None,
        "project_investment": project.total_investment,
        "share": share.amount,
    }


BUILDERS = {"F1": build}
