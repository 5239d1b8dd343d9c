"""Duties follow from rules: the day of each, who owes it, what fulfils it; corrections follow from drift.

Source of the tender case: 宁波市财政局 2021-09-15, tender 2021-09-23; the 19th to 21st were a holiday and the
Saturday before it was made up for.
"""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bondlife.db import Database
from bondlife.disclosure.about import About
from bondlife.disclosure.content import books_content, empty_cells
from bondlife.disclosure.duties import finders
from bondlife.disclosure.duties.wanted import before
from bondlife.queries.conditions.found import look_at
from bondlife.queries.disclosure import board_view
from bondlife.queries.disclosure_groups import GROUPS, Wish
from bondlife.queries.notices import notice_text
from bondlife.services import disclosure_duties, publications
from bondlife.services.disclosure_check import check
from bondlife.services.disclosure_duties import scan
from bondlife.services.disclosure_reminders import NOBODYS, PASSED_ON, REMINDED, remind
from bondlife.services.publications import PublishInput, WordsInput
from models.base import columns
from models.disclosure_duties import BY_KEY, DUTIES
from models.disclosure_forms import forms
from models.registry import Bond, DisclosureDuty, Notice, Publication, RoleGrant
from models.rules import shipped_rules
from tests.lifecycle.story import Story, on
from tests.money.county import EACH, County

JUNE = "2037-06-01"


def duties(story: Story, **conditions: Any) -> list[DisclosureDuty]:
    own = columns(DisclosureDuty)
    return story.all(DisclosureDuty, *(own[name] == value for name, value in conditions.items()))


def test_every_duty_names_a_form_a_rule_and_a_finder() -> None:
    rules = {seed.key for seed in shipped_rules()}
    assert {one.rule for one in DUTIES} <= rules
    assert {one.form for one in DUTIES} - {""} <= set(forms())
    assert set(finders()) == set(BY_KEY) - {"event", "correction", "ppp_payment"}


def test_five_working_days_before_the_tender(db: Database) -> None:
    with db.reading() as session:
        look = look_at(session, date(2021, 9, 1))
        rule = look_at(session, date(2036, 9, 1)).rules(1).get("issuance.disclosure_lead")
        assert before(look, rule, date(2021, 9, 23)) == date(2021, 9, 15)


def test_duties_of_an_issue_and_its_payments(db: Database, tmp_path: Path) -> None:
    county = County(db, tmp_path)
    planned = county.add(
        Bond, **county.bond_values(state="planned", name="计划债", tender_date=date(2036, 5, 20))
    )
    county.change(county.bond, issue_date=date(2036, 3, 19))
    with on("2036-05-06"):
        assert scan(db)["opened"] > 2
        assert scan(db) == {"opened": 0, "changed": 0}
    first = duties(county.story, what="pre_issue")
    assert [(one.subject_id, one.due_on, one.form) for one in first] == [
        (planned.id, date(2036, 5, 13), "F1")
    ]
    assert [one.due_on for one in duties(county.story, what="issue_result")] == [date(2036, 3, 20)]
    with on("2036-08-20"):
        scan(db)
    notices = duties(county.story, what="payment_notice")
    assert [(one.period, one.due_on) for one in notices] == [("2036-09-22", date(2036, 9, 15))]


def test_a_rated_bond_is_rated_again_each_year_while_it_stands(db: Database, tmp_path: Path) -> None:
    county = County(db, tmp_path)
    county.change(county.bond, issue_date=date(2036, 3, 19), rating="AAA", maturity_date=date(2038, 3, 20))
    county.add(Bond, **county.bond_values(name="未评级债", issue_date=date(2036, 3, 19)))
    young = county.add(
        Bond, **county.bond_values(name="当年债", rating="AAA", issue_date=date(2037, 1, 5), year=2037)
    )
    ended = {"rating": "AAA", "issue_date": date(2034, 3, 19), "maturity_date": date(2037, 3, 20)}
    county.add(Bond, **county.bond_values(name="到期债", year=2034, **ended))
    with on(JUNE):
        scan(db)
        [duty] = duties(county.story, what="tracking_rating")
        assert (duty.subject_id, duty.due_on, duty.cut_off, duty.form, duty.platform, duty.owner_role) == (
            county.bond.id, date(2037, 7, 31), date(2036, 12, 31), "N4", "national", "publisher",
        )  # fmt: skip
        with db.reading() as session:
            book = look_at(session, date(2037, 6, 1)).rules(duty.region_id)
            assert {book[key].confirmed for key in (duty.rule, "ppp.results_days")} == {False}
            content = books_content(
                About(session, "N4", duty.cut_off, duty.region_id, bond_id=county.bond.id)
            )
    row = content["rows"][0]
    assert (row["rating"], row["left"], row["rating_now"]) == ("AAA", county.bond.face, None)
    assert len(empty_cells(content)) >= 5  # what the agency found is told by people
    with on("2038-06-01"):
        scan(db)
    told = {(one.subject_id, one.period) for one in duties(county.story, what="tracking_rating")}
    assert told == {(county.bond.id, "2036"), (young.id, "2037")}


