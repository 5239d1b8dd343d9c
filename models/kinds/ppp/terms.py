"""A version of the payment terms: in force once a second person saw its worked example come out."""

from models.kinds.shorthand import state, use
from models.lifecycle import Label, Lifecycle, Transition

_STATES = (
    state("draft", "Draft", "草稿"),
    state("in_force", "In force", "有效", "done"),
    state("revoked", "Revoked", "已撤销", "none", ending=True),
    state("cancelled", "Cancelled", "已取消", "none", ending=True),
)

_TRANSITIONS = (
    Transition(
        "approve",
        Label("Approve the terms", "批准付费条款"),
        ("draft",),
        "in_force",
        "ppp_terms.approve",
        approval="ppp_terms",
        guards=(
            use("ppp_terms_sound", rule="ppp.worked_example"),
            use("ppp_terms_regime", rule="ppp.new_mechanism"),
            use("ppp_terms_linked", rule="ppp.linkage_gate"),
            use("ppp_terms_apart", rule="ppp.terms_apart"),
        ),
        effects=(use("enter_ppp_terms"),),
        documents=("ppp_terms_annex",),
        clauses=("ppp.worked_example", "ppp.linkage_gate", "ppp.full_linkage", "ppp.terms_apart"),
    ),
    Transition(
        "revoke",
        Label("Revoke", "撤销"),
        ("in_force",),
        "revoked",
        "ppp_terms.approve",
        approval="ppp_terms",
        custom=True,
        needs_reason=True,
    ),
    Transition(
        "cancel",
        Label("Cancel", "取消"),
        ("draft",),
        "cancelled",
        "ppp_terms.approve",
        custom=True,
        needs_reason=True,
    ),
)

TERMS = Lifecycle("ppp_terms", Label("Payment terms", "付费条款"), "terms", "draft", _STATES, _TRANSITIONS)
