"""A signed leave to pay ahead of works: reason, second person, last day."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

_STATES = (
    state("draft", "Draft", "草稿"),
    state("in_force", "In force", "有效", "done"),
    state("revoked", "Revoked", "已撤销", "none", ending=True),
    state("cancelled", "Cancelled", "已取消", "none", ending=True),
)

_TRANSITIONS = (
    Transition(
        "sign",
        Label("Sign the exception", "签批例外"),
        ("draft",),
        "in_force",
        "payment_exception.sign",
        approval="payment_exception",
        guards=(
            use("fields_filled", fields=("reason", "gap", "expires_on")),
            use("exception_lawful", rule="use.exception_days"),
        ),
        documents=("ahead_of_work_reason",),
        clauses=("use.ahead_of_work", "use.exception_days"),
    ),
    Transition(
        "revoke",
        Label("Revoke", "撤销"),
        ("in_force",),
        "revoked",
        "payment_exception.sign",
        custom=True,
        needs_reason=True,
    ),
    Transition(
        "cancel",
        Label("Cancel", "取消"),
        ("draft",),
        "cancelled",
        "payment_exception.sign",
        custom=True,
        needs_reason=True,
    ),
)

PAYMENT_EXCEPTION = Lifecycle(
    "payment_exception",
    Label("Leave to pay ahead of works", "超进度付款例外"),
    "disbursement",
    "draft",
    _STATES,
    _TRANSITIONS,
)
