"""The scan: conditions find what they should and nothing else, rescans change nothing, lives are logged."""

from datetime import date, timedelta
from typing import Any

import pytest

from bondlife.db import Database
from bondlife.errors import Forbidden, Invalid, Missing
from bondlife.queries.alert_words import FIGURES, WORDS
from bondlife.queries.alerts import AlertFilter, alert_view, alerts_view
from bondlife.queries.conditions import CONDITIONS
from bondlife.services.alert_scan import alert_specs, scan
from bondlife.services.alerts import snooze, wake
from bondlife.services.risk import take_snapshots
from bondlife.web.views import FormState
from models.registry import (
    BudgetLine,
    Disbursement,
    FiscalYear,
    LimitStatement,
    OfficialResult,
    OperationYear,
    Publication,
)
from tests.database import People
from tests.supervision.scene import TODAY, WAN, YI, Books, on


def found(books: Books, day: date = TODAY) -> list[str]:
    """Scan on a day and return the keys of the open alerts."""
    with on(day):
        scan(books.db)
    return [one.key for one in books.alerts()]


def test_every_alert_of_the_kind_has_its_condition_and_its_words() -> None:
    numbers = (*range(1, 16), 31, *range(61, 70))
    assert [one.key for one in alert_specs()] == [f"A{number}" for number in numbers]
    assert {one.scan for one in alert_specs()} == set(CONDITIONS)
    assert set(WORDS) == {one.key for one in alert_specs()}
    assert all(one.output in FIGURES for one in WORDS.values() if one.output)


