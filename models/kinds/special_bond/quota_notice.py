"""A line of the quota ledger before it stands there: put forward by one person, posted by another's word."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

_STATES = (
    state("draft", "Waits for a second person", "待复核", "none"),
    state("posted", "Posted", "已登记", "done", ending=True),
    state("withdrawn", "Withdrawn", "已撤回", "none", ending=True),
)

_TRANSITIONS = (
    Transition(
        "post",
        Label("Post to the quota ledger", "登记入额度台账"),
        ("draft",),
        "posted",
        "quota_notice.post",
        approval="simple",
        guards=(
            use("fields_filled", fields=("year", "entry", "amount", "notice_number", "notified_on")),
            use("quota_line_fits"),
        ),
        effects=(use("post_quota_line"),),
        clauses=("issuance.quota", "quota.second_person"),
    ),
    Transition(
        "withdraw",
        Label("Withdraw", "撤回"),
        ("draft",),
        "withdrawn",
        "quota_notice.post",
        custom=True,
        needs_reason=True,
    ),
)

QUOTA_NOTICE = Lifecycle(
    "quota_notice", Label("Quota notice", "额度登记单"), "issuance", "draft", _STATES, _TRANSITIONS
)
