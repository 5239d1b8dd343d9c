"""Pages of supervision: forms that store or come back, steps of others refused, foreign rows missing."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bondlife import clock
from bondlife.db import Database
from bondlife.demo.people import PEOPLE
from bondlife.services.alert_scan import scan
from models.base import columns
from models.registry import Alert, Collection, CollectionPart, Organisation, Sanction, SettingProposal
from tests.builders import COUNTY, add_bond, add_project
from tests.database import People
from tests.web.signed import SignIn

PAGES = (
    *("/alerts", "/notices", "/risk", "/risk/330304", "/risk/events", "/risk/sanctions", "/collections"),
    *("/flows", "/delegations", "/timing", "/what-if", "/bulk", "/tasks", "/"),
)
ACCOUNTS = sorted({one.role: one.account for one in PEOPLE}.values())


def key_of(db: Database, model: type) -> str:
    """Return the public key of the newest row."""
    own = columns(model)
    statement = sa.select(own.public_id).order_by(own.id.desc()).limit(1)
    with db.reading() as session:
        return str(session.execute(statement.execution_options(scoped=True)).scalar_one())


@pytest.fixture
def called(db: Database) -> dict[str, str]:
    """Store an instalment near its day here and one elsewhere, and scan."""
    start = clock.business_date() - timedelta(days=160)
    for region in ("330304", COUNTY):
        project = add_project(db, f"项目{region}", region=region)
        name = f"浙江省专项债券（{region}）"
        add_bond(db, name, [(project, 1_000_000_00)], value_date=start, region="330000")
    scan(db)
    own = columns(Alert)
    with db.reading() as session:
        statement = sa.select(own.region_id, own.public_id).where(own.key == "A9").order_by(own.id)
        rows = session.execute(statement.execution_options(scoped=True)).all()
    return {"own": rows[0].public_id, "foreign": rows[1].public_id}


@pytest.mark.parametrize("account", ACCOUNTS)
def test_every_page_opens_for_those_who_may(site: SignIn, called: dict[str, str], account: str) -> None:
    browser = site(account)
    assert {browser.get(page).status_code for page in PAGES} <= {200, 403}


def test_an_alert_is_opened_asked_and_put_aside(site: SignIn, called: dict[str, str]) -> None:
    officer = site("officer")
    page = officer.get(f"/alerts/{called['own']}?explain=figure")
    assert page.status_code == 200
    assert "落实资金" in page.text
    assert 'id="explain"' in page.text
    assert officer.get(f"/alerts/{called['foreign']}").status_code == 404
    address = f"/alerts/{called['own']}/snooze"
    day = (clock.business_date() + timedelta(days=5)).isoformat()
    wrong = officer.post(address, {"version": "1", "until": "x", "reason": "在办"})
    assert wrong.status_code == 422
    assert "在办" in wrong.text
    assert officer.post(address, {"version": "1", "until": day, "reason": "在办"}).status_code == 303
    assert "暂缓" in officer.get("/alerts?state=snoozed", part=True).text
    assert officer.post(f"/alerts/{called['own']}/wake", {"version": "2"}).status_code == 303
    assert officer.post(f"/alerts/{called['foreign']}/wake", {"version": "1"}).status_code == 404


def test_the_bell_counts_and_is_emptied(site: SignIn, called: dict[str, str]) -> None:
    officer = site("officer")
    assert re.search(r'href="/notices">[^<]*<span class="count act">1</span>', officer.get("/").text)
    assert officer.post("/notices/read").status_code == 303
    assert re.search(r'href="/notices">[^<]*<span class="count">0</span>', officer.get("/").text)
    assert officer.post("/notices/mail", {"wanted": "1", "address": "nobody"}).status_code == 422
    assert officer.post("/notices/mail", {"wanted": "1", "address": "a@example.org"}).status_code == 303
    assert 'value="a@example.org"' in officer.get("/notices").text


def test_fiscal_figures_are_typed_and_shown(site: SignIn, people: People) -> None:
    officer = site("officer")
    officer.get("/risk/fiscal/edit")
    year = str(clock.business_date().year)
    form = {"region": "330304", "year": year, "as_of": clock.business_date().isoformat(), "source": "月报"}
    assert officer.post("/risk/fiscal", {**form, "fund_spending": "1.234"}).status_code == 422
    amounts = {"fund_spending": "1000000000", "special_interest": "110000000"}
    assert officer.post("/risk/fiscal", {**form, **amounts}).status_code == 303
    page = officer.get(f"/risk/330304?year={year}&explain=special_interest")
    assert "11.00%" in page.text
    assert "利息支出率" in page.text
    assert officer.get("/risk/320104").status_code == 404
    level = {"region": "330304", "year": year, "level": "green", "document": "通报", "told_on": form["as_of"]}
    assert officer.post("/risk/official", level).status_code == 303
    assert "通报" in officer.get(f"/risk/330304?year={year}").text


def test_sanctions_and_events_go_through_two_people(site: SignIn, db: Database) -> None:
    officer, leader = site("officer"), site("leader")
    today = clock.business_date().isoformat()
    officer.get("/risk/sanctions")
    form = {"region": "330304", "level": "serious", "document": "财债罚1号", "reason": "闲置"}
    assert officer.post("/risk/sanctions", form).status_code == 422
    sent = {**form, "starts_on": today, "block_issuance": "1"}
    assert officer.post("/risk/sanctions", sent).status_code == 303
    address = f"/risk/sanctions/{key_of(db, Sanction)}/decide"
    leader.get("/risk/sanctions")
    assert officer.post(address, {"version": "1", "act": "approve"}).status_code == 403
    assert leader.post(address, {"version": "1", "act": "approve"}).status_code == 303
    assert "停止发行" in officer.get("/risk/sanctions").text
    event = {"region": "330304", "level": "IV", "title": "逾期", "trigger": "单笔", "happened_on": today}
    assert officer.post("/risk/events", event).status_code == 303
    assert "待领导确认" in leader.get("/risk/events").text


def test_a_request_is_sent_answered_and_shown(site: SignIn, db: Database) -> None:
    officer, unit = site("officer"), site("unit")
    body = columns(Organisation)
    with db.reading() as session:
        key = session.execute(sa.select(body.public_id).where(body.role == "unit").limit(1)).scalar_one()
    officer.get("/collections/new")
    due = (clock.business_date() + timedelta(days=5)).isoformat()
    form = {"region": "330304", "title": "半年支出", "due_on": due, "label_1": "累计支出", "type_1": "money"}
    assert officer.post("/collections", form).status_code == 422
    assert officer.post("/collections", {**form, f"unit_{key}": "1"}).status_code == 303
    part = key_of(db, CollectionPart)
    unit.get(f"/collections/parts/{part}")
    wrong = unit.post(f"/collections/parts/{part}/answer", {"version": "1", "a_q1": "abc"})
    assert wrong.status_code == 422
    assert "abc" in wrong.text
    assert (
        unit.post(f"/collections/parts/{part}/answer", {"version": "1", "a_q1": "12.34"}).status_code == 303
    )
    assert "待审核" in officer.get(f"/collections/{key_of(db, Collection)}").text


def test_a_flow_is_proposed_and_decided_on_its_page(site: SignIn, db: Database) -> None:
    officer, leader = site("officer"), site("leader")
    today = clock.business_date().isoformat()
    officer.get("/flows/edit?region=330304&flow=disbursement")
    form = {"region": "330304", "flow": "disbursement", "valid_from": today, "reason": "加强内控"}
    assert officer.post("/flows", {**form, "step_prepare": "1"}).status_code == 422
    steps = {"step_prepare": "1", "step_head": "3", "step_section_head": "2"}
    assert officer.post("/flows", {**form, **steps}).status_code == 303
    leader.get("/flows")
    address = f"/flows/{key_of(db, SettingProposal)}/decide"
    assert leader.post(address, {"version": "1", "act": "approve", "region": "330304"}).status_code == 303
    assert "经办 → 科长审核 → 局长审批" in leader.get("/flows").text


def test_many_projects_are_ticked_and_each_has_its_result(site: SignIn, db: Database) -> None:
    officer = site("officer")
    here, there = add_project(db, "双溪污水"), add_project(db, "龙湾物流", region=COUNTY)
    officer.get("/bulk")
    form = {
        "action": "remind",
        "role": "project_unit",
        "title": "报送月报",
        f"p_{here}": "1",
        f"p_{there}": "1",
    }
    page = officer.post("/bulk", form)
    assert page.status_code == 200
    assert "双溪污水" in page.text
    assert "龙湾物流" not in page.text
    assert officer.post("/bulk", {"action": "remind"}).status_code == 422


def test_a_scenario_is_kept_once(site: SignIn) -> None:
    officer = site("officer")
    officer.get("/what-if/new")
    form = {"region": "330304", "name": "基准", "issue_amount": "100000000"}
    assert officer.post("/what-if", form).status_code == 422
    good = {**form, "issue_year": "2027", "issue_percent": "2.4"}
    assert officer.post("/what-if", good).status_code == 303
    assert officer.post("/what-if", good).status_code == 422
    assert "基准" in officer.get("/what-if").text


def test_a_substitute_is_named_on_the_page(site: SignIn) -> None:
    reviewer = site("reviewer")
    reviewer.get("/delegations")
    today = clock.business_date()
    form = {"substitute": "reviewer2", "valid_from": today.isoformat(), "reason": "出差"}
    assert reviewer.post("/delegations", form).status_code == 422
    form["valid_to"] = (today + timedelta(days=3)).isoformat()
    assert reviewer.post("/delegations", form).status_code == 303
    assert "待批准" in reviewer.get("/delegations").text
