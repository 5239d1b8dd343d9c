"""What open data says beside the standards, as data: which column of which form becomes which property.

A property of ``x_bondlife`` is a list of rows, each with the form, cut-off and publication it stands in.
Amounts stay int fen, rates and scores decimal text, days ISO text, as the forms have them.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """Rows of one section of a form that tell one part; ``of`` names the column with the code of the project.

    A row of another project is left out where ``of`` is given.
    """

    part: str
    form: str
    section: str
    names: Mapping[str, str]
    of: str = ""


KEYS = {"bonds": "name", "contract": "number", "fund": "name"}
"""Parts whose rows of several forms are one thing, and the property that says which."""

EACH = ("F6", "F7", "B2", "N1", "N2", "N4", "ppp_payment", "ppp_results", "performance_goals", "fund_results")
"""Forms of which every content stands on its own; of the others only the newest about one thing counts."""

_BOND_DAYS = {"issue_date": "issueDate", "value_date": "valueDate", "maturity_date": "maturityDate"}
_NAMED = {"bond_name": "name", "bond_code": "code", "bond_short_name": "shortName", "tenor": "tenor"}
_RATE = {"coupon_rate": "couponRate"}
_RATIOS = {
    "all_service": "debtService",
    "over_all_service": "incomeOverDebtService",
    "over_all_principal": "incomeOverDebt",
    "over_bond_service": "incomeOverBondService",
    "over_bond_principal": "incomeOverBonds",
    "total_revenue": "netIncome",
}
_SERVICE = {"year": "year", "principal": "principal", "interest": "interest", "paid": "paid"}
_PAYMENT = {
    "period": "period",
    "fee": "fee",
    "score": "score",
    "coefficient": "coefficient",
    "deducted": "deduction",
    "waived": "waiver",
    "payable": "payable",
    "paid": "paid",
    "paid_on": "paidOn",
}
_CHANGE = {
    "bond_code": "bondCode",
    "bond_name": "bondName",
    "amount": "amount",
    "unused": "unusedBefore",
    "from_code": "fromProject",
    "from_name": "fromName",
    "to_code": "toProject",
    "to_name": "toName",
    "why": "reason",
}
_FUND = {
    "name": "name",
    "fund_type": "type",
    "manager": "manager",
    "custodian": "custodian",
    "filing_number": "filingNumber",
    "term_ends_on": "termEnds",
    "target_size": "targetSize",
    "committed": "committed",
    "paid_in": "paidIn",
    "government": "paidInByGovernments",
    "government_paid_in": "paidInByGovernments",
    "invested": "invested",
    "returned": "proceeds",
    "distributed": "distributed",
    "net_assets": "netAssets",
    "dpi": "dpi",
    "tvpi": "tvpi",
}

SOURCES = (
    Source(
        "bonds",
        "F2",
        "batches",
        {
            **_NAMED,
            **_RATE,
            **_BOND_DAYS,
            "amount": "amount",
            "batch_as_capital": "asCapital",
            "interest": "interest",
            "payment_days": "paymentDays",
            "options": "options",
        },
    ),
    Source("bonds", "F3", "rows", {**_NAMED, **_RATE, **_BOND_DAYS, "bond_type": "type", "amount": "amount"}),
    Source(
        "bonds", "F3G", "rows", {**_NAMED, **_RATE, **_BOND_DAYS, "bond_type": "type", "amount": "amount"}
    ),
    Source("bonds", "F4", "rows", {**_NAMED, **_RATE, "bond_used": "amount"}),
    Source(
        "bonds",
        "N3",
        "rows",
        {**_NAMED, **_RATE, **_BOND_DAYS, "face": "face", "interest": "interest", "repayment": "repayment"},
    ),
    Source(
        "bonds",
        "bond_page",
        "rows",
        {
            **_RATE,
            **_BOND_DAYS,
            "name": "name",
            "code": "code",
            "tenor": "tenor",
            "bond_type": "type",
            "purpose": "purpose",
            "face": "face",
            "repaid": "repaid",
            "left": "outstanding",
            "interest": "interest",
            "repayment": "repayment",
        },
    ),
    Source(
        "quota", "F1", "projects", {"share": "amount", "project_investment": "investment"}, "project_code"
    ),
    Source("quota", "bond_page", "projects", {"share": "amount", "paid": "paid"}, "project_code"),
    Source(
        "quota", "B2", "rows", {"amount": "amount", "bond_nature": "nature", "issued_on": "issuedOn"}, "code"
    ),
    Source(
        "schedule",
        "N1",
        "rows",
        {
            "bond_name": "bond",
            "payment_date": "date",
            "principal": "bondPrincipal",
            "interest": "bondInterest",
            "left": "bondOutstanding",
        },
    ),
    Source("schedule", "project_page", "service", _SERVICE),
    Source(
        "schedule",
        "project_page",
        "payments",
        {
            "bond": "bond",
            "payment_date": "date",
            "principal": "principal",
            "interest": "interest",
            "state": "state",
        },
    ),
    Source("coverage", "F1", "rows", {"name": "bond", **_RATIOS}),
    Source("coverage", "F2", "rows", {"income": "income", "cost": "cost", "coverage": "multiple"}),
    Source(
        "coverage",
        "project_page",
        "rows",
        {"income": "netIncome", "service": "debtService", "coverage": "multiple"},
    ),
    Source(
        "coverage",
        "project_page",
        "coverage",
        {
            "year": "year",
            "planned": "plannedNetIncome",
            "actual": "netIncome",
            "service": "debtService",
            "multiple": "plannedMultiple",
            "reached": "multiple",
        },
    ),
    Source("changesOfUse", "F6", "rows", _CHANGE, "from_code"),
    Source("changesOfUse", "F6", "rows", _CHANGE, "to_code"),
    Source("scores", "F7", "rows", {"score": "score", "grade": "grade", "amount": "bonds"}),
    Source(
        "scores",
        "project_page",
        "scores",
        {"year": "year", "type": "type", "score": "score", "grade": "grade"},
    ),
    Source(
        "scores", "ppp_page", "scores", {"year": "year", "cycle": "cycle", "score": "score", "grade": "grade"}
    ),
    Source(
        "scores",
        "ppp_results",
        "rows",
        {"phase": "phase", "cycle": "cycle", "score": "score", "grade": "grade", "result_use": "use"},
    ),
    Source(
        "ratings",
        "N4",
        "rows",
        {
            "bond_name": "bond",
            "agency": "agency",
            "rating_now": "rating",
            "outlook": "outlook",
            "rated_on": "ratedOn",
        },
    ),
    Source(
        "contractorPayments",
        "contractors",
        "rows",
        {
            "contract": "contract",
            "payee": "payee",
            "bond": "bond",
            "amount": "contractAmount",
            "paid": "paid",
        },
    ),
    Source("payments", "ppp_payment", "rows", {"contract": "contract", **_PAYMENT}),
    Source("payments", "ppp_page", "payments", _PAYMENT),
    Source(
        "waivers",
        "ppp_page",
        "waivers",
        {"number": "number", "period": "period", "amount": "amount", "line": "reason"},
    ),
    Source(
        "contract",
        "ppp_page",
        "rows",
        {
            "number": "number",
            "name": "name",
            "regime": "regime",
            "payment_type": "paymentType",
            "agency": "agency",
            "company": "company",
            "signed_on": "signedOn",
            "ends_on": "endsOn",
            "total_investment": "investment",
            "capital": "capital",
            "government_capital": "governmentCapital",
        },
    ),
    Source(
        "contract",
        "ppp_payment",
        "rows",
        {"contract": "number", "name": "name", "agency": "agency", "company": "company"},
    ),
    Source("fund", "fund_page", "rows", _FUND),
    Source("fund", "fund_results", "rows", {**_FUND, "score": "score", "grade": "grade"}),
)
"""Every part of the namespaced object and where it is published, in the order they are told."""

SECTORS = {
    "transport": "transport",
    "energy": "energy",
    "agriculture_forestry_water": "naturalResources",
    "ecology": "naturalResources",
    "sewage_waste": "waterAndWaste",
    "health": "health",
    "education": "education",
    "elderly_childcare": "health",
    "culture_tourism": "cultureSportsAndRecreation",
    "social": "governance",
    "cold_chain_logistics": "economy",
    "municipal_industrial_park": "economy",
    "strategic": "economy",
    "affordable_housing": "socialHousing",
    "land_reserve": "economy",
    "new_infrastructure": "communications",
    "government_fund": "economy",
}
"""Field of investment → code of the open codelist of sectors; others stand in words alone. A reading of the
house, not an official table."""

STATUSES = {
    "已立项": "preparation",
    "在建": "implementation",
    "停工": "implementation",
    "已竣工": "completion",
    "已决算": "completion",
    "运营": "maintenance",
    "已终结": "decommissioned",
}
"""State of the works in the words of the forms → status of the standard."""
