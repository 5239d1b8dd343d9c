"""What the tables of S5 and S8 say of e-government projects, procurement and purchased services."""

from collections.abc import Callable, Mapping

from models.registry import Project
from tests.lifecycle.story import Story
from tests.scenarios import budget_case as case
from tests.scenarios.tables import Case

KINDS = {
    "电子政务": ("e_government", {"cloud_resource": "GOV-CLOUD-0123"}, ("approve_plan",)),
    "购买服务": ("purchased_service", {"service_type": "居家养老", "provider": "示例社会服务中心"}, ()),
    "政府采购": ("procurement", {"procurement_method": "公开招标", "supplier": "示例设备公司"}, ()),
}
"""Name of a kind → key, its own fields, steps before the budget."""
PAPERS = {
    "技术审核意见": "technical_reply",
    "验收报告": "acceptance_report",
    "审计报告": "audit_report",
    "服务合同": "service_contract",
    "服务记录": "service_record",
    "采购合同": "procurement_contract",
}


class Kinds(Case):
    """One project of a kind: keys of what was stored for it."""

    def __init__(self, story: Story) -> None:
        super().__init__()
        self.story, self.key, self.budget, self.paper, self.count = story, "", "", "", 0


def executing(own: Kinds, name: str, amount: str) -> None:
    kind, fields, before = KINDS[name]
    own.count += 1
    own.key = case.project(own.story, kind, f"KIND-{own.count}", int(amount), fields=fields)
    story, key = own.story, own.key
    story.move("unit", "project", key, "propose")
    case.ex_ante(story, key)
    story.move("officer", "project", key, "evaluate")
    goal = case.goal(story, key)
    story.signed("officer", "project", key, "set_goals", "simple")
    for step in before:
        story.attach("officer", "project", key, "technical_reply")
        story.signed("officer", "project", key, step, "simple")
    case.goal_approved(story, goal)
    own.budget = case.line(story, key, int(amount))
    story.signed("officer", "budget_line", own.budget, "open", "budget")
    story.signed("officer", "project", key, "budget", "budget")
    story.move("unit", "project", key, "execute")


def paper_of_payment(own: Kinds, amount: str) -> None:
    own.count += 1
    own.paper = case.payment(own.story, own.key, own.budget, int(amount), f"ZF-{own.count}")


def paid(own: Kinds) -> None:
    own.story.signed("officer", "disbursement", own.paper, "approve", "simple")


def attached(own: Kinds, where: str, names: str) -> None:
    record, key = ("disbursement", own.paper) if where == "付款申请" else ("project", own.key)
    own.story.attach("officer", record, key, *(PAPERS[name] for name in names.split("、")))


def built(own: Kinds) -> None:
    own.story.move("unit", "project", own.key, "build")


def accepted(own: Kinds) -> None:
    own.story.signed("officer", "project", own.key, "accept", "simple")
    row: Project = own.story.row("project", own.key)
    own.outcome = {"状态": {"accepted": "已验收"}.get(row.state, row.state)}


def audited(own: Kinds) -> None:
    own.story.move("officer", "project", own.key, "audit")


def contracted(own: Kinds) -> None:
    own.story.move("unit", "project", own.key, "contract")


def evaluated(own: Kinds) -> None:
    found = case.self_evaluated(own.story, own.key)
    own.story.move("officer", "evaluation", found, "accept")


BUDGETS = {
    "一般公共预算": "general",
    "政府性基金预算": "government_fund",
    "国有资本经营预算": "state_capital",
    "社会保险基金预算": "social_insurance",
}
LEVELS = {"决策": "decision", "产出": "output", "效益": "benefit"}


def aimed(own: Kinds, budget: str, level: str) -> None:
    own.count += 1
    project = case.project(own.story, code=f"BUDGET-{own.count}")
    rows = [
        {"first": LEVELS[one], "second": "quantity", "name": f"{one}指标", "target": "100", "unit": "%",
         "points": "50"}
        for one in ("产出", level)
    ]  # fmt: skip
    held = {"layer": "project", "year": 2036, "name": f"{budget}目标", "budget": BUDGETS[budget]}
    key = own.story.create("unit", "goal", project=project, indicators=rows, **held)
    own.story.move("unit", "goal", key, "declare")


_BOTH: Mapping[str, Callable[..., None]] = {
    r"(电子政务|购买服务|政府采购)项目 (\d+) 万元走完评估、目标、预算，开始执行": executing,
    r"提出付款 (\d+) 万元": paper_of_payment,
    "审核付款": paid,
    r"(付款申请|项目)附(.+)": attached,
    "项目验收": accepted,
}
E_GOVERNMENT: Mapping[str, Callable[..., None]] = {**_BOTH, "依托政务云建设": built, "项目审计": audited}
BY_RESULT: Mapping[str, Callable[..., None]] = {
    **_BOTH,
    "签订合同": contracted,
    "完成绩效自评并采纳": evaluated,
    r"(一般公共预算|政府性基金预算|国有资本经营预算|社会保险基金预算)申报目标：产出和(..)指标": aimed,
}
