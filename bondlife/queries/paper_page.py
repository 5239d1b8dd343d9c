"""A paper as a page shows it: every section as text, with what its files are called."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bondlife.exchange.documents.drawing import across, groups_of
from bondlife.exchange.documents.paper import (
    Chart,
    Column,
    Facts,
    Paper,
    Photos,
    Prose,
    Row,
    Section,
    Signatures,
    columns_of,
)
from bondlife.exchange.documents.said import FIGURES, head_lines, plain, said_facts, said_rows


@dataclass(frozen=True, slots=True)
class HeadCell:
    """One head: its words, what it spans, whether figures stand under it, the series a chart reads there."""

    label: str
    span: int
    is_figure: bool
    series: str


@dataclass(frozen=True, slots=True)
class PageRow:
    """One row: its cells as text, its mark."""

    cells: Sequence[str]
    mark: str


@dataclass(frozen=True, slots=True)
class PageSection:
    """One section as a page draws it; ``kind`` says which of the other fields are filled."""

    key: str
    kind: str
    title: str
    unit: str = ""
    facts: Sequence[tuple[str, str]] = ()
    upper: Sequence[HeadCell] = ()
    heads: Sequence[HeadCell] = ()
    rows: Sequence[PageRow] = ()
    empty: str = ""
    paragraphs: Sequence[str] = ()
    photos: Sequence[tuple[str, str]] = ()
    chart: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper with the addresses of its files."""

    title: str
    mark: str
    lines: Sequence[tuple[str, str]]
    sections: Sequence[PageSection]
    notes: Sequence[str]
    digest: str
    base: str
    query: str
    crumbs: Sequence[tuple[str, str]]
    periods: Sequence[tuple[str, str]] = ()
    period: str = ""


def paper_view(
    paper: Paper, base: str, query: str, crumbs: Sequence[tuple[str, str]], **more: Any
) -> PaperView:
    """Return a paper for its page; ``base`` and ``query`` make the addresses of its files."""
    drawn = (one for one in paper.form.sections if not isinstance(one, Chart) or paper.rows(one.table))
    sections = [_section(paper, one) for one in drawn]
    notes = [plain(one) for one in (*paper.notes, paper.form.note) if one]
    lines = [(label, plain(text)) for label, text in head_lines(paper)]
    return PaperView(
        paper.heading, paper.mark, lines, sections, notes, paper.digest, base, query, crumbs, **more
    )


def _section(paper: Paper, section: Section) -> PageSection:
    kind = type(section).__name__.lower()
    own: dict[str, Any] = {"key": section.key, "kind": kind, "title": section.title}
    if isinstance(section, Facts):
        told = said_facts(section.items, paper.values.get(section.key) or {}, paper.form.unit_of(section))
        return PageSection(**own, facts=[(one.label, told[one.key]) for one in section.items])
    if isinstance(section, Prose):
        return PageSection(**own, paragraphs=[plain(one) for one in paper.values.get(section.key) or ()])
    if isinstance(section, Photos):
        return PageSection(**own, photos=[_photo(one) for one in paper.rows(section.key)])
    if isinstance(section, Chart):
        drawn = paper.form.section(section.table)
        own["title"] = section.title or f"图：{drawn.title.rpartition('、')[2]}"
        unit = section.unit or paper.form.unit_of(drawn)
        return PageSection(**own, unit=unit, chart=section.kind, source=section.table)
    return _table(paper, section, own)


def _table(paper: Paper, section: Section, own: dict[str, Any]) -> PageSection:
    columns, rows = across(section, said_rows(paper, section))
    series = _series(paper, section.key)
    groups = groups_of(columns)
    has_fen = any(one.kind == "fen" for one in columns) and not isinstance(section, Signatures)
    return PageSection(
        **own,
        unit=paper.form.unit_of(section) if has_fen else "",
        upper=[
            HeadCell(one["label"] if one["span"] else "", max(one["span"], 1), False, "") for one in groups
        ]
        if any(one["span"] for one in groups)
        else [],
        heads=[HeadCell(one.label, 1, one.kind in FIGURES, series.get(one.key, "")) for one in columns],
        rows=_rows(paper, section.key, columns, rows),
        empty=getattr(section, "empty", ""),
    )


def _rows(paper: Paper, table: str, columns: Sequence[Column], rows: Sequence[Row]) -> list[PageRow]:
    """Return the rows as text; the sum a fall ends with is drawn, so it is not marked as one."""
    marks = [str(row["_mark"]) for row in rows]
    falls = any(
        isinstance(one, Chart) and one.table == table and one.kind == "waterfall"
        for one in paper.form.sections
    )
    if falls and "sum" in marks:
        marks[marks.index("sum")] = ""
    return [PageRow([row[one.key] for one in columns], mark) for row, mark in zip(rows, marks, strict=True)]


def _series(paper: Paper, table: str) -> dict[str, str]:
    """Return which columns of a table a chart of the paper reads."""
    drawn = [one for one in paper.form.sections if isinstance(one, Chart) and one.table == table]
    return {key: key for one in drawn for key in one.series if key in {c.key for c in _columns(paper, table)}}


def _columns(paper: Paper, table: str) -> Sequence[Any]:
    return columns_of(paper.form.section(table))


def _photo(one: Any) -> tuple[str, str]:
    kind = "png" if one["data"].startswith(b"\x89PNG") else "jpeg"
    return plain(one["caption"]), f"data:image/{kind};base64,{b64encode(one['data']).decode()}"
