"""A change of use from request to publication: what it asks, what it moves, the F6 table."""

from pathlib import Path

import pytest

from bondlife.db import Database
from bondlife.errors import Blocked
from bondlife.locale import speaking
from bondlife.queries.changes_of_use import ChangeView, change_view, changes_view, f6_table
from models.base import columns
from models.registry import BondShare, ChangeOfUse, Instalment, Project
from tests.lifecycle.story import YI, evaluated, on, permits, plan
from tests.money.county import EACH, County
from tests.money.test_movements import sound

DAY = "2036-06-01"
F6 = 31
"""Columns of the published table: 11 of the bond, 4 of the regions, 6 + 1 before, 6 + 3 after."""


@pytest.fixture
def county(db: Database, tmp_path: Path) -> County:
    """Return a county whose second project may receive money."""
    found = County(db, tmp_path)
    found.pay(2 * EACH)
    return found


@pytest.fixture
def target(county: County) -> Project:
    """Return a project that meets what is asked of one that receives money."""
    found = county.add_project("P-2", department_id=county.story.organisation("department").id)
    with on(DAY):
        plan(county.story, found)
        permits(county.story, found, "physical_work")
        evaluated(county.story, found.public_id)
    return found


def asked(county: County, target: Project, amount: int, **more: str) -> str:
    """Enter a change of use as the unit does."""
    with on(DAY):
        key = county.story.create(
            "unit",
            "change_of_use",
            project=county.project.public_id,
            share=county.share.public_id,
            target_project=target.public_id,
            case=more.pop("case", "surplus"),
            amount=f"{amount / 100:.2f}",
            reason="竣工结余",
            fields={"misused_before": more.pop("misused", "no"), "target_finish": "2038-12-31"},
        )
        county.story.attach("unit", "change_of_use", key, "change_reason_evidence")
    return key


def view_of(county: County, key: str) -> ChangeView:
    return change_view(county.story.db, county.story.people["officer"], key)


def test_the_page_names_every_condition_that_is_missing(county: County) -> None:
    bare = county.add_project("P-3")
    key = asked(county, bare, 10 * YI, case="surplus")
    view = view_of(county, key)
    told = "".join(text for one in view.conditions for text in one.problems)
    assert view.missing >= 4
    assert view.unused == 8 * YI - 2 * EACH
    assert "P-3" in told
    assert any("110" in one.law or "调整" in one.law for one in view.conditions)


@pytest.mark.parametrize(
    ("amount", "more", "code"),
    [
        (8 * YI, {}, "above_unused"),
        (YI, {"misused": "yes"}, "field_not_in"),
        (YI, {"case": "convenience"}, "field_not_in"),
    ],
)
def test_refuses_what_is_no_lawful_change(
    county: County, target: Project, amount: int, more: dict[str, str], code: str
) -> None:
    key = asked(county, target, amount, **more)
    with on(DAY), pytest.raises(Blocked) as refusal:
        county.story.move("unit", "change_of_use", key, "submit")
    assert code in {one.code for one in refusal.value.problems}
    assert county.story.row("change_of_use", key).state == "draft"


def approve(county: County, key: str) -> None:
    """Take a change of use to the provincial approval."""
    story = county.story
    flow = ("reviewer", "budget", "business", "reform", "deputy", "leader", "chair")
    with on(DAY):
        story.move("unit", "change_of_use", key, "submit")
        story.attach(
            "officer", "change_of_use", key, "implementation_plan", "financial_report", "legal_opinion"
        )
        opened = story.move("officer", "change_of_use", key, "report")
        for who in flow:
            story.decide(
                who, opened["approval"], opened["digest"], minutes="〔2036〕3号" if who == "chair" else ""
            )
        row = story.row("change_of_use", key)
        story.edit("officer", "change_of_use", key, **form_of(county, row))
        story.attach("officer", "change_of_use", key, "provincial_approval")
        story.signed("officer", "change_of_use", key, "approve", "bond_record")


def form_of(county: County, row: ChangeOfUse) -> dict[str, object]:
    target = county.story.one(Project, columns(Project).id == row.target_project_id)
    return {
        "project": county.project.public_id,
        "share": county.share.public_id,
        "target_project": target.public_id,
        "case": row.case,
        "amount": f"{row.amount / 100:.2f}",
        "reason": row.reason,
        "approval_number": "省财债〔2036〕9号",
        "fields": dict(row.fields),
    }


@pytest.mark.parametrize("amount", [3 * YI, 8 * YI - 2 * EACH])
def test_money_debt_and_schedule_move_and_the_schedule_stays(
    county: County, target: Project, amount: int
) -> None:
    due = columns(Instalment)
    before = {
        one.nominal_date: one.principal + one.interest
        for one in county.story.all(Instalment, due.bond_id == county.bond.id)
    }
    key = asked(county, target, amount)
    approve(county, key)
    view = view_of(county, key)
    assert view.new is not None
    assert (view.old.amount, view.new.amount) == (8 * YI - amount, amount)
    assert view.missing == 1  # the publication
    assert [day.old + day.new for day in view.days] == [before[on_day] for on_day in sorted(before)]
    new = county.story.one(BondShare, columns(BondShare).project_id == target.id)
    assert county.balance("treasury", county.county, new) == amount
    assert county.balance("treasury", county.county, county.share) == 8 * YI - 2 * EACH - amount
    assert len(changes_view(county.story.db, county.story.people["officer"]).lines) == 1
    sound(county)


def test_the_published_table_has_its_columns_in_order(county: County, target: Project) -> None:
    key = asked(county, target, YI)
    with speaking("en"), on(DAY):
        table = f6_table(county.story.db, county.story.people["officer"], key)
    row = next(iter(table.rows))
    assert len(table.columns) == len(row) == F6
    heads = [column.heading for column in table.columns]
    told = dict(zip(heads, row, strict=True))
    assert told["I Bond Amount unused"] == 8 * YI - 2 * EACH
    assert told["I Bond Amount moved"] == YI
    assert told["II Regions From: region code"] == "330304"
    assert told["IV After Project name"] == target.name
