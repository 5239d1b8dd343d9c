"""The life of one project by clicking and typing, from an issue list to its first repayment."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bondlife import clock
from bondlife.db import Database
from bondlife.settings import Settings
from bondlife.verify import verify
from calculators.kernel.dates import add_months
from tests.browser.conftest import Office
from tests.browser.office import Desk
from tests.lifecycle.story import EX_ANTE, NEGATIVE, SIGNERS

pytestmark = pytest.mark.browser

TODAY = clock.business_date()
YEAR = TODAY.year
ISSUES = (
    "债券代码,债券简称,债券名称,发行日期,起息日,到期日期,发行规模(亿元),期限,发行利率(%)\n"
    f"2605{YEAR},,{YEAR - 1}年浙江省政府专项债券（九十一期）,"
    f"{YEAR - 1}-03-19,{YEAR - 1}-03-20,{YEAR + 9}-03-20,28.50,10,2.36\n"
    f"2606{YEAR},,{YEAR - 1}年浙江省政府一般债券（九十二期）,"
    f"{YEAR - 1}-03-19,{YEAR - 1}-03-20,{YEAR + 6}-03-20,12.00,7,2.05\n"
)
CLICKED = {"project_screening", "evaluation", "application_review", "bond_record"}
"""Flows whose every signature is clicked in the bar; the others are put through by its form alone."""


def project_form() -> dict[str, str]:
    """Return a project that meets what is asked: 10 亿 in all, 2 亿 own capital, 8 亿 bonds."""
    return {
        "region": "330304",
        "unit": "瓯海区示例建设投资有限公司",
        "department": "瓯海区示例住房和城乡建设局",
        "code": f"330304-{YEAR}-001",
        "name": "瓯海区示例污水处理厂一期工程",
        "sector": "城镇污水垃圾处理",
        "revenue_nature": "有一定收益",
        "start_year": str(YEAR),
        "construction_start": f"{YEAR}-01-10",
        "construction_end": f"{YEAR + 2}-12-31",
        "operation_end": f"{YEAR + 22}-12-31",
        "total_investment": "1000000000",
        "capital": "100000000",
        "special_bond": "800000000",
        "fields.content_and_scale": "新建污水处理厂一座，日处理规模十万吨",
        "fields.capital_sector": "other_infrastructure",
        "fields.pledged": "否",
        "fields.bond_purpose": "new_project",
        "fields.wanted_tenor": "10",
        "fields.goal_output": "日处理十万吨",
        "fields.goal_benefit": "水质达标",
        "fields.goal_satisfaction": "90%",
        **{f"fields.negative_{item}": "否" for item in NEGATIVE},
        **{f"fields.negative_{item}_reason": "不属于" for item in NEGATIVE},
    }


def plan() -> dict[str, str]:
    """Return the balance plan in 万元 as it is typed into the year grid."""
    cells = {
        ("own_funds", YEAR): 20_000,
        ("bond_proceeds", YEAR): 80_000,
        ("construction_cost", YEAR): 90_000,
    }
    cells |= {("construction_bond_interest", year): 2_400 for year in (YEAR + 1, YEAR + 2)}
    cells |= {("operating_bond_interest", year): 2_400 for year in range(YEAR + 3, YEAR + 11)}
    cells |= {("project_income", year): 12_000 for year in range(YEAR + 2, YEAR + 21)}
    cells |= {("operating_cost", year): 1_000 for year in range(YEAR + 2, YEAR + 21)}
    cells |= {("bond_principal", YEAR + 10): 80_000}
    return {f"{item}.{year}": str(amount) for (item, year), amount in cells.items()}


@pytest.mark.timeout(900)  # some 500 pages one after another: slow where others use the machine too
def test_the_whole_story(office: Office) -> None:
    _import_issues(office)
    project = _reserve(office)
    application = _apply(office, project)
    share = _issue(office, project, application)
    _spend(office, project, share)
    _repay(office, project, share)
    _project_page_shows_it(office, project)
    _nothing_strange(office)
    _verify_is_ok(office.data_dir)


def _import_issues(office: Office) -> None:
    """An officer looks at what a list holds, stores it and sees its bonds; signing in and out by hand."""
    officer = office.desk("officer")
    officer.open("/imports")
    officer.fill({"kind": "issue-list", "unit": "亿元"})
    file: Any = {"name": "发行明细.csv", "mimeType": "text/csv", "buffer": ISSUES.encode("gb18030")}
    officer.page.set_input_files("input[name=file]", file)
    officer.send("main form[enctype] .btn-primary")
    shown = officer.page.inner_text("main")
    assert "405,000\t" in shown, shown
    assert "九十一期" in shown
    officer.send("form[action$='/confirm'] button")
    officer.page.get_by_text("已全部入库").wait_for()
    officer.open("/bonds")
    assert officer.page.get_by_text("专项债券（九十一期）").count() == 1
    officer.sign_out()
    officer.sign_in()


def _reserve(office: Office) -> str:
    unit, officer = office.desk("unit"), office.desk("officer")
    unit.open("/projects/new")
    project = unit.store(project_form())
    unit.step(project, "提交项目表")
    asked = officer.not_yet(project)
    assert "资本金" in asked, asked
    assert "立项依据" in asked, asked
    return _corrected(office, unit, officer, project)


def _corrected(office: Office, unit: Desk, officer: Desk, project: str) -> str:
    """The officer returns the form with a reason, the unit mends the capital, the rest goes its way."""
    officer.open(project)
    officer.page.locator("summary", has_text="其他操作").first.click()
    back = officer.page.locator("form:has(input[name=transition][value=return_for_correction])")
    back.locator("[name=reason]").fill("资本金比例不足，请补足")
    officer.send("form:has(input[name=transition][value=return_for_correction]) button")
    unit.open(f"{project}/edit")
    unit.store({"capital": "200000000"})
    unit.step(project, "提交项目表")
    officer.attach(f"{project}?tab=documents", "approval_basis", "capital_source")
    officer.step(project, "通过初审（G1 准入）")
    _preparer_may_not_sign(officer, project)
    _signed(office, project, "project_screening")
    _evaluated(office, project)
    officer.step(project, "采纳事前绩效评估（G2）")
    _permits(unit, project)
    officer.attach(f"{project}?tab=documents", "feasibility_approval", "permits")
    officer.step(project, "入库（G3 成熟度）")
    _signed(office, project, "project_reserve")
    assert "已入库" in officer.open(project).inner_text("#project .head")
    return project


def _preparer_may_not_sign(officer: Desk, project: str) -> None:
    """The bar gives the preparer no button, and the form sent all the same is refused in words."""
    bar = officer.open(project).locator("#approval")
    assert bar.locator("button[value=approve]").count() == 0
    form: dict[str, str | float | bool] = {
        "csrf_token": bar.locator("[name=csrf_token]").first.input_value(),
        "digest": bar.locator("[name=digest]").input_value(),
        "act": "approve",
    }
    action = bar.locator("form").first.get_attribute("action") or ""
    answer = officer.context.request.post(action, form=form, headers={"Origin": officer.address})
    assert answer.status == 403
    assert "不能" in answer.text() or "不得" in answer.text() or "无权" in answer.text()


def _evaluated(office: Office, project: str) -> None:
    evaluator, officer = office.desk("evaluator"), office.desk("officer")
    evaluator.open(f"/records/evaluation/new?project={project.rpartition('/')[2]}")
    items = {f"fields.{item}": "已论证" for item in EX_ANTE}
    place = evaluator.store({"type": "ex_ante", "year": str(YEAR), "score": "86", **items})
    evaluator.attach(place, "evaluation_report")
    evaluator.step(place, "提交")
    evaluator.step(place, "复核")
    _signed(office, place, "evaluation")
    officer.step(place, "通过（事前评估）")
    _signed(office, place, "simple")


def _permits(unit: Desk, project: str) -> None:
    unit.open(f"{project}/permits")
    for item in ("department_approval", "ex_ante_in_plan", "physical_work"):
        unit.fill(
            {
                f"{item}.held": "true",
                f"{item}.number": f"瓯发改〔{YEAR}〕1号",
                f"{item}.issued_on": f"{YEAR}-01-05",
            }
        )
    unit.send()


def _apply(office: Office, project: str) -> str:
    unit, officer = office.desk("unit"), office.desk("officer")
    unit.open(f"/records/application/new?project={project.rpartition('/')[2]}")
    form = {
        "year": str(YEAR),
        "batch": "第一批",
        "purpose": "new_project",
        "amount": "800000000",
        "tenor_years": "10",
    }
    firms = {"accounting_firm": "示例会计师事务所", "law_firm": "示例律师事务所"}
    place = unit.store({**form, **firms, "fields.repaid_by": "dedicated_income"})
    unit.attach(place, "implementation_plan", "financial_report", "legal_opinion")
    unit.step(place, "提交申报")
    asked = officer.not_yet(place)
    assert "收支平衡" in asked, asked
    assert "控制数" in asked, asked
    _plan(unit, project)
    _limit(office)
    officer.attach(
        place, "balance_table", "sensitivity_table", "application_letter", "approval_reply", "quota_notice"
    )
    for label, flow in (
        ("审核通过（G4）", "application_review"),
        ("上报", "application_report"),
        ("进入发行备选（G5 额度）", "application_quota"),
    ):
        officer.step(place, label)
        _signed(office, place, flow)
    return place


def _plan(unit: Desk, project: str) -> None:
    """Type the plan cell by cell; sums are there before anything is stored."""
    unit.open(f"{project}/plan?unit=wan")
    unit.fill(plan())
    total = unit.page.locator("tr[data-row=project_income] td").last.inner_text()
    assert total == "228,000.00"
    unit.send("#plan .form-end .btn-primary")
    shown = unit.open(f"{project}?tab=plan").inner_text("main")
    assert "228,000.00" in shown


def _limit(office: Office) -> None:
    officer = office.desk("officer")
    for entry, amount in (
        ("opening", "5000000000"),
        ("main", "1200000000"),
        ("control_figure", "1000000000"),
    ):
        officer.open("/quota/new")
        officer.store(
            {
                "region": "330304",
                "year": str(YEAR),
                "bond_type": "special",
                "entry": entry,
                "amount": amount,
                "notice_number": "财债〔2026〕1号",
                "notified_on": TODAY.isoformat(),
            }
        )
        waiting = officer.page.locator("main a[href*='/approvals/']").first
        _signed(office, waiting.get_attribute("href") or "", "simple")
    officer.open("/limits/new")
    officer.store(
        {
            "region": "330304",
            "year": str(YEAR - 1),
            "basis": "reported",
            "as_of": f"{YEAR - 1}-12-31",
            "balance_special": "4500000000",
        }
    )


def _issue(office: Office, project: str, application: str) -> str:
    officer = office.desk("officer")
    value_date = add_months(TODAY, -5)
    officer.open("/records/bond/new")
    bond = officer.store(
        {
            "region": "330304",
            "name": f"{YEAR}年示例省政府专项债券（三期）",
            "bond_type": "special",
            "purpose": "new_project",
            "face": "800000000",
            "tenor_years": "10",
            "coupon_percent": "2.36",
            "coupon_frequency": "2",
            "repayment_form": "bullet",
            "issue_date": value_date.isoformat(),
            "value_date": value_date.isoformat(),
            "maturity_date": add_months(value_date, 120).isoformat(),
            "year": str(YEAR),
        }
    )
    officer.open(f"/records/bond_share/new?project={project.rpartition('/')[2]}")
    held = {"bond": "示例省政府专项债券（三期）", "application": "第一批", "amount": "800000000"}
    share = officer.store(held)
    officer.attach(bond, "tender_result")
    officer.step(bond, "导入省级发行结果")
    _signed(office, bond, "bond_record")
    assert "已发行" in officer.open(application).inner_text("#record .head")
    officer.attach(share, "onlending_agreement", "receipt_voucher")
    officer.step(share, "签订转贷协议")
    officer.step(share, "资金到位")
    _signed(office, share, "simple")
    return share


def _budget_line(office: Office, project: str, year: int, account: str, amount: str, purpose: str) -> None:
    officer = office.desk("officer")
    officer.open(f"/records/budget_line/new?project={project.rpartition('/')[2]}")
    basis = {
        "basis": "adjustment",
        "document_number": f"瓯人大〔{YEAR}〕8号",
        "approved_on": TODAY.isoformat(),
    }
    form = {"year": str(year), "account": account, "purpose": purpose, "amount": amount, **basis}
    place = officer.store(form)
    officer.step(place, "提交")
    officer.attach(place, "allotment_notice")
    officer.step(place, "下达（G7 预算）")
    _signed(office, place, "budget_line")


def _spend(office: Office, project: str, share: str) -> None:
    _budget_line(office, project, YEAR, "2290499", "800000000", "construction")
    unit, officer = office.desk("unit"), office.desk("officer")
    unit.open(f"{project}/contracts/new")
    payee = "示例建工集团有限公司"
    unit.store(
        {
            "number": "HT-001",
            "name": "土建施工合同",
            "type": "works",
            "payee": payee,
            "amount": "500000000",
            "certified": "40000000",
        }
    )
    unit.open(f"/records/disbursement/new?project={project.rpartition('/')[2]}")
    form = {
        "share": share.rpartition("/")[2],
        "contract": "土建施工合同",
        "budget_line": "2290499",
        "number": f"ZF-{YEAR}-001",
        "amount": "50000000",
        "purpose": "works",
        "payee": payee,
        "payee_account": "330100001",
        "payee_bank": "示例银行",
    }
    place = unit.store(form)
    unit.attach(place, "payment_evidence")
    unit.step(place, "申请拨付")
    office.desk("reviewer").step(place, "审核")
    officer.step(place, "批准拨付")
    _signed(office, place, "disbursement")
    officer.attach(place, "payment_voucher")
    officer.open(f"{place}/edit")
    officer.store({"voucher": "PZ-1", "paid_on": TODAY.isoformat()})
    officer.step(place, "支付")
    assert "已支付" in officer.page.inner_text("#record .head")


def _repay(office: Office, project: str, share: str) -> None:
    officer, reviewer = office.desk("officer"), office.desk("reviewer")
    schedule = officer.open(f"{project}?tab=schedule")
    first = schedule.locator("a[href^='/records/instalment/']").first.get_attribute("href") or ""
    due = add_months(add_months(TODAY, -5), 6)
    assert "944.00 万元" in officer.open(first).inner_text("main")
    _budget_line(office, project, due.year, "2320498", "9440000", "interest")
    _budget_line(office, project, due.year, "2330498", "472", "fees")
    officer.step(first, "列入预算")
    officer.attach(first, "payment_notice", "source_note", "remittance_voucher", "redemption_proof")
    officer.step(first, "发出缴款通知")
    assert "资金来源" in officer.not_yet(first)
    officer.open(f"{first}/edit")
    officer.store({"interest_source": "dedicated_income", "secured": "9440472"})
    officer.step(first, "上缴（G10）")
    _signed(office, first, "instalment_remittance")
    officer.open(f"{first}/edit")
    officer.store({"paid_on": TODAY.isoformat()})
    reviewer.step(first, "确认偿还")
    assert "已偿还" in reviewer.page.inner_text("#record .head")


def _signed(office: Office, place: str, flow: str) -> None:
    """Let everybody sign whose turn comes; what is clicked shows one digest to all."""
    shown = set()
    for account in SIGNERS[flow]:
        minutes = f"〔{YEAR}〕3号" if account == "chair" else ""
        if flow in CLICKED:
            shown.add(office.desk(account).sign(place, minutes))
        else:
            office.desk(account).sign_quickly(place, minutes)
    assert len(shown) <= 1


def _project_page_shows_it(office: Office, project: str) -> None:
    leader = office.desk("leader").open(f"{project}?unit=yi")
    rail = leader.locator("#project .rail").inner_text()
    assert "已入库" in rail or "储备" in rail
    shown: Mapping[str, str] = {"answer": leader.inner_text("#project .answer"), "rail": rail}
    assert "8.00" in shown["answer"], shown
    assert "6.25%" in shown["answer"], shown
    money = leader.locator("#project").inner_text()
    assert "瓯海区示例污水处理厂一期工程" in money


def _nothing_strange(office: Office) -> None:
    assert office.watch.strangers == []
    assert office.watch.errors == []
    assert [found for found in office.watch.refused if found[0] >= 500] == []


def _verify_is_ok(data_dir: Path) -> None:
    here = Settings(data_dir=data_dir)
    db = Database(here.url)
    found = verify(db, here)
    db.close()
    assert found["ok"], [check for check in found["checks"] if check["problems"]]
