"""A page put together from blocks: facts, grids, sentences; the template knows how a value of a kind prints.

Kinds: text, fen (int), percent (share), rate (per year), multiple, number, count, date, state (mark, word).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bondlife.queries.documents import DocumentsView
from bondlife.queries.figures import Figure
from bondlife.queries.steps import NextBlock

FIGURES = frozenset({"fen", "percent", "rate", "multiple", "number", "count"})


@dataclass(frozen=True, slots=True)
class Fact:
    """One labelled value; ``key`` lets it be asked."""

    label: str
    kind: str
    value: Any
    key: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of one column; ``series`` is what a chart draws it as."""

    label: str
    kind: str = "text"
    series: str = ""

    @property
    def is_figure(self) -> bool:
        """Tell whether its values stand to the right."""
        return self.kind in FIGURES


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a grid; ``href`` is where its first cell leads, ``keys`` are cells that can be asked."""

    cells: Sequence[Any]
    href: str = ""
    is_sum: bool = False
    is_mute: bool = False
    keys: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grid:
    """Heads and lines."""

    heads: Sequence[Head]
    lines: Sequence[Line]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A way on."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart drawn from the grid of its block."""

    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A small form of the address: one field and what it does."""

    name: str
    label: str
    value: str
    button: str
    kept: Sequence[tuple[str, str]] = ()
    choices: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """A button that writes: address, label, hidden fields, version, key."""

    action: str
    label: str
    idempotency_key: str
    version: int = 0
    hidden: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a page."""

    id: str
    title: str
    facts: Sequence[Fact] = ()
    grid: Grid | None = None
    notes: Sequence[str] = ()
    links: Sequence[Link] = ()
    chart: Chart | None = None
    ask: Ask | None = None
    posts: Sequence[Post] = ()
    tone: str = ""

    @property
    def has_money(self) -> bool:
        """Tell whether amounts stand in the block, so that its head names the unit."""
        heads = self.grid.heads if self.grid is not None else ()
        return any(one.kind == "fen" for one in heads) or any(one.kind == "fen" for one in self.facts)


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab of a page."""

    label: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Board:
    """A page: head, the sentence that answers, tabs, blocks, what comes next."""

    title: str
    crumbs: Sequence[tuple[str, str]]
    blocks: Sequence[Block]
    answer: Sequence[Fact] = ()
    code: str = ""
    state: str = ""
    since: Any = None
    tools: Sequence[Link] = ()
    tabs: Sequence[Tab] = ()
    filters: Sequence[Ask] = ()
    next: NextBlock | None = None
    documents: DocumentsView | None = None
    bar: Any = None
    warnings: Sequence[str] = ()
    explain: Figure | None = None

    @property
    def has_chart(self) -> bool:
        """Tell whether the page draws a chart."""
        return any(one.chart is not None for one in self.blocks)


def summed(lines: Sequence[Line], heads: Sequence[Head], label: str) -> list[Line]:
    """Return the lines with a line of sums under every amount."""
    if not lines:
        return []
    cells: list[Any] = [label]
    for place, head in enumerate(heads[1:], 1):
        values = [line.cells[place] for line in lines]
        cells.append(sum(value or 0 for value in values) if head.kind in ("fen", "count") else None)
    return [*lines, Line(cells, is_sum=True)]
