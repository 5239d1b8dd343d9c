"""What a government investment fund did in a year: money by tier, investments, returns, goals, evaluation."""

from models.disclosure_forms.shape import FormSection, FormSpec, column, group, plain
from models.lifecycle import Label

_FUND = group(
    "1 Fund",
    "一、基金基本情况",
    column("name", "Fund", "基金名称"),
    column("fund_type", "Type of fund", "基金类型"),
    column("manager", "Manager", "管理人"),
    column("custodian", "Custodian", "托管银行"),
    column("registered_on", "Registered on", "设立日期", "date"),
    column("term_ends_on", "Term ends on", "存续期届满日", "date"),
    column("target_size", "Target size", "目标规模", "fen", moves="steady"),
)
_MONEY = group(
    "2 Money",
    "二、出资与投资",
    column("committed", "Committed", "认缴出资", "fen"),
    column("paid_in", "Paid in", "实缴出资", "fen", moves="rises"),
    column("government_paid_in", "Of which governments", "其中:政府出资", "fen", moves="rises"),
    column("invested", "Invested", "累计投资", "fen", moves="rises"),
    column("holdings", "Number of holdings", "在投项目数量", "count"),
    column("distributed", "Distributed", "累计分配", "fen", moves="rises"),
    column("net_assets", "Net asset value", "期末净资产", "fen"),
    column("dpi", "DPI", "DPI（分配倍数）", "multiple"),
    column("tvpi", "TVPI", "TVPI（总价值倍数）", "multiple"),
)
_RESULT = group(
    "3 Evaluation",
    "三、绩效评价",
    column("score", "Score", "评价得分", "number", moves="steady"),
    column("grade", "Grade", "评价等级", moves="steady"),
    column("result_use", "Use of the result", "结果应用", words=True),
)

FORMS = (
    FormSpec(
        "fund_results",
        Label("Results of a fund", "政府投资基金运行及绩效情况表"),
        "fund",
        "万元",
        "财预〔2015〕210号；财预〔2020〕7号",
        (
            FormSection("rows", Label("Fund", "基金情况"), "lines", (_FUND, _MONEY, _RESULT), keys=("name",)),
            FormSection(
                "tiers",
                Label("Money by partner", "出资结构"),
                "table",
                (
                    plain(
                        column("tier", "Tier", "出资层级"),
                        column("tier_committed", "Committed", "认缴出资", "fen"),
                        column("tier_paid_in", "Paid in", "实缴出资", "fen"),
                    ),
                ),
                keys=("tier",),
                has_total=True,
            ),
            FormSection(
                "goals",
                Label("Policy goals", "政策目标"),
                "table",
                (
                    plain(
                        column("goal", "Goal", "政策目标"),
                        column("target", "Target", "目标值", "number"),
                        column("actual", "Actual", "实际值", "number"),
                        column("measured_in", "Unit", "计量单位"),
                    ),
                ),
                keys=("goal",),
            ),
        ),
        (Label("Prepared by", "经办人"), Label("Manager", "管理人")),
        is_landscape=False,
        is_official=False,
    ),
)
