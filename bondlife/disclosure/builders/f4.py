"""F4 and F5, the yearly table and report of a project as Zhejiang publishes them."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from bondlife.disclosure.about import About, body_name, region_of, text_of
from bondlife.disclosure.annual import Annual, annual_of
from bondlife.disclosure.bonds_at import head, held_at, tenor_word
from bondlife.disclosure.projects_at import (
    asset_value,
    build_status,
    city_and_county,
    grade_word,
    progress_at,
    project_of,
)
from models.registry import Bond, BondShare, Project


def build_table(about: About) -> dict[str, Any]:
    """Return one row a bond of the project at a year end."""
    project = project_of(about)
    held = held_at(about.session, project, about.cut_off)
    year = annual_of(about.session, project.id or 0, about.cut_off)
    shared = _shared(about, project, year)
    return {
        **head("F4", about.cut_off, region_of(about), project.name),
        "realised": year.realised,
        "rows": [{**_bond(share, bond), **shared} for share, bond in held],
    }


def _bond(share: BondShare, bond: Bond) -> dict[str, Any]:
    return {
        "bond_short_name": bond.short_name or None,
        "bond_name": bond.name,
        "tenor": tenor_word(bond),
        "coupon_rate": text_of(bond.coupon_rate),
        "bond_used": share.amount,
    }


def _shared(about: About, project: Project, year: Annual) -> dict[str, Any]:
    city, county = city_and_county(about.session, project.region_id)
    return {
        "city": city,
        "county": county,
        "department": body_name(about.session, project.department_id) or None,
        "name": project.name,
        "investment": project.total_investment,
        "investment_bonds": project.special_bond,
        "realised": year.realised,
        "realised_bonds": year.realised_bonds,
        "income_total": year.earned,
        "income_year": year.earned_year,
        "expected_income": year.expected,
        "evaluation": grade_word(about.session, project, about.year),
        "note": None,
    }


def build_report(about: About) -> dict[str, Any]:
    """Return the report in words, with the figures that go into it."""
    project, session = project_of(about), about.session
    year = annual_of(session, project.id or 0, about.cut_off)
    report = progress_at(session, project.id, about.cut_off)
    share = Decimal(year.realised_bonds) / year.received if year.received else None
    words = ("use_words", "operation_words", "asset_words", "follow_up")
    return {
        **head("F5", about.cut_off, region_of(about), project.name),
        "rows": [
            {
                "name": project.name,
                "received": year.received,
                "paid": year.realised_bonds,
                "paid_share": None
                if share is None
                else f"{share.quantize(Decimal('0.0001'), ROUND_HALF_UP):f}",
                "status": build_status(session, project, about.cut_off),
                "progress": text_of(report.physical_progress) if report is not None else None,
                "income_year": year.earned_year,
                "income_total": year.earned,
                "assets": asset_value(session, project, about.cut_off),
                **dict.fromkeys(words),
            }
        ],
    }


BUILDERS = {"F4": build_table, "F5": build_report}
