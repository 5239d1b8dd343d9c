"""F6, changes of use: one row for each change of a project that was approved on the day of the cut-off."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.disclosure.about import About, region_of, text_of
from bondlife.disclosure.money_at import repaid_at, shares_at
from bondlife.disclosure.projects_at import project_words
from bondlife.lifecycle.facts import by_key, rows
from models.base import columns
from models.registry import Bond, BondShare, ChangeOfUse, Project, Region, StateMove

DONE = ("approved", "published")


def build(about: About) -> dict[str, Any]:
    """Return the table of a project and day."""
    found = approved_on(about.session, about.project_id, about.cut_off)
    region = region_of(about)
    return {
        "form": "F6",
        "cut_off": about.cut_off.isoformat(),
        "region": region.name,
        "region_code": region.code,
        "rows": [row_of(about.session, one, about.cut_off, number) for number, one in enumerate(found, 1)],
    }


def approved_on(session: Session, project_id: int | None, on: date) -> list[ChangeOfUse]:
    """Return the changes of use of a project whose approval was recorded on a day, oldest first."""
    change, move = columns(ChangeOfUse), columns(StateMove)
    approved = sa.select(move.record_id).where(
        move.record == "change_of_use", move.transition == "approve", move.business_date == on
    )
    return rows(
        session,
        ChangeOfUse,
        change.project_id == project_id,
        change.state.in_(DONE),
        change.id.in_(approved),
    )


def row_of(session: Session, change: ChangeOfUse, on: date, number: int = 1) -> dict[str, Any]:
    """Return the row of one change of use; before its approval it shows what would be published."""
    share = by_key(session, BondShare, change.share_id)
    old, new = by_key(session, Project, change.project_id), by_key(session, Project, change.target_project_id)
    assert share is not None
    assert old is not None
    assert new is not None
    return {
        "number": number,
        **_bond(session, share, on),
        "unused": unused_before(session, share, on),
        "amount": change.amount,
        **_place(session, old, "from"),
        **_place(session, new, "to"),
        **project_words(session, old, on, "from"),
        "why": change.reason or None,
        **project_words(session, new, on, "to"),
        "to_period": _period(new),
        "to_finish": change.fields.get("target_finish") or text_of(new.construction_end),
        "remark": change.approval_number or None,
    }


def _bond(session: Session, share: BondShare, on: date) -> dict[str, Any]:
    bond = by_key(session, Bond, share.bond_id)
    assert bond is not None
    return {
        "bond_code": bond.code or None,
        "bond_short_name": bond.short_name or None,
        "bond_name": bond.name,
        "issue_date": text_of(bond.issue_date),
        "maturity_date": text_of(bond.maturity_date),
        "coupon_rate": text_of(bond.coupon_rate),
        "face": bond.face,
        "not_due": bond.face - repaid_at(session, bond.id or 0, on),
    }


def unused_before(session: Session, share: BondShare, on: date) -> int:
    """Return the unused money of a share at a day, before what was moved away by changes of that day."""
    left = shares_at(session, [share.id or 0], on)[share.id or 0].unused
    moved = (one for one in approved_on(session, share.project_id, on) if one.share_id == share.id)
    return left + sum(one.amount for one in moved)


def _place(session: Session, project: Project, side: str) -> dict[str, Any]:
    region = by_key(session, Region, project.region_id)
    assert region is not None
    return {f"{side}_region": region.name, f"{side}_region_code": region.code}


def _period(project: Project) -> str | None:
    days = (project.construction_start, project.construction_end)
    return None if None in days else "—".join(str(day) for day in days)


BUILDERS = {"F6": build}
