"""F7: results of the performance evaluation of a year."""

from models.disclosure_forms.shape import FormSection, FormSpec, column, plain
from models.lifecycle import Label

FORMS = (
    FormSpec(
        "F7",
        Label("Results of the performance evaluation", "专项债券项目绩效评价结果公开表"),
        "project",
        "万元",
        "财预〔2021〕61号",
        (
            FormSection(
                "rows",
                Label("Results", "绩效评价结果"),
                "table",
                (
                    plain(
                        column("number", "No.", "序号", "count"),
                        column("name", "Project", "项目名称"),
                        column("bond_nature", "Nature of the bond", "债券性质"),
                        column("amount", "Amount of bonds", "债券规模", "fen"),
                        column("score", "Self-evaluation score", "自评分数", "number", moves="steady"),
                        column("grade", "Self-evaluation grade", "自评等级", moves="steady"),
                    ),
                ),
                keys=("name",),
                has_total=True,
            ),
        ),
        (Label("Prepared by", "经办人"), Label("Competent department", "主管部门")),
        is_landscape=False,
    ),
)
