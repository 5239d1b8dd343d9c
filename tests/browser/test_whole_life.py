"""One bond's whole life over three regions: issued, lent on, spent, moved, short, late, refinanced, repaid.

The province issues, the city lends on, the county spends and repays; years pass by the clock of the server.
What an officer would click is clicked; signatures and plain repetition go through the services.
"""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from bondlife.db import Database
from bondlife.demo import projects, sites
from bondlife.demo.accounts import add_people
from bondlife.demo.debts import ACCOUNTS, Debts, Terms, exact
from bondlife.demo.desk import MORNING, on, yuan
from bondlife.demo.desk import Desk as Services
from bondlife.demo.payments import Spender
from bondlife.demo.people import LEVELS
from bondlife.services.repayment_notices import open_due
from bondlife.settings import Settings
from bondlife.verify import verify
from models.base import columns
from models.registry import BondShare, Contract, Instalment, Remittance
from tests.browser.office import Desk, Watch, seeded, serving

pytestmark = pytest.mark.browser

BEGIN, ISSUED, ARRIVED = date(2036, 3, 2), date(2036, 3, 20), date(2036, 3, 25)
BUDGETED, PAID, MOVED = date(2036, 4, 1), date(2036, 4, 10), date(2036, 6, 16)
SHORT, LATE = date(2037, 3, 4), date(2038, 3, 25)
REFINANCED, REPAID = date(2039, 2, 21), date(2039, 3, 9)
MAIN, TARGET = "DEMO-S-3", "DEMO-S-4"


class Life:
    """Offices of three levels, the books they share, and a clock that a file tells."""

    def __init__(self, browser: Browser, address: str, folder: Path, clock: Path) -> None:
        self.browser, self.address, self.clock = browser, address, clock
        self.settings = Settings(data_dir=folder)
        self.services = Services(Database(self.settings.url), self.settings.documents_dir)
        self.debts = Debts(self.services)
        self.watch = Watch(address)
        self.desks: dict[str, Desk] = {}
        self.today = BEGIN
        self.projects: dict[str, str] = {}

    def move_to(self, day: date) -> None:
        """Let days pass; everybody signs in anew, for sessions do not outlive them."""
        self.today = day
        tell(self.clock, day)
        for desk in self.desks.values():
            desk.sign_in_quickly()

    def desk(self, account: str) -> Desk:
        """Return a person's desk, signed in when it is first asked for."""
        if account not in self.desks:
            self.desks[account] = Desk(self.browser, self.address, account, self.watch)
            self.desks[account].sign_in_quickly()
        return self.desks[account]

    def signed(self, who: str, place: str, *, apart: str = "") -> None:
        """Let the others sign what a person put up on a page."""
        record, key = place.split("/")[-2:]
        self.watch.turn = None
        with on(self.today):
            self.services.sign(
                who, {"projects": "project", "bonds": "bond"}.get(record, record), key, apart=apart
            )

    def stepped(self, who: str, place: str, label: str, *, apart: str = "") -> None:
        """Press a button of a record, and let the others sign it."""
        self.desk(who).step(place, label)
        self.signed(who, place, apart=apart)

    def reasoned(self, who: str, place: str, transition: str, reason: str) -> None:
        """Take a step that asks for its reason, and let the others sign it."""
        desk = self.desk(who)
        page = desk.open(place)
        form = page.locator(f"form:has(input[name=transition][value={transition}])")
        if not form.locator("[name=reason]").is_visible():
            page.locator("summary", has=page.locator("xpath=.."), has_text="其他操作").first.click()
        form.locator("[name=reason]").fill(reason)
        desk.send(f"form:has(input[name=transition][value={transition}]) button")
        self.signed(who, place)

    def row(self, number: int) -> Instalment:
        """Return an instalment of the first share, in order of its day."""
        (share, *_) = self.services.all(BondShare)
        return self.debts.rows(share.public_id)[number]


def tell(clock: Path, day: date) -> None:
    """Write the time the server counts, whole or not at all."""
    fresh = clock.with_suffix(".new")
    fresh.write_text(datetime.combine(day, MORNING).isoformat())
    fresh.replace(clock)