def test_money_that_moves_in_time_calls_nobody(books: Books) -> None:
    project = books.project()
    books.share(project, YI, received_on=date(2036, 2, 1), paid=YI // 2)
    assert found(books) == []


@pytest.mark.parametrize(
    ("region", "received_on", "paid", "expected"),
    [
        ("330304", date(2036, 2, 1), YI // 5, "A1"),
        ("140105", date(2035, 9, 1), YI // 5, "A2"),
        ("330304", date(2035, 9, 1), YI // 5, "A1"),
        ("330304", date(2035, 5, 1), YI // 2, "A3"),
    ],
    ids=["below its line", "six months below, where a rule counts them", "no such rule here", "over a year"],
)
def test_slow_money_stands_on_one_list_at_a_time(
    books: Books, region: str, received_on: date, paid: int, expected: str
) -> None:
    share = books.share(books.project(region), YI, received_on=received_on, paid=paid, region=region)
    assert [key for key in found(books) if key != "A11"] == [expected]
    alert = books.alerts(expected)[0]
    assert (alert.subject, alert.subject_id) == ("bond_share", share.id)
    assert alert.why["unspent"] == YI - paid
    assert alert.why["received_on"] == received_on.isoformat()


def test_payment_back_to_the_unit_is_found(books: Books) -> None:
    project, unit = books.project(unit_id=books.unit().id), books.unit()
    contract = books.contract(project, YI, paid=WAN, certified=WAN)
    line = books.add(
        BudgetLine,
        **books.own(),
        state="open",
        project_id=project.id,
        year=2036,
        account="2290402",
        purpose="2290402",
        amount=YI,
    )
    shared = {**books.own(), "project_id": project.id, "contract_id": contract.id, "budget_line_id": line.id}
    shared |= {"state": "paid", "amount": WAN, "purpose": "works", "paid_on": date(2036, 6, 1)}
    books.add(Disbursement, **shared, unit_id=unit.id, number="ZF-1", payee=contract.payee)
    bad = books.add(Disbursement, **shared, unit_id=unit.id, number="ZF-2", payee=unit.name)
    assert found(books) == ["A4"]
    assert books.alerts()[0].subject_id == bad.id
    assert books.alerts()[0].why["is_own_unit"] is True


def test_money_ahead_of_the_works(books: Books) -> None:
    project = books.project()
    books.contract(project, YI, paid=YI * 6 // 10, certified=YI // 2)
    books.contract(project, YI, paid=YI * 7 // 10, certified=YI // 2)
    assert found(books) == ["A5"]
    assert books.alerts()[0].why["gap"] == "0.2"


def test_income_kept_back_and_revenue_below_forecast(books: Books) -> None:
    project = books.project(state="operating", construction_end=date(2036, 5, 1))
    books.plan(project, {"project_income": {2035: 10 * WAN, 2036: 10 * WAN}})
    year = {"project_id": project.id, "year": 2035, "state": "confirmed", "project_income": 4 * WAN}
    books.add(OperationYear, **books.own(), **year)
    assert found(books) == ["A6", "A8"]
    kept, drift = books.alerts()
    assert (kept.why["kept_back"], kept.since) == (4 * WAN, date(2036, 1, 30))
    assert (drift.why["drift"], drift.level) == ("0.4", "warning")


def test_completed_without_an_asset(books: Books) -> None:
    books.project(state="operating", construction_end=date(2035, 12, 1))
    books.project(state="operating", construction_end=date(2036, 3, 1))
    assert found(books) == ["A7"]


@pytest.mark.parametrize(
    ("days", "state", "level"),
    [
        (80, "planned", "info"),
        (25, "notified", "warning"),
        (10, "budgeted", "serious"),
        (-3, "overdue", "serious"),
    ],
)
def test_instalments_call_by_their_notices(books: Books, days: int, state: str, level: str) -> None:
    share = books.share(books.project(), YI, received_on=date(2036, 5, 1))
    books.instalment(share, TODAY + timedelta(days=days), interest=WAN, state=state)
    books.instalment(share, TODAY + timedelta(days=120), interest=WAN)
    books.instalment(share, TODAY - timedelta(days=100), interest=WAN, state="paid", paid=WAN)
    assert found(books) == ["A9"]
    alert = books.alerts()[0]
    assert (alert.level, alert.why["missing"]) == (level, WAN)


def test_publications_warn_three_times(books: Books) -> None:
    project = books.project()
    shared = {**books.own(), "project_id": project.id, "form": "F3", "cut_off": date(2035, 12, 31)}
    books.add(Publication, **shared, state="due", due_on=date(2036, 6, 30))
    levels = []
    for day in (date(2036, 5, 31), date(2036, 6, 1), date(2036, 6, 20), date(2036, 6, 30)):
        found(books, day)
        levels.append([one.level for one in books.alerts("A10")])
    assert levels == [[], ["info"], ["warning"], ["serious"]]
    assert books.log(books.alerts("A10")[0]) == ["opened", "raised", "raised"]


def test_goals_and_self_evaluations(books: Books) -> None:
    without = books.project(fields={})
    books.share(without, YI, received_on=date(2036, 5, 1))
    late = books.project()
    books.share(late, YI, received_on=date(2035, 11, 1), paid=YI)
    assert found(books) == ["A11", "A11"]
    first, second = books.alerts()
    assert (first.subject_id, first.why["goals_missing"]) == (without.id, True)
    assert (second.subject_id, second.why["year"]) == (late.id, 2035)


def test_regions_near_their_limit_or_under_interest(books: Books) -> None:
    region = books.region("330304")
    figures = {"balance_total": 96 * YI, "limit_total": 100 * YI}
    statement = {
        "year": 2035,
        "basis": "reported",
        "as_of": date(2035, 12, 31),
        "figures": figures,
        "ratios": {},
    }
    books.add(LimitStatement, region_id=region, **statement)
    spent = {"year": 2035, "as_of": date(2036, 2, 1), "source": "决算"}
    fund = {"fund_spending": 100 * YI, "special_interest": 11 * YI}
    books.add(FiscalYear, region_id=region, **spent, **fund, general_spending=100 * YI, general_interest=YI)
    told = {"document": "通报", "told_on": date(2036, 3, 1)}
    books.add(OfficialResult, region_id=region, year=2034, level="yellow", **told)
    books.add(OfficialResult, region_id=region, year=2035, level="orange", **told)
    assert found(books) == ["A12"]
    alert = books.alerts()[0]
    assert alert.level == "serious"
    assert {name: alert.why[name] for name in ("limit_use", "special_burden", "official_before")} == {
        "limit_use": "0.96",
        "special_burden": "0.11",
        "official_before": "yellow",
    }
    assert "general_burden" not in alert.why


def test_coverage_below_its_bound_with_actual_income(books: Books) -> None:
    good, poor = books.project(state="operating"), books.project(state="operating")
    for project in (good, poor):
        books.plan(project, {"project_income": dict.fromkeys(range(2035, 2045), 20 * WAN)})
        share = books.share(project, YI, received_on=date(2034, 1, 1), paid=YI)
        for year in range(2037, 2045):
            books.instalment(share, date(year, 11, 1), principal=20 * WAN)
    actual = {"year": 2035, "state": "confirmed", "project_income": 0, "subsidy": 20 * WAN}
    books.add(OperationYear, **books.own(), project_id=good.id, **actual)
    actual = {"year": 2035, "state": "confirmed", "operating_cost": 15 * WAN}
    books.add(OperationYear, **books.own(), project_id=poor.id, **actual)
    with on(TODAY):
        scan(books.db)
    alert, *more = books.alerts("A13")
    assert more == []
    assert (alert.subject_id, alert.why["net_revenue"], alert.why["debt_service"]) == (
        poor.id,
        165 * WAN,
        160 * WAN,
    )
    assert alert.why["coverage"] == "1.0312"


def test_looking_again_changes_nothing_and_a_mended_condition_closes(books: Books) -> None:
    share = books.share(books.project(), YI, received_on=date(2036, 2, 1))
    with on(TODAY):
        assert scan(books.db)["A1"] == {"found": 1, "opened": 1, "changed": 0, "closed": 0}
        before = books.alerts("A1")[0]
        assert scan(books.db)["A1"] == {"found": 1, "opened": 0, "changed": 0, "closed": 0}
        assert books.alerts("A1")[0].version == before.version
        assert books.log(before) == ["opened"]
        books.pay(share, TODAY, YI)
        assert scan(books.db)["A1"] == {"found": 0, "opened": 0, "changed": 0, "closed": 1}
    closed = books.alerts("A1", is_open=False)[0]
    assert closed.closed_on == TODAY
    assert books.log(closed) == ["opened", "closed"]


def test_a_condition_that_comes_back_begins_a_new_life(books: Books) -> None:
    share = books.share(books.project(), YI, received_on=date(2036, 2, 1))
    found(books)
    books.change(share, state="adjusting", ended_at=None)
    books.change(share, state="used_up")
    assert found(books, TODAY + timedelta(days=1)) == []
    books.change(share, state="received")
    assert found(books, TODAY + timedelta(days=2)) == ["A1"]
    assert len(books.alerts("A1", is_open=False)) == 2


def test_put_aside_with_a_reason_and_woken_on_its_day(books: Books, people: People) -> None:
    books.share(books.project(), YI, received_on=date(2036, 2, 1))
    found(books)
    alert = books.alerts()[0]
    officer, until = people["officer"], TODAY + timedelta(days=7)
    with on(TODAY):
        for refused in (
            {"until": TODAY},
            {"until": TODAY + timedelta(days=61)},
            {"until": until, "reason": " "},
        ):
            asked: dict[str, Any] = {"until": until, "reason": "合同正在招标", **refused}
            with pytest.raises(Invalid):
                snooze(books.db, officer, alert.public_id, 1, **asked)
        with pytest.raises(Forbidden):
            snooze(books.db, people["reviewer"], alert.public_id, 1, until=until, reason="代")
        with pytest.raises(Missing):
            wake(books.db, people["publisher"], "00000000-0000-4000-8000-000000000000", 1)
        snooze(books.db, officer, alert.public_id, 1, until=until, reason="合同正在招标")
        assert [line.public_id for line in alerts_view(books.db, officer, AlertFilter()).lines] == []
        aside = alerts_view(books.db, officer, AlertFilter(state="snoozed"))
        assert [line.snoozed_until for line in aside.lines] == [until]
    found(books, TODAY + timedelta(days=6))
    assert books.alerts()[0].snoozed_until == until
    found(books, until)
    assert books.alerts()[0].snoozed_until is None
    assert books.log(alert) == ["opened", "snoozed", "woken"]


def test_a_late_alert_is_passed_on_until_the_leader_keeps_it(books: Books) -> None:
    share = books.share(books.project(), YI, received_on=date(2036, 5, 1))
    books.instalment(share, TODAY + timedelta(days=5), interest=WAN)
    owners = []
    for days in (0, 1, 4, 8, 12, 20):
        found(books, TODAY + timedelta(days=days))
        owners.append(books.alerts("A9")[0].owner_role)
    assert owners == ["officer", "officer", "reviewer", "leader", "leader", "leader"]
    assert books.log(books.alerts("A9")[0]).count("escalated") == 2


def test_one_alert_tells_why_by_which_rule_and_where(db: Database, books: Books, people: People) -> None:
    project = books.project()
    books.share(project, YI, received_on=date(2036, 2, 1), paid=YI // 5)
    found(books)
    alert = books.alerts()[0]
    with on(TODAY):
        view = alert_view(db, people["officer"], alert.public_id, FormState(), "figure")
    assert view.rule is not None
    assert view.rule.status == "unconfirmed"
    assert view.record_href.startswith("/records/bond_share/")
    assert view.explain is not None
    assert view.explain.output == "progress"
    assert view.line.todo
    assert view.can_act
    with on(TODAY), pytest.raises(Missing):
        alert_view(db, people["officer"], "00000000-0000-4000-8000-000000000000", FormState())


def test_every_condition_runs_on_both_databases(any_db: Database) -> None:
    books = Books(any_db)
    project = books.project(construction_end=date(2035, 1, 1))
    share = books.share(project, YI, received_on=date(2036, 2, 1))
    books.plan(project, {"project_income": dict.fromkeys(range(2035, 2039), WAN)})
    books.instalment(share, TODAY + timedelta(days=5), interest=100 * WAN)
    books.contract(project, YI, paid=YI * 7 // 10, certified=YI // 2)
    books.project(state="operating", construction_end=date(2035, 12, 1))
    with on(TODAY):
        scan(any_db)
        assert {one.key for one in books.alerts()} >= {"A1", "A5", "A7", "A9", "A13"}
        assert sum(one["opened"] for one in scan(any_db).values() if "opened" in one) == 0
        assert take_snapshots(any_db) >= 1
