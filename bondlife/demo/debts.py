"""Bonds of the province in a demo: lent on down the chain, received, served up the chain with receipts."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bondlife.demo.desk import Desk, yuan
from bondlife.demo.portal import before_tender
from bondlife.services import parts
from bondlife.services.inputs import OnLendingInput
from calculators.kernel.dates import add_months
from models.base import columns
from models.registry import BondShare, BudgetLine, Instalment, Remittance

CHAIN = (("province-officer", "330000", "330300"), ("city-officer", "330300", "330304"))
SOURCES = {"interest_source": "dedicated_income", "principal_source": "matching_fund_income"}
ACCOUNTS = {"principal": "2310498", "interest": "2320498", "fees": "2330498"}


def exact(fen: int) -> str:
    """Return fen as people type them."""
    return f"{fen // 100}.{fen % 100:02d}"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a bond is issued with: name, first day, years, rate in percent, times a year, purpose, code, type.

    ``is_disclosed`` publishes its form before it is issued.
    """

    name: str
    start: date
    years: int
    percent: str
    times: int = 1
    purpose: str = "new_project"
    code: str = ""
    is_disclosed: bool = False
    bond_type: str = "special"


class Debts:
    """The desks of county, city and province at one bond after another."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def issue(self, terms: Terms, **wan: tuple[str, int]) -> list[str]:
        """Issue a bond with a share of (project, 万元) for each name; returns the shares."""
        face = sum(amount for _, amount in wan.values())
        form: dict[str, Any] = {
            "region": "330000",
            "code": terms.code or f"SL{terms.start:%y%m%d}",
            "name": terms.name,
            "face": yuan(face),
            "tenor_years": terms.years,
            "coupon_percent": terms.percent,
            "coupon_frequency": terms.times,
            "purpose": terms.purpose,
            "bond_type": terms.bond_type,
            "issue_date": terms.start - timedelta(days=1),
            "value_date": terms.start,
            "maturity_date": add_months(terms.start, 12 * terms.years),
            "year": terms.start.year,
        }
        desk, who = self.desk, "province-officer"
        bond = desk.create(who, "bond", **form)
        shares = [
            desk.create(who, "bond_share", bond=bond, project=project, amount=yuan(amount))
            for project, amount in wan.values()
        ]
        if terms.is_disclosed:
            before_tender(desk, bond)
        desk.attach(who, "bond", bond, "tender_result")
        desk.signed(who, "bond", bond, "import_result")
        return shares

    def lend_on(self, share: str, *, signed: bool = True) -> None:
        """Lend a share on to the city and to the county; agreements not signed have no day."""
        row, day = self.desk.row("bond_share", share), self._today()
        for number, (who, lender, borrower) in enumerate(CHAIN, 1):
            is_signed = signed or number == 1
            form: dict[str, Any] = {
                "share": share,
                "lender": lender,
                "borrower": borrower,
                "amount": exact(row.amount),
            }
            form |= {"agreement_number": f"转贷〔{day.year}〕{row.id}-{number}号", "lead_days": 5}
            told = OnLendingInput.model_validate({**form, "signed_on": day if is_signed else None})
            parts.save_onlending(self.desk.db, self.desk.actor(who), told)

    def receive(self, share: str) -> None:
        """Let the county sign its agreement and the money of a share arrive."""
        self.desk.attach("officer", "bond_share", share, "onlending_agreement", "receipt_voucher")
        self.desk.move("officer", "bond_share", share, "sign_agreement")
        self.desk.signed("officer", "bond_share", share, "receive")

    def rows(self, share: str) -> list[Instalment]:
        """Return the instalments of a share by their day."""
        held: BondShare = self.desk.row("bond_share", share)
        own = columns(Instalment)
        found = self.desk.all(Instalment, own.share_id == held.id, own.state != "superseded")
        return sorted(found, key=lambda one: (one.payment_date, one.number))

    def fresh(self, row: Instalment) -> Instalment:
        """Return an instalment as it stands now."""
        found: Instalment = self.desk.row("instalment", row.public_id)
        return found

    def budget(self, project: str, row: Instalment) -> None:
        """Open the budget lines an instalment is paid from."""
        year = row.payment_date.year
        due = {"principal": row.principal, "interest": row.interest, "fees": row.fee}
        for purpose, amount in due.items():
            if amount:
                self.line(project, year, ACCOUNTS[purpose], purpose, exact(amount))

    def line(self, project: str, year: int, account: str, purpose: str, amount: str) -> str:
        """Open one budget line by its adjustment; returns its key."""
        basis = {"basis": "adjustment", "document_number": f"示例人大〔{year}〕8号"}
        told = {"project": project, "year": year, "account": account, "purpose": purpose, "amount": amount}
        key = self.desk.create("officer", "budget_line", **told, **basis, approved_on=self._today())
        self.desk.move("officer", "budget_line", key, "submit")
        self.desk.attach("officer", "budget_line", key, "allotment_notice")
        self.desk.signed("officer", "budget_line", key, "open")
        return key

    def notify(self, project: str, row: Instalment) -> None:
        """Take an instalment from the plan to its payment notice."""
        self.budget(project, row)
        self.desk.move("officer", "instalment", row.public_id, "budget")
        self.desk.attach("officer", "instalment", row.public_id, "payment_notice")
        self.desk.move("officer", "instalment", row.public_id, "notify")

    def remit(self, row: Instalment) -> None:
        """Name the sources, secure the money and remit it."""
        due = exact(row.principal + row.interest + row.fee)
        self.desk.edit("officer", "instalment", row.public_id, **SOURCES, secured=due)
        self.desk.attach("officer", "instalment", row.public_id, "source_note", "remittance_voucher")
        self.desk.signed("officer", "instalment", row.public_id, "remit")

    def pass_up(self, row: Instalment, *, levels: int = 3) -> None:
        """Let the money pass the city, the province and the registrar, as far as ``levels`` say."""
        own = columns(Remittance)
        found = self.desk.all(Remittance, own.instalment_id == row.id, own.state != "cancelled")
        first, second, *last = sorted(found, key=lambda one: one.step)
        self._receipt("city-officer", first)
        if levels > 1:
            self._send("city-officer", second)
            self._receipt("province-officer", second)
        for leg in last if levels > 2 else ():
            self._send("province-officer", leg)
            self._receipt("province-officer", leg)

    def _send(self, who: str, leg: Remittance) -> None:
        self.desk.edit(who, "remittance", leg.public_id, voucher=f"SJ-{leg.id}")
        self.desk.attach(who, "remittance", leg.public_id, "remittance_voucher")
        self.desk.signed(who, "remittance", leg.public_id, "send")

    def _receipt(self, who: str, leg: Remittance) -> None:
        voucher = self.desk.row("remittance", leg.public_id).voucher
        told = {"voucher": voucher, "receipt_number": f"SQ-{leg.id}"}
        self.desk.edit(who, "remittance", leg.public_id, **told)
        self.desk.signed(who, "remittance", leg.public_id, "receive")

    @staticmethod
    def _today() -> date:
        from bondlife import clock

        return clock.business_date()


def withhold(desk: Desk, day: date) -> None:
    """Let the city keep back a part of the transfers for what is overdue; the rest stays owed."""
    (late,) = desk.all(Instalment, columns(Instalment).state == "overdue")
    order = {"purpose": "withholding", "instalment": late.public_id, "amount": yuan(60), "effective_on": day}
    told = {"document_number": "示例财结〔2026〕6号", "grounds": "逾期未缴，先行扣减转移支付（示例）"}
    key = desk.create("officer", "repayment_order", **order, **told)
    desk.attach("officer", "repayment_order", key, "order_basis")
    desk.signed("officer", "repayment_order", key, "carry_out")


def plan_use(desk: Desk, project: str, day: date) -> None:
    """Plan in which months the open construction budget of a project may be paid."""
    row, own = desk.row("project", project), columns(BudgetLine)
    wanted = own.project_id == row.id, own.year == day.year, own.purpose == "construction"
    for line in desk.all(BudgetLine, *wanted, own.state == "open"):
        form = {"budget_line": line.public_id, "number": "示例-用款-1", "month": f"{day.year}-01"}
        amount = f"{line.amount // 100}.{line.amount % 100:02d}"
        key = desk.create("officer", "fund_use_plan", **form, amount=amount)
        desk.signed("officer", "fund_use_plan", key, "approve")
