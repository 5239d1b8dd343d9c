"""Evaluations of a fund: before it is set up, every year, over its whole life."""

from models.kinds.shorthand import state, use
from models.lifecycle import FieldGroup, FieldSpec, Form, Label, Lifecycle, Transition

EVALUATION = Lifecycle(
    "evaluation",
    Label("Evaluation", "绩效评价"),
    "evaluation",
    "draft",
    (
        state("draft", "Draft", "草稿"),
        state("submitted", "Submitted", "已提交"),
        state("passed", "Passed", "通过", "done", ending=True),
        state("failed", "Not passed", "未通过", "none", ending=True),
    ),
    (
        Transition(
            "submit",
            Label("Submit", "提交"),
            ("draft",),
            "submitted",
            "evaluation.submit",
            guards=(
                use("fields_filled", fields=("score",)),
                use("evaluation_items_filled", rule="ordinary.ex_ante", type="ex_ante"),
            ),
            clauses=("fund.result_use",),
        ),
        Transition(
            "pass",
            Label("Pass", "通过"),
            ("submitted",),
            "passed",
            "evaluation.conclude",
            approval="simple",
            clauses=("performance.score_bands",),
        ),
        Transition(
            "fail",
            Label("Do not pass", "不通过"),
            ("submitted",),
            "failed",
            "evaluation.conclude",
            approval="simple",
            clauses=("performance.score_bands",),
            needs_reason=True,
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
    ),
)

EVALUATION_FORM = Form(
    "evaluation",
    (
        FieldGroup(
            "items",
            Label("Items of the ex-ante evaluation", "事前绩效评估内容"),
            (
                FieldSpec("necessity", Label("Necessity", "立项必要性"), "long_text"),
                FieldSpec("economy", Label("Economy", "投入经济性"), "long_text"),
                FieldSpec("goals", Label("Sound goals", "绩效目标合理性"), "long_text"),
                FieldSpec("plan", Label("Feasible plan", "实施方案可行性"), "long_text"),
                FieldSpec("funding_compliance", Label("Lawful funding", "筹资合规性"), "long_text"),
                FieldSpec("score", Label("Score", "得分"), "number", "score"),
            ),
        ),
    ),
)
