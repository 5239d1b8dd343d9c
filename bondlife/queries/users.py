"""Accounts, their roles, and the table of rights."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import Database
from bondlife.errors import missing
from bondlife.locale import gettext
from bondlife.queries.keyset import Order, Page, page_of
from bondlife.queries.words import said, section_name
from bondlife.security.actor import Actor
from bondlife.security.permissions import PERMISSIONS
from models.base import columns
from models.kinds.permissions import PERMISSIONS as OF_RECORDS
from models.kinds.permissions import ROLES
from models.lifecycle import Label
from models.registry import Organisation, Region, RoleGrant, User, UserSession
from models.sections import SECTIONS

GRANT_STATES = {
    "proposed": ("wait", Label("waits for approval", "待批准")),
    "in_force": ("done", Label("in force", "生效")),
    "refused": ("no", Label("refused", "未批准")),
}
_ROLE_NAMES = dict(ROLES)
_RIGHT_NAMES = {right.name: right.label for right in OF_RECORDS}


@dataclass(frozen=True, slots=True)
class UserLine:
    """One account of the list."""

    account: str
    name: str
    region: str
    organisation: str
    section: str
    roles: str
    waiting: int
    is_disabled: bool
    has_totp: bool
    seen_at: Any


@dataclass(frozen=True, slots=True)
class GrantLine:
    """One role given to a person, or asked for."""

    public_id: str
    account: str
    name: str
    role: str
    region: str
    organisation: str
    valid_from: date
    valid_to: date | None
    state: str
    mark: str
    proposed_by: str
    approved_by: str
    waits: bool
    is_ended: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class UsersView:
    """The list of accounts, and the roles that wait for approval."""

    q: str
    state: str
    lines: Sequence[UserLine]
    page: Page
    waiting: Sequence[GrantLine]
    can_edit: bool
    can_approve: bool


@dataclass(frozen=True, slots=True)
class UserView:
    """One account with its roles, and the forms of an administrator."""

    line: UserLine
    grants: Sequence[GrantLine]
    roles: Sequence[tuple[str, str]]
    organisations: Sequence[tuple[str, str]]
    can_edit: bool
    can_propose: bool
    can_approve: bool
    today: date
    form: Any = None


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One right and the roles that hold it."""

    name: str
    label: str
    held: Sequence[bool]


@dataclass(frozen=True, slots=True)
class MatrixView:
    """Permission × role as one table."""

    roles: Sequence[str]
    rows: Sequence[MatrixRow]


@dataclass(frozen=True, slots=True)
class NewUserView:
    """The form of a new account."""

    organisations: Sequence[tuple[str, str]]
    sections: Sequence[tuple[str, str]]
    policy: str
    form: Any


def users_view(
    db: Database, actor: Actor, *, q: str = "", state: str = "", after: str = "", before: str = ""
) -> UsersView:
    """Return one page of accounts, and the roles that wait."""
    user = columns(User)
    statement = _users().where(*_conditions(q, state))
    with db.reading() as session:
        order = Order(user.account, str, user.id)
        rows, page = page_of(session, statement, order, after=after, before=before)
        lines = _user_lines(session, rows)
        waiting = waiting_grants(session, actor)
    return UsersView(q, state, lines, page, waiting, actor.can("user.edit"), actor.can("grant.approve"))


def user_view(db: Database, actor: Actor, account: str, today: date, form: Any = None) -> UserView:
    """Return one account."""
    with db.reading() as session:
        rows = session.execute(_users().where(columns(User).account == account)).all()
        if not rows:
            raise missing("user")
        line = _user_lines(session, rows)[0]
        grants = _grants(session, actor, columns(RoleGrant).user_id == rows[0][0])
        offered = organisation_choices(session)
    rights = (actor.can("user.edit"), actor.can("grant.propose"), actor.can("grant.approve"))
    return UserView(line, grants, role_choices(), offered, *rights, today, form)


def waiting_grants(session: Session, actor: Actor) -> list[GrantLine]:
    """Return the roles that wait for approval."""
    return _grants(session, actor, columns(RoleGrant).state == "proposed")


def matrix_view() -> MatrixView:
    """Return the whole table of rights."""
    roles = [key for key, _label in ROLES]
    rows = [
        MatrixRow(name, _right_name(name), [role in holders for role in roles])
        for name, holders in sorted(PERMISSIONS.items())
    ]
    return MatrixView([said(label) for _key, label in ROLES], rows)


def role_choices() -> list[tuple[str, str]]:
    """Return every role with its name."""
    return [(key, said(label)) for key, label in ROLES]


def organisation_choices(session: Session) -> list[tuple[str, str]]:
    """Return organisations a grant may be limited to."""
    body = columns(Organisation)
    statement = sa.select(body.public_id, body.name).where(body.ended_at.is_(None))
    return [(key, name) for key, name in session.execute(statement.order_by(body.sort_key).limit(500))]


def new_user_view(db: Database, policy: str, form: Any) -> NewUserView:
    """Return what the form of a new account offers."""
    with db.reading() as session:
        sections = [(key, said(label)) for key, label in SECTIONS]
        return NewUserView(organisation_choices(session), sections, policy, form)


