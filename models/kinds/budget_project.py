"""What ordinary budget projects share: a kind adds its own stages, documents and rules of payment as data."""

from dataclasses import dataclass, replace

from models.kinds import shorthand as sign
from models.kinds.performance import (
    APPRAISAL,
    BUDGET_FLOW,
    EVALUATION_FLOW,
    EVALUATION_REPORT,
    GOAL_FLOW,
    PERFORMANCE_DOCUMENTS,
    RESULT_LIST,
    SIMPLE,
    evaluation,
    performance,
)
from models.kinds.shorthand import state, use
from models.kinds.supplement import BUDGET_ADJUSTMENT, SUPPLEMENT, SUPPLEMENT_MEETING, SUPPLEMENT_REQUEST
from models.lifecycle import (
    AlertSpec,
    DocumentType,
    FieldGroup,
    FieldSpec,
    Form,
    GuardUse,
    Kind,
    Label,
    Lifecycle,
    State,
    Track,
    Transition,
)

__all__ = ["EVALUATION_FORM", "Stage", "budget_project", "publication", "sign"]


@dataclass(frozen=True, slots=True)
class Stage:
    """One more stage of a project: the state it leads to and the step that leads there, sources left open."""

    state: State
    step: Transition


def budget_project(
    key: str,
    label: Label,
    basis: str,
    *,
    before_budget: tuple[Stage, ...] = (),
    work: tuple[Stage, ...] = (),
    evidence: str = "ordinary.payment_evidence",
    payment: tuple[GuardUse, ...] = (),
    documents: tuple[DocumentType, ...] = (),
    fields: tuple[FieldSpec, ...] = (),
    version: int = 1,
) -> Kind:
    """Return a kind of ordinary project; ``evidence`` is the rule with the documents a payment needs."""
    return Kind(
        key=key,
        version=version,
        label=label,
        tracks=(
            Track("evaluation", Label("Evaluation", "绩效评价")),
            Track("budget", Label("Budget", "预算")),
            Track("execution", Label("Execution", "执行")),
            Track("disclosure", Label("Disclosure", "公开")),
        ),
        lifecycles=(
            _project(before_budget, work),
            evaluation("evaluation", "ordinary.ex_ante", needs_report=False),
            *performance("evaluation"),
            RESULT_LIST,
            APPRAISAL,
            _budget_line(),
            SUPPLEMENT,
            _disbursement(evidence, payment),
            publication(),
        ),
        forms=(_project_form(fields), EVALUATION_FORM),
        documents=(*_DOCUMENTS, *documents),
        approvals=(SIMPLE, SUPPLEMENT_MEETING, BUDGET_FLOW, EVALUATION_FLOW, GOAL_FLOW),
        alerts=_ALERTS,
        basis=basis,
    )


_START = (
    Stage(
        state("proposed", "Proposed", "已申报", "none"),
        Transition(
            "propose",
            Label("Propose", "申报"),
            (),
            "proposed",
            "project.submit",
            guards=(use("fields_filled", fields=("name", "sector", "start_year", "total_investment")),),
            clauses=("ordinary.ex_ante",),
        ),
    ),
    Stage(
        state("evaluated", "Evaluated", "已通过事前评估", "none"),
        Transition(
            "evaluate",
            Label("Accept the ex-ante evaluation", "采纳事前绩效评估"),
            (),
            "evaluated",
            "project.review",
            guards=(use("evaluation_passed", type="ex_ante"),),
            clauses=("ordinary.ex_ante",),
        ),
    ),
    Stage(
        state("goals_set", "Goals set", "绩效目标已申报", "none"),
        Transition(
            "set_goals",
            Label("Accept the goals", "审核绩效目标"),
            (),
            "goals_set",
            "project.review",
            approval="simple",
            guards=(use("goal_at", rule="performance.goal_threshold", states=("declared", "approved")),),
            clauses=("performance.goals_required",),
        ),
    ),
)

_BUDGETED = (
    Stage(
        state("budgeted", "In the budget", "已列预算"),
        Transition(
            "budget",
            Label("Put into the budget", "列入预算"),
            (),
            "budgeted",
            "project.approve",
            approval="budget",
            guards=(
                use("goal_at", rule="performance.goal_threshold", states=("approved",)),
                use("budget_line_open"),
            ),
            clauses=("budget.basis_documents",),
        ),
    ),
    Stage(
        state("executing", "Under way", "执行中"),
        Transition(
            "execute",
            Label("Start", "开始执行"),
            (),
            "executing",
            "project.advance",
            clauses=("ordinary.monitoring",),
        ),
    ),
)

