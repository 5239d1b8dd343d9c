"""Default signatures of PPP steps; a region replaces them by data of its own."""

from models.kinds import shorthand as sign
from models.kinds.shorthand import flow

APPROVALS = (
    flow("simple", "Two persons", "经办与复核", sign.PREPARE, sign.REVIEW),
    flow(
        "ppp_admission",
        "Admission of a PPP contract",
        "PPP 合同准入",
        sign.PREPARE,
        sign.SECTION_HEAD,
        sign.BUDGET,
        sign.DEPUTY_HEAD,
        sign.HEAD,
        sign.MEETING,
    ),
    flow("ppp_terms", "Payment terms", "付费条款", sign.PREPARE, sign.SECTION_HEAD),
    flow("ppp_score", "Performance score", "绩效得分", sign.EVALUATE, sign.SECTION_HEAD),
    flow(
        "budget_line", "Budget of a PPP contract", "PPP 预算安排", sign.PREPARE, sign.BUDGET, sign.DEPUTY_HEAD
    ),
    flow("waiver", "Waived deduction", "免予扣减", sign.PREPARE, sign.SECTION_HEAD, sign.DEPUTY_HEAD),
    flow("payment_run", "Payment run", "付费批次", sign.PREPARE, sign.SECTION_HEAD, sign.DEPUTY_HEAD),
)
