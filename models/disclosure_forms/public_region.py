"""What the public page of a region shows beside F8: limits and balances, maturity wall, ratios, by region."""

from models.disclosure_forms.page_parts import OWN, SIGN, by_year
from models.disclosure_forms.shape import FormSection, FormSpec, column, group
from models.lifecycle import Label

_STATED = Label(
    "The debt statement of the year, as it was reported or published",
    "当年政府债务限额余额表（上报或公开数）",
)
_SCHEDULE = Label("The payment schedules of the bonds held in the region", "本地区所用债券的还本付息计划")

FORMS = (
    FormSpec(
        "region_page",
        Label("Public page of a region", "地区公开页"),
        "region",
        "亿元",
        OWN,
        (
            FormSection(
                "rows",
                Label("Limits, balances, ratios", "限额、余额与比率"),
                "lines",
                (
                    group(
                        "1 Limits and balances",
                        "一、限额与余额",
                        column("stated_on", "Day of the statement", "限额余额时点", "date"),
                        column("limit_general", "Limit, general debt", "一般债务限额", "fen", told=_STATED),
                        column(
                            "balance_general", "Balance, general debt", "一般债务余额", "fen", told=_STATED
                        ),
                        column("limit_special", "Limit, special debt", "专项债务限额", "fen", told=_STATED),
                        column(
                            "balance_special", "Balance, special debt", "专项债务余额", "fen", told=_STATED
                        ),
                    ),
                    group(
                        "2 Ratios",
                        "二、比率",
                        column(
                            "use_general",
                            "Use of the general limit",
                            "一般债务限额使用率",
                            "percent",
                            made="{balance_general} ÷ {limit_general}",
                        ),
                        column(
                            "use_special",
                            "Use of the special limit",
                            "专项债务限额使用率",
                            "percent",
                            made="{balance_special} ÷ {limit_special}",
                        ),
                        column(
                            "due_next", "Due in the next year", "下一年度应还本付息", "fen", told=_SCHEDULE
                        ),
                        column("outstanding", "Bonds outstanding", "存续债券本金", "fen", told=_SCHEDULE),
                        column(
                            "due_share",
                            "Due next year of what is outstanding",
                            "下一年度到期占比",
                            "percent",
                            made="{due_next} ÷ {outstanding}",
                        ),
                    ),
                    group(
                        "3 Projects",
                        "三、项目",
                        column("projects", "Projects with bonds", "使用债券的项目数", "count"),
                        column("held", "Bonds held by projects", "项目使用债券金额", "fen"),
                        column("paid", "Paid out of them", "已支付", "fen"),
                        column(
                            "use",
                            "Bond money paid out",
                            "债券资金支出进度",
                            "percent",
                            made="{paid} ÷ {held}",
                        ),
                    ),
                ),
            ),
            by_year("wall", Label("What falls due by year", "分年到期（还本付息）"), _SCHEDULE),
        ),
        (*SIGN, Label("Head of the bureau", "负责人")),
        is_landscape=False,
        is_official=False,
    ),
)
