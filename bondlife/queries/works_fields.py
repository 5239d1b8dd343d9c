"""Fields of works and operation that are columns of their records."""

from collections.abc import Mapping

from models.lifecycle import FieldSpec, Label

Choices = tuple[tuple[str, Label], ...]


def column(name: str, en: str, zh: str, kind: str = "text", unit: str = "", **more: object) -> FieldSpec:
    """Return a column as a field of a form, with both labels."""
    return FieldSpec(name, Label(en, zh), kind, unit, **more)  # type: ignore[arg-type]


ASSET_TYPES: Choices = (
    ("operating_building", Label("Operating, real estate", "经营性资产（房屋建筑）")),
    ("operating_other", Label("Operating, other", "经营性资产（其他）")),
    ("land_reserve", Label("Land reserve", "储备土地")),
    ("public", Label("Public facility", "公益性资产")),
    ("other", Label("Other", "其他资产")),
)


WORKS_FIELDS: Mapping[str, tuple[FieldSpec, ...]] = {
    "contract_change": (
        column("project", "Project", "项目", "choice", required=True),
        column("contract", "Contract", "合同", "choice", required=True),
        column("number", "Number of the change", "变更编号", required=True),
        column("amount", "Amount of the change", "变更金额（减少填负数）", "money", required=True),
        column("changed_on", "Changed on", "变更日期", "date", required=True),
        column("reason", "Reason of the change", "变更原因", "long_text"),
        column("approval_number", "Number of the approval", "批复文号"),
    ),
    "certification": (
        column("project", "Project", "项目", "choice", required=True),
        column("contract", "Contract", "合同", "choice", required=True),
        column("month", "Month", "月份", required=True, hint=Label("such as 2026-11", "如 2026-11")),
        column("number", "Number of the certificate", "计量期号", required=True),
        column("amount", "Work certified in the month", "本期计量金额", "money", required=True),
        column("certified_by", "Certified by", "计量单位（监理）"),
        column("remark", "Remark", "说明", "long_text"),
    ),
    "payment_exception": (
        column("project", "Project", "项目", "choice", required=True),
        column("contract", "Contract", "合同", "choice", required=True),
        column("gap", "Payment ahead of works at most", "允许超前比例上限", "rate", required=True),
        column("reason", "Reason", "原因", "long_text"),
        column("expires_on", "Expires on", "有效期至", "date", required=True),
    ),
    "final_accounts": (
        column("project", "Project", "项目", "choice", required=True),
        column("completed_on", "Completed on", "竣工日期", "date", required=True),
        column("number", "Number of the approval", "决算批复文号"),
        column("reason", "Reason of the difference", "差异原因", "long_text"),
    ),
    "asset": (
        column("project", "Project", "项目", "choice", required=True),
        column("name", "Asset", "资产名称", required=True),
        column("type", "Kind of asset", "资产类型", "choice", choices=ASSET_TYPES, required=True),
        column("investment", "Investment", "投资额", "money"),
        column("from_general", "General debt", "其中：一般债务", "money"),
        column("from_special", "Special debt", "其中：专项债务", "money"),
        column("from_other_public", "Other public money", "其中：其他财政资金", "money"),
        column("from_other", "Other money", "其中：其他资金", "money"),
        column("original_value", "Original value", "资产原值", "money"),
        column("net_value", "Net value", "资产净值", "money"),
        column("estimated_value", "Estimated value", "评估价值", "money"),
        column("income_period", "Income of the period", "本期收益", "money"),
        column("income_total", "Income so far", "累计收益", "money"),
        column("yearly_inflow", "Yearly cash inflow of operation", "年度经营现金流入", "money"),
        column("yearly_subsidy", "Yearly subsidy", "年度财政补助", "money"),
        column("life_years", "Useful life", "使用年限", "count", "years"),
        column("pledged", "Pledged for other borrowing", "抵押质押金额", "money"),
        column("pledge_note", "What the pledge secures", "抵押质押说明"),
        column("recorded_on", "Recorded on", "入账日期", "date"),
        column("no_asset_reason", "Why no asset is formed", "未形成资产原因", "long_text"),
        column("disposed_on", "Disposed of on", "处置日期", "date"),
        column("disposal_number", "Number of the approval of disposal", "处置批复文号"),
        column("disposal_proceeds", "Proceeds of disposal", "处置收入", "money"),
        column("disposal_to_repayment", "Of which to repayment", "其中：用于偿债", "money"),
    ),
    "operation_year": (
        column("project", "Project", "项目", "choice", required=True),
        column("year", "Year", "年度", "year", required=True),
        column("project_income", "Income of the project", "项目经营收入", "money"),
        column("subsidy", "Subsidy", "财政补助", "money"),
        column("land_income", "Land and fund income", "土地及基金收入", "money"),
        column("operating_cost", "Operating cost", "经营成本", "money"),
        column("taxes", "Taxes", "税费及附加", "money"),
        column("cause", "Why it differs from the forecast", "与预期差异的原因", "long_text"),
    ),
}
"""Type of record → its columns that people fill in."""
