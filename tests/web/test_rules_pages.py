"""Rules and limits: four eyes in every combination, versions that never change, days that do not overlap."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bondlife import clock
from bondlife.books import rule_book
from bondlife.db import Database
from bondlife.demo.people import PEOPLE
from bondlife.errors import Conflict, Forbidden, Invalid, Refusal
from bondlife.queries.rules import citations
from bondlife.services import rules
from bondlife.services.rules import RuleInput, parse_value, value_text
from models.base import columns
from models.registry import RuleVersion
from models.rules import shipped_rules
from tests.database import People
from tests.web.signed import SignIn

KEY = "coverage.assumed_rate"
START = date(2027, 1, 1)


def shipped(db: Database, key: str = KEY) -> str:
    rule = columns(RuleVersion)
    with db.reading() as session:
        found = sa.select(rule.public_id).where(rule.key == key, rule.region_code == "")
        return str(session.execute(found).scalars().first())


def proposal(**more: Any) -> RuleInput:
    values = {"value": "0.042", "basis": "温财债〔2026〕9号", "region": "330304", "valid_from": START}
    return RuleInput.model_validate({**values, **more})


def propose(db: Database, people: People, **more: Any) -> str:
    return str(rules.propose(db, people["officer"], shipped(db), proposal(**more))["public_id"])


def value_on(db: Database, day: date, region: str = "330304") -> str:
    with db.reading() as session:
        return str(rule_book(session, region, day)[KEY].value)


@pytest.mark.parametrize("account", [person.account for person in PEOPLE])
def test_only_a_leader_of_the_region_approves(db: Database, people: People, account: str) -> None:
    public_id = propose(db, people)
    if account in {"leader", "deputy", "chair"}:
        rules.approve(db, people[account], public_id, 1)
        assert value_on(db, START) == "0.042"
        return
    with pytest.raises(Forbidden):
        rules.approve(db, people[account], public_id, 1)
    with pytest.raises(Forbidden):
        rules.reject(db, people[account], public_id, 1, "no")
    assert value_on(db, START) == "0.045"


def test_nobody_approves_what_they_prepared(db: Database, people: People) -> None:
    from dataclasses import replace

    from bondlife.security.actor import Grant

    officer = people["officer"]
    both = replace(
        officer, grants=(*officer.grants, *(Grant("leader", g.region_ids) for g in officer.grants))
    )
    public_id = str(rules.propose(db, both, shipped(db), proposal())["public_id"])
    with pytest.raises(Forbidden) as refused:
        rules.approve(db, both, public_id, 1)
    assert refused.value.problems[0].code == "four_eyes"


def test_a_rule_of_another_region_is_not_proposed(db: Database, people: People) -> None:
    for region in ("330303", "330300", "330000", "000000"):
        with pytest.raises(Forbidden):
            propose(db, people, region=region)


def test_a_version_holds_from_its_day_for_its_region_alone(db: Database, people: People) -> None:
    rules.approve(db, people["leader"], propose(db, people), 1)
    assert value_on(db, START - timedelta(days=1)) == "0.045"
    assert value_on(db, START) == "0.042"
    assert value_on(db, START, "330303") == "0.045"


def test_what_was_known_before_stays_known(db: Database, people: People) -> None:
    first = propose(db, people, valid_from=date(2026, 1, 1))
    rules.approve(db, people["leader"], first, 1)
    before = clock.now()
    second = propose(db, people, value="0.039", valid_from=date(2026, 7, 1))
    rules.approve(db, people["leader"], second, 1)
    with db.reading() as session:
        assert rule_book(session, "330304", date(2026, 8, 1), before)[KEY].value == "0.042"
        assert rule_book(session, "330304", date(2026, 8, 1))[KEY].value == "0.039"
        assert rule_book(session, "330304", date(2026, 6, 30))[KEY].value == "0.042"


def test_of_every_day_one_version_holds(db: Database, people: People) -> None:
    days = [date(2026, 5, 1), date(2026, 2, 1), date(2026, 9, 1), date(2026, 5, 1)]
    for number, day in enumerate(days):
        public_id = propose(db, people, value=f"0.03{number}", valid_from=day)
        rules.approve(db, people["leader"], public_id, 1)
    rule = columns(RuleVersion)
    own = sa.select(RuleVersion).where(
        rule.key == KEY, rule.region_code == "330304", rule.ended_at.is_(None), rule.state != "draft"
    )
    with db.reading() as session:
        held = list(session.execute(own).scalars())
    for month in range(1, 13):
        day = date(2026, month, 15)
        found = [r for r in held if r.valid_from <= day and (r.valid_to is None or r.valid_to >= day)]
        assert len(found) == (1 if month > 1 else 0), day
    assert [value_on(db, date(2026, month, 15)) for month in (1, 3, 6, 10)] == [
        "0.045",
        "0.031",
        "0.033",
        "0.032",
    ]


def test_a_decision_is_taken_once(db: Database, people: People) -> None:
    public_id = propose(db, people)
    with pytest.raises(Invalid):
        rules.reject(db, people["leader"], public_id, 1, "  ")
    rules.reject(db, people["leader"], public_id, 1, "依据不足")
    for version in (1, 2):
        with pytest.raises(Conflict):
            rules.approve(db, people["leader"], public_id, version)
    assert value_on(db, START) == "0.045"


def test_every_shipped_value_is_typed_as_it_is_stored() -> None:
    for seed in shipped_rules():
        typed = value_text(seed.form, seed.value)
        assert parse_value(seed.form, typed, seed.value) == seed.value, seed.key


@pytest.mark.parametrize(
    ("form", "before", "text"),
    [
        *(("number", "2", "NaN"), ("number", "2", "1e9"), ("percent", "0.1", "abc"), ("percent", "0.1", "")),
        *(
            ("days", 5, "-1"),
            ("days", 5, "5.5"),
            ("days", 5, "１２"),
            ("fen", 100, "1.234"),
            ("fen", 100, "x"),
        ),
        *(("flag", True, "maybe"), ("list", ["a"], " \n "), ("list", [1], "a"), ("text", "a", " ")),
        *(("table", {"a": 1}, "[]"), ("table", {"a": 1}, "{"), ("table", [{"a": 1}], '[{"b": 1}]')),
        *(("table", {"a": 1}, '{"a": NaN}'), ("table", [{"a": 1}], "[1]")),
    ],
)
def test_a_value_of_another_form_is_refused(form: str, before: Any, text: str) -> None:
    with pytest.raises(Refusal):
        parse_value(form, text, before)


def test_the_story_in_the_browser(site: SignIn, db: Database) -> None:
    officer, leader = site("officer"), site("leader")
    form = {"value": "4.2%", "basis": "温财债〔2026〕9号", "clause": "", "status": "local"}
    form |= {"region": "330304", "valid_from": "2027-01-01", "valid_to": "", "note": ""}
    officer.get(f"/rules/{shipped(db)}")
    made = officer.post(f"/rules/{shipped(db)}/versions", form)
    assert made.status_code == 303
    address = made.headers["location"]
    assert "/decision" not in officer.get(address).text
    assert officer.post(f"{address}/decision", {"act": "approve", "version": "1"}).status_code == 403
    assert "4.2 %" in leader.get("/rules").text
    assert "/decision" in leader.get(address).text
    assert leader.post(f"{address}/decision", {"act": "approve", "version": "1"}).status_code == 303
    assert value_on(db, START) == "0.042"
    assert "/decision" not in leader.get(address).text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("value", "NaN"),
        ("valid_from", "2027-13-01"),
        ("basis", ""),
        ("region", "x y"),
        ("valid_to", "2026-01-01"),
    ],
)
def test_a_wrong_entry_is_shown_beside_its_field(site: SignIn, db: Database, field: str, value: str) -> None:
    officer = site("officer")
    form = {
        "value": "0.042",
        "basis": "文",
        "status": "local",
        "region": "330304",
        "valid_from": "2027-01-01",
    }
    officer.get(f"/rules/{shipped(db)}")
    answer = officer.post(f"/rules/{shipped(db)}/versions", {**form, field: value})
    assert answer.status_code == 422
    assert f'id="e-{field}"' in answer.text


def test_page_and_part_are_one(site: SignIn, db: Database) -> None:
    officer = site("officer")
    for address in ("/rules", f"/rules/{shipped(db)}", "/limits"):
        part = re.sub(r'value="[0-9a-f-]{36}"', "", officer.get(address, part=True).text.strip())
        assert part in re.sub(r'value="[0-9a-f-]{36}"', "", officer.get(address).text)


def test_unconfirmed_rules_are_labelled(site: SignIn) -> None:
    page = site("officer").get("/rules").text
    assert page.count("state-draft") > 90
    assert "未确认" in page


def test_steps_that_cite_a_rule_are_found() -> None:
    found = citations("repayment.interest_sources")
    assert {one.record for one in found} == {"还本付息", "预算安排表"}
    assert any(one.how == "条件" for one in found)
