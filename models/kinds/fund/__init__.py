"""The kind of government investment funds: plan, fund, terms, calls, distributions, use of results."""

from models.kinds.budget_project import EVALUATION_FORM, publication
from models.kinds.fund.decision import DECISION
from models.kinds.fund.money import BUDGET_LINE, CALL, DISTRIBUTION
from models.kinds.fund.papers import ALERTS, APPROVALS, DOCUMENTS
from models.kinds.fund.plan import PROJECT, PROJECT_FORM
from models.kinds.fund.register import FUND, TERMS
from models.kinds.performance import evaluation, performance
from models.lifecycle import Kind, Label, Track

KIND = Kind(
    key="fund",
    version=2,
    label=Label("Government investment fund", "政府投资基金"),
    tracks=(
        Track("set_up", Label("Set-up", "设立")),
        Track("budget", Label("Budget", "预算")),
        Track("calls", Label("Paying in", "出资")),
        Track("distribution", Label("Distribution", "分配")),
        Track("evaluation", Label("Performance", "绩效")),
        Track("disclosure", Label("Disclosure", "公开")),
    ),
    lifecycles=(
        PROJECT,
        FUND,
        TERMS,
        BUDGET_LINE,
        CALL,
        DISTRIBUTION,
        evaluation("evaluation", "ordinary.ex_ante", needs_report=False),
        *performance("evaluation"),
        DECISION,
        publication(),
    ),
    forms=(PROJECT_FORM, EVALUATION_FORM),
    documents=DOCUMENTS,
    approvals=APPROVALS,
    alerts=ALERTS,
    basis="财预〔2015〕210号；财预〔2020〕7号；国办发〔2025〕1号",
)
