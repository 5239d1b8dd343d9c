"""A quarter of a PPP contract in a browser: scored on a phone, worked out, signed, paid, corrected.

The contract is entered and its terms are filled from a template; what an officer, an evaluator on site,
signers and the treasury would click is clicked. The advice is opened and looked at. Days pass by the clock of
the server.
"""

import struct
import subprocess
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bondlife.db import Database
from bondlife.demo.desk import MORNING, on
from bondlife.demo.desk import Desk as Services
from bondlife.exchange.words_of_money import capital_words
from bondlife.jobs.runner import run_waiting
from bondlife.queries.ppp_recompute import recompute
from bondlife.services import ppp_periods
from bondlife.settings import Settings
from models.base import columns
from models.registry import PaymentOrder, PaymentRun, PPPContract
from tests.browser.office import Desk, Watch, seeded, serving, width

pytestmark = [pytest.mark.browser, pytest.mark.poppler]

BEGIN, SCORED, FROZEN = date(2036, 5, 6), date(2036, 7, 8), date(2036, 7, 22)
WORKED, LATE = date(2036, 10, 20), date(2036, 11, 12)
CONTRACT = {
    "region": "330304",
    "regime": "stock",
    "regime_basis": "区政府专题会议纪要",
    "payment_type": "gap_subsidy",
    "number": "PPP-2018-03",
    "name": "城乡供排水一体化项目",
    "agency": "区住房和城乡建设局",
    "company": "清源水务项目公司",
    "signed_on": "2018-05-16",
    "operation_from": "2021-01-01",
    "ends_on": "2047-12-31",
    "total_investment": "612000000",
    "capital": "122400000",
}
USERS = "user_payment: {input: user_income, clause: 第40条}\n"
"""What the officer writes under the terms that a template filled."""
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


def photo() -> bytes:
    """Return the smallest picture a camera could have taken: one grey point."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0\x80")), (b"IEND", b"")]
    told = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(told)


class Quarter:
    """Offices of one district, the books they share, and a clock that a file tells."""

    def __init__(self, browser: Browser, address: str, folder: Path, clock: Path) -> None:
        self.browser, self.address, self.clock = browser, address, clock
        self.settings = Settings(data_dir=folder)
        self.services = Services(Database(self.settings.url), self.settings.documents_dir)
        self.watch, self.desks = Watch(address), dict[str, Desk]()
        self.contract = ""

    def move_to(self, day: date) -> None:
        """Let days pass; everybody signs in anew."""
        fresh = self.clock.with_suffix(".new")
        fresh.write_text(datetime.combine(day, MORNING).isoformat())
        fresh.replace(self.clock)
        for desk in self.desks.values():
            desk.sign_in_quickly()

    def desk(self, account: str, **more: object) -> Desk:
        """Return a person's desk, signed in when it is first asked for."""
        if account not in self.desks:
            self.desks[account] = Desk(self.browser, self.address, account, self.watch, **more)
            self.desks[account].sign_in_quickly()
        return self.desks[account]

    def run(self) -> PaymentRun:
        """Return the newest run."""
        return self.services.all(PaymentRun)[-1]


@pytest.fixture
def quarter(browser: Browser, sqlite_template: Path, tmp_path: Path) -> Iterator[Quarter]:
    """Return a district with its people; the server's clock stands on the day the sheet is scored."""
    settings, clock = Settings(data_dir=tmp_path / "data", argon2_cheap=True), tmp_path / "clock"
    seeded(sqlite_template, settings)
    clock.write_text(datetime.combine(SCORED, MORNING).isoformat())
    with serving(settings.data_dir, clock=clock, JOB_PROCESS="0") as address:
        found = Quarter(browser, address, settings.data_dir, clock)
        yield found
        for desk in found.desks.values():
            desk.close()
        found.services.db.close()


def _budgeted(quarter: Quarter) -> None:
    services = quarter.services
    officer = services.actor("officer")
    form = {"year": 2036, "account": "2120303", "amount": "72000000", "approved_on": "2036-02-10"}
    line = ppp_periods.PPPBudgetInput.model_validate({**form, "document_number": "示例财预〔2036〕18号"})
    key = ppp_periods.open_budget(services.db, officer, quarter.contract, line)["public_id"]
    services.move("officer", "budget_line", key, "submit")
    services.signed("officer", "budget_line", key, "open")


