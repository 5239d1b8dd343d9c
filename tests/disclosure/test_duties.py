"""Duties follow from rules: the day of each, who owes it, what fulfils it; corrections follow from drift.

Source of the tender case: 宁波市财政局 2021-09-15, tender 2021-09-23; the 19th to 21st were a holiday and the
Saturday before it was made up for.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bondlife.db import Database
from bondlife.disclosure.duties import finders
from bondlife.disclosure.duties.wanted import before
from bondlife.queries.conditions.found import look_at
from bondlife.services import disclosure_duties, publications
from bondlife.services.disclosure_check import check
from bondlife.services.disclosure_duties import scan
from bondlife.services.publications import PublishInput, WordsInput
from models.base import columns
from models.disclosure_duties import BY_KEY, DUTIES
from models.disclosure_forms import forms
from models.registry import Bond, DisclosureDuty, Publication
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
