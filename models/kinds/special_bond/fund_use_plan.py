"""A fund-use plan: how much of a budget line may be paid from which month on."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

_STATES = (
    state("draft", "Draft", "草稿", "none"),
    state("approved", "Approved", "已批复", "done", ending=True),
    state("cancelled", "Cancelled", "已取消", "none", ending=True),
)

_TRANSITIONS = (
    Transition(
        "approve",
        Label("Approve the plan", "批复用款计划"),
        ("draft",),
        "approved",
        "fund_use_plan.approve",
        approval="simple",
        guards=(use("fields_filled", fields=("number", "month", "amount")), use("plan_within_line")),
        clauses=("use.fund_use_plan",),
    ),
    Transition(
        "mirror",
        Label("Take over from the budget platform", "一体化平台计划导入"),
        ("draft",),
        "approved",
        "fund_use_plan.import",
        guards=(use("fields_filled", fields=("number", "month", "amount")), use("plan_within_line")),
        clauses=("use.fund_use_plan",),
    ),
    Transition(
        "cancel",
        Label("Cancel", "取消"),
        ("draft",),
        "cancelled",
        "fund_use_plan.approve",
        custom=True,
        needs_reason=True,
    ),
)

FUND_USE_PLAN = Lifecycle(
    "fund_use_plan", Label("Fund-use plan", "用款计划"), "budget", "draft", _STATES, _TRANSITIONS
)