def test_a_quarter_from_the_contract_to_its_correction(quarter: Quarter, tmp_path: Path) -> None:
    _take_on(quarter)
    with on(BEGIN):
        _budgeted(quarter)
    _score_on_site(quarter)
    _freeze(quarter)
    _enter_the_quarter(quarter)
    run = _work_out(quarter)
    _sign(quarter, run)
    _pay(quarter, run)
    _look_at_the_advice(quarter, run, tmp_path)
    _correct(quarter, run)
    assert recompute(quarter.services.db, "")["equal"] == 2
    assert quarter.watch.strangers == []
    assert quarter.watch.errors == []
    assert quarter.watch.refused == []


def _take_on(quarter: Quarter) -> None:
    """The contract is entered, taken on and put into operation; its terms come from a template."""
    officer, reviewer = quarter.desk("officer"), quarter.desk("reviewer")
    officer.open("/records/ppp_contract/new")
    place = officer.store(CONTRACT)
    quarter.contract = place.rpartition("/")[2]
    officer.attach(place, "ppp_contract_text", "ppp_regime_decision", "acceptance_report")
    for step in ("登记已签合同", "进入运营期"):
        officer.step(place, step)
        reviewer.sign(place)
    officer.open(f"{place}/terms/new?template=linked_share")
    officer.fill({"p.first": "2021-Q1"})
    officer.send("form:has(input[name=act][value=fill]) .btn-primary")
    body = officer.field("body").input_value()
    terms = officer.store({"valid_from": "2021-01-01", "body": f"{body}\n{USERS}"})
    officer.attach(terms, "ppp_terms_annex")
    officer.step(terms, "批准付费条款")
    reviewer.sign(terms)
    told = officer.open(place).inner_text("main")
    assert "运营中" in told
    assert "门槛：可用性付费挂钩不低于 30%" in told


def _score_on_site(quarter: Quarter) -> None:
    """The evaluator stands in the pumping station with a phone: points by thumb, a photo, submitted."""
    phone = quarter.desk("evaluator", **PHONE)
    phone.open("/ppp/scores")
    form = phone.page.locator("#open-score")
    form.locator("[name=ppp_contract]").select_option(quarter.contract)
    form.locator("[name=phase]").select_option("operation")
    form.locator("[name=cycle]").fill("2036-Q2")
    phone.send("#open-score button")
    page = phone.page
    assert width(page) <= page.evaluate("innerWidth"), "the page is too wide"
    for box in page.locator(".score-item").all():
        points = box.locator("legend .note").last.inner_text().removeprefix("满分 ")
        box.locator("input[name$='.score']").fill(points)
    first = page.locator(".score-item").first
    first.locator("input[name$='.score']").fill("30.5")
    first.locator("input[name$='.reason']").fill("总磷 1 日超标")
    phone.send(".score-form .form-end button")
    page.set_input_files("#f-photo", {"name": "现场.png", "mimeType": "image/png", "buffer": photo()})
    phone.send(".score-photo button")
    assert page.locator("#documents", has_text="现场.png").count() == 1
    phone.send("form:has(input[name=transition][value=submit]) button")
    assert "已提交" in page.inner_text(".head")


def _freeze(quarter: Quarter) -> None:
    """Another person approves; after the objection window the officer freezes the score."""
    place = quarter.desk("evaluator").page.url.removeprefix(quarter.address)
    checker = quarter.desk("evaluator2")
    checker.step(place, "批准得分")
    quarter.desk("reviewer").sign(place)
    officer = quarter.desk("officer")
    assert "2036-07-15" in officer.open(place).inner_text("main")
    quarter.move_to(FROZEN)
    officer.step(place, "异议期满定稿")
    assert "95.5" in officer.page.inner_text("main")


def _enter_the_quarter(quarter: Quarter) -> None:
    """What users paid and a late repair are entered as the contract asks for them."""
    quarter.move_to(WORKED)
    officer = quarter.desk("officer")
    place = f"/ppp/period/{quarter.contract}?period=2036-Q3"
    officer.open(place)
    officer.page.locator("summary", has_text="录入计量数据").click()
    officer.fill({"name": "user_income", "unit": "yuan", "value": "3482617.35"})
    officer.send("form[action$='/quantity'] button")
    _log_event(officer, "FW-090", "主管爆裂修复超时", "12486.40", "2036-08-14T09:00")
    assert "3482617.35" in officer.page.inner_text("main")


def _log_event(officer: Desk, number: str, what: str, amount: str, at: str) -> None:
    officer.page.locator("summary", has_text="登记服务事件").click()
    form = officer.page.locator("form[action$='/event']")
    for name, value in {"number": number, "criterion": what, "amount": amount, "reported_at": at}.items():
        form.locator(f"[name={name}]").fill(value)
    form.locator("[name=type]").select_option("amount")
    officer.send("form[action$='/event'] button")


