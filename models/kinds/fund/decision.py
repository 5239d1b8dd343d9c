"""What follows from an evaluation: a decision on contribution, exit, fee and reward, signed by the leader."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

DECISION = Lifecycle(
    "fund_decision",
    Label("Use of the result", "评价结果应用"),
    "evaluation",
    "draft",
    (
        state("draft", "Draft", "草稿"),
        state("signed", "Signed", "已签批", "done", ending=True),
        state("withdrawn", "Withdrawn", "已撤回", "none", ending=True),
    ),
    (
        Transition(
            "sign",
            Label("Sign the result", "签批结果应用"),
            ("draft",),
            "signed",
            "fund_decision.review",
            approval="fund_result",
            guards=(use("decision_stands", rule="fund.result_use"),),
            effects=(use("plan_contribution"),),
            clauses=("fund.result_use", "fund.contribution_budget"),
        ),
        Transition(
            "withdraw",
            Label("Withdraw", "撤回"),
            ("draft",),
            "withdrawn",
            "fund_decision.review",
            custom=True,
            needs_reason=True,
        ),
    ),
)
