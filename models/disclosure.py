"""Disclosure: what must be public by when, the sheet behind a publication, packages across an air gap."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from models.base import ScopedRow, sparse_indexes
from models.columns import JsonText


class DisclosureDuty(ScopedRow, table=True):
    """One thing that must be public: of which subject, for which period, by which day, on whose shoulders.

    ``what`` names a line of ``models/disclosure_duties``; ``subject`` the type of record it is about, and
    ``publication_id`` what fulfils it. ``detail`` holds the figures of a correction: [place, public, books].
    """

    __tablename__ = "disclosure_duty"

    what: str = Field(max_length=24, index=True)
    subject: str = Field(max_length=20)
    subject_id: int = Field(sa_type=sa.BigInteger)
    period: str = Field(default="", max_length=12)
    form: str = Field(default="", max_length=20)
    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    cut_off: date
    due_on: date | None = Field(default=None, index=True)
    rule: str = Field(default="", max_length=80)
    platform: str = Field(default="", max_length=40)
    owner_role: str = Field(max_length=20)
    owner_id: int | None = Field(default=None, foreign_key="user_account.id")
    publication_id: int | None = Field(default=None, foreign_key="publication.id")
    state: str = Field(default="open", max_length=12, index=True)
    done_on: date | None = None
    reason: str = Field(default="", max_length=500)
    reminded_on: date | None = None
    escalated_on: date | None = None
    detail: Any = Field(default=None, sa_type=JsonText, nullable=True)

    __table_args__ = (
        sa.UniqueConstraint("what", "subject", "subject_id", "period"),
        sa.CheckConstraint("state IN ('open','done','not_needed')", "state"),
        *sparse_indexes("disclosure_duty", "publication_id"),
    )


class PublicationSheet(ScopedRow, table=True):
    """What people add to a publication: words for cells the books cannot fill, and why figures changed.

    ``answers`` holds words by the place of an empty cell, ``explanations`` words by the place of a figure
    that differs from what was published before. ``part_id`` is the unit's answer in the yearly round.
    """

    __tablename__ = "publication_sheet"

    publication_id: int = Field(foreign_key="publication.id", unique=True)
    subject: str = Field(default="", max_length=20)
    subject_id: int | None = Field(default=None, sa_type=sa.BigInteger)
    corrects_id: int | None = Field(default=None, foreign_key="publication.id", index=True)
    part_id: int | None = Field(default=None, foreign_key="collection_part.id", index=True)
    event_type: str = Field(default="", max_length=30)
    happened_on: date | None = None
    reason: str = Field(default="", max_length=1000)
    answers: Any = Field(default=None, sa_type=JsonText, nullable=True)
    explanations: Any = Field(default=None, sa_type=JsonText, nullable=True)
    differences: Any = Field(default=None, sa_type=JsonText, nullable=True)

    __table_args__ = (sa.Index("ix_publication_sheet_subject_subject_id", "subject", "subject_id"),)


class DisclosurePackage(ScopedRow, table=True):
    """Approved content that left as one signed file: its manifest, and the receipt that came back."""

    __tablename__ = "disclosure_package"

    number: str = Field(max_length=40, unique=True)
    made_on: date
    made_by: int | None = Field(default=None, foreign_key="user_account.id")
    manifest: Any = Field(default=None, sa_type=JsonText, nullable=True)
    digest: str = Field(max_length=80)
    public_key: str = Field(default="", max_length=100)
    state: str = Field(default="made", max_length=12)
    received_on: date | None = None
    receipt: Any = Field(default=None, sa_type=JsonText, nullable=True)

    __table_args__ = (sa.CheckConstraint("state IN ('made','received')", "state"),)
