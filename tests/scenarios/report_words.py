"""What the table of S4 says beside the chain of a project: departments, districts, the yearly report."""

from collections.abc import Callable, Mapping
from typing import Any

from bondlife.queries.performance.yearly import yearly_board, yearly_paper
from bondlife.services import evaluations, rounds
from models.base import columns
from models.registry import Evaluation, EvaluationRound, PerformanceGoal, Publication
from tests.scenarios.goal_words import CHAIN, GRADES, Goals, spread

LAYERS = {"duty": "职责", "task": "任务", "project": "项目"}


def derived(own: Goals) -> None:
    body = own.story.organisation("department").public_id
    held = {"region": "330304", "department": body, "year": 2036}
    duty = own.story.create("department", "goal", layer="duty", name="保障教育供给", **held)
    own.story.create("department", "goal", layer="task", name="改善办学条件", parent=duty, **held)
    found = own.story.all(PerformanceGoal, columns(PerformanceGoal).layer != "project")
    own.outcome = {"层级": "—".join(LAYERS[one.layer] for one in found)}


def whole_department(own: Goals, score: str) -> None:
    story, officer = own.story, own.story.people["officer"]
    form = rounds.RoundInput(
        region="330304", year=2036, type="department", subject="organisation", name="整体"
    )
    key = str(rounds.open_round(story.db, officer, form)["public_id"])
    rounds.enrol(story.db, officer, key)
    department = story.organisation("department")
    one = story.all(Evaluation, columns(Evaluation).subject == "organisation",
                    columns(Evaluation).subject_id == department.id)[0]  # fmt: skip
    _points(own, one.public_id, 100 - int(score))
    story.move("officer", "evaluation", one.public_id, "submit")
    own.outcome = {"等级": GRADES[story.row("evaluation", one.public_id).grade]}


def _points(own: Goals, key: str, lost: int) -> None:
    row = own.story.row("evaluation", key)
    held = own.story.one(EvaluationRound, columns(EvaluationRound).id == row.round_id)
    points = spread(held.frame["items"], lost)
    form = evaluations.SheetInput(points=points, reasons=dict.fromkeys(points, "未达目标"))
    evaluations.score(own.story.db, own.story.people["officer"], key, form, row.version)


def appraised(own: Goals, score: str) -> None:
    story = own.story
    key = story.create("officer", "appraisal", region="330304", year=2036)
    row = story.row("appraisal", key)
    points = {one["key"]: one["points"] for one in row.sheet["frame"]["items"]}
    points["disclosure"] = str(int(points["disclosure"]) - (100 - int(score)))
    form = evaluations.SheetInput(points=points, reasons={"disclosure": "公开不及时"})
    evaluations.appraise(story.db, story.people["officer"], key, form, row.version)
    story.move("officer", "appraisal", key, "submit")
    story.signed("officer", "appraisal", key, "conclude", "simple")
    own.outcome = {"等级": GRADES[story.row("appraisal", key).grade]}


def ordered(own: Goals, count: str) -> None:
    for number in range(int(count)):
        order = {"number": f"整改〔2037〕{number + 1}号", "finding": "产出未达目标", "demand": "三十日内补足"}
        days = {"ordered_on": "2037-03-01", "due_on": "2037-03-31"}
        own.story.create(
            "officer", "rectification", project=own.key, evaluation=own.evaluation, **order, **days
        )


def answered_for(own: Goals) -> None:
    told = {"matter": "goal_missed", "finding": "产出未达目标", "answerable": "示例单位"}
    done = {"measure": "约谈", "decision_number": "瓯财绩〔2037〕1号", "decided_on": "2037-03-01"}
    key = own.story.create(
        "officer",
        "accountability",
        project=own.key,
        evaluation=own.evaluation,
        found_on="2037-03-01",
        **told,
        **done,
    )
    own.story.signed("officer", "accountability", key, "decide", "simple")
    own.outcome = {"处理": own.story.row("accountability", key).measure}


def reported(own: Goals) -> None:
    officer = own.story.people["officer"]
    paper = yearly_paper(own.story.db, officer, year=2036, region="330304")
    told: Any = paper.values["summary"]
    assert yearly_board(own.story.db, officer, year=2036, explain="goal_amount").explain is not None
    duties = own.story.all(Publication, columns(Publication).form == "F7")
    names = {
        "问责": "accountable",
        "目标": "goals",
        "自评": "self_count",
        "复核": "recheck_count",
        "整改": "orders",
    }
    own.outcome = {
        **{name: str(told[key]) for name, key in names.items()},
        "考核": str(paper.rows("appraisals")[0]["grade"]),
        "公开稿": str(len(duties)),
    }


DEPARTMENT_WIDE: Mapping[str, Callable[..., None]] = {
    **{step: work for step, work in CHAIN.items() if "监控：" in step},
    **{
        step: CHAIN[step]
        for step in (
            r"单位提出 (\d+) 万元专项",
            "下达预算指标",
            "评价人员按五项内容完成事前绩效评估",
            "财政部门确认事前评估",
            "单位申报绩效目标（一上）",
            "财政部门设定项目绩效目标",
            "下达审核意见（一下），再次申报（二上），随预算批复（二下）",
            "批复项目预算，开始执行",
            r"单位自评 (\d+) 分",
            r"评价人员复核 (\d+) 分并办结",
        )
    },
    "部门按职责申报年度目标，分解到任务": derived,
    r"部门整体绩效自评 (\d+) 分": whole_department,
    r"区级绩效管理考核 (\d+) 分并办结": appraised,
    r"下达整改通知 (\d+) 份": ordered,
    "目标严重未达，登记问责并由两人处理": answered_for,
    "生成人大报告": reported,
}
