"""The yearly tables of the national method, special and general bonds: one row a bond of a project."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import chunks
from bondlife.disclosure.about import About, region_of, text_of
from bondlife.disclosure.annual import AT_ONCE, Annual, annuals
from bondlife.disclosure.bonds_at import TYPES, head, held_rows, tenor_word
from bondlife.disclosure.money_at import ShareMoney, shares_at
from bondlife.disclosure.projects_at import project_of, sector_word
from models.base import columns
from models.disclosure_duties import OF_BONDS
from models.registry import Asset


def build(about: About) -> dict[str, Any]:
    """Return the table of a project at a year end; with a bond named, its row alone."""
    project = project_of(about)
    found = rows_at(about.session, [project.id or 0], about.cut_off, about.form)
    chosen = [row for bond, row in found if about.bond_id in (None, bond)]
    return {**head(about.form, about.cut_off, region_of(about), project.name), "rows": chosen}


def special_rows(session: Session, projects: Sequence[int], on: date) -> Iterator[dict[str, Any]]:
    """Yield the row of every special bond projects held at a day, project by project."""
    return (row for _, row in rows_at(session, projects, on, "F3"))


def general_rows(session: Session, projects: Sequence[int], on: date) -> Iterator[dict[str, Any]]:
    """Yield the row of every general bond projects held at a day, project by project."""
    return (row for _, row in rows_at(session, projects, on, "F3G"))


def rows_at(
    session: Session, projects: Sequence[int], on: date, form: str
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the key of the bond and the row of every bond of a form's type that projects held at a day."""
    for keys in chunks(projects, AT_ONCE):
        held = held_rows(session, keys, on, OF_BONDS[form])
        figures, assets = annuals(session, {row.project_id for row in held}, on), _assets(session, keys)
        money = shares_at(session, [row.share_id for row in held], on)
        for row in held:
            asset = assets.get(row.project_id) or sector_word(row.sector)
            told = {
                **_row(row, figures[row.project_id], money[row.share_id], asset),
                **_income(form, row, figures),
            }
            yield row.bond_id, told


def _row(row: Any, year: Annual, money: ShareMoney, asset: str) -> dict[str, Any]:
    return {
        "bond_name": row.bond_name,
        "bond_code": row.code or None,
        "bond_type": TYPES.get(row.bond_type, row.bond_type),
        "amount": row.amount,
        "issue_date": text_of(row.issued),
        "coupon_rate": text_of(row.coupon_rate),
        "tenor": tenor_word(row),
        "name": row.name,
        "asset_type": asset or None,
        "investment": row.total_investment,
        "investment_bonds": row.special_bond,
        "realised": year.realised,
        "bond_share": money.paid,
        "received": money.came,
        "note": None,
    }


def _income(form: str, row: Any, figures: Mapping[int, Annual]) -> dict[str, Any]:
    """Return what a project brought in; the table of general bonds does not tell it."""
    year = figures[row.project_id]
    return {"income_total": year.earned, "income_year": year.earned_year} if form == "F3" else {}


def _assets(session: Session, keys: Sequence[int]) -> dict[int, str]:
    """Return the names of what each project has become."""
    own = columns(Asset)
    statement = (
        sa.select(own.project_id, own.name)
        .where(own.project_id.in_(keys), own.state.not_in(("draft", "none_formed")), own.ended_at.is_(None))
        .order_by(own.id)
    )
    found: dict[int, dict[str, None]] = {}
    for key, name in session.execute(statement, execution_options={"scoped": True}):
        found.setdefault(key, {})[name] = None
    return {key: "、".join(names) for key, names in found.items()}


BUILDERS = {"F3": build, "F3G": build}
