"""Lists that use results (simulated, signed, in force) and the appraisal of districts."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

_LIST = (
    Transition(
        "sign",
        Label("Sign the list", "审签压减清单"),
        ("simulated",),
        "signed",
        "result_list.approve",
        approval="budget",
        guards=(use("list_foots"), use("fields_filled", fields=("signed_number",))),
        effects=(use("freeze_list"),),
        clauses=("performance.result_use",),
    ),
    Transition(
        "publish",
        Label("Give public notice", "公示"),
        ("signed",),
        "published",
        "result_list.publish",
        clauses=("performance.result_use",),
    ),
    Transition(
        "discard",
        Label("Discard the simulation", "放弃测算"),
        ("simulated",),
        "discarded",
        "result_list.edit",
        custom=True,
        needs_reason=True,
    ),
)

RESULT_LIST = Lifecycle(
    "result_list",
    Label("List of result use", "结果应用清单"),
    "evaluation",
    "simulated",
    (
        state("simulated", "Simulated", "测算稿"),
        state("signed", "Signed", "已审签", "done"),
        state("published", "Public", "已公示", "done", ending=True),
        state("discarded", "Discarded", "已放弃", "none", ending=True),
    ),
    _LIST,
)

_APPRAISAL = (
    Transition(
        "submit",
        Label("Submit", "提交"),
        ("draft",),
        "submitted",
        "appraisal.edit",
        guards=(use("scores_filled", rule="performance.score_bands"),),
        clauses=("performance.frame",),
    ),
    Transition(
        "conclude",
        Label("Conclude", "办结"),
        ("submitted",),
        "concluded",
        "appraisal.conclude",
        approval="simple",
        effects=(use("freeze_evaluation", rule="performance.score_bands"),),
        clauses=("performance.frame", "performance.score_bands"),
    ),
    Transition(
        "return_for_correction",
        Label("Return for correction", "退回修改"),
        ("submitted",),
        "draft",
        "appraisal.conclude",
        custom=True,
        needs_reason=True,
    ),
)

APPRAISAL = Lifecycle(
    "appraisal",
    Label("Appraisal", "绩效考核"),
    "evaluation",
    "draft",
    (
        state("draft", "Draft", "草稿"),
        state("submitted", "Submitted", "已提交"),
        state("concluded", "Concluded", "已办结", "done", ending=True),
    ),
    _APPRAISAL,
)
