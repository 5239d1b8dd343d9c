"""F3, the yearly table of the national method: one row for each bond, or one bond, of a project."""

from typing import Any

from bondlife.disclosure.about import About, region_of, text_of
from bondlife.disclosure.annual import Annual, annual_of
from bondlife.disclosure.bonds_at import TYPES, head, held_at, tenor_word
from bondlife.disclosure.projects_at import asset_word, project_of
from models.registry import Bond, BondShare, Project


def build(about: About) -> dict[str, Any]:
    """Return the table of a project at a year end; with a bond named, its row alone."""
    project = project_of(about)
    held = held_at(about.session, project, about.cut_off)
    chosen = [pair for pair in held if about.bond_id in (None, pair[1].id)]
    year = annual_of(about.session, project, held, about.cut_off)
    return {
        **head("F3", about.cut_off, region_of(about), project.name),
        "rows": [_row(about, project, share, bond, year) for share, bond in chosen],
    }


def _row(about: About, project: Project, share: BondShare, bond: Bond, year: Annual) -> dict[str, Any]:
    return {
        "bond_name": bond.name,
        "bond_code": bond.code or None,
        "bond_type": TYPES.get(bond.bond_type, bond.bond_type),
        "amount": share.amount,
        "issue_date": text_of(bond.issue_date or bond.value_date),
        "coupon_rate": text_of(bond.coupon_rate),
        "tenor": tenor_word(bond),
        "name": project.name,
        "asset_type": asset_word(about.session, project),
        "investment": project.total_investment,
        "investment_bonds": project.special_bond,
        "realised": year.realised,
        "bond_share": year.realised_bonds,
        "received": year.received,
        "income_total": year.earned.total,
        "income_year": year.earned.year,
        "note": None,
    }


BUILDERS = {"F3": build}
