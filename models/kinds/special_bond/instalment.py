"""One payment of principal and interest: budgeted, notified, remitted, paid; G10; overdue; refinanced."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

_STATES = (
    state("planned", "Planned", "计划", "none"),
    state("budgeted", "In the budget", "已列预算"),
    state("notified", "Notified", "已通知"),
    state("shortfall", "Shortfall plan", "资金缺口", "trouble"),
    state("remitted", "Remitted upward", "已上缴"),
    state("refinancing", "Under refinancing", "再融资中"),
    state("overdue", "Overdue", "逾期", "trouble"),
    state("paid", "Paid", "已偿还", "done", ending=True),
    state("refinanced", "Refinanced", "已再融资", "done", ending=True),
    state("superseded", "Superseded", "已由新计划替代", "none", ending=True),
)

_SOURCES = (
    use("source_lawful", part="interest", rule="repayment.interest_sources"),
    use("source_lawful", part="principal", rule="repayment.principal_sources"),
    use("within_remaining_due", rule="repayment.within_remaining"),
)
_SHORTFALL = (
    use("source_lawful", part="shortfall", rule="repayment.shortfall_sources"),
    use("within_remaining_due", rule="repayment.within_remaining"),
)
_SOURCE_CLAUSES = (
    "repayment.interest_sources",
    "repayment.principal_sources",
    "repayment.within_remaining",
)

_PAYING = (
    Transition(
        "budget",
        Label("Put into the budget", "列入预算"),
        ("planned",),
        "budgeted",
        "instalment.budget",
        guards=(use("budget_line_open"),),
        clauses=("budget.fund_budget", "budget.basis_documents"),
    ),
    Transition(
        "notify",
        Label("Send the payment notice", "发出缴款通知"),
        ("budgeted",),
        "notified",
        "instalment.notify",
        documents=("payment_notice",),
        effects=(
            use(
                "open_task",
                title="Remit principal and interest",
                title_zh="上缴还本付息资金",
                role="project_unit",
                due="remittance_date",
            ),
        ),
        clauses=("repayment.notices", "repayment.lead_days"),
    ),
    Transition(
        "remit",
        Label("Remit (G10)", "上缴（G10）"),
        ("notified",),
        "remitted",
        "instalment.remit",
        approval="instalment_remittance",
        guards=(use("budget_line_open"), *_SOURCES),
        documents=("source_note", "remittance_voucher"),
        effects=(use("post", entry="remittance"),),
        clauses=(*_SOURCE_CLAUSES, "repayment.own_project_first"),
    ),
    Transition(
        "report_shortfall",
        Label("Report a shortfall", "上报资金缺口方案"),
        ("notified",),
        "shortfall",
        "instalment.report_shortfall",
        approval="bureau",
        documents=("shortfall_plan",),
        clauses=("repayment.shortfall_sources",),
        needs_reason=True,
    ),
    Transition(
        "cover_shortfall",
        Label("Cover the shortfall and remit", "落实缺口资金并上缴"),
        ("shortfall",),
        "remitted",
        "instalment.remit",
        approval="instalment_remittance",
        guards=(use("budget_line_open"), *_SHORTFALL),
        documents=("source_note", "remittance_voucher"),
        effects=(use("post", entry="remittance"),),
        clauses=("repayment.shortfall_sources", "repayment.within_remaining"),
    ),
    Transition(
        "pay",
        Label("Confirm as paid", "确认偿还"),
        ("remitted",),
        "paid",
        "instalment.confirm",
        guards=(use("fields_filled", fields=("paid_on",)),),
        documents=("redemption_proof",),
        effects=(use("post", entry="redemption"),),
        clauses=("repayment.within_remaining",),
    ),
)

_TROUBLE = (
    Transition(
        "fall_overdue",
        Label("Record as overdue", "登记逾期"),
        ("planned", "budgeted", "notified", "shortfall"),
        "overdue",
        "instalment.mark_overdue",
        guards=(use("past_due"),),
        effects=(use("start_penalty", rule="repayment.penalty_multiplier"),),
        clauses=("repayment.penalty_multiplier", "repayment.penalty_days_base", "repayment.withholding"),
    ),
    Transition(
        "settle_overdue",
        Label("Remit the overdue amount with penalty", "补缴逾期本息及罚息"),
        ("overdue",),
        "remitted",
        "instalment.remit",
        approval="instalment_remittance",
        guards=_SOURCES,
        documents=("source_note", "remittance_voucher"),
        effects=(use("stop_penalty"), use("post", entry="remittance")),
        clauses=("repayment.penalty_multiplier", *_SOURCE_CLAUSES),
    ),
    Transition(
        "cover_overdue",
        Label("Remit the overdue amount from a shortfall plan", "按缺口方案补缴逾期本息及罚息"),
        ("overdue",),
        "remitted",
        "instalment.remit",
        approval="bureau",
        guards=_SHORTFALL,
        documents=("shortfall_plan", "source_note", "remittance_voucher"),
        effects=(use("stop_penalty"), use("post", entry="remittance")),
        clauses=("repayment.penalty_multiplier", "repayment.shortfall_sources", "repayment.within_remaining"),
        needs_reason=True,
    ),
)

_REFINANCING = (
    Transition(
        "refinance",
        Label("Apply for refinancing", "申请再融资"),
        ("planned", "budgeted", "notified"),
        "refinancing",
        "instalment.refinance",
        approval="instalment_refinancing",
        guards=(use("refinancing_lawful", rule="repayment.refinancing"),),
        documents=("refinancing_plan",),
        clauses=("repayment.refinancing",),
        needs_reason=True,
    ),
    Transition(
        "complete_refinancing",
        Label("Complete the refinancing", "完成再融资"),
        ("refinancing",),
        "refinanced",
        "instalment.refinance",
        approval="bond_record",
        guards=(use("refinancing_issued"), use("term_within_life", rule="coverage.term_within_life")),
        effects=(use("map_refinancing"), use("post", entry="refinancing")),
        clauses=("repayment.refinancing",),
    ),
    Transition(
        "give_up_refinancing",
        Label("Give up the refinancing", "终止再融资"),
        ("refinancing",),
        "planned",
        "instalment.refinance",
        clauses=("repayment.refinancing",),
        needs_reason=True,
    ),
    Transition(
        "supersede",
        Label("Replace by a new schedule", "由新计划替代"),
        ("planned", "budgeted"),
        "superseded",
        "instalment.supersede",
        approval="bureau",
        documents=("redemption_notice",),
        effects=(use("replace_schedule"),),
        clauses=("issuance.repayment_forms",),
        needs_reason=True,
    ),
)

INSTALMENT = Lifecycle(
    "instalment",
    Label("Instalment", "还本付息"),
    "repayment",
    "planned",
    _STATES,
    (*_PAYING, *_TROUBLE, *_REFINANCING),
)
