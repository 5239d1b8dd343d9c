"""Write tables as xlsx: real numbers, units in the headings, frozen heads, and text that can never act
as a formula.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from types import MappingProxyType
from typing import Any, BinaryIO, Literal

import xlsxwriter  # type: ignore[import-untyped]

from bondlife.exchange.units import HUNDREDTHS, in_unit

ColumnKind = Literal["text", "fen", "percent", "number", "multiple", "count", "date", "flag"]
Value = str | int | Decimal | date | bool | None

_EPOCH = "2000-01-01"
_MOST_TEXT = 32_767
_MOST_ROWS = 1_048_575
_MOST_DIGITS = 15
_SAFE = 10**_MOST_DIGITS


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an export: heading, kind of its values, width in characters.

    fen values are written as numbers of the table's unit; percent values are decimals shown as percent.
    """

    heading: str
    kind: ColumnKind = "text"
    width: int = 14


def write_table(
    out: BinaryIO,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    *,
    unit: str = "元",
    title: str = "export",
    created: date | None = None,
    sign_sheet: Sequence[tuple[str, str]] = (),
) -> int:
    """Write one table row by row in constant memory and return the number of rows.

    The same rows give the same bytes, for the file's own time stamp is ``created`` (a fixed day by default).
    ``sign_sheet`` adds a second sheet of labels and texts: who prepared, who signed, the digest.
    """
    with xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": safe_text(title), "created": _stamp(created)})
        sheet = book.add_worksheet(sheet_name(title))
        formats = formats_of(book, unit)
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)
        sheet.freeze_panes(1, 0)
        for index, column in enumerate(columns):
            heading = f"{column.heading}（{unit}）" if column.kind == "fen" else column.heading
            sheet.write_string(0, index, safe_text(heading), formats["heading"])
        writers = [cell_writer(sheet, column.kind, formats, unit) for column in columns]
        count = 0
        for count, row in enumerate(rows, 1):
            if count > _MOST_ROWS:
                raise ValueError("a sheet holds at most 1,048,576 rows")
            for index, (write, value) in enumerate(zip(writers, row, strict=True)):
                write(count, index, value)
        if columns:
            sheet.autofilter(0, 0, count, len(columns) - 1)
        _write_signatures(book, sign_sheet, formats)
    return count


def _write_signatures(book: Any, lines: Sequence[tuple[str, str]], formats: dict[str, Any]) -> None:
    if not lines:
        return
    sheet = book.add_worksheet("签署页")
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 80)
    for place, (label, text) in enumerate(lines):
        sheet.write_string(place, 0, safe_text(label), formats["heading"])
        sheet.write_string(place, 1, safe_text(text))


def table_bytes(columns: Sequence[Column], rows: Iterable[Sequence[Value]], **options: Any) -> bytes:
    """Return the xlsx of a table."""
    out = BytesIO()
    write_table(out, columns, rows, **options)
    return out.getvalue()


CellWriter = Callable[[int, int, Value], None]


def cell_writer(
    sheet: Any, kind: ColumnKind, formats: Mapping[str, Any], unit: str, *, is_styled: bool = False
) -> CellWriter:
    """Return what writes values of one kind at row and column; None and nothing leave the cell empty.

    A number beyond 15 digits and what is not of the kind are written as text, styled by the format "text".
    """
    write_string, write_number, write_day = sheet.write_string, sheet.write_number, sheet.write_datetime
    style, look = formats.get(kind), formats["text"] if is_styled else None
    fen = HUNDREDTHS[unit]
    counted = kind in ("percent", "number", "multiple", "count")

    def text(row: int, column: int, value: Value) -> None:
        if value is not None and value != "":
            told = ("是" if value else "否") if isinstance(value, bool) else safe_text(str(value))
            write_string(row, column, told, look)

    def amount(row: int, column: int, value: Value) -> None:
        if type(value) is int and -_SAFE < value < _SAFE:
            write_number(row, column, value / fen, style)  # the double nearest to the exact quotient
        elif type(value) is int:
            write_string(row, column, f"{in_unit(value, unit):f}", look)
        else:
            text(row, column, value)

    def number(row: int, column: int, value: Value) -> None:
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            _number(sheet, (row, column), Decimal(value), style)
        else:
            text(row, column, value)

    def day(row: int, column: int, value: Value) -> None:
        if isinstance(value, date):
            write_day(row, column, value, style)
        else:
            text(row, column, value)

    return amount if kind == "fen" else number if counted else day if kind == "date" else text


def safe_text(text: str) -> str:
    """Return text that a workbook can hold: without control signs and lone surrogates, at most 32,767 long.

    A leading = + - @ stays as it is: it is written as a string, which no program takes for a formula.
    """
    if text.isprintable() and len(text) <= _MOST_TEXT:
        return text
    if len(text) <= _MOST_TEXT and text.isprintable():
        return text
    kept = "".join(
        sign for sign in text if sign in "\t\n" or (sign >= " " and not "\ud800" <= sign <= "\udfff")
    )
    return kept.replace("\ufffe", "").replace("\uffff", "")[:_MOST_TEXT]


def sheet_name(title: str) -> str:
    """Return a title as a sheet name: without the signs that are forbidden, at most 31 long.

    >>> sheet_name("专项/一般[2024]")
    '专项 一般 2024'
    """
    plain = "".join(" " if sign in "[]:*?/\\'" else sign for sign in safe_text(title))
    return plain.strip()[:31] or "export"


def formats_of(book: Any, unit: str, look: Mapping[str, Any] = MappingProxyType({})) -> dict[str, Any]:
    """Return the formats of cells by kind, each with a look of its own added."""
    decimals = len(str(HUNDREDTHS[unit])) - 1
    shapes: dict[str, dict[str, Any]] = {
        "heading": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
        "fen": {"num_format": f"#,##0.{'0' * 2}{'#' * (decimals - 2)}"},
        "percent": {"num_format": "0.00##%"},
        "number": {"num_format": "0.00##"},
        "multiple": {"num_format": "0.00"},
        "count": {"num_format": "#,##0"},
        "date": {"num_format": "yyyy-mm-dd"},
    }
    if look:
        shapes["text"] = {"text_wrap": True}
        shapes["date"] |= {"align": "center"}
    return {kind: book.add_format({**shape, **look}) for kind, shape in shapes.items()}


def _number(sheet: Any, at: tuple[int, int], value: Decimal, style: Any) -> None:
    if len(value.normalize().as_tuple().digits) > _MOST_DIGITS or not value.is_finite():
        sheet.write_string(*at, f"{value:f}")
    else:
        sheet.write_number(*at, float(value), style)


def _stamp(created: date | None) -> Any:
    from datetime import UTC, datetime

    day = created or date.fromisoformat(_EPOCH)
    return datetime(day.year, day.month, day.day, tzinfo=UTC).replace(tzinfo=None)
