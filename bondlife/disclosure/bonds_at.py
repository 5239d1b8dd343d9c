"""Bonds as published forms word them: types, tenor, repayment; and the shares a project held at a cut-off."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.books import kind_of
from bondlife.disclosure.about import About
from bondlife.errors import Invalid
from bondlife.lifecycle.facts import by_key, rows, shares_of_bond
from models.base import columns
from models.registry import Bond, BondShare, Project

ON_THE_MARKET = ("issued", "redeemed")
TYPES = {"special": "专项债券", "general": "一般债券"}
REPAYMENT = {
    "bullet": "到期一次还本",
    "instalment": "分期还本",
    "equal_principal": "等额本金",
    "early_redemption": "含提前赎回权",
}


def bond_of(about: About) -> Bond:
    """Return the bond a form is about; refuses a form that names none."""
    found = by_key(about.session, Bond, about.bond_id)
    if found is None:
        raise Invalid.because("no_bond", "This form is about a bond: name it.", "bond")
    return found


def purpose_word(session: Session, bond: Any) -> str:
    """Return what a bond was raised for, in the words of the form; a bond may be a row of its columns."""
    kind = kind_of(session, bond.kind, bond.kind_version)
    return next((one.label.zh for one in kind.purposes if one.key == bond.purpose), bond.purpose)


def type_word(bond: Bond) -> str:
    """Return the type of a bond with the fields it was disclosed for, where they are known."""
    ticked = (bond.fields.get("disclosed") or {}).get("types") or []
    return " ".join(f"☑{one}" for one in ticked) or TYPES.get(bond.bond_type, bond.bond_type)


def tenor_word(bond: Any) -> str:
    """Return the tenor with its options: 10年, 5+2年; a bond may be a row of its columns."""
    return f"{bond.option_pattern or bond.tenor_years}年"


def repayment_word(bond: Bond) -> str:
    """Return how the principal is repaid."""
    return REPAYMENT.get(bond.repayment_form, bond.repayment_form)


def interest_word(bond: Bond) -> str:
    """Return how often interest is paid."""
    return {1: "按年付息", 2: "每半年付息", 4: "按季付息"}.get(
        bond.coupon_frequency, str(bond.coupon_frequency)
    )


def held_at(session: Session, project: Project, on: date) -> list[tuple[BondShare, Bond]]:
    """Return the bonds a project held at a day, the oldest issue first."""
    share, bond = columns(BondShare), columns(Bond)
    shares = rows(session, BondShare, share.project_id == project.id, share.state != "cancelled")
    bonds = {one.id: one for one in rows(session, Bond, bond.id.in_({one.bond_id for one in shares}))}
    found = [(one, bonds[one.bond_id]) for one in shares if one.bond_id in bonds]
    out = [(one, of) for one, of in found if of.state in ON_THE_MARKET and _issued(of) <= on]
    return sorted(out, key=lambda pair: (_issued(pair[1]), pair[1].id or 0))


def held_rows(session: Session, keys: Sequence[int], on: date, bond_type: str = "") -> Sequence[Any]:
    """Return share, bond and project of every bond that projects held at a day, of one type or of all."""
    share, bond, project = columns(BondShare), columns(Bond), columns(Project)
    names = ("code", "short_name", "bond_type", "coupon_rate", "tenor_years", "option_pattern")
    issued = sa.func.coalesce(bond.issue_date, bond.value_date)
    statement = (
        sa.select(
            *(share.id.label("share_id"), share.project_id, share.bond_id, share.amount),
            *(bond.name.label("bond_name"), issued.label("issued"), *(bond[name] for name in names)),
            *(project.name, project.sector, project.total_investment, project.special_bond),
            *(project.region_id, project.department_id),
        )
        .join_from(BondShare, Bond, bond.id == share.bond_id)
        .join(Project, project.id == share.project_id)
        .where(
            share.project_id.in_(keys),
            share.state != "cancelled",
            share.ended_at.is_(None),
            bond.ended_at.is_(None),
            bond.state.in_(ON_THE_MARKET),
            sa.or_(issued <= on, sa.and_(issued.is_(None), bond.year <= on.year)),
            *((bond.bond_type == bond_type,) if bond_type else ()),
        )
        .order_by(share.project_id, issued, bond.id)
    )
    return session.execute(statement.execution_options(scoped=True)).all()


def _issued(bond: Bond) -> date:
    return bond.issue_date or bond.value_date or date(bond.year, 1, 1)


def share_rows(session: Session, bond: Bond) -> list[tuple[BondShare, Project]]:
    """Return the living shares of a bond with their projects, in the order they were entered."""
    shares = shares_of_bond(session, bond.id)
    keys = {one.project_id for one in shares}
    projects = {one.id: one for one in rows(session, Project, columns(Project).id.in_(keys))}
    return [(one, projects[one.project_id]) for one in shares if one.project_id in projects]


def head(form: str, cut_off: date, region: Any, subject: str) -> dict[str, Any]:
    """Return what every content begins with."""
    return {
        "form": form,
        "cut_off": cut_off.isoformat(),
        "region": region.name,
        "region_code": region.code,
        "subject": subject,
    }
