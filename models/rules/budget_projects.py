"""Rules of e-government projects, procurement and purchased services."""

from models.lifecycle import Label
from models.regulation import RuleSeed

_EGOV = "玉林市电子政务项目管理办法"
_LOCAL = "Published by one city for its own projects; taken here as the shape of the kind."

SEEDS = (
    RuleSeed(
        "egov.stages",
        Label("Stages of e-government projects", "电子政务项目管理环节"),
        ["technical_reply", "shared_cloud", "acceptance_report", "audit_report"],
        "",
        "list",
        _EGOV,
        note=_LOCAL,
    ),
    RuleSeed(
        "egov.payment_evidence",
        Label("No payment without acceptance and audit report", "未经验收和审计不得付款"),
        ["acceptance_report", "audit_report"],
        "",
        "list",
        _EGOV,
        note=_LOCAL,
    ),
    RuleSeed(
        "procurement.stages",
        Label("Contract and acceptance of procurement", "采购合同与履约验收"),
        ["procurement_contract", "acceptance_report"],
        "",
        "list",
        "政府采购法",
    ),
    RuleSeed(
        "services.payment_evidence",
        Label("Evidence before a service is paid", "购买服务付款凭据"),
        ["service_record"],
        "",
        "list",
        "政府购买服务管理办法",
    ),
    RuleSeed(
        "services.pay_by_result",
        Label("Share of the price a grade pays", "购买服务按绩效付费"),
        [
            {"key": "before", "share": "0.70"},
            {"key": "excellent", "share": "1"},
            {"key": "good", "share": "1"},
            {"key": "fair", "share": "0.90"},
            {"key": "poor", "share": "0.70"},
        ],
        "",
        "table",
        "南昌市预算绩效管理公开材料",
        note="That results decide the payment was published; the shares are a proposal. “before” is what "
        "may be paid while no evaluation of the year is concluded.",
    ),
    RuleSeed(
        "performance.goal_rounds",
        Label("How often goals are declared (二上二下)", "绩效目标申报轮次"),
        2,
        "count",
        "number",
        "玉林市预算绩效管理公开材料",
        note="Two up and two down, as one city publishes it for its budget.",
    ),
)
