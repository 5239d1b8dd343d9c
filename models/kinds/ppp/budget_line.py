"""The budget line that pays the service fee of a PPP contract in one year."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

_STATES = (
    state("draft", "Draft", "草稿"),
    state("submitted", "Submitted", "已提交"),
    state("open", "Open", "已安排", "done"),
    state("closed", "Closed", "已决算", "done", ending=True),
    state("cancelled", "Cancelled", "已取消", "none", ending=True),
)

_TRANSITIONS = (
    Transition(
        "submit",
        Label("Submit", "提交"),
        ("draft",),
        "submitted",
        "budget_line.submit",
        guards=(use("fields_filled", fields=("year", "account", "amount")),),
        clauses=("budget.basis_documents",),
    ),
    Transition(
        "open",
        Label("Open the line", "下达预算"),
        ("submitted",),
        "open",
        "budget_line.approve",
        approval="budget_line",
        guards=(use("budget_basis_present", rule="budget.basis_documents"),),
        clauses=("budget.basis_documents",),
    ),
    Transition(
        "adjust",
        Label("Adjust", "调整"),
        ("open",),
        "draft",
        "budget_line.adjust",
        clauses=("budget.basis_documents",),
        needs_reason=True,
    ),
    Transition(
        "close",
        Label("Close with the final accounts", "决算关闭"),
        ("open",),
        "closed",
        "budget_line.close",
        approval="simple",
        guards=(use("year_ended"),),
        clauses=("budget.year_end",),
    ),
    Transition(
        "cancel",
        Label("Cancel", "取消"),
        ("draft", "submitted"),
        "cancelled",
        "budget_line.submit",
        custom=True,
        needs_reason=True,
    ),
)

BUDGET_LINE = Lifecycle(
    "budget_line", Label("Budget line", "预算安排"), "payment", "draft", _STATES, _TRANSITIONS
)
