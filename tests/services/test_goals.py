"""Goals follow from each other and stay inside the frame of their budget; the library helps in choosing."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bondlife import clock
from bondlife.db import Database
from bondlife.errors import Blocked, Missing, Refusal
from bondlife.queries.performance.goals import goals_view
from bondlife.queries.performance.indicators import LibraryFilter, library_view
from bondlife.queries.performance.methods import methods_view
from bondlife.services import evaluations, moves, records
from bondlife.services.inputs import ProjectInput
from bondlife.services.performance_inputs import GoalInput, IndicatorRow
from models.base import table
from models.registry import Evaluation, PerformanceGoal, Project
from tests.database import People
from tests.lifecycle.story import Story

YEAR = clock.business_date().year
ROWS = [
    {
        "first": "产出指标",
        "second": "数量",
        "name": "养护里程",
        "target": "12.5",
        "unit": "公里",
        "points": "60",
    },
    {
        "first": "benefit",
        "second": "social",
        "name": "通行时间缩短",
        "target": "8",
        "unit": "分钟",
        "points": "40",
    },
]


class Office:
    """An officer with a project, a duty and a task."""

    def __init__(self, db: Database, people: People) -> None:
        self.db, self.people = db, people
        form = ProjectInput(
            region="330304", kind="ordinary", code="G-1", name="养护", sector="transport", start_year=YEAR
        )
        self.project = records.create(db, people["officer"], "project", form)["public_id"]

    def goal(self, **values: Any) -> str:
        form = GoalInput(**{"year": YEAR, "name": "目标", "amount": "1000000", "indicators": ROWS, **values})
        return str(records.create(self.db, self.people["officer"], "goal", form)["public_id"])

    def declare(self, key: str) -> None:
        moves.move(self.db, self.people["officer"], "goal", key, "declare", self._version(key))

    def _version(self, key: str) -> int:
        with self.db.reading() as session:
            own = table(PerformanceGoal)
            statement = own.select().where(own.c.public_id == key)
            return int(session.execute(statement, execution_options={"scoped": True}).one().version)

    def refused(self, key: str) -> list[tuple[str, str]]:
        with pytest.raises(Blocked) as refusal:
            self.declare(key)
        return [(one.code, one.field) for one in refusal.value.problems]


@pytest.fixture
def office(db: Database, people: People) -> Office:
    return Office(db, people)


def rows(**change: str) -> list[dict[str, str]]:
    return [{**ROWS[0], **change}, ROWS[1]]


REST = {
    **{"timeliness": "10", "cost": "10", "economic": "8", "social": "8"},
    **{"ecological": "7", "sustainable": "7", "satisfaction": "10"},
}
WRONG: dict[str, tuple[dict[str, Any], tuple[str, str]]] = {
    "a level of another budget": ({"indicators": rows(first="effect")}, ("goal_level", "indicators.1.first")),
    "a level of no budget": ({"indicators": rows(first="愿望")}, ("goal_level", "indicators.1.first")),
    "points above full marks": ({"indicators": rows(points="70")}, ("goal_points", "indicators")),
    "points below full marks": ({"indicators": rows(points="50.5")}, ("goal_points", "indicators")),
    "words for a target": ({"indicators": rows(target="明显改善")}, ("vague_target", "indicators.1.target")),
    "no target": ({"indicators": rows(target="")}, ("vague_target", "indicators.1.target")),
    "the levels of ordinary money for bonds": (
        {"budget": "government_fund"},
        ("goal_level", "indicators.2.first"),
    ),
}


def test_a_goal_outside_its_frame_is_refused_with_its_place(office: Office) -> None:
    for name, (values, expected) in WRONG.items():
        year = YEAR + 1 + list(WRONG).index(name)
        key = office.goal(project=office.project, **{"year": year, **values})
        assert office.refused(key) == [expected], name


def test_levels_are_read_in_either_language() -> None:
    told = [
        IndicatorRow(name="x", first=text).first for text in ("产出", "效益指标", "Output", "effect", "愿望")
    ]
    assert told == ["output", "benefit", "output", "effect", "愿望"]


def test_goals_follow_from_duties_and_are_summed(office: Office, people: People) -> None:
    duty = office.goal(region="330304", layer="duty", amount="1500000", indicators=[], name="道路养护职责")
    task = office.goal(region="330304", layer="task", parent=duty, amount="1200000", name="年度养护任务")
    own = office.goal(project=office.project, parent=task)
    for key in (duty, task, own):
        office.declare(key)
    view = goals_view(office.db, people["officer"], region="330304", year=YEAR)
    told = [
        (line.depth, line.name, line.amount, line.below, line.gap)
        for g in view.departments
        for line in g.lines
    ]
    assert told == [
        (0, "道路养护职责", 150_000_000, 120_000_000, -30_000_000),
        (1, "年度养护任务", 120_000_000, 100_000_000, -20_000_000),
        (2, "目标", 100_000_000, None, 0),
    ]
    assert (view.count, view.amount, view.gaps, view.loose, view.vague) == (3, 150_000_000, 2, 0, 0)
    assert [amount for _name, _number, amount in view.budgets] == [100_000_000, 0, 0, 0]
    second = office.goal(region="330304", layer="task", parent=duty, amount="300000.01")
    assert office.refused(second) == [("above_parent", "amount")]
    loop = office.goal(region="330304", layer="duty", parent=task, name="倒挂")
    assert office.refused(loop) == [("goal_parent", "parent")]
    late = office.goal(region="330304", layer="task", parent=duty, year=YEAR + 1)
    assert office.refused(late) == [("goal_parent", "parent")]


def test_the_library_offers_what_suits_and_its_rows_make_a_goal(office: Office, people: People) -> None:
    wanted = LibraryFilter(sector="transport", purpose="build", target="进一步改善通行条件")
    view = library_view(office.db, people["unit"], wanted)
    keys = {line.key for line in view.lines}
    assert {"ind_length", "ind_on_time", "ind_satisfied"} <= keys
    assert not {"ind_beds", "ind_road_grade", "ind_paid_out"} & keys
    assert view.tried is not None
    assert (view.tried.is_vague, view.tried.words) == (True, ["进一步", "改善"])
    picked = ("ind_length", "ind_travel_time", "ind_satisfied")
    told = library_view(office.db, people["unit"], LibraryFilter(picked=picked, target="缩短 8 分钟"))
    assert told.tried is not None
    assert not told.tried.is_vague
    key = office.goal(project=office.project, indicators=told.pasted)
    office.declare(key)
    assert [line.split("|")[-1] for line in told.pasted.splitlines()] == ["33", "33", "34"]
    assert not view.is_confirmed
    assert len(dict(view.budgets)) == 4


def test_every_example_of_the_library_can_be_measured(db: Database, people: People) -> None:
    view = library_view(db, people["officer"], LibraryFilter())
    assert len(view.lines) > 50
    for line in view.lines:
        tried = library_view(db, people["officer"], LibraryFilter(target=f"{line.name} {line.example}")).tried
        assert tried is not None
        assert not tried.is_vague, line.key


def test_methods_compare_years_and_split_spending(office: Office, people: People) -> None:
    db, unit = office.db, people["officer"]
    for year, points, spent, done in ((2023, "12", "800000", "10"), (2024, "14", "1080000", "12")):
        made = evaluations.create(db, unit, "project", office.project, evaluations.Opening("self", year))
        form = evaluations.SheetInput(
            scorer="self",
            points={**REST, "quality": points},
            target={"quantity": "12"},
            actual={"quantity": done},
            budget="1200000",
            executed=spent,
        )
        evaluations.score(db, unit, str(made["public_id"]), form, int(made["version"]))
    view = methods_view(db, unit, office.project)
    assert [(line.year, line.others, line.gap) for line in view.years] == [
        (2023, 1, Decimal(0)),
        (2024, 1, Decimal(0)),
    ]
    assert view.benchmarks is not None
    told = {line.label: (line.figure, line.count) for line in view.benchmarks.lines}
    assert told == dict.fromkeys(
        ("同类均值", "同领域均值", "同部门均值", "同单位均值"), (view.years[-1].score, 1)
    )
    first, second = view.years
    assert second.change == round((second.score - first.score) / first.score, 4)
    split = next(one for one in view.splits if one.unit == "%")
    assert (split.before, split.after, split.change) == (80_000_000, 108_000_000, 28_000_000)
    assert [part.effect for part in split.parts] == [16_000_000, 12_000_000]
    assert view.flows == []
    with pytest.raises(Missing):
        methods_view(db, people["city"], "00000000-0000-4000-8000-000000000000")


def test_a_score_is_compared_with_its_sector_and_with_what_others_published(
    db: Database, people: People, tmp_path: Path
) -> None:
    story = Story(db, tmp_path)
    own: dict[str, Any] = {
        "region_id": story.region("330304"),
        "kind": "special_bond",
        "kind_version": 2,
    }
    scored = (("sewage_waste", "92"), ("sewage_waste", "80"), ("transport", "60"))
    made = [
        story.register(
            Project(**own, code=f"B-{n}", name=f"项目{n}", state="building", sector=sector, start_year=2024)
        )[0]
        for n, (sector, _score) in enumerate(scored)
    ]
    story.register(
        *(
            Evaluation(
                **own, project_id=one.id, type="key", year=2024, state="concluded", score=Decimal(score)
            )
            for one, (_sector, score) in zip(made, scored, strict=True)
        )
    )
    view = methods_view(db, people["officer"], made[0].public_id, about="key")
    assert view.benchmarks is not None
    lines = view.benchmarks.lines
    assert [(line.figure, line.gap, line.count) for line in lines[:2]] == [
        (Decimal("77.3333"), Decimal("14.6667"), 3),
        (Decimal(86), Decimal(6), 2),
    ]
    published = {line.figure: (line.gap, line.source) for line in lines if line.count is None}
    assert set(published) == {Decimal(87), Decimal("80.34")}
    assert published[Decimal(87)][0] == 5
    assert "三门县" in published[Decimal(87)][1]
    assert not view.benchmarks.is_confirmed


BAD_SHEETS: dict[str, tuple[dict[str, Any], str]] = {
    "a score above full marks": ({"points": {"quality": "15.01"}}, "above_full_mark"),
    "an indicator that is not in the frame": ({"points": {"colour": "5"}}, "no_such_indicator"),
    "a reason for an indicator that is not there": ({"reasons": {"colour": "红"}}, "no_such_indicator"),
    "a sheet with gaps": ({"points": {"quality": "15"}}, "points_missing"),
    "points out of turn": ({"scorer": "recheck", "points": {"quality": "5"}}, "forbidden"),
}


def test_sheets_that_cannot_be_are_refused_in_words(office: Office, people: People) -> None:
    made = evaluations.create(
        office.db, people["officer"], "project", office.project, evaluations.Opening("self", 2024)
    )
    for name, (values, code) in BAD_SHEETS.items():
        form = evaluations.SheetInput(**{"scorer": "self", **values})
        place = office.db, people["officer"], str(made["public_id"])
        with pytest.raises(Refusal) as refusal:
            evaluations.score(*place, form, int(made["version"]))
        assert refusal.value.problems[0].code == code, name


@pytest.mark.parametrize("text", ["十分", "12.345", "-1", "1e2", "", "12分", "1001", "NaN"])
def test_a_text_where_points_belong_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="points"):
        evaluations.SheetInput(points={"quality": text})
