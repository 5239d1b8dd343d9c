"""The kind of PPP contracts: the contract, its terms, scores, waivers, budget and payment runs."""

from models.kinds.ppp.alerts import ALERTS
from models.kinds.ppp.approvals import APPROVALS
from models.kinds.ppp.budget_line import BUDGET_LINE
from models.kinds.ppp.contract import CONTRACT
from models.kinds.ppp.documents import DOCUMENTS
from models.kinds.ppp.evaluation import EVALUATION
from models.kinds.ppp.payment_run import PAYMENT_RUN
from models.kinds.ppp.terms import TERMS
from models.kinds.ppp.waiver import WAIVER
from models.lifecycle import Kind, Label, Track

KIND = Kind(
    key="ppp",
    version=1,
    label=Label("PPP contract", "PPP 项目合同"),
    tracks=(
        Track("contract", Label("Contract", "合同")),
        Track("terms", Label("Payment terms", "付费条款")),
        Track("performance", Label("Performance", "绩效")),
        Track("payment", Label("Payment", "付费")),
    ),
    lifecycles=(CONTRACT, TERMS, EVALUATION, WAIVER, BUDGET_LINE, PAYMENT_RUN),
    forms=(),
    documents=DOCUMENTS,
    approvals=APPROVALS,
    alerts=ALERTS,
    basis="国办函〔2025〕84号；国办函〔2023〕115号",
)
