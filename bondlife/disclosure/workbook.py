"""A content as xlsx in the layout of its form: merged heads, unit, signatures, print area, real numbers.

Sections printed line by line or by year share the first sheet; a table that follows stands on a sheet of its
own, so that the file can be read back. The same content gives the same bytes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from typing import Any, BinaryIO

import xlsxwriter  # type: ignore[import-untyped]

from bondlife.disclosure.content import typed
from bondlife.exchange.units import FEN_PER_UNIT
from bondlife.exchange.xlsx_out import safe_text, sheet_name
from models.disclosure_forms.shape import FormColumn, FormSection, FormSpec, rows_of

UNCONFIRMED = "（表式未核实）"
_NARROW, _WIDE, _YEARS, _FEW = 22, 46, 12, 6
_FIGURES, _LEAST, _LINES = 11, 7, 3
"""Widths of figures and of the narrowest words, in signs; lines a word may take in a table."""
_HEAD_HEIGHT, _LINE_HEIGHT, _MOST_LINES = 32, 15, 20
_TOLD = 500
"""Rows between two words about progress."""


@lru_cache(maxsize=4096)
def _typed(value: Any, kind: str) -> Any:
    """Return a cell as a value of its kind; days and rates of a long table are few."""
    return typed(value, kind)


class _Writer:
    """A workbook while it is written: formats, the sheet at hand and the row it has come to."""

    def __init__(self, book: Any, spec: FormSpec) -> None:
        self.book, self.spec, self.row, self.width = book, spec, 0, 1
        self.fen = FEN_PER_UNIT[spec.unit]
        places = len(str(self.fen)) - 1
        base = {"border": 1, "valign": "vcenter", "text_wrap": True}
        numbers = {
            "fen": f"#,##0.{'0' * min(4, places)}{'#' * max(0, places - 4)}",
            "percent": "0.00##%",
            "number": "0.00##",
            "multiple": "0.00",
            "count": "#,##0",
            "date": "yyyy-mm-dd",
        }
        self.formats = {name: book.add_format({**base, "num_format": sign}) for name, sign in numbers.items()}
        self.formats |= {
            "text": book.add_format(base),
            "head": book.add_format({**base, "bold": True, "align": "center", "bg_color": "#EEF2F6"}),
            "title": book.add_format({"bold": True, "font_size": 14, "align": "center"}),
            "line": book.add_format({"valign": "vcenter"}),
            "right": book.add_format({"align": "right"}),
        }

    def sheet(self, name: str, width: int) -> None:
        """Begin a sheet of so many columns, with its title, cut-off and unit."""
        self.page = self.book.add_worksheet(sheet_name(name))
        self.row, self.width = 0, max(width, 2)
        landscape = self.spec.is_landscape or width > 8
        self.page.set_landscape() if landscape else self.page.set_portrait()
        self.page.set_paper(9)
        self.page.fit_to_pages(1, 0)
        self.page.set_margins(0.4, 0.4, 0.6, 0.6)

    def title(self, text: str, cut_off: str) -> None:
        """Write the title over all columns, then the cut-off and the unit."""
        self.page.merge_range(0, 0, 0, self.width - 1, safe_text(text), self.formats["title"])
        self.page.set_row(0, 26)
        self.page.write_string(1, 0, f"数据截止日：{cut_off}", self.formats["line"])
        self.page.write_string(1, self.width - 1, f"单位：{self.spec.unit}", self.formats["right"])
        self.row = 2

    def head(self, at: tuple[int, int, int, int], text: str) -> None:
        """Write a heading, merged where it spans more than one cell."""
        if at[:2] == at[2:]:
            self.page.write_string(*at[:2], safe_text(text), self.formats["head"])
        else:
            self.page.merge_range(*at, safe_text(text), self.formats["head"])

    def cell(self, row: int, column: int, value: Any, kind: str) -> None:
        """Write one value by its kind: numbers as numbers, words as text that never acts as a formula."""
        if value is None:
            self.page.write_blank(row, column, None, self.formats["text"])
            return
        if kind == "fen" and isinstance(value, int):
            # the quotient of two whole numbers is the nearest number a sheet can hold
            self.page.write_number(row, column, value / self.fen, self.formats["fen"])
            return
        if kind == "text" and isinstance(value, str):
            self.page.write_string(row, column, safe_text(value), self.formats["text"])
            return
        known = _typed(value, kind)
        if isinstance(known, int | Decimal) and not isinstance(known, bool) and kind != "text":
            self.page.write_number(row, column, float(known), self.formats[kind])
        elif isinstance(known, date):
            self.page.write_datetime(row, column, known, self.formats["date"])
        else:
            self.page.write_string(row, column, safe_text(str(known)), self.formats["text"])

    def line(self, label: str, value: Any, kind: str, width: int) -> None:
        """Write a label and its value over all other columns of so much width, high enough for words."""
        self.page.write_string(self.row, 0, label, self.formats["text"])
        if self.width > 2:
            self.page.merge_range(self.row, 1, self.row, self.width - 1, "", self.formats["text"])
        if isinstance(value, str):
            lines = min(-(-2 * len(value) // (width * (self.width - 1))), _MOST_LINES)
            self.page.set_row(self.row, max(1, lines) * _LINE_HEIGHT)
        self.cell(self.row, 1, value, kind)
        self.row += 1

    def end(self) -> None:
        """Write who signs, and set what is printed."""
        signs = "　　　　　　".join(f"{one.zh}：" for one in self.spec.signatures)
        self.page.write_string(self.row + 1, 0, signs, self.formats["line"])
        self.page.print_area(0, 0, self.row + 1, self.width - 1)


def label_of(one: FormColumn, unit: str = "") -> str:
    """Return a heading as printed: with the unit of amounts, and whether the printed form was seen."""
    told = f"{one.label.zh}（{unit}）" if unit and one.kind == "fen" else one.label.zh
    return told if one.is_confirmed else f"{told}{UNCONFIRMED}"


def workbook(spec: FormSpec, content: Mapping[str, Any], *, note: str = "") -> bytes:
    """Return a content as xlsx; ``note`` is written into the properties: digest, number of the package."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        stamp = datetime.fromisoformat(f"{content['cut_off']}T00:00:00").replace(tzinfo=UTC)
        told = {"title": spec.label.zh, "comments": note, "created": stamp.replace(tzinfo=None)}
        book.set_properties(told)
        writer = _Writer(book, spec)
        for first in _sheets(spec):
            _write_sheet(writer, spec, first, content)
    return out.getvalue()


