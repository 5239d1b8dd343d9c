"""Find the heading row and which column holds which field, by synonyms or by a remembered mapping."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bondlife.exchange.cells import Cell, Sheet, column_letters
from bondlife.exchange.issues import Finding, finding
from bondlife.exchange.units import FEN_PER_UNIT

_SEARCHED_ROWS = 25
_BRACKETS = re.compile(r"[(（\[【:：].*\Z")
_UNIT = re.compile(r"百亿元|百万元|亿元|万元|元")


@dataclass(frozen=True, slots=True)
class Field:
    """A field an importer wants: its name in code, headings it goes by, whether a row is nothing
    without it.
    """

    name: str
    headings: tuple[str, ...]
    is_required: bool = False
    is_amount: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the fields are: heading row, column per field, the heading found, units that headings declare."""

    heading_row: int
    places: Mapping[str, int]
    headings: Mapping[str, str]
    units: Mapping[str, str] = field(default_factory=dict)


def find_columns(
    sheet: Sheet, wanted: Sequence[Field], mapping: Mapping[str, str] | None = None
) -> Columns | None:
    """Return the columns of the row that names most fields, every required one among them; None if no
    row does.

    A mapping gives, for a field, the heading or the column letters to use instead of the synonyms.
    """
    best: Columns | None = None
    for row in range(min(len(sheet.rows), _SEARCHED_ROWS)):
        found = _match(sheet, row, wanted, mapping or {})
        if len(found.places) > (len(best.places) if best else 0):
            best = found
    if best is None or missing_fields(best, wanted):
        return None
    return best


def missing_fields(columns: Columns | None, wanted: Sequence[Field]) -> list[Field]:
    """Return the required fields without a column."""
    places = columns.places if columns else {}
    return [each for each in wanted if each.is_required and each.name not in places]


def no_heading(sheet: Sheet, wanted: Sequence[Field]) -> Finding:
    """Return the finding for a sheet whose headings were not recognised, naming what is looked for."""
    names = "、".join(each.headings[0] for each in wanted if each.is_required)
    first = next((row for row in sheet.rows if any(cell != "" for cell in row)), ())
    return finding(
        "error",
        "no_heading",
        sheet=sheet.name,
        read=" | ".join(str(cell) for cell in first if cell != "")[:120],
        params={"headings": names},
    )


def repeated_headings(sheet: Sheet, columns: Columns) -> list[Finding]:
    """Return an error for each used heading that stands over two columns."""
    row = sheet.rows[columns.heading_row]
    keys = [_key(cell) for cell in row]
    found = []
    for name, place in columns.places.items():
        if keys.count(keys[place]) > 1:
            found.append(
                finding(
                    "error",
                    "repeated_heading",
                    sheet=sheet.name,
                    row=sheet.row_number(columns.heading_row),
                    column=column_letters(place + sheet.first_column),
                    field=name,
                    read=str(row[place])[:60],
                )
            )
    return found


def unit_conflicts(sheet: Sheet, columns: Columns, declared: str) -> list[Finding]:
    """Return an error for each heading that prints another unit than the one declared."""
    return [
        finding(
            "error",
            "unit_conflict",
            sheet=sheet.name,
            row=sheet.row_number(columns.heading_row),
            column=column_letters(columns.places[name] + sheet.first_column),
            field=name,
            read=columns.headings[name],
            params={"declared": declared, "printed": unit},
        )
        for name, unit in columns.units.items()
        if unit != declared
    ]


def key(text: str) -> str:
    """Return a heading or label without spaces, brackets and width variants, in lower case.

    >>> key("发行 规模（亿元）"), key("Issue_Date")
    ('发行规模', 'issue_date')
    """
    plain = unicodedata.normalize("NFKC", text)
    bare = _BRACKETS.sub("", plain.strip().lstrip("*＊ "))
    return re.sub(r"\s+", "", bare or plain).lower()


def heading_unit(text: str) -> str:
    """Return the unit a heading prints, or an empty text.

    >>> heading_unit("发行规模(亿元)"), heading_unit("size_yi"), heading_unit("名称")
    ('亿元', '亿元', '')
    """
    found = _UNIT.search(text)
    if found:
        return found[0] if found[0] in FEN_PER_UNIT else ""
    return {"yi": "亿元", "wan": "万元", "yuan": "元"}.get(text.strip().lower().rsplit("_", 1)[-1], "")


def _match(sheet: Sheet, row: int, wanted: Sequence[Field], mapping: Mapping[str, str]) -> Columns:
    cells = sheet.rows[row]
    keys = {_key(cell): index for index, cell in reversed(list(enumerate(cells))) if _key(cell)}
    letters = {column_letters(index + sheet.first_column): index for index in range(len(cells))}
    places: dict[str, int] = {}
    for each in wanted:
        own = mapping.get(each.name)
        names = (own,) if own else each.headings
        place = next((keys[key(name)] for name in names if key(name) in keys), None)
        if place is None and own:
            place = letters.get(own.upper())
        if place is not None:
            places[each.name] = place
    headings = {name: str(cells[place]) for name, place in places.items()}
    amounts = {each.name for each in wanted if each.is_amount}
    units = {
        name: heading_unit(text) for name, text in headings.items() if name in amounts and heading_unit(text)
    }
    return Columns(row, places, headings, units)


def _key(cell: Cell) -> str:
    return key(cell) if isinstance(cell, str) and len(cell) < 200 else ""
