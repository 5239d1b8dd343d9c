"""Published evaluations through the product: scores concluded by two persons give the grades as published.

Sources: 三门县 2025-06-26, 天台县平桥镇 2023-06-29, 萧山区 2025-06-24, 温州市, 永嘉县, 瓯海区 2023-06-30.
Each is a page that prints amounts, scores or grades; what a page does not print is not made up: an evaluation
without a score has no grade here. The counts of 城中区 are ``tests/scenarios/s7_chengzhong.csv``.
"""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from bondlife.books import newest_kind
from bondlife.queries.performance.yearly import yearly_paper
from bondlife.services import evaluations
from models.registry import Evaluation, Project
from tests.database import copied_database
from tests.lifecycle.story import Story, on
from tests.scenarios.goal_words import GRADES

pytestmark = pytest.mark.shared

DAY, YI = "2037-03-01", 100_000_000_00
SCORERS = {"项目单位自评": "self", "财政部门重点评价": "key", "主管部门委托第三方评价": "department"}
"""Who evaluated, as printed → type of the evaluation."""


@pytest.fixture(scope="module")
def story(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    folder = tmp_path_factory.mktemp("published")
    with copied_database(request, "sqlite", folder) as db, on(DAY):
        yield Story(db, folder / "papers")


def case_of(folder: Path, name: str) -> dict[str, Any]:
    """Return a published case."""
    found: dict[str, Any] = yaml.safe_load((folder / "cases" / f"evaluation_{name}.yaml").read_text("utf-8"))
    return found


def concluded(story: Story, name: str, amount: str, score: str | None, kind: str = "self") -> Evaluation:
    """Store a project with its evaluation as far as printed; one with a score is concluded by two persons."""
    with story.db.reading() as session:
        version = newest_kind(session, "special_bond").version
    own: dict[str, Any] = {
        "region_id": story.region("330304"),
        "kind": "special_bond",
        "kind_version": version,
    }
    number = len(story.all(Project))
    bonds = int(Decimal(amount) * YI)
    (project,) = story.register(
        Project(
            **own, code=f"PUB-{number}", name=name, state="in_reserve", sector="sewage", start_year=2036,
            total_investment=bonds, special_bond=bonds,
        )
    )  # fmt: skip
    (row,) = story.register(
        Evaluation(
            **own, project_id=project.id, type=kind, year=2036, state="rechecked" if score else "submitted",
            score=Decimal(score) if score else None, sheet={"execution": {"budget": bonds}},
        )
    )  # fmt: skip
    if score:
        story.signed("officer", "evaluation", row.public_id, "conclude", "simple")
    found: Evaluation = story.row("evaluation", row.public_id)
    return found


def test_sanmen_five_projects_get_the_published_grades(story: Story, reference_data: Path) -> None:
    case = case_of(reference_data, "sanmen_2024")
    for row in case["inputs"]["rows"]:
        found = concluded(story, row["项目名称"], row["发行金额"], row["评价得分"], SCORERS[row["备注"]])
        assert GRADES[found.grade] == case["results"]["评价结果"][row["项目名称"]], row
    paper = yearly_paper(story.db, story.people["officer"], year=2036)
    told: Any = paper.values["summary"]
    assert (told["key_count"], told["key_mean"], told["self_count"]) == (1, 87, 4)
    listed = {row["name"]: (row["score"], row["grade"]) for row in paper.rows("evaluations")}
    assert listed["三门县城镇污水处理设施建设工程"] == (87, "良")
    amounts = [Decimal(row["发行金额"]) for row in case["inputs"]["rows"] if row["备注"] == "项目单位自评"]
    assert told["self_amount"] == sum(amounts) * YI


def test_tiantai_scores_get_their_grades_by_the_same_bands(story: Story, reference_data: Path) -> None:
    case = case_of(reference_data, "tiantai_pingqiao_2022")
    rows = case["inputs"]["rows"]
    found = [
        concluded(story, row["项目名称"], row["发行金额"], row["评价得分"], SCORERS[row["备注"]])
        for row in rows
    ]
    assert [GRADES[one.grade] for one in found] == case["derived_not_published"]["grades_by_zhejiang_bands"]


def test_a_score_without_a_grade_gets_one_and_a_grade_without_a_score_is_not_concluded(
    story: Story, reference_data: Path
) -> None:
    for name, row in case_of(reference_data, "zhejiang_single_projects")["inputs"].items():
        amount, score = row.get("发行金额") or row["债券规模"], row.get("评价得分") or row.get("自评分数")
        found = concluded(story, name, amount, score)
        if score is None:
            assert story.refused("evaluator", "evaluation", found.public_id, "recheck") == {"field_empty"}, (
                name
            )
        else:
            assert (found.score, GRADES[found.grade]) == (Decimal(97), "优")


def test_ouhai_drainage_paid_six_of_eleven(story: Story, reference_data: Path) -> None:
    case = case_of(reference_data, "ouhai_drainage_2022")
    got, paid = (int(case["inputs"][name]) for name in ("申请专项债券资金", "2022年已拨付"))
    key = story.create(
        "unit", "project", region="330304", kind="ordinary", code="OUHAI-1", name=case["title"][:60],
        unit=story.organisation("unit").public_id, department=story.organisation("department").public_id,
        sector="other", start_year=2036, total_investment="2266000000",
    )  # fmt: skip
    made = evaluations.create(
        story.db, story.people["unit"], "project", key, evaluations.Opening("self", 2036)
    )
    row = story.row("evaluation", str(made["public_id"]))
    money = {"budget": f"{got}00000000", "executed": f"{paid}00000000"}
    items = [one for one in row.sheet["frame"]["items"] if one["key"] != "execution"]
    points = {one["key"]: one["points"] for one in items}
    form = evaluations.SheetInput.model_validate({"points": points, **money})
    evaluations.score(story.db, story.people["unit"], row.public_id, form, row.version)
    sheet = story.row("evaluation", row.public_id).sheet
    rate = Decimal(case["derived_not_published"]["拨付率_pct"])
    points_given = Decimal(sheet["points"]["self"]["execution"])
    assert abs(points_given * 10 - rate) < Decimal("0.06")
