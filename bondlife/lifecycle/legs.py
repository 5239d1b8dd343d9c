"""The way of an instalment up the chain: who pays whom, by which day, what each leg carries."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlmodel import Session

from bondlife.lifecycle.facts import bond_of, by_key, chain_of, rows
from bondlife.lifecycle.situation import Situation
from calculators.bonds.late_penalty import late_penalty
from calculators.kernel.dates import WorkCalendar, add_working_days
from models.base import columns
from models.registry import BondShare, Instalment, OnLending, Remittance

EARLY, CARRIED = "early", "carried"
CALLED = ("call", "put")
"""Origins of instalments: repaid ahead to the lender, carried by the issuer since, asked for by an option."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg as it is planned: regions by key, the registrar without one."""

    step: int
    payer_id: int
    payee_id: int | None
    due_on: date


def chain_behind(here: Situation, row: Instalment) -> list[OnLending]:
    """Return the on-lending chain an instalment travels, from the issuer down; the issuer's own has none."""
    share = by_key(here.session, BondShare, row.share_id)
    if share is None or row.origin == CARRIED:
        return []
    return chain_of(here, share)


def planned_legs(here: Situation, row: Instalment, calendar: WorkCalendar) -> list[Leg]:
    """Return the legs from the borrower up to the registrar; none where nothing was lent on."""
    chain = chain_behind(here, row)
    if not chain:
        return []
    found, due = [], row.payment_date
    for link in chain:
        due = add_working_days(due, -link.lead_days, calendar)
        found.append((link.borrower_id, link.lender_id, due))
    legs = [Leg(step, *parts) for step, parts in enumerate(reversed(found), 1)]
    if row.origin == EARLY:
        return legs
    return [*legs, Leg(len(legs) + 1, chain[0].lender_id, None, row.payment_date)]


def legs_of(session: Session, row: Instalment) -> list[Remittance]:
    """Return the legs that were planned for an instalment, from the borrower up."""
    leg = columns(Remittance)
    found = rows(session, Remittance, leg.instalment_id == row.id, leg.state != "cancelled")
    return sorted(found, key=lambda one: one.step)


def instalment_of(session: Session, leg: Remittance) -> Instalment | None:
    """Return the instalment a leg belongs to."""
    return by_key(session, Instalment, leg.instalment_id)


def is_ahead(row: Instalment) -> bool:
    """Tell whether an instalment was paid in ahead of its day."""
    return bool(row.fields.get("_ahead"))


def penalty_on(row: Instalment, day: date) -> int:
    """Return the late penalty up to a day, or the one fixed at remittance, before waivers."""
    running = row.fields.get("_penalty")
    if not running:
        return 0
    if "amount" in running:
        return int(running["amount"])
    since = date.fromisoformat(running["since"])
    found = late_penalty(
        int(running["overdue"]),
        coupon_rate=Decimal(running["coupon_rate"]),
        multiplier=Decimal(running["multiplier"]),
        due_date=since,
        paid_date=max(day, since),
        base_days=int(running["base_days"]),
    )
    return found.penalty


def is_lent_on(session: Session, row: Instalment) -> bool:
    """Tell whether the money of an instalment has a level above to go to."""
    share = by_key(session, BondShare, row.share_id)
    bond = bond_of(session, share)
    return (
        row.origin != CARRIED and share is not None and bond is not None and share.region_id != bond.region_id
    )
