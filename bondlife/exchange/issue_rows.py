"""One bond of an issue list, typed."""

from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from calculators.kernel.dates import add_months

RateUnit = Literal["percent", "decimal"]
"""How a list writes coupons: 2.36 (percent) or 0.0236 (decimal)."""


class IssueRow(NamedTuple):
    """One bond of an issue list; ``face`` in fen, ``coupon_rate`` decimal per year, ``row`` as printed
    beside it.
    """

    row: int
    seq: str
    name: str
    code: str
    short_name: str
    issue_date: date
    value_date: date | None
    maturity_date: date | None
    face: int
    tenor_years: int
    option_pattern: str
    coupon_rate: Decimal
    issuer: str
    kind: str
    nature: str
    purpose: str


def drift_days(issued: date, tenor_years: int, maturity: date | None) -> int | None:
    """Return the days from issue date plus tenor to maturity; None where no maturity is printed.

    >>> drift_days(date(2024, 2, 28), 10, date(2034, 3, 1))
    1
    """
    return (maturity - add_months(issued, 12 * tenor_years)).days if maturity else None
