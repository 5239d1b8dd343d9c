"""Read a saved page: its tables with merged cells filled out, its lists of terms, and its loose lines."""

import re
from collections.abc import Mapping
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from bondlife.exchange.child.pack import pack_sheet
from bondlife.exchange.child.text import decode
from bondlife.exchange.errors import FileRefused

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_\-]+)""", re.IGNORECASE)
_CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "utf-8": "utf-8", "utf8": "utf-8"}
_MAX_SPAN = 200
_MAX_TABLES = 200
_TEXT_TAGS = "h1, h2, h3, title"


def read_html(data: bytes, limits: Mapping[str, int]) -> tuple[list[dict[str, Any]], str]:
    """Return a sheet per table or list of terms in their order, headings first, and the encoding."""
    found = _CHARSET.search(data[:4096])
    text, encoding = decode(data, _CHINESE.get(found[1].decode("ascii").lower(), "") if found else "")
    if text.count("<") > limits["cells"]:
        raise FileRefused("too_many_rows", "The page is too large to read.")
    tree = LexborHTMLParser(text)
    tree.strip_tags(["script", "style", "noscript", "template"])
    headings = [[_text(node)] for node in tree.css(_TEXT_TAGS) if _text(node)]
    tables = tree.css("table, dl")
    if not tables:
        raise FileRefused("no_table", "The page holds no table.")
    if len(tables) > _MAX_TABLES:
        raise FileRefused("too_many_sheets", "The page holds too many tables.")
    sheets = [_packed("headings", headings, limits)]
    room = limits["cells"]
    for number, table in enumerate(tables, 1):
        rows = _grid(table, limits, room) if table.tag == "table" else _terms(table)
        room -= sum(map(len, rows))
        sheets.append(_packed(f"table {number}", rows, limits))
    return sheets, encoding


def _packed(name: str, rows: list[list[str]], limits: Mapping[str, int]) -> dict[str, Any]:
    width = max(map(len, rows), default=0)
    even = [row + [""] * (width - len(row)) for row in rows]
    return {**pack_sheet(name, even, limits), "hidden": False, "start": (0, 0)}


def _grid(table: Any, limits: Mapping[str, int], room: int) -> list[list[str]]:
    """Lay out the cells of one table; a cell over several rows or columns is repeated in each."""
    rows: list[list[str]] = []
    hanging: dict[int, tuple[int, str]] = {}
    for line in _own_rows(table):
        row: list[str] = []
        for cell in line.iter():
            if cell.tag in ("td", "th"):
                _hang(row, hanging)
                _place(row, hanging, cell)
        _hang(row, hanging)
        room -= len(row)
        if room < 0 or len(row) > limits["columns"]:
            raise FileRefused("too_many_rows", "The table is too large to read.")
        rows.append(row)
    return rows


def _terms(found: Any) -> list[list[str]]:
    """Return a list of terms as rows: the term, then what is said of it."""
    rows: list[list[str]] = []
    for part in found.iter():
        if part.tag == "dt":
            rows.append([_text(part)])
        elif part.tag == "dd" and rows:
            rows[-1].append(_text(part))
    return rows


def _own_rows(table: Any) -> list[Any]:
    """Return the rows of this table, not of tables inside its cells."""
    rows = []
    for part in table.iter():
        if part.tag == "tr":
            rows.append(part)
        elif part.tag in ("thead", "tbody", "tfoot"):
            rows.extend(line for line in part.iter() if line.tag == "tr")
    return rows


def _place(row: list[str], hanging: dict[int, tuple[int, str]], cell: Any) -> None:
    text = _text(cell)
    down, across = _span(cell, "rowspan"), _span(cell, "colspan")
    for _ in range(across):
        if down > 1:
            hanging[len(row)] = (down - 1, text)
        row.append(text)


def _hang(row: list[str], hanging: dict[int, tuple[int, str]]) -> None:
    """Fill in the cells that reach down from rows above."""
    while len(row) in hanging:
        column = len(row)
        left, text = hanging.pop(column)
        if left > 1:
            hanging[column] = (left - 1, text)
        row.append(text)


def _span(cell: Any, name: str) -> int:
    value = (cell.attributes.get(name) or "1").strip()
    return min(int(value), _MAX_SPAN) or 1 if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _text(node: Any) -> str:
    return " ".join(node.text(separator=" ").split())
