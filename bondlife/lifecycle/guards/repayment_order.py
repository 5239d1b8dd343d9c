"""What is asked of an order beside the schedule, by its purpose."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from bondlife.errors import Problem
from bondlife.lifecycle.facts import bond_of, by_key, chain_of, pair, rows, shares_of_bond, wan
from bondlife.lifecycle.legs import CARRIED, EARLY, penalty_on
from bondlife.lifecycle.situation import Situation
from calculators.bonds.options import parse_option_pattern
from calculators.kernel.dates import add_months
from models.base import columns
from models.registry import Bond, BondShare, Instalment, LedgerBalance, RepaymentOrder

OPEN = ("planned", "budgeted")
GONE = ("superseded", "paid", "refinanced")


def order_lawful(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that the order meets what is asked of its purpose."""
    row = here.row
    check = _CHECKS.get(getattr(row, "purpose", ""))
    if not isinstance(row, RepaymentOrder) or check is None:
        yield Problem("order_unknown", "There is no such purpose of an order.", "purpose")
        return
    yield from check(here, row)


def open_rows(here: Situation, share: BondShare, after: date) -> list[Instalment]:
    """Return the instalments of a share that nobody was asked to pay yet, nominally due after a day."""
    own = columns(Instalment)
    found = rows(
        here.session,
        Instalment,
        own.share_id == share.id,
        own.nominal_date > after,
        own.state.in_(OPEN),
        own.origin.not_in((CARRIED, EARLY)),
    )
    return sorted(found, key=lambda one: one.nominal_date)


def _repay_onlending(here: Situation, row: RepaymentOrder) -> Iterable[Problem]:
    share = by_key(here.session, BondShare, row.share_id)
    if share is None or not chain_of(here, share):
        yield Problem(
            "not_lent_on", "Name a share that was lent on; only such a loan is repaid early.", "share"
        )
        return
    if row.effective_on < here.today:
        yield Problem("day_past", "The day lies in the past.", "effective_on")
    ahead = open_rows(here, share, row.effective_on)
    owed = sum(one.principal for one in ahead)
    if row.amount > owed:
        yield Problem(
            "above_owed",
            "The amount of %(left)s 10k yuan exceeds the %(right)s 10k yuan owed after that day.",
            "amount",
            pair(row.amount, owed),
        )
    yield from _none_under_way(here, [share], row.effective_on)


def _none_under_way(here: Situation, shares: list[BondShare], after: date) -> Iterable[Problem]:
    """Ask that no later instalment was already notified, remitted or put under refinancing."""
    own = columns(Instalment)
    keys = [share.id for share in shares]
    found = rows(
        here.session,
        Instalment,
        own.share_id.in_(keys),
        own.nominal_date > after,
        own.state.not_in((*OPEN, *GONE)),
    )
    if found:
        yield Problem(
            "under_way",
            "The instalment of %(day)s is under way already; choose a day after it.",
            "effective_on",
            {"day": found[0].nominal_date.isoformat()},
        )


def option_days(bond: Bond) -> list[date]:
    """Return the days on which options of a bond may be exercised; every year where it says so."""
    if bond.value_date is None:
        return []
    years: Iterable[int] = ()
    if bond.option_pattern:
        years = parse_option_pattern(bond.option_pattern).option_years
    elif bond.repayment_form == "early_redemption":
        years = range(1, bond.tenor_years)
    return [add_months(bond.value_date, 12 * year, anchor_day=bond.value_date.day) for year in years]


def outstanding(here: Situation, bond: Bond, on: date) -> int:
    """Return the principal of a bond that its instalments still show after a day, that day included."""
    own = columns(Instalment)
    found = rows(
        here.session,
        Instalment,
        own.bond_id == bond.id,
        own.nominal_date >= on,
        own.state.not_in(GONE),
        own.origin != EARLY,
    )
    return sum(one.principal for one in found)


def _option(here: Situation, row: RepaymentOrder) -> Iterable[Problem]:
    bond = by_key(here.session, Bond, row.bond_id)
    if bond is None or bond.state != "issued":
        yield Problem("no_bond", "Name an issued bond.", "bond")
        return
    days = option_days(bond)
    if row.effective_on not in days or row.effective_on < here.today:
        yield Problem(
            "no_option_day",
            "The terms allow this on: %(days)s.",
            "effective_on",
            {"days": tuple(day.isoformat() for day in days if day >= here.today) or ("—",)},
        )
        return
    owed = outstanding(here, bond, row.effective_on)
    if row.amount > owed or (row.purpose == "call" and row.amount != owed):
        yield Problem(
            "option_amount",
            "The amount is %(left)s, outstanding on that day are %(right)s 10k yuan; a call repays it all.",
            "amount",
            pair(row.amount, owed),
        )
    yield from _shares_whole(here, bond, row.effective_on)


