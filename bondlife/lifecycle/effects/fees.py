"""Fees of an issue as budget expenditure of the year: drafted by share, never out of the proceeds."""

from collections.abc import Mapping
from typing import Any

from bondlife.acts import Act
from bondlife.books import RuleBook, region_code, rule_book
from bondlife.lifecycle.effects.common import started, taken_over
from bondlife.lifecycle.effects.tasks import add_task
from bondlife.lifecycle.facts import by_key, rows, shares_of_bond
from bondlife.lifecycle.situation import Situation
from calculators.bonds.fees import issue_fees
from models.base import columns
from models.registry import Bond, BondShare, BudgetLine
from models.rules.budget_accounts import TABLES

_TASK = {
    "role": "officer",
    "title": "Budget the fees of the issue: the line of the year is under way already",
    "title_zh": "安排发行费用预算：当年费用预算已在办理，请追加",
}


def draft_fee_lines(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Draft the fees of an issue for the project of every share, at the rates its region is charged."""
    bond = here.row
    if not isinstance(bond, Bond):
        return
    for share in shares_of_bond(act.session, bond.id):
        rules = rule_book(act.session, region_code(act.session, share.region_id), act.business_date)
        draft_fee_line(act, here, share, bond.year, fees_of(rules, share))


def fees_of(rules: RuleBook, share: BondShare) -> int:
    """Return the issuance and registration fees on a share (fen); zero where the rules name no rate."""
    issuance, registration = (rules.get(f"issuance.{name}_fee_rate") for name in ("issuance", "registration"))
    if issuance is None or registration is None:
        return 0
    found = issue_fees(
        share.amount, issuance_rate=issuance.decimal(), registration_rate=registration.decimal()
    )
    return found.total_fee


def draft_fee_line(act: Act, here: Situation, share: BondShare, year: int, amount: int) -> None:
    """Add fees to the draft line of a project and year, or open a task where that line is under way.

    A share's fees are drafted once: as the province printed them, else by the rates of the rules.
    """
    rules = rule_book(act.session, region_code(act.session, share.region_id), act.business_date)
    account = _account(rules, by_key(act.session, Bond, share.bond_id))
    if not amount or not account or share.project_id is None or "_fees" in share.fields:
        return
    act.change(share, fields={**share.fields, "_fees": amount})
    own = columns(BudgetLine)
    same = own.project_id == share.project_id, own.year == year, own.account == account
    held = rows(act.session, BudgetLine, *same, own.purpose == "fees")
    if not held:
        line = BudgetLine(
            **taken_over(share), state="", year=year, account=account, purpose="fees", amount=amount
        )
        started(act, here, line)
    elif held[0].state == "draft":
        act.change(held[0], amount=held[0].amount + amount)
    else:
        add_task(act, held[0], _TASK, None, {"amount": amount, "share": share.public_id})


def _account(rules: RuleBook, bond: Bond | None) -> str:
    """Return the account of issue fees by the year's table of a type of bond, empty where it names none."""
    table = rules.get(TABLES[bond.bond_type if bond is not None else "special"])
    return next((str(row["code"]) for row in table.value if row["role"] == "fee"), "") if table else ""


EFFECTS = {"draft_fee_lines": draft_fee_lines}
