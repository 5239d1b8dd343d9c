"""What a payment run paid to companies of PPP contracts: fee, deductions, waivers, paid."""

from models.disclosure_forms.shape import FormSection, FormSpec, column, group
from models.lifecycle import Label

FORMS = (
    FormSpec(
        "ppp_payment",
        Label("Payments to PPP companies", "PPP项目按效付费公开表"),
        "ppp_contract",
        "万元",
        "管理建议",
        (
            FormSection(
                "rows",
                Label("Payments of the period", "本期付费"),
                "table",
                (
                    group(
                        "Contract",
                        "合同",
                        column("contract", "Contract", "合同编号"),
                        column("name", "Name", "项目名称"),
                        column("agency", "Implementing agency", "实施机构"),
                        column("company", "Company", "项目公司"),
                        column("period", "Period", "付费周期"),
                    ),
                    group(
                        "Payment",
                        "按效付费",
                        column("fee", "Full fee", "应付费用", "fen"),
                        column("score", "Score", "绩效得分"),
                        column("coefficient", "Coefficient", "付费系数"),
                        column("deducted", "Deducted", "绩效扣减", "fen"),
                        column("waived", "Waived", "免予扣减", "fen"),
                        column("payable", "Payable", "应付金额", "fen"),
                        column("paid", "Paid", "实付金额", "fen"),
                        column("paid_on", "Paid on", "支付日期", "date"),
                    ),
                ),
                keys=("contract", "period"),
                has_total=True,
            ),
        ),
        (Label("Prepared by", "经办人"), Label("Implementing agency", "实施机构")),
        is_official=False,
    ),
)
