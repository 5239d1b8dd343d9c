"""Official forms as lines: label cells, value cells, tick trees, tables of years."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bondlife.exchange.cells import Cell, Sheet, shown
from bondlife.exchange.fields import YearBucket, read_year
from bondlife.exchange.units import is_absent

_NUMBER_HEAD = re.compile(r"^(?:[一二三四五六七八九十]+、|[(（]?\d{1,2}[)）.、])\s*")
_UNIT_TAIL = re.compile(r"[(（](?:百亿元|百万元|亿元|万元|元|个|年|%)[)）]\Z")
_TICKED = "☑☒✓✔√■▣🗹"
_UNTICKED = "□☐▢○"
_TICK = re.compile(rf"([{_TICKED}{_UNTICKED}])\s*([^{_TICKED}{_UNTICKED}\s:：;；,，()（）]+)")
_YEARISH = re.compile(r"^\d{4}\s*(年|[-—]\d{1,2}年|$)")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a form: its labels from left to right and the cells behind them, with their columns."""

    row: int
    cells: tuple[tuple[int, Cell], ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The cells as texts."""
        return tuple(shown(cell, 4000) for _, cell in self.cells)


@dataclass(frozen=True, slots=True)
class YearCell:
    """One cell of a yearly table: its bucket and where the figure stands."""

    bucket: YearBucket
    row: int
    column: int


def lines(sheet: Sheet) -> Iterator[Line]:
    """Yield the rows of a sheet without empty cells and without the repeats that merged cells leave."""
    for row, cells in enumerate(sheet.rows):
        kept: list[tuple[int, Cell]] = []
        for column, cell in enumerate(cells):
            if cell == "" or (kept and kept[-1][1] == cell and isinstance(cell, str) and not is_absent(cell)):
                continue
            kept.append((column, cell))
        if kept:
            yield Line(row, tuple(kept))


def label(text: str) -> str:
    """Return a label without numbering, unit and spaces, in one width.

    >>> label("其中：用于符合条件的重大项目（亿元）"), label("一、债券 名称")
    ('其中:用于符合条件的重大项目', '债券名称')
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    plain = _UNIT_TAIL.sub("", _NUMBER_HEAD.sub("", plain))
    return plain.rstrip(":：").replace("招标/承销日", "招标承销日").replace("：", ":")


def ticked(text: str) -> tuple[str, ...]:
    """Return the ticked items of a tick tree, in order.

    >>> ticked("☑交通基础设施 □政府收费公路 ☑轨道交通 √城市停车场")
    ('交通基础设施', '轨道交通', '城市停车场')
    """
    return tuple(name for sign, name in _TICK.findall(text) if sign in _TICKED)


def has_ticks(text: str) -> bool:
    """Tell whether the text holds tick boxes."""
    return _TICK.search(text) is not None


def year_cells(line: Line) -> list[tuple[int, YearBucket | None]]:
    """Return the columns of a row that name years; None stands for what looks like a year and is none."""
    found: list[tuple[int, YearBucket | None]] = []
    for column, cell in line.cells:
        text = shown(cell)
        if (isinstance(cell, str) and _YEARISH.match(text)) or (
            isinstance(cell, int | float) and not isinstance(cell, bool) and 1980 <= cell <= 2150
        ):
            found.append((column, read_year(text)))
    return found


def missing_years(buckets: Sequence[YearBucket]) -> list[int]:
    """Return the years left out between the first and the last.

    >>> missing_years([YearBucket(2020), YearBucket(2022, "and_after")])
    [2021]
    """
    years = [bucket.year for bucket in buckets]
    if not years:
        return []
    return sorted(set(range(min(years), max(years) + 1)) - set(years))[:50]
