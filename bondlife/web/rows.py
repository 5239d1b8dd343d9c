"""Rows of long lists: one drawn row is the pattern of all of them, its cells are put in at once.

A template draws the row a single time, with ``{{ slot }}`` where a cell comes, and hands it to ``filled``
together with the cells of every row in turn. All cells are escaped in one go, so a row costs what printing
it costs and the markup still stands in the template alone.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import Any

from markupsafe import Markup, escape

SLOT = Markup("\x1f")
"""Where a cell comes: a sign no page prints."""


def filled(pattern: Markup, cells: Sequence[str]) -> Markup:
    """Return the pattern once for every row of cells; the cells are texts, as many a row as it has slots."""
    text, slots = _prepared(pattern)
    rows, rest = divmod(len(cells), slots)
    if rest:
        raise ValueError(f"{len(cells)} cells do not fill rows of {slots}")
    return Markup((text * rows) % tuple(_escaped(cells)))  # noqa: S704 -- every cell is escaped


def cells_of(rows: Sequence[Any], *columns: str | tuple[str, Callable[[Any], str]]) -> list[str]:
    """Return the cells of rows in turn: what each named field holds, printed by the printer beside its name.

    A field without a printer is a text; an empty one prints as a dash.
    """
    plan = [(one, _text) if isinstance(one, str) else one for one in columns]
    printed: list[Iterable[str]] = [map(printer, map(attrgetter(name), rows)) for name, printer in plan]
    return list(chain.from_iterable(zip(*printed, strict=True)))


def _text(value: Any) -> str:
    return str(value) if value not in (None, "") else "—"


@lru_cache(maxsize=256)
def _prepared(pattern: Markup) -> tuple[str, int]:
    text = str(pattern)
    return text.replace("%", "%%").replace(SLOT, "%s"), text.count(SLOT)


def _escaped(cells: Sequence[str]) -> list[str]:
    """Escape all cells together; one by one where a cell holds the sign that parts them."""
    parts = str(escape("\x1f".join(cells))).split("\x1f")
    return parts if len(parts) == len(cells) else [str(escape(cell)) for cell in cells]
