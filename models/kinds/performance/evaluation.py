"""An evaluation, the same for every kind: ex-ante (pass or fail), self, department, key, final; re-check."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

LATER_TYPES = ("self", "recheck", "department", "key", "final", "construction", "operation", "annual")

_STATES = (
    state("draft", "Draft", "草稿"),
    state("submitted", "Submitted", "已提交"),
    state("rechecked", "Re-checked", "已复核"),
    state("passed", "Passed", "通过", "done", ending=True),
    state("failed", "Not passed", "未通过", "none", ending=True),
    state("concluded", "Concluded", "已办结", "done", ending=True),
    state("withdrawn", "Withdrawn", "已撤回", "none", ending=True),
)


_LATER = (
    Transition(
        "accept",
        Label("Accept the self-evaluation", "采纳自评"),
        ("submitted",),
        "concluded",
        "evaluation.conclude",
        guards=(use("field_in", field="type", values=("self",)), use("not_sampled")),
        effects=(use("freeze_evaluation", rule="performance.score_bands"),),
        clauses=("ordinary.self_evaluation",),
    ),
    Transition(
        "recheck",
        Label("Re-check", "复核"),
        ("submitted",),
        "rechecked",
        "evaluation.recheck",
        approval="evaluation",
        guards=(use("fields_filled", fields=("score",)),),
        clauses=("performance.frame", "performance.score_bands"),
    ),
    Transition(
        "pass",
        Label("Pass (ex-ante)", "通过（事前评估）"),
        ("rechecked",),
        "passed",
        "evaluation.conclude",
        approval="simple",
        guards=(
            use("field_in", field="type", values=("ex_ante",)),
            use("score_at_least", rule="performance.ex_ante_pass"),
        ),
        effects=(use("freeze_evaluation", rule="performance.score_bands"),),
        clauses=("performance.ex_ante_pass",),
    ),
    Transition(
        "fail",
        Label("Do not pass (ex-ante)", "不通过（事前评估）"),
        ("rechecked",),
        "failed",
        "evaluation.conclude",
        approval="simple",
        guards=(use("field_in", field="type", values=("ex_ante",)),),
        clauses=("performance.ex_ante_pass",),
        needs_reason=True,
    ),
    Transition(
        "conclude",
        Label("Conclude", "办结"),
        ("rechecked",),
        "concluded",
        "evaluation.conclude",
        approval="simple",
        guards=(use("field_in", field="type", values=LATER_TYPES),),
        effects=(
            use("freeze_evaluation", rule="performance.score_bands"),
            use("open_duty", form="F7", rule="disclosure.performance_results"),
        ),
        clauses=("performance.score_bands", "performance.result_use"),
    ),
    Transition(
        "return_for_correction",
        Label("Return for correction", "退回修改"),
        ("submitted", "rechecked"),
        "draft",
        "evaluation.recheck",
        custom=True,
        needs_reason=True,
    ),
    Transition(
        "withdraw",
        Label("Withdraw", "撤回"),
        ("draft", "submitted"),
        "withdrawn",
        "evaluation.submit",
        custom=True,
        needs_reason=True,
    ),
)


def evaluation(track: str, items: str, *, needs_report: bool = True) -> Lifecycle:
    """Return the lifecycle: ``track`` of the kind's rail, ``items`` the rule with the ex-ante items."""
    steps = (_submit(items, needs_report), *_LATER)
    return Lifecycle("evaluation", Label("Evaluation", "绩效评价"), track, "draft", _STATES, steps)


def _submit(items: str, needs_report: bool) -> Transition:
    return Transition(
        "submit",
        Label("Submit", "提交"),
        ("draft",),
        "submitted",
        "evaluation.submit",
        guards=(
            use("evaluation_items_filled", rule=items, type="ex_ante"),
            use("scores_filled", rule="performance.score_bands"),
            use("self_evaluation_first", rule="performance.self_before_key"),
        ),
        documents=("evaluation_report",) if needs_report else (),
        clauses=(items, "performance.self_before_key"),
    )
