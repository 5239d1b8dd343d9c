"""S7: a district evaluates all its projects: 54 departments, 1,713 projects, 97 re-checked, cuts by result.

Published by 柳州市城中区 for 2024: departments 5 / 44 / 5 of 54, re-checked projects 7 / 57 / 33 / 0 of 97,
printed as 7.21, 58.77, 34.02, 0.00 %; 61 projects cut by 43.66 million yuan by a formula that was never
published (``s7_chengzhong.csv``). Single scores and requests are generated to these counts and bands only;
they play in 2035, for rules are known from the day a database is made on.
"""

from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from bondlife.books import rule_book
from bondlife.errors import Blocked, Forbidden, Invalid
from bondlife.lifecycle.sampling import stratified
from bondlife.queries.evaluation_sums import checked, round_sums
from bondlife.queries.performance.registers import registers_board
from bondlife.queries.performance.results import result_view
from bondlife.queries.performance.yearly import yearly_paper
from bondlife.services import evaluations, result_use, rounds
from models.base import columns
from models.registry import Evaluation, EvaluationRound, ResultLine, ResultList
from models.rules.frames import SEEDS
from tests.database import copied_database
from tests.lifecycle.story import WAN, Story, on
from tests.scenarios.performance_case import FRAME as WEIGHTS
from tests.scenarios.performance_case import (
    YEAR,
    brought_in,
    departments,
    opened,
    points_of,
    projects,
    table,
)
from tests.scenarios.tables import rows_of

MARCH = "2036-03-10"
RECHECKED = [95] * 7 + [85] * 57 + [70] * 33
DEPARTMENTS = [92] * 5 + [84] * 44 + [66] * 5
BELOW = range(0, 24)
"""Departments whose projects score low: those with requests for next year are cut."""


def asked_of(number: int) -> int:
    """Return the request of a project in 10k yuan: 61 of low departments ask for 43,660 in all."""
    place, turn = number % 54, number // 54
    if place in BELOW and (turn < 2 or (turn == 2 and place < 13)):
        return 716 if (turn, place) != (0, 0) else 43_660 - 60 * 716
    return 500 if place not in BELOW and turn < 10 else 0


class District(Story):
    """The district with its round, what came in, and the sample that was drawn."""

    round: str
    sample: str
    departments: str
    stored: dict[str, Any]
    cuts: dict[str, Any]


