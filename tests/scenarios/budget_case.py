"""One budget project of any ordinary kind, carried along by people as their offices would."""

from typing import Any

from bondlife.services import evaluations
from bondlife.services.evaluations import Opening
from models.base import columns
from models.registry import Evaluation, Project
from tests.lifecycle.story import SIGNERS, WAN, Story, contract

SIGNERS.setdefault("goal", ("reviewer", "budget"))
SIGNERS.setdefault("budget", ("reviewer", "budget", "deputy"))

INDICATORS = [
    {
        "first": "output",
        "second": "quantity",
        "name": "建成系统",
        "target": "1",
        "unit": "套",
        "points": "25",
    },
    {
        "first": "output",
        "second": "quality",
        "name": "验收合格率",
        "target": "100",
        "unit": "%",
        "points": "25",
    },
    {
        "first": "benefit",
        "second": "social",
        "name": "网上办理率",
        "target": "80",
        "unit": "%",
        "points": "30",
    },
    {"first": "satisfaction", "name": "用户满意度", "target": "90", "unit": "%", "points": "20"},
]


def project(story: Story, kind: str = "ordinary", code: str = "CZ-1", amount: int = 500, **more: Any) -> str:
    """Store a project of an ordinary kind; amount in 10k yuan."""
    return story.create(
        "unit",
        "project",
        region="330304",
        kind=kind,
        code=code,
        name=f"示例项目{code}",
        unit=story.organisation("unit").public_id,
        department=story.organisation("department").public_id,
        sector="other",
        start_year=2036,
        total_investment=str(amount * 10_000),
        **more,
    )


def ex_ante(story: Story, key: str) -> None:
    """Let a project pass its ex-ante evaluation by the five criteria."""
    items = dict.fromkeys(("necessity", "economy", "goals", "plan", "funding_compliance"), "已论证")
    found = story.create(
        "evaluator", "evaluation", project=key, type="ex_ante", year=2036, score="88", fields=items
    )
    story.move("evaluator", "evaluation", found, "submit")
    story.signed("evaluator", "evaluation", found, "recheck", "evaluation")
    story.signed("officer", "evaluation", found, "pass", "simple")


def goal(story: Story, key: str, **more: Any) -> str:
    """Declare a goal of a project for 2036."""
    values = {
        "layer": "project",
        "year": 2036,
        "name": "年度绩效目标",
        "amount": "5000000",
        "indicators": INDICATORS,
    }
    found = story.create("unit", "goal", project=key, **{**values, **more})
    story.move("unit", "goal", found, "declare")
    return found


def goal_approved(story: Story, found: str) -> None:
    """Take a declared goal through its second round and approve it with the budget."""
    story.move("reviewer", "goal", found, "return_with_opinion", "请细化产出指标")
    story.move("unit", "goal", found, "declare")
    budgeted = {"budget_number": "瓯财预〔2036〕1号"}
    row = story.row("goal", found)
    form = {"project": _project_of(story, row), "year": row.year, "name": row.name, "layer": row.layer}
    kept = {"amount": f"{row.amount / 100:.2f}", "indicators": row.indicators, "statement": row.statement}
    story.edit("officer", "goal", found, **form, **kept, **budgeted)
    story.signed("officer", "goal", found, "approve", "goal")


def _project_of(story: Story, row: Any) -> str:
    return str(story.one(Project, columns(Project).id == row.project_id).public_id)


def line(story: Story, key: str, amount: int = 500) -> str:
    """Draft a budget line of 2036; amount in 10k yuan."""
    return story.create(
        "officer",
        "budget_line",
        project=key,
        year=2036,
        account="2120399",
        amount=str(amount * 10_000),
        basis="opening",
        document_number="瓯人大〔2036〕1号",
        approved_on="2036-01-20",
    )


def payment(story: Story, key: str, budget_line: str, amount: int, number: str = "ZF-1") -> str:
    """Draft a payment; amount in 10k yuan."""
    row = story.row("project", key)
    found = contract(
        story, key, project_id=row.id, number=f"HT-{number}", amount=900 * WAN, certified=900 * WAN
    )
    return story.create(
        "unit",
        "disbursement",
        project=key,
        contract=found.public_id,
        budget_line=budget_line,
        number=number,
        amount=str(amount * 10_000),
        payee=found.payee,
    )


def monitored(story: Story, key: str, spent: int, actual: int, **more: Any) -> str:
    """Hand in a report of dual monitoring up to July: 500 budgeted, 100 aimed at; spent in 10k yuan."""
    task = {"name": "系统建设", "budget": "5000000", "spent": str(spent * 10_000)}
    goals = {"target": "100", "actual": str(actual), "unit": "%"}
    return story.create(
        "unit", "monitoring", project=key, checked_to="2036-07-31", tasks=[{**task, **goals}], **more
    )


def confirmed(story: Story, found: str) -> None:
    """Submit a monitoring report and let two persons confirm it."""
    story.move("unit", "monitoring", found, "submit")
    story.signed("officer", "monitoring", found, "confirm", "simple")


def self_evaluated(story: Story, key: str, year: int = 2036, lost: int = 0) -> str:
    """Score and hand in the self-evaluation of a project; ``lost`` points are lost in quantity."""
    row = story.row("project", key)
    found = evaluations.create(story.db, story.people["unit"], "project", key, Opening("self", year))
    one: Evaluation = story.row("evaluation", str(found["public_id"]))
    items = (one.sheet or {})["frame"]["items"]
    points = {item["key"]: item["points"] for item in items}
    first = next(item["key"] for item in items if item["first"] == "output")
    points[first] = str(int(points[first]) - lost)
    form = evaluations.SheetInput(points=points, reasons={first: "部分内容顺延"} if lost else {})
    evaluations.score(story.db, story.people["unit"], one.public_id, form, one.version)
    story.move("unit", "evaluation", one.public_id, "submit")
    assert row.id is not None
    return one.public_id
