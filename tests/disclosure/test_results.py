"""Duties and forms of performance goals and funds: found in the books, filled as they stood."""

from datetime import date
from pathlib import Path

import pytest

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.disclosure.content import empty_cells
from bondlife.security.actor import SYSTEM
from bondlife.services import publications
from bondlife.services.disclosure_duties import scan, take_up
from bondlife.services.publications import PublishInput, WordsInput
from models.registry import BudgetSheet, LimitStatement, PerformanceGoal, StateMove
from tests.disclosure.test_builders import built
from tests.disclosure.test_duties import duties
from tests.funds.house import House, fund_file
from tests.lifecycle.story import YI, on
from tests.money.county import County

INDICATORS = [
    {"first": "产出指标", "second": "数量指标", "name": "新建管网", "target": "12", "unit": "公里",
     "direction": "higher", "points": "20"},
    {"first": "效益指标", "second": "社会效益", "name": "覆盖人口", "target": "3万人以上", "unit": "",
     "direction": "higher", "points": "10"},
]  # fmt: skip


def approved_goal(county: County, day: date, **values: object) -> PerformanceGoal:
    """Store a goal of 2036 that was approved on a day."""
    own = {**county.own(), "project_id": county.project.id, "state": "approved"}
    form = {"year": 2036, "name": "年度目标", "statement": "建成管网", "amount": YI, "indicators": INDICATORS}
    goal: PerformanceGoal = county.add(PerformanceGoal, **{**own, **form, **values})

    def work(act: Act) -> None:
        move = StateMove(
            record="goal",
            record_id=goal.id or 0,
            number=1,
            transition="approve",
            source="declared",
            target="approved",
            business_date=day,
            at=act.now,
        )
        act.session.add(move)

    perform(county.story.db, SYSTEM, "test.move", work)
    return goal


def test_goals_are_owed_twenty_days_after_their_approval(db: Database, tmp_path: Path) -> None:
    county = County(db, tmp_path)
    approved_goal(county, date(2036, 1, 20))
    approved_goal(county, date(2036, 2, 3), budget="government_fund", statement="还清欠款", amount=YI // 2)
    with on("2036-02-10"):
        scan(db)
        [duty] = duties(county.story, what="performance_goals")
    assert (duty.due_on, duty.period, duty.form) == (date(2036, 2, 9), "2036", "performance_goals")
    about = {"project_id": county.project.id, "region_id": county.county}
    content = built(db, "performance_goals", **about)
    assert (content["rows"][0]["amount"], content["rows"][0]["statement"]) == (
        YI + YI // 2,
        "建成管网；还清欠款",
    )
    first = content["indicators"][0]
    assert [first[name] for name in ("indicator", "direction", "target", "measured_in", "weight")] == [
        "新建管网", "正向", "12", "公里", "20",
    ]  # fmt: skip
    assert content["indicators"][1]["measured_in"] == "—"


def test_a_fund_tells_its_year_from_its_books(db: Database, tmp_path: Path) -> None:
    house = House(db, tmp_path)
    data = fund_file(
        calls=[{"called_on": "2035-01-01", "due_on": "2035-01-01", "paid_on": "2035-01-01", "amount": "400"}],
        holdings=[{"name": "企业", "cost": "300", "invested_on": "2035-02-01"}],
        valuations=[{"holding": 1, "on": "2035-12-31", "value": "360"}],
    )
    with on("2036-05-01"):
        key = house.bring(data)
        house.evaluated(key, 2035, "88.5", "good")
        scan(db)
        [duty] = duties(house, what="fund_results")
        assert (duty.due_on, duty.cut_off, duty.subject) == (date(2036, 6, 30), date(2035, 12, 31), "fund")
        taken = take_up(db, house.people["officer"], duty.public_id, duty.version)
        row = house.row("publication", str(taken["public_id"]))
        told = publications.prepare(db, house.people["officer"], row.public_id, row.version, WordsInput())
    content = house.row("publication", row.public_id).content
    facts = content["rows"][0]
    assert (facts["paid_in"], facts["government_paid_in"], facts["invested"]) == (400_00, 120_00, 300_00)
    assert (facts["net_assets"], facts["tvpi"], facts["score"], facts["grade"]) == (
        460_00,
        "1.15",
        "88.5",
        "良",
    )
    assert {one["tier"]: one["tier_paid_in"] for one in content["tiers"]} == {
        "县级财政": 120_00, "社会资本": 240_00, "管理人": 40_00,
    }  # fmt: skip
    assert told["empty"] == len(empty_cells(content)) > 0
    published(house, row.public_id)
    with on("2036-05-02"):
        scan(db)
    assert [one.state for one in duties(house, what="fund_results")] == ["done"]
    early = built(db, "fund_results", region_id=duty.region_id, subject="fund", subject_id=duty.subject_id,
                  cut_off=date(2034, 12, 31))["rows"][0]  # fmt: skip
    assert (early["paid_in"], early["holdings"], early["tvpi"], early["score"]) == (0, 0, None, None)


def published(house: House, key: str) -> None:
    """Take the table of a fund to the public: words for what the books lack, two signatures, publication."""
    officer = house.people["officer"]
    with on("2036-05-01"):
        row = house.row("publication", key)
        words = WordsInput(answers=dict.fromkeys(empty_cells(row.content), "无"))
        publications.prepare(house.db, officer, key, row.version, words)
        house.move("officer", "publication", key, "draft")
        opened = house.move("officer", "publication", key, "approve")
        for signer in ("reviewer", "deputy"):
            house.decide(signer, opened["approval"], opened["digest"])
        version = house.row("publication", key).version
        form = PublishInput.model_validate({"published_on": "2036-05-01", "address": "/public/f"})
        publications.publish(house.db, house.people["publisher"], key, version, form)


@pytest.mark.parametrize("what", ["limit_budget", "bond_use"])
def test_tables_that_go_with_the_budget(db: Database, tmp_path: Path, what: str) -> None:
    county = County(db, tmp_path)
    county.add(
        BudgetSheet,
        **county.own(),
        type="debt_service",
        year=2036,
        approved_on=date(2036, 3, 1),
        state="approved",
    )
    figures = {"limit_total": 5 * YI, "balance_total": 4 * YI}
    own = {"region_id": county.county, "year": 2036, "ratios": {}}
    county.add(LimitStatement, **own, basis="expected", as_of=date(2036, 12, 31), figures=figures)
    later = {"limit_total": 6 * YI}
    county.add(LimitStatement, **own, basis="published", as_of=date(2036, 12, 31), figures=later)
    with on("2036-03-05"):
        scan(db)
        [duty] = duties(county.story, what=what)
    assert (duty.due_on, duty.cut_off, duty.period) == (date(2036, 3, 21), date(2036, 3, 1), "2036")
    content = built(db, "F8", region_id=county.county, cut_off=duty.cut_off)
    assert content["rows"][6]["whole"] == 5 * YI