def _shares_whole(here: Situation, bond: Bond, on: date) -> Iterable[Problem]:
    own = columns(Instalment)
    shares = shares_of_bond(here.session, bond.id)
    changed = rows(
        here.session,
        Instalment,
        own.bond_id == bond.id,
        own.nominal_date >= on,
        own.origin == CARRIED,
        own.state.not_in(GONE),
    )
    if changed:
        yield Problem(
            "carried_part",
            "Part of this bond is carried by the issuer since an early repayment; settle that part first.",
            "bond",
        )
    yield from _none_under_way(here, shares, on - timedelta(days=1))


def _waiver(here: Situation, row: RepaymentOrder) -> Iterable[Problem]:
    owed = by_key(here.session, Instalment, row.instalment_id)
    if owed is None or owed.state != "overdue":
        yield Problem("not_overdue_now", "Name an instalment that is overdue.", "instalment")
        return
    left = penalty_on(owed, here.today) - owed.waived
    if row.amount > left:
        yield Problem(
            "above_penalty",
            "The waiver of %(left)s 10k yuan exceeds the penalty of %(right)s 10k yuan run up to today.",
            "amount",
            pair(row.amount, left),
        )


def withheld_of(here: Situation, row: Instalment) -> int:
    """Return the transfers that were withheld for an instalment so far."""
    own = columns(RepaymentOrder)
    about = own.instalment_id == row.id, own.purpose == "withholding", own.state == "done"
    return sum(one.amount for one in rows(here.session, RepaymentOrder, *about))


def owed_today(here: Situation, row: Instalment) -> int:
    """Return what is owed on an overdue instalment: with the penalty up to today, less what was waived."""
    penalty = max(penalty_on(row, here.today) - row.waived, 0)
    return row.principal + row.interest + row.fee + penalty - row.paid


def _withholding(here: Situation, row: RepaymentOrder) -> Iterable[Problem]:
    owed = by_key(here.session, Instalment, row.instalment_id)
    if owed is None or owed.state != "overdue":
        yield Problem("not_overdue_now", "Name an instalment that is overdue.", "instalment")
        return
    rule = here.rules.get("repayment.withholding")
    if rule is None or not rule.value:
        yield Problem(
            "withholding_off", "The rule does not let transfers be withheld in this region.", "purpose"
        )
    if not row.document_number:
        yield Problem(
            "withholding_number", "Give the number of the notice by which it was withheld.", "document_number"
        )
    left = owed_today(here, owed) - withheld_of(here, owed)
    if row.amount > left:
        yield Problem(
            "above_owed_today",
            "What is withheld, %(left)s 10k yuan, exceeds the %(right)s 10k yuan still owed today.",
            "amount",
            pair(row.amount, left),
        )


def withheld_in_full(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the transfers withheld cover all that is owed, the penalty up to today included."""
    row = here.row
    if not isinstance(row, Instalment) or here.rules.get(str(params["rule"])) is None:
        return
    held, owed = withheld_of(here, row), owed_today(here, row)
    if held < owed:
        yield Problem(
            "withheld_in_part",
            "Transfers of %(left)s 10k yuan were withheld; %(right)s 10k yuan are owed today.",
            "instalment",
            pair(held, owed),
        )


def reserve_of(here: Situation, region_id: int) -> int:
    """Return the balance of a region's reserve fund."""
    cell = columns(LedgerBalance)
    statement = sa.select(sa.func.sum(cell.amount)).where(
        cell.book_id == region_id, cell.account == "reserve_fund"
    )
    return int(here.session.execute(statement.execution_options(scoped=True)).scalar_one() or 0)


def _reserve(here: Situation, row: RepaymentOrder) -> Iterable[Problem]:
    rule = here.rules.get("repayment.reserve_fund")
    if rule is None or not rule.value.get("enabled"):
        yield Problem(
            "reserve_off",
            "The rule does not ask for a reserve fund in this region; it is switched on in the rules.",
            "purpose",
            href="/rules",
        )
    held = reserve_of(here, row.region_id)
    if row.purpose == "reserve_out" and row.amount > held:
        yield Problem(
            "reserve_short",
            "The reserve fund holds %(held)s 10k yuan.",
            "amount",
            {"held": wan(held)},
        )


def bond_behind(here: Situation) -> Bond | None:
    """Return the bond an order is about."""
    row = here.row
    share = by_key(here.session, BondShare, getattr(row, "share_id", None))
    return by_key(here.session, Bond, getattr(row, "bond_id", None)) or bond_of(here.session, share)


_CHECKS: dict[str, Callable[[Situation, RepaymentOrder], Iterable[Problem]]] = {
    "repay_onlending": _repay_onlending,
    "call": _option,
    "put": _option,
    "waiver": _waiver,
    "withholding": _withholding,
    "reserve_in": _reserve,
    "reserve_out": _reserve,
}

GUARDS = {"order_lawful": order_lawful, "withheld_in_full": withheld_in_full}