def _work_out(quarter: Quarter) -> str:
    officer = quarter.desk("officer")
    officer.open("/ppp/runs/new")
    officer.fill({"region": "330304", "period": "2036-Q3"})
    officer.page.locator("label", has_text="PPP-2018-03").click()
    officer.send("#run-form .form-end .btn-primary")
    place = officer.page.url.removeprefix(quarter.address)
    assert "等待" in officer.page.inner_text("#job")
    with on(WORKED):
        run_waiting(quarter.services.db)
    told = officer.open(place).inner_text("main")
    assert "PPP-2018-03" in told
    return place


def _sign(quarter: Quarter, place: str) -> None:
    """A reviewer checks; section head and deputy sign the digest they see on the statement."""
    quarter.desk("reviewer").step(place, "核对")
    quarter.desk("officer").step(place, "批准付费")
    quarter.desk("reviewer2").sign(place)
    deputy = quarter.desk("deputy")
    deputy.open(place)
    statement = deputy.page.locator("#ppp-run tbody a").first.get_attribute("href") or ""
    told = deputy.open(statement).inner_text("main")
    assert "95.5" in told
    assert "人民币（大写）" in told
    assert deputy.page.locator(".fall svg rect").count() >= 5
    deputy.page.locator("a.fig", has_text="−12,486.40").first.click()
    deputy.page.wait_for_selector("#explain:not([hidden])")
    deputy.sign(statement)
    assert quarter.run().state == "approved"


def _pay(quarter: Quarter, place: str) -> None:
    quarter.desk("officer").step(place, "开具付款令")
    treasury = quarter.desk("treasury")
    treasury.open(place)
    treasury.page.locator("input[name^='voucher.']").fill("国库回单-0091")
    treasury.page.fill("#f-paid_on", WORKED.isoformat())
    treasury.send("form[action$='/receipts'] button")
    assert "已支付" in treasury.page.inner_text(".head")
    contract = quarter.services.one(PPPContract, columns(PPPContract).public_id == quarter.contract)
    [order] = quarter.services.all(PaymentOrder)
    assert (order.voucher, order.amount) == ("国库回单-0091", quarter.run().payable)
    assert contract.state == "operating"


def _look_at_the_advice(quarter: Quarter, place: str, folder: Path) -> None:
    """The advice leaves as pdf: its text says amount, words and payee, its page is not empty."""
    officer = quarter.desk("officer")
    officer.open(place)
    officer.open(officer.page.locator("#ppp-run tbody a").first.get_attribute("href") or "")
    link = officer.page.locator(".head a", has_text="PDF").get_attribute("href") or ""
    answer = officer.context.request.get(link)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    (folder / "advice.pdf").write_bytes(answer.body())
    told = "".join(_drawn(["pdftotext", "-raw", "advice.pdf", "-"], folder).decode().split())
    payable = quarter.run().payable
    for part in (f"{payable / 100:,.2f}", capital_words(payable), "清源水务项目公司", "国库回单-0091"):
        assert part in told, part
    assert "仅供核对" not in told, "it was approved and paid"
    pixels = _drawn(["pdftoppm", "-r", "50", "-gray", "-f", "1", "-l", "1", "advice.pdf"], folder)
    assert pixels.startswith(b"P5")
    assert sum(one < 128 for one in pixels[20:]) > 2000, "the first page shows nothing"


def _drawn(command: list[str], folder: Path) -> bytes:
    return subprocess.run(command, cwd=folder, check=True, capture_output=True).stdout


def _correct(quarter: Quarter, place: str) -> None:
    """An event comes to light late: a run of its own tells the difference, what was paid stands."""
    paid = quarter.run().payable
    quarter.move_to(LATE)
    officer = quarter.desk("officer")
    officer.open(f"/ppp/period/{quarter.contract}?period=2036-Q3")
    _log_event(officer, "FW-099", "漏记：出水超标", "36000", "2036-09-01T09:00")
    officer.open(place)
    officer.page.locator(".head a", has_text="更正").click()
    officer.fill({"reason": "漏记一次出水超标"})
    officer.send("#run-form .form-end .btn-primary")
    with on(LATE):
        run_waiting(quarter.services.db)
    told = officer.open(officer.page.url.removeprefix(quarter.address)).inner_text("main")
    assert "−3.60" in told
    assert "漏记一次出水超标" in told
    first = quarter.services.all(PaymentRun)[0]
    assert (first.state, first.payable) == ("paid", paid)
