"""One fund by clicking and typing: brought in from a file, first call, exits, distribution, clawback."""

import json
from typing import Any

import pytest

from bondlife import clock
from bondlife.db import Database
from bondlife.settings import Settings
from bondlife.verify import verify
from tests.browser.conftest import Office
from tests.browser.office import Desk
from tests.funds.house import fund_file, partners
from tests.funds.test_life import DEALS

pytestmark = pytest.mark.browser

TODAY = clock.business_date().isoformat()
YEAR = clock.business_date().year


def file() -> dict[str, Any]:
    """Return a fund that is set up, its terms in force, nothing called yet."""
    head = {"name": "示例点击基金", "state": "set_up", "plan_confirmed_on": TODAY, "registered_on": TODAY}
    terms = {**DEALS, "valid_from": TODAY}
    return fund_file("CLICK", fund=head, partners=partners("120", "72", "8", on=TODAY), terms=[terms])


@pytest.mark.timeout(300)  # some forty pages one after another: slow where others use the machine too
def test_a_fund_from_its_first_call_to_clawback(office: Office) -> None:
    officer = office.desk("officer")
    fund = _brought_in(officer)
    _budgeted(office, fund)
    _called(office, fund, {"amount": "200", "called_on": TODAY, "due_on": TODAY})
    officer.step(fund, "进入投资期")
    for name in ("甲公司", "乙公司"):
        officer.open(f"{fund}/add/holding")
        officer.store({"name": name, "cost": "100", "invested_on": TODAY})
    _exited(officer, fund, "1", "200", "transfer")
    _given(office, fund, "200")
    _exited(officer, fund, "2", "40", "liquidation")
    _clawed_back(office, fund)
    _given(office, fund, "52")
    _books_agree(officer, fund)
    assert (office.watch.strangers, office.watch.errors, office.watch.refused) == (
        [],
        [],
        [(422, "/funds/import")],
    )
    _verified(office)


def _brought_in(officer: Desk) -> str:
    """Bring the fund in; a file with a text for an amount is refused with its place first."""
    page = officer.open("/funds/import")
    wrong = {**file(), "calls": [{"called_on": TODAY, "due_on": TODAY, "amount": "二百"}]}
    for data in (wrong, file()):
        body = json.dumps(data, ensure_ascii=False).encode()
        page.set_input_files("#file", {"name": "基金.json", "mimeType": "application/json", "buffer": body})
        officer.send("#fund-import form .btn-primary")
        if data is wrong:
            assert "出资 第 1 行 amount" in page.locator(".notice").inner_text()
    place = page.url.removeprefix(officer.address)
    assert place.startswith("/funds/")
    assert "示例点击基金" in page.inner_text("h1")
    return place


def _budgeted(office: Office, fund: str) -> None:
    officer = office.desk("officer")
    plan = officer.open(fund).get_by_role("link", name="设立方案与预算安排").get_attribute("href") or ""
    project = plan.partition("?")[0].rpartition("/")[2]
    officer.open(f"/records/budget_line/new?project={project}")
    line = officer.store(
        {"year": str(YEAR), "account": "50805", "purpose": "基金出资", "amount": "120",
         "document_number": "瓯人大〔示例〕1号", "approved_on": TODAY}
    )  # fmt: skip
    officer.step(line, "下达")
    for account in ("reviewer", "budget", "deputy"):
        office.desk(account).sign_quickly(line)


def _called(office: Office, fund: str, values: dict[str, str], link: str = "/add/call") -> None:
    """Call, have the notices signed, receive from everybody who was asked."""
    officer = office.desk("officer")
    officer.open(fund + link)
    call = officer.store(values)
    officer.step(call, "发出缴款通知")
    office.desk("reviewer2").sign_quickly(call)
    page = officer.open(call)
    while page.get_by_role("button", name="登记到账").count():
        with page.expect_navigation():
            page.get_by_role("button", name="登记到账").first.click()
    assert "已到位" in page.locator(".head").inner_text()


def _exited(officer: Desk, fund: str, number: str, proceeds: str, how: str) -> None:
    officer.open(f"{fund}/add/exit")
    officer.store({"holding": number, "on": TODAY, "method": how, "cost_out": "100", "proceeds": proceeds})


def _given(office: Office, fund: str, amount: str) -> None:
    """Distribute; more than the cash is refused beside its field first."""
    officer = office.desk("officer")
    officer.open(f"{fund}/add/distribution")
    gift = officer.store({"on": TODAY, "amount": amount, "origin": "退出回款"})
    officer.step(gift, "发出分配通知")
    office.desk("reviewer2").sign_quickly(gift)
    officer.step(gift, "登记已支付")
    assert "已支付" in officer.page.locator(".head").inner_text()


def _clawed_back(office: Office, fund: str) -> None:
    page = office.desk("officer").open(f"{fund}?tab=waterfall&unit=yuan")
    assert page.locator("section:has(#h-clawback) dd").last.inner_text() == "12.00"
    link = page.get_by_role("link", name="发起回拨").get_attribute("href") or ""
    values = {"amount": "12", "called_on": TODAY, "due_on": TODAY, "purpose": "业绩报酬回拨"}
    _called(office, fund, values, link.removeprefix(fund))


def _books_agree(officer: Desk, fund: str) -> None:
    page = officer.open(f"{fund}?tab=partners")
    assert "核对一致" in page.locator("section:has(#h-agreement)").inner_text()
    assert page.locator("section:has(#h-identity) dd").last.inner_text() == "0.00"
    page.goto(f"{fund}?tab=waterfall&explain=clawback")
    assert "应回拨" in page.locator("#explain h2").inner_text()


def _verified(office: Office) -> None:
    settings = Settings(data_dir=office.data_dir)
    db = Database(settings.url)
    report = verify(db, settings)
    db.close()
    assert [one for one in report["checks"] if one["problems"]] == []