@pytest.fixture
def life(browser: Browser, sqlite_template: Path, tmp_path: Path) -> Iterator[Life]:
    """Return the three offices over a seeded database with two projects under construction."""
    settings, clock = Settings(data_dir=tmp_path / "data", argon2_cheap=True), tmp_path / "clock"
    seeded(sqlite_template, settings)
    db = Database(settings.url)
    with on(BEGIN):
        add_people(db, LEVELS)
    db.close()
    tell(clock, BEGIN)
    with serving(settings.data_dir, clock=clock, JOB_PROCESS="0") as address:
        found = Life(browser, address, settings.data_dir, clock)
        with on(BEGIN):
            _building(found)
        yield found
        for desk in found.desks.values():
            desk.close()
        found.services.db.close()


def _building(life: Life) -> None:
    """Take the projects on; the one that will receive money meets what is asked of it."""
    life.projects.update(projects.take_on(life.services, BEGIN))
    for code in (MAIN, TARGET):
        sites.plan(life.services, life.projects[code], 2036, bonds=9_000, own=9_000, income=3_000)
    sites.permit(life.services, life.projects[TARGET], BEGIN, "physical_work")
    sites.evaluate(life.services, life.projects[TARGET], 2036)


@pytest.mark.timeout(600)
def test_a_whole_life(life: Life) -> None:
    share = _issue(life)
    _lend_on(life, share)
    line = _budget(life)
    _pay(life, share, line)
    _change_of_use(life, share)
    _shortfall(life)
    _overdue(life)
    _refinance(life)
    _repay(life)
    _nothing_is_lost(life)


def _issue(life: Life) -> str:
    """The province records its issue and the county's part of it."""
    life.move_to(ISSUED)
    province, project = life.desk("province-officer"), life.projects[MAIN]
    province.open("/records/bond/new")
    bond = province.store(
        {
            "region": "330000",
            "name": "2036年示例省政府专项债券（二期）",
            "face": yuan(6_000),
            "tenor_years": "3",
            "coupon_percent": "2.40",
            "coupon_frequency": "1",
            "issue_date": "2036-03-19",
            "value_date": "2036-03-20",
            "maturity_date": "2039-03-20",
            "year": "2036",
        }
    )
    province.open(f"/records/bond_share/new?project={project}")
    share = province.store({"bond": "示例省政府专项债券（二期）", "amount": yuan(6_000)})
    province.attach(bond, "tender_result")
    life.stepped("province-officer", bond, "导入省级发行结果")
    assert "已发行" in province.open(bond).inner_text("main")
    return share


def _lend_on(life: Life, share: str) -> None:
    """Province and city lend on, each its own link; the county signs and receives the money."""
    life.move_to(ARRIVED)
    for who, lender, borrower in (
        ("province-officer", "330000", "330300"),
        ("city-officer", "330300", "330304"),
    ):
        desk = life.desk(who)
        desk.open(f"/projects/{life.projects[MAIN]}/onlending/new?share={share.rpartition('/')[2]}")
        told = {"lender": lender, "borrower": borrower, "amount": yuan(6_000), "signed_on": "2036-03-24"}
        desk.store({**told, "agreement_number": f"转贷〔2036〕{lender}号"})
    county = life.desk("officer")
    county.attach(share, "onlending_agreement", "receipt_voucher")
    county.step(share, "签订转贷协议")
    life.stepped("officer", share, "资金到位")
    assert "资金已到位" in county.open(share).inner_text("#record .head")
    assert "浙江省 → 温州市" in county.open("/onlending").inner_text("main")


def _budget(life: Life) -> str:
    """The county opens the budget line its payments need."""
    life.move_to(BUDGETED)
    county = life.desk("officer")
    county.open(f"/records/budget_line/new?project={life.projects[MAIN]}")
    told = {"year": "2036", "account": "2290402", "purpose": "construction", "amount": yuan(6_000)}
    basis = {"basis": "adjustment", "document_number": "瓯人大〔2036〕8号", "approved_on": "2036-03-30"}
    place = county.store({**told, **basis})
    county.step(place, "提交")
    county.attach(place, "allotment_notice")
    life.stepped("officer", place, "下达（G7 预算）")
    return place


