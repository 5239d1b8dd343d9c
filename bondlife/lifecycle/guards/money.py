"""Money on its way to payees: agreement, share, received, budget, payee, purpose, works (G7, G9)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from bondlife.errors import Problem
from bondlife.lifecycle.facts import (
    bond_of,
    by_key,
    chain_of,
    last_move,
    pair,
    place,
    rows,
    share_of,
    shares_of_bond,
    wan,
)
from bondlife.lifecycle.guards.common import attached_types, listed
from bondlife.lifecycle.guards.performance import stopping
from bondlife.lifecycle.situation import Situation
from calculators.kernel.dates import add_months
from models.base import columns
from models.lifecycle import Label
from models.performance_labels import PERFORMANCE_ENTRIES
from models.registry import (
    Bond,
    BondShare,
    ChangeOfUse,
    Contract,
    Disbursement,
    MoneyAccount,
    Organisation,
    Region,
)


def bond_shares_foot(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that the shares of projects add up to the issue."""
    bond = here.row
    if not isinstance(bond, Bond):
        return
    shared = sum(share.amount for share in shares_of_bond(here.session, bond.id))
    if shared != bond.face:
        yield Problem(
            "shares_do_not_foot",
            "The shares of projects add up to %(left)s 10k yuan, the issue is %(right)s 10k yuan.",
            "face",
            pair(shared, bond.face),
            "officer",
            place(here, "shares"),
        )


