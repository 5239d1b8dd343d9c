"""The three rates of bond money of many projects at once, for lists and files."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.queries.project_money import RELEASED_UNPAID
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from calculators.risk.use_rates import UseRates, use_rates
from models.base import columns
from models.registry import BondShare, Disbursement, Project

_GONE = ("cancelled", "superseded")


def rates_by_project(session: Session, actor: Actor) -> dict[str, UseRates]:
    """Return the rates of every project this person sees that holds bonds, by its public key."""
    waiting = {key: int(amount) for key, amount in session.execute(_released_unpaid(actor))}
    return {
        public_id: use_rates(
            int(held), arrived=int(arrived), released=int(paid) + waiting.get(key, 0), paid=int(paid)
        )
        for key, public_id, held, arrived, paid in session.execute(_shares(actor))
    }


def _shares(actor: Actor) -> Any:
    share, project = columns(BondShare), columns(Project)
    sums = (sa.func.sum(column) for column in (share.amount, share.received, share.paid))
    return (
        scoped(actor, BondShare, project.id, project.public_id, *sums, permission="bond_share.read")
        .join(Project, project.id == share.project_id)
        .where(share.ended_at.is_(None), share.state.not_in(_GONE))
        .group_by(project.id, project.public_id)
    )


def _released_unpaid(actor: Actor) -> Any:
    payment = columns(Disbursement)
    return (
        scoped(
            actor,
            Disbursement,
            payment.project_id,
            sa.func.sum(payment.amount),
            permission="disbursement.read",
        )
        .where(
            payment.share_id.is_not(None),
            payment.state.in_(RELEASED_UNPAID),
            payment.ended_at.is_(None),
        )
        .group_by(payment.project_id)
    )
