"""Jobs of third parties and experts, from the drawing to the stars; the accountability register."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

_JOB = (
    Transition(
        "draw",
        Label("Draw by rule", "按规则抽取"),
        ("planned",),
        "drawn",
        "evaluation_job.draw",
        guards=(use("pool_has_candidates", rule="performance.entry_conditions"),),
        effects=(use("draw_member", rule="performance.stars"),),
        clauses=("performance.entry_conditions",),
    ),
    Transition(
        "contract",
        Label("Sign the contract", "签订合同"),
        ("drawn",),
        "contracted",
        "evaluation_job.manage",
        guards=(use("fields_filled", fields=("contract_number", "due_on")),),
        documents=("evaluation_contract",),
        clauses=("performance.entry_conditions",),
    ),
    Transition(
        "draft",
        Label("Hand in the draft with working papers", "提交报告初稿和底稿"),
        ("contracted",),
        "drafted",
        "evaluation_job.work",
        documents=("draft_report", "working_papers"),
        clauses=("performance.entry_conditions",),
    ),
    Transition(
        "deliver",
        Label("Deliver the final report", "提交正式报告"),
        ("drafted",),
        "delivered",
        "evaluation_job.work",
        guards=(use("comments_answered"), use("fields_filled", fields=("delivered_on",))),
        documents=("final_report",),
        clauses=("performance.entry_conditions",),
    ),
    Transition(
        "close",
        Label("Close with the stars", "评星办结"),
        ("delivered",),
        "closed",
        "evaluation_job.manage",
        guards=(use("stars_complete", rule="performance.stars"),),
        effects=(use("sum_stars", rule="performance.stars"),),
        clauses=("performance.stars",),
    ),
    Transition(
        "draw_again",
        Label("Draw again", "重新抽取"),
        ("drawn",),
        "planned",
        "evaluation_job.draw",
        custom=True,
        needs_reason=True,
    ),
    Transition(
        "cancel",
        Label("Cancel", "取消"),
        ("planned", "contracted"),
        "cancelled",
        "evaluation_job.manage",
        custom=True,
        needs_reason=True,
    ),
)


def job(track: str) -> Lifecycle:
    """Return the lifecycle of jobs on this track."""
    states = (
        state("planned", "Planned", "待抽取", "none"),
        state("drawn", "Drawn", "已抽取"),
        state("contracted", "Under contract", "已签约"),
        state("drafted", "Draft handed in", "已交初稿"),
        state("delivered", "Delivered", "已交付"),
        state("closed", "Closed with stars", "已评星办结", "done", ending=True),
        state("cancelled", "Cancelled", "已取消", "none", ending=True),
    )
    return Lifecycle(
        "evaluation_job", Label("Third-party job", "第三方评价任务"), track, "planned", states, _JOB
    )


_ACCOUNTABILITY = (
    Transition(
        "decide",
        Label("Decide", "作出处理"),
        ("open",),
        "decided",
        "accountability.decide",
        approval="simple",
        guards=(use("fields_filled", fields=("measure", "decision_number")),),
        clauses=("performance.result_use",),
    ),
    Transition(
        "close",
        Label("Close", "办结"),
        ("decided",),
        "closed",
        "accountability.decide",
        guards=(use("fields_filled", fields=("outcome",)),),
        clauses=("performance.result_use",),
    ),
    Transition(
        "drop",
        Label("Not pursued", "不予追责"),
        ("open",),
        "dropped",
        "accountability.decide",
        approval="simple",
        custom=True,
        needs_reason=True,
    ),
)


def accountability(track: str) -> Lifecycle:
    """Return the lifecycle of entries of the accountability register on this track."""
    states = (
        state("open", "Open", "待处理", "trouble"),
        state("decided", "Decided", "已处理"),
        state("closed", "Closed", "已办结", "done", ending=True),
        state("dropped", "Not pursued", "不予追责", "none", ending=True),
    )
    return Lifecycle(
        "accountability", Label("Accountability", "问责事项"), track, "open", states, _ACCOUNTABILITY
    )
