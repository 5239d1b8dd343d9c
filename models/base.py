"""What every stored row shares: keys, version, times; and who may see it."""

from collections.abc import Mapping
from datetime import datetime
from os import urandom
from typing import Any, ClassVar
from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.canonical import digest
from models.columns import Identity, JsonText, UtcDateTime

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = SQLModel.metadata


PROJECTED = frozenset({"sort_key"})
"""Columns computed from others: they may be filled later and are no part of a row's versions."""


SECRET = frozenset({"password_hash", "totp_secret", "token_hash"})
"""Columns whose versions keep a digest only: history must prove them without holding them."""


ADDED: Mapping[str, Mapping[str, Any]] = {
    "budget_line": {"ppp_contract_id": None},
    "fund_movement": {"category": ""},
    "evaluation": {
        **{"subject": "project", "subject_id": None, "phase": "", "cycle": "", "round_id": None},
        **{"self_score": None, "recheck_score": None, "third_score": None, "digest": ""},
    },
}
"""Columns a later release brought, and what they hold in rows written before: those versions lack them."""


def as_before(name: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as a version written before its later columns told it."""
    added = ADDED.get(name, {})
    if any(data[column] != value for column, value in added.items()):
        return dict(data)
    return {column: value for column, value in data.items() if column not in added}


def kept(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a row's version keeps of its columns."""
    return {
        name: digest(str(value)) if name in SECRET and value else value
        for name, value in data.items()
        if name not in PROJECTED
    }


def new_public_id() -> str:
    """Return a fresh public identifier; inner ids never leave the house."""
    return str(uuid4())


def new_public_ids(count: int) -> list[str]:
    """Return fresh public identifiers, of the same kind, by the thousand."""
    made = urandom(16 * count).hex()
    starts = range(0, 32 * count, 32)
    return [_as_uuid(made[start : start + 32]) for start in starts]


def _as_uuid(digits: str) -> str:
    """Write 32 random hexadecimal digits as a UUID of version 4."""
    kind = _VARIANTS[digits[16]]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{kind}{digits[17:20]}-{digits[20:]}"


_VARIANTS = {digit: "89ab"[int(digit, 16) % 4] for digit in "0123456789abcdef"}


class Row(SQLModel):
    """A business row: versioned, never deleted (it is ended), known outside by its public id."""

    id: int | None = Field(default=None, primary_key=True, sa_type=Identity)
    public_id: str = Field(default_factory=new_public_id, max_length=36, unique=True)
    version: int = Field(default=0, nullable=False)
    created_at: datetime | None = Field(default=None, sa_type=UtcDateTime, nullable=False)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    versioned: ClassVar[bool] = True


class ScopedRow(Row):
    """A row that belongs to a region and perhaps to a project unit and a competent department."""

    region_id: int = Field(foreign_key="region.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    department_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)


class RecordRow(ScopedRow):
    """A scoped row with a lifecycle: its state is moved by the engine alone."""

    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    kind: str = Field(max_length=40)
    kind_version: int
    state: str = Field(max_length=40, index=True)
    state_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    state_moves: int = 0
    taken_on: bool = False
    fields: dict[str, Any] = Field(default_factory=dict, sa_type=JsonText)

    record: ClassVar[str] = ""


def scope_indexes(name: str, *sort: str) -> tuple[sa.Index, ...]:
    """Return one index a sort key, alone and behind the region, for keyset paging."""
    return tuple(
        index
        for key in sort
        for index in (
            sa.Index(f"ix_{name}_{key}_id", key, "id"),
            sa.Index(f"ix_{name}_region_{key}_id", "region_id", key, "id"),
        )
    )


def sparse_indexes(name: str, *keys: str) -> tuple[sa.Index, ...]:
    """Return one index a key over the rows where it is set: for keys that are mostly empty."""
    return tuple(
        sa.Index(f"ix_{name}_{key}", key, sqlite_where=is_set, postgresql_where=is_set)
        for key in keys
        for is_set in (sa.column(key).is_not(None),)
    )


def table(model: type[SQLModel]) -> sa.Table:
    """Return the table behind a model."""
    found: sa.Table = model.__table__  # type: ignore[attr-defined]
    return found


def columns(model: type[SQLModel]) -> Any:
    """Return the columns of a model for use in conditions: ``columns(Bond).code == "…"``."""
    return table(model).c
