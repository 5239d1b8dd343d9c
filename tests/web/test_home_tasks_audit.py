"""Home, tasks, alerts, audit: what each person sees, counts that agree, marks that are theirs to set."""

import re
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from bondlife import clock
from bondlife.db import Database
from bondlife.demo.accounts import ORGANISATIONS
from bondlife.demo.people import PEOPLE
from bondlife.queries.home import home_view
from bondlife.queries.repayments import DueFilter, calendar_view
from models.base import columns
from models.registry import AuditRecord
from tests.builders import COUNTY, add_bond, add_project, add_task
from tests.database import People
from tests.web.signed import SignIn

UNIT = ORGANISATIONS["unit"][0]


@pytest.fixture
def portfolio(db: Database) -> dict[str, str]:
    """Store projects here and elsewhere with payments near, one of them short of money."""
    here = add_project(db, "双溪污水处理", unit=UNIT)
    second = add_project(db, "滨江停车场")
    there = add_project(db, "龙湾物流园", region=COUNTY)
    start = clock.business_date() - timedelta(days=130)
    shares = [(here, 45_000_000_00), (second, 20_000_000_00), (there, 90_000_000_00)]
    bond = add_bond(db, "浙江省专项债券（一期）", shares, value_date=start, secured=())
    tasks = {
        "late": add_task(db, "说明闲置资金", "officer", here, due_in=-6),
        "today": add_task(db, "核对支付回单", "officer", second, due_in=0),
        "later": add_task(db, "债务月报", "officer", here, due_in=9),
        "unit_task": add_task(db, "运营收入月报", "project_unit", here, due_in=3),
        "foreign": add_task(db, "龙湾月报", "officer", there, due_in=0),
    }
    return {"here": here, "second": second, "there": there, "bond": bond, **tasks}


def test_the_sentence_says_what_the_calendar_holds(
    db: Database, portfolio: dict[str, str], people: People
) -> None:
    view = home_view(db, people["officer"], None)
    lines = calendar_view(db, people["officer"], DueFilter(date(2026, 1, 1), date(2040, 1, 1))).lines
    near = [line for line in lines if line.payment_date <= view.until and not line.is_settled]
    assert view.sums.count == len(near) == 2
    assert view.sums.due == sum(line.due for line in near)
    assert view.sums.gap == sum(line.gap for line in near) == view.sums.due
    assert view.first is not None
    assert view.first.payment_date == min(line.payment_date for line in near)
    assert (view.todo.late, view.todo.due_today, view.todo.total) == (1, 1, 3)


def test_the_home_of_a_project_unit_holds_its_own_alone(
    db: Database, portfolio: dict[str, str], people: People
) -> None:
    view = home_view(db, people["unit"], None)
    assert {line.project for line in view.lines} == {"双溪污水处理"}
    assert view.todo.total == 1


def test_foreign_work_is_nowhere_on_the_page(site: SignIn, portfolio: dict[str, str]) -> None:
    page = site("officer").get("/").text
    assert "双溪污水处理" in page
    assert "龙湾" not in page.replace("龙湾区", "")
    assert "龙湾物流园" in site("city").get("/").text


def test_the_strip_marks_payments_and_remittances(
    db: Database, portfolio: dict[str, str], people: People
) -> None:
    strip = home_view(db, people["officer"], None).strip
    assert len(strip.weeks) == 13
    assert sum(month.weeks for month in strip.months) == 13
    payments, remittances, duties = strip.rows
    assert sum(len(week) for week in payments.weeks) == 2
    assert all(point.kind == "hollow" for week in payments.weeks for point in week)
    assert sum(len(week) for week in remittances.weeks) == 2
    assert sum(len(week) for week in duties.weeks) == 3


def test_changes_are_those_of_others_since_the_last_visit(site: SignIn, db: Database) -> None:
    site("officer")
    project = add_project(db, "双溪污水处理")
    add_bond(db, "浙江省专项债券（一期）", [(project, 1_000_000_00)], value_date=date(2026, 1, 5))
    add_bond(
        db,
        "江苏省专项债券（一期）",
        [(add_project(db, "秦淮河整治", region="320104"), 1_000_000_00)],
        value_date=date(2026, 1, 5),
        region="320000",
    )
    page = site("officer").get("/").text
    changes = page[page.index('id="h-chg"') :]
    assert "浙江省专项债券（一期）" in changes
    assert "江苏省" not in changes


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.account)
def test_everybody_has_a_home_whose_part_is_in_it(
    site: SignIn, portfolio: dict[str, str], person: object
) -> None:
    account = person.account  # type: ignore[attr-defined]
    browser = site(account)
    page, part = browser.get("/"), browser.get("/", part=True)
    assert page.status_code == part.status_code == 200
    token = re.compile(r'value="[\w-]{30,}"')
    assert token.sub("", part.text.strip()) in token.sub("", page.text)
    assert ("h-accounts" in page.text) == person.role.endswith("_admin")  # type: ignore[attr-defined]


