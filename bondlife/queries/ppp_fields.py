"""Fields of PPP records as columns: labels, types, choices, in the order of the paper."""

from collections.abc import Mapping

from bondlife.ppp.template import templates
from bondlife.queries.works_fields import Choices, column
from models.lifecycle import FieldSpec, Label

REGIMES: Choices = (
    ("stock", Label("Stock contract", "存量项目")),
    ("new", Label("New mechanism", "新机制项目")),
)
TYPES: Choices = (
    ("government_pay", Label("Government-pay", "政府付费")),
    ("gap_subsidy", Label("Viability-gap subsidy", "可行性缺口补助")),
    ("user_pay", Label("User-pay", "使用者付费")),
)
CURRENCIES: Choices = (("CNY", Label("Yuan", "人民币")), ("GBP", Label("Pound", "英镑")))
TEMPLATES: Choices = tuple((key, one.label) for key, one in templates().items())
PHASES: Mapping[str, Label] = {
    "construction": Label("Construction", "建设期绩效评价"),
    "operation": Label("Operation", "运营期绩效评价"),
    "mid_term": Label("Mid-term", "中期评估"),
    "hand_over": Label("After hand-over", "移交后评价"),
}
"""Phases in which a contract is evaluated."""

PPP_FIELDS: Mapping[str, tuple[FieldSpec, ...]] = {
    "ppp_contract": (
        column("region", "Region", "行政区划", "choice", required=True),
        column("regime", "Regime", "项目类别（存量/新机制）", "choice", choices=REGIMES, required=True),
        column("regime_basis", "Basis of the regime", "类别认定依据"),
        column("payment_type", "Way of payment", "回报机制", "choice", choices=TYPES, required=True),
        column("number", "Contract number", "合同编号", required=True),
        column("name", "Contract name", "合同名称", required=True),
        column("sector", "Sector", "行业领域"),
        column("agency", "Implementing agency", "实施机构", required=True),
        column("company", "Project company", "项目公司", required=True),
        column("company_credit_code", "Credit code of the company", "项目公司统一社会信用代码"),
        column("unit", "Project unit", "项目单位", "choice"),
        column("department", "Competent department", "主管部门", "choice"),
        column("project", "Project with special-bond money", "使用专项债券资金的项目", "choice"),
        column("signed_on", "Signed on", "签订日期", "date"),
        column("construction_from", "Works begin", "建设期起始日", "date"),
        column("operation_from", "Operation begins", "运营期起始日", "date"),
        column("ends_on", "Contract ends", "合作期届满日", "date"),
        column("total_investment", "Total investment", "总投资", "money"),
        column("capital", "Project capital", "项目资本金", "money"),
        column("government_capital", "Of which government", "其中：政府出资", "money"),
        column("currency", "Currency", "币种", "choice", choices=CURRENCIES),
    ),
    "ppp_terms": (
        column("ppp_contract", "PPP contract", "PPP 合同", "choice", required=True),
        column("name", "Name", "名称"),
        column("supplement", "Supplementary agreement", "补充协议"),
        column("valid_from", "Holds from", "生效日期", "date", required=True),
        column("valid_to", "Holds to", "终止日期", "date"),
        column("template", "Template", "模板", choices=TEMPLATES),
        column("formula_version", "Version of the formula", "公式版本"),
    ),
    "waiver": (
        column("ppp_contract", "PPP contract", "PPP 合同", "choice", required=True),
        column("event", "Event", "服务事件", "choice"),
        column("number", "Number", "编号", required=True),
        column("period", "Period", "付费期", required=True, hint=Label("such as 2026-Q3", "如 2026-Q3")),
        column("amount", "Amount waived", "免扣金额", "money", required=True),
        column("reason", "Reason", "理由", "long_text"),
        column("public_line", "Public line", "公开说明"),
    ),
}
"""Type of record → its columns that people fill in."""
