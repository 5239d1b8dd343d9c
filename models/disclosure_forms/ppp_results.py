"""Results of PPP evaluations: the frozen scores of a contract in a year, as they are told to the public."""

from models.disclosure_forms.shape import FormSection, FormSpec, column, plain
from models.lifecycle import Label

FORMS = (
    FormSpec(
        "ppp_results",
        Label("Results of PPP evaluations", "PPP项目绩效评价结果公开表"),
        "ppp_contract",
        "万元",
        "财金〔2020〕13号",
        (
            FormSection(
                "rows",
                Label("Results", "绩效评价结果"),
                "table",
                (
                    plain(
                        column("contract", "Contract", "合同编号"),
                        column("name", "Name", "项目名称"),
                        column("agency", "Implementing agency", "实施机构"),
                        column("company", "Company", "项目公司"),
                        column("phase", "Phase", "评价阶段"),
                        column("cycle", "Period", "评价周期"),
                        column("score", "Score", "绩效得分", "number", moves="steady"),
                        column("grade", "Grade", "评价等级", moves="steady"),
                        column("frozen_on", "Final on", "定稿日期", "date"),
                        column("result_use", "Use of the result", "结果应用", words=True),
                    ),
                ),
                keys=("contract", "phase", "cycle"),
            ),
        ),
        (Label("Prepared by", "经办人"), Label("Implementing agency", "实施机构")),
        is_official=False,
    ),
)
