"""The kind of ordinary budget projects: a whole chain of performance management in one file of data."""

from models.kinds import shorthand as sign
from models.kinds.shorthand import flow, state, use
from models.kinds.supplement import (
    BUDGET_ADJUSTMENT,
    SUPPLEMENT,
    SUPPLEMENT_MEETING,
    SUPPLEMENT_REQUEST,
)
from models.lifecycle import (
    AlertSpec,
    DocumentType,
    FieldGroup,
    FieldSpec,
    Form,
    Kind,
    Label,
    Lifecycle,
    Track,
    Transition,
)

_BEFORE_BUDGET = ("proposed", "evaluated", "goals_set")

_PROJECT = Lifecycle(
    "project",
    Label("Project", "项目"),
    "execution",
    "draft",
    (
        state("draft", "Draft", "草稿", "none"),
        state("proposed", "Proposed", "已申报", "none"),
        state("evaluated", "Evaluated", "已通过事前评估", "none"),
        state("goals_set", "Goals set", "绩效目标已审核", "none"),
        state("budgeted", "In the budget", "已列预算"),
        state("executing", "Under way", "执行中"),
        state("self_evaluated", "Self-evaluated", "已自评", "done"),
        state("rechecked", "Re-checked", "已复核", "done"),
        state("result_used", "Result used", "结果已应用", "done"),
        state("disclosed", "Disclosed", "已公开", "done", ending=True),
        state("stopped", "Stopped", "已停止", "none", ending=True),
    ),
    (
        Transition(
            "propose",
            Label("Propose", "申报"),
            ("draft",),
            "proposed",
            "project.submit",
            guards=(use("fields_filled", fields=("name", "sector", "start_year", "total_investment")),),
            clauses=("ordinary.ex_ante",),
        ),
        Transition(
            "evaluate",
            Label("Accept the ex-ante evaluation", "采纳事前绩效评估"),
            ("proposed",),
            "evaluated",
            "project.review",
            guards=(use("evaluation_passed", type="ex_ante"),),
            clauses=("ordinary.ex_ante",),
        ),
        Transition(
            "set_goals",
            Label("Approve the goals", "审核绩效目标"),
            ("evaluated",),
            "goals_set",
            "project.review",
            approval="simple",
            guards=(use("fields_filled", fields=("goal_output", "goal_benefit", "goal_satisfaction")),),
            clauses=("performance.goals_required",),
        ),
        Transition(
            "budget",
            Label("Put into the budget", "列入预算"),
            ("goals_set",),
            "budgeted",
            "project.approve",
            approval="budget",
            guards=(use("budget_line_open"),),
            clauses=("budget.basis_documents",),
        ),
        Transition(
            "execute",
            Label("Start", "开始执行"),
            ("budgeted",),
            "executing",
            "project.advance",
            clauses=("ordinary.monitoring",),
        ),
        Transition(
            "self_evaluate",
            Label("Finish the self-evaluation", "完成自评"),
            ("executing",),
            "self_evaluated",
            "project.advance",
            guards=(use("evaluation_passed", type="self"),),
            clauses=("ordinary.self_evaluation",),
        ),
        Transition(
            "recheck",
            Label("Re-check", "复核"),
            ("self_evaluated",),
            "rechecked",
            "project.review",
            approval="simple",
            documents=("recheck_report",),
            clauses=("ordinary.self_evaluation",),
        ),
        Transition(
            "use_result",
            Label("Use the result", "应用评价结果"),
            ("rechecked",),
            "result_used",
            "project.approve",
            approval="budget",
            guards=(use("fields_filled", fields=("result_use",)),),
            effects=(use("open_duty", form="F7", rule="disclosure.performance_results"),),
            clauses=("performance.result_use",),
        ),
        Transition(
            "disclose",
            Label("Finish after publication", "公开后办结"),
            ("result_used",),
            "disclosed",
            "project.close",
            guards=(
                use("publication_published", form="F7"),
                use("no_open", records=("disbursement", "budget_line")),
            ),
            clauses=("ordinary.disclosure",),
        ),
        Transition(
            "return_for_correction",
            Label("Return for correction", "退回修改"),
            _BEFORE_BUDGET,
            "draft",
            "project.review",
            custom=True,
            needs_reason=True,
        ),
        Transition(
            "stop",
            Label("Stop", "停止"),
            ("draft", *_BEFORE_BUDGET, "budgeted", "executing"),
            "stopped",
            "project.withdraw",
            approval="simple",
            guards=(use("no_open", records=("disbursement",)),),
            clauses=("ordinary.monitoring",),
            needs_reason=True,
        ),
    ),
)

