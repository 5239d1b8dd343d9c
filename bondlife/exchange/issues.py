"""What is wrong or odd in a file, cell by cell: findings that name the place, what was read and how to
mend it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from dataclasses import field as dataclass_field
from typing import Any, Literal

from bondlife.exchange.cells import Cell, Sheet, column_letters, shown
from bondlife.exchange.messages import FINDINGS, said
from bondlife.exchange.units import Unreadable

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know: an error stops the import, a warning is shown, an info is counted.

    ``title``, ``expected`` and ``mend`` are English msgids whose ``{names}`` stand in ``params``;
    ``row`` is the
    number printed beside the sheet (0: the file as a whole). ``printed`` and ``computed`` hold both figures
    where a sum, ratio or identity does not hold.
    """

    severity: Severity
    code: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    field: str = ""
    read: str = ""
    title: str = ""
    expected: str = ""
    mend: str = ""
    printed: str = ""
    computed: str = ""
    params: Mapping[str, str] = dataclass_field(default_factory=dict)

    @property
    def cell(self) -> str:
        """The address, such as C7, or the row alone."""
        return f"{self.column}{self.row}" if self.row else ""

    def told(self, language: str = "en") -> dict[str, str]:
        """Return title, expected and mend in English or Chinese (``zh``), with the figures put in."""
        return {
            name: said(getattr(self, name), self.params, language) for name in ("title", "expected", "mend")
        }

    def as_dict(self) -> dict[str, Any]:
        """Return the finding as JSON-ready values, the texts in English with their figures."""
        return {**asdict(self), "params": dict(self.params), "cell": self.cell, **self.told()}


def finding(severity: Severity, code: str, **details: Any) -> Finding:
    """Return a finding with the texts of its code; extra keywords beyond the fields become params."""
    title, expected, mend = FINDINGS[code]
    params = {name: str(value) for name, value in details.pop("params", {}).items()}
    return Finding(severity, code, title=title, expected=expected, mend=mend, params=params, **details)


def cell_finding(
    severity: Severity, code: str, sheet: Sheet, at: tuple[int, int], name: str, **params: object
) -> Finding:
    """Return a finding about one cell of a sheet; row and column count from 0."""
    row, column = at
    return finding(
        severity,
        code,
        sheet=sheet.name,
        row=sheet.row_number(row),
        column=column_letters(column + sheet.first_column),
        field=name,
        read=shown(sheet.cell(row, column)),
        params=params,
    )


def unreadable(sheet: Sheet, at: tuple[int, int], name: str, why: Unreadable) -> Finding:
    """Return the finding for a cell that could not be read; a masked figure is a warning only."""
    severity: Severity = "warning" if why.code == "masked" else "error"
    return cell_finding(severity, why.code, sheet, at, name, **dict(why.params))


def identity(
    code: str, name: str, *, printed: object, computed: object, sheet: str = "", row: int = 0
) -> Finding:
    """Return the warning for a printed figure that its own parts do not give; both figures are kept."""
    figures = {"printed": shown(_cell(printed)), "computed": shown(_cell(computed))}
    return finding(
        "warning",
        code,
        sheet=sheet,
        row=row,
        field=name,
        read=figures["printed"],
        params=figures,
        **figures,
    )


def _cell(value: object) -> Cell:
    return f"{value:f}" if hasattr(value, "as_tuple") else str(value)
