"""Actual income and cost of one year of operation, confirmed by a second person."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

_STATES = (
    state("draft", "Draft", "草稿"),
    state("submitted", "Submitted", "已提交"),
    state("confirmed", "Confirmed", "已确认", "done", ending=True),
)

_CHECKS = (use("actuals_hold", rule="operation.actuals"),)

_TRANSITIONS = (
    Transition(
        "submit",
        Label("Submit the year", "提交年度实际"),
        ("draft",),
        "submitted",
        "operation_year.submit",
        guards=_CHECKS,
        clauses=("operation.actuals",),
    ),
    Transition(
        "confirm",
        Label("Confirm the year", "确认年度实际"),
        ("submitted",),
        "confirmed",
        "operation_year.confirm",
        approval="simple",
        guards=_CHECKS,
        clauses=("operation.actuals",),
    ),
    Transition(
        "return_for_correction",
        Label("Return for correction", "退回修改"),
        ("submitted",),
        "draft",
        "operation_year.confirm",
        custom=True,
        needs_reason=True,
    ),
)

OPERATION_YEAR = Lifecycle(
    "operation_year", Label("Actual year", "年度实际收支"), "operation", "draft", _STATES, _TRANSITIONS
)
