"""Names in kinds and functions in the house are the same, and every shipped transition resolves."""

import pytest

from bondlife.lifecycle.effects import EFFECTS
from bondlife.lifecycle.effects.money import ENTRIES
from bondlife.lifecycle.engine import find
from bondlife.lifecycle.guards import GUARDS
from bondlife.lifecycle.guards.identities import IDENTITIES
from bondlife.lifecycle.guards.plan import _APPLICATION, CHECKS
from bondlife.lifecycle.guards.publication import FORBIDDEN
from bondlife.lifecycle.guards.refinancing import _CONDITIONS
from bondlife.lifecycle.guards.target import _DEMANDS
from bondlife.security.permissions import PERMISSIONS
from calculators.coverage.balance_checks import _LABELS
from models.kinds import vocabulary
from models.kinds.ordinary import KIND as ORDINARY
from models.kinds.special_bond import KIND as SPECIAL_BOND
from models.lifecycle import Kind, Transition
from models.rules import shipped_rules

KINDS = (SPECIAL_BOND, ORDINARY)
TRANSITIONS = [
    pytest.param(kind, one, id=f"{kind.key}.{life.record}.{one.key}")
    for kind in KINDS
    for life in kind.lifecycles
    for one in life.transitions
]


def test_every_name_has_its_function_and_the_other_way_round() -> None:
    assert {word.name for word in vocabulary.GUARDS} == set(GUARDS)
    assert {word.name for word in vocabulary.EFFECTS} == set(EFFECTS)
    assert set(vocabulary.POSTINGS) == ENTRIES
    assert callable(find)


@pytest.mark.parametrize(("kind", "transition"), TRANSITIONS)
def test_every_transition_resolves(kind: Kind, transition: Transition) -> None:
    assert {use.name for use in transition.guards} <= set(GUARDS)
    assert {use.name for use in transition.effects} <= set(EFFECTS)
    assert transition.permission in PERMISSIONS
    assert not transition.approval or transition.approval in {flow.key for flow in kind.approvals}
    assert set(transition.documents) <= {document.key for document in kind.documents}
    for use in transition.effects:
        if use.name == "post":
            assert use.params["entry"] in ENTRIES
        if use.name == "move_related":
            related = kind.lifecycle(str(use.params["record"]))
            assert use.params["transition"] in {one.key for one in related.transitions}


@pytest.mark.parametrize(
    ("key", "known"),
    [
        ("coverage.balance_checks", CHECKS),
        ("issuance.application_checks", _APPLICATION),
        ("repayment.refinancing", _CONDITIONS),
        ("use.change_target", _DEMANDS),
        ("disclosure.identities", IDENTITIES),
        ("disclosure.allow_list", FORBIDDEN),
    ],
)
def test_every_check_a_shipped_rule_lists_is_carried_out(key: str, known: dict[str, object]) -> None:
    listed = {str(name) for seed in shipped_rules() if seed.key == key for name in seed.value}  # type: ignore[attr-defined]
    assert listed == set(known)


def test_every_balance_check_stands_for_an_identity_of_the_calculator() -> None:
    assert {name for names in CHECKS.values() for name in names} <= set(_LABELS)
