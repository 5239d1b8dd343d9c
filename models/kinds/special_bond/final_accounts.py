"""Completion and final accounts: cost by category beside the estimate, approved by a second person."""

from models.kinds.shorthand import state, use
from models.lifecycle import FieldGroup, FieldSpec, Form, Label, Lifecycle, Transition

CATEGORIES = (
    ("building", Label("Building and installation", "建筑安装工程投资")),
    ("equipment", Label("Equipment", "设备投资")),
    ("deferred", Label("Deferred cost", "待摊投资")),
    ("other", Label("Other investment", "其他投资")),
)
"""Categories of cost in the accounts of capital construction."""

_STATES = (
    state("draft", "Draft", "草稿"),
    state("submitted", "Submitted", "已提交"),
    state("approved", "Approved", "已批复", "done", ending=True),
)

_CHECKS = (use("final_accounts_hold", rule="operation.final_accounts"),)

_TRANSITIONS = (
    Transition(
        "submit",
        Label("Submit the accounts", "提交决算"),
        ("draft",),
        "submitted",
        "final_accounts.submit",
        guards=(use("fields_filled", fields=("completed_on",)), *_CHECKS),
        documents=("completion_acceptance", "completion_accounts"),
        clauses=("operation.completion", "operation.final_accounts"),
    ),
    Transition(
        "approve",
        Label("Approve the accounts", "批复决算"),
        ("submitted",),
        "approved",
        "final_accounts.approve",
        approval="simple",
        guards=(use("fields_filled", fields=("number",)), *_CHECKS),
        clauses=("operation.completion", "operation.final_accounts"),
    ),
    Transition(
        "return_for_correction",
        Label("Return for correction", "退回修改"),
        ("submitted",),
        "draft",
        "final_accounts.approve",
        custom=True,
        needs_reason=True,
    ),
)

FINAL_ACCOUNTS = Lifecycle(
    "final_accounts", Label("Final accounts", "竣工决算"), "operation", "draft", _STATES, _TRANSITIONS
)


def _pair(key: str, label: Label) -> tuple[FieldSpec, FieldSpec]:
    return (
        FieldSpec(f"estimate_{key}", Label(f"{label.en}: estimate", f"{label.zh}：概算"), "money", "fen"),
        FieldSpec(f"actual_{key}", Label(f"{label.en}: accounts", f"{label.zh}：决算"), "money", "fen"),
    )


FINAL_ACCOUNTS_FORM = Form(
    "final_accounts",
    (
        FieldGroup(
            "completion",
            Label("1. Completion", "一、竣工"),
            (
                FieldSpec("completed_on", Label("Completed on", "竣工日期"), "date", required=True),
                FieldSpec("number", Label("Number of the approval", "决算批复文号"), "text"),
            ),
        ),
        FieldGroup(
            "costs",
            Label("2. Cost by category", "二、分类投资"),
            tuple(spec for key, label in CATEGORIES for spec in _pair(key, label)),
        ),
        FieldGroup(
            "why",
            Label("3. Why the accounts differ", "三、差异说明"),
            (FieldSpec("reason", Label("Reason of the difference", "差异原因"), "long_text"),),
        ),
    ),
)
