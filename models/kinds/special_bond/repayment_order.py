"""Acts beside the schedule: repaid early, call, put, penalty waived, transfers withheld, reserve fund."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

REPAY_ONLENDING = "repay_onlending"
CALL = "call"
PUT = "put"
WAIVER = "waiver"
WITHHOLDING = "withholding"
RESERVE_IN = "reserve_in"
RESERVE_OUT = "reserve_out"

ORDERS = (
    (REPAY_ONLENDING, Label("Early repayment of an on-lending", "提前偿还转贷")),
    (CALL, Label("Redemption by the issuer (call)", "发行人赎回")),
    (PUT, Label("Sold back by the holders (put)", "投资者回售")),
    (WAIVER, Label("Waiver of a late penalty", "罚息减免")),
    (WITHHOLDING, Label("Transfers withheld by the level above", "上级扣减转移支付")),
    (RESERVE_IN, Label("Into the reserve fund", "存入偿债备付金")),
    (RESERVE_OUT, Label("Out of the reserve fund", "动用偿债备付金")),
)
"""What an order can be for."""

_STATES = (
    state("draft", "Draft", "草稿"),
    state("done", "Carried out", "已办结", "done", ending=True),
    state("withdrawn", "Withdrawn", "已撤回", "none", ending=True),
)

_TRANSITIONS = (
    Transition(
        "carry_out",
        Label("Approve and carry out", "审批并执行"),
        ("draft",),
        "done",
        "repayment_order.carry_out",
        approval="repayment_order",
        guards=(use("fields_filled", fields=("grounds",)), use("order_lawful")),
        documents=("order_basis",),
        effects=(use("carry_out_order"),),
        clauses=(
            *("issuance.repayment_forms", "repayment.penalty_multiplier", "repayment.withholding"),
            "repayment.reserve_fund",
        ),
    ),
    Transition(
        "withdraw",
        Label("Withdraw", "撤回"),
        ("draft",),
        "withdrawn",
        "repayment_order.edit",
        custom=True,
        needs_reason=True,
    ),
)

REPAYMENT_ORDER = Lifecycle(
    "repayment_order", Label("Repayment order", "还款事项"), "repayment", "draft", _STATES, _TRANSITIONS
)
