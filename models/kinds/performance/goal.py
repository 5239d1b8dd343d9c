"""Performance goals: declared, returned, declared again, approved with the budget (二上二下), frozen."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

_STATES = (
    state("draft", "Draft", "编制中"),
    state("declared", "Declared", "已申报（上）"),
    state("returned", "Returned with an opinion", "已下达审核意见（下）"),
    state("approved", "Approved with the budget", "已随预算批复", "done"),
    state("closed", "Closed", "已办结", "done", ending=True),
    state("withdrawn", "Withdrawn", "已撤回", "none", ending=True),
)

_TRANSITIONS = (
    Transition(
        "declare",
        Label("Declare", "申报"),
        ("draft", "returned"),
        "declared",
        "goal.submit",
        guards=(use("goal_measurable", rule="performance.goals_required"),),
        effects=(use("count_round"),),
        clauses=("performance.goals_required",),
    ),
    Transition(
        "return_with_opinion",
        Label("Return with an opinion", "下达审核意见"),
        ("declared",),
        "returned",
        "goal.review",
        clauses=("performance.goal_rounds",),
        needs_reason=True,
    ),
    Transition(
        "approve",
        Label("Approve with the budget", "随预算批复"),
        ("declared",),
        "approved",
        "goal.approve",
        approval="goal",
        guards=(
            use("goal_measurable", rule="performance.goals_required"),
            use("rounds_done", rule="performance.goal_rounds"),
            use("fields_filled", fields=("budget_number",)),
        ),
        effects=(use("freeze_goal"),),
        clauses=("performance.goals_required", "performance.goal_rounds"),
    ),
    Transition(
        "close",
        Label("Close after the evaluation", "评价后办结"),
        ("approved",),
        "closed",
        "goal.approve",
        guards=(use("year_ended"),),
        clauses=("ordinary.self_evaluation",),
    ),
    Transition(
        "withdraw",
        Label("Withdraw", "撤回"),
        ("draft", "returned"),
        "withdrawn",
        "goal.submit",
        custom=True,
        needs_reason=True,
    ),
)


def goal(track: str) -> Lifecycle:
    """Return the lifecycle of goals on this track."""
    return Lifecycle("goal", Label("Performance goal", "绩效目标"), track, "draft", _STATES, _TRANSITIONS)
