"""Money of a fund: budget lines of the government's part, calls for capital, distributions."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

BUDGET_LINE = Lifecycle(
    "budget_line",
    Label("Budget line", "预算安排"),
    "budget",
    "draft",
    (
        state("draft", "Draft", "草稿"),
        state("open", "Open", "已安排", "done"),
        state("closed", "Closed", "已决算", "done", ending=True),
        state("cancelled", "Cancelled", "已取消", "none", ending=True),
    ),
    (
        Transition(
            "open",
            Label("Open the line", "下达"),
            ("draft",),
            "open",
            "budget_line.approve",
            approval="fund_budget",
            guards=(use("budget_basis_present", rule="budget.basis_documents"),),
            clauses=("fund.contribution_budget", "budget.basis_documents"),
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
            ("draft",),
            "cancelled",
            "budget_line.submit",
            custom=True,
            needs_reason=True,
        ),
    ),
)

CALL = Lifecycle(
    "capital_call",
    Label("Capital call", "出资通知"),
    "calls",
    "draft",
    (
        state("draft", "Draft", "草稿"),
        state("noticed", "Noticed", "已通知"),
        state("paid", "Paid in", "已到位", "done", ending=True),
        state("cancelled", "Cancelled", "已取消", "none", ending=True),
    ),
    (
        Transition(
            "notice",
            Label("Send the notices", "发出缴款通知"),
            ("draft",),
            "noticed",
            "capital_call.review",
            approval="simple",
            guards=(
                use("related_in", record="fund", states=("set_up", "investing", "exiting")),
                use("call_foots", rule="fund.capital_call"),
                use("call_budgeted", rule="fund.contribution_budget"),
            ),
            clauses=("fund.capital_call", "fund.contribution_budget"),
        ),
        Transition(
            "complete",
            Label("Record as paid in", "登记全部到位"),
            ("noticed",),
            "paid",
            "capital_call.receive",
            guards=(use("call_paid", rule="fund.capital_call"),),
            clauses=("fund.capital_call",),
        ),
        Transition(
            "cancel",
            Label("Cancel", "取消"),
            ("draft", "noticed"),
            "cancelled",
            "capital_call.review",
            approval="simple",
            guards=(use("call_untouched"),),
            custom=True,
            needs_reason=True,
        ),
    ),
)

DISTRIBUTION = Lifecycle(
    "fund_distribution",
    Label("Distribution", "分配"),
    "distribution",
    "draft",
    (
        state("draft", "Draft", "草稿"),
        state("noticed", "Noticed", "已通知"),
        state("paid", "Paid out", "已支付", "done", ending=True),
        state("cancelled", "Cancelled", "已取消", "none", ending=True),
    ),
    (
        Transition(
            "notice",
            Label("Send the notices", "发出分配通知"),
            ("draft",),
            "noticed",
            "fund_distribution.review",
            approval="simple",
            guards=(use("distribution_stands", rule="fund.distribution"),),
            clauses=("fund.distribution",),
        ),
        Transition(
            "pay",
            Label("Record as paid out", "登记已支付"),
            ("noticed",),
            "paid",
            "fund_distribution.settle",
            guards=(use("distribution_stands", rule="fund.distribution"),),
            effects=(use("book_distribution"),),
            clauses=("fund.distribution",),
        ),
        Transition(
            "cancel",
            Label("Cancel", "取消"),
            ("draft", "noticed"),
            "cancelled",
            "fund_distribution.review",
            approval="simple",
            custom=True,
            needs_reason=True,
        ),
    ),
)
