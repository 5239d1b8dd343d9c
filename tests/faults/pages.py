"""Where a SQLite file keeps what: which page belongs to which table, and where the bytes of rows lie.

After the published file format: pages of 4,096 bytes, tables as trees of pages 5 (inner) and 13 (leaves).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pysqlite3  # type: ignore[import-untyped]

PAGE = 4096
INNER, LEAF = 5, 13
MOST_LOCAL, LEAST_LOCAL = PAGE - 35, (PAGE - 12) * 32 // 255 - 23


@dataclass(slots=True)
class Layout:
    """Owner of each page of a table, and by table offset and length of every stored row."""

    owners: dict[int, str] = field(default_factory=dict)
    rows: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


def layout(path: Path) -> Layout:
    """Read where the tables of a sound file lie."""
    data, found = path.read_bytes(), Layout()
    connection = pysqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    roots = connection.execute("SELECT name, rootpage FROM sqlite_master WHERE type = 'table'").fetchall()
    connection.close()
    for name, root in [("sqlite_master", 1), *roots]:
        _tree(data, root, name, found)
    return found


def _tree(data: bytes, page: int, name: str, found: Layout) -> None:
    found.owners[page] = name
    base = PAGE * (page - 1)
    head = base + (100 if page == 1 else 0)
    count = _number(data, head + 3, 2)
    if data[head] == INNER:
        cells = [base + _number(data, head + 12 + 2 * one, 2) for one in range(count)]
        for child in [*(_number(data, cell, 4) for cell in cells), _number(data, head + 8, 4)]:
            _tree(data, child, name, found)
    elif data[head] == LEAF:
        for one in range(count):
            _row(data, base + _number(data, head + 8 + 2 * one, 2), name, found)


def _row(data: bytes, cell: int, name: str, found: Layout) -> None:
    size, start = _varint(data, cell)
    _key, start = _varint(data, start)
    local = size
    if size > MOST_LOCAL:
        rest = LEAST_LOCAL + (size - LEAST_LOCAL) % (PAGE - 4)
        local = rest if rest <= MOST_LOCAL else LEAST_LOCAL
        for page in _overflow(data, _number(data, start + local, 4)):
            found.owners[page] = name
    if local:
        found.rows.setdefault(name, []).append((start, local))


def _overflow(data: bytes, page: int) -> Iterator[int]:
    while page:
        yield page
        page = _number(data, PAGE * (page - 1), 4)


def _number(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "big")


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Return a number of variable length and where it ends; rows here are shorter than four of its bytes."""
    value = 0
    while data[at] & 0x80:
        value, at = value << 7 | data[at] & 0x7F, at + 1
    return value << 7 | data[at], at + 1
