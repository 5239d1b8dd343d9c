"""Money of a demo on its way to the people who built: contracts, payments, what the bank says of them."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bondlife import clock
from bondlife.demo.debts import Debts, exact
from bondlife.demo.desk import Desk, yuan
from bondlife.services import parts, reconciling
from bondlife.services.imports import confirm, preview
from bondlife.services.inputs import ContractInput
from models.base import columns
from models.registry import Contract, Disbursement

ACCOUNT = "330304662000"
_HEAD = "交易日期,对方户名,凭证号,摘要,收入金额,支出金额,余额"
_OPENING = {"opening_balance": "286000000.00"}
"""What the treasury held beside bond money when its account was entered: made up."""
_ACCOUNT_FORM = {"name": "国库单一账户（示例）", "bank": "示例银行", "ledger_account": "treasury", **_OPENING}


@dataclass(slots=True)
class Spender:
    """One share being spent: project, share, budget a year in 万元, lines by year, contracts."""

    debts: Debts
    project: str
    share: str
    wan: int
    lines: dict[int, str] = field(default_factory=dict)
    contracts: dict[str, str] = field(default_factory=dict)

    @property
    def desk(self) -> Desk:
        """Return the desk the money is spent from."""
        return self.debts.desk

    def line(self) -> str:
        """Return the budget line of this year, opened when it is first needed."""
        year = clock.business_date().year
        if year not in self.lines:
            told = (self.project, year, "2290402", "construction", yuan(self.wan))
            self.lines[year] = self.debts.line(*told)
        return self.lines[year]

    def agree(self, name: str, payee: str, wan: int, certified: int, type_: str = "works") -> None:
        """Sign a contract, with the work certified under it so far, in 万元."""
        number = f"HT-{self.desk.row('project', self.project).code}-{len(self.contracts) + 1}"
        told: dict[str, Any] = {"project": self.project, "number": number, "name": name, "payee": payee}
        told |= {"amount": yuan(wan), "certified": yuan(certified), "type": type_, "months": 18}
        told |= {"signed_on": clock.business_date(), "tender_method": "public"}
        told["payee_credit_code"] = f"91330304DEMO{sum(payee.encode()):06}"
        form = ContractInput.model_validate(told)
        self.contracts[name] = str(
            parts.save_contract(self.desk.db, self.desk.actor("unit"), form)["public_id"]
        )

    def ask(self, contract: str, wan: int, **more: str) -> tuple[str, dict[str, Any]]:
        """Ask for a payment as the unit does; returns its key and its form."""
        own = columns(Contract)
        row: Contract = self.desk.one(Contract, own.public_id == self.contracts[contract])
        number = len(self.desk.all(Disbursement)) + 1
        form = {
            "project": self.project,
            "share": self.share,
            "contract": row.public_id,
            "budget_line": self.line(),
            "number": f"ZF-{clock.business_date().year}-{number:03}",
            "amount": yuan(wan),
            "payee": row.payee,
            "payee_account": f"6222000{row.id:04}",
            "payee_bank": "示例银行",
            "work_basis": "按计量支付",
            **more,
        }
        key = self.desk.create("unit", "disbursement", **form)
        self.desk.attach("unit", "disbursement", key, "payment_evidence")
        self.desk.move("unit", "disbursement", key, "request")
        return key, form

    def pay(self, contract: str, wan: int, **more: str) -> str:
        """Take a payment from its request to the payee."""
        desk, (key, form) = self.desk, self.ask(contract, wan, **more)
        desk.move("reviewer", "disbursement", key, "check")
        desk.signed("officer", "disbursement", key, "approve", apart="reviewer")
        desk.attach("officer", "disbursement", key, "payment_voucher")
        told = {"voucher": f"PZ-{form['number']}", "paid_on": clock.business_date()}
        desk.edit("officer", "disbursement", key, **{**form, **told})
        desk.move("officer", "disbursement", key, "pay")
        return key

    def move(self, kind: str, wan: int, **more: Any) -> str:
        """Enter a movement beside payments and let another person book it."""
        told: dict[str, Any] = {
            "project": self.project,
            "type": kind,
            "amount": yuan(wan),
            "voucher": "HZ-001",
        }
        told |= {"number": "WL-001", "moved_on": clock.business_date(), "counterparty": "示例单位"}
        key = self.desk.create("officer", "movement", **{**told, **more})
        self.desk.attach("officer", "movement", key, "movement_voucher")
        self.desk.move("reviewer", "movement", key, "book")
        return key


def open_account(desk: Desk, opened: date) -> str:
    """Enter the treasury's account; returns its key."""
    told: dict[str, Any] = {"region": "330304", "number": ACCOUNT, "opened_on": opened, **_ACCOUNT_FORM}
    form = reconciling.AccountInput.model_validate(told)
    return str(reconciling.add_account(desk.db, desk.actor("officer"), form)["public_id"])


def bring_statement(desk: Desk, account: str, month: str) -> None:
    """Bring in the bank's file of a month and confirm what fits; a charge and a credit stay open."""
    paid = columns(Disbursement)
    rows = [
        one
        for one in desk.all(Disbursement, paid.state == "paid")
        if one.paid_on and f"{one.paid_on:%Y-%m}" == month
    ]
    lines = [
        f"{one.paid_on},{one.payee},{one.voucher},工程款,,{exact(one.amount)},"
        for one in sorted(rows, key=lambda one: (one.paid_on or date.min, one.id or 0))
    ]
    lines += [f"{month}-25,示例银行,,账户管理费,,50.00,", f"{month}-26,示例单位,LX-1,待查明入账,120000.00,,"]
    text = "\n".join([f"账号：{ACCOUNT}", _HEAD, *lines, ""])
    officer = desk.actor("officer")
    report = confirm(
        desk.db, officer, preview(desk.db, "statement", text.encode("gb18030")), "国库对账单.csv"
    )
    if report.state == "refused":
        message = f"the demo statement is refused: {report.as_dict()['errors'][:3]}"
        raise RuntimeError(message)
    reconciling.confirm_proposed(desk.db, officer, account, month)
