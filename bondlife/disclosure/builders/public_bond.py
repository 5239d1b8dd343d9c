"""The public page of a bond at a cut-off: terms, payments by year, the projects that hold it."""

from datetime import date
from typing import Any

from sqlmodel import Session

from bondlife.disclosure.about import About, region_of, text_of
from bondlife.disclosure.bonds_at import (
    bond_of,
    head,
    interest_word,
    purpose_word,
    repayment_word,
    share_rows,
    tenor_word,
    type_word,
)
from bondlife.disclosure.flow_at import by_ids
from bondlife.disclosure.money_at import repaid_at, shares_at
from bondlife.disclosure.page_parts import instalments, plain, service_years
from models.base import columns
from models.registry import Bond, Instalment, Region


def build(about: About) -> dict[str, Any]:
    """Return the public page of a bond."""
    bond, session, on = bond_of(about), about.session, about.cut_off
    due = instalments(session, columns(Instalment).bond_id == bond.id)
    return {
        **head("bond_page", on, region_of(about), bond.name),
        "rows": [{**_terms(session, bond), **_left(session, bond, on)}],
        "service": service_years(due, on),
        "projects": _projects(session, bond, on),
    }


def _terms(session: Session, bond: Bond) -> dict[str, Any]:
    days = ("issue_date", "value_date", "maturity_date")
    return {
        "name": bond.name,
        "code": plain(bond.code),
        "bond_type": type_word(bond),
        "purpose": plain(purpose_word(session, bond)),
        "face": bond.face,
        "tenor": tenor_word(bond),
        "coupon_rate": plain(text_of(bond.coupon_rate)),
        **{name: plain(getattr(bond, name)) for name in days},
        "interest": interest_word(bond),
        "repayment": repayment_word(bond),
    }


def _left(session: Session, bond: Bond, on: date) -> dict[str, int]:
    repaid = repaid_at(session, bond.id or 0, on)
    return {"repaid": repaid, "left": bond.face - repaid}


def _projects(session: Session, bond: Bond, on: date) -> list[dict[str, Any]]:
    held = share_rows(session, bond)
    money = shares_at(session, [one.id or 0 for one, _ in held], on)
    places = {one.id: one.name for one in by_ids(session, Region, {one.region_id for one, _ in held})}
    return [
        {
            "project_name": project.name,
            "project_code": plain(project.code),
            "region": places[one.region_id],
            "share": one.amount,
            "paid": money[one.id or 0].paid,
        }
        for one, project in held
    ]


BUILDERS = {"bond_page": build}
