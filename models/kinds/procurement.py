"""The kind of government procurement: goods and works bought, accepted before payment, results public."""

from models.kinds.budget_project import Stage, budget_project
from models.kinds.shorthand import state, use
from models.lifecycle import DocumentType, FieldSpec, Label, Transition

KIND = budget_project(
    "procurement",
    Label("Government procurement", "政府采购项目"),
    "政府采购法；政府采购需求管理办法",
    work=(
        Stage(
            state("contracted", "Contract signed", "已签订采购合同"),
            Transition(
                "contract",
                Label("Record the contract", "登记采购合同"),
                (),
                "contracted",
                "project.advance",
                guards=(use("fields_filled", fields=("procurement_method", "supplier")),),
                documents=("procurement_contract",),
                clauses=("procurement.stages",),
            ),
        ),
        Stage(
            state("accepted", "Accepted", "已履约验收"),
            Transition(
                "accept",
                Label("Accept the delivery", "履约验收"),
                (),
                "accepted",
                "project.review",
                approval="simple",
                documents=("acceptance_report",),
                clauses=("procurement.stages",),
            ),
        ),
    ),
    documents=(
        DocumentType("procurement_contract", Label("Procurement contract", "采购合同"), "procurement.stages"),
    ),
    fields=(
        FieldSpec("procurement_method", Label("Method of procurement", "采购方式"), "text"),
        FieldSpec("supplier", Label("Supplier", "供应商"), "text"),
    ),
)