_END = (
    Stage(
        state("self_evaluated", "Self-evaluated", "已自评", "done"),
        Transition(
            "self_evaluate",
            Label("Finish the self-evaluation", "完成自评"),
            (),
            "self_evaluated",
            "project.advance",
            guards=(use("evaluation_passed", type="self"),),
            clauses=("ordinary.self_evaluation",),
        ),
    ),
    Stage(
        state("rechecked", "Re-checked", "已复核", "done"),
        Transition(
            "recheck",
            Label("Re-check", "复核"),
            (),
            "rechecked",
            "project.review",
            approval="simple",
            guards=(use("recheck_done"),),
            clauses=("ordinary.self_evaluation",),
        ),
    ),
    Stage(
        state("result_used", "Result used", "结果已应用", "done"),
        Transition(
            "use_result",
            Label("Use the result", "应用评价结果"),
            (),
            "result_used",
            "project.approve",
            approval="budget",
            guards=(use("fields_filled", fields=("result_use",)), use("no_open", records=("rectification",))),
            effects=(use("open_duty", form="F7", rule="disclosure.performance_results"),),
            clauses=("performance.result_use",),
        ),
    ),
    Stage(
        state("disclosed", "Disclosed", "已公开", "done", ending=True),
        Transition(
            "disclose",
            Label("Finish after publication", "公开后办结"),
            (),
            "disclosed",
            "project.close",
            guards=(
                use("publication_published", form="F7"),
                use("no_open", records=("disbursement", "budget_line")),
            ),
            clauses=("ordinary.disclosure",),
        ),
    ),
)


def _project(before_budget: tuple[Stage, ...], work: tuple[Stage, ...]) -> Lifecycle:
    stages = (*_START, *before_budget, *_BUDGETED, *work, *_END)
    keys = ("draft", *(stage.state.key for stage in stages))
    steps = [replace(stage.step, sources=(before,)) for before, stage in zip(keys, stages, strict=False)]
    early = keys[1 : keys.index("budgeted")]
    running = keys[: keys.index("self_evaluated")]
    return Lifecycle(
        "project",
        Label("Project", "项目"),
        "execution",
        "draft",
        (
            state("draft", "Draft", "草稿", "none"),
            *(stage.state for stage in stages),
            state("stopped", "Stopped", "已停止", "none", ending=True),
        ),
        (*steps, _back(early), _stop(running)),
    )


def _back(sources: tuple[str, ...]) -> Transition:
    return Transition(
        "return_for_correction",
        Label("Return for correction", "退回修改"),
        sources,
        "draft",
        "project.review",
        custom=True,
        needs_reason=True,
    )


def _stop(sources: tuple[str, ...]) -> Transition:
    return Transition(
        "stop",
        Label("Stop", "停止"),
        sources,
        "stopped",
        "project.withdraw",
        approval="simple",
        guards=(use("no_open", records=("disbursement",)),),
        clauses=("ordinary.monitoring",),
        needs_reason=True,
    )


def _budget_line() -> Lifecycle:
    return Lifecycle(
        "budget_line",
        Label("Budget line", "预算安排"),
        "budget",
        "draft",
        (
            state("draft", "Draft", "草稿"),
            state("open", "Open", "已安排", "done"),
            state("closed", "Closed", "已决算", "done", ending=True),
            state("cancelled", "Cancelled", "已取消", "none", ending=True),
        ),
        (
            Transition(
                "open",
                Label("Open the line", "下达"),
                ("draft",),
                "open",
                "budget_line.approve",
                approval="budget",
                guards=(
                    use("budget_basis_present", rule="budget.basis_documents"),
                    use("goal_at", rule="performance.goal_threshold", states=("approved",)),
                    use("within_result_cut", rule="performance.result_use"),
                ),
                clauses=("budget.basis_documents", "performance.goals_required", "performance.result_use"),
            ),
            Transition(
                "close",
                Label("Close with the final accounts", "决算关闭"),
                ("open",),
                "closed",
                "budget_line.close",
                approval="simple",
                guards=(use("year_ended"),),
                clauses=("budget.year_end",),
            ),
            Transition(
                "cancel",
                Label("Cancel", "取消"),
                ("draft",),
                "cancelled",
                "budget_line.submit",
                custom=True,
                needs_reason=True,
            ),
        ),
    )


