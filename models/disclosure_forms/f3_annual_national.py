"""F3: the yearly table of the national method (209): what each bond paid for and brought in."""

from models.disclosure_forms.shape import FormSection, FormSpec, column, group
from models.lifecycle import Label

FORMS = (
    FormSpec(
        "F3",
        Label("Yearly table of special bonds (209)", "新增地方政府专项债券情况表"),
        "bond",
        "亿元",
        "财预〔2018〕209号",
        (
            FormSection(
                "rows",
                Label("Bonds and projects", "债券及项目情况"),
                "table",
                (
                    group(
                        "Bond",
                        "债券基本信息",
                        column("bond_name", "Bond", "债券名称"),
                        column("bond_code", "Code", "债券编码"),
                        column("bond_type", "Type", "债券类型"),
                        column("amount", "Amount", "债券规模", "fen", moves="steady"),
                        column("issue_date", "Issued on", "发行时间", "date", moves="steady"),
                        column("coupon_rate", "Coupon", "债券利率", "percent", moves="steady"),
                        column("tenor", "Tenor", "债券期限", moves="steady"),
                    ),
                    group(
                        "Project",
                        "债券资金使用情况",
                        column("name", "Project", "债券项目名称"),
                        column("asset_type", "Type of asset", "债券项目资产类型"),
                        column(
                            "investment",
                            "Total investment",
                            "债券项目总投资",
                            "fen",
                            moves="steady",
                            whole=True,
                        ),
                        column(
                            "investment_bonds",
                            "Of which bonds",
                            "其中:债券资金安排",
                            "fen",
                            moves="steady",
                            whole=True,
                        ),
                        column(
                            "realised",
                            "Realised investment",
                            "债券项目已实现投资",
                            "fen",
                            moves="rises",
                            whole=True,
                        ),
                        column("bond_share", "Of which bonds", "其中:债券资金安排", "fen", moves="rises"),
                        column(
                            "received",
                            "Bond money received",
                            "债券资金到位",
                            "fen",
                            seen=False,
                            moves="rises",
                        ),
                    ),
                    group(
                        "Income",
                        "项目收益",
                        column(
                            "income_total",
                            "Income so far",
                            "已取得项目收益",
                            "fen",
                            moves="rises",
                            whole=True,
                        ),
                        column("income_year", "Of which this year", "其中:当年收益", "fen", whole=True),
                        column("note", "Remark", "备注", words=True),
                    ),
                ),
                keys=("bond_name", "name"),
                has_total=True,
            ),
        ),
        (
            Label("Prepared by", "经办人"),
            Label("Reviewed by", "复核人"),
            Label("Competent department", "主管部门"),
        ),
    ),
)
