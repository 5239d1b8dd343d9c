"""The monthly report of construction and operation."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

_STATES = (
    state("draft", "Draft", "草稿"),
    state("submitted", "Submitted", "已提交"),
    state("confirmed", "Confirmed", "已确认", "done", ending=True),
    state("cancelled", "Cancelled", "已取消", "none", ending=True),
)

_TRANSITIONS = (
    Transition(
        "submit",
        Label("Submit the month", "提交月报"),
        ("draft",),
        "submitted",
        "progress.submit",
        guards=(
            use("fields_filled", fields=("month", "physical_progress", "build_status")),
            use("progress_consistent", rule="operation.progress_report"),
        ),
        documents=("site_photos",),
        clauses=("operation.progress_report",),
    ),
    Transition(
        "confirm",
        Label("Confirm the month", "确认月报"),
        ("submitted",),
        "confirmed",
        "progress.confirm",
        approval="simple",
        guards=(use("progress_consistent", rule="operation.progress_report"),),
        clauses=("operation.progress_report",),
    ),
    Transition(
        "return_for_correction",
        Label("Return for correction", "退回修改"),
        ("submitted",),
        "draft",
        "progress.confirm",
        custom=True,
        needs_reason=True,
    ),
    Transition(
        "cancel",
        Label("Cancel", "取消"),
        ("draft", "submitted"),
        "cancelled",
        "progress.submit",
        custom=True,
        needs_reason=True,
    ),
)

PROGRESS = Lifecycle(
    "progress", Label("Progress report", "建设进度"), "operation", "draft", _STATES, _TRANSITIONS
)
