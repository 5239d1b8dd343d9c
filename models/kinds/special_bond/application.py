"""The application of one batch: G4 review, G5 quota."""

from models.kinds.shorthand import state, use
from models.kinds.special_bond.purposes import NEW_MONEY, REFINANCING
from models.lifecycle import Label, Lifecycle, Transition

_IN_REVIEW = ("submitted", "reviewed", "reported")

_STATES = (
    state("draft", "Draft", "草稿"),
    state("submitted", "Submitted", "已提交"),
    state("reviewed", "Reviewed", "已审核"),
    state("reported", "Reported upward", "已上报"),
    state("candidate", "Issuance candidate", "发行备选"),
    state("issued", "Issued", "已发行", "done", ending=True),
    state("lapsed", "Quota unused", "额度未使用", "none", ending=True),
    state("rejected", "Rejected", "未通过", "none", ending=True),
    state("withdrawn", "Withdrawn", "已撤回", "none", ending=True),
)

_REVIEW_GUARDS = (
    use("documents_present", purposes=NEW_MONEY, documents=("balance_table", "sensitivity_table")),
    use("balance_table_holds", purposes=NEW_MONEY, rule="coverage.balance_checks"),
    use("coverage_at_least", purposes=NEW_MONEY, rule="coverage.lower_bond", measure="bond"),
    use("coverage_at_least", purposes=NEW_MONEY, rule="coverage.lower_total", measure="total"),
    use("coverage_at_most", purposes=NEW_MONEY, rule="coverage.upper", measure="bond"),
    use("cash_never_negative", purposes=NEW_MONEY, rule="coverage.cash_floor"),
    use("application_checks_hold", purposes=NEW_MONEY, rule="issuance.application_checks"),
    use("within_control_figure", rule="issuance.control_figure"),
    use("field_in", field="tenor_years", rule="issuance.tenors"),
    use("term_within_life", rule="coverage.term_within_life"),
    use("refinancing_lawful", purposes=REFINANCING, rule="repayment.refinancing"),
)

_TRANSITIONS = (
    Transition(
        "submit",
        Label("Submit", "提交申报"),
        ("draft",),
        "submitted",
        "application.submit",
        guards=(
            use("fields_filled", fields=("year", "batch", "purpose", "amount", "tenor_years")),
            use("fields_filled", purposes=NEW_MONEY, fields=("accounting_firm", "law_firm")),
            use("related_in", purposes=NEW_MONEY, record="project", states=("reserved", "building")),
            use("evaluation_passed", purposes=NEW_MONEY, type="ex_ante"),
            use("documents_present", purposes=NEW_MONEY, rule="issuance.papers"),
            use(
                "documents_present", purposes=REFINANCING, documents=("maturing_schedule", "own_funds_budget")
            ),
        ),
        effects=(use("set_route", rule="approval.self_review_regions"),),
        clauses=("issuance.papers", "performance.whole_life"),
    ),
    Transition(
        "review",
        Label("Pass the review (G4)", "审核通过（G4）"),
        ("submitted",),
        "reviewed",
        "application.review",
        approval="application_review",
        guards=_REVIEW_GUARDS,
        clauses=(
            "coverage.self_balance",
            "coverage.balance_checks",
            "issuance.control_figure",
            "issuance.application_checks",
            "issuance.tenors",
        ),
    ),
    Transition(
        "report",
        Label("Report upward", "上报"),
        ("reviewed",),
        "reported",
        "application.report",
        approval="application_report",
        documents=("application_letter",),
        clauses=("issuance.route", "approval.self_review_regions"),
    ),
    Transition(
        "approve",
        Label("Enter the issuance candidates (G5)", "进入发行备选（G5 额度）"),
        ("reported",),
        "candidate",
        "application.approve",
        approval="application_quota",
        guards=(
            use("route_papers", rule="issuance.route_papers"),
            use("within_quota", rule="issuance.quota"),
            use("limit_room", rule="issuance.limit"),
            use("ranked", rule="issuance.expert_review"),
            use("no_sanction", rule="use.sanctions"),
            use("spending_on_line", rule="use.spend_progress"),
        ),
        documents=("quota_notice",),
        effects=(use("open_list_filing", rule="issuance.list_filing"),),
        clauses=(
            "issuance.limit",
            "issuance.quota",
            "issuance.route",
            "issuance.route_papers",
            "issuance.expert_review",
            "use.sanctions",
        ),
    ),
    Transition(
        "approve_green_channel",
        Label("Enter by the green channel (G5)", "绿色通道进入发行备选（G5）"),
        ("reviewed",),
        "candidate",
        "application.approve",
        approval="application_quota",
        guards=(
            use("field_in", field="continuing", values=("yes",), record="project"),
            use("within_quota", rule="issuance.quota"),
            use("limit_room", rule="issuance.limit"),
            use("no_sanction", rule="use.sanctions"),
            use("spending_on_line", rule="use.spend_progress"),
        ),
        documents=("approval_reply", "quota_notice"),
        clauses=("issuance.green_channel", "issuance.limit", "issuance.quota", "use.sanctions"),
    ),
    Transition(
        "issue",
        Label("Record as issued", "登记已发行"),
        ("candidate",),
        "issued",
        "application.issue",
        guards=(use("related_in", record="bond", states=("issued", "redeemed")),),
        clauses=("issuance.shares_foot",),
    ),
    Transition(
        "lapse",
        Label("Let the quota lapse", "额度未使用终止"),
        ("candidate",),
        "lapsed",
        "application.approve",
        approval="simple",
        clauses=("issuance.control_figure",),
        needs_reason=True,
    ),
    Transition(
        "return_for_correction",
        Label("Return for correction", "退回修改"),
        _IN_REVIEW,
        "draft",
        "application.review",
        clauses=("approval.return_days",),
        needs_reason=True,
    ),
    Transition(
        "reject",
        Label("Reject", "不予通过"),
        _IN_REVIEW,
        "rejected",
        "application.approve",
        approval="simple",
        custom=True,
        needs_reason=True,
    ),
    Transition(
        "withdraw",
        Label("Withdraw", "撤回"),
        ("draft", *_IN_REVIEW, "candidate"),
        "withdrawn",
        "application.withdraw",
        custom=True,
        needs_reason=True,
    ),
)

APPLICATION = Lifecycle(
    "application", Label("Application", "申报"), "issuance", "draft", _STATES, _TRANSITIONS
)
