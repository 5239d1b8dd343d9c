"""A sheet that becomes budget lines: the year's debt-service budget, or an allotment notice."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

_STATES = (
    state("draft", "Draft", "草稿"),
    state("submitted", "Submitted", "已提交"),
    state("approved", "Approved", "已批准", "done", ending=True),
    state("cancelled", "Cancelled", "已取消", "none", ending=True),
)

_TRANSITIONS = (
    Transition(
        "submit",
        Label("Submit", "提交"),
        ("draft",),
        "submitted",
        "budget_sheet.submit",
        guards=(
            use("sheet_filled", rule="budget.accounts"),
            use("sheet_sources_lawful"),
        ),
        clauses=("budget.debt_service", "repayment.interest_sources", "repayment.principal_sources"),
    ),
    Transition(
        "approve",
        Label("Approve and open its lines (G7)", "批准并下达（G7 预算）"),
        ("submitted",),
        "approved",
        "budget_sheet.approve",
        approval="budget_line",
        guards=(
            use("budget_basis_present", rule="budget.basis_documents"),
            use("sheet_sources_lawful"),
            use("sheet_caps", rule="budget.allotment_caps"),
            use("sheet_lines_free"),
        ),
        effects=(use("open_sheet_lines"),),
        clauses=("budget.basis_documents", "budget.allotment_caps", "budget.debt_service"),
    ),
    Transition(
        "return_for_correction",
        Label("Return for correction", "退回修改"),
        ("submitted",),
        "draft",
        "budget_sheet.approve",
        custom=True,
        needs_reason=True,
    ),
    Transition(
        "cancel",
        Label("Cancel", "取消"),
        ("draft", "submitted"),
        "cancelled",
        "budget_sheet.submit",
        custom=True,
        needs_reason=True,
    ),
)

BUDGET_SHEET = Lifecycle(
    "budget_sheet", Label("Budget sheet", "预算安排表"), "budget", "draft", _STATES, _TRANSITIONS
)
