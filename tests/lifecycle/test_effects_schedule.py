"""Schedules, penalties, duties, tasks and lines that follow from a move."""

from datetime import date
from decimal import Decimal

import sqlalchemy as sa

from bondlife.calendar import work_calendar
from models.base import columns
from models.registry import BudgetLine, Holiday, Instalment, Publication, Task
from tests.lifecycle import story as tale
from tests.lifecycle.scene import TODAY, Scene
from tests.lifecycle.story import YI


def rows(scene: Scene, *conditions: sa.ColumnElement[bool]) -> list[Instalment]:
    return scene.story.all(Instalment, *conditions)


def test_shares_foot_to_the_issue_and_dates_leave_time_for_the_chain(scene: Scene) -> None:
    other = scene.add_project("P-2")
    scene.change(scene.share, amount=5 * YI + 1)
    scene.add_share(scene.bond, other, 3 * YI - 1)
    scene.effect(scene.bond, "generate_schedule")
    made = rows(scene)
    assert len(made) == 40
    assert sum(one.principal for one in made) == 8 * YI
    for number in range(1, 21):
        pair = [one for one in made if one.number == number]
        assert sum(one.interest for one in pair) == 944_000_000
    first = made[0]
    assert first.payment_date == date(2036, 9, 22)
    assert first.remittance_date == date(2036, 9, 8)
    assert first.provisional
    assert scene.fresh(scene.project).issued == 5 * YI + 1


def test_an_entered_holiday_moves_a_payment(scene: Scene) -> None:
    with scene.story.db.writing() as session:
        session.add(Holiday(day=date(2036, 9, 22), working=False, name="调休"))
        session.commit()
        calendar = work_calendar(session)
    assert not calendar.is_working_day(date(2036, 9, 22))
    scene.effect(scene.bond, "generate_schedule")
    assert rows(scene)[0].payment_date == date(2036, 9, 23)


def test_shipped_calendar_knows_made_up_days(scene: Scene) -> None:
    with scene.story.db.reading() as session:
        calendar = work_calendar(session)
    assert calendar.is_working_day(date(2021, 9, 18))
    assert not calendar.is_working_day(date(2021, 9, 20))
    assert calendar.announced_through.month == 12


def test_an_earlier_maturity_replaces_what_is_still_planned(scene: Scene) -> None:
    scene.effect(scene.bond, "generate_schedule")
    scene.change(scene.bond, maturity_date=date(2041, 3, 20))
    tenth = rows(scene)[9]
    scene.effect(tenth, "replace_schedule")
    living = rows(scene, columns(Instalment).state != "superseded")
    assert sum(one.principal for one in living) == 8 * YI
    assert max(one.nominal_date for one in living) == date(2041, 3, 20)
    assert len(rows(scene, columns(Instalment).state == "superseded")) == 11


def test_the_penalty_runs_from_the_due_date_to_the_day_of_remittance(scene: Scene) -> None:
    scene.effect(scene.bond, "generate_schedule")
    first = rows(scene)[0]
    scene.effect(first, "start_penalty", date(2036, 9, 25), rule="repayment.penalty_multiplier")
    scene.effect(first, "stop_penalty", date(2036, 10, 2))
    fixed = scene.fresh(first).fields["_penalty"]
    exact = Decimal(944_000_000) * Decimal("0.0236") * 2 / 365 * 10
    assert fixed["days"] == 10
    assert fixed["amount"] == int(exact.quantize(Decimal(1), "ROUND_HALF_UP"))


def test_coverage_with_the_actual_coupon_opens_a_task_only_below_the_bound(scene: Scene) -> None:
    tale.plan(scene.story, scene.project)
    scene.effect(scene.bond, "generate_schedule")
    scene.effect(scene.bond, "recompute_coverage", rule="coverage.assumed_rate")
    assert scene.story.all(Task) == []
    poor = scene.add_project("P-9")
    tale.plan(scene.story, poor, income=55_000_000_00)
    bond = scene.add(type(scene.bond), **scene.bond_values(name="四期"))
    scene.add_share(bond, poor, 8 * YI)
    scene.effect(bond, "generate_schedule")
    scene.effect(bond, "recompute_coverage", rule="coverage.assumed_rate")
    (task,) = scene.story.all(Task)
    assert (task.role, task.project_id) == ("officer", poor.id)
    assert Decimal(task.params["multiple"]) < Decimal("1.1")


def test_a_duty_is_opened_once_for_each_project_of_the_bond(scene: Scene) -> None:
    for _ in range(2):
        scene.effect(scene.bond, "open_duty", form="F3", rule="disclosure.annual_date")
    (duty,) = scene.story.all(Publication)
    assert (duty.state, duty.form, duty.project_id) == ("due", "F3", scene.project.id)
    assert (duty.due_on, duty.cut_off) == (date(2036, 6, 30), date(2035, 12, 31))


def test_a_task_is_due_by_the_rule_or_on_the_date_of_the_record(scene: Scene) -> None:
    scene.effect(scene.bond, "generate_schedule")
    words = {"title": "Remit", "title_zh": "上缴", "role": "project_unit"}
    scene.effect(rows(scene)[0], "open_task", due="remittance_date", **words)
    scene.effect(scene.bond, "open_task", rule="issuance.filing", **words)
    by_date, by_rule = scene.story.all(Task)
    assert by_date.due_on == rows(scene)[0].remittance_date
    assert by_rule.due_on == date(2036, 3, 25)
    assert date(2036, 3, 20) == TODAY


def test_what_is_left_opens_a_draft_of_the_next_year(scene: Scene) -> None:
    line = scene.line(amount=8 * YI, used=3 * YI)
    scene.effect(line, "open_next_year_line")
    made = scene.story.one(BudgetLine, columns(BudgetLine).year == 2037)
    assert (made.amount, made.state, made.account) == (5 * YI, "draft", line.account)
    scene.effect(line, "open_next_year_line")
    assert scene.fresh(made).amount == 10 * YI
