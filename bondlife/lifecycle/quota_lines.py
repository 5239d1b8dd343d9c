"""What a line of the quota ledger must hold to: its sign, its day, and room left on both sides of it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session

from bondlife.errors import Conflict, Problem
from bondlife.lifecycle.facts import pair, rows
from bondlife.lifecycle.room import Room, room_of
from models.base import columns
from models.quota import BY_KEY
from models.registry import QuotaLine, QuotaNotice

KEY = ("region_id", "year", "bond_type", "entry", "notice_number", "batch")
"""What tells one line from another: the same notice is posted once."""
LINE_COLUMNS = (*KEY, "amount", "lender_id", "notified_on", "reverses_id", "note")
"""What a line takes over from its notice."""


def line_of(notice: QuotaNotice) -> QuotaLine:
    """Return the line a notice would become; it is not stored."""
    return QuotaLine(**{name: getattr(notice, name) for name in LINE_COLUMNS})


def problems_of(session: Session, line: QuotaLine, today: date) -> Iterator[Problem]:
    """Return why a line that is not in the ledger yet cannot be posted; the session only reads."""
    if line.notified_on > today:
        yield Problem("future_date", "The notice is dated after today.", "notified_on")
    for key in (line.region_id, line.lender_id):
        if key is not None:
            before = room_of(session, key, line.year, line.bond_type)
            yield from _beyond(line, before, is_receiver=key == line.region_id)
    if line.entry == "carry_over" and line.amount > 0:
        yield from _beyond_kept(session, line)


def require_new(session: Session, line: QuotaLine) -> None:
    """Refuse a notice that stands in the ledger already, and a counter-line to what has one."""
    own = columns(QuotaLine)
    if line.reverses_id is not None:
        if rows(session, QuotaLine, own.reverses_id == line.reverses_id):
            raise Conflict(Problem("reversed_already", "This line has its counter-line already."))
        return
    same = rows(session, QuotaLine, *(own[name] == getattr(line, name) for name in KEY))
    answered = {one.reverses_id for one in same}
    if any(one.id not in answered and one.reverses_id is None for one in same):
        raise Conflict(Problem("duplicate", "A record with this key already exists."))


def _with(line: QuotaLine, before: Room, *, is_receiver: bool) -> Room:
    """Return the room of one side with the line in the ledger."""
    entry, amount = BY_KEY[line.entry], line.amount
    if is_receiver:
        return replace(
            before,
            limit=before.limit + (amount if entry.limit else 0),
            received=before.received + (amount if entry.quota else 0),
            control=(before.control or 0) + amount if entry.control else before.control,
        )
    return replace(
        before,
        limit_given=before.limit_given + (amount if entry.limit else 0),
        given=before.given + (amount if entry.quota else 0),
        control_given=before.control_given + (amount if entry.control else 0),
    )


def _beyond(line: QuotaLine, before: Room, *, is_receiver: bool) -> Iterable[Problem]:
    """Return the counters a line leaves below zero and lower than they were before."""
    entry, after = BY_KEY[line.entry], _with(line, before, is_receiver=is_receiver)
    counters = (
        (entry.limit, "limit", after.own_limit, before.own_limit),
        (entry.quota, "quota", after.free, before.free),
        (entry.control, "control", _control_left(after), _control_left(before)),
    )
    for counts, name, left, held in counters:
        if counts and left < 0 and left < held and not _from_outside(before, is_receiver=is_receiver):
            told = {"year": line.year, **pair(abs(line.amount), max(held, 0))}
            field = "amount" if is_receiver else "lender"
            yield _none_left(name, field, told)


def _none_left(name: str, field: str, told: dict[str, Any]) -> Problem:
    """Return why a line does not fit its limit, quota or control figure."""
    if name == "limit":
        words = Problem(
            "no_limit_left",
            "The line of %(left)s 10k yuan exceeds the limit not given down yet, %(right)s 10k yuan.",
        )
    elif name == "quota":
        words = Problem(
            "no_quota_left",
            "The line of %(left)s 10k yuan exceeds the quota of %(year)s that is free, %(right)s 10k yuan.",
        )
    else:
        words = Problem(
            "no_control_left",
            "The line of %(left)s 10k yuan exceeds the control figure of %(year)s that is free, "
            "%(right)s 10k yuan.",
        )
    return replace(words, field=field, params=told, who="officer", href="/quota")


def _from_outside(before: Room, *, is_receiver: bool) -> bool:
    """Tell whether the giver keeps no ledger here: then there is nothing to hold the line against."""
    kept = (
        before.limit or before.received or before.control is not None or before.given or before.control_given
    )
    return not is_receiver and not kept


def _control_left(room: Room) -> int:
    return (room.own_control or 0) - room.applied


def _beyond_kept(session: Session, line: QuotaLine) -> Iterable[Problem]:
    """Return why carried-over room goes beyond what limit and balance left at the end of the year before."""
    room = room_of(session, line.region_id, line.year, line.bond_type)
    if room.kept is None:
        yield Problem(
            "balance_unknown",
            "Enter the statement of limit and balance of this region, of %(year)s or a year before.",
            "amount",
            {"year": line.year - 1},
            "officer",
            "/limits",
        )
        return
    own = columns(QuotaLine)
    same = (own[name] == getattr(line, name) for name in ("region_id", "year", "bond_type", "entry"))
    used = line.amount + sum(one.amount for one in rows(session, QuotaLine, *same))
    if used > room.kept:
        yield Problem(
            "above_kept_room",
            "Carried-over room of %(left)s 10k yuan exceeds limit less balance of the year before, "
            "%(right)s 10k yuan.",
            "amount",
            pair(used, max(room.kept, 0)),
            "officer",
            "/limits",
        )
