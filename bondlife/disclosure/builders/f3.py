"""F3, the yearly table of the national method: one row a bond of a project, one project or a whole region."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import chunks
from bondlife.disclosure.about import About, region_of, text_of
from bondlife.disclosure.annual import AT_ONCE, Annual, annuals
from bondlife.disclosure.bonds_at import ON_THE_MARKET, TYPES, head
from bondlife.disclosure.money_at import ShareMoney, shares_at
from bondlife.disclosure.projects_at import project_of, sector_word
from models.base import columns
from models.registry import Asset, Bond, BondShare, Project


def build(about: About) -> dict[str, Any]:
    """Return the table of a project at a year end; with a bond named, its row alone."""
    project = project_of(about)
    found = list(rows_at(about.session, [project.id or 0], about.cut_off))
    chosen = [row for bond, row in found if about.bond_id in (None, bond)]
    return {**head("F3", about.cut_off, region_of(about), project.name), "rows": chosen}


def rows_at(session: Session, projects: Sequence[int], on: date) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the key of the bond and the row of every bond projects held at a day, project by project."""
    for keys in chunks(projects, AT_ONCE):
        figures, assets = annuals(session, keys, on), _assets(session, keys)
        held = session.execute(_held(keys, on), execution_options={"scoped": True}).all()
        money = shares_at(session, [row.share_id for row in held], on)
        for row in held:
            asset = assets.get(row.project_id) or sector_word(row.sector)
            yield row.bond_id, _row(row, figures[row.project_id], money[row.share_id], asset)


def _held(keys: Sequence[int], on: date) -> Any:
    share, bond, project = columns(BondShare), columns(Bond), columns(Project)
    names = ("code", "bond_type", "coupon_rate", "tenor_years", "option_pattern")
    issued = sa.func.coalesce(bond.issue_date, bond.value_date)
    return (
        sa.select(
            *(share.id.label("share_id"), share.project_id, share.bond_id, share.amount),
            *(bond.name.label("bond_name"), issued.label("issued"), *(bond[name] for name in names)),
            *(project.name, project.sector, project.total_investment, project.special_bond),
        )
        .join_from(BondShare, Bond, bond.id == share.bond_id)
        .join(Project, project.id == share.project_id)
        .where(
            share.project_id.in_(keys),
            share.state != "cancelled",
            share.ended_at.is_(None),
            bond.state.in_(ON_THE_MARKET),
            sa.or_(issued <= on, sa.and_(issued.is_(None), bond.year <= on.year)),
        )
        .order_by(share.project_id, issued, bond.id)
    )


def _row(row: Any, year: Annual, money: ShareMoney, asset: str) -> dict[str, Any]:
    return {
        "bond_name": row.bond_name,
        "bond_code": row.code or None,
        "bond_type": TYPES.get(row.bond_type, row.bond_type),
        "amount": row.amount,
        "issue_date": text_of(row.issued),
        "coupon_rate": text_of(row.coupon_rate),
        "tenor": f"{row.option_pattern or row.tenor_years}年",
        "name": row.name,
        "asset_type": asset or None,
        "investment": row.total_investment,
        "investment_bonds": row.special_bond,
        "realised": year.realised,
        "bond_share": money.paid,
        "received": money.came,
        "income_total": year.earned,
        "income_year": year.earned_year,
        "note": None,
    }


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


BUILDERS = {"F3": build}
