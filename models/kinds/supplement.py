"""A supplementary request, the same for every kind of project: window, meeting, adjustment, committee."""

from models.kinds import shorthand as sign
from models.kinds.shorthand import flow, state, use
from models.lifecycle import DocumentType, Label, Lifecycle, Transition

_STATES = (
    state("draft", "Draft", "草稿"),
    state("submitted", "Submitted", "已提交"),
    state("met", "Agreed by the meeting", "政府会议已议定"),
    state("adjusted", "In the adjustment plan", "已列入预算调整方案"),
    state("approved", "Approved by the standing committee", "人大常委会已批准", "done", ending=True),
    state("rejected", "Not agreed", "未通过", "none", ending=True),
    state("withdrawn", "Withdrawn", "已撤回", "none", ending=True),
)

_TRANSITIONS = (
    Transition(
        "submit",
        Label("Submit the request", "提交追加申请"),
        ("draft",),
        "submitted",
        "supplement.submit",
        guards=(
            use("fields_filled", fields=("year", "name", "amount", "reason")),
            use("supplement_window", rule="budget.supplementary_window"),
            use("evaluation_passed", type="ex_ante"),
        ),
        documents=("supplement_request",),
        clauses=("budget.supplementary_window", "budget.supplementary_ex_ante"),
    ),
    Transition(
        "meet",
        Label("Put to the government meeting", "提请政府会议审议"),
        ("submitted",),
        "met",
        "supplement.review",
        approval="supplement_meeting",
        guards=(use("fields_filled", fields=("agreed",)),),
        clauses=("budget.supplementary_window",),
    ),
    Transition(
        "adjust",
        Label("Enter the budget adjustment", "列入预算调整方案"),
        ("met",),
        "adjusted",
        "supplement.review",
        approval="simple",
        guards=(use("fields_filled", fields=("adjustment_number",)),),
        documents=("budget_adjustment",),
        clauses=("budget.basis_documents",),
    ),
    Transition(
        "approve",
        Label("Record the standing committee's decision", "登记人大常委会批准"),
        ("adjusted",),
        "approved",
        "supplement.approve",
        approval="simple",
        guards=(
            use("fields_filled", fields=("committee_number", "committee_on")),
            use("supplement_dated"),
        ),
        effects=(use("draft_supplement_line"),),
        clauses=("budget.basis_documents",),
    ),
    Transition(
        "return_for_correction",
        Label("Return for correction", "退回修改"),
        ("submitted",),
        "draft",
        "supplement.review",
        custom=True,
        needs_reason=True,
    ),
    Transition(
        "reject",
        Label("Do not agree", "不予追加"),
        ("submitted", "met"),
        "rejected",
        "supplement.approve",
        approval="simple",
        custom=True,
        needs_reason=True,
    ),
    Transition(
        "withdraw",
        Label("Withdraw", "撤回"),
        ("draft", "submitted"),
        "withdrawn",
        "supplement.submit",
        custom=True,
        needs_reason=True,
    ),
)

SUPPLEMENT = Lifecycle(
    "supplement",
    Label("Supplementary request", "追加预算申请"),
    "budget",
    "draft",
    _STATES,
    _TRANSITIONS,
)

SUPPLEMENT_MEETING = flow(
    "supplement_meeting",
    "Supplementary request before the meeting",
    "追加预算上会",
    sign.PREPARE,
    sign.SECTION_HEAD,
    sign.BUDGET,
    sign.DEPUTY_HEAD,
    sign.MEETING,
)

SUPPLEMENT_REQUEST = DocumentType(
    "supplement_request",
    Label("Request for additional budget", "追加预算申请"),
    "budget.supplementary_window",
)
BUDGET_ADJUSTMENT = DocumentType(
    "budget_adjustment", Label("Budget adjustment", "预算调整方案批复"), "budget.basis_documents"
)
