"""Give the rows with findings back as xlsx: the row as it was read, and beside it what to mend."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from bondlife.exchange.cells import Sheet, Workbook, column_letters, shown
from bondlife.exchange.issues import Finding
from bondlife.exchange.xlsx_out import safe_text, sheet_name

_HEADINGS = {
    "en": ("Row", "Cell", "What is wrong", "Expected", "How to mend"),
    "zh": ("行", "单元格", "问题", "应为", "如何更正"),
}
_SHADES = {"error": "#F8D7DA", "warning": "#FFF3CD"}
_MOST_ROWS = 10_000


def error_rows(book: Workbook, findings: Sequence[Finding], *, language: str = "zh") -> bytes:
    """Return a workbook with every row that has an error or warning, sheet by sheet, cells shaded where
    they are odd.

    All cells are written as text, so that nothing the file brought can act as a formula.
    """
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as target:
        styles = {severity: target.add_format({"bg_color": shade}) for severity, shade in _SHADES.items()}
        styles["heading"] = target.add_format({"bold": True, "bottom": 1})
        for sheet in book.sheets:
            told = [
                each
                for each in findings
                if each.sheet == sheet.name and each.severity in _SHADES and each.row
            ]
            if told:
                _write_sheet(target, sheet, told, styles, language)
        general = [each for each in findings if each.severity in _SHADES and not each.row]
        if general or not target.worksheets():
            _write_general(target, general, styles, language)
    return out.getvalue()


def _write_sheet(
    target: Any, sheet: Sheet, told: Sequence[Finding], styles: dict[str, Any], language: str
) -> None:
    by_row: dict[int, list[Finding]] = defaultdict(list)
    for each in told:
        by_row[each.row].append(each)
    page = _page(target, sheet.name)
    width = len(sheet.rows[0]) if sheet.rows else 0
    headings = _HEADINGS[language]
    letters = [column_letters(sheet.first_column + index) for index in range(width)]
    for column, text in enumerate((headings[0], *letters, *headings[1:])):
        page.write_string(0, column, text, styles["heading"])
    for line, row in enumerate(sorted(by_row)[:_MOST_ROWS], 1):
        _write_row(page, line, sheet, row, by_row[row], styles, language)
    page.freeze_panes(1, 1)


def _write_row(
    page: Any,
    line: int,
    sheet: Sheet,
    row: int,
    told: Sequence[Finding],
    styles: dict[str, Any],
    language: str,
) -> None:
    marked = {each.column: each.severity for each in reversed(told)}
    index = row - sheet.first_row - 1
    cells = sheet.rows[index] if 0 <= index < len(sheet.rows) else ()
    page.write_string(line, 0, str(row))
    for column, cell in enumerate(cells):
        style = styles.get(marked.get(column_letters(sheet.first_column + column), ""))
        page.write_string(line, column + 1, safe_text(shown(cell, 32_000)), style)
    _write_words(page, line, len(cells) + 1, told, language)


def _write_words(page: Any, line: int, column: int, told: Iterable[Finding], language: str) -> None:
    words = [each.told(language) for each in told]
    for offset, parts in enumerate(
        (
            [each.cell for each in told],
            [each["title"] for each in words],
            [each["expected"] for each in words],
            [each["mend"] for each in words],
        )
    ):
        page.write_string(line, column + offset, safe_text("\n".join(parts)))


def _write_general(target: Any, told: Sequence[Finding], styles: dict[str, Any], language: str) -> None:
    page = _page(target, "file" if language == "en" else "文件")
    for column, text in enumerate(_HEADINGS[language][1:]):
        page.write_string(0, column, text, styles["heading"])
    for line, each in enumerate(told[:_MOST_ROWS], 1):
        _write_words(page, line, 0, [each], language)


def _page(target: Any, title: str) -> Any:
    """Add a sheet of that name, numbered when the name is taken."""
    name, number = sheet_name(title), 1
    taken = {sheet.get_name().lower() for sheet in target.worksheets()}
    while name.lower() in taken:
        number += 1
        name = f"{sheet_name(title)[:27]} {number}"
    return target.add_worksheet(name)
