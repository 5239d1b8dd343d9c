"""What the public page of a bond shows: terms, the projects that hold it, payments made and to come."""

from models.disclosure_forms.page_parts import OWN, SIGN, service
from models.disclosure_forms.shape import FormSection, FormSpec, column, plain
from models.lifecycle import Label

_SCHEDULE = Label("The payment schedule of the bond", "本期债券还本付息计划")

_TERMS = plain(
    column("name", "Bond", "债券名称"),
    column("code", "Code", "债券代码"),
    column("bond_type", "Type", "债券类型"),
    column("purpose", "Purpose", "债券用途"),
    column("face", "Amount issued", "发行金额", "fen"),
    column("repaid", "Principal repaid", "已还本金", "fen", told=_SCHEDULE),
    column("left", "Principal outstanding", "本金余额", "fen", made="{face} − {repaid}"),
    column("tenor", "Tenor", "期限"),
    column("coupon_rate", "Coupon", "票面利率", "percent"),
    column("issue_date", "Issued on", "发行日", "date"),
    column("value_date", "Value date", "起息日", "date"),
    column("maturity_date", "Maturity", "到期日", "date"),
    column("interest", "Interest", "付息方式"),
    column("repayment", "Repayment", "还本方式"),
)

FORMS = (
    FormSpec(
        "bond_page",
        Label("Public page of a bond", "债券公开页"),
        "bond",
        "万元",
        OWN,
        (
            FormSection("rows", Label("Terms", "债券要素"), "lines", (_TERMS,), keys=("name",)),
            service(_SCHEDULE),
            FormSection(
                "projects",
                Label("Projects that hold it", "对应项目"),
                "table",
                (
                    plain(
                        column("project_name", "Project", "项目名称"),
                        column("project_code", "Project code", "项目编码"),
                        column("region", "Region", "所属区域"),
                        column("share", "Amount of this bond", "使用本期债券金额", "fen"),
                        column("paid", "Paid out of it", "已支付", "fen"),
                    ),
                ),
                keys=("project_code",),
                has_total=True,
            ),
        ),
        SIGN,
        is_landscape=False,
        is_official=False,
    ),
)