def _right_name(name: str) -> str:
    return said(_RIGHT_NAMES[name]) if name in _RIGHT_NAMES else ""


def _users() -> Any:
    user, region, body = columns(User), columns(Region), columns(Organisation)
    chosen = (
        *(user.id, user.account, user.display_name, region.name.label("region_name")),
        *(body.name.label("body_name"), user.section, user.disabled, user.totp_secret != ""),
    )
    statement = sa.select(*chosen).select_from(User).join(Region, region.id == user.region_id)
    return statement.outerjoin(Organisation, body.id == user.organisation_id)


def _conditions(q: str, state: str) -> list[Any]:
    user, grant = columns(User), columns(RoleGrant)
    found: list[Any] = []
    if q.strip():
        text = q.strip().lower().replace("%", "").replace("_", "")
        found.append(sa.or_(user.account.like(f"%{text}%"), user.display_name.like(f"%{text}%")))
    if state == "disabled":
        found.append(user.disabled)
    if state == "active":
        found.append(sa.not_(user.disabled))
    if state == "waiting":
        found.append(user.id.in_(sa.select(grant.user_id).where(grant.state == "proposed")))
    return found


def _user_lines(session: Session, rows: Sequence[Any]) -> list[UserLine]:
    keys = [row[0] for row in rows]
    roles, waiting = _roles(session, keys)
    seen = _seen(session, keys)
    return [
        UserLine(
            *(row[1], row[2], row[3], row[4] or "", section_name(row[5])),
            "、".join(roles.get(row[0], ())),
            waiting.get(row[0], 0),
            row[6],
            bool(row[7]),
            seen.get(row[0]),
        )
        for row in rows
    ]


def _roles(session: Session, keys: Sequence[int]) -> tuple[dict[int, list[str]], dict[int, int]]:
    grant = columns(RoleGrant)
    statement = sa.select(grant.user_id, grant.role, grant.state).where(
        grant.user_id.in_(keys), grant.ended_at.is_(None), grant.state.in_(("in_force", "proposed"))
    )
    roles: dict[int, list[str]] = {}
    waiting: dict[int, int] = {}
    for key, role, state in session.execute(statement.order_by(grant.id)):
        if state == "proposed":
            waiting[key] = waiting.get(key, 0) + 1
        else:
            roles.setdefault(key, []).append(role_label(role))
    return roles, waiting


def role_label(role: str) -> str:
    """Return what a role is called."""
    return said(_ROLE_NAMES[role]) if role in _ROLE_NAMES else role


def _seen(session: Session, keys: Sequence[int]) -> dict[int, Any]:
    held = columns(UserSession)
    statement = sa.select(held.user_id, sa.func.max(held.seen_at)).where(held.user_id.in_(keys))
    return {one[0]: one[1] for one in session.execute(statement.group_by(held.user_id))}


def _grants(session: Session, actor: Actor, condition: Any) -> list[GrantLine]:
    grant, region, body = columns(RoleGrant), columns(Region), columns(Organisation)
    person = sa.alias(User.__table__, "person")  # type: ignore[attr-defined]
    proposer = sa.alias(User.__table__, "proposer")  # type: ignore[attr-defined]
    approver = sa.alias(User.__table__, "approver")  # type: ignore[attr-defined]
    statement = (
        sa.select(
            *(grant.public_id, person.c.account, person.c.display_name, grant.role, region.name),
            *(body.name, grant.valid_from, grant.valid_to, grant.state, proposer.c.display_name),
            *(approver.c.display_name, grant.proposed_by, grant.user_id, grant.ended_at),
        )
        .select_from(RoleGrant)
        .join(person, person.c.id == grant.user_id)
        .join(Region, region.id == grant.region_id)
        .outerjoin(Organisation, body.id == grant.organisation_id)
        .outerjoin(proposer, proposer.c.id == grant.proposed_by)
        .outerjoin(approver, approver.c.id == grant.approved_by)
        .where(condition)
        .order_by(grant.id.desc())
    )
    return [_grant_line(actor, row) for row in session.execute(statement)]


def _grant_line(actor: Actor, row: Any) -> GrantLine:
    mark, word = GRANT_STATES.get(row[8], ("open", Label(row[8], row[8])))
    ended = row[13] is not None
    values: list[Any] = [
        *(row[0], row[1], row[2], role_label(row[3]), row[4], row[5] or "", row[6], row[7]),
        *(
            gettext("ended") if ended else said(word),
            "draft" if ended else mark,
            row[9] or "—",
            row[10] or "—",
        ),
        *(row[8] == "proposed" and not ended, ended, _why_not(actor, row[11], row[12])),
    ]
    return GrantLine(*values)


def _why_not(actor: Actor, proposed_by: int | None, user_id: int) -> str:
    """Return why this actor does not decide a proposed role."""
    if not actor.can("grant.approve"):
        return gettext("A security administrator decides.")
    if actor.user_id == proposed_by:
        return gettext("You proposed it; another administrator decides.")
    return gettext("It is for yourself; another administrator decides.") if actor.user_id == user_id else ""
