"""Findings that come from the sheet itself: formulas, hidden sheets, rows of another length."""

from bondlife.exchange.cells import Sheet, Workbook
from bondlife.exchange.issues import Finding, cell_finding, finding

OPTIONS_SHEET = "选项"
"""The hidden sheet of our own templates that feeds the drop-downs."""


def visible_sheets(book: Workbook) -> list[Sheet]:
    """Return the sheets an officer sees that are not empty."""
    return [sheet for sheet in book.sheets if not sheet.is_hidden and sheet.rows]


def sheet_findings(book: Workbook) -> list[Finding]:
    """Return what is odd about the sheets, before any field is read."""
    found: list[Finding] = []
    for sheet in book.sheets:
        if sheet.is_hidden:
            if sheet.rows and sheet.name != OPTIONS_SHEET:
                found.append(finding("warning", "hidden_sheet", sheet=sheet.name))
            continue
        if sheet.formula_count:
            found.append(
                finding(
                    "warning", "formulas_present", sheet=sheet.name, params={"count": sheet.formula_count}
                )
            )
        found += _marked_cells(sheet)
    return found


def _marked_cells(sheet: Sheet) -> list[Finding]:
    found = []
    for at, mark in sorted(sheet.marks.items()):
        if mark.code == "uneven_row":
            found.append(cell_finding("error", "uneven_row", sheet, at, "", length=mark.saved))
        elif mark.code == "formula_without_value":
            found.append(cell_finding("error", "formula_without_value", sheet, at, ""))
        elif mark.code == "formula_stale":
            found.append(
                cell_finding(
                    "warning", "formula_stale", sheet, at, "", saved=mark.saved, computed=mark.computed
                )
            )
    return found
