"""What people may say about repayment beside its records: shortfall plans, mappings, published tables."""

from pydantic import Field

from bondlife.services.inputs import Input
from bondlife.services.values import Key, Line, MaybeDay, PositiveMoney, PublicId, Year


class ShortfallLineInput(Input):
    """One source of a shortfall plan."""

    source: Key
    year: Year
    amount: PositiveMoney
    approval_number: Line = Field("", max_length=100)
    approved_on: MaybeDay = None
    note: Line = Field("", max_length=500)


class RefinancingLineInput(Input):
    """Principal that one share of a refinancing bond takes over."""

    new_share: PublicId
    amount: PositiveMoney


class PublishedTableInput(Input):
    """A published table as printed: rows of cells, each row a name and its columns."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$")
    layout: Key
    title: Line = Field(min_length=1, max_length=200)
    unit: Line = Field("亿元", max_length=12)
    address: Line = Field("", max_length=300)
    publisher: Line = Field("", max_length=100)
    cells: dict[str, dict[str, Line]] = Field(max_length=2000)
