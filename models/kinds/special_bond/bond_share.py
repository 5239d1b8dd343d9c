"""The part of a bond that one project holds: on-lent, received, used up, repaid."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

_STATES = (
    state("planned", "Planned", "计划分配", "none"),
    state("onlent", "On-lending signed", "已签转贷协议"),
    state("received", "Received", "资金已到位"),
    state("adjusting", "Under change of use", "用途调整中", "trouble"),
    state("recalled", "Recalled", "资金已收回", "trouble"),
    state("used_up", "Used up", "资金已用完", "done"),
    state("repaid", "Repaid", "已还清", "done", ending=True),
    state("cancelled", "Cancelled", "已取消", "none", ending=True),
)

_TRANSITIONS = (
    Transition(
        "sign_agreement",
        Label("Sign the on-lending agreement", "签订转贷协议"),
        ("planned",),
        "onlent",
        "bond_share.sign",
        guards=(use("related_in", record="bond", states=("issued",)), use("agreement_signed")),
        documents=("onlending_agreement",),
        clauses=("issuance.onlending",),
    ),
    Transition(
        "receive",
        Label("Receive the money", "资金到位"),
        ("onlent",),
        "received",
        "bond_share.receive",
        approval="simple",
        guards=(use("within_share"),),
        documents=("receipt_voucher",),
        effects=(use("post", entry="receipt"),),
        clauses=("issuance.onlending", "budget.fund_budget"),
    ),
    Transition(
        "exhaust",
        Label("Record as used up", "登记资金用完"),
        ("received",),
        "used_up",
        "bond_share.settle",
        approval="simple",
        guards=(use("proceeds_accounted_for"), use("no_open", records=("disbursement", "change_of_use"))),
        clauses=("use.within_received",),
    ),
    Transition(
        "start_adjusting",
        Label("Start a change of use", "启动用途调整"),
        ("received", "recalled"),
        "adjusting",
        "change_of_use.submit",
        clauses=("use.change_cases",),
        needs_reason=True,
    ),
    Transition(
        "finish_adjusting",
        Label("Finish the change of use", "完成用途调整"),
        ("adjusting",),
        "received",
        "change_of_use.approve",
        guards=(use("no_open", records=("change_of_use",)),),
        clauses=("use.change_cases",),
    ),
    Transition(
        "recall",
        Label("Recall unspent money", "收回未支出资金"),
        ("received",),
        "recalled",
        "bond_share.recall",
        approval="bureau",
        guards=(use("unspent_longer_than", rule="use.recall_months"),),
        documents=("recall_notice",),
        effects=(use("post", entry="recall"),),
        clauses=("use.recall_months",),
        needs_reason=True,
    ),
    Transition(
        "release",
        Label("Release the recalled money", "重新下达收回资金"),
        ("recalled",),
        "received",
        "bond_share.recall",
        approval="bureau",
        effects=(use("post", entry="release"),),
        clauses=("use.recall_months",),
        needs_reason=True,
    ),
    Transition(
        "repay",
        Label("Record as repaid", "登记还清"),
        ("received", "used_up"),
        "repaid",
        "bond_share.settle",
        approval="simple",
        guards=(use("all_instalments_paid"),),
        clauses=("repayment.all_repaid",),
    ),
    Transition(
        "cancel",
        Label("Cancel", "取消"),
        ("planned", "onlent"),
        "cancelled",
        "bond_share.cancel",
        approval="simple",
        custom=True,
        needs_reason=True,
    ),
)

BOND_SHARE = Lifecycle(
    "bond_share", Label("Bond share", "债券份额"), "disbursement", "planned", _STATES, _TRANSITIONS
)
