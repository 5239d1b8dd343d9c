"""PPP fees that call somebody: overdue, with no clearing plan or with one that is not kept."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from bondlife.queries.conditions.found import Found, Look
from models.base import columns
from models.registry import Arrear, PPPContract


def missed(plan: Sequence[Mapping[str, Any]], owed: int, today: date) -> int:
    """Return what a clearing plan should have brought by now and did not, fen; all of it without a plan.

    >>> rows = [{"on": "2036-01-31", "amount": 60}, {"on": "2036-07-31", "amount": 40}]
    >>> day = date(2036, 3, 1)
    >>> missed(rows, 100, day), missed(rows, 40, day), missed([], 40, day)
    (60, 0, 40)
    """
    still_planned = sum(int(one["amount"]) for one in plan if str(one["on"]) >= today.isoformat())
    return max(owed - still_planned, 0)


def arrear_overdue(look: Look) -> Iterator[Found]:
    """Yield fees that stay unpaid past the first day the rule names; grave past the second, if unplanned."""
    own, contract = columns(Arrear), columns(PPPContract)
    statement = (
        sa.select(Arrear, contract.number, contract.project_id)
        .join_from(Arrear, PPPContract, contract.id == own.contract_id)
        .where(own.ended_at.is_(None), own.paid < own.due, own.due_on < look.today)
        .order_by(own.id)
    )
    for row, number, project in look.rows(statement):
        rule = look.rules(row.region_id).get("ppp.arrears_alert")
        if rule is None:
            continue
        called, grave = (int(one) for one in rule.value)
        late = (look.today - row.due_on).days
        if late >= called:
            yield _found(look, row, f"{number} {row.period}", project, called, is_late=late >= grave)


def _found(look: Look, row: Any, about: str, project: int | None, called: int, *, is_late: bool) -> Found:
    owed, plan = row.due - row.paid, row.plan or ()
    short = missed(plan, owed, look.today)
    figures = {
        "fee_of": about,
        "fee_due": row.due,
        "paid": row.paid,
        "owed": owed,
        "planned": owed - short,
        "unplanned": short,
        "due_on": row.due_on.isoformat(),
    }
    return Found(
        "arrear",
        row.id or 0,
        row.region_id,
        figures,
        project,
        row.unit_id,
        row.department_id,
        level="serious" if short and is_late else "warning",
        since=row.due_on + timedelta(days=called),
    )


CONDITIONS = {"ppp_arrear_overdue": arrear_overdue}
