"""Coverage: bounds of the multiple, the assumed rate, the checks of the balance table.

Texts: 财预〔2017〕89号 asks that expected income can repay principal and interest and fixes no multiple.
"""

from datetime import date

from models.lifecycle import Label
from models.regulation import RuleSeed

_SELF_BALANCE = "财预〔2017〕89号"
_CUSTOM = "审核惯例"
_SYSTEM = "省级债务管理系统校验"

SEEDS = (
    RuleSeed(
        key="coverage.self_balance",
        label=Label("Revenue and financing balance by themselves", "项目收益与融资自求平衡"),
        value=True,
        unit="",
        form="flag",
        basis=_SELF_BALANCE,
        valid_from=date(2017, 6, 2),
    ),
    RuleSeed(
        key="coverage.lower_bond",
        label=Label("Multiple on bond principal and interest at least", "专项债券本息覆盖倍数下限"),
        value="1.1",
        unit="multiple",
        form="number",
        basis=_CUSTOM,
    ),
    RuleSeed(
        key="coverage.lower_total",
        label=Label("Multiple on all debt principal and interest at least", "全部债务本息覆盖倍数下限"),
        value="1.2",
        unit="multiple",
        form="number",
        basis=_CUSTOM,
        note="Others ask 1.1 or 1.3; no official number was confirmed.",
    ),
    RuleSeed(
        key="coverage.upper",
        label=Label("Multiple that looks too good above", "本息覆盖倍数上限"),
        value=None,
        unit="multiple",
        form="number",
        basis=_SYSTEM,
        note="Optional; empty means not asked.",
    ),
    RuleSeed(
        key="coverage.assumed_rate",
        label=Label("Assumed coupon of bonds not yet issued", "未发行债券假设利率"),
        value="0.045",
        unit="rate",
        form="percent",
        basis="公开实施方案推算",
        note="Inferred from one public case; recomputed with the actual coupon after each issue.",
    ),
    RuleSeed(
        key="coverage.cash_floor",
        label=Label("Cash balance of every year at least", "年度累计现金余额下限"),
        value=0,
        unit="fen",
        form="fen",
        basis="管理建议",
        note="The multiple over the life can hide a year without cash.",
    ),
    RuleSeed(
        key="coverage.negative_cash_warning_years",
        label=Label("Years ahead to warn of negative cash", "现金缺口预警年数"),
        value=2,
        unit="years",
        form="number",
        basis="管理建议",
    ),
    RuleSeed(
        key="coverage.balance_checks",
        label=Label("Checks of the balance table", "收支平衡表校验"),
        value=[
            "parents_equal_children",
            "bond_principal_repaid",
            "market_principal_repaid",
            "bond_interest_not_negative",
            "market_interest_present",
            "construction_cost_positive",
            "operating_income_positive",
            "bond_positive",
            "capital_part_within_bond",
            "surplus_covers_bond_principal",
            "income_account_present",
            "years_within_life",
        ],
        unit="",
        form="list",
        basis=_SYSTEM,
        params={"max_years": 31},
    ),
    RuleSeed(
        key="coverage.sensitivity_steps",
        label=Label("Steps of the sensitivity table", "敏感性分析步长"),
        value=["0.02", "0.04", "0.06", "0.08", "0.05", "0.10", "0.15", "0.20"],
        unit="ratio",
        form="list",
        basis="公开财务评估报告惯例",
        params={"factors": ["income", "operating_cost", "interest_rate", "bond_principal"]},
    ),
    RuleSeed(
        key="coverage.land_set_aside",
        label=Label("Set-aside of a land-sale surplus", "土地出让收益计提比例"),
        value="0.20",
        unit="ratio",
        form="percent",
        basis="公开测算工具",
    ),
    RuleSeed(
        key="coverage.term_within_life",
        label=Label("Bond term within the project's life", "债券期限与项目期限匹配"),
        value=True,
        unit="",
        form="flag",
        basis="财库〔2020〕36号",
        note="Maturity not after the last year of revenue.",
    ),
)
