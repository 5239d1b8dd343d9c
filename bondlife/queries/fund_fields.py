"""Fields of the records of funds that are columns: labels, types, choices, in the order of the paper."""

from collections.abc import Mapping

from bondlife.queries.works_fields import Choices, column
from models.fund_labels import FUND_TYPES
from models.lifecycle import FieldSpec, Label

_TYPES: Choices = tuple(FUND_TYPES.items())

FUND_FIELDS: Mapping[str, tuple[FieldSpec, ...]] = {
    "fund": (
        column("project", "Plan of the fund", "基金设立方案", "choice", required=True),
        column("name", "Name of the fund", "基金名称", required=True),
        column("fund_type", "Type of fund", "基金类型", "choice", choices=_TYPES, required=True),
        column("purpose", "Policy goal", "政策目标", "long_text"),
        column("target_size", "Target size", "目标规模", "money"),
        column("manager", "Manager", "管理人"),
        column("manager_code", "Credit code of the manager", "管理人统一社会信用代码"),
        column("custodian", "Custodian", "托管人"),
        column("custody_account", "Custody account", "托管账户"),
        column("filing_number", "Filing number", "备案编号"),
        column("plan_confirmed_on", "Plan confirmed on", "方案确认日期", "date"),
        column("registered_on", "Set up on", "设立日期", "date"),
        column("investment_ends_on", "Investing until", "投资期届满日", "date"),
        column("term_ends_on", "Term ends on", "存续期届满日", "date"),
    ),
    "fund_terms": (
        column(
            "document_number", "Document number", "文号", hint=Label("charter or agreement", "章程或合伙协议")
        ),
    ),
    "capital_call": (column("purpose", "What the call is for", "出资用途"),),
    "fund_distribution": (column("origin", "Where the cash comes from", "资金来源说明"),),
    "fund_decision": (),
}
