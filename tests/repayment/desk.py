"""What the people of three levels do about repayment, in short words, all through the services."""

from typing import Any

from bondlife.services import records
from bondlife.services.inputs import RECORD_INPUTS
from models.base import columns
from models.registry import Instalment, Remittance, RepaymentOrder
from tests.lifecycle.story import SIGNERS, Story
from tests.repayment_people import add_levels

COUNTY_SIGNERS = {
    **SIGNERS,
    "repayment_order": ("reviewer", "deputy"),
    "instalment_refinancing": ("reviewer", "budget", "deputy", "leader"),
}
LEVEL_SIGNERS = {
    "simple": ("reviewer",),
    "repayment_order": ("reviewer", "deputy"),
    "bond_record": ("reviewer", "reviewer2"),
    "instalment_remittance": ("reviewer", "treasury", "deputy"),
}


def yuan(fen: int) -> str:
    """Return fen as people type them."""
    return f"{fen // 100}.{fen % 100:02d}"


class Desk:
    """A story with people of county, city and province."""

    def __init__(self, story: Story) -> None:
        self.story, self.db = story, story.db
        story.people = {**story.people, **add_levels(story.db)}

    def fresh(self, row: Any) -> Any:
        """Return a record as it stands now."""
        return self.story.row(row.record, row.public_id)

    def secure(self, row: Instalment, **values: Any) -> None:
        """Name lawful sources and secure everything that is due."""
        due = yuan(row.principal + row.interest + row.fee)
        sources = {"interest_source": "dedicated_income", "principal_source": "matching_fund_income"}
        self.story.edit("officer", "instalment", row.public_id, **{**sources, "secured": due, **values})

    def attach(self, record: str, row: Any, *types: str, who: str = "officer") -> None:
        """Attach papers."""
        self.story.attach(who, record, row.public_id, *types)

    def signed(self, who: str, record: str, row: Any, transition: str, reason: str = "") -> None:
        """Put a step up and let the people of the same level sign."""
        asked = self.story.move(who, record, row.public_id, transition, reason)
        flow = self.story.approval(asked["approval"]).flow
        level = who.rpartition("-")[0]
        for signer in (LEVEL_SIGNERS if level else COUNTY_SIGNERS)[flow]:
            self.story.decide(f"{level}-{signer}" if level else signer, asked["approval"], asked["digest"])
        assert self.story.approval(asked["approval"]).state == "approved"

    def notified(self, row: Instalment) -> None:
        """Take an instalment from the plan to its payment notice."""
        self.story.move("officer", "instalment", row.public_id, "budget")
        self.attach("instalment", row, "payment_notice")
        self.story.move("officer", "instalment", row.public_id, "notify")

    def remitted(self, row: Instalment, transition: str = "remit", reason: str = "", **values: Any) -> None:
        """Remit an instalment, signed by the bureau."""
        self.secure(row, **values)
        self.attach("instalment", row, "source_note", "remittance_voucher")
        self.signed("officer", "instalment", row, transition, reason)

    def legs(self, row: Instalment) -> list[Remittance]:
        """Return the legs of an instalment from the county up."""
        leg = columns(Remittance)
        found = self.story.all(Remittance, leg.instalment_id == row.id, leg.state != "cancelled")
        return sorted(found, key=lambda one: one.step)

    def send(self, who: str, leg: Remittance, voucher: str = "SJ-1") -> None:
        """Let a level send its leg."""
        self.story.edit(who, "remittance", leg.public_id, voucher=voucher)
        self.attach("remittance", leg, "remittance_voucher", who=who)
        self.signed(who, "remittance", leg, "send")

    def receive(self, who: str, leg: Remittance, receipt: str = "SQ-1") -> None:
        """Let a level record what arrived."""
        voucher = self.fresh(leg).voucher
        self.story.edit(who, "remittance", leg.public_id, voucher=voucher, receipt_number=receipt)
        self.signed(who, "remittance", leg, "receive")

    def up_the_chain(self, row: Instalment) -> None:
        """Let the money pass city and province to the registrar, with every receipt."""
        first, second, *last = self.legs(row)
        self.receive("city-officer", first)
        self.send("city-officer", second)
        self.receive("province-officer", second)
        for leg in last:
            if leg.state == "planned":
                self.send("province-officer", leg)
                self.receive("province-officer", leg)

    def order(self, who: str, **values: Any) -> RepaymentOrder:
        """Draft an order and let the level carry it out."""
        drafted = self.draft(who, **values)
        self.attach("repayment_order", drafted, "order_basis", who=who)
        self.signed(who, "repayment_order", drafted, "carry_out")
        found: RepaymentOrder = self.fresh(drafted)
        return found

    def draft(self, who: str, **values: Any) -> RepaymentOrder:
        """Draft an order."""
        form = RECORD_INPUTS["repayment_order"].model_validate({"grounds": "按协议办理", **values})
        key = records.create(self.db, self.story.people[who], "repayment_order", form)["public_id"]
        found: RepaymentOrder = self.story.row("repayment_order", str(key))
        return found
