"""Performance goals of a project and year, as they were approved with the budget."""

from models.disclosure_forms.shape import FormSection, FormSpec, column, group, plain
from models.lifecycle import Label

FORMS = (
    FormSpec(
        "performance_goals",
        Label("Performance goals", "项目绩效目标公开表"),
        "project",
        "万元",
        "中发〔2018〕34号；财预〔2021〕61号",
        (
            FormSection(
                "rows",
                Label("Goals of the year", "年度绩效目标"),
                "lines",
                (
                    group(
                        "Project",
                        "项目",
                        column("name", "Project", "项目名称"),
                        column("unit", "Project unit", "项目单位"),
                        column("department", "Competent department", "主管部门"),
                        column("goal_year", "Year", "年度"),
                        column("amount", "Budget of the year", "年度预算", "fen", moves="steady"),
                        column("statement", "Goal of the year", "年度总体目标", words=True),
                    ),
                ),
                keys=("name", "goal_year"),
            ),
            FormSection(
                "indicators",
                Label("Indicators", "绩效指标"),
                "table",
                (
                    plain(
                        column("number", "No.", "序号", "count"),
                        column("first", "First level", "一级指标"),
                        column("second", "Second level", "二级指标"),
                        column("indicator", "Third level", "三级指标"),
                        column("direction", "Direction", "指标性质"),
                        column("target", "Target", "指标值"),
                        column("measured_in", "Unit", "计量单位"),
                        column("weight", "Points", "分值", "number"),
                    ),
                ),
                keys=("first", "second", "indicator"),
            ),
        ),
        (Label("Prepared by", "经办人"), Label("Competent department", "主管部门")),
        is_landscape=False,
        is_official=False,
    ),
)
