"""What must hold in a duration-period table; what does not is shown with both figures."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from bondlife.exchange.cells import Sheet
from bondlife.exchange.issues import Finding, identity
from bondlife.exchange.units import in_unit, read_amount

if TYPE_CHECKING:
    from bondlife.exchange.duration import DurationLine

WITHIN = (
    ("duration_realised_above", "realised", "investment"),
    ("duration_part_above", "investment_bonds", "investment"),
    ("duration_part_above", "realised_bonds", "realised"),
    ("duration_above_bond", "realised_bonds", "bond_used"),
    ("duration_income_above", "income_year", "income_total"),
)
"""Code of the finding, the figure, the figure it must stay within."""


def checks(sheet: str, rows: Sequence["DurationLine"], unit: str) -> list[Finding]:
    """Return a warning for every relation that does not hold, row by row and over the bonds of a project."""
    found: list[Finding] = []
    for row in rows:
        for code, part, whole in WITHIN:
            low, high = getattr(row, part), getattr(row, whole)
            if low is not None and high is not None and low > high:
                found.append(_pair(code, part, low, high, unit, sheet, row.row))
    return [*found, *_over_bonds(sheet, rows, unit)]


def _over_bonds(sheet: str, rows: Sequence["DurationLine"], unit: str) -> Iterator[Finding]:
    """Yield projects whose bonds together exceed the bond money planned for them."""

    def project(row: "DurationLine") -> tuple[str, int, int]:
        return row.project_name, row.investment or 0, row.investment_bonds or 0

    told = sorted((row for row in rows if row.investment_bonds), key=project)
    for (_name, _whole, planned), same in groupby(told, key=project):
        group = list(same)
        used = sum(row.bond_used or 0 for row in group)
        if len(group) > 1 and used > planned:
            yield _pair("duration_bonds_above_plan", "bond_used", used, planned, unit, sheet, group[0].row)


def _pair(code: str, name: str, low: int, high: int, unit: str, sheet: str, row: int) -> Finding:
    printed, computed = (f"{in_unit(fen, unit):f}" for fen in (low, high))
    return identity(code, name, printed=printed, computed=computed, sheet=sheet, row=row)


def use_checks(sheet: Sheet, unit: str) -> list[Finding]:
    """Return a warning where the lines of use by category do not add up to the printed total."""
    sums = [0, 0]
    totals: list[int | None] = [None, None]
    for cells in sheet.rows:
        texts = [str(cell).strip() for cell in cells]
        for side, (name, amount) in enumerate(zip(texts[::2], cells[1::2], strict=False)):
            fen = read_amount(amount, unit) if side < 2 and name else None
            if not isinstance(fen, int):
                continue
            if name == "合计":
                totals[side] = fen
            else:
                sums[side] += fen
    return [
        _pair("duration_use_differs", "total", total, summed, unit, sheet.name, 0)
        for total, summed in zip(totals, sums, strict=True)
        if total is not None and total != summed
    ]
