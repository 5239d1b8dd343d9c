"""Fund-use plans: they stay within their budget line, and payments stay within them."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session

from bondlife.errors import Problem
from bondlife.lifecycle.facts import by_key, pair, place, rows
from bondlife.lifecycle.situation import Situation
from models.base import columns
from models.registry import BudgetLine, Disbursement, FundUsePlan

WHERE_PLANNED, ALWAYS = "where_planned", "always"


def plans_of(session: Session, line_id: int | None, *, until: str = "9999-12") -> list[FundUsePlan]:
    """Return the approved plans of a budget line up to a month, that month included."""
    own = columns(FundUsePlan)
    line = own.budget_line_id == line_id, own.state == "approved", own.ended_at.is_(None)
    return rows(session, FundUsePlan, *line, own.month <= until)


def plan_within_line(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that all plans of an open budget line stay within it, and not below what was paid."""
    plan = here.row
    line = by_key(here.session, BudgetLine, getattr(plan, "budget_line_id", None))
    if not isinstance(plan, FundUsePlan) or line is None:
        return
    if line.state != "open" or plan.month[:4] != str(line.year):
        yield Problem(
            "plan_without_line",
            "Plans belong to an open budget line and to months of its year, %(year)s.",
            "budget_line",
            {"year": line.year},
            "officer",
            place(here, "budget"),
        )
    others = plans_of(here.session, line.id)
    planned = plan.amount + sum(one.amount for one in others if one.id != plan.id)
    if planned > line.amount:
        yield Problem(
            "plan_above_line",
            "All plans, %(left)s 10k yuan, exceed the budget line, %(right)s 10k yuan.",
            "amount",
            pair(planned, line.amount),
            "officer",
        )
    if plan.amount < 0 and planned < line.used:
        yield Problem(
            "plan_below_paid",
            "All plans would be %(left)s 10k yuan; %(right)s 10k yuan of the budget line are paid already.",
            "amount",
            pair(planned, line.used),
            "officer",
        )


def within_plan(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that all payments of the budget line stay within what its plans allow by this month."""
    rule, row = here.rules.get(str(params["rule"])), here.row
    if rule is None or not isinstance(row, Disbursement):
        return
    line = by_key(here.session, BudgetLine, row.budget_line_id)
    if line is None or rule.value not in (WHERE_PLANNED, ALWAYS):
        return
    if rule.value == WHERE_PLANNED and not plans_of(here.session, line.id):
        return
    month = f"{here.today:%Y-%m}"
    planned = sum(one.amount for one in plans_of(here.session, line.id, until=month))
    if line.used + row.amount > planned:
        yield Problem(
            "above_plan",
            "Payments of this budget line, %(left)s 10k yuan with this one, exceed its fund-use plans up to "
            "%(month)s, %(right)s 10k yuan.",
            "amount",
            {"month": month, **pair(line.used + row.amount, planned)},
            "officer",
            place(here, "money"),
        )


GUARDS = {"plan_within_line": plan_within_line, "within_plan": within_plan}
