"""Documents, signatures and alerts of funds."""

from models.kinds import shorthand as sign
from models.kinds.performance import (
    BUDGET_FLOW,
    EVALUATION_FLOW,
    EVALUATION_REPORT,
    GOAL_FLOW,
    PERFORMANCE_DOCUMENTS,
    SIMPLE,
)
from models.kinds.shorthand import flow
from models.lifecycle import AlertSpec, DocumentType, Label

DOCUMENTS = (
    DocumentType(
        "fund_plan", Label("Plan of the fund and its approval", "基金设立方案及批复"), "fund.set_up"
    ),
    DocumentType("exit_notice", Label("Notice of exit", "退出通知"), "fund.exit_clauses"),
    DocumentType("liquidation_report", Label("Report of liquidation", "清算报告"), "fund.wind_up"),
    EVALUATION_REPORT,
    *PERFORMANCE_DOCUMENTS,
)

APPROVALS = (
    SIMPLE,
    EVALUATION_FLOW,
    GOAL_FLOW,
    BUDGET_FLOW,
    flow(
        "fund_set_up",
        "Plan of a new fund",
        "新设基金方案",
        sign.PREPARE,
        sign.SECTION_HEAD,
        sign.BUDGET,
        sign.DEPUTY_HEAD,
        sign.MEETING,
    ),
    flow(
        "fund_budget",
        "Budget of a contribution",
        "政府出资预算",
        sign.PREPARE,
        sign.SECTION_HEAD,
        sign.BUDGET,
        sign.DEPUTY_HEAD,
    ),
    flow("fund_exit", "Exit of a fund", "基金退出", sign.PREPARE, sign.SECTION_HEAD, sign.DEPUTY_HEAD),
    flow(
        "fund_result",
        "Use of an evaluation's result",
        "评价结果应用",
        sign.PREPARE,
        sign.SECTION_HEAD,
        sign.DEPUTY_HEAD,
    ),
)

ALERTS = (
    AlertSpec(
        "A61",
        Label("Fund not set up in time", "基金设立逾期"),
        "fund_set_up_late",
        "warning",
        "officer",
        "fund.exit_clock",
    ),
    AlertSpec(
        "A62",
        Label("Money paid in, nothing invested", "出资到位未开展投资"),
        "fund_not_investing",
        "warning",
        "officer",
        "fund.exit_clock",
    ),
    AlertSpec(
        "A63",
        Label("Breach that opens the exit", "触发退出情形"),
        "fund_in_breach",
        "serious",
        "leader",
        "fund.exit_clauses",
    ),
    AlertSpec(
        "A64",
        Label("Called capital not paid in time", "出资逾期未到位"),
        "fund_call_late",
        "warning",
        "officer",
        "fund.capital_call",
    ),
    AlertSpec(
        "A65",
        Label("Cash of a fund lies idle", "基金资金闲置"),
        "fund_cash_idle",
        "warning",
        "officer",
        "fund.idle_cash",
    ),
    AlertSpec(
        "A66",
        Label("Too much in one company", "单个企业投资占比过高"),
        "fund_concentrated",
        "warning",
        "officer",
        "fund.concentration",
    ),
    AlertSpec(
        "A67",
        Label("Carry was paid that has to be given back", "业绩报酬应予回拨"),
        "fund_clawback_due",
        "warning",
        "officer",
        "fund.distribution",
    ),
    AlertSpec(
        "A68",
        Label("Term of the fund is over", "基金存续期届满"),
        "fund_term_over",
        "serious",
        "officer",
        "fund.wind_up",
    ),
    AlertSpec(
        "A69",
        Label("Invested outside the agreed directions", "投资偏离约定方向"),
        "fund_off_direction",
        "warning",
        "officer",
        "fund.exit_clauses",
    ),
)
