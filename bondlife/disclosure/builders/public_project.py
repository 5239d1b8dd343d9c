"""The public page of a project at a cut-off, and its money down to contractors."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from bondlife.disclosure.about import About, body_name, region_of
from bondlife.disclosure.annual import annual_of
from bondlife.disclosure.bonds_at import head, held_at
from bondlife.disclosure.choices import CONTRACTORS, is_chosen
from bondlife.disclosure.flow_at import by_ids, contracts_of, links_of, shares_of
from bondlife.disclosure.income_at import BOND_INTEREST, MARKET_INTEREST, PlanSums, plan_sums
from bondlife.disclosure.page_parts import (
    NONE,
    instalments,
    near,
    paid_word,
    plain,
    service_years,
    share,
    two,
)
from bondlife.disclosure.projects_at import build_status, project_of, sector_word
from bondlife.disclosure.stages_at import papers_at, records_at, scores_at, stages
from bondlife.disclosure.years_at import DEBT, coverage_years, money_years
from bondlife.errors import Invalid
from calculators.coverage.multiples import coverage_multiples
from models.base import columns
from models.kinds.special_bond.purposes import REFINANCING
from models.registry import Bond, BondShare, Instalment, Project


def build(about: About) -> dict[str, Any]:
    """Return the public page of a project."""
    project, session, on = project_of(about), about.session, about.cut_off
    held, shares = held_at(session, project, on), shares_of(session, project)
    plan, kept = plan_sums(session, project), records_at(session, project, on)
    due = instalments(session, columns(Instalment).share_id.in_(sorted(shares)))
    return {
        **head("project_page", on, region_of(about), project.name),
        "rows": [{**_facts(session, project, on), **_money(session, project, held, on), **_coverage(plan)}],
        "rail": stages(session, project, kept),
        "years": money_years(session, project, plan, shares, on),
        "flow": links_of(session, project, shares, on),
        "service": service_years(due, on),
        "coverage": coverage_years(session, project, plan, on),
        "payments": _payments(session, due, on),
        "scores": scores_at(session, project, on),
        "papers": papers_at(session, project, kept, on),
    }


def _facts(session: Session, project: Project, on: date) -> dict[str, Any]:
    return {
        "name": project.name,
        "code": plain(project.code),
        "sector": plain(sector_word(project.sector)),
        "unit": plain(body_name(session, project.unit_id)),
        "department": plain(body_name(session, project.department_id)),
        "status": build_status(session, project, on),
        "construction": _span(project.construction_start, project.construction_end),
        "operation": _span(project.construction_end, project.operation_end),
    }


def _span(start: date | None, end: date | None) -> str:
    if start is None and end is None:
        return NONE
    return "至".join(f"{one:%Y-%m}" if one is not None else "" for one in (start, end))


def _money(
    session: Session, project: Project, held: Sequence[tuple[BondShare, Bond]], on: date
) -> dict[str, Any]:
    found = annual_of(session, project.id or 0, on)
    return {
        "total_investment": project.total_investment,
        "special_bond": project.special_bond,
        "held": sum(one.amount for one, bond in held if bond.purpose not in REFINANCING),
        "received": found.received,
        "realised": found.realised,
        "realised_bonds": found.realised_bonds,
        "progress": share(found.realised, project.total_investment),
        "use": share(found.realised_bonds, found.received) if found.received > 0 else NONE,
    }


def _coverage(plan: PlanSums) -> dict[str, Any]:
    """Return net income over all debt of the plan; dashes where the plan tells no debt."""
    service = plan.total(*DEBT)
    if not service:
        return {"income": plan.net() if plan.cells else NONE, "service": NONE, "coverage": NONE}
    found = coverage_multiples(
        operating_income=plan.net(),
        operating_cost=0,
        bond_principal=plan.total("bond_principal"),
        bond_interest=plan.total(*BOND_INTEREST),
        market_principal=plan.total("market_principal"),
        market_interest=plan.total(*MARKET_INTEREST),
    )
    return {"income": plan.net(), "service": service, "coverage": two(found.net_over_all_debt_service)}


def _payments(session: Session, due: Sequence[Any], on: date) -> list[dict[str, Any]]:
    found = near(due, on)
    bonds = {one.id: one for one in by_ids(session, Bond, {one.bond_id for one in found})}
    return [
        {
            "payment_date": one.payment_date.isoformat(),
            "bond": bonds[one.bond_id].short_name or bonds[one.bond_id].name,
            "principal": one.principal,
            "interest": one.interest,
            "state": paid_word(one, on),
        }
        for one in found
    ]


def build_contractors(about: About) -> dict[str, Any]:
    """Return what each contract was paid out of each bond, where two leaders chose to show it."""
    project, session, on = project_of(about), about.session, about.cut_off
    if not is_chosen(session, about.region_id, CONTRACTORS):
        raise Invalid.because(
            "not_chosen",
            "The leaders of this region have not chosen to show money down to contractors.",
            "form",
        )
    return {
        **head("contractors", on, region_of(about), project.name),
        "rows": contracts_of(session, project, on),
    }


BUILDERS = {"project_page": build, "contractors": build_contractors}
