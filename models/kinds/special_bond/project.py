"""The project: G1 eligibility, G2 ex-ante evaluation, G3 readiness, G8 completion, closing."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

_BEFORE_RESERVE = ("submitted", "screened", "evaluated")
_LIVING = ("reserved", "building", "operating")

_STATES = (
    state("draft", "Draft", "草稿"),
    state("submitted", "Submitted", "已提交"),
    state("screened", "Passed first review", "已通过初审"),
    state("evaluated", "Evaluated", "已通过事前评估"),
    state("reserved", "In reserve", "已入库", "done"),
    state("building", "Under construction", "在建", "done"),
    state("operating", "In operation", "运营", "done"),
    state("closed", "Closed", "已终结", "done", ending=True),
    state("suspended", "Suspended", "已暂停", "trouble"),
    state("rejected", "Rejected", "未通过", "none", ending=True),
    state("withdrawn", "Withdrawn", "已撤回", "none", ending=True),
)

_ENTRY = (
    Transition(
        "submit",
        Label("Submit the project form", "提交项目表"),
        ("draft",),
        "submitted",
        "project.submit",
        guards=(
            use(
                "fields_filled",
                fields=(
                    "name",
                    "sector",
                    "revenue_nature",
                    "start_year",
                    "total_investment",
                    "construction_start",
                    "construction_end",
                    "operation_end",
                    "content_and_scale",
                ),
            ),
        ),
        clauses=("reserve.revenue_nature",),
    ),
    Transition(
        "screen",
        Label("Pass the first review (G1)", "通过初审（G1 准入）"),
        ("submitted",),
        "screened",
        "project.review",
        approval="project_screening",
        guards=(
            use("field_in", field="revenue_nature", rule="reserve.revenue_nature"),
            use("negative_list_clear", rule="reserve.negative_list"),
            use("capital_ratio_at_least", rule="reserve.capital_ratio"),
            use("amounts_consistent"),
            use("region_risk_justified", rule="reserve.high_risk_regions", field="restraint_justification"),
            use("field_in", field="pledged", values=("no",)),
        ),
        documents=("approval_basis", "capital_source"),
        clauses=(
            "reserve.revenue_nature",
            "reserve.negative_list",
            "reserve.capital_ratio",
            "reserve.high_risk_regions",
            "reserve.no_pledge",
        ),
    ),
    Transition(
        "evaluate",
        Label("Accept the ex-ante evaluation (G2)", "采纳事前绩效评估（G2）"),
        ("screened",),
        "evaluated",
        "project.review",
        guards=(use("evaluation_passed", type="ex_ante"),),
        clauses=("reserve.ex_ante_items", "performance.whole_life"),
    ),
    Transition(
        "enter_reserve",
        Label("Enter the reserve (G3)", "入库（G3 成熟度）"),
        ("evaluated",),
        "reserved",
        "project.approve",
        approval="project_reserve",
        guards=(
            use("permits_present", rule="reserve.required_permits"),
            use("term_within_life", rule="coverage.term_within_life"),
            use("fields_filled", fields=("goal_output", "goal_benefit", "goal_satisfaction")),
        ),
        documents=("feasibility_approval", "permits"),
        clauses=("reserve.readiness", "reserve.required_permits", "performance.goals_required"),
    ),
    Transition(
        "return_for_correction",
        Label("Return for correction", "退回修改"),
        _BEFORE_RESERVE,
        "draft",
        "project.review",
        custom=True,
        needs_reason=True,
    ),
    Transition(
        "reject",
        Label("Reject", "不予通过"),
        _BEFORE_RESERVE,
        "rejected",
        "project.approve",
        approval="project_refusal",
        custom=True,
        needs_reason=True,
    ),
    Transition(
        "withdraw",
        Label("Withdraw", "撤回"),
        ("draft", *_BEFORE_RESERVE, "reserved", "building"),
        "withdrawn",
        "project.withdraw",
        approval="project_refusal",
        guards=(use("no_open", records=("application", "bond_share", "disbursement", "instalment")),),
        custom=True,
        needs_reason=True,
    ),
)

_LIFE = (
    Transition(
        "start_building",
        Label("Start construction", "开工"),
        ("reserved",),
        "building",
        "project.start",
        approval="project_progress",
        guards=(
            use("permits_present", rule="reserve.construction_permits"),
            use("fields_filled", fields=("actual_start",)),
        ),
        documents=("commencement_notice",),
        clauses=("reserve.construction_permits", "operation.progress_report"),
    ),
    Transition(
        "complete",
        Label("Complete (G8)", "竣工（G8）"),
        ("building",),
        "operating",
        "project.complete",
        approval="project_progress",
        guards=(
            use("progress_complete"),
            use("fields_filled", fields=("actual_start", "actual_finish")),
        ),
        documents=("completion_acceptance",),
        effects=(
            use(
                "open_task",
                title="Record the assets of the completed project",
                title_zh="登记竣工项目形成的资产",
                role="project_unit",
                rule="risk.asset_months",
            ),
        ),
        clauses=("operation.completion", "operation.progress_report"),
    ),
    Transition(
        "close",
        Label("Close (G10, all repaid)", "终结（G10 本息结清）"),
        ("operating",),
        "closed",
        "project.close",
        approval="project_closing",
        guards=(
            use("all_instalments_paid"),
            use("evaluation_passed", type="final"),
            use("no_open", records=("bond_share", "disbursement", "change_of_use")),
        ),
        documents=("completion_accounts", "asset_record", "closing_statement"),
        clauses=("repayment.all_repaid", "operation.assets", "performance.whole_life"),
    ),
    Transition(
        "suspend",
        Label("Suspend", "暂停"),
        _LIVING,
        "suspended",
        "project.suspend",
        approval="project_sanction",
        effects=(
            use(
                "open_task",
                title="Rectify the problem behind the suspension",
                title_zh="整改暂停所涉问题",
                role="project_unit",
                rule="approval.return_days",
            ),
        ),
        clauses=("use.sanctions",),
        needs_reason=True,
    ),
)


def _resume(origin: str, en: str, zh: str) -> Transition:
    """Return the way back from suspension to the state the project came from."""
    return Transition(
        f"resume_{origin}",
        Label(en, zh),
        ("suspended",),
        origin,
        "project.resume",
        approval="project_sanction",
        guards=(use("came_from", state=origin),),
        documents=("rectification_report",),
        clauses=("use.sanctions",),
        needs_reason=True,
    )


PROJECT = Lifecycle(
    "project",
    Label("Project", "项目"),
    "reserve",
    "draft",
    _STATES,
    (
        *_ENTRY,
        *_LIFE,
        _resume("reserved", "Resume in reserve", "恢复（储备）"),
        _resume("building", "Resume construction", "恢复（建设）"),
        _resume("operating", "Resume operation", "恢复（运营）"),
    ),
)
