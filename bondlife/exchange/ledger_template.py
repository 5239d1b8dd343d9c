"""The ledger as a blank workbook to download: drop-downs, notes, an example row, headings that cannot
be changed.
"""

from io import BytesIO
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from bondlife.exchange.cells import column_letters
from bondlife.exchange.ledger_columns import COLUMNS, LedgerColumn
from bondlife.exchange.project_ledger import EXAMPLE_MARK
from bondlife.exchange.sheet_notes import OPTIONS_SHEET

_ROWS = 5_000
_HEAD, _NOTES, _EXAMPLE, _FIRST = 0, 1, 2, 3


def project_ledger_template(*, unit: str = "万元") -> bytes:
    """Return the template; amount headings print the unit, and only the rows to be filled in are unlocked."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": "项目台账模板"})
        sheet = book.add_worksheet("项目台账")
        lists = book.add_worksheet(OPTIONS_SHEET)
        styles = _styles(book)
        for index, column in enumerate(COLUMNS):
            _write_column(sheet, lists, index, column, styles, unit)
        lists.hide()
        sheet.freeze_panes(_FIRST, 2)
        sheet.set_row(_HEAD, 32)
        sheet.set_row(_NOTES, 48)
        sheet.protect("", {"insert_rows": True, "delete_rows": True, "sort": True, "autofilter": True})
    return out.getvalue()


def _write_column(
    sheet: Any, lists: Any, index: int, column: LedgerColumn, styles: dict[str, Any], unit: str
) -> None:
    heading = f"{column.heading}({unit})" if column.kind == "amount" else column.heading
    star = "*" if column.is_required else ""
    width = max(14, min(36, 2 * len(heading) + 4))
    open_style = styles["amount" if column.kind == "amount" else "text"]
    sheet.set_column(index, index, width, open_style)
    sheet.write_string(_HEAD, index, f"{star}{heading}", styles["required" if star else "heading"])
    sheet.write_comment(
        _HEAD, index, f"{column.english}\n{column.note}\n{column.note_en}", {"author": "bondlife"}
    )
    mark = f"{EXAMPLE_MARK}（填写说明）：" if index == 0 else ""
    sheet.write_string(_NOTES, index, f"{mark}{column.note}", styles["note"])
    example = f"{EXAMPLE_MARK} {column.example}" if index == 0 else column.example
    sheet.write_string(_EXAMPLE, index, example, styles["note"])
    if column.choices:
        _add_choices(sheet, lists, index, column)


def _add_choices(sheet: Any, lists: Any, index: int, column: LedgerColumn) -> None:
    """Put the choices on a hidden sheet, for a drop-down's own list ends at 255 signs."""
    for row, (wording, _) in enumerate(column.choices):
        lists.write_string(row, index, wording)
    letters = column_letters(index)
    sheet.data_validation(
        _FIRST,
        index,
        _FIRST + _ROWS,
        index,
        {
            "validate": "list",
            "source": f"={OPTIONS_SHEET}!${letters}$1:${letters}${len(column.choices)}",
            "error_title": column.heading,
            "error_message": "请从清单中选择。Choose from the list.",
        },
    )


def _styles(book: Any) -> dict[str, Any]:
    base = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"}
    return {
        "heading": book.add_format({**base, "bg_color": "#E9EEF6"}),
        "required": book.add_format({**base, "bg_color": "#D6E4F7"}),
        "note": book.add_format(
            {"italic": True, "font_color": "#667382", "text_wrap": True, "valign": "top"}
        ),
        "text": book.add_format({"num_format": "@", "locked": False}),
        "amount": book.add_format({"num_format": "#,##0.00####", "locked": False}),
    }
