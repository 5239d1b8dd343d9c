"""The public side: which documents of a project are named there."""

from models.lifecycle import Label
from models.regulation import RuleSeed

NAMED = (
    "approval_basis",
    "feasibility_approval",
    "evaluation_report",
    "implementation_plan",
    "financial_report",
    "legal_opinion",
    "credit_rating",
    "tender_result",
    "commencement_notice",
    "completion_acceptance",
    "provincial_approval",
    "redemption_notice",
)
"""Types of documents whose number and day a public page may name."""

SEEDS = (
    RuleSeed(
        key="disclosure.public_papers",
        label=Label("Documents named on public pages", "公开页列示的资料类型"),
        value=list(NAMED),
        unit="",
        form="list",
        basis="管理建议",
        note="Type, number, day and digest are named; the name of a file and the file itself stay inside.",
    ),
)
