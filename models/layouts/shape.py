"""What a layout of a file is: types only."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.lifecycle import Label

UNOFFICIAL = Label("example layout, not official", "示例格式，非官方")


@dataclass(frozen=True, slots=True)
class LayoutColumn:
    """One column: the item it holds, its head as the file prints it, whether a row is nothing without it."""

    item: str
    heading: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout: its key, the kind of file or the rows it takes, unit of money, columns in their order.

    ``kind`` is a kind of import for files that come in, and a source of rows for files that go out.
    ``constants`` fill items a file does not print.
    """

    key: str
    kind: str
    label: Label
    unit: str
    columns: tuple[LayoutColumn, ...]
    constants: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


def columns_of(text: str) -> tuple[LayoutColumn, ...]:
    """Return columns from lines ``item|heading``; a mark ``?`` behind the item says it may be empty."""
    rows = (line.split("|") for line in text.strip().splitlines())
    return tuple(LayoutColumn(item.rstrip("?"), heading, not item.endswith("?")) for item, heading in rows)
