"""Fund-use plans of a project beside what its budget lines paid."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.books import kind_of
from bondlife.db import told_rows
from bondlife.queries.words import state_name
from bondlife.security.actor import Actor
from bondlife.security.scope import hot, scoped
from models.base import columns, table
from models.registry import BudgetLine, FundUsePlan, Project


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One plan: month, amount, all plans of its budget line up to here, what that line paid so far (fen)."""

    public_id: str
    number: str
    month: str
    account: str
    document_number: str
    amount: int
    planned: int
    used: int
    state: str
    is_counted: bool


def plan_lines(session: Session, actor: Actor, project: Project) -> Sequence[PlanLine]:
    """Return the plans of a project by budget line and month; only approved ones add up."""
    place, asked = hot(actor, "plans of use"), {"project": project.id}
    sums: dict[int, int] = defaultdict(int)
    found = []
    for key, number, month, amount, state, kind, version, line, *about in told_rows(
        session, actor, place, lambda: _plans(actor), asked
    ):
        account, document, used = about
        counted = state == "approved"
        sums[line] += amount if counted else 0
        word = state_name(kind_of(session, kind, version), "fund_use_plan", state)
        found.append(PlanLine(key, number, month, account, document, amount, sums[line], used, word, counted))
    return found


def _plans(actor: Actor) -> sa.Select[Any]:
    plan, line = columns(FundUsePlan), columns(BudgetLine)
    told = (plan.public_id, plan.number, plan.month, plan.amount, plan.state, plan.kind, plan.kind_version)
    about = (line.id, line.account, line.document_number, line.used)
    own = plan.project_id == sa.bindparam("project", None, sa.BigInteger())
    return (
        scoped(actor, FundUsePlan, *told, *about, permission="fund_use_plan.read")
        .join(table(BudgetLine), line.id == plan.budget_line_id)
        .where(own, plan.ended_at.is_(None), plan.state != "cancelled")
        .order_by(line.id, plan.month, plan.id)
    )