def _pay(life: Life, share: str, line: str) -> None:
    """The unit asks, a reviewer checks, the officer has it approved and pays the contractor."""
    life.move_to(PAID)
    project, key = life.projects[MAIN], share.rpartition("/")[2]
    with on(PAID):
        spender = Spender(life.debts, project, key, 6_000)
        spender.agree("停车场土建合同", "示例建工集团有限公司", 5_000, 2_400)
    unit, county = life.desk("unit"), life.desk("officer")
    unit.open(f"/records/disbursement/new?project={project}")
    form = {"share": key, "contract": "停车场土建合同", "budget_line": "2290402", "number": "ZF-2036-001"}
    form |= {"amount": yuan(2_000), "payee": "示例建工集团有限公司", "payee_account": "62220001"}
    place = unit.store({**form, "payee_bank": "示例银行"})
    unit.attach(place, "payment_evidence")
    unit.step(place, "申请拨付")
    life.desk("reviewer").step(place, "审核")
    life.stepped("officer", place, "批准拨付", apart="reviewer")
    county.attach(place, "payment_voucher")
    county.open(f"{place}/edit")
    county.store({"voucher": "PZ-1", "paid_on": PAID.isoformat()})
    county.step(place, "支付")
    assert life.services.one(Contract, columns(Contract).paid > 0).paid == 2_000 * 1_000_000
    trail = county.open(f"/projects/{project}?tab=money").inner_text("main")
    assert "示例建工集团有限公司" in trail


def _change_of_use(life: Life, share: str) -> None:
    """A part that is not needed goes to another project, by unit, bureau and province."""
    life.move_to(MOVED)
    unit, county, project = life.desk("unit"), life.desk("officer"), life.projects[MAIN]
    unit.open(f"/records/change_of_use/new?project={project}")
    form = {"share": share.rpartition("/")[2], "target_project": life.projects[TARGET], "case": "surplus"}
    form |= {"amount": yuan(1_000), "reason": "设备采购结余", "fields.misused_before": "no"}
    place = unit.store({**form, "fields.target_finish": "2038-12-31"})
    unit.attach(place, "change_reason_evidence")
    unit.step(place, "提交（G9 用途调整）")
    county.attach(place, "implementation_plan", "financial_report", "legal_opinion")
    life.stepped("officer", place, "上报省级")
    county.open(f"{place}/edit")
    county.store({"approval_number": "省财债〔2036〕9号"})
    county.attach(place, "provincial_approval")
    life.stepped("officer", place, "登记省级批复")
    shown = county.open(f"/changes-of-use/{place.rpartition('/')[2]}").inner_text("main")
    assert "5,000.00" in shown, shown
    assert "1,000.00" in shown


def _notified(life: Life, row: Instalment) -> str:
    """Budget an instalment (through the services) and send its notice by hand; returns its page."""
    place, county = f"/records/instalment/{row.public_id}", life.desk("officer")
    with on(life.today):
        life.debts.budget(life.projects[MAIN], row)
    county.step(place, "列入预算")
    county.attach(place, "payment_notice")
    county.step(place, "发出缴款通知")
    return place


def _secured(life: Life, place: str, row: Instalment, source: str, **more: str) -> None:
    """Name source and secured money of an instalment, and attach what its remittance asks for."""
    county, due = life.desk("officer"), exact(row.principal + row.interest + row.fee)
    county.open(f"{place}/edit")
    county.store({"interest_source": source, "secured": due, **more})
    county.attach(place, "source_note", "remittance_voucher")


def _shortfall(life: Life) -> None:
    """The first interest cannot be paid from income: a plan approved in time covers it."""
    life.move_to(SHORT)
    row, county = life.row(0), life.desk("officer")
    place = _notified(life, row)
    county.open(f"/repayments/{row.public_id}")
    told = {"0.source": "fiscal_subsidy", "0.year": "2037", "0.amount": exact(row.interest + row.fee)}
    county.fill({**told, "0.approval_number": "瓯政〔2037〕9号", "0.approved_on": SHORT.isoformat()})
    county.send("form[action$='/shortfall'] button[type=submit]")
    county.attach(place, "shortfall_plan")
    life.reasoned("officer", place, "report_shortfall", "项目尚未产生收入")
    assert "示例智慧停车场工程" in county.open("/repayments/overdue").inner_text("main")
    _secured(life, place, row, "fiscal_subsidy")
    life.stepped("officer", place, "落实缺口资金并上缴")
    with on(SHORT):
        life.debts.pass_up(row)
    assert life.row(0).state == "paid"


