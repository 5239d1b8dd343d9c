"""F1: what is disclosed of a bond and its projects before the tender."""

from models.disclosure_forms.shape import FormSection, FormSpec, column, group, plain
from models.lifecycle import Label

_BOND = group(
    "1 Bond",
    "一、债券基本信息",
    column("name", "Name of the bond", "债券名称"),
    column("bond_type", "Type of the bond", "债券类型"),
    column("planned_face", "Planned amount", "计划发行额", "fen"),
    column("major_projects", "Of which for eligible major projects", "其中:用于符合条件的重大项目", "fen"),
    column("tenor", "Tenor", "债券期限"),
    column("tender_date", "Day of the tender", "招标/承销日", "date"),
    column("rating", "Rating", "信用评级结果"),
    column("repayment_form", "Repayment", "还本方式"),
)
_PROJECTS = group(
    "2 Projects",
    "二、项目基本信息",
    column("project_number", "Number of projects", "对应项目数量", "count"),
    column("total_investment", "Total investment", "债券存续期内项目总投资", "fen"),
    column("own_funds", "Of which without special bonds", "其中:不含专项债券的项目资金", "fen"),
    column("special_bond", "Special bonds", "专项债券融资", "fen"),
    column("other_debt", "Other debt", "其他债务融资", "fen"),
    column("total_revenue", "Net income over the term", "债券存续期内项目总收益", "fen"),
)
_RATIOS = group(
    "3 Coverage",
    "三、收益覆盖",
    column(
        "revenue_to_investment", "Income over investment", "项目总收益/项目总投资", "multiple", seen=False
    ),
    column("all_service", "All debt service", "项目总债务融资本息", "fen", seen=False),
    column("over_all_service", "Income over it", "项目总收益/项目总债务融资本息", "multiple", seen=False),
    column("all_principal", "All debt", "项目总债务融资本金", "fen", seen=False),
    column("over_all_principal", "Income over it", "项目总收益/项目总债务融资本金", "multiple", seen=False),
    column("bond_service", "Debt service of local bonds", "项目总地方债券融资本息", "fen", seen=False),
    column(
        "over_bond_service", "Income over it", "项目总收益/项目总地方债券融资本息", "multiple", seen=False
    ),
    column("bond_principal", "Local bonds", "项目总地方债券融资本金", "fen", seen=False),
    column(
        "over_bond_principal", "Income over it", "项目总收益/项目总地方债券融资本金", "multiple", seen=False
    ),
)

FORMS = (
    FormSpec(
        "F1",
        Label("Projects of a new special bond", "新增专项债券项目信息披露模板"),
        "bond",
        "亿元",
        "财库〔2020〕43号；财预〔2018〕209号",
        (
            FormSection(
                "rows",
                Label("Bond and projects", "债券及项目"),
                "lines",
                (_BOND, _PROJECTS, _RATIOS),
                keys=("name",),
            ),
            FormSection(
                "yearly",
                Label("Funding by year", "项目分年融资计划"),
                "years",
                (
                    plain(
                        column("year", "Year", "年度"),
                        column("special_bond", "Special bonds", "专项债券融资", "fen"),
                        column("other_debt", "Other debt", "其他债务融资", "fen"),
                    ),
                ),
                parent="rows",
                keys=("year",),
            ),
            FormSection(
                "revenue_years",
                Label("Net income by year", "债券存续期内项目分年收益"),
                "years",
                (
                    plain(
                        column("year", "Year", "年度"),
                        column("revenue", "Net income", "项目分年收益", "fen"),
                    ),
                ),
                parent="rows",
                keys=("year",),
            ),
            FormSection(
                "projects",
                Label("Projects of the bond", "对应项目清单"),
                "table",
                (
                    plain(
                        column("number", "No.", "序号", "count"),
                        column("project_name", "Project name", "项目名称"),
                        column("project_code", "Project code", "项目编码"),
                        column("region", "Region", "所属区域"),
                        column("project_unit", "Project unit", "项目主体"),
                        column("project_investment", "Total investment", "项目总投资", "fen"),
                        column("share", "Amount of this bond", "本期债券使用额度", "fen"),
                    ),
                ),
                keys=("project_code",),
            ),
        ),
        (Label("Prepared by", "经办人"), Label("Reviewed by", "复核人"), Label("Issuer", "发行人")),
        is_landscape=False,
        looks_ahead=True,
    ),
)
