"""Accounts, grants, sessions, tokens, sign-in attempts."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.base import Row
from models.columns import Identity, UtcDateTime


class User(Row, table=True):
    """A person with an account; disabled accounts keep their history."""

    __tablename__ = "user_account"

    account: str = Field(max_length=60, unique=True)
    display_name: str = Field(max_length=60)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    region_id: int = Field(foreign_key="region.id", index=True)
    password_hash: str = Field(default="", max_length=200)
    password_changed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    must_change_password: bool = True
    totp_secret: str = Field(default="", max_length=200)
    totp_last_step: int = 0
    disabled: bool = False
    locked_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    rights_version: int = 0
    section: str = Field(default="", max_length=40)
    locale: str = Field(default="zh_CN", max_length=8)
    unit: str = Field(default="wan", max_length=4)


class RoleGrant(Row, table=True):
    """A role given to a person over a region subtree, perhaps only for one organisation."""

    __tablename__ = "role_grant"

    user_id: int = Field(foreign_key="user_account.id", index=True)
    role: str = Field(max_length=20)
    region_id: int = Field(foreign_key="region.id", index=True)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    valid_from: date
    valid_to: date | None = None
    state: str = Field(default="proposed", max_length=12)
    proposed_by: int | None = Field(default=None, foreign_key="user_account.id")
    approved_by: int | None = Field(default=None, foreign_key="user_account.id")

    __table_args__ = (
        sa.CheckConstraint("approved_by IS NULL OR approved_by <> proposed_by", "four_eyes"),
        sa.CheckConstraint("approved_by IS NULL OR approved_by <> user_id", "not_oneself"),
    )


class UserSession(SQLModel, table=True):
    """A signed-in browser; the cookie carries the token, the table only its digest."""

    __tablename__ = "user_session"

    id: int | None = Field(default=None, primary_key=True, sa_type=Identity)
    token_hash: str = Field(max_length=64, unique=True)
    csrf: str = Field(max_length=64)
    user_id: int = Field(foreign_key="user_account.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    strong_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    source: str = Field(default="", max_length=60)


class ApiToken(Row, table=True):
    """A token for programs: a subset of its owner's rights, with an end."""

    __tablename__ = "api_token"

    user_id: int = Field(foreign_key="user_account.id", index=True)
    name: str = Field(max_length=60)
    token_hash: str = Field(max_length=64, unique=True)
    permissions: str = Field(default="", max_length=8000)
    expires_at: datetime = Field(sa_type=UtcDateTime)


class SignInAttempt(SQLModel, table=True):
    """One try to sign in, kept for lockout by account and by source."""

    __tablename__ = "sign_in_attempt"

    id: int | None = Field(default=None, primary_key=True, sa_type=Identity)
    account: str = Field(max_length=60, index=True)
    source: str = Field(max_length=60, index=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    succeeded: bool