def write_contents(
    out: BinaryIO, spec: FormSpec, contents: Iterable[Mapping[str, Any]], *, cut_off: date
) -> int:
    """Write contents of a form of one sheet, each on a sheet named by its region; returns how many."""
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as book:
        stamp = datetime(cut_off.year, cut_off.month, cut_off.day, tzinfo=UTC).replace(tzinfo=None)
        book.set_properties({"title": spec.label.zh, "created": stamp})
        writer = _Writer(book, spec)
        for content in contents:
            name = f"{content['region']} {content['region_code']}"
            _write_sheet(writer, spec, _sheets(spec)[0], content, name)
        return len(book.worksheets())


def write_rows(
    out: BinaryIO,
    spec: FormSpec,
    rows: Iterable[Mapping[str, Any]],
    *,
    subject: str,
    cut_off: date,
    tell: Callable[[int], None] | None = None,
) -> int:
    """Write a table of any length row by row in steady memory; returns how many rows it has."""
    section, count = spec.sections[0], 0
    with xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False}) as book:
        stamp = datetime(cut_off.year, cut_off.month, cut_off.day, tzinfo=UTC).replace(tzinfo=None)
        book.set_properties({"title": spec.label.zh, "created": stamp})
        writer = _Writer(book, spec)
        writer.sheet(spec.label.zh, len(section.columns))
        writer.title(f"{spec.label.zh}（{subject}）", cut_off.isoformat())
        _long_head(writer, section)
        for count, row in enumerate(rows, 1):
            at = writer.row + count - 1
            for place, one in enumerate(section.columns):
                writer.cell(at, place, row.get(one.name), one.kind)
            if tell is not None and count % _TOLD == 0:
                tell(count)
        writer.row += count
        writer.end()
    return count


def _long_head(writer: _Writer, section: FormSection) -> None:
    """Write both heading rows from left to right: a row that was left is not come back to."""
    column = 0
    for group in section.groups:
        last = column + len(group.columns) - 1
        if group.label is not None:
            writer.head((writer.row, column, writer.row, last), group.label.zh)
        column = last + 1
    for place, one in enumerate(section.columns):
        writer.head((writer.row + 1, place, writer.row + 1, place), label_of(one))
        writer.page.set_column(place, place, one.width)
    writer.page.freeze_panes(writer.row + 2, 0)
    writer.page.repeat_rows(writer.row, writer.row + 1)
    writer.row += 2


def _sheets(spec: FormSpec) -> list[list[FormSection]]:
    """Return the sections of each sheet: a table after others stands alone."""
    found: list[list[FormSection]] = []
    for section in spec.sections:
        if section.parent:
            continue
        alone = section.shape == "table" and found
        if alone or not found:
            found.append([])
        found[-1].append(section)
    return found


def _write_sheet(
    writer: _Writer,
    spec: FormSpec,
    sections: Sequence[FormSection],
    content: Mapping[str, Any],
    name: str = "",
) -> None:
    """Write one sheet, named by its title unless it has a name of its own."""
    title = spec.label.zh if spec.sections[0] in sections else sections[0].label.zh
    writer.sheet(name or title, max(_width(spec, one, content) for one in sections))
    writer.title(f"{title}（{content.get('subject', content.get('region', ''))}）", str(content["cut_off"]))
    for section in sections:
        rows = rows_of(content, section.name)
        _SHAPES[section.shape](writer, section, rows)
        for row in rows:
            for inner in spec.children(section.name):
                _SHAPES[inner.shape](writer, inner, rows_of(row, inner.name))
    if content.get("reason") and spec.sections[0] in sections:
        writer.page.write_string(
            writer.row, 0, safe_text(f"说明：{content['reason']}"), writer.formats["line"]
        )
        writer.row += 1
    writer.end()