def _disbursement(evidence: str, payment: tuple[GuardUse, ...]) -> Lifecycle:
    return Lifecycle(
        "disbursement",
        Label("Payment", "支付"),
        "execution",
        "draft",
        (
            state("draft", "Draft", "草稿"),
            state("approved", "Approved", "已批准"),
            state("paid", "Paid", "已支付", "done", ending=True),
            state("cancelled", "Cancelled", "已取消", "none", ending=True),
        ),
        (
            Transition(
                "approve",
                Label("Approve", "批准"),
                ("draft",),
                "approved",
                "disbursement.approve",
                approval="simple",
                guards=(
                    use("budget_line_open"),
                    use("documents_present", rule=evidence),
                    use("monitoring_allows", rule="performance.dual_monitoring"),
                    *payment,
                ),
                clauses=(evidence, "performance.dual_monitoring"),
            ),
            Transition(
                "pay",
                Label("Pay", "支付"),
                ("approved",),
                "paid",
                "disbursement.pay",
                guards=(
                    use("budget_line_open"),
                    use("fields_filled", fields=("voucher", "paid_on")),
                    use("monitoring_allows", rule="performance.dual_monitoring"),
                ),
                effects=(use("post", entry="payment"),),
                clauses=("budget.basis_documents", "performance.dual_monitoring"),
            ),
            Transition(
                "cancel",
                Label("Cancel", "取消"),
                ("draft", "approved"),
                "cancelled",
                "disbursement.cancel",
                custom=True,
                needs_reason=True,
            ),
        ),
    )


def publication() -> Lifecycle:
    """Return the publication of a project: approved by a second person, then published."""
    return Lifecycle(
        "publication",
        Label("Publication", "信息公开"),
        "disclosure",
        "due",
        (
            state("due", "Due", "待公开", "none"),
            state("approved", "Approved", "已审批"),
            state("published", "Published", "已公开", "done", ending=True),
        ),
        (
            Transition(
                "approve",
                Label("Approve for publication", "审批公开稿"),
                ("due",),
                "approved",
                "publication.approve",
                approval="simple",
                guards=(use("form_complete"), use("public_fields_only", rule="disclosure.allow_list")),
                clauses=("ordinary.disclosure", "disclosure.allow_list"),
            ),
            Transition(
                "publish",
                Label("Publish", "公开"),
                ("approved",),
                "published",
                "publication.publish",
                guards=(use("fields_filled", fields=("published_on", "address")),),
                clauses=("ordinary.disclosure",),
            ),
        ),
    )


def _project_form(fields: tuple[FieldSpec, ...]) -> Form:
    basics = FieldGroup(
        "basics",
        Label("1. Basics", "一、基本情况"),
        (
            FieldSpec("name", Label("Project name", "项目名称"), "text", required=True),
            FieldSpec("code", Label("Project code", "项目编码"), "text"),
            FieldSpec("platform_code", Label("Code in the budget platform", "一体化项目代码"), "text"),
            FieldSpec("sector", Label("Sector", "项目领域"), "text", required=True),
            FieldSpec("start_year", Label("Start year", "开始年度"), "year", required=True),
            FieldSpec("total_investment", Label("Total amount", "项目总金额"), "money", "fen", required=True),
        ),
    )
    result = FieldSpec("result_use", Label("How the result is used", "评价结果应用"), "long_text")
    used = FieldGroup("result", Label("2. Use of the result", "二、结果应用"), (*fields, result))
    return Form("project", (basics, used))


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
            ),
        ),
    ),
)

_DOCUMENTS = (
    DocumentType("acceptance_report", Label("Acceptance report", "验收报告"), "ordinary.payment_evidence"),
    BUDGET_ADJUSTMENT,
    SUPPLEMENT_REQUEST,
    DocumentType("audit_report", Label("Audit report", "审计报告"), "ordinary.payment_evidence"),
    EVALUATION_REPORT,
    *PERFORMANCE_DOCUMENTS,
)

_ALERTS = (
    AlertSpec(
        "A11",
        Label("Goals or self-evaluation missing", "绩效目标或自评缺失"),
        "evaluation_missing",
        "warning",
        "project_unit",
        "performance.self_evaluation_date",
    ),
)
