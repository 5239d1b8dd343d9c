"""A payment out of a bond share: requested, checked, approved, paid, matched."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

_STATES = (
    state("draft", "Draft", "草稿"),
    state("requested", "Requested", "已申请"),
    state("checked", "Checked", "已审核"),
    state("approved", "Approved", "已批准"),
    state("paid", "Paid", "已支付", "done"),
    state("bounced", "Returned by the bank", "银行退票", "trouble"),
    state("settled", "Matched with the treasury", "已对账", "done", ending=True),
    state("refused", "Refused", "未通过", "none", ending=True),
    state("cancelled", "Cancelled", "已取消", "none", ending=True),
)

_MONEY = (
    use("budget_line_open", rule="budget.basis_documents"),
    use("within_received", rule="use.within_received"),
)
_PLANNED = use("within_plan", rule="use.fund_use_plan")
_PAYEE = (
    use("purpose_lawful", rule="use.blocked_purposes"),
    use("class_lawful", rule="use.blocked_purposes", waived_by="purpose_reason"),
    use("payee_final", rule="use.final_payee"),
)
_MONEY_CLAUSES = ("use.within_received", "budget.basis_documents")

_TRANSITIONS = (
    Transition(
        "request",
        Label("Request", "申请拨付"),
        ("draft",),
        "requested",
        "disbursement.request",
        guards=(
            use("fields_filled", fields=("amount", "purpose", "payee", "payee_account", "payee_bank")),
            use("related_in", record="bond_share", states=("received",)),
            *_MONEY,
            *_PAYEE,
        ),
        documents=("payment_evidence",),
        clauses=(*_MONEY_CLAUSES, "use.blocked_purposes", "use.final_payee"),
    ),
    Transition(
        "check",
        Label("Check", "审核"),
        ("requested",),
        "checked",
        "disbursement.check",
        guards=(
            *_MONEY,
            *_PAYEE,
            use("not_ahead_of_work", rule="use.ahead_of_work", exceptions="use.work_exceptions"),
        ),
        clauses=("use.ahead_of_work", "use.blocked_purposes", "use.final_payee"),
    ),
    Transition(
        "approve",
        Label("Approve", "批准拨付"),
        ("checked",),
        "approved",
        "disbursement.approve",
        approval="disbursement",
        guards=(
            *_MONEY,
            _PLANNED,
            use("related_in", record="project", states=("reserved", "building", "operating")),
            use("monitoring_allows", rule="performance.dual_monitoring"),
        ),
        clauses=(*_MONEY_CLAUSES, "use.fund_use_plan", "performance.dual_monitoring"),
    ),
    Transition(
        "pay",
        Label("Pay", "支付"),
        ("approved",),
        "paid",
        "disbursement.pay",
        guards=(*_MONEY, _PLANNED, use("fields_filled", fields=("voucher", "paid_on"))),
        documents=("payment_voucher",),
        effects=(use("post", entry="payment"),),
        clauses=(*_MONEY_CLAUSES, "use.fund_use_plan"),
    ),
    Transition(
        "mirror",
        Label("Take over from the budget platform", "一体化平台支付导入"),
        ("draft", "approved"),
        "paid",
        "disbursement.import",
        guards=(
            use("fields_filled", fields=("amount", "payee", "voucher", "paid_on")),
            *_MONEY,
        ),
        effects=(use("post", entry="payment"),),
        clauses=_MONEY_CLAUSES,
    ),
    Transition(
        "match",
        Label("Match with the treasury", "与国库对账"),
        ("paid",),
        "settled",
        "disbursement.match",
        guards=(use("fields_filled", fields=("voucher", "paid_on")),),
        clauses=("use.look_through",),
    ),
    Transition(
        "bounce",
        Label("Record as returned by the bank", "登记退票"),
        ("paid",),
        "bounced",
        "disbursement.pay",
        effects=(use("post", entry="payment_return"),),
        custom=True,
        needs_reason=True,
    ),
    Transition(
        "resend",
        Label("Approve for payment again", "重新批准支付"),
        ("bounced",),
        "approved",
        "disbursement.approve",
        approval="disbursement",
        guards=(*_MONEY, *_PAYEE),
        clauses=(*_MONEY_CLAUSES, "use.final_payee"),
        needs_reason=True,
    ),
    Transition(
        "return_for_correction",
        Label("Return for correction", "退回修改"),
        ("requested", "checked"),
        "draft",
        "disbursement.check",
        custom=True,
        needs_reason=True,
    ),
    Transition(
        "refuse",
        Label("Refuse", "不予拨付"),
        ("requested", "checked"),
        "refused",
        "disbursement.check",
        approval="simple",
        clauses=("use.blocked_purposes",),
        needs_reason=True,
    ),
    Transition(
        "cancel",
        Label("Cancel", "取消"),
        ("draft", "requested", "checked", "approved", "bounced"),
        "cancelled",
        "disbursement.cancel",
        custom=True,
        needs_reason=True,
    ),
)

DISBURSEMENT = Lifecycle(
    "disbursement", Label("Disbursement", "拨付"), "disbursement", "draft", _STATES, _TRANSITIONS
)
