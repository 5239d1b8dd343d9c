"""Sums of the ledger by share and day, and by region and period: projections that verify computes again."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.columns import Cents

_SUMMED = ("share_id", "contract_id", "step", "book_id", "region_id")
"""What trails sum by: an index in this order holds all they read."""

IS_YEAR = sa.func.length(sa.column("period")) == sa.literal_column("4")
"""Sums of whole years, in an index of their own: few, and read for every region."""


class MoneyFlow(SQLModel, table=True):
    """What one step moved of a share on one day, in one book, under one contract (0: under none)."""

    __tablename__ = "money_flow"

    share_id: int = Field(primary_key=True, sa_type=sa.BigInteger)
    on: date = Field(primary_key=True)
    region_id: int = Field(primary_key=True, sa_type=sa.BigInteger)
    book_id: int = Field(primary_key=True, sa_type=sa.BigInteger)
    step: str = Field(primary_key=True, max_length=20)
    contract_id: int = Field(primary_key=True, default=0, sa_type=sa.BigInteger)
    amount: int = Field(sa_type=Cents)

    __table_args__ = (
        sa.Index("ix_money_flow_contract_id_on", "contract_id", "on"),
        sa.Index("ix_money_flow_region_id_on", "region_id", "on"),
        sa.Index("ix_money_flow_share", *_SUMMED, "on", "amount"),
    )


class MoneyTotal(SQLModel, table=True):
    """What one step moved in a region in a month (2026-11) or a year (2026)."""

    __tablename__ = "money_total"

    region_id: int = Field(primary_key=True, sa_type=sa.BigInteger)
    period: str = Field(primary_key=True, max_length=7)
    step: str = Field(primary_key=True, max_length=20)
    amount: int = Field(sa_type=Cents)

    __table_args__ = (
        sa.Index(
            "ix_money_total_year",
            *("region_id", "step", "period", "amount"),
            sqlite_where=IS_YEAR,
            postgresql_where=IS_YEAR,
        ),
    )
