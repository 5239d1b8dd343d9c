"""S6 and S4: goals two up and two down before money, dual monitoring that stops it, self-evaluation.

Shape of the chain: 榆林 (goals for specials from 500,000 yuan, two up and two down) and 广州 (evaluation
before the budget, dual monitoring, re-check), as both publish it. The project of ``s6_goals.csv`` is made up.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bondlife.errors import Invalid
from bondlife.services import evaluations
from tests.database import copied_database
from tests.lifecycle.story import Story, on
from tests.scenarios import budget_case as case
from tests.scenarios.goal_words import CHAIN, Goals
from tests.scenarios.tables import play, rows_of


@pytest.fixture(scope="module")
def story(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder: Path = tmp_path_factory.mktemp("s6")
    with copied_database(request, "sqlite", folder) as db:
        yield Story(db, folder / "papers")


def test_no_goal_no_money_and_the_whole_chain(story: Story) -> None:
    own = Goals(story)
    play(own, rows_of("s6_goals.csv"), CHAIN)
    assert story.row("goal", own.goal).digest.startswith("sha256:")
    found = story.row("evaluation", own.evaluation)
    assert (str(found.self_score), str(found.recheck_score)) == ("95", "87")
    assert found.digest.startswith("sha256:")


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
