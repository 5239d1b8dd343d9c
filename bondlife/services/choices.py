"""Choices of a region that two persons make: one proposes with a reason, another approves or refuses."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.errors import Conflict, Forbidden, Invalid, Problem, missing
from bondlife.security.actor import Actor
from bondlife.services.records import region_by_code
from models.base import columns
from models.registry import Setting, SettingProposal


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


@dataclass(frozen=True, slots=True)
class Rights:
    """What a kind of choice asks for: the prefix of its keys, acts and rights of both persons, who reads."""

    prefix: str
    act: str
    propose: str
    approve: str
    read: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A new value of one key from a day on, with the reason."""

    key: str
    value: Any
    valid_from: date
    reason: str


FLOW = Rights("approval.", "flow", "flow.edit", "flow.approve", "flow.read")
MODE = Rights("platform.mode", "platform.mode", "platform.edit", "platform.approve", "platform.read")
PERIOD = Rights("period.", "period", "period.propose", "period.lock", "period.read")


def propose(
    db: Database,
    actor: Actor,
    region: str,
    wanted: Choice,
    *,
    rights: Rights,
    check: Callable[[Act, int], None] | None = None,
    key: str = "",
) -> dict[str, Any]:
    """Put a choice forward; what is in force holds until a second person approves."""

    def work(act: Act) -> dict[str, Any]:
        region_id = region_by_code(act, region)
        act.actor.require(rights.propose, region_id)
        if check is not None:
            check(act, region_id)
        if wanted.valid_from < act.business_date:
            raise Invalid.because(
                "not_backdated", _("A choice holds from today on, not before."), "valid_from"
            )
        _require_alone(act, region_id, wanted.key)
        row = act.add(
            SettingProposal(
                region_id=region_id,
                key=wanted.key,
                value=wanted.value,
                valid_from=wanted.valid_from,
                reason=wanted.reason,
                prepared_by=act.actor.user_id,
            )
        )
        act.flush()
        act.about(row, key=wanted.key, value=wanted.value)
        return {"public_id": row.public_id, "state": row.state, "version": row.version}

    request = [region, wanted.key, wanted.value, wanted.valid_from.isoformat(), wanted.reason]
    return dict(perform(db, actor, f"{rights.act}.propose", work, key=key, request=request))


def _require_alone(act: Act, region_id: int, key: str) -> None:
    own = columns(SettingProposal)
    waiting = own.region_id == region_id, own.key == key, own.state == "proposed", own.ended_at.is_(None)
    if not key.startswith(FLOW.prefix) and act.find(SettingProposal, *waiting):
        raise Conflict(Problem("waits_already", _("The same choice already waits for a second person.")))


def decide(
    db: Database,
    actor: Actor,
    public_id: str,
    version: int,
    *,
    approve: bool,
    rights: Rights,
    apply: Callable[[Act, SettingProposal], None],
    key: str = "",
) -> dict[str, Any]:
    """Bring a choice into force by ``apply``, or refuse it; never by whoever proposed it."""

    def work(act: Act) -> dict[str, Any]:
        row = act.fetch(SettingProposal, public_id, rights.read)
        if not row.key.startswith(rights.prefix):
            raise missing("setting_proposal")
        act.about(row, key=row.key)
        act.actor.require(rights.approve, row.region_id)
        if act.actor.user_id == row.prepared_by:
            raise Forbidden.because("four_eyes", "Who prepared it cannot approve it; a second person signs.")
        if row.state != "proposed":
            raise Conflict(Problem("not_waiting", "This approval is no longer open."))
        act.require_version(row, version)
        act.change(row, state="in_force" if approve else "refused", approved_by=act.actor.user_id)
        if approve:
            apply(act, row)
        return {"public_id": public_id, "state": row.state}

    request = [public_id, version, approve]
    return dict(perform(db, actor, f"{rights.act}.decide", work, key=key, request=request))


def put_setting(act: Act, proposal: SettingProposal) -> None:
    """Write a proposal as the setting of its region, from its day or from today."""
    on = max(proposal.valid_from, act.business_date)
    own = columns(Setting)
    held = act.find(
        Setting, own.region_id == proposal.region_id, own.key == proposal.key, own.valid_from == on
    )
    if held:
        act.change(held[0], value=proposal.value, ended_at=None)
    else:
        act.add(Setting(region_id=proposal.region_id, key=proposal.key, value=proposal.value, valid_from=on))
