"""What the public can look up: one row a thing with published contents, as those contents name it."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.columns import Cents


class PublicEntry(SQLModel, table=True):
    """One project, bond, contract, fund or region that published something, projected from its publications.

    ``found`` is what a search looks through: name without signs, code, initials of the name. ``amount`` is
    the main published amount in fen (investment, face, size), None where none is published.
    """

    __tablename__ = "public_entry"

    kind: str = Field(primary_key=True, max_length=12)
    subject_id: int = Field(primary_key=True, sa_type=sa.BigInteger)
    public_id: str = Field(max_length=36, index=True)
    region_id: int = Field(foreign_key="region.id")
    name: str = Field(max_length=300)
    code: str = Field(default="", max_length=60)
    word: str = Field(default="", max_length=80)
    found: str = Field(default="", max_length=700)
    sort_key: str = Field(default="", max_length=400)
    amount: int | None = Field(default=None, sa_type=Cents, nullable=True)
    contents: int = 0
    last_on: date | None = None

    __table_args__ = (
        sa.CheckConstraint("kind IN ('project','bond','ppp_contract','fund','region')", "kind"),
        sa.Index("ix_public_entry_kind_sort_key", "kind", "sort_key", "subject_id"),
        sa.Index("ix_public_entry_region_id_kind", "region_id", "kind"),
    )
