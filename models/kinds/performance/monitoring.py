"""Dual monitoring and what it orders: correct, suspend, stop; rectification until it is closed."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

_MONITORING = (
    Transition(
        "submit",
        Label("Submit", "提交"),
        ("draft",),
        "submitted",
        "monitoring.submit",
        guards=(use("monitoring_filled", rule="performance.measures"),),
        clauses=("performance.dual_monitoring", "ordinary.monitoring"),
    ),
    Transition(
        "confirm",
        Label("Confirm; the measure takes effect", "确认，处置措施生效"),
        ("submitted",),
        "confirmed",
        "monitoring.confirm",
        approval="simple",
        guards=(use("monitoring_filled", rule="performance.measures"),),
        effects=(use("order_rectification", rule="performance.rectification_days"),),
        clauses=("performance.dual_monitoring",),
    ),
    Transition(
        "lift",
        Label("Lift the measure", "解除处置措施"),
        ("confirmed",),
        "lifted",
        "monitoring.confirm",
        approval="simple",
        guards=(use("rectified"),),
        clauses=("performance.dual_monitoring",),
        needs_reason=True,
    ),
    Transition(
        "return_for_correction",
        Label("Return for correction", "退回修改"),
        ("submitted",),
        "draft",
        "monitoring.confirm",
        custom=True,
        needs_reason=True,
    ),
)

_RECTIFICATION = (
    Transition(
        "answer",
        Label("Answer", "反馈整改"),
        ("ordered",),
        "answered",
        "rectification.answer",
        guards=(use("fields_filled", fields=("answer", "answered_on")),),
        documents=("rectification_evidence",),
        clauses=("performance.rectification_days",),
    ),
    Transition(
        "close",
        Label("Close", "销号"),
        ("answered",),
        "closed",
        "rectification.close",
        effects=(use("set_closed"),),
        clauses=("performance.rectification_days",),
    ),
    Transition(
        "return_for_correction",
        Label("Not enough: return", "整改不到位，退回"),
        ("answered",),
        "ordered",
        "rectification.close",
        custom=True,
        needs_reason=True,
    ),
    Transition(
        "cancel",
        Label("Cancel the order", "撤销整改"),
        ("ordered",),
        "cancelled",
        "rectification.close",
        custom=True,
        needs_reason=True,
    ),
)


def monitoring(track: str) -> Lifecycle:
    """Return the lifecycle of monitoring reports on this track."""
    states = (
        state("draft", "Draft", "草稿"),
        state("submitted", "Submitted", "已提交"),
        state("confirmed", "Confirmed", "已确认", "done"),
        state("lifted", "Measure lifted", "已解除", "done", ending=True),
    )
    return Lifecycle(
        "monitoring", Label("Dual monitoring", "绩效双监控"), track, "draft", states, _MONITORING
    )


def rectification(track: str) -> Lifecycle:
    """Return the lifecycle of rectification orders on this track."""
    states = (
        state("ordered", "Ordered", "待整改", "trouble"),
        state("answered", "Answered", "已反馈"),
        state("closed", "Closed", "已销号", "done", ending=True),
        state("cancelled", "Cancelled", "已撤销", "none", ending=True),
    )
    return Lifecycle(
        "rectification", Label("Rectification", "整改事项"), track, "ordered", states, _RECTIFICATION
    )
