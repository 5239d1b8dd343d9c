"""S6 and S4: goals two up and two down before money, dual monitoring that stops it, self-evaluation.

Shape of the chain: 榆林 (goals for specials from 500,000 yuan, two up and two down) and 广州 (evaluation
before the budget, dual monitoring, re-check), as both publish it. The one project is made up.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bondlife.errors import Blocked, Invalid
from bondlife.services import evaluations
from models.base import columns
from models.registry import Rectification
from tests.database import copied_database
from tests.lifecycle.story import Story, on
from tests.scenarios import budget_case as case


@pytest.fixture(scope="module")
def story(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder: Path = tmp_path_factory.mktemp("s6")
    with copied_database(request, "sqlite", folder) as db:
        yield Story(db, folder / "papers")


def test_no_goal_no_money_and_the_whole_chain(story: Story) -> None:
    with on("2036-01-25"):
        key = case.project(story)
        story.move("unit", "project", key, "propose")
        assert story.refused("officer", "project", key, "evaluate") == {"evaluation_missing"}
        case.ex_ante(story, key)
        story.move("officer", "project", key, "evaluate")
        assert story.refused("officer", "project", key, "set_goals") == {"goal_missing"}
        budget = case.line(story, key)
        assert "goal_missing" in story.refused("officer", "budget_line", budget, "open")
        goal = case.goal(story, key)
        story.signed("officer", "project", key, "set_goals", "simple")
        assert {"rounds_missing", "field_empty"} == story.refused("officer", "goal", goal, "approve")
        case.goal_approved(story, goal)
        assert story.row("goal", goal).round == 2
        assert story.row("goal", goal).digest.startswith("sha256:")
        story.signed("officer", "budget_line", budget, "open", "budget")
        story.signed("officer", "project", key, "budget", "budget")
        story.move("unit", "project", key, "execute")
    _monitoring_stops_payment(story, key, budget)
    _evaluated_and_used(story, key)


def _monitoring_stops_payment(story: Story, key: str, budget: str) -> None:
    with on("2036-08-05"):
        paper = case.payment(story, key, budget, 100)
        story.attach("unit", "disbursement", paper, "acceptance_report")
        mild = case.monitored(story, key, spent=450, actual=20)
        assert story.row("monitoring", mild).light == "red"
        assert story.refused("unit", "monitoring", mild, "submit") == {"measure_too_mild"}
        told = {"reason": "进度滞后", "correction": "调整施工组织", "due_on": "2036-09-30"}
        row = story.row("monitoring", mild)
        task = {**row.tasks[0], "budget": "5000000", "spent": "4500000"}
        kept = {name: task[name] for name in ("name", "budget", "spent", "target", "actual", "unit")}
        story.edit(
            "unit",
            "monitoring",
            mild,
            project=key,
            checked_to="2036-07-31",
            tasks=[kept],
            measure="suspend",
            **told,
        )
        case.confirmed(story, mild)
        assert story.refused("officer", "disbursement", paper, "approve") == {"monitoring_stops_payment"}
        order = story.all(Rectification, columns(Rectification).monitoring_id == row.id)[0]
        with pytest.raises(Blocked, match="not closed yet"):
            story.move("officer", "monitoring", mild, "lift", "整改到位")
        story.edit(
            "unit",
            "rectification",
            order.public_id,
            project=key,
            finding=order.finding,
            demand=order.demand,
            ordered_on=str(order.ordered_on),
            due_on=str(order.due_on),
            answer="已赶工",
            answered_on="2036-08-05",
            number=order.number,
        )
        story.attach("unit", "rectification", order.public_id, "rectification_evidence")
        story.move("unit", "rectification", order.public_id, "answer")
        story.move("officer", "rectification", order.public_id, "close")
        story.signed("officer", "monitoring", mild, "lift", "simple", "整改到位")
        story.signed("officer", "disbursement", paper, "approve", "simple")


def _evaluated_and_used(story: Story, key: str) -> None:
    with on("2037-03-01"):
        own = case.self_evaluated(story, key, lost=5)
        row = story.row("evaluation", own)
        assert (str(row.score), row.grade) == ("95", "excellent")
        points = {item["key"]: item["points"] for item in row.sheet["frame"]["items"]} | {"quantity": "2"}
        form = evaluations.SheetInput(scorer="recheck", points=points)
        evaluations.score(story.db, story.people["evaluator"], own, form, row.version)
        story.signed("evaluator", "evaluation", own, "recheck", "evaluation")
        story.signed("officer", "evaluation", own, "conclude", "simple")
        row = story.row("evaluation", own)
        assert (str(row.self_score), str(row.recheck_score), str(row.score), row.grade) == (
            "95",
            "87",
            "87",
            "good",
        )
        assert row.digest.startswith("sha256:")
        story.move("unit", "project", key, "self_evaluate")
        story.signed("officer", "project", key, "recheck", "simple")


def test_what_is_not_measurable_is_named_as_vague(story: Story) -> None:
    with on("2036-01-25"):
        key = case.project(story, code="CZ-2")
        words = [{"first": "benefit", "name": "社会效益", "target": "进一步提高服务水平", "points": "100"}]
        found = story.create(
            "unit", "goal", project=key, layer="project", year=2036, name="目标", indicators=words
        )
        assert story.refused("unit", "goal", found, "declare") == {"vague_target"}


def test_rows_may_be_pasted_from_a_sheet(story: Story) -> None:
    with on("2036-01-25"):
        key = case.project(story, code="CZ-3")
        text = "output\tquantity\t建成道路\t12.5\t公里\t正向\t50\nbenefit|social|通行时间|20|分钟|反向|50"
        found = story.create(
            "unit", "goal", project=key, layer="project", year=2036, name="目标", indicators=text
        )
        rows = story.row("goal", found).indicators
        assert [(row["name"], row["target"], row["direction"]) for row in rows] == [
            ("建成道路", "12.5", "higher"),
            ("通行时间", "20", "lower"),
        ]


def test_points_above_the_full_mark_are_refused_with_their_place(story: Story) -> None:
    with on("2037-03-02"):
        key = case.project(story, code="CZ-4")
        found = evaluations.create(
            story.db, story.people["unit"], "project", key, evaluations.Opening("self", 2036)
        )
        row = story.row("evaluation", str(found["public_id"]))
        form = evaluations.SheetInput(points={"quantity": "15.5"})
        with pytest.raises(Invalid) as refusal:
            evaluations.score(story.db, story.people["unit"], row.public_id, form, row.version)
        assert (refusal.value.problems[0].code, refusal.value.problems[0].field) == (
            "above_full_mark",
            "points.quantity",
        )
