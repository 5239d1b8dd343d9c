"""Xlsx of a paper: real numbers, live formulas, merged heads, unit and signature lines, a print area."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_rowcol_to_cell  # type: ignore[import-untyped]

from bondlife.exchange.documents.drawing import NO_DAY, across, breadth, groups_of
from bondlife.exchange.documents.formulas import as_excel, cell_of, decimals, holding, number_of, row_name
from bondlife.exchange.documents.paper import (
    Chart,
    Column,
    Facts,
    Item,
    Paper,
    Photos,
    Prose,
    Row,
    Section,
    Signatures,
    Table,
    columns_of,
)
from bondlife.exchange.documents.said import FIGURES, head_lines, plain, total_row
from bondlife.exchange.documents.xlsx_pages import breaks_of
from bondlife.exchange.xlsx_out import CellWriter, ColumnKind, cell_writer, formats_of, safe_text, sheet_name

_LEAST_COLUMNS = 4
_CHART_ROWS = 14
_PHOTO_ROWS = 14
_MOST_DIGITS = 15
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "fact": {"align": "left"},
    "row": {},
    "sum": {"bold": True, "bg_color": "#F1F4F8"},
}
_MOST_ACROSS = 10
"""Years side by side; more stand in a table below."""
_WIDEST = 200
"""Signs that still can be read on one page across."""
_MOST_MEASURED = 2000
_LINE = 15
_PEN = 30
"""Height of a line that somebody signs with a pen, in points."""


def xlsx_of(paper: Paper) -> bytes:
    """Return a paper as a workbook of one sheet: the same paper gives the same bytes."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        day = paper.cut_off or NO_DAY
        created = datetime(day.year, day.month, day.day, tzinfo=UTC).replace(tzinfo=None)
        book.set_properties(
            {"title": safe_text(paper.heading), "author": "", "comments": "", "created": created}
        )
        _Sheet(book, paper).write()
    return out.getvalue()


