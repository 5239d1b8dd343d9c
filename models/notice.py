"""Notices to one person, read or not, and whether that person wants them by mail."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from models.base import Row, new_public_id
from models.columns import Identity, JsonText, UtcDateTime


class Notice(SQLModel, table=True):
    """One notice: a message with its parameters, where it leads, when it was read and mailed."""

    id: int | None = Field(default=None, primary_key=True, sa_type=Identity)
    public_id: str = Field(default_factory=new_public_id, max_length=36, unique=True)
    user_id: int = Field(foreign_key="user_account.id", index=True)
    kind: str = Field(max_length=20)
    message: str = Field(max_length=300)
    params: Any = Field(default=None, sa_type=JsonText, nullable=True)
    href: str = Field(default="", max_length=300)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    mailed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class MailChoice(Row, table=True):
    """Where one person wants notices mailed to; no row means no mail."""

    __tablename__ = "mail_choice"

    user_id: int = Field(foreign_key="user_account.id", unique=True)
    address: str = Field(default="", max_length=200)
    wanted: bool = False
