"""A PPP contract: regime first, then building, operation, hand-over."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

_FILLED = ("name", "number", "agency", "company", "signed_on", "ends_on", "regime_basis")

_STATES = (
    state("draft", "Draft", "草稿"),
    state("in_force", "In force", "已生效"),
    state("operating", "Operating", "运营中"),
    state("handed_over", "Handed over", "已移交", "done", ending=True),
    state("terminated", "Terminated early", "提前终止", "none", ending=True),
    state("withdrawn", "Withdrawn", "已撤回", "none", ending=True),
)

_TRANSITIONS = (
    Transition(
        "admit",
        Label("Admit a new contract", "新合同准入"),
        ("draft",),
        "in_force",
        "ppp_contract.approve",
        approval="ppp_admission",
        guards=(
            use("fields_filled", fields=_FILLED),
            use("ppp_regime_lawful", rule="ppp.new_mechanism"),
            use("ppp_caps_admit", rule="ppp.cap_admission"),
        ),
        documents=("ppp_contract_text", "ppp_regime_decision"),
        clauses=("ppp.regime", "ppp.new_mechanism", "ppp.cap_admission", "ppp.cap_government_pay"),
    ),
    Transition(
        "register",
        Label("Register a signed contract", "登记已签合同"),
        ("draft",),
        "in_force",
        "ppp_contract.approve",
        approval="simple",
        guards=(
            use("fields_filled", fields=_FILLED),
            use("ppp_regime_lawful", rule="ppp.new_mechanism"),
            use("ppp_signed_before", rule="ppp.regime"),
        ),
        documents=("ppp_contract_text",),
        clauses=("ppp.regime", "ppp.new_mechanism"),
    ),
    Transition(
        "start_operation",
        Label("Start operation", "进入运营期"),
        ("in_force",),
        "operating",
        "ppp_contract.operate",
        approval="simple",
        guards=(use("fields_filled", fields=("operation_from",)),),
        documents=("acceptance_report",),
        clauses=("ppp.contract_papers",),
    ),
    Transition(
        "hand_over",
        Label("Hand over", "移交"),
        ("operating",),
        "handed_over",
        "ppp_contract.operate",
        approval="simple",
        documents=("hand_over_report",),
        clauses=("ppp.contract_papers",),
    ),
    Transition(
        "terminate",
        Label("Terminate early", "提前终止"),
        ("in_force", "operating"),
        "terminated",
        "ppp_contract.approve",
        approval="ppp_admission",
        custom=True,
        needs_reason=True,
    ),
    Transition(
        "withdraw",
        Label("Withdraw", "撤回"),
        ("draft",),
        "withdrawn",
        "ppp_contract.operate",
        custom=True,
        needs_reason=True,
    ),
)

CONTRACT = Lifecycle(
    "ppp_contract", Label("PPP contract", "PPP 合同"), "contract", "draft", _STATES, _TRANSITIONS
)
