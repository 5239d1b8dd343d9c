"""What the builders of public pages share: shares of a whole, texts of empty cells, instalments by year."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlmodel import Session

from bondlife.lifecycle.facts import rows
from calculators.kernel.errors import CalculationError
from calculators.risk.ratio import ratio_of
from models.base import columns
from models.registry import Instalment

NONE = "—"
"""What stands in a cell to which nothing applies: an empty cell would wait for words."""

SETTLED = ("paid", "refinanced")
BEHIND, AHEAD = timedelta(days=366), timedelta(days=731)
"""How far around the cut-off a page names single payments; the years before and after stand as sums."""


def plain(value: Any) -> Any:
    """Return a value as a page keeps it: days as ISO text, decimals plain, nothing as a dash."""
    if value is None or value == "":
        return NONE
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else value


def share(part: int, whole: int) -> str:
    """Return a part of a whole with four decimals, a dash where there is no whole.

    >>> share(1, 3), share(1, 0)
    ('0.3333', '—')
    """
    try:
        return four(ratio_of(part, whole).ratio)
    except CalculationError:
        return NONE


def four(ratio: Decimal) -> str:
    """Return a ratio with four decimals."""
    return f"{ratio.quantize(Decimal('0.0001'), ROUND_HALF_UP):f}"


def two(ratio: Decimal | None) -> str:
    """Return a multiple with two decimals, a dash where there is none."""
    return NONE if ratio is None else f"{ratio.quantize(Decimal('0.01'), ROUND_HALF_UP):f}"


def instalments(session: Session, *conditions: Any) -> list[Instalment]:
    """Return the instalments in force that meet conditions, the first payment first."""
    due = columns(Instalment)
    found = rows(session, Instalment, due.state != "superseded", *conditions)
    return sorted(found, key=lambda one: (one.payment_date, one.id or 0))


def is_paid(one: Instalment, on: date) -> bool:
    """Tell whether an instalment was paid by the end of a day."""
    return one.state in SETTLED and (one.paid_on or one.payment_date) <= on


def service_years(found: Iterable[Instalment], on: date) -> list[dict[str, Any]]:
    """Return principal, interest and what was paid by year of payment."""
    years: dict[int, list[int]] = {}
    for one in found:
        sums = years.setdefault(one.payment_date.year, [0, 0, 0])
        sums[0] += one.principal
        sums[1] += one.interest
        sums[2] += one.principal + one.interest if is_paid(one, on) else 0
    return [
        {"year": str(year), "principal": first, "interest": second, "due": first + second, "paid": paid}
        for year, (first, second, paid) in sorted(years.items())
    ]


def near(found: Sequence[Instalment], on: date) -> list[Instalment]:
    """Return the instalments of the year before a day and of the two years after it."""
    return [one for one in found if on - BEHIND <= one.payment_date <= on + AHEAD]


def paid_word(one: Instalment, on: date) -> str:
    """Return whether an instalment is paid, in the words of the form."""
    if is_paid(one, on):
        return "已支付"
    return "未到期" if one.payment_date > on else "未支付"
