"""People and their rights: accounts by one administrator, grants proposed by one, approved by another."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from pydantic import Field

from bondlife.acts import Act, perform, record_refusal
from bondlife.books import bump
from bondlife.db import Database
from bondlife.errors import Forbidden, Invalid, missing
from bondlife.security.actor import Actor
from bondlife.security.passwords import check_strength
from bondlife.security.permissions import ROLES
from bondlife.security.sessions import confirm_password, set_password, sign_out_everywhere
from bondlife.services.inputs import Input
from bondlife.services.values import Day, Key, Line, MaybeDay, MaybeId
from models.base import columns
from models.registry import Delegation, Organisation, Region, RoleGrant, User


class UserInput(Input):
    """A new account."""

    account: str = Field(pattern=r"^[a-z][a-z0-9._-]{1,58}$")
    display_name: Line = Field(min_length=1, max_length=60)
    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$")
    organisation: MaybeId = None
    section: Line = Field("", max_length=40)
    password: str = Field(max_length=200)


class GrantInput(Input):
    """A role over a region subtree, perhaps only for one organisation."""

    role: Key
    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$")
    organisation: MaybeId = None
    valid_from: Day
    valid_to: MaybeDay = None


def create_user(db: Database, actor: Actor, form: UserInput, *, key: str = "") -> dict[str, Any]:
    """Open an account; its first sign-in asks for a password of its owner's own."""

    def work(act: Act) -> dict[str, Any]:
        check_strength(form.password, form.account)
        region = _region(act, form.region)
        act.actor.require("user.edit", region.id)
        values = set_password(form.password)
        row = act.add(
            User(
                account=form.account,
                display_name=form.display_name,
                region_id=region.id or 0,
                organisation_id=_organisation(act, form.organisation),
                section=form.section,
                **{**values, "must_change_password": True},
            )
        )
        act.flush()
        act.about(row)
        return {"public_id": row.public_id, "account": row.account}

    request = form.model_dump(mode="json", exclude={"password"})
    return dict(perform(db, actor, "user.create", work, key=key, request=request))


def disable_user(db: Database, actor: Actor, account: str, *, disabled: bool) -> dict[str, Any]:
    """Close or reopen an account; its sessions end at once."""

    def work(act: Act) -> dict[str, Any]:
        row = _user(act, account)
        act.actor.require("user.edit", row.region_id)
        act.change(row, disabled=disabled)
        _stale_rights(act, row.id or 0)
        act.about(row, disabled=disabled)
        return {"account": account, "disabled": disabled, "id": row.id}

    answer = dict(perform(db, actor, "user.disable", work))
    sign_out_everywhere(db, answer.pop("id"))
    return answer


def reset_password(db: Database, actor: Actor, account: str, password: str) -> dict[str, Any]:
    """Give an account a first password again; the owner changes it at the next sign-in."""

    def work(act: Act) -> dict[str, Any]:
        row = _user(act, account)
        act.actor.require("user.edit", row.region_id)
        check_strength(password, account)
        act.change(row, **{**set_password(password), "must_change_password": True})
        act.about(row)
        return {"account": account, "id": row.id}

    answer = dict(perform(db, actor, "user.reset_password", work))
    sign_out_everywhere(db, answer.pop("id"))
    return answer


def require_password(db: Database, actor: Actor, act: str, password: str, field: str) -> None:
    """Refuse, and write down, an act on one's own account by somebody who does not know its password."""
    try:
        confirm_password(db, actor.account, password, field)
    except Invalid as refusal:
        record_refusal(db, actor, act, refusal)
        raise


def change_password(
    db: Database, actor: Actor, old: str, new: str, *, session_id: int | None = None
) -> dict[str, Any]:
    """Change one's own password; every session but the one that asks ends."""

    require_password(db, actor, "account.change_password", old, "old")

    def work(act: Act) -> dict[str, Any]:
        row = _user(act, actor.account)
        if old == new:
            raise Invalid.because(
                "same_password", "Choose a password different from the present one.", "password"
            )
        check_strength(new, row.account)
        act.change(row, **set_password(new))
        act.about(row)
        return {"account": row.account}

    answer = dict(perform(db, actor, "account.change_password", work))
    sign_out_everywhere(db, actor.user_id or 0, but=session_id)
    return answer