def test_the_yearly_round_is_owed_until_it_is_published(db: Database, tmp_path: Path) -> None:
    county = County(db, tmp_path)
    county.pay(2 * EACH)
    story = county.story
    county.change(county.bond, issue_date=date(2036, 3, 19), short_name="36示例债", code="36001")
    with on(JUNE):
        scan(db)
        table = duties(story, what="annual_table")[0]
        assert (table.due_on, table.form, table.period, table.state) == (
            date(2037, 6, 30),
            "F4",
            "2036",
            "open",
        )
        assert [one.form for one in duties(story, period="2036", project_id=county.project.id)] == [
            "F3",
            "F5",
            "F4",
        ]
        taken = disclosure_duties.take_up(db, story.people["officer"], table.public_id, table.version)
    publish(story, str(taken["public_id"]), "2037-07-03")
    with on("2037-07-03"):
        scan(db)
    done = duties(story, what="annual_table")[0]
    assert (done.state, done.done_on) == ("done", date(2037, 7, 3))
    with on("2038-02-01"):
        scan(db)
    assert [one.state for one in duties(story, what="annual_national", period="2036")] == ["open"]
    drift_is_found_the_same_night(county, str(taken["public_id"]))


def publish(story: Story, key: str, day: str) -> None:
    """Take a yearly table from the books to the public."""
    officer = story.people["officer"]
    with on(day):
        version = story.row("publication", key).version
        told = publications.prepare(story.db, officer, key, version, WordsInput())
        empty = {f"rows[1].{name}": "无" for name in ("department", "expected_income", "evaluation", "note")}
        words = WordsInput(answers=empty)
        told = publications.prepare(story.db, officer, key, int(str(told["version"])), words)
        assert told["empty"] == 0
        story.move("officer", "publication", key, "draft")
        opened = story.move("officer", "publication", key, "approve")
        for who in ("reviewer", "deputy"):
            story.decide(who, opened["approval"], opened["digest"])
        version = story.row("publication", key).version
        form = PublishInput.model_validate({"published_on": day, "address": "/public/1"})
        publications.publish(story.db, story.people["publisher"], key, version, form)


def drift_is_found_the_same_night(county: County, key: str) -> None:
    """Change a published figure in the books: a correction is owed, and published in the open."""
    story, db = county.story, county.story.db
    with on("2038-02-02"):
        assert check(db)["drift"] == []
        county.change(county.project, total_investment=county.project.total_investment + 100)
        told = check(db)
        assert told["validator_errors"] == []
        figures = told["drift"][0]["figures"]
        assert [figure[0] for figure in figures] == ["rows[1].investment"]
        assert figures[0][2] - figures[0][1] == 100
        owed = duties(story, what="correction")[0]
        assert (owed.state, owed.due_on, owed.detail) == ("open", date(2038, 2, 15), figures)
        row = story.row("publication", key)
        opened = publications.correct(db, story.people["officer"], key, row.version, "总投资批复调整")
    correction = str(opened["public_id"])
    with pytest.raises(Exception, match="under way"), on("2038-02-02"):
        publications.correct(db, story.people["officer"], key, row.version, "again")
    explain(story, correction)
    assert story.row("publication", key).state == "superseded"
    assert story.row("publication", correction).content["reason"].startswith("总投资批复调整")
    with on("2038-02-03"):
        assert check(db)["drift"] == []
    assert [one.state for one in duties(story, what="correction")] == ["done"]
    assert len(story.all(Publication, columns(Publication).form == "F4")) == 2


def explain(story: Story, key: str) -> None:
    """Publish a correction: every figure that differs asks for its words first."""
    officer = story.people["officer"]
    with on("2038-02-02"):
        version = story.row("publication", key).version
        publications.prepare(story.db, officer, key, version, WordsInput())
        story.move("officer", "publication", key, "draft")
        assert story.refused("officer", "publication", key, "approve") == {"difference_unexplained"}
        story.move("officer", "publication", key, "return_for_correction", "补充说明")
    with on("2038-02-02"):
        version = story.row("publication", key).version
        words = WordsInput(explanations={"rows[1].investment": "发改批复"})
        publications.prepare(story.db, officer, key, version, words)
        story.move("officer", "publication", key, "draft")
        opened = story.move("officer", "publication", key, "approve")
        for who in ("reviewer", "deputy"):
            story.decide(who, opened["approval"], opened["digest"])
        version = story.row("publication", key).version
        form = PublishInput.model_validate({"published_on": "2038-02-02", "address": "/public/2"})
        publications.publish(story.db, story.people["publisher"], key, version, form)


