"""What kinds of file, their fields and their totals are called."""


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


KIND_LABELS = {
    "issue-list": (_("List of issues"), "亿元"),
    "disclosure": (_("Disclosure form of a bond (F1)"), "亿元"),
    "project-page": (_("Published project page (F2)"), "万元"),
    "ledger": (_("Ledger of projects"), "万元"),
    "limit-table": (_("Table of limit and balance (F8)"), "亿元"),
    "tender-result": (_("Issue result of the province"), "元"),
    "statement": (_("Statement of a bank or the treasury"), "元"),
}
"""Kind of file → its name, the unit it usually prints."""

TOTAL_LABELS = {
    "face": _("Face"),
    "planned_face": _("Planned issue"),
    "major_project_face": _("For major projects"),
    "total_investment": _("Total investment"),
    "own_funds": _("Own funds"),
    "special_bond_finance": _("Special bond finance"),
    "other_finance": _("Other debt finance"),
    "revenue_total": _("Total revenue"),
    "capital": _("Capital"),
    "special_bond": _("Special bonds wanted"),
    "as_capital": _("Special bonds as capital"),
    "other_debt": _("Other debt"),
    "revenue": _("Revenue"),
    "cost": _("Cost"),
    "amount": _("Amount"),
    "share": _("Share of the issue"),
    "money_in": _("Came in"),
    "money_out": _("Went out"),
    "balance": _("Balance"),
    "limit": _("Limit"),
    "fees": _("Fees"),
}
"""Amounts that are summed, by field."""

FIELD_LABELS = {
    **TOTAL_LABELS,
    "row": _("Row"),
    "account": _("Account number"),
    "on": _("Day"),
    "counterparty": _("Payer or payee"),
    "voucher": _("Voucher"),
    "summary": _("Summary"),
    "seq": _("Number"),
    "code": _("Code"),
    "name": _("Name"),
    "short_name": _("Short name"),
    "issue_date": _("Issue date"),
    "value_date": _("Value date"),
    "maturity_date": _("Maturity"),
    "tenor_years": _("Tenor (years)"),
    "tenor": _("Tenor"),
    "option_pattern": _("Options"),
    "coupon_rate": _("Coupon per year"),
    "coupon": _("Coupon"),
    "issuer": _("Issuer"),
    "kind": _("Kind"),
    "nature": _("Nature"),
    "purpose": _("Purpose"),
    "tender_date": _("Tender date"),
    "project_count": _("Projects"),
    "sector": _("Sector"),
    "multiple": _("Printed multiple"),
    "region_code": _("Region code"),
    "project_unit": _("Project unit"),
    "department": _("Competent department"),
    "construction_start": _("Construction from"),
    "construction_end": _("Construction to"),
    "operation_end": _("Operation to"),
    "state": _("State"),
    "budget_platform_code": _("Code in the budget platform"),
    "debt_system_code": _("Code in the debt system"),
    "reform_code": _("Code in the development-and-reform library"),
    "approval": _("Project approval"),
    "land_permit": _("Land permit"),
    "planning_permit": _("Planning permit"),
    "environment_permit": _("Environment permit"),
    "construction_permit": _("Construction permit"),
    "reason": _("Reason"),
    "signer": _("Signed by"),
    "source": _("Source"),
    "rating": _("Rating"),
    "repayment_form": _("Repayment"),
    "region": _("Region"),
    "year": _("Year"),
    "basis": _("Basis"),
    "as_of": _("As of"),
    "unit": _("Unit"),
    "bond": _("Bond name"),
    "project_code": _("Project code"),
    "project_name": _("Project name"),
    "frequency": _("Payments a year"),
    "issuance_fee": _("Issuance fee"),
    "registration_fee": _("Registration fee"),
}
"""Fields of all kinds of file."""

STATE_LABELS = {
    "reserve": _("In reserve"),
    "applied": _("Applied for"),
    "issued": _("Issued"),
    "construction": _("Under construction"),
    "operation": _("In operation"),
    "repayment": _("Repaying"),
    "closed": _("Closed"),
}
"""Present state as a ledger gives it."""
