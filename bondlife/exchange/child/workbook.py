"""Read xlsx and xls with calamine, after the container was looked through."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from bondlife.exchange.child.formulas import add_marks
from bondlife.exchange.child.pack import pack_sheet
from bondlife.exchange.child.zip_guard import guard
from bondlife.exchange.errors import FileRefused


def read_xlsx(data: bytes, limits: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return the sheets of an xlsx file, with marks for its formulas."""
    parts, with_formulas = guard(data, limits)
    if "xl/workbook.xml" not in parts:
        raise FileRefused(
            "wrong_type",
            "This is a {type} file; expected is xlsx, xls, csv or html.",
            {"type": _container(parts)},
        )
    sheets = _read(data, limits)
    with ZipFile(BytesIO(data)) as container:
        uses_1904 = b'date1904="1"' in container.read("xl/workbook.xml")
        if with_formulas:
            add_marks(container, with_formulas, sheets)
    for sheet in sheets:
        sheet["uses_1904"] = uses_1904
    return sheets


def read_xls(data: bytes, limits: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return the sheets of an xls file."""
    return _read(data, limits)


def _read(data: bytes, limits: Mapping[str, int]) -> list[dict[str, Any]]:
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        if len(book.sheet_names) > limits["sheets"]:
            raise FileRefused("too_many_sheets", "The file has too many sheets.")
        return [_sheet(book, index, limits) for index in range(len(book.sheet_names))]
    except PasswordError:
        raise FileRefused("encrypted", "The file is protected by a password; save it without one.") from None
    except CalamineError:
        raise FileRefused("damaged", "The file is damaged: its sheets cannot be read.") from None


def _sheet(book: Any, index: int, limits: Mapping[str, int]) -> dict[str, Any]:
    meta = book.sheets_metadata[index]
    if str(meta.typ) != "SheetTypeEnum.WorkSheet":
        return {**pack_sheet(meta.name, [], limits), "hidden": False, "start": (0, 0)}
    sheet = book.get_sheet_by_index(index)
    packed = pack_sheet(meta.name, sheet.to_python(), limits)
    packed["hidden"] = str(meta.visible) != "SheetVisibleEnum.Visible"
    packed["start"] = sheet.start or (0, 0)
    return packed


def _container(parts: list[str]) -> str:
    if any(part.startswith("word/") for part in parts):
        return "Word"
    if any(part.startswith("ppt/") for part in parts):
        return "PowerPoint"
    return "xlsb" if "xl/workbook.bin" in parts else "ZIP"