def test_a_task_is_done_by_its_role_once(site: SignIn, portfolio: dict[str, str]) -> None:
    officer, unit = site("officer"), site("unit")
    officer.get("/tasks")
    unit.get("/tasks")
    late = f"/tasks/{portfolio['late']}/done"
    assert unit.post(late, {"version": "1"}).status_code == 403
    assert officer.post(f"/tasks/{portfolio['foreign']}/done", {"version": "1"}).status_code == 404
    assert officer.post(f"/tasks/{portfolio['unit_task']}/done", {"version": "1"}).status_code == 403
    assert officer.post(late, {"version": "7"}).status_code == 409
    assert officer.post(late, {"version": "1"}).status_code == 303
    assert officer.post(late, {"version": "2"}).status_code == 409
    assert "说明闲置资金" not in officer.get("/tasks", part=True).text
    assert "说明闲置资金" in officer.get("/tasks?state=done", part=True).text


def test_tasks_are_filtered(site: SignIn, portfolio: dict[str, str]) -> None:
    officer = site("officer")
    assert "运营收入月报" not in officer.get("/tasks", part=True).text
    everybody = officer.get("/tasks?who=all", part=True).text
    assert "运营收入月报" in everybody
    assert "龙湾月报" not in everybody
    assert "核对支付回单" not in officer.get("/tasks?state=late", part=True).text


def test_audit_is_filtered_and_kept_to_the_region(
    site: SignIn, db: Database, portfolio: dict[str, str]
) -> None:
    officer = site("officer")
    officer.get("/tasks")
    officer.post(f"/tasks/{portfolio['late']}/done", {"version": "1"})
    officer.post(f"/tasks/{portfolio['late']}/done", {"version": "1"})
    audit, auditor = site("audit"), site("auditor")
    done = audit.get("/audit?act=task.done&outcome=done", part=True).text
    refused = audit.get("/audit?act=task.done&outcome=refused", part=True).text
    assert len(re.findall(r'href="/audit/\d+"', done)) == len(re.findall(r'href="/audit/\d+"', refused)) == 1
    assert "database.seed" in audit.get("/audit", part=True).text
    local = auditor.get("/audit", part=True).text
    assert "task.done" in local
    assert "database.seed" not in local
    assert auditor.get("/audit/1").status_code == 404
    assert audit.get("/audit/1").status_code == 200
    assert audit.get("/audit?day=2020-01-01", part=True).text.count("<tr") == 0
    assert audit.get("/audit?actor=officer&act=task.done", part=True).text.count("<tr") == 3
    for address in ("/audit?day=x", "/audit?after=zzz"):
        assert audit.get(address).status_code == 422
    for address in ("/audit/999999", "/audit/x", "/audit/99999999999999999999"):
        assert audit.get(address).status_code == 404
    assert officer.get("/audit").status_code == 403


def test_all_audit_pages_hold_every_record_once(site: SignIn, db: Database) -> None:
    for number in range(60):
        add_project(db, f"项目{number}")
    audit = site("audit")
    seen: list[str] = []
    address = "/audit"
    while address:
        part = audit.get(address, part=True).text
        seen += re.findall(r'href="/audit/(\d+)"', part)
        turn = re.search(r'href="(/audit\?after=[^"]+)"', part)
        address = turn[1] if turn else ""
    with db.reading() as session:
        count = session.execute(sa.select(sa.func.count()).select_from(AuditRecord)).scalar_one()
        newest = session.execute(sa.select(sa.func.max(columns(AuditRecord).seq))).scalar_one()
    assert len(seen) == len(set(seen)) == count
    assert seen[0] == str(newest)


def test_alerts_open_for_readers(site: SignIn) -> None:
    assert site("officer").get("/alerts").status_code == 200
    assert site("officer").get("/alerts?state=all").status_code == 200
    assert site("system").get("/alerts").status_code == 403
