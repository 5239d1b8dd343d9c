"""A publication: drafted from the ledger, published or carried out as a package, corrected in the open."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

_STATES = (
    state("due", "Due", "待公开", "none"),
    state("drafted", "Drafted", "已编制"),
    state("approved", "Approved", "已审批"),
    state("packaged", "Carried out as a package", "已离线送出"),
    state("published", "Published", "已公开", "done"),
    state("superseded", "Superseded by a correction", "已被更正", "done", ending=True),
    state("withdrawn", "Withdrawn with a notice", "已撤回并公告", "none", ending=True),
    state("cancelled", "Not needed", "无需公开", "none", ending=True),
)

_TRANSITIONS = (
    Transition(
        "draft",
        Label("Draft", "编制"),
        ("due",),
        "drafted",
        "publication.draft",
        guards=(use("form_complete"),),
        clauses=("disclosure.annual_date", "disclosure.pre_issue_set"),
    ),
    Transition(
        "approve",
        Label("Approve for publication", "审批公开稿"),
        ("drafted",),
        "approved",
        "publication.approve",
        approval="publication",
        guards=(
            use("form_complete"),
            use("content_current"),
            use("identities_hold", rule="disclosure.identities"),
            use("differences_explained"),
            use("public_fields_only", rule="disclosure.allow_list"),
        ),
        clauses=("disclosure.identities", "disclosure.allow_list"),
    ),
    Transition(
        "publish",
        Label("Publish", "公开"),
        ("approved",),
        "published",
        "publication.publish",
        guards=(
            use("fields_filled", fields=("published_on", "address")),
            use("published_in_time"),
            use("content_current"),
        ),
        effects=(use("replace_corrected"),),
        clauses=("disclosure.annual_date", "disclosure.pre_issue_set"),
    ),
    Transition(
        "package",
        Label("Carry out as a signed package", "生成签名离线包"),
        ("approved",),
        "packaged",
        "publication.publish",
        guards=(use("content_current"),),
        custom=True,
    ),
    Transition(
        "confirm_receipt",
        Label("Import the receipt", "导入公开回执"),
        ("packaged",),
        "published",
        "publication.publish",
        guards=(
            use("fields_filled", fields=("published_on", "address", "digest")),
            use("published_in_time"),
        ),
        documents=("publication_receipt",),
        effects=(use("replace_corrected"),),
        clauses=("disclosure.annual_date",),
    ),
    Transition(
        "return_for_correction",
        Label("Return for correction", "退回修改"),
        ("drafted", "approved", "packaged"),
        "due",
        "publication.review",
        custom=True,
        needs_reason=True,
    ),
    Transition(
        "supersede",
        Label("Replace by a correction", "以更正替代"),
        ("published",),
        "superseded",
        "publication.approve",
        guards=(use("by_correction"),),
        clauses=("disclosure.identities",),
        needs_reason=True,
    ),
    Transition(
        "withdraw",
        Label("Withdraw and leave a notice", "撤回并公告"),
        ("published",),
        "withdrawn",
        "publication.withdraw",
        approval="publication",
        documents=("withdrawal_notice",),
        custom=True,
        needs_reason=True,
    ),
    Transition(
        "cancel",
        Label("Record as not needed", "登记无需公开"),
        ("due", "drafted"),
        "cancelled",
        "publication.approve",
        approval="simple",
        custom=True,
        needs_reason=True,
    ),
)

PUBLICATION = Lifecycle(
    "publication", Label("Publication", "信息公开"), "supervision", "due", _STATES, _TRANSITIONS
)