class _Sheet:
    """The one sheet, written from the top."""

    def __init__(self, book: Any, paper: Paper) -> None:
        self.book, self.paper = book, paper
        self.sheet = book.add_worksheet(sheet_name(paper.heading))
        self.tables = [one for section in paper.form.sections for one in _widths_of(section, paper)]
        self.across = max([_LEAST_COLUMNS, *map(len, self.tables)])
        self.row = 0
        self.wide: list[int] = []
        self.heads: list[tuple[int, int]] = []
        self.tall: dict[int, float] = {}
        self.pictures: list[tuple[int, int]] = []
        self.computed = holding(paper)
        self.plain = {
            "title": book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}),
            "section": book.add_format({"bold": True, "font_size": 12}),
            "plain": book.add_format({"valign": "vcenter"}),
            "line": book.add_format({"font_size": 9}),
            "right": book.add_format({"font_size": 9, "align": "right"}),
            "note": book.add_format({"font_size": 9, "text_wrap": True, "valign": "top"}),
            "prose": book.add_format({"text_wrap": True, "valign": "top"}),
            "label": book.add_format(
                {"border": 1, "bg_color": "#F1F4F8", "text_wrap": True, "valign": "vcenter"}
            ),
            "head": book.add_format(
                {"border": 1, "bold": True, "align": "center", "valign": "vcenter", "text_wrap": True}
            ),
        }
        self.styles: dict[tuple[str, str], dict[str, Any]] = {}
        self.writers: dict[tuple[str, int, str], CellWriter] = {}

    def write(self) -> None:
        """Write the whole paper."""
        self._widths()
        self._merged(self.row, 0, self.across - 1, self.paper.heading, self.plain["title"])
        self._room(30)
        self.row += 1
        lines = [f"{label}：{text}" for label, text in head_lines(self.paper)]
        if self.paper.mark:
            lines.append(self.paper.mark)
        if lines:
            self._merged(self.row, 0, self.across - 1, "    ".join(lines), self.plain["line"])
            self.row += 1
        for section in self.paper.form.sections:
            self._section(section)
        for number, text in enumerate(one for one in (*self.paper.notes, self.paper.form.note) if one):
            self._merged(self.row, 0, self.across - 1, f"注 {number + 1}：{text}", self.plain["note"])
            self.row += 1
        self._page()

    def _widths(self) -> None:
        for place in range(self.across):
            own = [one[place] for one in self.tables if len(one) > place]
            self.wide.append(max([12, *own]))
            self.sheet.set_column(place, place, self.wide[place])

    def _page(self) -> None:
        sheet = self.sheet
        sheet.set_paper(9)
        if self.paper.form.is_wide:
            sheet.set_landscape()
        sheet.set_margins(0.5, 0.5, 0.6, 0.7)
        self._fit(-(-max((sum(one) for one in self.tables), default=1) // _WIDEST))
        sheet.center_horizontally()
        sheet.print_area(0, 0, max(self.row - 1, 0), self.across - 1)
        sheet.set_footer(f"&L&7内容摘要 {self.paper.digest}&R&7第 &P 页，共 &N 页")
        if len(self.heads) == 1:
            sheet.repeat_rows(*self.heads[0])

    def _fit(self, pages: int) -> None:
        """Scale the sheet to so many pages across; no picture is cut in two."""
        self.sheet.fit_to_pages(pages, 0)
        is_wide = self.paper.form.is_wide
        breaks = breaks_of(self.tall, self.wide, self.pictures, is_wide=is_wide, pages=pages)
        self.sheet.set_h_pagebreaks(breaks)

    def _room(self, points: float) -> None:
        """Make the row so high."""
        self.sheet.set_row(self.row, points)
        self.tall[self.row] = points

    def _picture(self, rows: int, title: str) -> None:
        """Leave room for a picture, which stays together with its title."""
        self.pictures.append((self.row - bool(title), self.row + rows))
        self.row += rows

    def _section(self, section: Section) -> None:
        if section.title:
            self.sheet.write_string(self.row, 0, section.title, self.plain["section"])
            self.row += 1
        if isinstance(section, Facts):
            self._facts(section)
        elif isinstance(section, Prose):
            for text in self.paper.values.get(section.key) or ():
                self._merged(self.row, 0, self.across - 1, plain(text), self.plain["prose"])
                self._room(15 * (1 + len(text) // 45))
                self.row += 1
        elif isinstance(section, Chart):
            self._chart(section)
        elif isinstance(section, Photos):
            self._photos(section)
        elif isinstance(section, Signatures) and section.is_line:
            told = (
                f"{one.get('role') or ''}：{one.get('name') or ''}" for one in self.paper.rows(section.key)
            )
            self._merged(self.row, 0, self.across - 1, "                ".join(told), self.plain["plain"])
            self._room(_PEN)
            self.row += 1
        elif isinstance(section, Table) and section.is_across and self.paper.rows(section.key):
            rows = self.paper.rows(section.key)
            for start in range(0, len(rows), _MOST_ACROSS):
                self._table(section, *across(section, rows[start : start + _MOST_ACROSS]))
        else:
            self._table(section, columns_of(section), self.paper.rows(section.key))
        self.row += 1

    def _merged(self, row: int, first: int, last: int, text: str, style: Any) -> None:
        if first == last:
            self.sheet.write_string(row, first, safe_text(text), style)
        else:
            self.sheet.merge_range(row, first, row, last, safe_text(text), style)

    def _styles(self, unit: str, way: str) -> dict[str, Any]:
        key = unit, way
        if key not in self.styles:
            look = {"border": 1, "valign": "vcenter", **_LOOKS[way]}
            self.styles[key] = formats_of(self.book, unit, look)
        return self.styles[key]

    def _writer(self, kind: str, styles: Mapping[str, Any], unit: str) -> CellWriter:
        key = kind, id(styles), unit
        if key not in self.writers:
            self.writers[key] = cell_writer(self.sheet, _look(kind), styles, unit, is_styled=True)
        return self.writers[key]

    def _facts(self, section: Facts) -> None:
        values = self.paper.values.get(section.key) or {}
        unit = self.paper.form.unit_of(section)
        spots = _spots(section, self.row, self.across)
        for item in section.items:
            row, first, last = spots[item.key]
            self.sheet.write_string(row, first - 1, item.label, self.plain["label"])
            styles = self._styles(unit, "fact")
            if last > first:
                self.sheet.merge_range(row, first, row, last, "", styles["text"])
            value = values.get(item.key)
            places = {key: xl_rowcol_to_cell(at[0], at[1]) for key, at in spots.items()}
            formula = item.formula if (section.key, "", item.key) in self.computed else ""
            self._cell((row, first), item, value, formula, places.__getitem__, styles, unit)
        self.row = max((at[0] for at in spots.values()), default=self.row) + 1

    def _table(self, section: Section, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        unit = self.paper.form.unit_of(section)
        if isinstance(section, Table) and any(one.kind == "fen" for one in columns):
            self._merged(self.row, 0, len(columns) - 1, f"单位：{unit}", self.plain["right"])
            self.row += 1
        self._heads(columns)
        first = self.row
        keys = {str(one["_key"]): first + place for place, one in enumerate(rows) if one.get("_key")}
        for number, row in enumerate(rows, 1):
            self._table_row(section, columns, (number, row), keys, unit)
        if not rows:
            self._merged(self.row, 0, len(columns) - 1, getattr(section, "empty", ""), self.plain["label"])
            self.row += 1
        total = total_row(section, rows)
        if total:
            self._total(columns, rows, total, first, unit)

    def _heads(self, columns: Sequence[Column]) -> None:
        groups, style = groups_of(columns), self.plain["head"]
        top = self.row
        if any(one["span"] for one in groups):
            place = 0
            for one in groups:
                if one["span"]:
                    self._merged(top, place, place + one["span"] - 1, one["label"], style)
                    for under in columns[place : place + one["span"]]:
                        self.sheet.write_string(top + 1, place, under.label, style)
                        place += 1
                else:
                    self.sheet.merge_range(top, place, top + 1, place, one["label"], style)
                    place += 1
            self.row += 2
        else:
            for place, column in enumerate(columns):
                self.sheet.write_string(top, place, column.label, style)
            self.row += 1
        self.heads.append((top, self.row - 1))

    def _table_row(
        self,
        section: Section,
        columns: Sequence[Column],
        numbered: tuple[int, Row],
        keys: Mapping[str, int],
        unit: str,
    ) -> None:
        number, row = numbered
        own = {one.key: place for place, one in enumerate(columns)}
        styles = self._styles(unit, "sum" if row.get("_mark") == "sum" else "row")
        if isinstance(section, Signatures):
            self._room(_PEN)
        for place, column in enumerate(columns):
            formula, spot = self._formula(column, row, keys, own)
            if (section.key, row_name(row, number), column.key) not in self.computed:
                formula = ""  # what is stated stays, also where it is not what the formula gives
            self._cell((self.row, place), column, row.get(column.key), formula, spot, styles, unit)
        if not isinstance(section, Signatures) and number <= _MOST_MEASURED:
            self._height([(row.get(one.key), self.wide[place]) for place, one in enumerate(columns)])
        self.row += 1

    def _height(self, cells: Sequence[tuple[Any, int]]) -> None:
        """Give the row room for its longest words; a program that opens the file does not measure them."""
        words = ((value, width) for value, width in cells if isinstance(value, str))
        lines = max((-(-breadth(value) // width) for value, width in words), default=1)
        if lines > 1:
            self._room(_LINE * lines)

    def _formula(
        self, column: Column, row: Row, keys: Mapping[str, int], own: Mapping[str, int]
    ) -> tuple[str, Any]:
        here = self.row

        def across(name: str) -> str:
            other, key = cell_of(name, column.key, "self")
            return str(xl_rowcol_to_cell(here if other == "self" else keys[other], own[key]))

        if row.get("_formula") and column.kind == "fen":
            return str(row["_formula"]), across
        return column.formula, lambda name: xl_rowcol_to_cell(here, own[name])

    def _cell(
        self,
        at: tuple[int, int],
        field: Column | Item,
        value: Any,
        formula: str,
        spot: Any,
        styles: Any,
        unit: str,
    ) -> None:
        style = styles[_look(field.kind)]
        if field.kind in FIGURES and formula and value is not None:
            number = number_of(value, field.kind, unit)
            if len(number.normalize().as_tuple().digits) <= _MOST_DIGITS:
                text = as_excel(formula, spot, decimals(unit, field.kind))
                self.sheet.write_formula(*at, text, style, float(number))
                return
        if value is None or value == "":
            self.sheet.write_blank(*at, None, style)
        else:
            self._writer(field.kind, styles, unit)(*at, value)

    def _total(
        self, columns: Sequence[Column], rows: Sequence[Row], total: Mapping[str, Any], first: int, unit: str
    ) -> None:
        styles = self._styles(unit, "sum")
        self.sheet.write_string(self.row, 0, str(total[columns[0].key]), styles["text"])
        runs = _runs(rows, first)
        for place, column in enumerate(columns[1:], 1):
            if column.key not in total:
                self.sheet.write_blank(self.row, place, None, styles["text"])
                continue
            ranges = ",".join(f"{xl_rowcol_to_cell(a, place)}:{xl_rowcol_to_cell(b, place)}" for a, b in runs)
            formula = f"=ROUND(SUM({ranges}),{decimals(unit, column.kind)})"
            number = number_of(total[column.key], column.kind, unit)
            self.sheet.write_formula(self.row, place, formula, styles[_look(column.kind)], float(number))
        self.row += 1

    def _chart(self, section: Chart) -> None:
        from bondlife.exchange.documents.charts import chart_svg
        from bondlife.exchange.documents.pdf import as_png

        svg = chart_svg(self.paper, section)
        if not svg:
            return
        picture = BytesIO(as_png(svg, pixels_per_inch=144))
        options = {
            "image_data": picture,
            "description": section.title or self.paper.heading,
            "object_position": 1,
        }
        options |= {"x_scale": 2 / 3, "y_scale": 2 / 3}
        self.sheet.insert_image(self.row, 0, "chart.png", options)
        self._picture(_CHART_ROWS, section.title)

    def _photos(self, section: Photos) -> None:
        for one in self.paper.rows(section.key):
            options = {
                "image_data": BytesIO(one["data"]),
                "description": one["caption"],
                "object_position": 1,
            }
            self.sheet.insert_image(self.row, 0, "photo", options)
            self._picture(_PHOTO_ROWS, "")
            self.sheet.write_string(self.row, 0, safe_text(one["caption"]), self.plain["line"])
            self.row += 1


def _look(kind: str) -> ColumnKind:
    return "text" if kind in ("long", "flag") else kind  # type: ignore[return-value]


def _spots(section: Facts, top: int, across: int) -> dict[str, tuple[int, int, int]]:
    """Return row, first and last column of each value; the label stands left of the first."""
    share = across // section.across
    found: dict[str, tuple[int, int, int]] = {}
    row, place = top, 0
    for at, item in enumerate(section.items):
        after = section.items[at + 1] if at + 1 < len(section.items) else None
        to_end = item.is_wide or after is None or after.is_wide
        if item.is_wide and place:
            row, place = row + 1, 0
        first = place * share + 1
        last = across - 1 if to_end or place == section.across - 1 else first + share - 2
        found[item.key] = row, first, max(first, last)
        place += 1
        if to_end or place == section.across:
            row, place = row + 1, 0
    return found


def _widths_of(section: Section, paper: Paper) -> list[list[int]]:
    """Return the widths a section asks of the columns of the sheet, those of merged lines aside."""
    if isinstance(section, Table) and section.is_across:
        return [[24, *[14] * min(len(paper.rows(section.key)), _MOST_ACROSS)]]
    if not columns_of(section) or getattr(section, "is_line", False):
        return []
    return [[one.width for one in columns_of(section)]]


def _runs(rows: Sequence[Row], first: int) -> list[tuple[int, int]]:
    """Return the runs of rows that are no sums themselves."""
    found: list[tuple[int, int]] = []
    for place, row in enumerate(rows, first):
        if row.get("_mark") == "sum":
            continue
        if found and found[-1][1] == place - 1:
            found[-1] = found[-1][0], place
        else:
            found.append((place, place))
    return found
