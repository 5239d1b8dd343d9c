"""Amounts as files write them: a declared unit, units inside the text, and signs for none, read to whole fen.

A number from a sheet is a binary double with 15 good digits; it is read as the decimal number the sheet shows
(401.14639999999997 is 401.1464) and must then be a whole number of fen.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Final

from bondlife.exchange.cells import Cell
from calculators.kernel.money import MAX_FEN

FEN_PER_UNIT: Final = {"元": 100, "万元": 10**6, "百万元": 10**8, "亿元": 10**10, "百亿元": 10**12}
"""Units an importer takes, as fen."""

HUNDREDTHS: Final = {**FEN_PER_UNIT, "英镑": 100, "万英镑": 10**6}
"""Units that documents print, as hundredths: those of contracts in other currencies too."""

UNIT_LABELS: Final = {
    "元": "yuan",
    "万元": "10k yuan",
    "百万元": "million yuan",
    "亿元": "100m yuan",
    "百亿元": "10bn yuan",
}
"""English names of the units."""

ABSENT: Final = frozenset(
    {"", "/", "-", "--", "—", "——", "／", "－", "\\", "暂无", "无", "不适用", "N/A", "n/a", "null"}
)
"""What official files write where there is no figure."""

_DIGITS = str.maketrans("０１２３４５６７８９．，－＋（）％−", "0123456789.,-+()%-")
_AMOUNT = re.compile(
    r"(?P<sign>[+-]?)(?P<open>\()?(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,20})(?:\.(?P<part>\d{1,20}))?(?(open)\))"
    r"\s*(?P<unit>百亿元|百万元|亿元|万元|元|百亿|亿|万)?\Z",
    re.ASCII,
)
_SHORT_UNITS = {"百亿": "百亿元", "亿": "亿元", "万": "万元"}
_MASKED = re.compile(r"\*{2,}")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a cell could not be read: a code of the message table and the figures it names."""

    code: str
    params: tuple[tuple[str, str], ...] = ()


def is_absent(cell: Cell) -> bool:
    """Tell whether the cell says that there is no figure."""
    return isinstance(cell, str) and cell.strip() in ABSENT


def read_amount(cell: Cell, unit: str) -> int | Unreadable | None:
    """Return whole fen, None where the file says there is no figure, or why the cell cannot be read.

    >>> read_amount(30.4, "亿元"), read_amount("3000万元", "亿元"), read_amount("暂无", "元")
    (304000000000, 3000000000, None)
    """
    if isinstance(cell, str):
        return _from_text(cell, unit)
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return Unreadable("not_an_amount")
    if cell != cell or cell in (float("inf"), float("-inf")):  # noqa: PLR0124 - the one value unequal to itself
        return Unreadable("not_finite")
    return _fen(Decimal(cell if isinstance(cell, int) else format(cell, ".15g")), unit)


def read_number(cell: Cell) -> Decimal | Unreadable | None:  # noqa: PLR0911 - one return a reason
    """Return a plain decimal number (a ratio, rate or count), None where absent, or why it cannot be read.

    A percent sign divides by a hundred.
    """
    if isinstance(cell, bool):
        return Unreadable("not_a_number")
    if isinstance(cell, int | float):
        if cell != cell or cell in (float("inf"), float("-inf")):  # noqa: PLR0124
            return Unreadable("not_finite")
        return Decimal(cell if isinstance(cell, int) else format(cell, ".15g"))
    if not isinstance(cell, str):
        return Unreadable("not_a_number")
    text = cell.strip().translate(_DIGITS)
    if text in ABSENT:
        return None
    if _MASKED.search(text):
        return Unreadable("masked")
    percent = text.endswith("%")
    found = _AMOUNT.match(text.removesuffix("%").strip())
    if found is None or found["unit"]:
        return Unreadable("not_a_number")
    return _decimal(found) / (100 if percent else 1)


def in_unit(fen: int, unit: str) -> Decimal:
    """Return fen as a figure of the unit, without needless zeros.

    >>> str(in_unit(304000000000, "亿元"))
    '30.4'
    """
    figure = Decimal(fen) / HUNDREDTHS[unit]
    whole = figure.to_integral_value()
    return whole if figure == whole else figure.normalize()


@dataclass(frozen=True, slots=True)
class UnitDoubt:
    """A column whose figures are implausible in the declared unit but not in another."""

    declared: str
    other: str
    example: str
    as_declared: str
    as_other: str


PLAUSIBLE: Final = {
    "bond": (10**6 * 100, 2 * 10**11 * 100),
    "project": (10**5 * 100, 10**11 * 100),
}
"""Smallest and largest plausible amount in fen: one bond 100 万元 to 2000 亿元, one project 10 万元 to
1000 亿元.
"""


def doubt_unit(amounts: list[int], declared: str, kind: str) -> UnitDoubt | None:
    """Return both readings where the middle amount is implausible as declared and fits another unit.

    >>> doubt_unit([3040], "元", "bond").other
    '亿元'
    """
    known = [abs(amount) for amount in amounts if amount]
    if not known:
        return None
    low, high = PLAUSIBLE[kind]
    middle = int(median(known))
    if low <= middle <= high:
        return None
    figure = Decimal(middle) / FEN_PER_UNIT[declared]
    fits = [unit for unit, fen in FEN_PER_UNIT.items() if low <= figure * fen <= high and unit != "百万元"]
    other = ("亿元" if "亿元" in fits else fits[0]) if fits else ""
    return UnitDoubt(
        declared,
        other,
        f"{figure.normalize():f}",
        f"{in_unit(middle, '元'):,f} 元",
        f"{in_unit(int(figure * FEN_PER_UNIT[other]), '元'):,f} 元" if other else "",
    )


def is_plausible(fen: int, kind: str) -> bool:
    """Tell whether one amount lies within what a bond or project can be."""
    low, high = PLAUSIBLE[kind]
    return fen == 0 or low <= abs(fen) <= high


def _from_text(cell: str, unit: str) -> int | Unreadable | None:
    text = cell.strip().translate(_DIGITS)
    if text in ABSENT:
        return None
    if text == "-0-":
        return 0
    if _MASKED.search(text):
        return Unreadable("masked")
    found = _AMOUNT.match(text)
    if found is None:
        return Unreadable("not_an_amount")
    written = found["unit"]
    return _fen(_decimal(found), _SHORT_UNITS.get(written, written) or unit)


def _decimal(found: re.Match[str]) -> Decimal:
    value = Decimal(f"{found['whole'].replace(',', '')}.{found['part'] or '0'}")
    return -value if found["sign"] == "-" or found["open"] else value


def _fen(value: Decimal, unit: str) -> int | Unreadable:
    numerator, denominator = value.as_integer_ratio()
    fen, rest = divmod(numerator * FEN_PER_UNIT[unit], denominator)
    if abs(fen) > MAX_FEN:
        return Unreadable("too_large")
    return Unreadable("third_decimal") if rest else fen
