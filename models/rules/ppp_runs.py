"""PPP performance and payment runs: tables of indicators, objection, when evaluations fall due, disclosure.

Texts: 财金〔2020〕13号 and local notices made under it. It is said to have been repealed in November 2023
(财金〔2023〕98号); contracts signed under it still refer to it.
"""

from datetime import date

from models.lifecycle import Label
from models.regulation import RuleSeed

_PERFORMANCE = "财金〔2020〕13号"
_LOCAL = "湖北省2021年PPP绩效管理通知"
_OWN = "管理建议"
_SINCE = date(2020, 3, 16)

SEEDS = (
    RuleSeed(
        key="ppp.sheet",
        label=Label("Full mark of a table of PPP indicators", "PPP 绩效指标表满分"),
        value=100,
        unit="points",
        form="number",
        basis=_PERFORMANCE,
        valid_from=_SINCE,
        note="The points of all items sum to it; what does not apply is left out and the rest rescaled.",
    ),
    RuleSeed(
        key="ppp.operation_share",
        label=Label(
            "Operation and maintenance in the operation phase at least", "运营期运营维护类指标权重下限"
        ),
        value="0.60",
        unit="ratio",
        form="percent",
        basis=_PERFORMANCE,
        valid_from=_SINCE,
        params={"seconds": ["operation", "maintenance"], "phase": "operation"},
        note="Remembered, the annex was not read.",
    ),
    RuleSeed(
        key="ppp.objection_days",
        label=Label("Days to object to a score", "绩效结果异议期限"),
        value=5,
        unit="working_days",
        form="days",
        basis=_PERFORMANCE,
        valid_from=_SINCE,
        note="Remembered; contracts may name days of their own.",
    ),
    RuleSeed(
        key="ppp.score_papers",
        label=Label("Papers of a PPP score", "PPP 绩效考核存档文件"),
        value=["score_photo", "score_report", "objection_evidence"],
        unit="",
        form="list",
        basis=_OWN,
    ),
    RuleSeed(
        key="ppp.evaluation_calendar",
        label=Label("When a PPP contract is evaluated", "PPP 项目绩效评价时点"),
        value=[
            {"key": "construction", "months": "3", "every": "0"},
            {"key": "operation", "months": "3", "every": "12"},
            {"key": "mid_term", "months": "0", "every": "60"},
            {"key": "hand_over", "months": "12", "every": "0"},
        ],
        unit="months",
        form="table",
        basis=_LOCAL,
        status="unconfirmed",
        params={"earliest_mid_term": 36},
        note="Once on completion, yearly in operation, every three to five years, once after hand-over.",
    ),
    RuleSeed(
        key="ppp.cycle_opening",
        label=Label(
            "Days a score sheet opens before its cycle ends, days the score is due after",
            "考核周期结束前开立评分表天数、结束后评分期限天数",
        ),
        value=[10, 20],
        unit="days",
        form="list",
        basis=_OWN,
        note="Of cycles whose score pays by the terms in force; the contract may name days of its own.",
    ),
    RuleSeed(
        key="ppp.results_days",
        label=Label("Days to publish what an evaluation came to", "绩效评价结果公开期限"),
        value=20,
        unit="working_days",
        form="days",
        basis=_PERFORMANCE,
        valid_from=_SINCE,
        note="Remembered: results are made public; the text was not read, and the days are a suggestion. "
        "Counted from the day the score is frozen after the objection window.",
    ),
    RuleSeed(
        key="ppp.disclosure_days",
        label=Label("Days to publish what was paid", "付费信息公开期限"),
        value=20,
        unit="working_days",
        form="days",
        basis=_OWN,
    ),
)
