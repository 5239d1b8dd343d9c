"""F2, the page of a project: facts, bonds by batch, special bonds by year."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlmodel import Session

from bondlife.disclosure.about import About, body_name, region_of, text_of
from bondlife.disclosure.bonds_at import head, held_at, interest_word, tenor_word
from bondlife.disclosure.income_at import BOND_INTEREST, COSTS, GAINS, MARKET_INTEREST, plan_sums
from bondlife.disclosure.projects_at import project_of, sector_word
from bondlife.lifecycle.facts import rows
from models.base import columns
from models.registry import Application, Bond, BondShare, Project


def build(about: About) -> dict[str, Any]:
    """Return the page of a project."""
    project, session = project_of(about), about.session
    held = held_at(session, project, about.cut_off)
    return {
        **head("F2", about.cut_off, region_of(about), project.name),
        "rows": [{**_facts(session, project), **_money(project), **_income(session, project)}],
        "batches": [_batch(share, bond) for share, bond in held],
        "yearly": _yearly(held),
    }


def _facts(session: Session, project: Project) -> dict[str, Any]:
    own = columns(Application)
    asked = rows(session, Application, own.project_id == project.id)
    firms = {
        name: next((getattr(one, name) for one in reversed(asked) if getattr(one, name)), None)
        for name in _FIRMS
    }
    return {
        "name": project.name,
        "code": project.code,
        "unit": body_name(session, project.unit_id) or None,
        "department": body_name(session, project.department_id) or None,
        **firms,
        "sector": sector_word(project.sector) or None,
        "content": project.fields.get("content_and_scale") or None,
        "construction": _span(project.construction_start, project.construction_end),
        "operation": _span(project.construction_end, project.operation_end),
    }


_FIRMS = ("accounting_firm", "law_firm")


def _span(first: Any, last: Any) -> str | None:
    return None if first is None or last is None else f"{first}—{last}"


def _money(project: Project) -> dict[str, Any]:
    return {
        "total_investment": project.total_investment,
        "own_funds": project.capital - project.bond_as_capital,
        "special_bond": project.special_bond,
        "as_capital": project.bond_as_capital,
        "other_debt": project.other_debt,
    }


def _income(session: Session, project: Project) -> dict[str, Any]:
    """Return expected income and cost over the life, and the coverage of all debt service."""
    plan = plan_sums(session, project)
    income, cost = plan.total(*GAINS), plan.total(*COSTS)
    service = plan.total("bond_principal", "market_principal", *BOND_INTEREST, *MARKET_INTEREST)
    return {
        "income": income if plan.cells else None,
        "income_sources": project.fields.get("income_sources") or None,
        "cost": cost if plan.cells else None,
        "cost_to_income": _share(cost, income, "0.0001"),
        "coverage": _share(income - cost, service, "0.01"),
    }


def _share(part: int, whole: int, step: str) -> str | None:
    return f"{(Decimal(part) / whole).quantize(Decimal(step), ROUND_HALF_UP):f}" if whole else None


def _batch(share: BondShare, bond: Bond) -> dict[str, Any]:
    day = bond.value_date
    return {
        "issue_date": text_of(bond.issue_date or bond.value_date),
        "batch": bond.batch or None,
        "amount": share.amount,
        "coupon_rate": text_of(bond.coupon_rate),
        "bond_name": bond.name,
        "batch_as_capital": share.as_capital,
        "tenor": tenor_word(bond),
        "interest": interest_word(bond),
        "value_date": text_of(bond.value_date),
        "payment_days": _days(day.month, day.day, bond.coupon_frequency) if day else None,
        "maturity_date": text_of(bond.maturity_date),
        "options": bond.option_pattern or "无",
    }


def _days(month: int, day: int, often: int) -> str:
    """Return the payment days of a year in words.

    >>> _days(3, 20, 2)
    '3月20日、9月20日'
    """
    step = 12 // max(often, 1)
    months = sorted((month - 1 + step * number) % 12 + 1 for number in range(max(often, 1)))
    return "、".join(f"{one}月{day}日" for one in months)


def _yearly(held: list[tuple[BondShare, Bond]]) -> list[dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for share, bond in held:
        row = found.setdefault(bond.year, {"year": f"{bond.year}年", "raised": 0, "raised_as_capital": 0})
        row["raised"] += share.amount
        row["raised_as_capital"] += share.as_capital
    return [found[year] for year in sorted(found)]


BUILDERS = {"F2": build}