@pytest.fixture(scope="module")
def story(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return the district after its round: everything brought in as one table, 97 drawn and re-checked."""
    folder = tmp_path_factory.mktemp("s7")
    with copied_database(request, "sqlite", folder) as db, on(MARCH):
        found = District(db, folder / "papers")
        bodies = departments(found, 54)
        rows = projects(found, bodies, 1713)
        found.round = opened(found)
        found.stored = brought_in(
            found,
            table([(one.code, 72 if n % 54 in BELOW else 91, asked_of(n)) for n, one in enumerate(rows)]),
        )
        wanted = result_use.SimulationInput(rule=result_use.NEVER_PUBLISHED, year=YEAR + 1, name="压减测算")
        found.cuts = result_use.simulate(db, found.people["officer"], found.round, wanted)
        form = rounds.SampleInput(count=97, name="抽查复核")
        found.sample = rounds.draw_sample(db, found.people["officer"], found.round, form)["public_id"]
        yield found


def row_of(story: District, key: str) -> EvaluationRound:
    found: EvaluationRound = story.one(EvaluationRound, columns(EvaluationRound).public_id == key)
    return found


def sums(story: District, key: str) -> Any:
    with story.db.reading() as session:
        return round_sums(session, row_of(story, key), rule_book(session, "330304"))


def test_1713_self_evaluations_come_in_as_one_table(story: District) -> None:
    assert story.stored["added"] == 1713
    found = sums(story, story.round)
    assert found.total == 1713
    assert len(found.departments) == 54
    assert sum(line.count for line in found.grades) == 1713


def test_the_sample_is_stratified_and_can_be_drawn_again(story: District) -> None:
    sample = row_of(story, story.sample).sample
    assert (len(sample["picks"]), sample["of"]) == (97, 1713)
    picked = story.all(Evaluation, columns(Evaluation).public_id.in_(sample["picks"]))
    assert len({one.department_id for one in picked}) == 54
    strata: dict[str, list[str]] = {}
    for one in story.all(Evaluation, columns(Evaluation).type == "self"):
        strata.setdefault(str(one.department_id), []).append(one.public_id)
    assert sorted(stratified(strata, 97, sample["seed"], 1)) == sample["picks"]


def test_the_re_check_gives_the_published_table_and_flags_the_nudged(story: District) -> None:
    picks = row_of(story, story.sample).sample["picks"]
    with on(MARCH):
        for key, score in zip(picks, RECHECKED, strict=True):
            _score(story, "evaluator", key, "recheck", score)
    found = sums(story, story.sample)
    assert [line.count for line in found.grades] == [7, 57, 33, 0]
    assert [line.percentage for line in found.grades] == ["7.22", "58.76", "34.02", "0.00"]
    printed = [Decimal(text) for text in ("7.21", "58.77", "34.02", "0.00")]
    assert [line.is_nudged for line in checked(found.grades, printed)] == [True, True, False, False]
    assert any(line.is_large for line in found.gaps)
    assert [line.count for line in found.evaluator_gaps] == [97]


def test_54_departments_give_the_published_table(story: District) -> None:
    officer = story.people["officer"]
    with on(MARCH):
        key = story.departments = opened(story, type="department", subject="organisation")
        assert rounds.enrol(story.db, officer, key)["enrolled"] >= 54
        own = columns(Evaluation)
        found = story.all(Evaluation, own.round_id == row_of(story, key).id)
        mine = [one for one in found if one.department_id is not None][-54:]
        for one, score in zip(mine, DEPARTMENTS, strict=True):
            _score(story, "officer", one.public_id, "self", score, "department")
            story.move("officer", "evaluation", one.public_id, "submit")
    table_of = sums(story, key)
    assert [line.count for line in table_of.grades] == [5, 44, 5, 0]
    assert [line.percentage for line in table_of.grades] == ["9.26", "81.48", "9.26", "0.00"]


def test_every_row_of_the_table_is_what_the_district_published(story: District) -> None:
    """Each row as published, or the figure that follows from the counts where the print was nudged."""
    rows = rows_of("s7_chengzhong.csv")
    made = _figures(story)
    assert {row["内容"]: row["系统结果"] for row in rows} == made
    printed = {row["内容"] for row in rows if row["公布值"] != row["系统结果"]}
    assert printed == {"复核一等占比（%）", "复核二等占比（%）", "规则状态"}


def _figures(story: District) -> dict[str, str]:
    """Return what the pages say, named as the table names it."""
    whole, drawn = sums(story, story.round), sums(story, story.sample)
    departments = sums(story, story.departments)
    grades = ("一等", "二等", "三等", "四等")
    by_department = list(zip(grades[:3], departments.grades, strict=False))
    bands = ("一等 90 分及以上", "二等 80—90 分", "三等 60—80 分", "四等 60 分以下")
    with story.db.reading() as session:
        found = session.execute(_list_of(story)).scalar_one()
    return {
        "自评部门（个）": str(len(whole.departments)),
        "自评项目（个）": str(whole.total),
        "抽查复核项目（个）": str(len(row_of(story, story.sample).sample["picks"])),
        **{f"复核{band}（个）": str(one.count) for band, one in zip(bands, drawn.grades, strict=True)},
        **{f"复核{name}占比（%）": one.percentage for name, one in zip(grades, drawn.grades, strict=True)},
        **{f"部门{name}（个）": str(one.count) for name, one in by_department},
        **{f"部门{name}占比（%）": one.percentage for name, one in by_department},
        "结果应用调整项目（个）": str(found.projects),
        "压减资金（万元）": str(found.cut // WAN),
        "规则状态": {"unconfirmed": "未确认"}[found.basis["status"]],
    }  # fmt: skip


def _list_of(story: District) -> Any:
    own = columns(ResultList)
    return (
        sa.select(ResultList).where(own.public_id == story.cuts["public_id"]).execution_options(scoped=True)
    )


def test_choosing_the_labelled_rule_gives_61_projects_and_43_66_million(story: District) -> None:
    got = story.cuts
    assert (got["projects"], got["cut"]) == (61, 4366 * WAN)
    lines = story.all(ResultLine)
    assert sum(line.cut for line in lines) == 4366 * WAN
    assert all(0 < line.cut <= line.requested for line in lines)
    found = story.row("result_list", got["public_id"])
    assert found.basis["status"] == "unconfirmed"


def test_budget_and_report_show_the_cuts_and_say_that_the_formula_was_never_published(
    story: District,
) -> None:
    officer = story.people["officer"]
    with on(MARCH):
        board = registers_board(story.db, officer, year=YEAR + 1, explain="cut")
        paper = yearly_paper(story.db, officer, year=YEAR)
        assert result_view(story.db, officer, story.cuts["public_id"]).is_unpublished
    grid = board.blocks[0].grid
    assert grid is not None
    assert (len(grid.lines), grid.lines[-1].cells[5]) == (62, 4366 * WAN)
    assert board.explain is not None
    assert board.explain.value == 4366 * WAN
    told: Any = paper.values["summary"]
    assert (told["self_count"], told["self_departments"], told["recheck_count"]) == (1713, 54, 97)
    rechecked = [row["count"] for row in paper.rows("grades") if "复核" in row["what"]]
    assert rechecked == [7, 57, 33, 0]
    assert any("从未公布" in note for note in paper.notes)


def test_nobody_re_checks_own_work_and_a_round_with_open_work_stays_open(story: District) -> None:
    own = columns(Evaluation)
    one = story.all(Evaluation, own.type == "self", own.recheck_score.is_(None))[0]
    with on(MARCH), pytest.raises(Forbidden):
        _score(story, "officer", one.public_id, "recheck", 80)
    with on(MARCH), pytest.raises(Blocked, match="under way"):
        rounds.close_round(story.db, story.people["officer"], story.round, row_of(story, story.round).version)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("CZ-0001", "XX-0001"), "no_project"),
        ((",15,15,", ",16,15,"), "above_full_mark"),
        (("年中调整", ""), "deviation_reason"),
        (("产出数量", "没有的指标"), "no_such_indicator"),
    ],
)
def test_a_bad_table_is_refused_with_its_place(story: District, change: tuple[str, str], code: str) -> None:
    data = table([("CZ-0001", 91, 0)]).decode("utf-8-sig").replace(str(YEAR), str(YEAR + 1))
    with on(MARCH):
        rounds.open_round(
            story.db,
            story.people["officer"],
            rounds.RoundInput(region="330304", year=YEAR + 1, name=f"自评{code}"),
        )
        with pytest.raises(Invalid) as refusal:
            brought_in(story, data.replace(*change).encode())
    assert refusal.value.problems[0].code == code
    assert refusal.value.problems[0].field.startswith("row 2")


def _score(story: District, who: str, key: str, scorer: Any, score: int, frame: str = "ordinary") -> None:
    row = story.row("evaluation", key)
    points = dict(zip(_keys(frame), _points(score, frame), strict=True))
    reasons = dict.fromkeys(points, "未达目标") if scorer == "self" else {}
    form = evaluations.SheetInput(scorer=scorer, points=points, reasons=reasons)
    evaluations.score(story.db, story.people[who], key, form, row.version)


def _keys(frame: str) -> list[str]:
    rule: Any = next(seed for seed in SEEDS if seed.key == f"performance.frame.{frame}")
    return [row["key"] for row in rule.value]


def _points(score: int, frame: str) -> list[str]:
    if frame == "ordinary":
        assert sum(WEIGHTS) == 100
        return points_of(score)
    weights = [10, 10, 15, 15, 25, 15, 10]
    left, found = 100 - score, []
    for most in reversed(weights):
        lost = min(left, most)
        found.append(str(most - lost))
        left -= lost
    return list(reversed(found))
