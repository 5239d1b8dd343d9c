"""Performance and supervision: goals, dual monitoring, evaluation, score bands, use of results.

Texts: 财预〔2021〕61号 (special-bond projects), 财预〔2020〕10号 (expenditure projects).
"""

from datetime import date

from models.lifecycle import Label
from models.regulation import RuleSeed

_BONDS = "财预〔2021〕61号"
_PROJECTS = "财预〔2020〕10号"
_SINCE_61 = date(2021, 6, 10)
_SINCE_10 = date(2020, 2, 25)

SEEDS = (
    RuleSeed(
        key="performance.whole_life",
        label=Label("Performance over the whole life", "专项债券项目全生命周期绩效管理"),
        value=["ex_ante", "goals", "monitoring", "evaluation", "result_use"],
        unit="",
        form="list",
        basis=_BONDS,
        status="in_force",
        valid_from=_SINCE_61,
    ),
    RuleSeed(
        key="performance.goals_required",
        label=Label("Goals are a precondition of money", "绩效目标为资金安排前置条件"),
        value=["output", "benefit", "satisfaction", "repayment_source", "risk"],
        unit="",
        form="list",
        basis=_BONDS,
        status="in_force",
        valid_from=_SINCE_61,
        params={"reviewed_for": ["completeness", "relevance", "fitness", "feasibility"]},
        note="Seen in a local method made under it.",
    ),
    RuleSeed(
        key="performance.dual_monitoring",
        label=Label("Dual monitoring of money and goals", "绩效双监控"),
        value=["on_track", "deviating", "seriously_deviating"],
        unit="",
        form="list",
        basis=_BONDS,
        status="in_force",
        valid_from=_SINCE_61,
        params={"stops_payment": ["seriously_deviating"]},
        note="No national number says what a serious deviation is; it is recorded by a person.",
    ),
    RuleSeed(
        key="performance.score_bands",
        label=Label("Score bands", "绩效评价等级"),
        value=[
            {"key": "excellent", "from": "90", "en": "Excellent", "zh": "优"},
            {"key": "good", "from": "80", "en": "Good", "zh": "良"},
            {"key": "fair", "from": "60", "en": "Fair", "zh": "中"},
            {"key": "poor", "from": "0", "en": "Poor", "zh": "差"},
        ],
        unit="score",
        form="table",
        basis=_PROJECTS,
        valid_from=_SINCE_10,
        note="The cuts are also those printed by districts.",
    ),
    RuleSeed(
        key="performance.ex_ante_pass",
        label=Label("Score that passes the ex-ante evaluation", "事前绩效评估通过分数"),
        value="60",
        unit="score",
        form="number",
        basis="管理建议",
    ),
    RuleSeed(
        key="performance.frame",
        label=Label("Parts of the evaluation frame for bond projects", "专项债券项目绩效评价指标框架"),
        value=["decision", "management", "output", "effect"],
        unit="",
        form="list",
        basis=_BONDS,
        status="in_force",
        valid_from=_SINCE_61,
        note="Weights are not fixed; the four parts are those of published results.",
    ),
    RuleSeed(
        key="performance.self_evaluation_weights",
        label=Label("Weights of the self-evaluation", "绩效自评权重"),
        value=[
            {"key": "execution", "points": "10"},
            {"key": "output", "points": "50"},
            {"key": "benefit", "points": "30"},
            {"key": "satisfaction", "points": "10"},
        ],
        unit="points",
        form="table",
        basis=_PROJECTS,
        valid_from=_SINCE_10,
        params={"total": "100"},
    ),
    RuleSeed(
        key="performance.output_effect_share",
        label=Label(
            "Output and effect in finance and department evaluations at least", "产出效益指标权重下限"
        ),
        value="0.60",
        unit="ratio",
        form="percent",
        basis=_PROJECTS,
        valid_from=_SINCE_10,
    ),
    RuleSeed(
        key="performance.self_evaluation_date",
        label=Label("Self-evaluation of the year before by", "绩效自评截止日"),
        value="03-31",
        unit="month_day",
        form="text",
        basis="管理建议",
    ),
    RuleSeed(
        key="performance.key_sample_share",
        label=Label("Key evaluations of the province at least", "省级重点评价规模占比"),
        value="0.05",
        unit="ratio",
        form="percent",
        basis=_BONDS,
        valid_from=_SINCE_61,
        note="Of last year's new special limit.",
    ),
    RuleSeed(
        key="performance.self_before_key",
        label=Label("A key evaluation needs a self-evaluation first", "重点评价以自评为前提"),
        value=True,
        unit="",
        form="flag",
        basis="省级债务管理系统表单",
    ),
    RuleSeed(
        key="performance.result_use",
        label=Label("Use of results by grade", "评价结果应用"),
        value=[
            {"key": "excellent", "effect": "priority"},
            {"key": "good", "effect": "as_needed"},
            {"key": "fair", "effect": "cut_share"},
            {"key": "poor", "effect": "cancel_or_suspend"},
        ],
        unit="",
        form="table",
        basis="地方结果应用办法",
        note="Published by a city for its own budget; rules differ by region.",
    ),
    RuleSeed(
        key="performance.goal_threshold",
        label=Label("Projects that declare goals from", "绩效目标申报金额起点"),
        value=500_000_00,
        unit="fen",
        form="fen",
        basis="玉林市做法",
        region="4509",
        status="local",
    ),
)