def set_totp(db: Database, actor: Actor, secret: str) -> dict[str, Any]:
    """Turn on one's own second factor after its first code was right."""

    def work(act: Act) -> dict[str, Any]:
        row = _user(act, actor.account)
        act.change(row, totp_secret=secret)
        act.about(row)
        return {"account": row.account}

    return dict(perform(db, actor, "account.set_totp", work))


def propose_grant(
    db: Database, actor: Actor, account: str, form: GrantInput, *, key: str = ""
) -> dict[str, Any]:
    """Propose a role for a person; it holds once a security administrator approves it."""

    def work(act: Act) -> dict[str, Any]:
        if form.role not in ROLES:
            raise Invalid.because("no_role", "There is no role %(role)s.", "role", role=form.role)
        region = _region(act, form.region)
        act.actor.require("grant.propose", region.id)
        user = _user(act, account)
        row = act.add(
            RoleGrant(
                user_id=user.id or 0,
                role=form.role,
                region_id=region.id or 0,
                organisation_id=_organisation(act, form.organisation),
                valid_from=form.valid_from,
                valid_to=form.valid_to,
                proposed_by=act.actor.user_id,
            )
        )
        act.flush()
        act.about(row, account=account, role=form.role)
        return {"public_id": row.public_id, "state": row.state}

    request = [account, form.model_dump(mode="json")]
    return dict(perform(db, actor, "grant.propose", work, key=key, request=request))


def decide_grant(db: Database, actor: Actor, public_id: str, *, approve: bool) -> dict[str, Any]:
    """Approve or refuse a proposed role: not one's own, not for oneself."""

    def work(act: Act) -> dict[str, Any]:
        row = act.fetch(RoleGrant, public_id)
        act.actor.require("grant.approve", row.region_id)
        if act.actor.user_id in (row.proposed_by, row.user_id):
            raise Forbidden.because("four_eyes", "Who prepared it cannot approve it; a second person signs.")
        if row.state != "proposed":
            raise Invalid.because("not_waiting", "This approval is no longer open.")
        act.change(row, state="in_force" if approve else "refused", approved_by=act.actor.user_id)
        _stale_rights(act, row.user_id)
        act.about(row, role=row.role)
        return {"public_id": public_id, "state": row.state}

    return dict(perform(db, actor, "grant.approve" if approve else "grant.refuse", work))


def end_grant(db: Database, actor: Actor, public_id: str, on: date) -> dict[str, Any]:
    """Take a role back from a day on; taking away needs one administrator only."""

    def work(act: Act) -> dict[str, Any]:
        row = act.fetch(RoleGrant, public_id)
        act.actor.require("grant.propose", row.region_id)
        act.change(row, valid_to=on)
        if on <= act.business_date:
            act.end(row)
        _stale_rights(act, row.user_id)
        act.about(row, role=row.role)
        return {"public_id": public_id, "valid_to": on.isoformat()}

    return dict(perform(db, actor, "grant.end", work))


def _stale_rights(act: Act, user_id: int) -> None:
    lent = columns(Delegation)
    standing = act.find(Delegation, lent.user_id == user_id, lent.state == "in_force")
    for one in sorted({user_id, *(row.substitute_id for row in standing)}):
        user = act.get(User, one)
        act.change(user, rights_version=user.rights_version + 1)
    bump(act.session, "rights")


def _user(act: Act, account: str) -> User:
    found = act.find(User, columns(User).account == account)
    if not found:
        raise missing("user")
    return found[0]


def _region(act: Act, code: str) -> Region:
    found = act.session.execute(sa.select(Region).where(columns(Region).code == code)).scalars().first()
    if found is None:
        raise Invalid.because("no_region", "There is no region with code %(code)s.", "region", code=code)
    region: Region = found
    return region


def _organisation(act: Act, public_id: str | None) -> int | None:
    return None if public_id is None else act.fetch(Organisation, public_id).id
