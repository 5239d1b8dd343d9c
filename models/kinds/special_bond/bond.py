"""The bond: pre-issue disclosure, G6 tender and result, redemption."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

_STATES = (
    state("planned", "Planned", "计划发行"),
    state("disclosed", "Disclosed", "已披露"),
    state("issued", "Issued", "已发行", "done"),
    state("redeemed", "Redeemed", "已兑付", "done", ending=True),
    state("cancelled", "Cancelled", "已取消", "none", ending=True),
)

_AFTER_ISSUE = (
    use("generate_schedule"),
    use("recompute_coverage", rule="coverage.assumed_rate"),
    use("open_duty", form="F3", rule="disclosure.annual_date"),
    use("move_related", record="application", transition="issue"),
    use("draft_fee_lines"),
)

_TRANSITIONS = (
    Transition(
        "disclose",
        Label("Disclose before the tender", "发行前披露"),
        ("planned",),
        "disclosed",
        "bond.disclose",
        approval="publication",
        guards=(
            use("bond_shares_foot", rule="issuance.shares_foot"),
            use("publication_published", form="F1"),
            use("identities_hold", form="F1", rule="disclosure.identities"),
        ),
        documents=("pre_issue_set", "credit_rating"),
        clauses=("disclosure.pre_issue_set", "disclosure.identities", "issuance.shares_foot"),
    ),
    Transition(
        "record_issue",
        Label("Record the issue (G6)", "登记发行结果（G6）"),
        ("disclosed",),
        "issued",
        "bond.issue",
        approval="bond_record",
        guards=(
            use("published_before_tender", form="F1", rule="issuance.disclosure_lead"),
            use(
                "fields_filled", fields=("face", "tenor_years", "coupon_rate", "value_date", "maturity_date")
            ),
            use("field_in", field="tenor_years", rule="issuance.tenors"),
            use("bond_shares_foot", rule="issuance.shares_foot"),
        ),
        documents=("tender_result",),
        effects=(
            *_AFTER_ISSUE,
            use(
                "open_task",
                title="File the issue",
                title_zh="报备发行情况",
                role="officer",
                rule="issuance.filing",
            ),
        ),
        clauses=("issuance.disclosure_lead", "issuance.tenors", "issuance.shares_foot", "issuance.filing"),
    ),
    Transition(
        "import_result",
        Label("Take over the province's result", "导入省级发行结果"),
        ("planned",),
        "issued",
        "bond.import",
        approval="bond_record",
        guards=(
            use(
                "fields_filled", fields=("face", "tenor_years", "coupon_rate", "value_date", "maturity_date")
            ),
            use("bond_shares_foot", rule="issuance.shares_foot"),
        ),
        documents=("tender_result",),
        effects=_AFTER_ISSUE,
        clauses=("issuance.onlending", "issuance.shares_foot"),
    ),
    Transition(
        "redeem",
        Label("Record the redemption", "登记兑付"),
        ("issued",),
        "redeemed",
        "bond.redeem",
        approval="bond_record",
        guards=(use("all_instalments_paid"),),
        clauses=("repayment.all_repaid",),
    ),
    Transition(
        "cancel",
        Label("Cancel the issue", "取消发行"),
        ("planned", "disclosed"),
        "cancelled",
        "bond.cancel",
        approval="bond_record",
        custom=True,
        needs_reason=True,
    ),
)

BOND = Lifecycle("bond", Label("Bond", "债券"), "issuance", "planned", _STATES, _TRANSITIONS)
