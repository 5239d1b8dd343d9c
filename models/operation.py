"""Operation: assets by source of money, actual income and cost by year, published duration figures."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.base import RecordRow, ScopedRow
from models.columns import Cents, Rate


class Asset(RecordRow, table=True):
    """What a project has become: its investment by source of money, values, income, pledge, disposal."""

    name: str = Field(max_length=200)
    type: str = Field(max_length=30)
    investment: int = Field(default=0, sa_type=Cents)
    from_general: int = Field(default=0, sa_type=Cents)
    from_special: int = Field(default=0, sa_type=Cents)
    from_other_public: int = Field(default=0, sa_type=Cents)
    from_other: int = Field(default=0, sa_type=Cents)
    original_value: int = Field(default=0, sa_type=Cents)
    net_value: int = Field(default=0, sa_type=Cents)
    estimated_value: int = Field(default=0, sa_type=Cents)
    income_period: int = Field(default=0, sa_type=Cents)
    income_total: int = Field(default=0, sa_type=Cents)
    yearly_inflow: int = Field(default=0, sa_type=Cents)
    yearly_subsidy: int = Field(default=0, sa_type=Cents)
    life_years: int = 0
    pledged: int = Field(default=0, sa_type=Cents)
    pledge_note: str = Field(default="", max_length=500)
    recorded_on: date | None = None
    no_asset_reason: str = Field(default="", max_length=1000)
    disposed_on: date | None = None
    disposal_number: str = Field(default="", max_length=100)
    disposal_proceeds: int = Field(default=0, sa_type=Cents)
    disposal_to_repayment: int = Field(default=0, sa_type=Cents)

    record: ClassVar[str] = "asset"

    __table_args__ = (sa.CheckConstraint("investment >= 0 AND pledged >= 0", "amounts"),)


class OperationYear(RecordRow, table=True):
    """What a project earned and spent in one year, by the items of the balance plan, and why it differs."""

    __tablename__ = "operation_year"

    year: int
    project_income: int = Field(default=0, sa_type=Cents)
    subsidy: int = Field(default=0, sa_type=Cents)
    land_income: int = Field(default=0, sa_type=Cents)
    operating_cost: int = Field(default=0, sa_type=Cents)
    taxes: int = Field(default=0, sa_type=Cents)
    cause: str = Field(default="", max_length=1000)

    record: ClassVar[str] = "operation_year"

    __table_args__ = (sa.UniqueConstraint("project_id", "year"),)


class DurationRow(ScopedRow, table=True):
    """One line of a duration-period disclosure as printed: a bond, its project, what is realised so far.

    None means the cell is blank: not reported.
    """

    __tablename__ = "duration_row"

    layout: str = Field(max_length=30)
    cut_off: date
    bond_name: str = Field(max_length=300)
    bond_short_name: str = Field(default="", max_length=60)
    bond_code: str = Field(default="", max_length=40, index=True)
    bond_id: int | None = Field(default=None, foreign_key="bond.id", index=True)
    project_name: str = Field(default="", max_length=300)
    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    tenor_years: int = 0
    coupon_rate: Decimal | None = Field(default=None, sa_type=Rate)
    issue_date: date | None = None
    bond_used: int | None = Field(default=None, sa_type=Cents)
    investment: int | None = Field(default=None, sa_type=Cents)
    investment_bonds: int | None = Field(default=None, sa_type=Cents)
    realised: int | None = Field(default=None, sa_type=Cents)
    realised_bonds: int | None = Field(default=None, sa_type=Cents)
    income_total: int | None = Field(default=None, sa_type=Cents)
    income_year: int | None = Field(default=None, sa_type=Cents)
    expected_income: int | None = Field(default=None, sa_type=Cents)
    evaluation: str = Field(default="", max_length=40)
    note: str = Field(default="", max_length=1000)
    source: str = Field(default="", max_length=300)

    __table_args__ = (sa.UniqueConstraint("cut_off", "layout", "bond_name", "project_name", "region_id"),)
