"""A waived deduction: reason, second person, public line."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

_STATES = (
    state("draft", "Draft", "草稿"),
    state("granted", "Granted", "已批准", "done", ending=True),
    state("refused", "Refused", "不予免扣", "none", ending=True),
    state("cancelled", "Cancelled", "已取消", "none", ending=True),
)

_TRANSITIONS = (
    Transition(
        "grant",
        Label("Grant the waiver", "批准免扣"),
        ("draft",),
        "granted",
        "waiver.grant",
        approval="waiver",
        guards=(use("fields_filled", fields=("reason", "public_line")),),
        documents=("waiver_evidence",),
        clauses=("ppp.waiver",),
    ),
    Transition(
        "refuse",
        Label("Refuse", "不予免扣"),
        ("draft",),
        "refused",
        "waiver.grant",
        approval="simple",
        custom=True,
        needs_reason=True,
    ),
    Transition(
        "cancel",
        Label("Cancel", "取消"),
        ("draft",),
        "cancelled",
        "waiver.grant",
        custom=True,
        needs_reason=True,
    ),
)

WAIVER = Lifecycle("waiver", Label("Waived deduction", "免予扣减"), "payment", "draft", _STATES, _TRANSITIONS)
