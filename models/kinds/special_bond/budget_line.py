"""The budget line of one project, year and account: G7."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

_STATES = (
    state("draft", "Draft", "草稿"),
    state("submitted", "Submitted", "已提交"),
    state("open", "Open", "已安排", "done"),
    state("carried_over", "Carried over", "已结转", "done", ending=True),
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
        guards=(
            use("fields_filled", fields=("year", "account", "amount")),
            use("account_listed", rule="budget.accounts"),
        ),
        clauses=("budget.accounts", "budget.fund_budget"),
    ),
    Transition(
        "open",
        Label("Open the line (G7)", "下达（G7 预算）"),
        ("submitted",),
        "open",
        "budget_line.approve",
        approval="budget_line",
        guards=(
            use("budget_basis_present", rule="budget.basis_documents"),
            use("within_allotment", rule="budget.allotment_caps"),
        ),
        documents=("allotment_notice",),
        clauses=("budget.basis_documents", "budget.allotment_caps"),
    ),
    Transition(
        "mirror",
        Label("Take over from the budget platform", "一体化平台指标导入"),
        ("draft", "submitted"),
        "open",
        "budget_line.import",
        guards=(
            use("fields_filled", fields=("year", "account", "amount", "document_number", "approved_on")),
            use("account_listed", rule="budget.accounts"),
            use("budget_basis_present", rule="budget.basis_documents"),
            use("within_allotment", rule="budget.allotment_caps"),
        ),
        clauses=("budget.accounts", "budget.basis_documents", "budget.allotment_caps"),
    ),
    Transition(
        "adjust",
        Label("Adjust", "调整"),
        ("open",),
        "submitted",
        "budget_line.adjust",
        clauses=("budget.basis_documents",),
        needs_reason=True,
    ),
    Transition(
        "carry_over",
        Label("Carry over to the next year", "结转下年"),
        ("open",),
        "carried_over",
        "budget_line.close",
        approval="simple",
        guards=(use("year_ended"),),
        effects=(use("open_next_year_line"),),
        clauses=("budget.year_end",),
    ),
    Transition(
        "close",
        Label("Close with the final accounts", "决算关闭"),
        ("open",),
        "closed",
        "budget_line.close",
        approval="simple",
        guards=(use("year_ended"), use("no_open", records=("disbursement",))),
        clauses=("budget.year_end",),
    ),
    Transition(
        "return_for_correction",
        Label("Return for correction", "退回修改"),
        ("submitted",),
        "draft",
        "budget_line.approve",
        custom=True,
        needs_reason=True,
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
    "budget_line", Label("Budget line", "预算安排"), "budget", "draft", _STATES, _TRANSITIONS
)
