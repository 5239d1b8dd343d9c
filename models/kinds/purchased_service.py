"""The kind of purchased services: indicators by type of service, paid by result, results public."""

from models.kinds.budget_project import Stage, budget_project
from models.kinds.shorthand import state, use
from models.lifecycle import DocumentType, FieldSpec, Label, Transition

KIND = budget_project(
    "purchased_service",
    Label("Purchased service", "政府购买服务项目"),
    "政府购买服务管理办法（财政部令第102号）",
    work=(
        Stage(
            state("contracted", "Service agreed", "已签订服务合同"),
            Transition(
                "contract",
                Label("Record the agreement", "登记服务合同"),
                (),
                "contracted",
                "project.advance",
                guards=(use("fields_filled", fields=("service_type", "provider")),),
                documents=("service_contract",),
                clauses=("services.pay_by_result",),
            ),
        ),
    ),
    evidence="services.payment_evidence",
    payment=(use("paid_by_result", rule="services.pay_by_result"),),
    documents=(
        DocumentType("service_contract", Label("Service agreement", "服务合同"), "services.pay_by_result"),
        DocumentType("service_record", Label("Record of service", "服务记录"), "services.payment_evidence"),
    ),
    fields=(
        FieldSpec("service_type", Label("Type of service", "服务类型"), "text"),
        FieldSpec("provider", Label("Provider", "承接主体"), "text"),
    ),
)
