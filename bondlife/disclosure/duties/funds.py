"""Duties of a government for its investment funds: what each did in the last year."""

from collections.abc import Iterator
from datetime import date, datetime, time

import sqlalchemy as sa

from bondlife import clock
from bondlife.disclosure.duties.wanted import Wanted, in_year
from bondlife.queries.conditions.found import Look
from models.base import columns
from models.disclosure_duties import BY_KEY
from models.registry import Fund

RUNNING = ("set_up", "investing", "exiting", "wound_up")


def fund_results(look: Look) -> Iterator[Wanted]:
    """Yield funds that stood in the last year; one wound up owes its last year once more."""
    own, year = columns(Fund), look.today.year - 1
    begun = datetime.combine(date(year, 1, 1), time(), clock.BEIJING)
    chosen = (own.id, own.region_id, own.project_id, own.unit_id, own.department_id)
    statement = sa.select(*chosen).where(
        own.state.in_(RUNNING),
        own.registered_on <= date(year, 12, 31),
        sa.or_(own.state != "wound_up", own.state_since >= begun),
        own.ended_at.is_(None),
    )
    for row in look.rows(statement.order_by(own.id)):
        due = in_year(look.rules(row.region_id).get(BY_KEY["fund_results"].rule), look.today.year)
        place = (row.id, str(year), row.region_id, date(year, 12, 31), due)
        bodies = {"unit_id": row.unit_id, "department_id": row.department_id}
        yield Wanted("fund_results", "fund", *place, project_id=row.project_id, **bodies)


FINDERS = {"fund_results": fund_results}
