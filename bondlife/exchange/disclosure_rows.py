"""What the official disclosure template holds, typed: money in fen, ratios as printed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class YearAmount:
    """One year or year bucket of a yearly row; ``amount`` is fen, None where the form says there is no
    figure.
    """

    year: int
    reach: str
    amount: int | None


@dataclass(frozen=True, slots=True)
class DisclosedProject:
    """One project of a bond's list; ``share`` is its part of the issue, in fen."""

    row: int
    name: str
    code: str = ""
    region: str = ""
    total_investment: int | None = None
    share: int | None = None


@dataclass(frozen=True, slots=True)
class DisclosedBond:
    """One form: bond, funding and revenue of its projects. Amounts in fen; None where the form has no
    figure.
    """

    name: str
    types: tuple[str, ...] = ()
    planned_face: int | None = None
    major_project_face: int | None = None
    tenor_years: int | None = None
    option_pattern: str = ""
    tender_date: date | None = None
    rating: str = ""
    repayment_wording: str = ""
    repayment_form: str = ""
    project_count: int | None = None
    total_investment: int | None = None
    own_funds: int | None = None
    special_bond_finance: int | None = None
    other_finance: int | None = None
    special_plan: tuple[YearAmount, ...] = ()
    other_plan: tuple[YearAmount, ...] = ()
    revenue_total: int | None = None
    revenue: tuple[YearAmount, ...] = ()
    all_debt_service: int | None = None
    all_debt_principal: int | None = None
    bond_debt_service: int | None = None
    bond_principal: int | None = None
    ratios: Mapping[str, Decimal] = field(default_factory=dict)
    projects: tuple[DisclosedProject, ...] = ()
