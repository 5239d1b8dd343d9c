"""A demo office beside the systems it has: exports of the budget platform, monthly files, a closed month."""

from datetime import date

from bondlife.demo.desk import Desk, yuan
from bondlife.services import periods
from bondlife.services.filings import making
from bondlife.services.imports import confirm, preview
from bondlife.services.periods import PeriodInput
from models.base import columns
from models.registry import SettingProposal

COUNTY = "330304"
MONTHLY = ("debt_monthly", "look_through")
_ALLOTMENT = "指标文号,项目代码,预算年度,支出功能分类科目,预算安排方式,下达日期,指标金额（元）"
_PAYMENT = "支付凭证号,指标文号,项目代码,支出功能分类科目,支付日期,支付金额（元）,收款人,合同编号"
ACCOUNT = "2290402"


def exports(desk: Desk, code: str, contract: str, payee: str, day: date) -> None:
    """Bring in an allotment of 3,000 万元 with two payments: one finds its contract, one its task."""
    number = f"示例财预〔{day.year}〕18号"
    allotment = f"{number},{code},{day.year},{ACCOUNT},预算调整,{day},{yuan(3_000)}.00"
    _bring(desk, "指标.csv", _ALLOTMENT, allotment)
    paid = f"{number},{code},{ACCOUNT},{day}"
    lines = (
        f"GK-{day:%m%d}-01,{paid},{yuan(180)}.00,{payee},{contract}",
        f"GK-{day:%m%d}-02,{paid},{yuan(60)}.00,示例监理有限公司,",
    )
    _bring(desk, "支付.csv", _PAYMENT, *lines)


def _bring(desk: Desk, name: str, *lines: str) -> None:
    officer = desk.actor("officer")
    content = "\n".join([*lines, ""]).encode()
    report = preview(desk.db, "platform", content, region_id=officer.region_id or 0)
    if confirm(desk.db, officer, report, name).state == "refused":
        message = f"the demo export {name} is refused: {report.as_dict()['errors'][:3]}"
        raise RuntimeError(message)


def file_month(desk: Desk, month: str) -> None:
    """Make both files of a month and let a reviewer sign them."""
    for step in MONTHLY:
        form = making.FilingInput(region=COUNTY, step=step, period=month)
        made = making.prepare(desk.db, desk.actor("officer"), desk.folder, form)
        told = (made["public_id"], made["digest"], made["version"])
        making.sign(desk.db, desk.actor("reviewer"), desk.folder, *told)


def close_month(desk: Desk, month: str) -> None:
    """Close a month whose files are signed and agree with the ledger."""
    form = PeriodInput(region=COUNTY, period=month, act="lock", reason="报表已签署，账簿一致")
    periods.propose(desk.db, desk.actor("officer"), form)
    asked = desk.all(SettingProposal, columns(SettingProposal).state == "proposed")[-1]
    periods.decide(desk.db, desk.actor("leader"), asked.public_id, asked.version, approve=True)
