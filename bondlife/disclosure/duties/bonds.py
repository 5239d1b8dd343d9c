"""Duties of an issuer for its bonds: before the tender, the result, payment notices, tracking ratings."""

from collections.abc import Iterator
from datetime import date, timedelta

import sqlalchemy as sa

from bondlife.disclosure.duties.wanted import Wanted, after, before, in_year
from bondlife.queries.conditions.found import Look
from models.base import columns
from models.disclosure_duties import BY_KEY
from models.registry import Bond, Instalment

BEFORE_ISSUE = ("planned", "disclosed")
ISSUED = ("issued", "redeemed")


def pre_issue(look: Look) -> Iterator[Wanted]:
    """Yield bonds with a day of tender that are not issued yet."""
    own = columns(Bond)
    statement = sa.select(own.id, own.region_id, own.tender_date).where(
        own.state.in_(BEFORE_ISSUE), own.tender_date.is_not(None), own.ended_at.is_(None)
    )
    for row in look.rows(statement.order_by(own.id)):
        due = before(look, look.rules(row.region_id).get(BY_KEY["pre_issue"].rule), row.tender_date)
        yield Wanted(
            "pre_issue", "bond", row.id, "", row.region_id, due or row.tender_date, due, bond_id=row.id
        )


def issue_result(look: Look) -> Iterator[Wanted]:
    """Yield bonds issued in this year or the last: older results are past asking."""
    own, since = columns(Bond), look.today.replace(year=look.today.year - 1)
    statement = sa.select(own.id, own.region_id, own.issue_date).where(
        own.state.in_(ISSUED), own.issue_date >= since, own.issue_date <= look.today, own.ended_at.is_(None)
    )
    for row in look.rows(statement.order_by(own.id)):
        due = after(look, look.rules(row.region_id).get(BY_KEY["issue_result"].rule), row.issue_date)
        yield Wanted("issue_result", "bond", row.id, "", row.region_id, row.issue_date, due, bond_id=row.id)


def payment_notice(look: Look) -> Iterator[Wanted]:
    """Yield payment days of bonds that come within the days of the rule, one notice a bond and day."""
    due, bond = columns(Instalment), columns(Bond)
    widest = max((int(value) for value in look.every("disclosure.notice_horizon")), default=0)
    statement = (
        sa.select(bond.id, bond.region_id, due.payment_date)
        .join_from(Instalment, Bond, bond.id == due.bond_id)
        .where(
            due.payment_date >= look.today - timedelta(days=widest),
            due.payment_date <= look.today + timedelta(days=widest),
            due.state.not_in(("superseded",)),
            due.ended_at.is_(None),
            bond.ended_at.is_(None),
        )
        .distinct()
        .order_by(due.payment_date, bond.id)
    )
    for row in look.rows(statement):
        rules = look.rules(row.region_id)
        horizon = rules.get("disclosure.notice_horizon")
        if horizon is not None and (row.payment_date - look.today).days <= horizon.whole():
            told = before(look, rules.get(BY_KEY["payment_notice"].rule), row.payment_date)
            period = row.payment_date.isoformat()
            yield Wanted(
                "payment_notice",
                "bond",
                row.id,
                period,
                row.region_id,
                row.payment_date,
                told,
                bond_id=row.id,
            )


def tracking_rating(look: Look) -> Iterator[Wanted]:
    """Yield rated bonds of earlier years that still stand on the day of the rule, where a rating is asked."""
    own, year = columns(Bond), look.today.year - 1
    issued = sa.func.coalesce(own.issue_date, own.value_date)
    statement = sa.select(own.id, own.region_id, own.maturity_date).where(
        own.state == "issued", own.rating != "", issued <= date(year, 12, 31), own.ended_at.is_(None)
    )
    for row in look.rows(statement.order_by(own.id)):
        rules = look.rules(row.region_id)
        due = in_year(rules.get(BY_KEY["tracking_rating"].rule), look.today.year)
        is_over = due is not None and row.maturity_date is not None and row.maturity_date < due
        if rules.get("disclosure.tracking_rating") is not None and not is_over:
            place = (row.id, str(year), row.region_id, date(year, 12, 31), due)
            yield Wanted("tracking_rating", "bond", *place, bond_id=row.id)


FINDERS = {
    "pre_issue": pre_issue,
    "issue_result": issue_result,
    "payment_notice": payment_notice,
    "tracking_rating": tracking_rating,
}
