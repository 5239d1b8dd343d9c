"""One leg of an instalment's way up: sent by two persons of the payer, received by two of the payee."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

_STATES = (
    state("planned", "Planned", "待上解", "none"),
    state("sent", "Sent", "已上解"),
    state("received", "Received", "已收讫", "done", ending=True),
    state("cancelled", "Cancelled", "已取消", "none", ending=True),
)

_TRANSITIONS = (
    Transition(
        "send",
        Label("Send to the level above", "上解至上级"),
        ("planned",),
        "sent",
        "remittance.send",
        approval="simple",
        guards=(use("fields_filled", fields=("voucher",)), use("leg_may_leave"), use("acts_for_payer")),
        documents=("remittance_voucher",),
        effects=(use("post", entry="leg_sent"),),
        clauses=("repayment.lead_days",),
    ),
    Transition(
        "receive",
        Label("Record the receipt", "登记收讫"),
        ("sent",),
        "received",
        "remittance.receive",
        approval="simple",
        guards=(use("fields_filled", fields=("receipt_number",)), use("acts_for_payee")),
        effects=(use("post", entry="leg_received"), use("settle_instalment")),
        clauses=("repayment.lead_days",),
    ),
    Transition(
        "cancel",
        Label("Cancel", "取消"),
        ("planned",),
        "cancelled",
        "remittance.send",
        approval="simple",
        guards=(use("leg_is_idle"),),
        custom=True,
        needs_reason=True,
    ),
)

REMITTANCE = Lifecycle(
    "remittance", Label("Remittance", "上解"), "repayment", "planned", _STATES, _TRANSITIONS
)
