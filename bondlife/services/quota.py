"""Post lines of the quota ledger: what was notified, given down, taken back; nothing is ever changed."""

from typing import Any, Literal

import sqlalchemy as sa
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from bondlife.acts import Act, perform
from bondlife.db import Database, hold_name
from bondlife.errors import Blocked, Conflict, Invalid, Problem
from bondlife.lifecycle.facts import pair
from bondlife.lifecycle.room import Room, room_of
from bondlife.security.actor import Actor
from bondlife.services.inputs import Input
from bondlife.services.records import region_by_code
from bondlife.services.values import Day, Line, SignedMoney, Year
from models.base import columns
from models.quota import BY_KEY
from models.registry import QuotaLine, RegionClosure

EntryKey = Literal["opening", "advance", "main", "adjustment", "recall", "carry_over", "control_figure"]
_EITHER = frozenset({"adjustment", "control_figure"})


class QuotaLineInput(Input):
    """One line as notified; ``lender`` is the region that gave it, empty where it came from outside."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$", examples=["330304"])
    lender: str = Field("", pattern=r"^[0-9A-Z]{0,12}$", examples=["330300"])
    year: Year
    bond_type: Literal["special", "general"] = "special"
    entry: EntryKey
    amount: SignedMoney
    batch: Line = Field("", max_length=40)
    notice_number: Line = Field(min_length=1, max_length=100)
    notified_on: Day
    note: Line = Field("", max_length=500)

    @model_validator(mode="after")
    def _sign(self) -> "QuotaLineInput":
        wanted = self.amount < 0 if self.entry == "recall" else self.amount > 0
        if self.amount == 0 or not (wanted or self.entry in _EITHER):
            raise PydanticCustomError(
                "quota_sign", "a recall is below zero, an adjustment either, all other lines are above zero"
            )
        return self


def post_line(db: Database, actor: Actor, form: QuotaLineInput, *, key: str = "") -> dict[str, Any]:
    """Post one line; the whole line is refused where any region would be left with less than it uses."""

    def work(act: Act) -> dict[str, Any]:
        region_id = region_by_code(act, form.region)
        act.actor.require("quota.edit", region_id)
        lender_id = _lender(act, form, region_id)
        values = form.model_dump(exclude={"region", "lender"})
        row = QuotaLine(region_id=region_id, lender_id=lender_id, **values)
        _hold(act, row)
        _require_new(act, row)
        return _stored(act, row)

    return dict(perform(db, actor, "quota.post", work, key=key, request=form.model_dump(mode="json")))


def reverse_line(db: Database, actor: Actor, public_id: str, reason: str, *, key: str = "") -> dict[str, Any]:
    """Answer a wrong line by its counter-line, with the reason in words."""

    def work(act: Act) -> dict[str, Any]:
        held = act.fetch(QuotaLine, public_id, "quota.read")
        act.actor.require("quota.edit", held.region_id)
        if not reason.strip():
            raise Invalid.because("reason_required", "Give the reason in words.", "reason")
        if held.reverses_id is not None:
            raise Conflict(
                Problem("is_counter", "This line is itself a counter-line; post the right one anew.")
            )
        names = ("region_id", "lender_id", "year", "bond_type", "entry", "batch", "notice_number")
        row = QuotaLine(
            **{name: getattr(held, name) for name in names},
            amount=-held.amount,
            notified_on=act.business_date,
            reverses_id=held.id,
            note=reason[:500],
        )
        _hold(act, row)
        if act.find(QuotaLine, columns(QuotaLine).reverses_id == held.id):
            raise Conflict(Problem("reversed_already", "This line has its counter-line already."))
        return _stored(act, row)

    return dict(perform(db, actor, "quota.reverse", work, key=key, request=[public_id, reason]))


def _stored(act: Act, row: QuotaLine) -> dict[str, Any]:
    if row.notified_on > act.business_date:
        raise Invalid.because("future_date", "The notice is dated after today.", "notified_on")
    before = {key: _room(act, row, key) for key in _touched(row)}
    act.add(row)
    act.flush()
    for key, room in before.items():
        _require_room(row, _room(act, row, key), room, key == row.region_id)
    if row.entry == "carry_over" and row.amount > 0:
        _require_kept_room(act, row)
    act.about(row, entry=row.entry, amount=row.amount)
    return {"public_id": row.public_id, "version": row.version}


def _touched(row: QuotaLine) -> list[int]:
    return [key for key in (row.region_id, row.lender_id) if key is not None]


def _room(act: Act, row: QuotaLine, region_id: int) -> Room:
    return room_of(act.session, region_id, row.year, row.bond_type)


def _hold(act: Act, row: QuotaLine) -> None:
    """Let one line at a time be posted for a region and for who gives it."""
    for key in sorted(_touched(row)):
        hold_name(act.session, f"quota/{key}")


def _lender(act: Act, form: QuotaLineInput, region_id: int) -> int | None:
    if not form.lender:
        return None
    lender, closure = region_by_code(act, form.lender), columns(RegionClosure)
    above = sa.select(closure.depth).where(closure.ancestor_id == lender, closure.descendant_id == region_id)
    if not act.session.execute(above).scalar_one_or_none():
        raise Invalid.because("not_above", "Quota is given by a region above.", "lender")
    return lender


def _require_new(act: Act, row: QuotaLine) -> None:
    own = columns(QuotaLine)
    same = act.find(
        QuotaLine,
        own.region_id == row.region_id,
        own.year == row.year,
        own.bond_type == row.bond_type,
        own.entry == row.entry,
        own.notice_number == row.notice_number,
        own.batch == row.batch,
    )
    answered = {one.reverses_id for one in same}
    if any(one.id not in answered and one.reverses_id is None for one in same):
        raise Conflict(Problem("duplicate", "A record with this key already exists."))


def _require_room(row: QuotaLine, room: Room, before: Room, is_receiver: bool) -> None:
    """Refuse a line that leaves a counter below zero and lower than it was before."""
    entry = BY_KEY[row.entry]
    field = "amount" if is_receiver else "lender"
    counters = (
        (entry.limit, "limit", room.own_limit, before.own_limit),
        (entry.quota, "quota", room.free, before.free),
        (entry.control, "control figure", _control_left(room), _control_left(before)),
    )
    for counts, name, left, held in counters:
        if counts and left < 0 and left < held and not _from_outside(before, is_receiver):
            raise Blocked(
                Problem(
                    f"no_{name.split()[0]}_left",
                    _SENTENCES[name],
                    field,
                    {"year": row.year, **pair(abs(row.amount), max(held, 0))},
                    "officer",
                    "/quota",
                )
            )


def _from_outside(before: Room, is_receiver: bool) -> bool:
    """Tell whether the giver keeps no ledger here: then there is nothing to hold the line against."""
    kept = (
        before.limit or before.received or before.control is not None or before.given or before.control_given
    )
    return not is_receiver and not kept


def _control_left(room: Room) -> int:
    return (room.own_control or 0) - room.applied


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


_SENTENCES = {
    "limit": _("The line of %(left)s 10k yuan exceeds the limit not given down yet, %(right)s 10k yuan."),
    "quota": _(
        "The line of %(left)s 10k yuan exceeds the quota of %(year)s that is free, %(right)s 10k yuan."
    ),
    "control figure": _(
        "The line of %(left)s 10k yuan exceeds the control figure of %(year)s that is free, "
        "%(right)s 10k yuan."
    ),
}


def _require_kept_room(act: Act, row: QuotaLine) -> None:
    """Refuse carried-over room beyond what limit and balance left open at the end of the year before."""
    own = columns(QuotaLine)
    room = room_of(act.session, row.region_id, row.year, row.bond_type)
    if room.kept is None:
        raise Blocked(
            Problem(
                "balance_unknown",
                "Enter the statement of limit and balance of this region, of %(year)s or a year before.",
                "amount",
                {"year": row.year - 1},
                "officer",
                "/limits",
            )
        )
    used = sum(
        one.amount
        for one in act.find(
            QuotaLine,
            own.region_id == row.region_id,
            own.year == row.year,
            own.bond_type == row.bond_type,
            own.entry == "carry_over",
        )
    )
    if used > room.kept:
        raise Blocked(
            Problem(
                "above_kept_room",
                "Carried-over room of %(left)s 10k yuan exceeds limit less balance of the year before, "
                "%(right)s 10k yuan.",
                "amount",
                pair(used, max(room.kept, 0)),
                "officer",
                "/limits",
            )
        )
