"""Notices: payments before they fall due, events that must be told at once, ratings of standing bonds."""

from models.disclosure_forms.shape import FormSection, FormSpec, column, group
from models.disclosure_forms.told import NOT_REPAID, PRINTED_TERMS
from models.lifecycle import Label

FORMS = (
    FormSpec(
        "N1",
        Label("Notice of payment", "付息兑付公告"),
        "bond",
        "万元",
        "财库〔2020〕43号",
        (
            FormSection(
                "rows",
                Label("Payment", "付息兑付事项"),
                "lines",
                (
                    group(
                        "Bond",
                        "债券",
                        column("bond_name", "Bond", "债券名称"),
                        column("bond_code", "Code", "债券代码"),
                        column("face", "Amount issued", "发行金额", "fen"),
                        column("coupon_rate", "Coupon", "票面利率", "percent"),
                    ),
                    group(
                        "Payment",
                        "本次支付",
                        column("payment_date", "Day of payment", "支付日", "date"),
                        column("principal", "Principal", "本金", "fen"),
                        column("interest", "Interest", "利息", "fen"),
                        column("left", "Principal left after it", "支付后余额", "fen"),
                    ),
                ),
                keys=("bond_name", "payment_date"),
            ),
        ),
        (Label("Issuer", "发行人"),),
        is_landscape=False,
        is_official=False,
        looks_ahead=True,
    ),
    FormSpec(
        "N3",
        Label("Result of an issue", "债券发行结果公告"),
        "bond",
        "亿元",
        "财库〔2020〕43号",
        (
            FormSection(
                "rows",
                Label("Issue", "发行结果"),
                "lines",
                (
                    group(
                        "Bond",
                        "债券",
                        column("bond_name", "Bond", "债券名称"),
                        column("bond_code", "Code", "债券代码"),
                        column("bond_short_name", "Short name", "债券简称"),
                        column("face", "Amount issued", "实际发行面值", "fen"),
                        column("tenor", "Tenor", "发行期限"),
                        column("coupon_rate", "Coupon", "票面利率", "percent"),
                        column("issue_date", "Issued on", "发行日", "date"),
                        column("value_date", "Value date", "起息日", "date"),
                        column("maturity_date", "Maturity", "到期日", "date"),
                        column("interest", "Interest", "付息方式"),
                        column("repayment", "Repayment", "还本方式"),
                    ),
                ),
                keys=("bond_name",),
            ),
        ),
        (Label("Issuer", "发行人"),),
        is_landscape=False,
        is_official=False,
    ),
    FormSpec(
        "N2",
        Label("Notice of a major event", "重大事项公告"),
        "project",
        "万元",
        "财预〔2018〕209号",
        (
            FormSection(
                "rows",
                Label("Event", "重大事项"),
                "lines",
                (
                    group(
                        "Event",
                        "事项",
                        column("name", "Project", "项目名称"),
                        column("event_type", "Type", "事项类型"),
                        column("happened_on", "Happened on", "发生日期", "date"),
                        column("bonds", "Bonds concerned", "涉及债券"),
                        column("amount", "Amount of these bonds", "涉及债券金额", "fen"),
                        column("what", "What happened", "事项说明", words=True),
                        column("effect", "Effect on repayment", "对偿债能力的影响", words=True),
                        column("measures", "Measures", "应对措施", words=True),
                    ),
                ),
                keys=("name", "happened_on"),
            ),
        ),
        (Label("Competent department", "主管部门"), Label("Head of the bureau", "负责人")),
        is_landscape=False,
        is_official=False,
    ),
    FormSpec(
        "N4",
        Label("Tracking rating of a bond", "债券跟踪评级公告"),
        "bond",
        "亿元",
        "各地存续期公开通知",
        (
            FormSection(
                "rows",
                Label("Rating", "跟踪评级"),
                "lines",
                (
                    group(
                        "Bond",
                        "债券",
                        column("bond_name", "Bond", "债券名称"),
                        column("bond_code", "Code", "债券代码"),
                        column("face", "Amount issued", "发行金额", "fen", told=PRINTED_TERMS),
                        column("left", "Principal outstanding", "本金余额", "fen", told=NOT_REPAID),
                        column("maturity_date", "Maturity", "到期日", "date"),
                        column("rating", "Rating at the issue", "发行时信用评级"),
                    ),
                    group(
                        "Tracking rating",
                        "跟踪评级结果",
                        column("agency", "Rating agency", "评级机构", words=True),
                        column("rating_now", "Tracking rating", "跟踪评级", words=True, moves="steady"),
                        column("outlook", "Outlook", "评级展望", words=True, moves="steady"),
                        column("rated_on", "Rated on", "评级日期", "date", words=True),
                        column("why", "In words", "评级说明", words=True),
                    ),
                ),
                keys=("bond_name",),
            ),
        ),
        (Label("Issuer", "发行人"), Label("Rating agency", "评级机构")),
        is_landscape=False,
        is_official=False,
    ),
)
