"""What a payment run warns of without stopping: PPP spending of the year beside the caps of admission."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.books import RuleBook
from bondlife.lifecycle.ppp_spending import live_contracts, region_years
from models.base import columns
from models.registry import FiscalYear, Region


def cap_warnings(session: Session, rules: RuleBook, today: date) -> list[dict[str, Any]]:
    """Return the caps that this year's spending of the region passes; a due fee is paid all the same.

    Without the region's expenditure there is nothing to measure by, and nothing is read.
    """
    own = columns(FiscalYear)
    measured = sa.select(own.id).where(own.region_id.in_(_region(rules)), own.general_spending > 0).limit(1)
    if session.execute(measured.execution_options(scoped=True)).first() is None:
        return []
    found = region_years(
        session, rules.region_code, rules, range(today.year, today.year + 1), live_contracts(session)
    )
    if found.check is None:
        return []
    year = found.check.years[0]
    passed = [
        key
        for key in ("ppp.cap_government_pay", "ppp.cap_warning", "ppp.cap_admission")
        if rules.get(key) is not None and year.ratio > rules[key].decimal()
    ]
    ratio = f"{year.ratio.numerator}/{year.ratio.denominator}"
    return [{"code": "cap", "rule": key, "year": today.year, "ratio": ratio} for key in passed]


def _region(rules: RuleBook) -> sa.Select[Any]:
    own = columns(Region)
    return sa.select(own.id).where(own.code == rules.region_code)
