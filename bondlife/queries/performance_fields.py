"""Fields of performance management that are columns of their records."""

from collections.abc import Mapping

from bondlife.queries.works_fields import Choices, column
from models.lifecycle import FieldSpec, Label

BUDGETS: Choices = (
    ("general", Label("General public budget", "一般公共预算")),
    ("government_fund", Label("Government-fund budget", "政府性基金预算")),
    ("state_capital", Label("State-capital budget", "国有资本经营预算")),
    ("social_insurance", Label("Social-insurance budget", "社会保险基金预算")),
)
LAYERS: Choices = (
    ("duty", Label("Duty of the department", "部门职责")),
    ("task", Label("Task", "工作任务")),
    ("project", Label("Project", "项目")),
)
MEASURES: Choices = (
    ("none", Label("None", "无需处置")),
    ("correct", Label("Correct", "限期纠偏")),
    ("suspend", Label("Suspend payment", "暂缓拨付")),
    ("stop", Label("Stop payment", "停止拨付")),
)
POOLS: Choices = (
    ("agency", Label("Third party", "第三方机构")),
    ("expert", Label("Expert", "专家")),
)
MATTERS: Choices = (
    ("false_evaluation", Label("Untrue evaluation", "自评失真")),
    ("goal_missed", Label("Goals missed", "绩效目标严重未达")),
    ("misuse", Label("Misuse of money", "资金使用违规")),
    ("not_rectified", Label("Not put right in time", "整改不到位")),
    ("other", Label("Other", "其他")),
)
_ROWS = Label(
    "one a line: level 1 | level 2 | name | target | unit | higher or lower | points",
    "一行一项：一级｜二级｜指标名称｜目标值｜单位｜正向或反向｜分值，可自表格粘贴",
)
_TASKS = Label(
    "one a line: task | budget (yuan) | spent | target | actual | unit | reason",
    "一行一项：任务｜预算数（元）｜执行数｜目标值｜完成值｜单位｜偏差原因，可自表格粘贴",
)
_COMMENTS = Label("one a line: who | comment | answer", "一行一条：提出方｜意见｜答复")

PERFORMANCE_FIELDS: Mapping[str, tuple[FieldSpec, ...]] = {
    "goal": (
        column("project", "Project", "项目", "choice"),
        column("region", "Region", "行政区划", "choice"),
        column("department", "Competent department", "主管部门", "choice"),
        column("layer", "Layer", "层级", "choice", choices=LAYERS, required=True),
        column("parent", "Follows from", "上级目标", "choice"),
        column("year", "Year", "年度", "year", required=True),
        column("budget", "Budget", "所属预算", "choice", choices=BUDGETS, required=True),
        column("name", "Name of the goal", "目标名称", required=True),
        column("statement", "Goal in words", "绩效目标", "long_text"),
        column("amount", "Money of the goal", "对应预算金额", "money"),
        column("indicators", "Indicators", "绩效指标", "long_text", hint=_ROWS),
        column("budget_number", "Number of the budget reply", "预算批复文号"),
    ),
    "monitoring": (
        column("project", "Project", "项目", "choice", required=True),
        column("checked_to", "Up to", "监控截止日", "date", required=True),
        column("tasks", "Tasks", "监控任务", "long_text", hint=_TASKS),
        column("measure", "Measure", "处置措施", "choice", choices=MEASURES, required=True),
        column("reason", "Reason of the deviation", "偏差原因", "long_text"),
        column("correction", "Correction", "纠偏措施", "long_text"),
        column("due_on", "Corrected by", "纠偏期限", "date"),
    ),
    "rectification": (
        column("project", "Project", "项目", "choice", required=True),
        column("number", "Number of the order", "整改通知编号"),
        column("finding", "Finding", "发现问题", "long_text", required=True),
        column("demand", "What is to be done", "整改要求", "long_text", required=True),
        column("ordered_on", "Ordered on", "下达日期", "date", required=True),
        column("due_on", "Due on", "整改期限", "date", required=True),
        column("answer", "Answer", "整改反馈", "long_text"),
        column("answered_on", "Answered on", "反馈日期", "date"),
    ),
    "evaluation_job": (
        column("project", "Project", "项目", "choice"),
        column("region", "Region", "行政区划", "choice"),
        column("department", "Competent department", "主管部门", "choice"),
        column("pool", "Pool", "抽取范围", "choice", choices=POOLS, required=True),
        column("name", "Name of the job", "任务名称", required=True),
        column("year", "Year", "年度", "year", required=True),
        column("expertise", "Field of work", "专业领域"),
        column("contract_number", "Contract number", "合同编号"),
        column("amount", "Fee", "委托费用", "money"),
        column("due_on", "Due on", "交付期限", "date"),
        column("delivered_on", "Delivered on", "交付日期", "date"),
        column("comments", "Comments on the draft", "初稿意见与答复", "long_text", hint=_COMMENTS),
    ),
    "accountability": (
        column("project", "Project", "项目", "choice", required=True),
        column("found_on", "Found on", "发现日期", "date", required=True),
        column("matter", "Matter", "事由", "choice", choices=MATTERS, required=True),
        column("finding", "Finding", "问题描述", "long_text", required=True),
        column("answerable", "Who answers", "责任人（单位）", required=True),
        column("measure", "Measure taken", "处理措施"),
        column("decided_on", "Decided on", "处理日期", "date"),
        column("decision_number", "Number of the decision", "处理文号"),
        column("outcome", "Outcome", "处理结果", "long_text"),
    ),
    "result_list": (column("signed_number", "Number of the signed list", "审签文号"),),
    "appraisal": (
        column("region", "Region", "行政区划", "choice", required=True),
        column("year", "Year", "年度", "year", required=True),
    ),
}