_EVALUATION = Lifecycle(
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
            clauses=("ordinary.ex_ante", "ordinary.self_evaluation"),
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

_BUDGET_LINE = Lifecycle(
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
            guards=(use("budget_basis_present", rule="budget.basis_documents"),),
            clauses=("budget.basis_documents",),
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

_DISBURSEMENT = Lifecycle(
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
                use("documents_present", rule="ordinary.payment_evidence"),
                use("monitoring_allows", rule="performance.dual_monitoring"),
            ),
            clauses=("ordinary.payment_evidence", "performance.dual_monitoring"),
        ),
        Transition(
            "pay",
            Label("Pay", "支付"),
            ("approved",),
            "paid",
            "disbursement.pay",
            guards=(use("budget_line_open"), use("fields_filled", fields=("voucher", "paid_on"))),
            effects=(use("post", entry="payment"),),
            clauses=("budget.basis_documents",),
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

_PUBLICATION = Lifecycle(
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
            guards=(
                use("form_complete"),
                use("content_current"),
                use("public_fields_only", rule="disclosure.allow_list"),
            ),
            clauses=("ordinary.disclosure", "disclosure.allow_list"),
        ),
        Transition(
            "publish",
            Label("Publish", "公开"),
            ("approved",),
            "published",
            "publication.publish",
            guards=(
                use("fields_filled", fields=("published_on", "address")),
                use("published_in_time"),
                use("content_current"),
            ),
            clauses=("ordinary.disclosure",),
        ),
    ),
)

_PROJECT_FORM = Form(
    "project",
    (
        FieldGroup(
            "basics",
            Label("1. Basics", "一、基本情况"),
            (
                FieldSpec("name", Label("Project name", "项目名称"), "text", required=True),
                FieldSpec("code", Label("Project code", "项目编码"), "text"),
                FieldSpec("platform_code", Label("Code in the budget platform", "一体化项目代码"), "text"),
                FieldSpec("sector", Label("Sector", "项目领域"), "text", required=True),
                FieldSpec("start_year", Label("Start year", "开始年度"), "year", required=True),
                FieldSpec(
                    "total_investment", Label("Total amount", "项目总金额"), "money", "fen", required=True
                ),
            ),
        ),
        FieldGroup(
            "goals",
            Label("2. Performance goals", "二、绩效目标"),
            (
                FieldSpec(
                    "goal_output", Label("Output: quantity, quality, time, cost", "产出指标"), "long_text"
                ),
                FieldSpec(
                    "goal_benefit", Label("Economic, social, ecological effect", "效益指标"), "long_text"
                ),
                FieldSpec("goal_satisfaction", Label("Satisfaction", "满意度指标"), "text"),
                FieldSpec(
                    "monitoring",
                    Label("Dual monitoring", "绩效双监控结果"),
                    "choice",
                    choices=(
                        ("on_track", Label("On track", "正常")),
                        ("deviating", Label("Deviating", "有偏差")),
                        ("seriously_deviating", Label("Seriously deviating", "严重偏离")),
                    ),
                ),
                FieldSpec("result_use", Label("How the result is used", "评价结果应用"), "long_text"),
            ),
        ),
    ),
)

_EVALUATION_FORM = Form(
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

KIND = Kind(
    key="ordinary",
    version=1,
    label=Label("Ordinary budget project", "普通预算项目"),
    tracks=(
        Track("evaluation", Label("Evaluation", "绩效评价")),
        Track("budget", Label("Budget", "预算")),
        Track("execution", Label("Execution", "执行")),
        Track("disclosure", Label("Disclosure", "公开")),
    ),
    lifecycles=(_PROJECT, _EVALUATION, _BUDGET_LINE, SUPPLEMENT, _DISBURSEMENT, _PUBLICATION),
    forms=(_PROJECT_FORM, _EVALUATION_FORM),
    documents=(
        DocumentType(
            "recheck_report", Label("Report of the re-check", "复核报告"), "ordinary.self_evaluation"
        ),
        DocumentType(
            "acceptance_report", Label("Acceptance report", "验收报告"), "ordinary.payment_evidence"
        ),
        BUDGET_ADJUSTMENT,
        SUPPLEMENT_REQUEST,
        DocumentType("audit_report", Label("Audit report", "审计报告"), "ordinary.payment_evidence"),
    ),
    approvals=(
        flow("simple", "Two persons", "经办与复核", sign.PREPARE, sign.REVIEW),
        SUPPLEMENT_MEETING,
        flow(
            "budget",
            "Budget and result use",
            "预算与结果应用",
            sign.PREPARE,
            sign.SECTION_HEAD,
            sign.BUDGET,
            sign.DEPUTY_HEAD,
        ),
    ),
    alerts=(
        AlertSpec(
            "A11",
            Label("Goals or self-evaluation missing", "绩效目标或自评缺失"),
            "evaluation_missing",
            "warning",
            "project_unit",
            "performance.self_evaluation_date",
        ),
    ),
    basis="中发〔2018〕34号；财预〔2020〕10号",
)
