"""The kind of e-government projects: technical approval, shared cloud, acceptance, audit, then payment."""

from models.kinds.budget_project import Stage, budget_project
from models.kinds.shorthand import state, use
from models.lifecycle import DocumentType, FieldSpec, Label, Transition

_RULE = "egov.payment_evidence"
_ACCEPTED = ("audited", "self_evaluated", "rechecked", "result_used")

KIND = budget_project(
    "e_government",
    Label("E-government project", "电子政务项目"),
    "玉林市电子政务项目管理办法",
    before_budget=(
        Stage(
            state("approved", "Technical plan approved", "技术方案已批复", "none"),
            Transition(
                "approve_plan",
                Label("Approve the technical plan", "批复技术方案"),
                (),
                "approved",
                "project.review",
                approval="simple",
                documents=("technical_reply",),
                clauses=("egov.stages",),
            ),
        ),
    ),
    work=(
        Stage(
            state("built", "Built on the shared cloud", "已在政务云建成"),
            Transition(
                "build",
                Label("Record as built on the shared cloud", "登记政务云建成"),
                (),
                "built",
                "project.advance",
                guards=(use("fields_filled", fields=("cloud_resource",)),),
                clauses=("egov.stages",),
            ),
        ),
        Stage(
            state("accepted", "Accepted", "已验收"),
            Transition(
                "accept",
                Label("Accept", "组织验收"),
                (),
                "accepted",
                "project.review",
                approval="simple",
                documents=("acceptance_report",),
                clauses=(_RULE,),
            ),
        ),
        Stage(
            state("audited", "Audited", "已审计"),
            Transition(
                "audit",
                Label("Record the audit report", "登记审计报告"),
                (),
                "audited",
                "project.review",
                documents=("audit_report",),
                clauses=(_RULE,),
            ),
        ),
    ),
    evidence=_RULE,
    payment=(use("related_in", record="project", states=_ACCEPTED),),
    documents=(
        DocumentType("technical_reply", Label("Reply to the technical plan", "技术方案批复"), "egov.stages"),
    ),
    fields=(FieldSpec("cloud_resource", Label("Resource on the shared cloud", "政务云资源编号"), "text"),),
)
