"""A project with its own bond share, contract and budget line, for rows of scenario tables about money."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from typing import Any

from bondlife.errors import Refusal
from bondlife.locale import speaking
from bondlife.queries.words import problem_text
from models.base import columns
from models.registry import Bond, BondShare, BudgetLine, Contract, Disbursement, Organisation, Project
from tests.lifecycle.scene import Scene
from tests.lifecycle.story import WAN, on

ARRIVED, PAID = date(2036, 4, 1), date(2036, 5, 6)
PAYEE = "示例建工集团有限公司"


class MoneyCase:
    """One row being carried out: what there is, what is tried, what came of it."""

    def __init__(self, scene: Scene, number: int) -> None:
        self.scene, self.story, self.number = scene, scene.story, number
        self.project: Project = scene.add_project(f"M-{number}", state="building")
        self.unit = self.project.unit_id
        self.share: BondShare | None = None
        self.contract: Contract | None = None
        self.line: BudgetLine | None = None
        self.refusal = ""
        self.codes: set[str] = set()
        self.count = 0
        self.last = self.paid = ""

    def arrived(self, amount: int) -> None:
        """Let an amount of a bond of its own arrive for the project."""
        scene = self.scene
        name = f"2036年示例省政府专项债券（{self.number}期）"
        bond: Bond = scene.add(Bond, **scene.bond_values(name=name, face=amount))
        self.share = scene.add_share(bond, self.project, amount, unit_id=self.unit)
        scene.lend(self.share)
        scene.effect(self.share, "post", ARRIVED, entry="receipt")
        scene.change(self.share, state="received")

    def agreed(self, amount: int, certified: int | None = None) -> None:
        """Sign a contract; all of it is certified unless said otherwise."""
        values = {"certified": amount if certified is None else certified, "amount": amount}
        own = {"project_id": self.project.id, "unit_id": self.unit, "payee": PAYEE}
        self.contract = self.scene.contract(**own, **values, number=f"HT-{self.number}")

    def budgeted(self, amount: int, **more: Any) -> None:
        """Open a budget line of the year."""
        own = {"project_id": self.project.id, "unit_id": self.unit, "document_number": "瓯人大〔2036〕8号"}
        self.line = self.scene.line(amount=amount, **{**own, **more})

    def fresh(self, row: Any) -> Any:
        """Return a row as it stands now."""
        return self.scene.fresh(row)

    def attempt(self, work: Callable[[], Any], day: date = PAID) -> None:
        """Do something on a day and keep the Chinese sentences of its refusal."""
        with ExitStack() as stack:
            stack.enter_context(on(day.isoformat()))
            stack.enter_context(speaking("zh_CN"))
            try:
                work()
            except Refusal as refusal:
                self.codes = {one.code for one in refusal.problems}
                self.refusal = "；".join(problem_text(one) for one in refusal.problems)

    def form(self, amount: int, **more: Any) -> dict[str, Any]:
        """Return the form of a request for payment."""
        assert self.share is not None
        assert self.contract is not None
        assert self.line is not None
        self.count += 1
        return {
            "project": self.project.public_id,
            "share": self.share.public_id,
            "contract": self.contract.public_id,
            "budget_line": self.line.public_id,
            "number": f"ZF-{self.number}-{self.count}",
            "amount": f"{amount / 100:.2f}",
            "payee": PAYEE,
            "payee_account": "62220000001",
            "payee_bank": "示例银行",
            **more,
        }

    def request(self, amount: int, **more: Any) -> str:
        """Ask for a payment as the unit does; returns its key."""
        key = self.story.create("unit", "disbursement", **self.form(amount, **more))
        self.story.attach("unit", "disbursement", key, "payment_evidence")
        self.story.move("unit", "disbursement", key, "request")
        self.last = key
        return key

    def approve(self, key: str) -> None:
        """Check and approve a request by five people."""
        self.story.move("reviewer", "disbursement", key, "check")
        self.story.signed("officer", "disbursement", key, "approve", "disbursement")

    def execute(self, key: str, day: date = PAID) -> None:
        """Enter the voucher, on a day the payment went out."""
        story, row = self.story, self.story.row("disbursement", key)
        story.attach("officer", "disbursement", key, "payment_voucher")
        names = ("number", "purpose", "payee", "payee_account", "payee_bank", "work_basis", "fields")
        kept = {name: getattr(row, name) for name in names}
        form = self.form(row.amount)
        told = {"voucher": f"PZ-{row.number}", "paid_on": day.isoformat()}
        story.edit("officer", "disbursement", key, **{**form, **kept, **told})

    def pay(self, amount: int, day: date = PAID, **more: Any) -> Disbursement:
        """Take a payment from request to payment."""
        key = self.request(amount, **more)
        self.approve(key)
        self.execute(key, day)
        self.story.move("officer", "disbursement", key, "pay")
        self.paid = key
        found: Disbursement = self.story.row("disbursement", key)
        return found

    def moved(self, kind: str, amount: int, day: date = PAID, **more: Any) -> str:
        """Enter a movement and let another person book it; returns its key."""
        self.count += 1
        values = {"voucher": f"HZ-{self.number}-{self.count}", "counterparty": "示例单位", **more}
        key = self.story.create(
            "officer",
            "movement",
            project=self.project.public_id,
            type=kind,
            number=f"WL-{self.number}-{self.count}",
            amount=f"{amount / 100:.2f}",
            moved_on=day.isoformat(),
            **values,
        )
        self.story.attach("officer", "movement", key, "movement_voucher")
        self.story.move("reviewer", "movement", key, "book")
        self.last = key
        return key

    def unit_name(self) -> str:
        """Return the name of the unit that asks."""
        found = self.story.one(Organisation, columns(Organisation).id == self.unit)
        return str(found.name)

    def balances(self) -> dict[str, int]:
        """Return where the money of the share is, in 万元."""
        assert self.share is not None
        names = {"国库": "treasury", "专户": "project_account", "已付": "works"}
        county = self.scene.county
        return {zh: self.scene.balance(name, county, self.share) // WAN for zh, name in names.items()}
