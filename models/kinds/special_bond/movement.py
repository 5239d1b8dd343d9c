"""Money beside payments and instalments: entered by one person, confirmed and booked by another."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

_STATES = (
    state("draft", "Draft", "草稿"),
    state("booked", "Booked", "已入账", "done"),
    state("corrected", "Corrected", "已冲销", "none", ending=True),
    state("cancelled", "Cancelled", "已取消", "none", ending=True),
)

_TRANSITIONS = (
    Transition(
        "book",
        Label("Confirm and book", "复核入账"),
        ("draft",),
        "booked",
        "movement.confirm",
        guards=(
            use("fields_filled", fields=("amount", "moved_on", "voucher")),
            use("movement_complete", rule="budget.fund_budget"),
        ),
        documents=("movement_voucher",),
        effects=(use("post", entry="movement"),),
        clauses=("budget.fund_budget", "approval.four_eyes"),
    ),
    Transition(
        "correct",
        Label("Corrected by a counter-entry", "由冲销分录更正"),
        ("booked",),
        "corrected",
        "movement.confirm",
        guards=(use("countered"),),
        clauses=("approval.four_eyes",),
    ),
    Transition(
        "cancel",
        Label("Cancel", "取消"),
        ("draft",),
        "cancelled",
        "movement.create",
        custom=True,
        needs_reason=True,
    ),
)

MOVEMENT = Lifecycle(
    "movement", Label("Movement of money", "资金往来"), "disbursement", "draft", _STATES, _TRANSITIONS
)
