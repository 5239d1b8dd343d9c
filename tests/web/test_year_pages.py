"""Pages of the budget platform and of the year, by people of the office; API beside them."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from bondlife.db import Database
from tests.api.client import V1, app_of, caller
from tests.lifecycle.scene import Scene
from tests.lifecycle.story import WAN, Story, on
from tests.scenarios.money_case import MoneyCase
from tests.web.signed import SignIn, site

__all__ = ["site"]

FIELD = re.compile(r'name="(version|digest)" value="([^"]*)"')


@pytest.fixture
def case(db: Database, tmp_path: Path) -> MoneyCase:
    """Return a county with 800 万元 received in April 2036 and 300 万元 paid in May."""
    found = MoneyCase(Scene(Story(db, tmp_path / "papers")), 1)
    found.arrived(800 * WAN)
    found.agreed(900 * WAN)
    found.budgeted(800 * WAN)
    found.attempt(lambda: found.pay(300 * WAN))
    return found


def test_the_calendar_shows_every_step_with_state_and_day(site: SignIn, case: MoneyCase) -> None:
    with on("2036-06-10"):
        page = site("officer").get("/year?year=2036").text
    assert "债务月报" in page
    assert "向人大常委会报告政府债务" in page
    assert "已逾期" in page
    assert page.count("2036-06-06") == 1


def test_a_file_is_prepared_by_one_and_signed_by_another_on_its_page(site: SignIn, case: MoneyCase) -> None:
    address, place = "/year/final_accounts", {"region": "330304", "period": "2036"}
    with on("2037-02-10"):
        officer, reviewer = site("officer"), site("reviewer")
        assert "编制报表" in officer.get(f"{address}?period=2036").text
        assert officer.post(address, place).status_code == 303
        page = reviewer.get(f"{address}?period=2036").text
        told = dict(FIELD.findall(page[page.index('class="approve"') :]))
        filing = re.search(r"/filings/([0-9a-f-]{36})/decide", page)
        assert filing is not None
        sent = {**told, "act": "approve"}
        refused = officer.post(f"/filings/{filing[1]}/decide", sent)
        assert refused.status_code == 403
        assert reviewer.post(f"/filings/{filing[1]}/decide", sent).status_code == 303
        page = reviewer.get(f"{address}?period=2036").text
    assert "已签署报表与账簿一致" in page
    document = re.search(r"/documents/[0-9a-f-]{36}", page)
    assert document is not None
    paper = reviewer.get(f"/filings/{filing[1]}/paper/pdf")
    assert (paper.status_code, paper.headers["content-type"]) == (200, "application/pdf")
    printed = "".join(one.extract_text() for one in PdfReader(BytesIO(paper.content)).pages)
    assert "未签署" not in printed
    assert "合计" in printed
    assert reviewer.get(f"/filings/{filing[1]}/paper/xlsx").status_code == 404


def test_missing_cells_are_listed_with_links_and_the_file_is_refused(site: SignIn, case: MoneyCase) -> None:
    with on("2036-06-02"):
        officer = site("officer")
        page = officer.get("/year/debt_monthly?period=2036-05").text
        assert "缺" in page
        assert f"/projects/{case.project.public_id}" in page
        refused = officer.post("/year/debt_monthly", {"region": "330304", "period": "2036-05"})
    assert refused.status_code in (409, 422)
    assert "债务系统编码" in refused.text


def test_a_mode_is_changed_by_two_persons(site: SignIn, case: MoneyCase) -> None:
    with on("2036-06-02"):
        officer, leader = site("officer"), site("leader")
        assert "镜像模式" in officer.get("/platform").text
        form = {"region": "330304", "mode": "request", "valid_from": "2036-06-02", "reason": "先批后付"}
        assert officer.post("/platform/mode", form).status_code == 303
        page = leader.get("/platform").text
        found = re.search(r"/platform/mode/([0-9a-f-]{36})/decide", page)
        assert found is not None
        decided = {"act": "approve", "version": "1", "region": "330304"}
        assert officer.post(f"/platform/mode/{found[1]}/decide", decided).status_code == 403
        assert leader.post(f"/platform/mode/{found[1]}/decide", decided).status_code == 303
        assert "申请模式" in officer.get("/platform").text.split("answer")[1][:300]


def test_a_period_that_is_not_reconciled_is_refused_on_the_page_with_every_reason(
    site: SignIn, case: MoneyCase
) -> None:
    with on("2036-06-02"):
        form = {"region": "330304", "period": "2036-05", "act": "lock", "reason": "月末"}
        refused = site("officer").post("/periods", form)
    assert refused.status_code in (409, 422)
    assert "尚无已签署报表" in refused.text


def test_foreign_regions_are_missing_and_unknown_steps_too(site: SignIn, case: MoneyCase) -> None:
    officer = site("officer")
    for address in ("/year?region=330302", "/platform?region=330302", "/year/no_such_step"):
        assert officer.get(address).status_code == 404


def test_programs_read_steps_rows_and_the_year(db: Database, tmp_path: Path, case: MoneyCase) -> None:
    client = caller(app_of(db, tmp_path), db, "officer")
    step = client.get(f"{V1}/filings", params={"step": "final_accounts", "period": "2036"})
    assert step.status_code == 200
    assert step.json()["rows"] == 1
    rows = client.get(f"{V1}/platform-lines")
    assert (rows.json()["mode"], rows.json()["items"]) == ("mirror", [])
    year = client.get(f"{V1}/calendar-years", params={"year": 2036}).json()
    assert len(year["steps"]) == 2 * 12 + 7
    form = {"region": "330304", "period": "2036-05", "act": "reopen", "reason": "x"}
    refused = client.post(f"{V1}/periods", json=form)
    assert refused.status_code == 409
