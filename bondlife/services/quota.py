"""Lines of the quota ledger: what was notified, given down, taken back; nothing is ever changed.

Where the rule asks for a second person, a line is put forward as a notice and posted on the last signature.
"""

from typing import Any

import sqlalchemy as sa

from bondlife.acts import Act, perform
from bondlife.books import newest_kind, region_code, rule_book
from bondlife.db import Database
from bondlife.errors import Conflict, Invalid, Problem
from bondlife.lifecycle import engine
from bondlife.lifecycle.effects.quota import post
from bondlife.lifecycle.quota_lines import KEY, line_of, require_new
from bondlife.lifecycle.situation import situation
from bondlife.security.actor import Actor
from bondlife.services import approvals, records
from bondlife.services.inputs import QuotaNoticeInput
from models.base import columns
from models.registry import QuotaLine, QuotaNotice, RegionClosure

STEP = "post"
"""The transition by which a notice becomes a line."""


def post_line(db: Database, actor: Actor, form: QuotaNoticeInput, *, key: str = "") -> dict[str, Any]:
    """Put one line forward, or post it at once where the rule asks for no second person.

    The whole line is refused where any region would be left with less than it uses.
    """

    def work(act: Act) -> dict[str, Any]:
        values = records.column_values(act, form)
        region_id = records.region_by_code(act, form.region)
        act.actor.require("quota.edit", region_id)
        _require_above(act, values["lender_id"], region_id)
        return _forward(act, QuotaNotice(region_id=region_id, **values))

    return dict(perform(db, actor, "quota.post", work, key=key, request=form.model_dump(mode="json")))


def reverse_line(db: Database, actor: Actor, public_id: str, reason: str, *, key: str = "") -> dict[str, Any]:
    """Answer a wrong line by its counter-line, with the reason in words; two persons where the rule asks."""

    def work(act: Act) -> dict[str, Any]:
        held = act.fetch(QuotaLine, public_id, "quota.read")
        act.actor.require("quota.edit", held.region_id)
        if not reason.strip():
            raise Invalid.because("reason_required", "Give the reason in words.", "reason")
        if held.reverses_id is not None:
            raise Conflict(
                Problem("is_counter", "This line is itself a counter-line; post the right one anew.")
            )
        names = (*KEY, "lender_id")
        values: dict[str, Any] = {name: getattr(held, name) for name in names}
        values |= {"amount": -held.amount, "notified_on": act.business_date, "note": reason[:500]}
        return _forward(act, QuotaNotice(**values, reverses_id=held.id))

    return dict(perform(db, actor, "quota.reverse", work, key=key, request=[public_id, reason]))


def _forward(act: Act, notice: QuotaNotice) -> dict[str, Any]:
    """Post the line of a notice, or put the notice up for signatures once nothing speaks against it."""
    rules = rule_book(act.session, region_code(act.session, notice.region_id), act.business_date)
    rule = rules.get("quota.second_person")
    if notice.notified_on > act.business_date:
        raise Invalid.because("future_date", "The notice is dated after today.", "notified_on")
    require_new(act.session, line_of(notice))
    if rule is None or not rule.value:
        line = post(act, line_of(notice))
        act.about(line, entry=line.entry, amount=line.amount)
        return {"public_id": line.public_id, "version": line.version, "state": "posted"}
    _require_alone(act, notice)
    _stored(act, notice)
    here = situation(act.session, notice, act.business_date, reason=notice.note, actor=act.actor)
    step = engine.find(here, STEP)
    engine.require(here, act.actor, step)
    return {**records.receipt(notice), **approvals.open_for(act, here, step), "state": "waiting"}


def _stored(act: Act, notice: QuotaNotice) -> None:
    kind = newest_kind(act.session, "special_bond")
    notice.kind, notice.kind_version = kind.key, kind.version
    engine.enter(act, notice, kind.lifecycle(notice.record))
    act.add(notice)
    act.flush()
    records.after_change(act, notice)
    act.about(notice, entry=notice.entry, amount=notice.amount)


def _require_alone(act: Act, notice: QuotaNotice) -> None:
    """Refuse a notice that waits for its second person already."""
    own = columns(QuotaNotice)
    same = [own[name] == getattr(notice, name) for name in KEY]
    same.append(own.reverses_id.is_not_distinct_from(notice.reverses_id))
    if act.find(QuotaNotice, *same, own.state == "draft", own.ended_at.is_(None)):
        raise Conflict(Problem("waits_already", "The same notice already waits for a second person."))


def _require_above(act: Act, lender_id: int | None, region_id: int) -> None:
    if lender_id is None:
        return
    closure = columns(RegionClosure)
    above = sa.select(closure.depth).where(
        closure.ancestor_id == lender_id, closure.descendant_id == region_id
    )
    if not act.session.execute(above).scalar_one_or_none():
        raise Invalid.because("not_above", "Quota is given by a region above.", "lender")
