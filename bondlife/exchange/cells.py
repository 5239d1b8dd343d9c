"""What every reader gives: sheets of plain values with cell addresses.

A cell is text ("" when empty), a number as the file holds it (float or int, never yet money), a yes/no,
or a date. Rows are plain tuples so that a hundred thousand of them stay cheap; what is odd about single
cells is in ``marks``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

Cell: TypeAlias = str | float | int | bool | date
Row: TypeAlias = Sequence[Cell]
FileType = Literal["xlsx", "xls", "csv", "html"]


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to know about one cell that its value does not show.

    ``code`` is formula_without_value, formula_stale, error_value; ``saved`` and ``computed`` are what
    the file keeps and what its own formula gives.
    """

    code: str
    saved: str = ""
    computed: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as it stands in the file; the first row and column have number 0."""

    name: str
    rows: Sequence[Row]
    marks: Mapping[tuple[int, int], Mark] = field(default_factory=dict)
    formula_count: int = 0
    is_hidden: bool = False
    uses_1904: bool = False
    first_row: int = 0
    first_column: int = 0

    def cell(self, row: int, column: int) -> Cell:
        """Return the cell, or an empty text outside the table."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return ""

    def address(self, row: int, column: int) -> str:
        """Return the address an officer looks for, such as C7."""
        return f"{column_letters(column + self.first_column)}{row + self.first_row + 1}"

    def row_number(self, row: int) -> int:
        """Return the row number printed at the side of the sheet."""
        return row + self.first_row + 1


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that was read: its type by content, its digest and its sheets."""

    file_type: FileType
    sha256: str
    size: int
    sheets: tuple[Sheet, ...]
    encoding: str = ""


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0.

    >>> [column_letters(n) for n in (0, 25, 26, 701, 702)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def shown(cell: Cell, limit: int = 60) -> str:
    """Return a cell as it is quoted back to the officer, cut to a readable length and free of control
    signs.
    """
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    text = "".join(
        sign if sign.isprintable() or sign == "\u3000" else "\N{REPLACEMENT CHARACTER}"
        for sign in str(cell)[: limit + 1]
    )
    return text if len(text) <= limit else text[:limit] + "…"
