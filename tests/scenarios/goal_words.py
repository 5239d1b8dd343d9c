"""What the tables of S4 and S6 say, done as the offices would: evaluation, goals, monitoring, results."""

from collections.abc import Callable, Mapping
from typing import Any

from bondlife.services import evaluations
from models.base import columns
from models.registry import Rectification
from tests.lifecycle.story import Story
from tests.scenarios import budget_case as case
from tests.scenarios.tables import Case

LIGHTS = {"red": "红灯", "yellow": "黄灯", "green": "绿灯", "": "绿灯"}
GRADES = {"excellent": "优", "good": "良", "fair": "中", "poor": "差"}


class Goals(Case):
    """One project on its way: keys of what was stored for it."""

    def __init__(self, story: Story) -> None:
        super().__init__()
        self.story = story
        self.key = self.budget = self.goal = self.paper = self.monitored = self.evaluation = ""


def proposed(own: Goals, amount: str) -> None:
    own.key = case.project(own.story, amount=int(amount))
    own.story.move("unit", "project", own.key, "propose")
    own.budget = case.line(own.story, own.key, int(amount))


def judged(own: Goals) -> None:
    case.ex_ante(own.story, own.key)


def confirmed(own: Goals) -> None:
    own.story.move("officer", "project", own.key, "evaluate")


def declared(own: Goals) -> None:
    own.goal = case.goal(own.story, own.key)


def goals_set(own: Goals) -> None:
    own.story.signed("officer", "project", own.key, "set_goals", "simple")


def goal_approved_at_once(own: Goals) -> None:
    own.story.move("officer", "goal", own.goal, "approve")


def second_round(own: Goals) -> None:
    case.goal_approved(own.story, own.goal)
    own.outcome = {"申报轮次": str(own.story.row("goal", own.goal).round)}


def opened(own: Goals) -> None:
    own.story.signed("officer", "budget_line", own.budget, "open", "budget")


def started(own: Goals) -> None:
    own.story.signed("officer", "project", own.key, "budget", "budget")
    own.story.move("unit", "project", own.key, "execute")


def watched(own: Goals, spent: str, actual: str) -> None:
    own.monitored = case.monitored(own.story, own.key, spent=int(spent), actual=int(actual))
    own.outcome = {"亮灯": LIGHTS[own.story.row("monitoring", own.monitored).light]}


def handed_in(own: Goals) -> None:
    own.story.move("unit", "monitoring", own.monitored, "submit")


def suspended(own: Goals) -> None:
    row = own.story.row("monitoring", own.monitored)
    names = ("name", "target", "actual", "unit")
    task = {**{name: row.tasks[0][name] for name in names}, "budget": "5000000", "spent": "4500000"}
    told = {"reason": "进度滞后", "correction": "调整施工组织", "due_on": "2036-09-30", "measure": "suspend"}
    form = {"project": own.key, "checked_to": "2036-07-31", "tasks": [task], **told}
    own.story.edit("unit", "monitoring", own.monitored, **form)
    case.confirmed(own.story, own.monitored)
    own.outcome = {"整改通知": str(len(_orders(own)))}


def asked_to_pay(own: Goals, amount: str) -> None:
    if not own.paper:
        own.paper = case.payment(own.story, own.key, own.budget, int(amount))
        own.story.attach("unit", "disbursement", own.paper, "acceptance_report")
    own.story.signed("officer", "disbursement", own.paper, "approve", "simple")


def lifted(own: Goals) -> None:
    own.story.signed("officer", "monitoring", own.monitored, "lift", "simple", "整改到位")


def put_right(own: Goals) -> None:
    order = _orders(own)[0]
    kept = {
        name: str(getattr(order, name)) for name in ("finding", "demand", "ordered_on", "due_on", "number")
    }
    answer = {"answer": "已赶工", "answered_on": "2036-08-05", "project": own.key}
    own.story.edit("unit", "rectification", order.public_id, **kept, **answer)
    own.story.attach("unit", "rectification", order.public_id, "rectification_evidence")
    own.story.move("unit", "rectification", order.public_id, "answer")
    own.story.move("officer", "rectification", order.public_id, "close")


def _orders(own: Goals) -> list[Rectification]:
    row = own.story.row("monitoring", own.monitored)
    return own.story.all(Rectification, columns(Rectification).monitoring_id == row.id)


def self_evaluated(own: Goals, score: str) -> None:
    own.evaluation = case.self_evaluated(own.story, own.key, lost=100 - int(score))
    _told(own)


def rechecked(own: Goals, score: str) -> None:
    row = own.story.row("evaluation", own.evaluation)
    points = spread(row.sheet["frame"]["items"], 100 - int(score))
    form = evaluations.SheetInput(scorer="recheck", points=points)
    evaluations.score(own.story.db, own.story.people["evaluator"], own.evaluation, form, row.version)
    own.story.signed("evaluator", "evaluation", own.evaluation, "recheck", "evaluation")
    own.story.signed("officer", "evaluation", own.evaluation, "conclude", "simple")
    _told(own)


def spread(items: list[Any], lost: int) -> dict[str, str]:
    """Return points of a frame's rows of which so many are lost, the first rows first."""
    points: dict[str, str] = {}
    for item in items:
        gone = min(lost, int(item["points"]))
        points[item["key"]], lost = str(int(item["points"]) - gone), lost - gone
    return points


def _told(own: Goals) -> None:
    row = own.story.row("evaluation", own.evaluation)
    own.outcome = {"得分": f"{row.score:f}", "等级": GRADES[row.grade]}


def finished(own: Goals) -> None:
    own.story.move("unit", "project", own.key, "self_evaluate")
    own.story.signed("officer", "project", own.key, "recheck", "simple")


CHAIN: Mapping[str, Callable[..., None]] = {
    r"单位提出 (\d+) 万元专项": proposed,
    "评价人员按五项内容完成事前绩效评估": judged,
    "财政部门确认事前评估": confirmed,
    "单位申报绩效目标（一上）": declared,
    "财政部门设定项目绩效目标": goals_set,
    "只申报一轮即批复绩效目标": goal_approved_at_once,
    "下达审核意见（一下），再次申报（二上），随预算批复（二下）": second_round,
    "下达预算指标": opened,
    "批复项目预算，开始执行": started,
    r"监控：1—7 月支出 (\d+) 万元，目标完成 (\d+)%": watched,
    "不提处置措施提交监控报告": handed_in,
    "改报暂缓拨款，两人确认": suspended,
    r"申请拨付 (\d+) 万元": asked_to_pay,
    "恢复拨款": lifted,
    "单位反馈整改并附佐证，财政部门办结": put_right,
    r"单位自评 (\d+) 分": self_evaluated,
    r"评价人员复核 (\d+) 分并办结": rechecked,
    "项目自评、复核程序完成": finished,
}
"""Every sentence of the chain from evaluation to result."""