def agreement_signed(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that every link of the on-lending chain is signed, down to the region of the share."""
    share = share_of(here)
    bond = bond_of(here.session, share)
    if share is None or bond is None or share.region_id == bond.region_id:
        return
    chain = chain_of(here, share)
    end = chain[-1].borrower_id if chain else bond.region_id
    if end != share.region_id:
        yield Problem(
            "chain_broken",
            "The on-lending chain ends at %(region)s; enter the agreement with the level below.",
            "onlending",
            {"region": _region_name(here, end)},
            "officer",
            place(here, "bonds"),
        )
    for link in chain:
        if not link.agreement_number or link.signed_on is None:
            yield Problem(
                "agreement_unsigned",
                "Enter number and date of the on-lending agreement between %(lender)s and %(borrower)s.",
                "agreement_number",
                {
                    "lender": _region_name(here, link.lender_id),
                    "borrower": _region_name(here, link.borrower_id),
                },
                "officer",
                place(here, "bonds"),
            )


def _region_name(here: Situation, key: int) -> str:
    region = by_key(here.session, Region, key)
    return region.name if region is not None else str(key)


def arriving(here: Situation, share: BondShare) -> int:
    """Return what is still to arrive: what the last agreement lends on, less what is there."""
    chain = chain_of(here, share)
    lent = chain[-1].amount if chain else share.amount
    return lent - share.received


def within_share(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that the money received stays within the share, and that there is some to receive."""
    share = share_of(here)
    if share is None:
        return
    coming = arriving(here, share)
    if coming <= 0 or share.received + coming > share.amount:
        yield Problem(
            "outside_share",
            "Received %(left)s 10k yuan in all would not fit the share of %(right)s 10k yuan.",
            "amount",
            pair(share.received + coming, share.amount),
            "officer",
            place(here, "bonds"),
        )


def proceeds_accounted_for(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that the share equals what was paid and what was returned; reallocated money left the share."""
    share = share_of(here)
    if share is None:
        return
    told = share.paid + int(share.fields.get("_returned", 0))
    if told != share.amount:
        yield Problem(
            "proceeds_unexplained",
            "Paid and returned are %(left)s 10k yuan of the share of %(right)s 10k yuan.",
            "paid",
            pair(told, share.amount),
            "officer",
            place(here, "bonds"),
        )


def unspent_longer_than(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that money lies unspent for longer than the months of the rule."""
    share, rule = share_of(here), here.rules.get(str(params["rule"]))
    if share is None or rule is None:
        return
    unspent, arrived = share.received - share.paid, received_on(here, share)
    if unspent <= 0 or arrived is None or add_months(arrived, rule.whole()) >= here.today:
        yield Problem(
            "not_idle",
            "Of the share %(unspent)s 10k yuan are unspent since %(since)s; recall is for money unspent for "
            "more than %(months)d months.",
            "received",
            {
                "unspent": wan(max(unspent, 0)),
                "since": arrived.isoformat() if arrived else "—",
                "months": rule.whole(),
            },
            "officer",
            place(here, "bonds"),
        )


def received_on(here: Situation, share: BondShare) -> date | None:
    """Return the day the money of a share arrived; a share taken on counts from the value date."""
    move = last_move(here.session, share, "receive", "release")
    if move is not None:
        return move.business_date
    bond = bond_of(here.session, share)
    return bond.value_date if bond is not None and share.received else None


def within_received(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that all payments of the share stay within the money received."""
    share, rule = share_of(here), here.rules.get(str(params["rule"]))
    if share is None or rule is None or not rule.value:
        return
    asked = share.paid + committed(here, share) + int(getattr(here.row, "amount", 0))
    if asked > share.received:
        yield Problem(
            "above_received",
            "Payments of this share would be %(left)s 10k yuan; received are %(right)s 10k yuan.",
            "amount",
            pair(asked, share.received),
            "officer",
            place(here, "bonds"),
        )


def committed(here: Situation, share: BondShare) -> int:
    """Return what other approved payments of a share have laid claim to."""
    column = columns(Disbursement)
    own = here.row.id if isinstance(here.row, Disbursement) else None
    approved = rows(here.session, Disbursement, column.share_id == share.id, column.state == "approved")
    return sum(one.amount for one in approved if one.id != own)


def within_unused(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that the amount stays within the unused money of the share."""
    share = share_of(here)
    if share is None or not isinstance(here.row, ChangeOfUse):
        return
    unused = share.received + int(share.fields.get("_returned", 0)) - share.paid - committed(here, share)
    if here.row.amount > unused:
        yield Problem(
            "above_unused",
            "The change of %(left)s 10k yuan exceeds the unused money of the share, %(right)s 10k yuan.",
            "amount",
            pair(here.row.amount, unused),
            "officer",
            place(here, "bonds"),
        )


def purpose_lawful(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the purpose of the payment is not blocked."""
    rule, purpose = here.rules.get(str(params["rule"])), getattr(here.row, "purpose", "")
    for item in rule.value if rule is not None else ():
        if item["key"] == purpose:
            yield Problem(
                "purpose_blocked",
                "Bond money may not pay for “%(purpose)s” (%(basis)s).",
                "purpose",
                {"purpose": item["zh"], "basis": rule.basis if rule is not None else ""},
                "project_unit",
                place(here, "money"),
            )


def class_lawful(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the economic class and the words of the payment name nothing that bonds may not pay for.

    Words alone may mislead, so they are waived by a signed reason; a blocked class is not.
    """
    rule, row = here.rules.get(str(params["rule"])), here.row
    if rule is None or not isinstance(row, Disbursement):
        return
    economic = str(row.fields.get("economic_class") or "")
    for blocked in rule.params.get("economic_classes", ()):
        if economic.startswith(str(blocked["code"])):
            yield Problem(
                "class_blocked",
                "Bond money may not be spent under economic class %(class)s (%(name)s).",
                "economic_class",
                {"class": economic, "name": Label(blocked["en"], blocked["zh"])},
                "project_unit",
                place(here, "money"),
            )
    if params.get("waived_by") in attached_types(here, row):
        return
    for word in rule.params.get("words", ()):
        if word in row.work_basis or word in str(row.fields.get("unspent_reason") or ""):
            yield Problem(
                "purpose_words",
                "The basis speaks of “%(word)s”; bonds may not pay for that. If it is something else, attach "
                "the signed reason.",
                "work_basis",
                {"word": word},
                "project_unit",
                place(here, "money"),
            )


def payee_final(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the money goes to the contract's payee, not to the unit itself or another office."""
    row = here.row
    if not isinstance(row, Disbursement):
        return
    contract = by_key(here.session, Contract, row.contract_id)
    if contract is None or contract.payee != row.payee or contract.project_id != row.project_id:
        yield Problem(
            "payee_not_contract",
            "The payee “%(payee)s” is not that of the contract, “%(contract)s”.",
            "payee",
            {"payee": row.payee, "contract": contract.payee if contract else "—"},
            "project_unit",
            place(here, "contracts"),
        )
    for name in listed(here, params, "checks"):
        check = _PAYEE.get(str(name))
        if check is None:
            yield Problem(
                "unknown_check",
                "The rule asks for a check “%(check)s” that is not known.",
                "",
                {"check": name},
            )
        else:
            yield from check(here, row)


def _not_the_unit(here: Situation, row: Disbursement) -> Iterable[Problem]:
    own = [by_key(here.session, Organisation, key) for key in (row.unit_id, row.department_id)]
    if any(one is not None and one.name == row.payee for one in own):
        yield Problem(
            "payee_is_unit",
            "The payee “%(payee)s” is the unit that asks; money goes to the final payee.",
            "payee",
            {"payee": row.payee},
            "project_unit",
            place(here, "money"),
        )


def _account_not_own(here: Situation, row: Disbursement) -> Iterable[Problem]:
    account = columns(MoneyAccount)
    own = rows(here.session, MoneyAccount, account.number == row.payee_account) if row.payee_account else []
    if own:
        yield Problem(
            "account_is_own",
            "The account %(account)s is “%(name)s”, an account of this office or unit; money goes to the "
            "final payee.",
            "payee_account",
            {"account": row.payee_account, "name": own[0].name},
            "project_unit",
            place(here, "money"),
        )


def _not_before_upstream(here: Situation, row: Disbursement) -> Iterable[Problem]:
    share = share_of(here)
    arrived = received_on(here, share) if share is not None else None
    if row.paid_on is not None and arrived is not None and row.paid_on < arrived:
        yield Problem(
            "paid_before_received",
            "The payment of %(paid)s is dated before the money arrived on %(arrived)s.",
            "paid_on",
            {"paid": row.paid_on.isoformat(), "arrived": arrived.isoformat()},
            "officer",
            place(here, "money"),
        )


def _no_transfer(here: Situation, row: Disbursement) -> Iterable[Problem]:
    office = columns(Organisation)
    statement = sa.select(office.name).where(
        office.name == row.payee, office.role.in_(("department", "finance", "agency"))
    )
    contract = by_key(here.session, Contract, row.contract_id)
    moved = contract is not None and contract.type == "transfer"
    if moved or here.session.execute(statement.limit(1)).first() is not None:
        yield Problem(
            "transfer_as_spending",
            "“%(payee)s” is an office; moving money to it is not spending.",
            "payee",
            {"payee": row.payee},
            "project_unit",
            place(here, "money"),
        )


_PAYEE: dict[str, Callable[[Situation, Disbursement], Iterable[Problem]]] = {
    "payee_is_not_recording_unit": _not_the_unit,
    "payee_account_not_own": _account_not_own,
    "payment_not_before_upstream": _not_before_upstream,
    "no_transfer_as_spending": _no_transfer,
}


def monitoring_allows(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that dual monitoring does not stop payments of the project."""
    rule, project = here.rules.get(str(params["rule"])), here.project
    if rule is None or project is None:
        return
    if project.fields.get("monitoring") in rule.params.get("stops_payment", ()):
        yield Problem(
            "monitoring_stops",
            "Dual monitoring found a serious deviation; payments rest until it is rectified.",
            "monitoring",
            who="department",
            href=place(here, "form"),
        )
    found = stopping(here)
    if found is not None:
        yield Problem(
            "monitoring_stops_payment",
            "Dual monitoring up to %(day)s ordered “%(measure)s”; payments rest until the measure is lifted.",
            "monitoring",
            {"day": f"{found.checked_to}", "measure": PERFORMANCE_ENTRIES.get(found.measure, found.measure)},
            "department",
            f"/records/monitoring/{found.public_id}",
        )


GUARDS = {
    "bond_shares_foot": bond_shares_foot,
    "agreement_signed": agreement_signed,
    "within_share": within_share,
    "proceeds_accounted_for": proceeds_accounted_for,
    "unspent_longer_than": unspent_longer_than,
    "within_received": within_received,
    "within_unused": within_unused,
    "purpose_lawful": purpose_lawful,
    "class_lawful": class_lawful,
    "payee_final": payee_final,
    "monitoring_allows": monitoring_allows,
}
