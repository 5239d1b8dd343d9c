"""Substitutes (A/B 岗): a person's own roles lent for some days, approved by a third, ended at any time."""

from typing import Any

from pydantic import Field

from bondlife.acts import Act, perform
from bondlife.books import bump
from bondlife.db import Database
from bondlife.errors import Conflict, Forbidden, Invalid, Problem, missing
from bondlife.security.actor import Actor
from bondlife.services.inputs import Input
from bondlife.services.notices import tell
from bondlife.services.values import Day, Prose
from models.base import columns
from models.registry import Delegation, User

MOST_DAYS = 92


class DelegationInput(Input):
    """Who stands in, from when to when, why."""

    substitute: str = Field(pattern=r"^[a-z][a-z0-9._-]{1,58}$")
    valid_from: Day
    valid_to: Day
    reason: Prose = Field(min_length=1, max_length=500)


def propose(db: Database, actor: Actor, form: DelegationInput, *, key: str = "") -> dict[str, Any]:
    """Name a substitute for oneself; nothing is lent before a third person approves."""

    def work(act: Act) -> dict[str, Any]:
        me = _user(act, act.actor.account)
        other = _user(act, form.substitute)
        act.actor.require("delegation.propose", me.region_id, me.organisation_id)
        if other.id == me.id:
            raise Invalid.because("oneself", "Nobody stands in for oneself.", "substitute")
        if other.disabled or (other.region_id, other.organisation_id) != (me.region_id, me.organisation_id):
            raise Invalid.because("same_office", "A substitute belongs to the same office.", "substitute")
        days = (form.valid_to - form.valid_from).days
        if not 0 <= days <= MOST_DAYS or form.valid_to < act.business_date:
            raise Invalid.because(
                "delegation_days", "Choose days from today on, at most %(most)d.", "valid_to", most=MOST_DAYS
            )
        values = form.model_dump(exclude={"substitute"})
        row = act.add(
            Delegation(user_id=me.id or 0, substitute_id=other.id or 0, region_id=me.region_id, **values)
        )
        act.flush()
        act.about(row, substitute=form.substitute)
        return {"public_id": row.public_id, "state": row.state}

    return dict(perform(db, actor, "delegation.propose", work, key=key, request=form.model_dump(mode="json")))


def decide(
    db: Database, actor: Actor, public_id: str, version: int, *, approve: bool, key: str = ""
) -> dict[str, Any]:
    """Approve a substitute, or refuse: neither the person nor the substitute decides."""

    def work(act: Act) -> dict[str, Any]:
        row = _row(act, public_id, version)
        act.actor.require("delegation.approve", row.region_id)
        if act.actor.user_id in (row.user_id, row.substitute_id) or act.actor.stands_in("delegation.approve"):
            raise Forbidden.because("third_person", "A third person decides who stands in for whom.")
        if row.state != "proposed":
            raise Conflict(Problem("not_waiting", "This approval is no longer open."))
        act.change(row, state="in_force" if approve else "refused", approved_by=act.actor.user_id)
        _stale(act, row)
        _tell(act, row)
        return {"public_id": public_id, "state": row.state}

    return dict(perform(db, actor, "delegation.decide", work, key=key, request=[public_id, version, approve]))


def end(db: Database, actor: Actor, public_id: str, version: int, *, key: str = "") -> dict[str, Any]:
    """End a substitution at once: by the person, the substitute, or whoever may approve one."""

    def work(act: Act) -> dict[str, Any]:
        row = _row(act, public_id, version)
        if act.actor.user_id not in (row.user_id, row.substitute_id):
            act.actor.require("delegation.approve", row.region_id)
        if row.state not in {"proposed", "in_force"}:
            raise Conflict(Problem("not_waiting", "This approval is no longer open."))
        act.change(row, state="ended")
        _stale(act, row)
        return {"public_id": public_id, "state": row.state}

    return dict(perform(db, actor, "delegation.end", work, key=key, request=[public_id, version]))


def _tell(act: Act, row: Delegation) -> None:
    person = act.get(User, row.user_id)
    params = {
        "name": person.display_name,
        "first": row.valid_from.isoformat(),
        "last": row.valid_to.isoformat(),
    }
    if row.state == "in_force":
        message = "You stand in for %(name)s from %(first)s to %(last)s."
        tell(act, [row.substitute_id], "delegation", message, params, "/delegations")


def _stale(act: Act, row: Delegation) -> None:
    """Have the rights of the substitute read anew."""
    user = act.get(User, row.substitute_id)
    act.change(user, rights_version=user.rights_version + 1)
    bump(act.session, "rights")


def _row(act: Act, public_id: str, version: int) -> Delegation:
    found = act.find(Delegation, columns(Delegation).public_id == public_id)
    row = found[0] if found else None
    mine = row is not None and act.actor.user_id in (row.user_id, row.substitute_id)
    if row is None or not (mine or act.actor.can_on("delegation.approve", row.region_id)):
        raise missing("delegation")
    act.about(row)
    act.require_version(row, version)
    return row


def _user(act: Act, account: str) -> User:
    found = act.find(User, columns(User).account == account)
    if not found:
        raise Invalid.because("no_user", "There is no account %(account)s.", "substitute", account=account)
    return found[0]
