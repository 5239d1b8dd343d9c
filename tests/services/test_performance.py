"""Third parties, surveys, frames and cuts: what is refused, and what comes of what is taken."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bondlife.books import Rule, rule_book
from bondlife.errors import Blocked, Conflict, Forbidden, Invalid, Missing
from bondlife.lifecycle.frames import unsound
from bondlife.queries.performance.pool import job_view
from bondlife.queries.performance.sheet import appraisal_view
from bondlife.queries.performance.surveys import answer_view, surveys_view
from bondlife.queries.words import problem_text
from bondlife.services import evaluations, result_use, rounds, rules, surveys, third_parties
from bondlife.services.result_use import Candidate, cuts_of
from models.base import as_before, columns
from models.registry import EvaluationJob, PoolMember, RuleVersion, SurveyTicket
from tests.database import copied_database
from tests.lifecycle.story import Story, on
from tests.scenarios import budget_case as case

MARCH = "2036-03-10"
ENTRY = ("independent_of_client", "no_major_violation_3_years", "qualified_staff", "quality_control")
STARS = ("quality", "efficiency", "communication", "satisfaction")


@pytest.fixture(scope="module")
def story(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("performance")
    with copied_database(request, "sqlite", folder) as db, on(MARCH):
        yield Story(db, folder / "papers")


def member(story: Story, code: str, **more: Any) -> str:
    values: dict[str, Any] = {
        "region": "330304",
        "name": f"示例机构{code}",
        "code": code,
        "staff": 10,
        "expertise": ["信息化"],
        "entry": dict.fromkeys(ENTRY, True),
    }
    form = third_parties.MemberInput(**{**values, **more})
    return str(third_parties.save_member(story.db, story.people["officer"], form)["public_id"])


def test_who_does_not_meet_the_conditions_is_not_admitted(story: Story) -> None:
    with pytest.raises(Invalid) as refusal:
        member(story, "X-1", entry={"independent_of_client": True}, staff=1)
    assert {one.code for one in refusal.value.problems} == {"condition_unmet", "too_few_staff"}
    assert refusal.value.problems[0].field == "entry.no_major_violation_3_years"


def test_a_job_from_the_drawing_to_the_stars(story: Story) -> None:
    key = case.project(story, code="TP-1")
    unit = story.organisation("unit").name
    member(story, "A-1", ties=[unit])
    assert story.refused("officer", "evaluation_job", _job(story, key), "draw") == {"nobody_to_draw"}
    member(story, "A-2")
    job = _job(story, key)
    story.move("officer", "evaluation_job", job, "draw")
    drawing = story.row("evaluation_job", job).drawing[0]
    assert (drawing["drawn"], drawing["left_out"]["A-1"]) == ("A-2", "tie")
    form = {"project": key, "name": "第三方评价", "year": 2036, "expertise": "信息化"}
    paid = {"contract_number": "合〔2036〕1号", "amount": "80000", "due_on": "2036-06-01"}
    story.edit("officer", "evaluation_job", job, **form, **paid)
    papers = ("evaluation_contract", "draft_report", "working_papers", "final_report")
    story.attach("officer", "evaluation_job", job, *papers)
    story.move("officer", "evaluation_job", job, "contract")
    story.move("evaluator", "evaluation_job", job, "draft")
    said = [{"who": "单位", "text": "补充底稿"}]
    story.edit("officer", "evaluation_job", job, **form, **paid, delivered_on=MARCH, comments=said)
    assert story.refused("evaluator", "evaluation_job", job, "deliver") == {"comment_unanswered"}
    said[0]["answer"] = "已补充"
    story.edit("officer", "evaluation_job", job, **form, **paid, delivered_on=MARCH, comments=said)
    story.move("evaluator", "evaluation_job", job, "deliver")
    _stars_are_blind(story, job)


def _job(story: Story, project: str) -> str:
    return story.create(
        "officer", "evaluation_job", project=project, name="第三方评价", year=2036, expertise="信息化"
    )


def _rate(story: Story, who: str, job: str, rater: str, stars: int) -> None:
    form = third_parties.StarsInput(rater=rater, stars=dict.fromkeys(STARS, stars))
    third_parties.rate(story.db, story.people[who], job, form)


def _stars_are_blind(story: Story, job: str) -> None:
    with pytest.raises(Invalid, match="one to"):
        _rate(story, "officer", job, "performance_office", 6)
    _rate(story, "officer", job, "performance_office", 5)
    with pytest.raises(Conflict):
        _rate(story, "business", job, "performance_office", 1)
    with pytest.raises(Forbidden, match="one office"):
        _rate(story, "officer", job, "business_office", 5)
    _rate(story, "business", job, "business_office", 4)
    assert story.refused("officer", "evaluation_job", job, "close") == {"stars_missing"}
    _rate(story, "unit", job, "budget_unit", 3)
    before = job_view(story.db, story.people["unit"], job)
    assert (before.given, before.ratings, before.own.rater) == (3, [], "budget_unit")
    story.move("officer", "evaluation_job", job, "close")
    after = job_view(story.db, story.people["unit"], job)
    assert ([list(one.stars) for one in after.ratings], after.mean) == ([[5] * 4, [4] * 4, [3] * 4], "4.00")


def test_low_stars_suspend_and_count_in_the_next_drawing(story: Story) -> None:
    found = story.all(PoolMember, columns(PoolMember).code == "A-2")[0]
    assert found.state == "admitted"
    closed = story.all(EvaluationJob, columns(EvaluationJob).state == "closed")
    assert [one.stars["mean"] for one in closed] == ["4.00"]
    second = _job(story, case.project(story, code="TP-2"))
    story.move("officer", "evaluation_job", second, "draw")
    assert story.row("evaluation_job", second).drawing[0]["weights"] == {"A-2": 40}


def test_a_survey_takes_one_answer_a_link_and_tells_nobody_whose(story: Story) -> None:
    key = case.project(story, code="TP-3")
    asked = [{"key": "q1", "text": "是否满意"}, {"key": "q2", "text": "建议", "form": "words"}]
    days = {"opens_on": "2036-03-01", "closes_on": "2036-03-31"}
    form = surveys.SurveyInput.model_validate(
        {"project": key, "name": "满意度", "questions": asked, "tickets": 3, **days}
    )
    _receipt, tokens = surveys.open_survey(story.db, story.people["officer"], form)
    with pytest.raises(Invalid):
        surveys.answer(story.db, tokens[0], surveys.AnswerInput(answers={"q1": "6"}))
    surveys.answer(story.db, tokens[0], surveys.AnswerInput(answers={"q1": "5", "q2": "很好"}))
    with pytest.raises(Conflict):
        surveys.answer(story.db, tokens[0], surveys.AnswerInput(answers={"q1": "1"}))
    with pytest.raises(Missing):
        answer_view(story.db, "no-such-token")
    surveys.answer(story.db, tokens[1], surveys.AnswerInput(answers={"q1": "4"}))
    line = surveys_view(story.db, story.people["officer"]).lines[0]
    assert (line.tickets, line.answers, str(line.satisfaction), line.is_enough) == (3, 2, "0.8750", False)
    kept = story.all(SurveyTicket)
    assert not any(token in str(vars(one)) for token in tokens for one in kept)
    with on("2036-04-01"), pytest.raises(Blocked):
        surveys.answer(story.db, tokens[2], surveys.AnswerInput(answers={"q1": "4"}))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"points": "11"}, "weights_do_not_sum"),
        ({"points": "ten"}, "bad_points"),
        ({"points": ""}, "frame_row_incomplete"),
        ({"key": "quantity"}, "repeated_indicator"),
        ({"how": "guessed"}, "bad_way"),
    ],
)
def test_a_frame_that_is_not_sound_is_refused_with_its_row(
    story: Story, change: dict[str, str], code: str
) -> None:
    with story.db.reading() as session:
        book = rule_book(session, "330304")
    rule = book["performance.frame.ordinary"]
    rows = [*rule.value[:-1], {**rule.value[-1], **change}]
    found = list(unsound(rows, rule.params, book))
    assert found[0].code == code
    assert found[0].field.startswith("value")


def test_a_frame_does_not_change_while_a_round_keeps_it(story: Story) -> None:
    form = rounds.RoundInput(region="330304", year=2035, name="自评")
    rounds.open_round(story.db, story.people["officer"], form)
    own = columns(RuleVersion)
    held = story.one(RuleVersion, own.key == "performance.frame.ordinary", own.state == "in_force")
    rows = [
        {**row, "points": {"quantity": "20", "quality": "10"}.get(row["key"], row["points"])}
        for row in held.value
    ]
    told: dict[str, Any] = {"basis": "本地办法", "region": "330304"}
    text = rules.value_text("table", rows)
    new = rules.RuleInput(value=text, valid_from=MARCH, **told)
    key = rules.propose(story.db, story.people["officer"], held.public_id, new)["public_id"]
    with pytest.raises(Blocked, match="keeps this frame"):
        rules.approve(story.db, story.people["leader"], key, 1)
    bad = rules.RuleInput(value=text.replace('"20"', '"21"'), valid_from=MARCH, **told)
    with pytest.raises(Invalid, match="sum to"):
        rules.propose(story.db, story.people["officer"], held.public_id, bad)


def _candidate(score: int, grade: str, requested: int, carried: int = 0, before: int = 0) -> Candidate:
    return Candidate(1, 1, None, score % 2, Decimal(score), grade, requested, carried, before)


ROWS = [
    _candidate(96, "excellent", 1_000_00),
    _candidate(70, "fair", 1_000_00, 500_00, 200_00),
    _candidate(50, "poor", 1_000_00, 900_00, 1_000_00),
]


@pytest.mark.parametrize(
    ("key", "cuts"),
    [
        ("below_mean", [0, 100_00, 100_00]),
        ("by_grade", [0, 200_00, 1_000_00]),
        ("carry_over", [0, 90_00, 0]),
        ("by_gap", [0, 27_78, 305_56]),
    ],
)
def test_rules_of_result_use(story: Story, key: str, cuts: list[int]) -> None:
    with story.db.reading() as session:
        rule = rule_book(session, "330304")[f"performance.cut.{key}"]
    assert [cut for cut, _why in cuts_of(rule, ROWS)] == cuts
    harsh = _harsher(rule)
    if key != "by_gap":
        with pytest.raises(Invalid) as refusal:
            cuts_of(harsh, ROWS)
        problem = refusal.value.problems[0]
        assert (problem.code, problem.field) == ("cut_above_request", "rule")
        assert "500%" in problem_text(problem)
        return
    assert all(cut <= one.requested for (cut, _why), one in zip(cuts_of(harsh, ROWS), ROWS, strict=True))


def _harsher(rule: Rule) -> Rule:
    """Return the rule with rates that ask for more than there is."""
    if isinstance(rule.value, list):
        return replace(rule, value=[{**row, "rate": "5"} for row in rule.value])
    return replace(rule, value="5")


def test_a_district_is_appraised_by_its_frame(story: Story) -> None:
    key = story.create("officer", "appraisal", region="330304", year=2035)
    assert story.refused("officer", "appraisal", key, "submit") == {"scores_empty"}
    row = story.row("appraisal", key)
    items = row.sheet["frame"]["items"]
    points = {one["key"]: one["points"] for one in items} | {"disclosure": "1"}
    form = evaluations.SheetInput(points=points, reasons={"disclosure": "公开不及时"})
    evaluations.appraise(story.db, story.people["officer"], key, form, row.version)
    told = appraisal_view(story.db, story.people["officer"], key)
    assert (told.score, told.scorer, told.totals["self"]) == ("96", "self", "96.0")
    story.move("officer", "appraisal", key, "submit")
    story.signed("officer", "appraisal", key, "conclude", "simple")
    assert (
        story.row("appraisal", key).grade,
        appraisal_view(story.db, story.people["officer"], key).scorer,
    ) == (
        "excellent",
        "",
    )


def test_a_rule_without_a_method_and_a_round_without_requests_are_refused(story: Story) -> None:
    with story.db.reading() as session:
        rule = replace(rule_book(session, "330304")["performance.cut.by_gap"], params={})
    with pytest.raises(Invalid, match="no method"):
        cuts_of(rule, ROWS)
    key = rounds.open_round(
        story.db, story.people["officer"], rounds.RoundInput(region="330304", year=2034, name="空")
    )["public_id"]
    form = result_use.SimulationInput(rule="performance.cut.by_gap", year=2035, name="空")
    with pytest.raises(Blocked, match="has a budget request"):
        result_use.simulate(story.db, story.people["officer"], key, form)


def test_a_version_from_before_a_column_proves_its_row_and_nothing_else() -> None:
    added = {"subject": "project", "subject_id": None, "phase": "", "cycle": "", "round_id": None}
    scores = {"self_score": None, "recheck_score": None, "third_score": None, "digest": ""}
    row = {"id": 1, "type": "self", **added, **scores}
    assert as_before("evaluation", row) == {"id": 1, "type": "self"}
    assert as_before("evaluation", {**row, "phase": "operation"}) == {**row, "phase": "operation"}
    assert as_before("project", {"id": 1}) == {"id": 1}
