"""Works, assets, operation: build states, exceptions of paying ahead, delay, final accounts, drift.

Seen in a provincial debt system: build states and the checks of dates, the split of assets by source.
The limits below are suggestions of management unless their basis says otherwise.
"""

from models.lifecycle import Label
from models.regulation import RuleSeed

_ADVICE = "管理建议"
_SYSTEM = "省级债务管理系统表单"

SEEDS = (
    RuleSeed(
        key="operation.build_states",
        label=Label("Build states and what may follow each", "建设状态及其后续状态"),
        value=[
            {"key": "approved", "en": "Approved", "zh": "已立项", "after": ["building"]},
            {
                "key": "building",
                "en": "Under construction",
                "zh": "在建",
                "after": ["suspended", "completed"],
            },
            {"key": "suspended", "en": "Suspended", "zh": "停工", "after": ["building"]},
            {"key": "completed", "en": "Completed", "zh": "已竣工", "after": ["accounts_done"]},
            {"key": "accounts_done", "en": "Final accounts done", "zh": "已决算", "after": []},
        ],
        unit="",
        form="table",
        basis=_SYSTEM,
        note="States as seen in a provincial system; the order between months is a suggestion.",
    ),
    RuleSeed(
        key="use.work_exceptions",
        label=Label("Payments that rightly run ahead of works", "允许超前计量的款项类型"),
        value=[
            {
                "key": "advance_payment",
                "en": "Advance payment",
                "zh": "预付款",
                "purposes": ["advance"],
                "contract_types": [],
                "most": "0.30",
            },
            {
                "key": "land_compensation",
                "en": "Land and resettlement",
                "zh": "征拆补偿款",
                "purposes": ["land"],
                "contract_types": ["land"],
                "most": "",
            },
            {
                "key": "agent_construction",
                "en": "Agent construction",
                "zh": "代建款",
                "purposes": ["agent"],
                "contract_types": ["agent"],
                "most": "",
            },
        ],
        unit="",
        form="table",
        basis=_ADVICE,
        note="“most” is the share of the contract that is excused; 30 % for advances as remembered from "
        "财建〔2004〕369号.",
    ),
    RuleSeed(
        key="use.exception_days",
        label=Label("Longest life of a signed exception", "超进度付款签批最长有效期"),
        value=90,
        unit="days",
        form="days",
        basis=_ADVICE,
    ),
    RuleSeed(
        key="operation.contracts",
        label=Label("Contracts, changes and certified work", "合同、变更与计量管理"),
        value=["certified_within_contract", "amount_not_below_paid", "amount_not_below_certified"],
        unit="",
        form="list",
        basis=_SYSTEM,
        note="Contracts together above the estimate are shown as a warning.",
    ),
    RuleSeed(
        key="operation.final_accounts",
        label=Label("Final accounts above the estimate need a reason from", "决算超概算须说明的比例"),
        value="0.10",
        unit="ratio",
        form="percent",
        basis=_ADVICE,
        params={"categories": ["building", "equipment", "deferred", "other"]},
        note="Categories of the rules on capital-construction accounts; estimates add up to the whole.",
    ),
    RuleSeed(
        key="operation.delay_days",
        label=Label("Days behind the plan to warn at", "进度滞后预警天数"),
        value=30,
        unit="days",
        form="days",
        basis=_ADVICE,
    ),
    RuleSeed(
        key="operation.pace_months",
        label=Label("Months over which the pace of works is taken", "进度速率取数月数"),
        value=6,
        unit="months",
        form="number",
        basis=_ADVICE,
    ),
    RuleSeed(
        key="operation.actuals",
        label=Label("Yearly actual income and cost", "年度实际收支填报"),
        value=["year_over", "cause_where_below_band"],
        unit="",
        form="list",
        basis=_ADVICE,
        params={"cause_below": "0.80"},
        note="Below this share of the forecast the cause is told in words.",
    ),
    RuleSeed(
        key="operation.coverage_line",
        label=Label("Coverage below which debt is not served", "运营期覆盖倍数警戒线"),
        value="1",
        unit="ratio",
        form="number",
        basis=_ADVICE,
    ),
)
