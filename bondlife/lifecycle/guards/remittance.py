"""Legs of the chain: when money may leave, who acts for which level, paying in ahead."""

from collections.abc import Iterable, Mapping
from typing import Any

from bondlife.errors import Problem
from bondlife.lifecycle.facts import by_key, place
from bondlife.lifecycle.legs import instalment_of, is_lent_on, legs_of
from bondlife.lifecycle.situation import Situation
from models.registry import Instalment, Region, Remittance

_NEEDS_NO_LEG = ("planned", "budgeted", "refinancing", "refinanced", "superseded")


def ahead_of_due(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that the day of remittance is still ahead, and that there is a level above to pay to."""
    row = here.row
    if not isinstance(row, Instalment):
        return
    if here.today >= row.remittance_date:
        yield Problem(
            "not_ahead",
            "Money must leave by %(day)s; from then on it is an ordinary remittance.",
            "remittance_date",
            {"day": row.remittance_date.isoformat()},
            "officer",
            place(here, "schedule"),
        )
    if not is_lent_on(here.session, row):
        yield Problem(
            "no_level_above", "This share was not lent on; there is no level to pay in to.", "share"
        )


def before_due(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that the payment date is not past."""
    row = here.row
    if isinstance(row, Instalment) and here.today > row.payment_date:
        yield Problem(
            "due_date_past",
            "The instalment fell due on %(day)s; a shortfall is reported before that day.",
            "payment_date",
            {"day": row.payment_date.isoformat()},
            "officer",
            place(here, "schedule"),
        )


def no_chain(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that the share was not lent on: receipts of every level settle those that were."""
    row = here.row
    if not isinstance(row, Instalment):
        return
    waiting = [leg for leg in legs_of(here.session, row) if leg.state != "received"]
    if waiting:
        yield Problem(
            "receipts_missing",
            "Receipts settle it; the leg from %(payer)s is not received yet.",
            "remittance",
            {"payer": _name(here, waiting[0].payer_id)},
            "officer",
            f"/repayments/{row.public_id}",
        )


def leg_may_leave(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that the leg below has arrived; to the registrar the issuer pays in any case."""
    leg = here.row
    row = instalment_of(here.session, leg) if isinstance(leg, Remittance) else None
    if not isinstance(leg, Remittance) or row is None or leg.payee_id is None:
        return
    below = [one for one in legs_of(here.session, row) if one.step == leg.step - 1]
    if leg.step == 1:
        yield Problem(
            "sent_with_instalment",
            "The first leg leaves with the remittance of the instalment, which is signed there.",
            "instalment",
            href=f"/records/instalment/{row.public_id}",
        )
    elif any(one.state != "received" for one in below):
        yield Problem(
            "below_not_arrived",
            "The money from %(payer)s has not arrived yet.",
            "remittance",
            {"payer": _name(here, below[0].payer_id)},
        )


def leg_is_idle(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that the instalment no longer needs the leg."""
    row = instalment_of(here.session, here.row) if isinstance(here.row, Remittance) else None
    if row is not None and row.state not in _NEEDS_NO_LEG:
        yield Problem("leg_needed", "The instalment still needs this leg.", "instalment")


def acts_for_payer(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that who acts works for the paying level."""
    leg = here.row
    if isinstance(leg, Remittance):
        yield from _of_level(here, leg.payer_id)


def acts_for_payee(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that who acts works for the receiving level; the registrar's receipt is recorded by the payer."""
    leg = here.row
    if isinstance(leg, Remittance):
        yield from _of_level(here, leg.payee_id or leg.payer_id)


def _of_level(here: Situation, region_id: int) -> Iterable[Problem]:
    actor = here.actor
    if actor is not None and actor.user_id is not None and actor.region_id != region_id:
        yield Problem(
            "other_level",
            "This is recorded by the people of %(region)s.",
            "actor",
            {"region": _name(here, region_id)},
        )


def _name(here: Situation, key: int) -> str:
    region = by_key(here.session, Region, key)
    return region.name if region is not None else str(key)


GUARDS = {
    "ahead_of_due": ahead_of_due,
    "before_due": before_due,
    "no_chain": no_chain,
    "leg_may_leave": leg_may_leave,
    "leg_is_idle": leg_is_idle,
    "acts_for_payer": acts_for_payer,
    "acts_for_payee": acts_for_payee,
}
