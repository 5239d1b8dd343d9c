"""Forms of a special bond: the project form in the order of the paper, and those of its other records."""

from models.kinds.special_bond.final_accounts import FINAL_ACCOUNTS_FORM
from models.kinds.special_bond.money_forms import MONEY_FORMS
from models.kinds.special_bond.project_form import PROJECT_FORM
from models.kinds.special_bond.purposes import PURPOSES
from models.lifecycle import FieldGroup, FieldSpec, Form, Label
from models.rules.reserve import EX_ANTE_ITEMS

_PURPOSE_CHOICES = tuple((purpose.key, purpose.label) for purpose in PURPOSES)

_APPLICATION_FORM = Form(
    "application",
    (
        FieldGroup(
            "batch",
            Label("1. Batch and amount", "一、批次与金额"),
            (
                FieldSpec("year", Label("Year", "年度"), "year", required=True),
                FieldSpec("batch", Label("Batch", "批次"), "text", required=True),
                FieldSpec(
                    "purpose",
                    Label("Bond purpose", "债券用途"),
                    "choice",
                    choices=_PURPOSE_CHOICES,
                    required=True,
                ),
                FieldSpec(
                    "amount", Label("Amount applied for", "本次申请金额"), "money", "fen", required=True
                ),
                FieldSpec("amount_year_2", Label("Amount wanted in year 2", "第二年需求"), "money", "fen"),
                FieldSpec("amount_year_3", Label("Amount wanted in year 3", "第三年需求"), "money", "fen"),
                FieldSpec(
                    "as_capital", Label("Of which used as capital", "其中：用作资本金"), "money", "fen"
                ),
                FieldSpec("tenor_years", Label("Tenor", "期限"), "count", "years", required=True),
                FieldSpec(
                    "repaid_by",
                    Label("Repaid from", "偿还来源"),
                    "choice",
                    choices=(
                        ("fund_account", Label("Government-fund income", "政府性基金收入")),
                        ("dedicated_income", Label("Dedicated income", "专项收入")),
                    ),
                ),
            ),
        ),
        FieldGroup(
            "papers",
            Label("2. One plan, two books", "二、一案两书"),
            (
                FieldSpec("accounting_firm", Label("Accounting firm", "会计师事务所"), "text"),
                FieldSpec("law_firm", Label("Law firm", "律师事务所"), "text"),
                FieldSpec(
                    "route",
                    Label("Approval route", "审核路径"),
                    "choice",
                    choices=(
                        ("self_review", Label("Self-review, self-issue", "自审自发")),
                        ("national", Label("National review", "国家审核")),
                    ),
                ),
            ),
        ),
        FieldGroup(
            "effects",
            Label("3. Expected effects", "三、带动情况"),
            (
                FieldSpec(
                    "contractor_income", Label("Income of contractors", "带动企业收入"), "money", "fen"
                ),
                FieldSpec("jobs", Label("Jobs", "带动就业"), "count", "persons"),
                FieldSpec("wages", Label("Wages of workers", "带动劳务报酬"), "money", "fen"),
            ),
        ),
    ),
)

_EVALUATION_FORM = Form(
    "evaluation",
    (
        FieldGroup(
            "items",
            Label("1. Eight items of the ex-ante evaluation", "一、事前绩效评估八项内容"),
            tuple(FieldSpec(key, label, "long_text") for key, label in EX_ANTE_ITEMS),
        ),
        FieldGroup(
            "result",
            Label("2. Score and conclusion", "二、评分与结论"),
            (
                FieldSpec("score", Label("Score", "得分"), "number", "score"),
                FieldSpec("conclusion", Label("Conclusion", "评估结论"), "long_text"),
                FieldSpec("evaluated_by", Label("Evaluated by", "评估机构或专家"), "text"),
            ),
        ),
    ),
)

_CHANGE_FORM = Form(
    "change_of_use",
    (
        FieldGroup(
            "change",
            Label("Change of use", "用途调整"),
            (
                FieldSpec(
                    "case",
                    Label("Case", "调整情形"),
                    "choice",
                    choices=(
                        ("project_changed", Label("Project changed", "项目实施条件变化")),
                        ("surplus", Label("Surplus after completion", "竣工后资金结余")),
                        ("violation_found", Label("Violation found", "检查发现违规")),
                        ("other", Label("Other", "其他")),
                    ),
                    required=True,
                ),
                FieldSpec("amount", Label("Amount moved", "调整金额"), "money", "fen", required=True),
                FieldSpec("reason", Label("Reason", "调整原因"), "long_text", required=True),
                FieldSpec(
                    "misused_before",
                    Label("Was the money already used otherwise?", "是否已先行挪用"),
                    "choice",
                    choices=(("no", Label("No", "否")), ("yes", Label("Yes", "是"))),
                    required=True,
                ),
                FieldSpec(
                    "target_finish", Label("Expected completion of the new project", "预计竣工日期"), "date"
                ),
                FieldSpec("approval_number", Label("Number of the approval", "批复文号"), "text"),
            ),
        ),
    ),
)

_PROGRESS_FORM = Form(
    "progress",
    (
        FieldGroup(
            "month",
            Label("Monthly report", "建设进度月报"),
            (
                FieldSpec("month", Label("Month", "月份"), "text", required=True),
                FieldSpec(
                    "build_status",
                    Label("Build status", "建设状态"),
                    "choice",
                    choices=(
                        ("approved", Label("Approved", "已立项")),
                        ("building", Label("Under construction", "在建")),
                        ("suspended", Label("Suspended", "停工")),
                        ("completed", Label("Completed", "已竣工")),
                        ("accounts_done", Label("Final accounts done", "已决算")),
                    ),
                    required=True,
                ),
                FieldSpec(
                    "physical_progress",
                    Label("Physical progress", "形象进度"),
                    "rate",
                    "percent",
                    required=True,
                ),
                FieldSpec("certified_work", Label("Certified work to date", "累计计量产值"), "money", "fen"),
                FieldSpec("remark", Label("Remark", "说明"), "long_text"),
            ),
        ),
    ),
)

FORMS = (
    *MONEY_FORMS,
    PROJECT_FORM,
    _APPLICATION_FORM,
    _EVALUATION_FORM,
    _CHANGE_FORM,
    _PROGRESS_FORM,
    FINAL_ACCOUNTS_FORM,
)