def _overdue(life: Life) -> None:
    """The second interest is forgotten: it falls overdue, is paid with its penalty and passed up by hand."""
    life.move_to(LATE)
    with on(LATE):
        open_due(life.services.db)
        life.debts.budget(life.projects[MAIN], life.row(1))
    row, county = life.row(1), life.desk("officer")
    place = f"/records/instalment/{row.public_id}"
    assert row.state == "overdue"
    assert "罚息" in county.open(f"/repayments/{row.public_id}").inner_text("main")
    _secured(life, place, row, "dedicated_income")
    life.stepped("officer", place, "补缴逾期本息及罚息")
    own = columns(Remittance)
    legs = sorted(life.services.all(Remittance, own.instalment_id == row.id), key=lambda one: one.step)
    assert legs[0].penalty > 0
    for number, (leg, payer, payee) in enumerate(
        zip(
            legs,
            ("", "city-officer", "province-officer"),
            ("city-officer", "province-officer", "province-officer"),
            strict=True,
        )
    ):
        _pass(life, f"/records/remittance/{leg.public_id}", number, payer, payee)
    assert life.row(1).state == "paid"
    assert life.row(1).paid > row.interest + row.fee
    way = county.open(f"/repayments/{row.public_id}").inner_text("main")
    assert way.count("SQ-") == 3, way


def _pass(life: Life, place: str, number: int, payer: str, payee: str) -> None:
    """Send a leg, where its level has not sent it with its own act, and record what arrived."""
    if payer:
        life.desk(payer).open(f"{place}/edit")
        life.desk(payer).store({"voucher": f"SJ-{number}"})
        life.desk(payer).attach(place, "remittance_voucher")
        life.stepped(payer, place, "上解至上级")
    life.desk(payee).open(f"{place}/edit")
    life.desk(payee).store({"receipt_number": f"SQ-{number}"})
    life.stepped(payee, place, "登记收讫")


def _refinance(life: Life) -> None:
    """The principal is refinanced for the most part; the old schedule stays and tells where it went."""
    life.move_to(REFINANCED)
    row, county = life.row(2), life.desk("officer")
    place, project = f"/records/instalment/{row.public_id}", life.projects[MAIN]
    county.open(f"{place}/edit")
    county.store({"interest_source": "dedicated_income"})
    county.attach(place, "refinancing_plan")
    life.reasoned("officer", place, "refinance", "到期本金再融资")
    with on(REFINANCED):
        terms = Terms(
            "2039年示例省政府专项债券（再融资一期）", REFINANCED, 5, "2.05", purpose="refinancing_maturing"
        )
        (new,) = life.debts.issue(terms, a=(project, 4_000))
        life.debts.lend_on(new)
        life.debts.line(project, 2039, ACCOUNTS["principal"], "principal", yuan(1_000))
    county.open(f"/repayments/{row.public_id}")
    county.fill({"0.new_share": new, "0.amount": yuan(4_000)})
    county.send("form[action$='/mapping'] button[type=submit]")
    life.stepped("officer", place, "完成再融资")
    lineage = county.open("/repayments/refinancing?year=2039").inner_text("main")
    assert "再融资一期" in lineage
    assert "4,000.00" in lineage
    schedule = county.open(f"/projects/{project}?tab=schedule").inner_text("main")
    assert "2037-03-20" in schedule
    assert "已再融资" in schedule


def _repay(life: Life) -> None:
    """What the new bond did not take over is repaid from own funds with the last interest."""
    life.move_to(REPAID)
    rest = next(one for one in (life.row(2), life.row(3)) if one.origin == "rest")
    assert (rest.principal, rest.state) == (1_000 * 1_000_000, "planned")
    with on(REPAID):
        project = life.projects[MAIN]
        for purpose, amount in (("interest", rest.interest), ("fees", rest.fee)):
            life.debts.line(project, 2039, ACCOUNTS[purpose], purpose, exact(amount))
    place, county = f"/records/instalment/{rest.public_id}", life.desk("officer")
    county.step(place, "列入预算")
    county.attach(place, "payment_notice")
    county.step(place, "发出缴款通知")
    _secured(life, place, rest, "dedicated_income", principal_source="matching_fund_income")
    life.stepped("officer", place, "上缴（G10）")
    with on(REPAID):
        life.debts.pass_up(life.debts.fresh(rest))
    assert "已偿还" in county.open(place).inner_text("#record .head")


def _nothing_is_lost(life: Life) -> None:
    """The leader reads the outcome, no page spoke to strangers or broke, and verify finds the books whole."""
    page = life.desk("leader").open(f"/projects/{life.projects[MAIN]}")
    assert "示例智慧停车场工程" in page.inner_text("#project")
    assert life.watch.strangers == []
    assert life.watch.errors == []
    assert [found for found in life.watch.refused if found[0] >= 400] == []
    with on(REPAID):
        found: dict[str, Any] = verify(life.services.db, life.settings)
    assert found["ok"], [check for check in found["checks"] if check["problems"]]
