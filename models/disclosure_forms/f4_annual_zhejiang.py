"""F4 and F5: the yearly table of Zhejiang for a project and its bonds, and the words that go with it."""

from models.disclosure_forms.shape import FormSection, FormSpec, column, group, plain
from models.lifecycle import Label

FORMS = (
    FormSpec(
        "F4",
        Label("Yearly table of projects (Zhejiang)", "浙江省政府新增专项债券存续期对应项目情况表"),
        "project",
        "亿元",
        "浙江省存续期信息公开表式",
        (
            FormSection(
                "rows",
                Label("Bonds of the project", "债券及项目情况"),
                "table",
                (
                    group(
                        "Bond",
                        "债券",
                        column("bond_short_name", "Short name", "债券简称"),
                        column("bond_name", "Full name", "债券全称"),
                        column("tenor", "Tenor", "发行期限", moves="steady"),
                        column("city", "City", "地市"),
                        column("county", "County", "区县"),
                        column("department", "Competent department", "主管单位"),
                        column("name", "Project", "项目名称"),
                        column("coupon_rate", "Coupon", "债券利率", "percent", moves="steady"),
                        column("bond_used", "Amount of this bond", "本期债券使用额度", "fen", moves="steady"),
                    ),
                    group(
                        "Investment",
                        "项目投资",
                        column(
                            "investment", "Whole-life investment", "项目全周期总投资", "fen", moves="steady"
                        ),
                        column(
                            "investment_bonds", "Of which bonds", "其中:债券资金安排", "fen", moves="steady"
                        ),
                        column("realised", "Realised investment", "已实现投资", "fen", moves="rises"),
                        column("realised_bonds", "Of which bonds", "其中:债券资金安排", "fen", moves="rises"),
                    ),
                    group(
                        "Income",
                        "项目收益",
                        column("income_total", "Income so far", "已实现收益", "fen", moves="rises"),
                        column("income_year", "Of which this year", "其中:当年收益", "fen"),
                        column(
                            "expected_income",
                            "Expected to the end of life",
                            "预期收益",
                            "fen",
                            moves="steady",
                        ),
                    ),
                    plain(
                        column("evaluation", "Result of the evaluation", "当年发行债券绩效评价结果"),
                        column("note", "Other matters", "其他需公开事项", words=True),
                    ),
                ),
                keys=("bond_name", "name"),
            ),
        ),
        (
            Label("Prepared by", "经办人"),
            Label("Reviewed by", "复核人"),
            Label("Competent department", "主管部门"),
        ),
    ),
    FormSpec(
        "F5",
        Label("Yearly report of a project in words", "专项债券存续期信息公开情况说明"),
        "project",
        "万元",
        "浙江省各地公开做法",
        (
            FormSection(
                "rows",
                Label("Report", "情况说明"),
                "lines",
                (
                    group(
                        "1 Use of the money",
                        "一、债券资金使用情况",
                        column("name", "Project", "项目名称"),
                        column("received", "Received by the end of the year", "截至年末到位资金", "fen"),
                        column("paid", "Spent by the end of the year", "截至年末支出", "fen", moves="rises"),
                        column("paid_share", "Share spent", "支出比例", "percent"),
                        column("use_words", "In words", "使用说明", words=True),
                    ),
                    group(
                        "2 Progress and operation",
                        "二、项目建设进度和运营情况",
                        column("status", "Build status", "建设状态"),
                        column("progress", "Physical progress", "形象进度", "percent", moves="rises"),
                        column("operation_words", "In words", "运营情况", words=True),
                    ),
                    group(
                        "3 Income and assets",
                        "三、项目收益及形成资产情况",
                        column("income_year", "Income of the year", "当年收益", "fen"),
                        column("income_total", "Income so far", "累计收益", "fen", moves="rises"),
                        column("assets", "Assets formed", "形成资产", "fen", moves="rises"),
                        column("asset_words", "In words", "收益及资产说明", words=True),
                    ),
                    group(
                        "4 Follow-up",
                        "四、后续工作安排",
                        column("follow_up", "In words", "后续工作", words=True),
                    ),
                ),
                keys=("name",),
            ),
        ),
        (Label("Project unit", "项目单位"), Label("Competent department", "主管部门")),
        is_landscape=False,
    ),
)