def test_a_duty_is_its_officers_until_it_is_handed_on(db: Database, tmp_path: Path) -> None:
    county = County(db, tmp_path)
    story = county.story
    county.change(county.bond, issue_date=date(2036, 3, 19))
    account = {name: one.user_id for name, one in story.people.items()}
    with on(JUNE):
        scan(db)
        first = duties(story, what="annual_report")[0]
        assert first.owner_id == account["officer"]
        given = disclosure_duties.hand_to(
            db, story.people["officer"], first.public_id, first.version, "publisher"
        )
        assert given["version"] == first.version + 1
        scan(db)
    assert duties(story, what="annual_report")[0].owner_id == account["publisher"]
    told = story.all(Notice, columns(Notice).user_id == account["publisher"])
    assert [notice_text(one.message, one.params) for one in told] == [
        "一项公开任务已交给您：存续期情况说明。"
    ]
    for grant in story.all(RoleGrant, columns(RoleGrant).user_id == account["publisher"]):
        county.change(grant, state="ended")
    with on(JUNE):
        scan(db)
    assert duties(story, what="annual_report")[0].owner_id == account["officer"]


def test_who_owes_is_reminded_once_a_warning_day_and_then_it_is_passed_on(
    db: Database, tmp_path: Path
) -> None:
    county = County(db, tmp_path)
    story = county.story
    county.change(county.bond, issue_date=date(2036, 3, 19))
    with on("2037-05-20"):
        scan(db)
        assert remind(db) == {"reminded": 0, "passed_on": 0}
    first = {}
    for day in ("2037-06-01", "2037-06-02", "2037-06-20", "2037-07-04"):
        with on(day):
            first[day] = remind(db)
            assert remind(db) == {"reminded": 0, "passed_on": 0}
    yearly = len(duties(story, period="2036", project_id=county.project.id))
    assert [one["reminded"] for one in first.values()] == [yearly, 0, yearly, yearly]
    assert [one["passed_on"] for one in first.values()] == [0, 0, 0, yearly]
    assert boxes(story) == {("officer", REMINDED): 3, ("reviewer", PASSED_ON): 1, ("reviewer2", PASSED_ON): 1}


def boxes(story: Story) -> Counter[tuple[str, str]]:
    """Return how many notices of disclosure each person got, by message."""
    names = {one.user_id: name for name, one in story.people.items() if name in TOLD_BY_NAME}
    rows = story.all(Notice, columns(Notice).kind == "disclosure")
    return Counter((names[one.user_id], one.message) for one in rows if one.user_id in names)


TOLD_BY_NAME = ("officer", "publisher", "reviewer", "reviewer2", "leader")


def test_a_duty_nobody_could_do_is_flagged_and_told_up_the_line(db: Database, tmp_path: Path) -> None:
    county = County(db, tmp_path)
    story = county.story
    county.change(county.bond, issue_date=date(2036, 3, 19))
    for grant in story.all(RoleGrant, columns(RoleGrant).role == "officer"):
        county.change(grant, state="ended")
    leader = story.people["leader"]
    with on(JUNE):
        scan(db)
        assert {one.owner_id for one in duties(story, period="2036")} == {None}
        view = board_view(db, leader, Wish(group="owner"))
        assert view.nobodys == len(duties(story, period="2036", owner_role="officer")) > 0
        lonely = board_view(db, leader, Wish(owner="nobody"))
        assert lonely.open == view.nobodys
        assert all(one.is_nobodys for one in lonely.lines)
        assert remind(db)["passed_on"] > 0
    assert {message for _who, message in boxes(story)} == {NOBODYS}


def test_the_board_says_at_one_look_what_is_late_and_whose_it_is(db: Database, tmp_path: Path) -> None:
    county = County(db, tmp_path)
    story = county.story
    county.change(county.bond, issue_date=date(2036, 3, 19))
    with on("2037-07-10"):
        scan(db)
        leader = story.people["leader"]
        views = {group: board_view(db, leader, Wish(group=group)) for group in GROUPS}
        for view in views.values():
            assert sum(one.late for one in view.groups) == view.late > 0
            assert sum(one.open for one in view.groups) == view.open
        late = {one.key: one.most_late for one in views["kind"].groups if one.late}
        assert late["annual_national"] == 10
        [mine] = [one for one in views["owner"].groups if one.key == "officer"]
        assert board_view(db, leader, Wish("late", owner="officer")).late == mine.late
        assert board_view(db, story.people["officer"], Wish(owner="mine")).open == mine.open
        kind = board_view(db, leader, Wish("late", what="annual_national"))
        assert {one.name for one in kind.lines} == {"存续期信息公开（209号表）"}
        assert board_view(db, leader, Wish(region="440000")).groups == []
