"""Budget lines, and the sheets that propose many of them at once: debt-service budgets, allotment notices."""

from datetime import date
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.base import RecordRow, ScopedRow
from models.columns import Cents


class BudgetLine(RecordRow, table=True):
    """Budget of one project, year and account; the opening budget or an approved adjustment opens it.

    ``ppp_contract_id`` names the contract whose service fee a line pays; such a line may have no project.
    """

    __tablename__ = "budget_line"

    year: int = Field(index=True)
    account: str = Field(max_length=20)
    purpose: str = Field(max_length=20)
    amount: int = Field(sa_type=Cents)
    used: int = Field(default=0, sa_type=Cents)
    basis: str = Field(default="opening", max_length=20)
    document_number: str = Field(default="", max_length=100)
    approved_on: date | None = None
    ppp_contract_id: int | None = Field(default=None, foreign_key="ppp_contract.id", index=True)

    record: ClassVar[str] = "budget_line"

    __table_args__ = (
        sa.CheckConstraint("amount > 0 AND used >= 0", "amounts"),
        sa.UniqueConstraint("project_id", "year", "account", "purpose"),
    )


class BudgetSheet(RecordRow, table=True):
    """A sheet of a region that becomes budget lines once approved: debt service, or an allotment notice.

    An allotment names the notice of the level above and its amount; a debt-service budget leaves both empty.
    ``total`` and ``filled`` (how often its lines were set) make the lines part of what is signed.
    """

    __tablename__ = "budget_sheet"

    type: str = Field(max_length=20)
    year: int = Field(index=True)
    basis: str = Field(default="opening", max_length=20)
    document_number: str = Field(default="", max_length=100)
    approved_on: date | None = None
    upper_number: str = Field(default="", max_length=100)
    upper_amount: int = Field(default=0, sa_type=Cents)
    total: int = Field(default=0, sa_type=Cents)
    filled: int = 0

    record: ClassVar[str] = "budget_sheet"

    __table_args__ = (
        sa.CheckConstraint("type IN ('debt_service','allotment')", "type"),
        sa.CheckConstraint("upper_amount >= 0", "upper_amount"),
        sa.UniqueConstraint("region_id", "type", "year", "document_number"),
    )


class BudgetSheetLine(ScopedRow, table=True):
    """One proposed amount of a sheet: project, bond share where there is one, account, part, source."""

    __tablename__ = "budget_sheet_line"

    sheet_id: int = Field(foreign_key="budget_sheet.id", index=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    share_id: int | None = Field(default=None, foreign_key="bond_share.id")
    account: str = Field(max_length=20)
    purpose: str = Field(max_length=20)
    source: str = Field(default="", max_length=40)
    amount: int = Field(sa_type=Cents)

    __table_args__ = (sa.CheckConstraint("amount > 0", "amount"),)
