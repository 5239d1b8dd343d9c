"""Find formulas in an xlsx sheet: count them, mark those without a saved value and sums that went stale.

calamine gives the value a formula had when the file was saved. A sum over cells of the same sheet can be
worked out again here; where it differs, the officer is told both figures.
"""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any
from zipfile import ZipFile

_CELL = re.compile(rb"<c\b((?:[^>]*[^/>])?)>(.*?)</c>", re.DOTALL)
_NAME = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_FORMULA = re.compile(rb"<f\b[^>]*>([^<]*)</f>|<f\b[^>]*/>")
_VALUE = re.compile(rb"<v>([^<]*)</v>")
_SUM = re.compile(r"SUM\(([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})\)\Z")
_CHAIN = re.compile(r"[A-Z]{1,3}[0-9]{1,7}(?:[+\-][A-Z]{1,3}[0-9]{1,7})+\Z")
_TERM = re.compile(r"([+\-]?)([A-Z]{1,3})([0-9]{1,7})")
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_MOST = 20_000
_LONGEST_SUM = 100_000


def add_marks(container: ZipFile, parts: list[str], sheets: list[dict[str, Any]]) -> None:
    """Put formula counts and marks on the sheets, matched to the parts by the workbook's own list."""
    targets = _targets(container)
    for sheet in sheets:
        part = targets.get(sheet["name"])
        if part in parts:
            sheet["formulas"], sheet["marks"] = _marks(container.read(part), sheet)


def _marks(xml: bytes, sheet: dict[str, Any]) -> tuple[int, list[tuple[int, int, str, str, str]]]:
    marks: list[tuple[int, int, str, str, str]] = []
    count = 0
    for attributes, body in _formula_cells(xml):
        count += 1
        name = _NAME.search(attributes)
        if name is None or count > _MOST:
            continue
        at = _index(name[1].decode(), name[2].decode(), sheet)
        value = _VALUE.search(body)
        if value is None or not value[1]:
            marks.append((*at, "formula_without_value", "", ""))
            continue
        computed = _work_out(_formula(body), sheet)
        saved = _number(value[1].decode("utf-8", "replace"))
        if computed is not None and saved is not None and abs(computed - saved) > abs(computed) / 10**12:
            marks.append((*at, "formula_stale", _plainly(saved), _plainly(computed)))
    return count, marks


def _formula_cells(xml: bytes) -> Iterator[tuple[bytes, bytes]]:
    for found in _CELL.finditer(xml):
        if b"<f" in found[2]:
            yield found[1], found[2]


def _formula(body: bytes) -> str:
    found = _FORMULA.search(body)
    return (found[1] or b"").decode("utf-8", "replace").replace("$", "").replace(" ", "") if found else ""


def _work_out(formula: str, sheet: dict[str, Any]) -> Decimal | None:
    """Return the value of a plain sum, or None when the formula is of another kind or meets text."""
    total = _SUM.match(formula)
    if total:
        top, left = _index(total[1], total[2], sheet)
        bottom, right = _index(total[3], total[4], sheet)
        if (bottom - top + 1) * (right - left + 1) > _LONGEST_SUM:
            return None
        cells = [(1, row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
    elif _CHAIN.match(formula):
        cells = [
            (-1 if sign == "-" else 1, *_index(letters, row, sheet))
            for sign, letters, row in _TERM.findall(formula)
        ]
    else:
        return None
    result = Decimal(0)
    for sign, row, column in cells:
        value = _plain_value(sheet, row, column)
        if value is None:
            return None
        result += sign * value
    return result


def _plain_value(sheet: dict[str, Any], row: int, column: int) -> Decimal | None:
    columns = sheet["columns"]
    value = columns[column][row] if 0 <= column < len(columns) and 0 <= row < sheet["height"] else ""
    if value == "":
        return Decimal(0)
    return _number(str(value)) if type(value) in (int, float) else None


def _plainly(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _index(letters: str, row: str, sheet: dict[str, Any]) -> tuple[int, int]:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(row) - 1 - sheet["start"][0], column - 1 - sheet["start"][1]


def _targets(container: ZipFile) -> dict[str, str]:
    """Map sheet names to parts, through the relations of the workbook."""
    try:
        book = container.read("xl/workbook.xml")
        relations = container.read("xl/_rels/workbook.xml.rels")
    except KeyError:
        return {}
    places = {}
    for tag in _RELATION.findall(relations):
        found = dict(re.findall(rb'(\w+)="([^"]*)"', tag))
        target = found.get(b"Target", b"").decode("utf-8", "replace")
        places[found.get(b"Id", b"")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    names = {}
    for tag in re.findall(rb"<sheet\b[^>]*>", book):
        found = dict(re.findall(rb'([\w:]+)="([^"]*)"', tag))
        names[_unescape(found.get(b"name", b""))] = places.get(found.get(b"r:id", b""), "")
    return names


def _unescape(name: bytes) -> str:
    text = name.decode("utf-8", "replace")
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return text
