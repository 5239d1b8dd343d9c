"""A content laid out as its form is printed: sections with merged heads, lines, years across."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from bondlife.disclosure.content import typed
from bondlife.locale import is_chinese
from bondlife.queries.words import said
from models.disclosure_forms.shape import CellKind, FormColumn, FormSection, FormSpec, rows_of
from models.public_words import english_of

WIDE, FEW = 10, 3
"""From so many columns on, a table of at most so many rows is shown with its columns as lines."""


class Cell(NamedTuple):
    """One cell: its place in the content, value of its kind (None is empty), whether it waits for words.

    ``can_ask`` tells that the form says how the figure is made, so that a page may offer to explain it.
    """

    place: str
    value: Any
    kind: CellKind
    is_confirmed: bool = True
    can_ask: bool = False

    @property
    def is_empty(self) -> bool:
        """Tell whether the cell says nothing yet."""
        return self.value is None

    @property
    def is_figure(self) -> bool:
        """Tell whether the cell holds a number, to be set right."""
        return self.kind not in ("text", "date") and not isinstance(self.value, str)


@dataclass(frozen=True, slots=True)
class Head:
    """One heading in the language of the page, the kind of its cells, whether the printed form was seen.

    ``series`` names its column in the picture of the section, empty where it is not drawn.
    """

    label: str
    kind: CellKind
    is_confirmed: bool
    series: str = ""


@dataclass(frozen=True, slots=True)
class LineGroup:
    """Labels and cells under one heading, of a section printed line by line."""

    label: str
    lines: Sequence[tuple[str, Cell]]


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section: its heads (with how many columns each group spans) and rows, or groups of lines."""

    name: str
    label: str
    shape: str
    groups: Sequence[tuple[str, int]]
    heads: Sequence[Head]
    rows: Sequence[Sequence[Cell]]
    totals: Sequence[Cell | None]
    blocks: Sequence[LineGroup]
    chart: str = ""

    @property
    def has_money(self) -> bool:
        """Tell whether amounts stand in it, so that their unit must be named."""
        return any(head.kind == "fen" for head in self.heads)

    def series_at(self, name: str) -> int:
        """Return the place of the column a picture calls by this name, -1 where there is none."""
        return next((at for at, head in enumerate(self.heads) if head.series == name), -1)

    def sum_of(self, place: int) -> int:
        """Return the sum of one column of amounts, fen."""
        return sum(row[place].value for row in self.rows if isinstance(row[place].value, int))

    @property
    def is_tall(self) -> bool:
        """Tell whether a wide table of a few rows is read better with its columns as lines."""
        return self.shape == "table" and len(self.heads) >= WIDE and len(self.rows) <= FEW

    @property
    def heads_by_group(self) -> Sequence[tuple[str, Sequence[int]]]:
        """Return the places of the columns under each group."""
        found, start = [], 0
        for label, span in self.groups:
            found.append((label, range(start, start + span)))
            start += span
        return found

    @property
    def has_groups(self) -> bool:
        """Tell whether any columns share a heading."""
        return any(label for label, _ in self.groups)


def sections_of(spec: FormSpec, content: Mapping[str, Any]) -> list[SectionView]:
    """Return the sections of a content in the order of the form; what lies in a row follows its section."""
    found: list[SectionView] = []
    for section in spec.sections:
        if not section.parent:
            rows = rows_of(content, section.name)
            found.append(_section(section, rows, section.name))
            for index, row in enumerate(rows, 1):
                for inner in spec.children(section.name):
                    where = f"{section.name}[{index}].{inner.name}"
                    found.append(_section(inner, rows_of(row, inner.name), where))
    return found


def _section(section: FormSection, rows: Sequence[Mapping[str, Any]], where: str) -> SectionView:
    cells = [
        [_cell(one, row, f"{where}[{index}].{one.name}") for one in section.columns]
        for index, row in enumerate(rows, 1)
    ]
    groups = [(said(one.label) if one.label else "", len(one.columns)) for one in section.groups]
    blocks = _blocks(section, cells[0]) if section.shape == "lines" and cells else []
    heads = [Head(said(one.label), one.kind, one.is_confirmed, one.series) for one in section.columns]
    totals = _totals(section, rows, where) if section.has_total and len(rows) > 1 else []
    return SectionView(
        where, said(section.label), section.shape, groups, heads, cells, totals, blocks, section.chart
    )


def _cell(one: FormColumn, row: Mapping[str, Any], place: str) -> Cell:
    value = typed(row.get(one.name), one.kind)
    if isinstance(value, str):
        return Cell(place, value if is_chinese() else english_of(value), one.kind, one.is_confirmed)
    can_ask = value is not None and bool(one.made or one.told)
    return Cell(place, value, one.kind, one.is_confirmed, can_ask)


def _blocks(section: FormSection, cells: Sequence[Cell]) -> list[LineGroup]:
    found, start = [], 0
    for group in section.groups:
        part = cells[start : start + len(group.columns)]
        lines = [(said(one.label), cell) for one, cell in zip(group.columns, part, strict=True)]
        found.append(LineGroup(said(group.label) if group.label else "", lines))
        start += len(group.columns)
    return found


def _totals(section: FormSection, rows: Sequence[Mapping[str, Any]], where: str) -> list[Cell | None]:
    """Return the sums of the columns of amounts; other columns have none."""
    return [
        Cell(
            f"{where}[*].{one.name}",
            sum(row[one.name] for row in rows if isinstance(row.get(one.name), int)),
            "fen",
            can_ask=True,
        )
        if one.is_summed
        else None
        for one in section.columns
    ]


def labels_of(spec: FormSpec, content: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Yield place, label and value of every cell of a content, for lists of places."""
    for section in sections_of(spec, content):
        for row in section.rows:
            name = next((str(cell.value) for cell in row if cell.kind == "text" and cell.value), "")
            for head, cell in zip(section.heads, row, strict=True):
                label = f"{name}：{head.label}" if len(section.rows) > 1 else head.label
                yield cell.place, label, cell.value
