"""What the public page of a PPP contract shows: parties and terms, fee, deductions, waivers, payments."""

from models.disclosure_forms.page_parts import OWN, scores
from models.disclosure_forms.shape import FormSection, FormSpec, column, plain
from models.lifecycle import Label

_SIGNED = Label("The signed statement of the period", "经签认的当期付费结算单")
_ORDERS = Label(
    "Payment orders of the statement paid up to the cut-off", "截至数据截止日已支付的该结算单支付令"
)

FORMS = (
    FormSpec(
        "ppp_page",
        Label("Public page of a PPP contract", "PPP 项目公开页"),
        "ppp_contract",
        "万元",
        OWN,
        (
            FormSection(
                "rows",
                Label("Contract", "合同情况"),
                "lines",
                (
                    plain(
                        column("name", "Name", "项目名称"),
                        column("number", "Contract", "合同编号"),
                        column("regime", "Regime", "项目类别"),
                        column("payment_type", "Payment", "回报机制"),
                        column("agency", "Implementing agency", "实施机构"),
                        column("company", "Company", "项目公司"),
                        column("signed_on", "Signed on", "签约日期", "date"),
                        column("ends_on", "Ends on", "合作期满", "date"),
                        column("total_investment", "Total investment", "总投资", "fen"),
                        column("capital", "Capital", "项目资本金", "fen"),
                        column("government_capital", "Of which government", "其中:政府出资", "fen"),
                    ),
                ),
                keys=("number",),
            ),
            FormSection(
                "payments",
                Label("Payments by period", "分期按效付费"),
                "table",
                (
                    plain(
                        column("period", "Period", "付费周期"),
                        column("fee", "Full fee", "应付费用", "fen", told=_SIGNED, series="plan"),
                        column("score", "Score", "绩效得分"),
                        column("coefficient", "Coefficient", "付费系数"),
                        column("deducted", "Deducted", "绩效扣减", "fen", told=_SIGNED),
                        column("waived", "Waived", "免予扣减", "fen", told=_SIGNED),
                        column(
                            "other",
                            "Other items (user income, indexation, carried forward)",
                            "其他调整（使用者付费、调价、结转等）",
                            "fen",
                            made="{payable} − {fee} + {deducted}",
                        ),
                        column("payable", "Payable", "应付金额", "fen", told=_SIGNED),
                        column("paid", "Paid", "实付金额", "fen", told=_ORDERS, series="actual"),
                        column("paid_on", "Paid on", "支付日期", "date"),
                    ),
                ),
                keys=("period",),
                has_total=True,
                chart="bars",
            ),
            FormSection(
                "waivers",
                Label("Deductions waived", "免予扣减说明"),
                "table",
                (
                    plain(
                        column("period", "Period", "付费周期"),
                        column("number", "Waiver", "编号"),
                        column("amount", "Amount", "金额", "fen"),
                        column("line", "Why", "公开说明"),
                    ),
                ),
                keys=("number",),
                has_total=True,
            ),
            scores(Label("Scores", "绩效考核得分"), column("cycle", "Period", "周期")),
        ),
        (Label("Prepared by", "经办人"), Label("Implementing agency", "实施机构")),
        is_official=False,
    ),
)