def _width(spec: FormSpec, section: FormSection, content: Mapping[str, Any]) -> int:
    rows = rows_of(content, section.name)
    inner = [
        _width_of(one, len(rows_of(row, one.name))) for one in spec.children(section.name) for row in rows
    ]
    return max([_width_of(section, len(rows)), *inner])


def _width_of(section: FormSection, count: int) -> int:
    return {"table": len(section.columns), "lines": 2, "years": count + 1}[section.shape]


def _table(writer: _Writer, section: FormSection, rows: Sequence[Mapping[str, Any]]) -> None:
    top, column = writer.row, 0
    lines = _LINES if len(section.columns) > _FEW else 1
    for group in section.groups:
        last = column + len(group.columns) - 1
        if group.label is not None:
            writer.head((top, column, top, last), group.label.zh)
        for place, one in enumerate(group.columns, column):
            start = top + 1 if group.label is not None else top
            writer.head((start, place, top + 1, place), label_of(one))
            writer.page.set_column(place, place, _fitting(one, rows, lines))
        column = last + 1
    writer.page.set_row(top + 1, _HEAD_HEIGHT)
    writer.page.freeze_panes(top + 2, 0)
    writer.page.repeat_rows(top, top + 1)
    widths = [_fitting(one, rows, lines) for one in section.columns]
    for number, row in enumerate(rows, top + 2):
        writer.page.set_row(number, _height(section, row, widths))
        for place, one in enumerate(section.columns):
            writer.cell(number, place, row.get(one.name), one.kind)
    writer.row = top + 2 + len(rows)
    if section.has_total and len(rows) > 1:
        _total(writer, section, rows)


def _fitting(one: FormColumn, rows: Sequence[Mapping[str, Any]], lines: int) -> int:
    """Return a width in which a heading takes two lines and the longest word so many; signs are two wide."""
    if one.kind != "text":
        return _FIGURES
    longest = max((len(str(row.get(one.name) or "")) for row in rows), default=0)
    asked = max(len(label_of(one)), -(-2 * longest // lines) + 1)
    return min(max(asked, _LEAST), one.width)


def _height(section: FormSection, row: Mapping[str, Any], widths: Sequence[int]) -> int:
    """Return the height a row needs for its longest words; programs that open the file do not find it."""
    words = ((row.get(one.name), width) for one, width in zip(section.columns, widths, strict=True))
    lines = [-(-2 * len(word) // width) for word, width in words if isinstance(word, str)]
    return min(max([1, *lines]), _MOST_LINES) * _LINE_HEIGHT


def _total(writer: _Writer, section: FormSection, rows: Sequence[Mapping[str, Any]]) -> None:
    for place, one in enumerate(section.columns):
        held = [row.get(one.name) for row in rows]
        total = sum(value for value in held if isinstance(value, int)) if one.is_summed else None
        writer.cell(writer.row, place, total, "fen")
    writer.page.write_string(writer.row, 0, "合计", writer.formats["head"])
    writer.row += 1


def _lines(writer: _Writer, section: FormSection, rows: Sequence[Mapping[str, Any]]) -> None:
    widths = _WIDE, _NARROW if writer.width <= _FEW else _YEARS
    writer.page.set_column(0, 0, widths[0])
    writer.page.set_column(1, writer.width - 1, widths[1])
    for row in rows:
        for group in section.groups:
            if group.label is not None:
                writer.head((writer.row, 0, writer.row, writer.width - 1), group.label.zh)
                writer.row += 1
            for one in group.columns:
                writer.line(label_of(one, writer.spec.unit), row.get(one.name), one.kind, widths[1])


def _years(writer: _Writer, section: FormSection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write years across and figures below them."""
    first, *others = section.columns
    writer.head((writer.row, 0, writer.row, writer.width - 1), f"{section.label.zh}（{writer.spec.unit}）")
    writer.page.write_string(writer.row + 1, 0, first.label.zh, writer.formats["head"])
    writer.page.set_row(writer.row + 1, _HEAD_HEIGHT)
    for place, row in enumerate(rows, 1):
        writer.page.write_string(writer.row + 1, place, str(row[first.name]), writer.formats["head"])
    for number, one in enumerate(others, writer.row + 2):
        writer.page.write_string(number, 0, label_of(one), writer.formats["text"])
        for place, row in enumerate(rows, 1):
            writer.cell(number, place, row.get(one.name), one.kind)
    writer.row += 2 + len(others)


_SHAPES = {"table": _table, "lines": _lines, "years": _years}
