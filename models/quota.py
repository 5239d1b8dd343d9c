"""The quota ledger: lines of notified limits and control figures by region, year and type; append-only."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Field

from models.base import ScopedRow
from models.columns import Cents
from models.lifecycle import Label


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of line: whether it moves the debt limit, this year's quota, or the control figure."""

    key: str
    label: Label
    limit: bool = False
    quota: bool = False
    control: bool = False


ENTRIES: tuple[Entry, ...] = (
    Entry("opening", Label("Limit at the start", "年初限额"), limit=True),
    Entry("advance", Label("Advance quota", "提前下达"), limit=True, quota=True),
    Entry("main", Label("Main quota", "正式下达"), limit=True, quota=True),
    Entry("adjustment", Label("Adjustment", "调整"), limit=True, quota=True),
    Entry("recall", Label("Recalled quota", "收回"), limit=True, quota=True),
    Entry("carry_over", Label("Carried-over room used", "动用结存限额"), quota=True),
    Entry("control_figure", Label("Control figure", "控制数"), control=True),
)
"""Carried-over room lies inside limits of earlier years: it may be issued against and lifts no limit."""

BY_KEY = {entry.key: entry for entry in ENTRIES}


def keys_of(counter: str) -> tuple[str, ...]:
    """Return the kinds of line that move a counter: limit, quota or control."""
    return tuple(entry.key for entry in ENTRIES if getattr(entry, counter))


class QuotaLine(ScopedRow, table=True):
    """One notified amount for a region (fen, below zero when taken back); ``lender`` is who gave it.

    A line never changes: a wrong one is answered by a counter-line that names it.
    """

    __tablename__ = "quota_line"

    year: int
    bond_type: str = Field(max_length=12)
    entry: str = Field(max_length=20)
    amount: int = Field(sa_type=Cents)
    batch: str = Field(default="", max_length=40)
    lender_id: int | None = Field(default=None, foreign_key="region.id", index=True)
    notice_number: str = Field(default="", max_length=100)
    notified_on: date
    reverses_id: int | None = Field(default=None, foreign_key="quota_line.id", unique=True)
    note: str = Field(default="", max_length=500)

    __table_args__ = (
        sa.CheckConstraint("amount <> 0", "amount"),
        sa.CheckConstraint("lender_id IS NULL OR lender_id <> region_id", "lender"),
        sa.Index("ix_quota_line_region_year", "region_id", "year"),
    )
