"""Which dates of which rows belong to a month or year of the books, as data.

A locked month takes no new row dated in it, no date moved into or out of it, and no changed amount of a row
dated in it. ``dates`` are columns with a day, a month (2036-04) or a year; ``amounts`` the figures they date.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dated:
    """The columns of one table that belong to a period."""

    dates: tuple[str, ...]
    amounts: tuple[str, ...] = ("amount",)


DATED = {
    "disbursement": Dated(("paid_on",)),
    "movement": Dated(("moved_on",)),
    "instalment": Dated(("paid_on",), ("paid",)),
    "remittance": Dated(("sent_on", "received_on"), ("principal", "interest", "fee", "penalty")),
    "repayment_order": Dated(("effective_on",)),
    "quota_line": Dated(("notified_on",)),
    "quota_notice": Dated(("notified_on",)),
    "fund_use_plan": Dated(("month",)),
    "statement_line": Dated(("on",)),
    "platform_line": Dated(("on",)),
    "budget_line": Dated(("approved_on",), ("amount", "document_number")),
    "budget_sheet": Dated(("approved_on",), ("total",)),
    "supplement": Dated(("committee_on",), ("agreed",)),
    "progress_report": Dated(("month",), ("certified_work", "physical_progress")),
    "certification": Dated(("month",)),
    "contract_change": Dated(("changed_on",)),
    "asset": Dated(("recorded_on", "disposed_on"), ("disposal_proceeds",)),
}
"""Table → what of it belongs to a period; ledger entries are asked when they are posted."""
