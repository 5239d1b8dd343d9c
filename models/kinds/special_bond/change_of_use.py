"""A change of use: G9, from the unit's request to publication."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

_STATES = (
    state("draft", "Draft", "草稿"),
    state("submitted", "Submitted", "已提交"),
    state("reported", "Reported upward", "已上报"),
    state("approved", "Approved by the province", "省级已批准"),
    state("published", "Published", "已公开", "done", ending=True),
    state("rejected", "Rejected", "未通过", "none", ending=True),
    state("withdrawn", "Withdrawn", "已撤回", "none", ending=True),
)

_TRANSITIONS = (
    Transition(
        "submit",
        Label("Submit (G9)", "提交（G9 用途调整）"),
        ("draft",),
        "submitted",
        "change_of_use.submit",
        guards=(
            use("fields_filled", fields=("case", "amount", "reason")),
            use("field_in", field="case", rule="use.change_cases"),
            use("field_in", field="misused_before", values=("no",)),
            use("within_unused", rule="use.change_cases"),
            use("related_in", record="bond_share", states=("received", "recalled", "adjusting")),
        ),
        documents=("change_reason_evidence",),
        effects=(use("move_related", record="bond_share", transition="start_adjusting"),),
        clauses=("use.change_cases",),
    ),
    Transition(
        "report",
        Label("Report to the province", "上报省级"),
        ("submitted",),
        "reported",
        "change_of_use.review",
        approval="change_of_use",
        guards=(
            use("target_project_ready", rule="use.change_target"),
            use("term_within_life", rule="coverage.term_within_life"),
            use("coverage_at_least", rule="coverage.lower_bond", measure="bond"),
            use("coverage_at_least", rule="coverage.lower_total", measure="total"),
            use("cash_never_negative", rule="coverage.cash_floor"),
            use("documents_present", rule="issuance.papers"),
        ),
        clauses=("use.change_target", "coverage.self_balance", "coverage.term_within_life"),
    ),
    Transition(
        "approve",
        Label("Record the provincial approval", "登记省级批复"),
        ("reported",),
        "approved",
        "change_of_use.approve",
        approval="bond_record",
        guards=(
            use("fields_filled", fields=("approval_number",)),
            use("within_unused", rule="use.change_cases"),
        ),
        documents=("provincial_approval",),
        effects=(
            use("reallocate_share"),
            use("post", entry="reallocation"),
            use("open_duty", form="F6", rule="disclosure.change_of_use_days"),
        ),
        clauses=("use.change_cases", "use.change_target"),
    ),
    Transition(
        "publish",
        Label("Finish after publication", "公开后办结"),
        ("approved",),
        "published",
        "change_of_use.approve",
        guards=(use("publication_published", form="F6"),),
        effects=(use("move_related", record="bond_share", transition="finish_adjusting"),),
        clauses=("disclosure.change_of_use_days",),
    ),
    Transition(
        "return_for_correction",
        Label("Return for correction", "退回修改"),
        ("submitted", "reported"),
        "draft",
        "change_of_use.review",
        custom=True,
        needs_reason=True,
    ),
    Transition(
        "reject",
        Label("Reject", "不予调整"),
        ("submitted", "reported"),
        "rejected",
        "change_of_use.review",
        approval="simple",
        effects=(use("move_related", record="bond_share", transition="finish_adjusting"),),
        clauses=("use.change_cases",),
        needs_reason=True,
    ),
    Transition(
        "withdraw",
        Label("Withdraw", "撤回"),
        ("draft", "submitted"),
        "withdrawn",
        "change_of_use.submit",
        effects=(use("move_related", record="bond_share", transition="finish_adjusting"),),
        custom=True,
        needs_reason=True,
    ),
)

CHANGE_OF_USE = Lifecycle(
    "change_of_use", Label("Change of use", "用途调整"), "disbursement", "draft", _STATES, _TRANSITIONS
)
