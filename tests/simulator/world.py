"""The offices of one life: a county, its city, its province; projects and budgets taken on, bonds issued."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bondlife import clock
from bondlife.acts import Act, perform
from bondlife.books import lifecycle_of, newest_kind
from bondlife.lifecycle.engine import enter, take_on
from bondlife.security.actor import SYSTEM
from bondlife.services import parts, records
from bondlife.services.inputs import OnLendingInput
from calculators.kernel.dates import add_months
from models.base import columns
from models.registry import BudgetLine, Instalment, OnLending, Project, RecordRow
from tests.lifecycle import story as tale
from tests.repayment.desk import Desk, yuan

REASON = "模拟接入"
ACCOUNTS = ("23104", "23204", "23304")
ENOUGH = 10**15


@dataclass(slots=True)
class Loan:
    """One bond with its only share, of one project of the county."""

    bond: str
    share: str
    share_id: int
    project: str
    maturity: date
    is_refinancing: bool = False
    is_closed: bool = False


class World(Desk):
    """Everything the people of one life can do."""

    number = 0

    def project(self) -> str:
        """Take on a project under construction that lives longer than anybody's debt."""
        self.number += 1
        unit = self.story.organisation("unit").id
        values: dict[str, Any] = {
            "region_id": self.story.region("330304"),
            "unit_id": unit,
            "code": f"SIM-{self.number:04}",
            "name": f"模拟项目{self.number:04}",
            "sector": "sewage",
            "start_year": 2036,
            "construction_start": date(2036, 1, 1),
            "construction_end": date(2038, 12, 31),
            "operation_end": date(2140, 12, 31),
            "total_investment": ENOUGH,
            "special_bond": ENOUGH,
        }
        return self._taken_on(Project, "building", values)

    def budget(self, project: str, year: int) -> None:
        """Take on the debt-service lines of a project and year, once."""
        row = self.story.row("project", project)
        line = columns(BudgetLine)
        if self.story.all(BudgetLine, line.project_id == row.id, line.year == year, line.purpose == "23204"):
            return
        for account in ACCOUNTS:
            own = {name: getattr(row, name) for name in ("region_id", "unit_id", "department_id")}
            more = {"project_id": row.id, "year": year, "account": account, "purpose": account}
            self._taken_on(BudgetLine, "open", {**own, **more, "amount": ENOUGH})

    def _taken_on(self, model: type[RecordRow], state: str, values: dict[str, Any]) -> str:
        def work(act: Act) -> str:
            kind = newest_kind(act.session, "special_bond")
            row = model(**values, kind=kind.key, kind_version=kind.version, state="")
            lifecycle = lifecycle_of(kind, row.record)
            enter(act, row, lifecycle)
            act.add(row)
            act.flush()
            take_on(act, row, lifecycle, state, REASON)
            records.after_change(act, row)
            return row.public_id

        return str(perform(self.db, SYSTEM, "sim.take_on", work))

    def issue(self, project: str, amount: int, **terms: Any) -> Loan:
        """Issue a bond of the province with one share and lend it on to the county."""
        self.number += 1
        start: date = terms["value_date"]
        maturity = add_months(start, 12 * terms["tenor_years"])
        form = {
            "region": "330000",
            "name": f"模拟省专项债券{self.number:04}期",
            "face": yuan(amount),
            "issue_date": start - timedelta(days=1),
            "maturity_date": maturity,
            "year": start.year,
            **terms,
        }
        bond = self.story.create("province-officer", "bond", **form)
        share = self.story.create(
            "province-officer", "bond_share", bond=bond, project=project, amount=yuan(amount)
        )
        row = self.story.row("bond", bond)
        self.attach("bond", row, "tender_result", who="province-officer")
        self.signed("province-officer", "bond", row, "import_result")
        self._lend_on(share, amount, start)
        key = self.story.row("bond_share", share).id
        return Loan(bond, share, key, project, maturity, terms.get("purpose", "") == "refinancing_maturing")

    def _lend_on(self, share: str, amount: int, day: date) -> None:
        for who, lender, borrower in (
            ("province-officer", "330000", "330300"),
            ("city-officer", "330300", "330304"),
        ):
            form = OnLendingInput.model_validate(
                {
                    **{"share": share, "lender": lender, "borrower": borrower, "amount": yuan(amount)},
                    **{"agreement_number": f"转贷{self.number}号", "signed_on": day, "lead_days": 5},
                }
            )
            parts.save_onlending(self.db, self.story.people[who], form)
        row = self.story.row("bond_share", share)
        self.attach("bond_share", row, "onlending_agreement", "receipt_voucher")
        self.story.move("officer", "bond_share", share, "sign_agreement")

    def receive_and_spend(self, loan: Loan) -> None:
        """Let the money arrive and be paid to a contractor for certified work."""
        self.story.signed("officer", "bond_share", loan.share, "receive", "simple")
        share = self.story.row("bond_share", loan.share)
        amount, day = share.amount, clock.business_date()
        account = {"account": "2290402", "purpose": f"construction{loan.share_id}"}
        project = self.story.row("project", loan.project)
        own = {name: getattr(project, name) for name in ("region_id", "unit_id", "department_id")}
        line = self._taken_on(
            BudgetLine,
            "open",
            {**own, **account, "project_id": project.id, "year": day.year, "amount": amount},
        )
        paid = tale.contract(
            self.story, loan.project, number=f"HT-{loan.share_id}", amount=amount, certified=amount
        )
        form = tale.payment_form(
            loan.project, loan.share, line, paid, number=f"ZF-{loan.share_id}", amount=yuan(amount)
        )
        tale.paid(self.story, form, day.isoformat())

    def rows(self, loan: Loan, *conditions: Any) -> list[Instalment]:
        """Return the instalments of a loan by their day."""
        own = columns(Instalment)
        found = self.story.all(Instalment, own.share_id == loan.share_id, *conditions)
        return sorted(found, key=lambda one: (one.payment_date, one.number))

    def chain(self, loan: Loan) -> list[OnLending]:
        """Return the links of a loan from the province down."""
        return self.story.all(OnLending, columns(OnLending).share_id == loan.share_id)
