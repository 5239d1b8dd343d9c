"""The score of one cycle of a PPP contract: written on site, approved by another, then frozen."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

_STATES = (
    state("draft", "Draft", "草稿"),
    state("submitted", "Submitted", "已提交"),
    state("approved", "Approved, open to objection", "已批准（异议期）"),
    state("objected", "Objected to", "有异议", "trouble"),
    state("concluded", "Frozen", "已定稿", "done", ending=True),
    state("withdrawn", "Withdrawn", "已撤回", "none", ending=True),
)

_TRANSITIONS = (
    Transition(
        "submit",
        Label("Submit", "提交"),
        ("draft",),
        "submitted",
        "evaluation.submit",
        guards=(use("ppp_sheet_sound", rule="ppp.sheet"),),
        effects=(use("close_score_task"),),
        clauses=("ppp.sheet", "performance.ppp_output_share"),
    ),
    Transition(
        "approve",
        Label("Approve the score", "批准得分"),
        ("submitted",),
        "approved",
        "evaluation.recheck",
        approval="ppp_score",
        guards=(use("ppp_sheet_sound", rule="ppp.sheet"),),
        effects=(use("close_ppp_score", rule="ppp.objection_days"),),
        clauses=("ppp.sheet", "ppp.objection_days"),
    ),
    Transition(
        "object",
        Label("Object to the score", "提出异议"),
        ("approved",),
        "objected",
        "evaluation.object",
        guards=(use("ppp_objection_open", rule="ppp.objection_days"),),
        documents=("objection_evidence",),
        clauses=("ppp.objection_days",),
        needs_reason=True,
    ),
    Transition(
        "keep",
        Label("Keep the score after review", "复核后维持得分"),
        ("objected",),
        "approved",
        "evaluation.recheck",
        approval="ppp_score",
        effects=(use("close_ppp_objection"),),
        clauses=("ppp.objection_days",),
        needs_reason=True,
    ),
    Transition(
        "rescore",
        Label("Score again", "重新评分"),
        ("objected",),
        "draft",
        "evaluation.recheck",
        clauses=("ppp.objection_days",),
        needs_reason=True,
    ),
    Transition(
        "freeze",
        Label("Freeze after the objection window", "异议期满定稿"),
        ("approved",),
        "concluded",
        "evaluation.conclude",
        guards=(use("ppp_objection_closed", rule="ppp.objection_days"),),
        clauses=("ppp.objection_days",),
    ),
    Transition(
        "return_for_correction",
        Label("Return for correction", "退回修改"),
        ("submitted",),
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

EVALUATION = Lifecycle(
    "evaluation", Label("Performance score", "绩效考核"), "performance", "draft", _STATES, _TRANSITIONS
)
