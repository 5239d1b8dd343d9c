"""What approved changes and confirmed certificates do to their contract, checked again under its lock."""

from collections.abc import Mapping
from typing import Any

from bondlife.acts import Act
from bondlife.errors import Blocked, Problem
from bondlife.lifecycle.effects.common import locked
from bondlife.lifecycle.facts import by_key
from bondlife.lifecycle.situation import Situation
from models.registry import Certification, Contract, ContractChange


def change_contract(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Add an approved change to the amount of its contract."""
    if isinstance(here.row, ContractChange):
        contract = _contract(act, here.row.contract_id)
        after = contract.amount + here.row.amount
        _require(contract.certified <= after and contract.paid <= after and after > 0)
        act.change(contract, amount=after)


def certify_work(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Add confirmed work to what is certified under its contract."""
    if isinstance(here.row, Certification):
        contract = _contract(act, here.row.contract_id)
        after = contract.certified + here.row.amount
        _require(0 <= after <= contract.amount)
        act.change(contract, certified=after)


def _contract(act: Act, key: int) -> Contract:
    found: Contract = locked(act, by_key(act.session, Contract, key))
    return found


def _require(holds: bool) -> None:
    if not holds:
        raise Blocked(
            Problem("contract_moved", "The contract was changed by another act meanwhile; look at it again.")
        )


EFFECTS = {"change_contract": change_contract, "certify_work": certify_work}
