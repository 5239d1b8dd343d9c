"""Government investment funds: budget of contributions, charter, clocks, distribution, use of results.

Texts: 财预〔2015〕210号 (management of funds), 财预〔2020〕7号 (contributions), 国办发〔2025〕1号.
Thresholds no text was read for say so.
"""

from datetime import date

from models.lifecycle import Label
from models.regulation import RuleSeed

_NO_210 = "财预〔2015〕210号"
_NO_7 = "财预〔2020〕7号"
_NO_1 = "国办发〔2025〕1号"
_SINCE_210 = date(2015, 11, 12)
_SINCE_7 = date(2020, 2, 12)
_SINCE_1 = date(2025, 1, 1)
_HOUSE = "管理建议"

SEEDS = (
    RuleSeed(
        key="fund.set_up",
        label=Label("Conditions of a new fund", "新设政府投资基金条件"),
        value=["three_guarantees", "debt_interest"],
        unit="",
        form="list",
        basis=_NO_7,
        status="in_force",
        valid_from=_SINCE_7,
        note="No new fund while the three guarantees or debt interest are not fully funded.",
    ),
    RuleSeed(
        key="fund.control_of_new",
        label=Label("New funds of counties are strictly controlled", "从严控制县级新设基金"),
        value=["industry", "venture", "parent"],
        unit="",
        form="list",
        basis=_NO_1,
        valid_from=_SINCE_1,
        note="Only the opening of the text was read.",
    ),
    RuleSeed(
        key="fund.contribution_budget",
        label=Label("Contributions enter the budget of the year", "政府出资列入年度预算"),
        value=["annual_budget", "congress", "by_investment_progress"],
        unit="",
        form="list",
        basis=_NO_7,
        status="in_force",
        valid_from=_SINCE_7,
        note="Large sums are paid in phases with the progress of investment.",
    ),
    RuleSeed(
        key="fund.contribution_account",
        label=Label("Account of a contribution", "政府投资基金股权投资科目"),
        value="50805",
        unit="",
        form="text",
        basis="政府预算支出经济分类科目",
        note="From memory; to be replaced by the classification published for the year.",
    ),
    RuleSeed(
        key="fund.exit_clauses",
        label=Label("Clauses of exit the charter must hold", "章程应载明的无需其他出资人同意退出情形"),
        value=["set_up_late", "investment_late", "off_policy", "against_charter", "other_breach"],
        unit="",
        form="list",
        basis=_NO_210,
        status="in_force",
        valid_from=_SINCE_210,
    ),
    RuleSeed(
        key="fund.no_promises",
        label=Label("No promise of principal or minimum return", "不得承诺本金不受损失或最低收益"),
        value=True,
        unit="",
        form="flag",
        basis=_NO_210,
        status="in_force",
        valid_from=_SINCE_210,
    ),
    RuleSeed(
        key="fund.exit_clock",
        label=Label("Months until exit without others' consent", "设立未完成、未开展投资的期限"),
        value=12,
        unit="months",
        form="number",
        basis=_NO_210,
        status="in_force",
        valid_from=_SINCE_210,
        params={"warning_months": 11},
        note="The year is in the text; the early warning a month before is the bureau's own setting.",
    ),
    RuleSeed(
        key="fund.capital_call",
        label=Label("Calls by commitment, noticed and paid on time", "按认缴比例缴款并按期到位"),
        value=["by_commitment", "notice", "accounts_reconcile"],
        unit="",
        form="list",
        basis="基金合同（章程）",
    ),
    RuleSeed(
        key="fund.distribution",
        label=Label("Distributions by the charter, out of cash", "按章程以现金分配"),
        value=["within_cash", "by_terms", "accounts_reconcile"],
        unit="",
        form="list",
        basis=_NO_210,
        status="in_force",
        valid_from=_SINCE_210,
        params={"manager_after_investors": True},
        note="Government income goes to the treasury unless rolling use is agreed.",
    ),
    RuleSeed(
        key="fund.terms_example",
        label=Label("Terms reproduce an example worked by hand", "分配条款须复现手算示例"),
        value=True,
        unit="",
        form="flag",
        basis=_HOUSE,
    ),
    RuleSeed(
        key="fund.wind_up",
        label=Label("Exit at the end of the term", "存续期满退出与清算"),
        value=["holdings_exited", "cash_distributed", "proceeds_to_treasury"],
        unit="",
        form="list",
        basis=_NO_210,
        status="in_force",
        valid_from=_SINCE_210,
    ),
    RuleSeed(
        key="fund.concentration",
        label=Label("Most in one company", "对单个企业投资占比上限"),
        value="0.20",
        unit="",
        form="percent",
        basis="省级子基金管理办法公开文本",
        note="Seen in a provincial text on sub-funds; the charter of a fund may say less.",
    ),
    RuleSeed(
        key="fund.idle_cash",
        label=Label("Idle cash over paid-in capital", "资金闲置率预警线"),
        value="0.30",
        unit="",
        form="percent",
        basis=_NO_7,
        valid_from=_SINCE_7,
        note="The text asks to reduce idle cash; it names no number.",
    ),
    RuleSeed(
        key="fund.valuation_age",
        label=Label("Months until a valuation is old", "估值有效期"),
        value=12,
        unit="months",
        form="number",
        basis=_HOUSE,
    ),
    RuleSeed(
        key="fund.reports",
        label=Label("Half-year report and audited report by", "半年报与经审计年报报送日"),
        value=["07-31", "03-31"],
        unit="month_day",
        form="list",
        basis="省级政府投资基金管理办法公开文本",
    ),
    RuleSeed(
        key="fund.direction_score",
        label=Label("Parts of the direction-of-investment score", "投向评价分值构成"),
        value=[
            {"key": "policy_fit", "points": "60", "en": "Policy fit", "zh": "政策符合性"},
            {"key": "layout", "points": "30", "en": "Layout of capacity", "zh": "优化生产力布局"},
            {"key": "execution", "points": "10", "en": "Execution", "zh": "政策执行能力"},
        ],
        unit="score",
        form="table",
        basis="政府投资基金投向评价办法",
        note="The points were not confirmed; the measures behind each part are the bureau's own.",
    ),
    RuleSeed(
        key="fund.result_use",
        label=Label("Result of the evaluation, contribution, fee and reward", "绩效评价结果应用"),
        value=[
            {
                "key": "excellent",
                "contribution": "1",
                "fee": "1",
                "reward": "0.005",
                "action": "continue",
                "en": "Excellent",
                "zh": "优",
            },
            {
                "key": "good",
                "contribution": "1",
                "fee": "1",
                "reward": "0",
                "action": "continue",
                "en": "Good",
                "zh": "良",
            },
            {
                "key": "fair",
                "contribution": "0.7",
                "fee": "0.8",
                "reward": "0",
                "action": "reduce",
                "en": "Fair",
                "zh": "中",
            },
            {
                "key": "poor",
                "contribution": "0",
                "fee": "0.5",
                "reward": "0",
                "action": "suspend",
                "en": "Poor",
                "zh": "差",
            },
        ],
        unit="",
        form="table",
        basis="财预〔2020〕7号；省级政府投资基金绩效管理办法公开文本",
        valid_from=_SINCE_7,
        params={"poor_years_to_exit": 2, "reward_base": "government_gain"},
        note="That results bear on contributions, exit, fees and a one-off reward was read; no text read "
        "gives shares. Base: what is left of the commitment, at most planned calls less idle cash.",
    ),
)
