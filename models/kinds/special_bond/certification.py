"""Certified work of a contract and month: what the payments of the contract are measured against."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

_STATES = (
    state("draft", "Draft", "草稿"),
    state("submitted", "Submitted", "已提交"),
    state("confirmed", "Confirmed", "已确认", "done", ending=True),
    state("cancelled", "Cancelled", "已取消", "none", ending=True),
)

_CHECKS = (use("certified_within_contract", rule="operation.contracts"),)

_TRANSITIONS = (
    Transition(
        "submit",
        Label("Submit the certificate", "提交计量"),
        ("draft",),
        "submitted",
        "certification.submit",
        guards=(use("fields_filled", fields=("month", "certified_by")), *_CHECKS),
        documents=("work_certificate",),
        clauses=("operation.contracts",),
    ),
    Transition(
        "confirm",
        Label("Confirm the certificate", "确认计量"),
        ("submitted",),
        "confirmed",
        "certification.confirm",
        approval="simple",
        guards=_CHECKS,
        effects=(use("certify_work"),),
        clauses=("operation.contracts",),
    ),
    Transition(
        "return_for_correction",
        Label("Return for correction", "退回修改"),
        ("submitted",),
        "draft",
        "certification.confirm",
        custom=True,
        needs_reason=True,
    ),
    Transition(
        "cancel",
        Label("Cancel", "取消"),
        ("draft", "submitted"),
        "cancelled",
        "certification.submit",
        custom=True,
        needs_reason=True,
    ),
)

CERTIFICATION = Lifecycle(
    "certification", Label("Certified work", "工程计量"), "operation", "draft", _STATES, _TRANSITIONS
)
