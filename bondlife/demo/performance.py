"""Performance management of a demo year: round and re-check, a red light, cuts simulated, stars, a survey."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bondlife import clock
from bondlife.acts import Act, perform
from bondlife.books import kind_of, lifecycle_of
from bondlife.db import Database
from bondlife.demo.desk import Desk, yuan
from bondlife.lifecycle.engine import take_on
from bondlife.security.actor import SYSTEM
from bondlife.services import evaluations, records, result_use, rounds, surveys, third_parties
from bondlife.services.imports import confirm, preview
from bondlife.services.inputs import ProjectInput
from models.base import columns
from models.registry import Evaluation, EvaluationJob, EvaluationRound, Organisation, Project, ResultList

REGION = "330304"
DEPARTMENTS = ("示例教育局", "示例民政局", "示例交通局", "示例数据局")
SCORES = (96, 92, 88, 91, 86, 84, 90, 78, 93, 85, 74, 89, 87, 66, 95, 82)
NAMES = ("校舍维修", "居家养老", "道路养护", "政务平台", "营养午餐", "社区食堂", "公交补助", "数据共享")
FRAME = (10, 15, 15, 10, 10, 8, 8, 7, 7, 10)
HEADS = (
    *("预算执行率", "产出数量", "产出质量", "产出时效", "产出成本"),
    *("经济效益", "社会效益", "生态效益", "可持续影响", "服务对象满意度"),
)
AGENCIES = (
    ("示例绩效评价咨询公司", "A-01", 12),
    ("示例会计师事务所", "A-02", 40),
    ("示例工程咨询院", "A-03", 25),
)
ENTRY = ("independent_of_client", "no_major_violation_3_years", "qualified_staff", "quality_control")
QUESTIONS = ("对服务态度是否满意", "对办事时间是否满意", "*您的建议")
STARS = (("unit", "budget_unit", 4), ("officer", "performance_office", 5), ("business", "business_office", 4))


def add_performance(db: Database, folder: Path) -> None:
    """Play the year once; a second start finds it there."""
    desk, today = Desk(db, folder), clock.business_date()
    if desk.exists(EvaluationRound):
        return
    projects = _projects(desk, today.year - 1)
    key = _round(desk, projects, today.year - 1)
    _re_check(desk, key)
    _cuts(desk, key, today.year)
    _goals(desk, projects[3], today)
    _monitoring(desk, projects[3], today)
    _third_party(desk, projects[3], today)
    _survey(desk, projects[1], today)
    _answered_for(desk, projects[13], today)
    _appraised(desk, today.year - 1)


def _projects(desk: Desk, year: int) -> list[Project]:
    """Take sixteen ordinary projects of four departments on as under way."""

    def work(act: Act) -> list[int]:
        region = records.region_by_code(act, REGION)
        bodies = [
            act.add(Organisation(region_id=region, name=name, role="department")) for name in DEPARTMENTS
        ]
        act.flush()
        return [_project(act, number, bodies[number % 4].public_id, year) for number in range(len(SCORES))]

    keys = perform(desk.db, SYSTEM, "demo.projects", work)
    return desk.all(Project, columns(Project).id.in_(keys))


def _project(act: Act, number: int, department: str, year: int) -> int:
    form = ProjectInput(
        region=REGION,
        kind="ordinary" if number % 4 != 3 else "e_government",
        code=f"DEMO-P-{number + 1:02d}",
        name=f"示例{NAMES[number % 8]}{'一二'[number // 8]}期",
        department=department,
        sector="other",
        start_year=year,
        total_investment=yuan(80 + 10 * number),
    )
    row = records.add(act, "project", form, permission="import.run")
    take_on(
        act,
        row,
        lifecycle_of(kind_of(act.session, row.kind, row.kind_version), "project"),
        "executing",
        "示例",
    )
    records.after_change(act, row)
    assert row.id is not None
    return row.id


def _round(desk: Desk, projects: list[Project], year: int) -> str:
    """Open the round of self-evaluation and bring the table of the units in."""
    form = rounds.RoundInput(region=REGION, year=year, name="单位自评")
    key = str(rounds.open_round(desk.db, desk.actor("officer"), form)["public_id"])
    head = ",".join(("项目编码", "年度", "预算数", "执行数", *HEADS, "偏差原因", "下年申请数"))
    lines = [
        ",".join((one.code, str(year), "80", "76", *_points(score), "部分内容顺延", str(60 + 10 * number)))
        for number, (one, score) in enumerate(zip(projects, SCORES, strict=True))
    ]
    report = preview(desk.db, "self-evaluation", "\n".join((head, *lines)).encode("utf-8-sig"))
    confirm(desk.db, desk.actor("officer"), report, "自评汇总表.csv")
    return key


def _points(score: int) -> list[str]:
    """Return points by indicator that make a score: the last ones lose first."""
    left, found = 100 - score, []
    for most in reversed(FRAME):
        lost = min(left, most // 2)
        found.append(str(most - lost))
        left -= lost
    return list(reversed(found))


def _re_check(desk: Desk, key: str) -> None:
    """Draw six self-evaluations and let two evaluators score four of them."""
    form = rounds.SampleInput(count=6, name="抽查复核")
    drawn = rounds.draw_sample(desk.db, desk.actor("officer"), key, form)["public_id"]
    row = desk.one(EvaluationRound, columns(EvaluationRound).public_id == drawn)
    for number, pick in enumerate(row.sample["picks"][:4]):
        held = desk.one(Evaluation, columns(Evaluation).public_id == pick)
        own = held.sheet["points"]["self"]
        strict = 6 if number % 2 else 3
        points = {
            name: str(max(0, int(text) - (place < strict))) for place, (name, text) in enumerate(own.items())
        }
        sheet = evaluations.SheetInput(scorer="recheck", points=points)
        evaluations.score(
            desk.db, desk.actor(("evaluator", "evaluator2")[number % 2]), pick, sheet, held.version
        )


def _cuts(desk: Desk, key: str, year: int) -> None:
    form = result_use.SimulationInput(rule="performance.cut.by_gap", year=year, name=f"{year} 年压减测算")
    result_use.simulate(desk.db, desk.actor("officer"), key, form)
    assert desk.exists(ResultList)


def _goals(desk: Desk, project: Project, today: date) -> None:
    """Let a project declare what its money is to achieve, and have the goal returned once."""
    indicators = [
        {
            "first": "output",
            "second": "quantity",
            "name": "接入部门",
            "target": "24",
            "unit": "个",
            "points": "50",
        },
        {
            "first": "benefit",
            "second": "social",
            "name": "网上办理率",
            "target": "85",
            "unit": "%",
            "points": "50",
        },
    ]
    department = desk.one(Organisation, columns(Organisation).id == project.department_id).public_id
    above = {"region": REGION, "department": department, "year": today.year}
    told: dict[str, Any] = {"name": "政务数字化职责", "amount": yuan(300)}
    duty = desk.create("officer", "goal", layer="duty", indicators=[], **told, **above)
    told = {"name": "一网通办年度任务", "amount": yuan(180), "indicators": indicators}
    task = desk.create("officer", "goal", layer="task", parent=duty, **told, **above)
    for one in (duty, task):
        desk.move("officer", "goal", one, "declare")
    form = {"layer": "project", "year": today.year, "name": "政务平台年度绩效目标", "amount": yuan(110)}
    form["parent"] = task
    key = desk.create("officer", "goal", project=project.public_id, indicators=indicators, **form)
    desk.move("officer", "goal", key, "declare")
    desk.move("reviewer", "goal", key, "return_with_opinion", "请补充质量指标")


def _monitoring(desk: Desk, project: Project, today: date) -> None:
    """Report money far ahead of goals: the light is red and payments rest."""
    task = {
        "name": "平台建设",
        "budget": yuan(110),
        "spent": yuan(88),
        "target": "24",
        "actual": "6",
        "unit": "个",
    }
    told: dict[str, Any] = {"measure": "suspend", "reason": "接入进度滞后", "correction": "按月排定接入计划"}
    told["due_on"] = today + timedelta(days=30)
    key = desk.create(
        "officer", "monitoring", project=project.public_id, checked_to=today, tasks=[task], **told
    )
    desk.move("officer", "monitoring", key, "submit")
    desk.signed("officer", "monitoring", key, "confirm")


def _third_party(desk: Desk, project: Project, today: date) -> None:
    """Admit three agencies, draw one, and let three raters give their stars."""
    for name, code, staff in AGENCIES:
        member = third_parties.MemberInput(
            region=REGION,
            name=name,
            code=code,
            staff=staff,
            expertise=["信息化"],
            entry=dict.fromkeys(ENTRY, True),
        )
        third_parties.save_member(desk.db, desk.actor("officer"), member)
    form: dict[str, Any] = {"name": "政务平台绩效评价", "year": today.year - 1, "expertise": "信息化"}
    paid = {"contract_number": "示例〔2026〕1号", "amount": yuan(8), "due_on": today}
    key = desk.create("officer", "evaluation_job", project=project.public_id, **form)
    desk.move("officer", "evaluation_job", key, "draw")
    desk.edit("officer", "evaluation_job", key, project=project.public_id, **form, **paid)
    desk.attach(
        "officer",
        "evaluation_job",
        key,
        "evaluation_contract",
        "draft_report",
        "working_papers",
        "final_report",
    )
    desk.move("officer", "evaluation_job", key, "contract")
    desk.move("evaluator", "evaluation_job", key, "draft")
    said = [{"who": "示例数据局", "text": "补充接入部门清单", "answer": "已补充，见底稿 12"}]
    desk.edit(
        "officer",
        "evaluation_job",
        key,
        project=project.public_id,
        **form,
        **paid,
        delivered_on=today,
        comments=said,
    )
    desk.move("evaluator", "evaluation_job", key, "deliver")
    for who, rater, stars in STARS[1:]:
        given = third_parties.StarsInput(
            rater=rater,
            stars=dict.fromkeys(("quality", "efficiency", "communication", "satisfaction"), stars),
        )
        third_parties.rate(desk.db, desk.actor(who), key, given)
    assert desk.exists(EvaluationJob)


def _answered_for(desk: Desk, project: Project, today: date) -> None:
    """Write an entry of the accountability register, still open."""
    told = {"finding": "年度产出未达目标且未说明原因", "answerable": "示例民政局"}
    desk.create(
        "officer", "accountability", project=project.public_id, found_on=today, matter="goal_missed", **told
    )


def _appraised(desk: Desk, year: int) -> None:
    """Appraise how the district manages performance: points by its frame, concluded by two persons."""
    key = desk.create("officer", "appraisal", region=REGION, year=year)
    row = desk.row("appraisal", key)
    points = {one["key"]: one["points"] for one in row.sheet["frame"]["items"]} | {"disclosure": "1"}
    form = evaluations.SheetInput(points=points, reasons={"disclosure": "部分结果公开不及时"})
    evaluations.appraise(desk.db, desk.actor("officer"), key, form, row.version)
    desk.move("officer", "appraisal", key, "submit")
    desk.signed("officer", "appraisal", key, "conclude")


def _survey(desk: Desk, project: Project, today: date) -> None:
    """Open a survey; ten of its forty links are answered."""
    asked = [
        {"key": f"q{place}", "text": text.lstrip("*"), "form": "words" if text[0] == "*" else "scale"}
        for place, text in enumerate(QUESTIONS, 1)
    ]
    form = surveys.SurveyInput.model_validate(
        {
            "project": project.public_id,
            "name": "居家养老服务满意度",
            "opens_on": today,
            "closes_on": today + timedelta(days=60),
            "questions": asked,
            "tickets": 40,
        }
    )
    _receipt, tokens = surveys.open_survey(desk.db, desk.actor("officer"), form)
    for place, token in enumerate(tokens[:10]):
        told = {"q1": str(5 - place % 2), "q2": str(4 - place % 3 // 2)}
        surveys.answer(desk.db, token, surveys.AnswerInput(answers=told))
