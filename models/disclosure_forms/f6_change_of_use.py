"""F6: the table of changes of use, in the four parts of the published form."""

from models.disclosure_forms.shape import FormColumn, FormSection, FormSpec, column, group
from models.lifecycle import Label


def _project(side: str) -> tuple[FormColumn, ...]:
    return (
        column(f"{side}_name", "Project name", "项目名称"),
        column(f"{side}_code", "Project code", "项目编码"),
        column(f"{side}_sector", "Sector", "项目领域"),
        column(f"{side}_department", "Competent department", "主管部门"),
        column(f"{side}_unit", "Project unit", "项目单位"),
        column(f"{side}_status", "Build status", "建设状态"),
    )


FORMS = (
    FormSpec(
        "F6",
        Label("Change of use of special bonds", "新增专项债券用途调整情况表"),
        "change_of_use",
        "万元",
        "财预〔2021〕110号",
        (
            FormSection(
                "rows",
                Label("Changes of use", "用途调整"),
                "table",
                (
                    group(
                        "I Bond",
                        "一、债券",
                        column("number", "No.", "序号", "count"),
                        column("bond_code", "Bond code", "债券编码"),
                        column("bond_short_name", "Short name", "债券简称"),
                        column("bond_name", "Full name", "债券全称"),
                        column("issue_date", "Issue date", "发行日期", "date"),
                        column("maturity_date", "Maturity", "到期日期", "date"),
                        column("coupon_rate", "Coupon", "利率", "percent"),
                        column("face", "Amount issued", "发行金额", "fen"),
                        column("not_due", "Amount not yet due", "未到期金额", "fen"),
                        column("unused", "Amount unused", "未使用金额", "fen"),
                        column("amount", "Amount moved", "用途调整金额", "fen"),
                    ),
                    group(
                        "II Regions",
                        "二、市县",
                        column("from_region", "From: region", "调整前市县"),
                        column("from_region_code", "From: region code", "调整前区划编码"),
                        column("to_region", "To: region", "调整后市县"),
                        column("to_region_code", "To: region code", "调整后区划编码"),
                    ),
                    group(
                        "III Before",
                        "三、调整前",
                        *_project("from"),
                        column("why", "Reason", "调整原因"),
                    ),
                    group(
                        "IV After",
                        "四、调整后",
                        *_project("to"),
                        column("to_period", "Construction period", "建设期限"),
                        column("to_finish", "Expected completion", "预计竣工日期", "date"),
                        column("remark", "Remark", "备注"),
                    ),
                ),
            ),
        ),
        (
            Label("Prepared by", "经办人"),
            Label("Reviewed by", "复核人"),
            Label("Head of the bureau", "负责人"),
        ),
    ),
)
