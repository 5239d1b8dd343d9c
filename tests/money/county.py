"""A county with a project on a provincial bond: money in, released, paid, refunded, corrected."""

from datetime import date
from pathlib import Path
from typing import Any

from bondlife.db import Database
from models.base import columns
from models.registry import BudgetLine, Contract, Disbursement, Movement
from tests.lifecycle.scene import Scene
from tests.lifecycle.story import WAN, YI, Story, on

ARRIVED, PAID, READ = date(2036, 4, 1), date(2036, 5, 6), date(2036, 12, 1)


class County(Scene):
    """The scene with money that moves; ``pay`` and ``moved`` go through the services with two people."""

    def __init__(self, db: Database, folder: Path) -> None:
        super().__init__(Story(db, folder / "papers"))
        self.effect(self.bond, "generate_schedule", ARRIVED)
        self.effect(self.share, "post", ARRIVED, entry="receipt")
        unit = self.project.unit_id
        self.change(self.share, state="received", unit_id=unit)
        self.works: Contract = self.contract(certified=5 * YI, unit_id=unit)
        self.other: Contract = self.contract(
            number="HT-2", name="设备", payee="示例设备公司", certified=5 * YI, unit_id=unit
        )
        self.budget: BudgetLine = self.line(unit_id=unit)
        self.number = 0

    def pay(self, amount: int, contract: Contract | None = None, **fields: Any) -> Disbursement:
        """Take a payment from request to payment by four people; returns it as stored."""
        paid = contract or self.works
        self.number += 1
        story, number = self.story, f"ZF-{self.number}"
        with on(PAID.isoformat()):
            key = story.create(
                "unit",
                "disbursement",
                project=self.project.public_id,
                share=self.share.public_id,
                contract=paid.public_id,
                budget_line=self.budget.public_id,
                number=number,
                amount=f"{amount / 100:.2f}",
                payee=paid.payee,
                payee_account="62220000001",
                payee_bank="示例银行",
                fields=fields,
            )
            story.attach("unit", "disbursement", key, "payment_evidence")
            story.move("unit", "disbursement", key, "request")
            story.move("reviewer", "disbursement", key, "check")
            story.signed("officer", "disbursement", key, "approve", "disbursement")
            story.attach("officer", "disbursement", key, "payment_voucher")
            story.edit("officer", "disbursement", key, **self._executed(key, number))
            story.move("officer", "disbursement", key, "pay")
        found: Disbursement = story.row("disbursement", key)
        return found

    def _executed(self, key: str, number: str) -> dict[str, Any]:
        row = self.story.row("disbursement", key)
        contract = self.story.one(Contract, columns(Contract).id == row.contract_id)
        names = ("number", "purpose", "payee", "payee_account", "payee_bank", "work_basis", "fields")
        return {
            **{name: getattr(row, name) for name in names},
            "project": self.project.public_id,
            "share": self.share.public_id,
            "contract": contract.public_id,
            "budget_line": self.budget.public_id,
            "amount": f"{row.amount / 100:.2f}",
            "voucher": f"PZ-{number}",
            "paid_on": PAID.isoformat(),
        }

    def moved(self, kind: str, amount: int, day: str = "2036-06-01", **more: Any) -> Movement:
        """Enter a movement as one person and book it as another."""
        self.number += 1
        values: dict[str, Any] = {"voucher": f"HZ-{self.number}", "counterparty": "示例单位", **more}
        with on(day):
            key = self.story.create(
                "officer",
                "movement",
                project=self.project.public_id,
                type=kind,
                number=f"WL-{self.number}",
                amount=f"{amount / 100:.2f}",
                moved_on=day,
                **values,
            )
            self.story.attach("officer", "movement", key, "movement_voucher")
            self.story.move("reviewer", "movement", key, "book")
        found: Movement = self.story.row("movement", key)
        return found


EACH = 100 * WAN
