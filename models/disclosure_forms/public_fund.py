"""What the public page of a government fund shows: register, money, policy goals, results."""

from models.disclosure_forms.page_parts import OWN, SIGN, scores
from models.disclosure_forms.shape import FormSection, FormSpec, column, plain
from models.lifecycle import Label

_BOOKS = Label("The books of the fund up to the cut-off", "截至数据截止日的基金账簿")

FORMS = (
    FormSpec(
        "fund_page",
        Label("Public page of a government fund", "政府投资基金公开页"),
        "fund",
        "万元",
        OWN,
        (
            FormSection(
                "rows",
                Label("Fund", "基金情况"),
                "lines",
                (
                    plain(
                        column("name", "Fund", "基金名称"),
                        column("fund_type", "Type", "基金类型"),
                        column("manager", "Manager", "管理人"),
                        column("custodian", "Custodian", "托管人"),
                        column("filing_number", "Filing number", "备案编号"),
                        column("term_ends_on", "Term ends on", "存续期满", "date"),
                        column("target_size", "Target size", "目标规模", "fen"),
                        column("committed", "Committed", "认缴规模", "fen", told=_BOOKS),
                        column("paid_in", "Paid in", "实缴规模", "fen", told=_BOOKS),
                        column("government", "Of which governments", "其中:财政出资", "fen", told=_BOOKS),
                        column("invested", "Invested", "累计投资", "fen", told=_BOOKS),
                        column("returned", "Proceeds", "退出回款及收益", "fen", told=_BOOKS),
                        column("distributed", "Distributed", "累计分配", "fen", told=_BOOKS),
                        column(
                            "paid_share",
                            "Paid in of committed",
                            "实缴率",
                            "percent",
                            made="{paid_in} ÷ {committed}",
                        ),
                        column(
                            "returned_share",
                            "Distributed of paid in",
                            "分配倍数（DPI）",
                            "multiple",
                            made="{distributed} ÷ {paid_in}",
                        ),
                    ),
                ),
                keys=("name",),
            ),
            FormSection(
                "years",
                Label("Money by year", "分年资金"),
                "table",
                (
                    plain(
                        column("year", "Year", "年度"),
                        column("paid_in", "Paid in", "实缴", "fen", told=_BOOKS, series="paid_in"),
                        column("invested", "Invested", "投资", "fen", told=_BOOKS, series="invested"),
                        column("returned", "Proceeds", "回款", "fen", told=_BOOKS, series="returned"),
                        column("distributed", "Distributed", "分配", "fen", told=_BOOKS),
                    ),
                ),
                keys=("year",),
                has_total=True,
                chart="bars",
            ),
            FormSection(
                "goals",
                Label("Policy goals", "政策目标"),
                "table",
                (
                    plain(
                        column("name", "Goal", "目标"),
                        column("unit", "Unit", "单位"),
                        column("target", "Target", "目标值", "number"),
                    ),
                ),
                keys=("name",),
            ),
            scores(Label("Evaluations", "绩效评价结果")),
        ),
        SIGN,
        is_landscape=False,
        is_official=False,
    ),
)
