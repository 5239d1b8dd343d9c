"""A change of a contract: approved by a second person before its amount moves."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

_STATES = (
    state("draft", "Draft", "草稿"),
    state("submitted", "Submitted", "已提交"),
    state("approved", "Approved", "已批准", "done", ending=True),
    state("cancelled", "Cancelled", "已取消", "none", ending=True),
)

_CHECKS = (use("contract_change_lawful", rule="operation.contracts"),)

_TRANSITIONS = (
    Transition(
        "submit",
        Label("Submit the change", "提交变更"),
        ("draft",),
        "submitted",
        "contract_change.submit",
        guards=(use("fields_filled", fields=("reason", "changed_on")), *_CHECKS),
        clauses=("operation.contracts",),
    ),
    Transition(
        "approve",
        Label("Approve the change", "批准变更"),
        ("submitted",),
        "approved",
        "contract_change.approve",
        approval="simple",
        guards=(use("fields_filled", fields=("approval_number",)), *_CHECKS),
        documents=("contract_change_approval",),
        effects=(use("change_contract"),),
        clauses=("operation.contracts",),
    ),
    Transition(
        "return_for_correction",
        Label("Return for correction", "退回修改"),
        ("submitted",),
        "draft",
        "contract_change.approve",
        custom=True,
        needs_reason=True,
    ),
    Transition(
        "cancel",
        Label("Cancel", "取消"),
        ("draft", "submitted"),
        "cancelled",
        "contract_change.submit",
        custom=True,
        needs_reason=True,
    ),
)

CONTRACT_CHANGE = Lifecycle(
    "contract_change", Label("Contract change", "合同变更"), "operation", "draft", _STATES, _TRANSITIONS
)
