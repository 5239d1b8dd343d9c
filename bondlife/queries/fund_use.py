"""Fund-use plans of a project beside what its budget lines paid."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bondlife.books import kind_of
from bondlife.queries.words import state_name
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from models.base import columns
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
    plan, line = columns(FundUsePlan), columns(BudgetLine)
    chosen = (FundUsePlan, line.account, line.document_number, line.used)
    statement = (
        scoped(actor, FundUsePlan, *chosen, permission="fund_use_plan.read")
        .join(BudgetLine, line.id == plan.budget_line_id)
        .where(plan.project_id == project.id, plan.ended_at.is_(None), plan.state != "cancelled")
        .order_by(line.id, plan.month, plan.id)
    )
    sums: dict[int, int] = defaultdict(int)
    found = []
    for own, account, document, used in session.execute(statement):
        kind, counted = kind_of(session, own.kind, own.kind_version), own.state == "approved"
        sums[own.budget_line_id] += own.amount if counted else 0
        state = state_name(kind, "fund_use_plan", own.state)
        told = (account, document, own.amount, sums[own.budget_line_id], used, state, counted)
        found.append(PlanLine(own.public_id, own.number, own.month, *told))
    return found
