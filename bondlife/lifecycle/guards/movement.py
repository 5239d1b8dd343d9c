"""Movements of money: what each type needs, refunds within what was paid, corrections that mirror once."""

from collections.abc import Iterable, Mapping
from typing import Any

from bondlife.errors import Problem
from bondlife.lifecycle.facts import by_key, pair, place, rows, share_of, total
from bondlife.lifecycle.guards.budget import role_of
from bondlife.lifecycle.guards.money import received_on
from bondlife.lifecycle.situation import Situation
from bondlife.queries.field_labels import label_of
from models.base import columns
from models.movement_types import BY_KEY, FEE_ACCOUNTS, MovementType
from models.registry import BondShare, Disbursement, Movement

_COLUMN = {"share": "share_id", "payment": "payment_id", "corrects": "corrects_id"}
_PAID = ("paid", "settled")


def movement_complete(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that a movement names what its type needs, on a day and account that fit."""
    row = here.row
    if not isinstance(row, Movement) or here.rules.get(str(params["rule"])) is None:
        return
    known = BY_KEY.get(row.type)
    if known is None:
        yield Problem(
            "no_movement_type", "There is no movement of type %(type)s.", "type", {"type": row.type}
        )
        return
    yield from _needs(here, row, known)
    yield from _day(here, row)
    yield from _account(here, row)
    if row.payment_id is not None:
        yield from _refund(here, row)
    if row.corrects_id is not None:
        yield from _correction(here, row)


def _needs(here: Situation, row: Movement, known: MovementType) -> Iterable[Problem]:
    for name in known.needs:
        if getattr(row, _COLUMN.get(name, name)) in (None, ""):
            label = label_of(here.kind, "movement", name)
            yield Problem("field_empty", "Fill in: %(label)s.", name, {"label": label})
    for name in ("payment", "corrects"):
        if name not in known.needs and getattr(row, _COLUMN[name]) is not None:
            label = label_of(here.kind, "movement", name)
            yield Problem(
                "not_for_type",
                "%(label)s does not belong to a movement of this type.",
                name,
                {"label": label},
            )
    share = share_of(here)
    if share is not None and share.project_id != row.project_id:
        yield Problem("other_share", "The bond share belongs to another project.", "share")


def _day(here: Situation, row: Movement) -> Iterable[Problem]:
    share = share_of(here)
    arrived = received_on(here, share) if share is not None else None
    if row.moved_on > here.today:
        yield Problem(
            "day_ahead",
            "The day %(day)s lies ahead of today.",
            "moved_on",
            {"day": row.moved_on.isoformat()},
            "officer",
        )
    if arrived is not None and row.moved_on < arrived:
        yield Problem(
            "moved_before_received",
            "The movement of %(day)s is dated before the money arrived on %(arrived)s.",
            "moved_on",
            {"day": row.moved_on.isoformat(), "arrived": arrived.isoformat()},
            "officer",
        )


def _account(here: Situation, row: Movement) -> Iterable[Problem]:
    wanted = FEE_ACCOUNTS.get(row.type)
    if wanted is not None and row.budget_account and role_of(here, row.budget_account) != wanted:
        yield Problem(
            "account_not_for_fees",
            "The account %(account)s does not pay this: fees and penalties are budget expenditure.",
            "budget_account",
            {"account": row.budget_account},
            "officer",
            "/rules",
        )


def _refund(here: Situation, row: Movement) -> Iterable[Problem]:
    payment = by_key(here.session, Disbursement, row.payment_id)
    if payment is None or payment.state not in _PAID or payment.project_id != row.project_id:
        yield Problem(
            "payment_not_paid", "Only a payment of this project that went out is refunded.", "payment"
        )
        return
    back = refunded(here, payment, without=row.id)
    if back + row.amount > payment.amount:
        yield Problem(
            "above_payment",
            "Refunds would be %(left)s 10k yuan; paid were %(right)s 10k yuan.",
            "amount",
            pair(back + row.amount, payment.amount),
            "officer",
            place(here, "money"),
        )


def refunded(here: Situation, payment: Disbursement, *, without: int | None = None) -> int:
    """Return what came back of a payment in booked refunds."""
    column = columns(Movement)
    booked = (column.payment_id == payment.id, column.type == "payee_refund", column.state == "booked")
    return total(here.session, Movement, "amount", *booked, column.id != (without or 0))


def _correction(here: Situation, row: Movement) -> Iterable[Problem]:
    wrong = by_key(here.session, Movement, row.corrects_id)
    if wrong is None or wrong.state != "booked" or wrong.project_id != row.project_id:
        yield Problem("not_booked", "Only a booked movement of this project is corrected.", "corrects")
    elif wrong.type == "correction":
        yield Problem("not_twice", "A correction is not corrected; enter the movement anew.", "corrects")
    elif wrong.amount != row.amount:
        yield Problem(
            "mirror_amount",
            "A correction mirrors the whole movement: %(right)s 10k yuan, not %(left)s.",
            "amount",
            pair(row.amount, wrong.amount),
        )


def countered(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask for a booked correction that mirrors the movement."""
    column = columns(Movement)
    found = rows(here.session, Movement, column.corrects_id == here.row.id, column.state == "booked")
    if not found:
        yield Problem(
            "no_correction",
            "Enter a correction of this movement; it is marked when the correction is booked.",
            "corrects",
            who="officer",
            href=place(here, "money"),
        )


def share_behind(here: Situation, row: Movement) -> BondShare | None:
    """Return the share whose money moves: named, or that of the payment it belongs to."""
    payment = by_key(here.session, Disbursement, row.payment_id)
    key = payment.share_id if payment is not None else row.share_id
    return by_key(here.session, BondShare, key)


GUARDS = {"movement_complete": movement_complete, "countered": countered}
