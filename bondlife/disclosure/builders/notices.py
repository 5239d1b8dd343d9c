"""Notices: payments before they fall due, results of issues, events told at once, tracking ratings."""

from datetime import timedelta
from typing import Any

from bondlife.disclosure.about import About, region_of, sheet_for, text_of
from bondlife.disclosure.bonds_at import (
    bond_of,
    head,
    held_at,
    interest_word,
    repayment_word,
    tenor_word,
)
from bondlife.disclosure.money_at import repaid_at
from bondlife.disclosure.projects_at import project_of
from bondlife.lifecycle.facts import rows
from models.base import columns
from models.disclosure_events import EVENTS
from models.registry import Bond, Instalment


def build_payment(about: About) -> dict[str, Any]:
    """Return the notice of the payment of a bond on the day of the cut-off."""
    bond = bond_of(about)
    due = columns(Instalment)
    falling = rows(
        about.session,
        Instalment,
        due.bond_id == bond.id,
        due.payment_date == about.cut_off,
        due.state != "superseded",
    )
    principal = sum(one.principal for one in falling)
    repaid = _repaid_before(about, bond)
    return {
        **head("N1", about.cut_off, region_of(about), bond.name),
        "rows": [
            {
                "bond_name": bond.name,
                "bond_code": bond.code or None,
                "face": bond.face,
                "coupon_rate": text_of(bond.coupon_rate),
                "payment_date": about.cut_off.isoformat(),
                "principal": principal,
                "interest": sum(one.interest for one in falling),
                "left": bond.face - repaid - principal,
            }
        ],
    }


def _repaid_before(about: About, bond: Bond) -> int:
    return repaid_at(about.session, bond.id or 0, about.cut_off - timedelta(days=1))


def build_result(about: About) -> dict[str, Any]:
    """Return the result of an issue."""
    bond = bond_of(about)
    days = {name: text_of(getattr(bond, name)) for name in ("issue_date", "value_date", "maturity_date")}
    return {
        **head("N3", about.cut_off, region_of(about), bond.name),
        "rows": [
            {
                "bond_name": bond.name,
                "bond_code": bond.code or None,
                "bond_short_name": bond.short_name or None,
                "face": bond.face,
                "tenor": tenor_word(bond),
                "coupon_rate": text_of(bond.coupon_rate),
                **days,
                "interest": interest_word(bond),
                "repayment": repayment_word(bond),
            }
        ],
    }


def build_rating(about: About) -> dict[str, Any]:
    """Return the tracking rating of a bond; what the agency found is told by people."""
    bond = bond_of(about)
    words = ("agency", "rating_now", "outlook", "rated_on", "why")
    return {
        **head("N4", about.cut_off, region_of(about), bond.name),
        "rows": [
            {
                "bond_name": bond.name,
                "bond_code": bond.code or None,
                "face": bond.face,
                "left": bond.face - repaid_at(about.session, bond.id or 0, about.cut_off),
                "maturity_date": text_of(bond.maturity_date),
                "rating": bond.rating or None,
                **dict.fromkeys(words),
            }
        ],
    }


def build_event(about: About) -> dict[str, Any]:
    """Return the notice of an event of a project; what happened is told by people."""
    project, sheet = project_of(about), sheet_for(about)
    held = held_at(about.session, project, about.cut_off)
    kind = EVENTS.get(sheet.event_type) if sheet is not None else None
    return {
        **head("N2", about.cut_off, region_of(about), project.name),
        "rows": [
            {
                "name": project.name,
                "event_type": kind.label.zh if kind is not None else None,
                "happened_on": text_of(sheet.happened_on) if sheet is not None else None,
                "bonds": "；".join(bond.name for _, bond in held) or None,
                "amount": sum(share.amount for share, _ in held),
                "what": None,
                "effect": None,
                "measures": None,
            }
        ],
    }


BUILDERS = {"N1": build_payment, "N2": build_event, "N3": build_result, "N4": build_rating}
