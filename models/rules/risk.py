"""Debt risk: ratios, warning lines, bands, levels of risk events.

Texts: 国办函〔2016〕88号 (risk response) as remembered, provincial rules; bands as widely reported.
Risk colours are never published, and with statutory debt alone no colour is claimed.
"""

from datetime import date

from models.lifecycle import Label
from models.regulation import RuleSeed

_NO_88 = "国办函〔2016〕88号"
_REPORTED = "公开报道"
_SINCE_88 = date(2016, 10, 27)

SEEDS = (
    RuleSeed(
        key="risk.debt_ratio_bands",
        label=Label("Bands of the debt ratio", "债务率分档"),
        value=[
            {"key": "red", "from": "3.00", "to": None},
            {"key": "orange", "from": "2.00", "to": "3.00"},
            {"key": "yellow", "from": "1.20", "to": "2.00"},
            {"key": "green", "from": "0", "to": "1.20"},
        ],
        unit="ratio",
        form="table",
        basis=_REPORTED,
        note="Defined on a ratio that includes hidden debt; the official result may be entered by hand.",
    ),
    RuleSeed(
        key="risk.debt_ratio_line",
        label=Label("Warning line of the debt ratio", "债务率警戒线"),
        value="1.00",
        unit="ratio",
        form="percent",
        basis=_REPORTED,
    ),
    RuleSeed(
        key="risk.fiscal_capacity",
        label=Label("Components of the fiscal capacity", "综合财力构成"),
        value=["general_revenue", "transfers", "fund_revenue", "state_capital"],
        unit="",
        form="list",
        basis=_REPORTED,
        note="Not published in one definition; the bureau chooses.",
    ),
    RuleSeed(
        key="risk.repayment_ratio_line",
        label=Label("Warning line of the repayment ratio", "偿债率警戒线"),
        value="0.20",
        unit="ratio",
        form="percent",
        basis=_REPORTED,
    ),
    RuleSeed(
        key="risk.interest_burden_line",
        label=Label("Interest burden that starts fiscal restructuring", "利息支出率重整线"),
        value="0.10",
        unit="ratio",
        form="percent",
        basis=_NO_88,
        valid_from=_SINCE_88,
        note="General interest over general-budget spending, special interest over fund-budget spending.",
    ),
    RuleSeed(
        key="risk.interest_burden_warning",
        label=Label("Interest burden to warn at", "利息支出率预警线"),
        value="0.08",
        unit="ratio",
        form="percent",
        basis="管理建议",
    ),
    RuleSeed(
        key="risk.liability_line",
        label=Label("Convention for debt over gross product", "负债率参考线"),
        value="0.60",
        unit="ratio",
        form="percent",
        basis=_REPORTED,
    ),
    RuleSeed(
        key="risk.limit_use_warning",
        label=Label("Use of the debt limit to warn at", "限额使用率预警线"),
        value="0.95",
        unit="ratio",
        form="percent",
        basis="管理建议",
    ),
    RuleSeed(
        key="risk.overdue_bands",
        label=Label("Bands of the overdue ratio", "逾期债务率分级"),
        value=[
            {"key": "primary", "from": "0.10", "to": "0.20"},
            {"key": "medium", "from": "0.20", "to": "0.50"},
            {"key": "severe", "from": "0.50", "to": None},
        ],
        unit="ratio",
        form="table",
        basis="广东省债务风险应急规定（2016年）",
        status="local",
        region="44",
        valid_from=date(2016, 1, 1),
        note="Older than 国办函〔2016〕88号.",
    ),
    RuleSeed(
        key="risk.revenue_drift_bands",
        label=Label("Bands of actual over forecast revenue", "收益实现率分档"),
        value=[
            {"key": "yellow", "below": "0.80"},
            {"key": "orange", "below": "0.50"},
            {"key": "red", "below": "0.30"},
        ],
        unit="ratio",
        form="table",
        basis="管理建议（参考审计公告）",
        note="Audits of 2022 and 2023 name projects below 50 % and 30 % of their forecast.",
    ),
    RuleSeed(
        key="risk.asset_months",
        label=Label("Months from completion to a recorded asset", "竣工后资产登记期限"),
        value=6,
        unit="months",
        form="number",
        basis="管理建议（参考审计公告）",
    ),
    RuleSeed(
        key="risk.event_levels",
        label=Label("Levels of debt-risk events", "债务风险事件分级"),
        value=[
            {"level": "I", "regions_from": "0.15", "amount_from": "0.10", "province_default": True},
            {"level": "II", "regions_from": "0.10", "amount_from": "0.05", "failed_issues": 3},
            {"level": "III", "regions_count": 2, "amount_from": "0.01"},
            {"level": "IV", "regions_count": 1},
        ],
        unit="",
        form="table",
        basis=_NO_88,
        valid_from=_SINCE_88,
        note="A register with triggers and actions; nothing is declared by itself.",
    ),
)
