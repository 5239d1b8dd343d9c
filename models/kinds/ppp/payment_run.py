"""A payment run: calculated, reviewed, approved by a second person, ordered, paid, disclosed."""

from models.kinds.shorthand import state, use
from models.lifecycle import GuardUse, Label, Lifecycle, Transition

_STATES = (
    state("draft", "Draft", "草稿"),
    state("calculated", "Calculated", "已计算"),
    state("reviewed", "Reviewed", "已核对"),
    state("approved", "Approved", "已批准"),
    state("ordered", "Ordered", "已开具付款令"),
    state("paid", "Paid", "已支付", "done"),
    state("disclosed", "Disclosed", "已公开", "done", ending=True),
    state("cancelled", "Cancelled", "已取消", "none", ending=True),
)


_CONDITIONS = (use("ppp_run_intact"), use("ppp_run_payable", rule="ppp.payment_conditions"))
_OF_STEP: dict[str, tuple[tuple[GuardUse, ...], tuple[GuardUse, ...]]] = {
    "calculate": ((use("ppp_run_calculated"),), ()),
    "review": (_CONDITIONS, ()),
    "approve": (_CONDITIONS, ()),
    "order": (_CONDITIONS, (use("write_payment_orders"),)),
    "pay": ((use("ppp_orders_paid"),), (use("open_run_duty"),)),
    "disclose": ((use("ppp_run_disclosed"),), ()),
}
"""What each step asks, and what follows from it."""


def _step(key: str, en: str, zh: str, source: str, target: str, approval: str = "") -> Transition:
    guards, effects = _OF_STEP[key]
    return Transition(
        key,
        Label(en, zh),
        (source,),
        target,
        f"payment_run.{key}",
        approval=approval,
        guards=guards,
        effects=effects,
        clauses=("ppp.payment_conditions",),
    )


_TRANSITIONS = (
    _step("calculate", "Calculate", "计算", "draft", "calculated"),
    _step("review", "Review", "核对", "calculated", "reviewed"),
    _step("approve", "Approve the payments", "批准付费", "reviewed", "approved", "payment_run"),
    _step("order", "Write the payment orders", "开具付款令", "approved", "ordered"),
    _step("pay", "Record as paid", "登记已支付", "ordered", "paid"),
    _step("disclose", "Finish after disclosure", "公开后办结", "paid", "disclosed"),
    Transition(
        "cancel",
        Label("Cancel", "取消"),
        ("draft", "calculated", "reviewed"),
        "cancelled",
        "payment_run.calculate",
        custom=True,
        needs_reason=True,
    ),
)

PAYMENT_RUN = Lifecycle(
    "payment_run", Label("Payment run", "付费批次"), "payment", "draft", _STATES, _TRANSITIONS
)
