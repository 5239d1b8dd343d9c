"""F2: the page of one project: facts, bonds by batch, money by year."""

from models.disclosure_forms.shape import FormSection, FormSpec, column, group, plain
from models.lifecycle import Label

FORMS = (
    FormSpec(
        "F2",
        Label("Project page", "专项债券项目信息表"),
        "project",
        "万元",
        "财预〔2018〕209号",
        (
            FormSection(
                "rows",
                Label("Project", "项目情况"),
                "lines",
                (
                    group(
                        "1 Project",
                        "一、项目基本情况",
                        column("name", "Project name", "项目名称"),
                        column("code", "Project code", "项目编码"),
                        column("unit", "Project unit", "项目主体"),
                        column("department", "Competent department", "主管部门"),
                        column("accounting_firm", "Accounting firm", "会计师事务所", words=True),
                        column("law_firm", "Law firm", "律师事务所", words=True),
                        column("sector", "Sector", "项目领域"),
                        column("content", "Content of the works", "建设内容", words=True),
                        column("construction", "Construction period", "建设期"),
                        column("operation", "Operation period", "运营期"),
                    ),
                    group(
                        "2 Funding",
                        "二、资金来源",
                        column("total_investment", "Total investment", "总投资", "fen", moves="steady"),
                        column("own_funds", "Capital without special bonds", "不含专项债的资本金", "fen"),
                        column(
                            "special_bond", "Special bonds planned", "计划专项债融资额", "fen", moves="steady"
                        ),
                        column("as_capital", "Of which as capital", "专项债作资本金", "fen"),
                        column("other_debt", "Other debt", "其他债务融资", "fen"),
                    ),
                    group(
                        "3 Income",
                        "三、预期收益",
                        column("income", "Expected income", "预期收入", "fen", moves="steady"),
                        column("income_sources", "Sources of income", "收入来源", words=True),
                        column("cost", "Cost", "成本", "fen"),
                        column("cost_to_income", "Cost over income", "成本/收入", "percent"),
                        column("coverage", "Coverage", "覆盖倍数", "multiple", moves="steady"),
                    ),
                ),
                keys=("code",),
            ),
            FormSection(
                "batches",
                Label("Bonds by batch", "各批次债券"),
                "table",
                (
                    plain(
                        column("issue_date", "Issue date", "日期", "date"),
                        column("batch", "Batch", "批次"),
                        column("amount", "Amount", "金额", "fen", moves="steady"),
                        column("coupon_rate", "Coupon", "利率", "percent", moves="steady"),
                        column("bond_name", "Bond", "债券名称"),
                        column("batch_as_capital", "As capital", "用作资本金", "fen"),
                        column("tenor", "Tenor", "期限"),
                        column("interest", "Interest", "付息方式"),
                        column("value_date", "Value date", "起息日", "date"),
                        column("payment_days", "Payment days", "付息日"),
                        column("maturity_date", "Maturity", "到期日", "date"),
                        column("options", "Options", "赎回方式"),
                    ),
                ),
                keys=("bond_name",),
            ),
            FormSection(
                "yearly",
                Label("Special bonds by year", "分年专项债融资"),
                "years",
                (
                    plain(
                        column("year", "Year", "年份"),
                        column("raised", "Special bonds", "专项债融资", "fen"),
                        column("raised_as_capital", "As capital", "用作资本金", "fen"),
                    ),
                ),
                keys=("year",),
            ),
        ),
        (Label("Project unit", "项目单位"), Label("Competent department", "主管部门")),
        is_landscape=False,
    ),
)
