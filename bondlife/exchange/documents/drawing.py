"""A paper as the typesetter takes it: text only, widths and sizes worked out, pictures by names of files."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

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
from bondlife.exchange.documents.said import FIGURES, head_lines, plain, said_facts, said_rows

Charts = Mapping[str, str]
NO_DAY = date(2000, 1, 1)
"""PDF/A wants a date; a paper without a cut-off day carries this one: its bytes depend on no clock."""
_ROOM = {False: 470.0, True: 750.0}
"""Points between the margins, upright and on its side."""
_BIGGEST, _READABLE, _SMALLEST = 9.5, 7.0, 5.5
"""Points of letters in tables: never bigger; split the table below; never smaller."""
_SIGN = 0.53
"""Width of a Latin sign in ems; a Chinese one takes two."""
_PADDING = 1.6


def drawing(
    paper: Paper, charts: Charts, photos: Mapping[str, Sequence[str]], fallback: Sequence[str] = ()
) -> str:
    """Return a paper as JSON for the typesetter; charts are SVG, photos names of files, by section."""
    day = paper.cut_off or NO_DAY
    told = {
        "title": paper.heading,
        "mark": plain(paper.mark),
        "date": [day.year, day.month, day.day],
        "digest": paper.digest,
        "is_wide": paper.form.is_wide,
        "lines": [[label, plain(text)] for label, text in head_lines(paper)],
        "notes": [plain(text) for text in (*paper.notes, paper.form.note) if text],
        "fallback": list(fallback),
        "sections": [_section(paper, one, charts, photos) for one in paper.form.sections],
    }
    return json.dumps(told, ensure_ascii=False)


def _section(
    paper: Paper, section: Section, charts: Charts, photos: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    own = {"title": section.title, "kind": type(section).__name__.lower()}
    if isinstance(section, Facts):
        return own | _facts(paper, section)
    if isinstance(section, Prose):
        return own | {"paragraphs": [plain(text) for text in paper.values.get(section.key) or ()]}
    if isinstance(section, Chart):
        return own | {"svg": charts[section.key], "alt": section.title or paper.heading}
    if isinstance(section, Photos):
        held = zip(photos.get(section.key, ()), paper.rows(section.key), strict=True)
        return own | {"photos": [{"file": name, "caption": plain(one["caption"])} for name, one in held]}
    return own | _table(paper, section)


def _facts(paper: Paper, section: Facts) -> dict[str, Any]:
    texts = said_facts(section.items, paper.values.get(section.key) or {}, paper.form.unit_of(section))
    found, place = [], 0
    for one, after in zip(section.items, (*section.items[1:], None), strict=True):
        span = _span(one, after, place, section.across)
        place = (place + 1 + (span - 1) // 2) % section.across
        found.append({"label": one.label, "text": texts[one.key], "span": span})
    return {"across": section.across, "items": found}


def _span(one: Item, after: Item | None, place: int, across: int) -> int:
    """Return over how many cells a value goes: to the end of the line where nothing else can stand on it."""
    if one.is_wide or after is None or after.is_wide:
        return 1 + 2 * (across - 1 - place)
    return 1


def _table(paper: Paper, section: Section) -> dict[str, Any]:
    columns, rows = across(section, said_rows(paper, section))
    is_signed = isinstance(section, Signatures)
    needs = [float(one.width) if is_signed else _need(one, rows) for one in columns]
    room = _ROOM[paper.form.is_wide]
    has_fen = any(one.kind == "fen" for one in columns)
    parts = bands(columns, needs, room / (_SIGN * _READABLE))
    return {
        "unit": paper.form.unit_of(section) if has_fen and not is_signed else "",
        "empty": getattr(section, "empty", ""),
        "is_line": getattr(section, "is_line", False),
        "count": len(rows),
        "parts": [
            _part([columns[at] for at in part], [needs[at] for at in part], rows, room) for part in parts
        ],
    }


def _part(
    columns: Sequence[Column], needs: Sequence[float], rows: Sequence[Row], room: float
) -> dict[str, Any]:
    size = min(_BIGGEST, room / (_SIGN * sum(needs)))
    return {
        "widths": [round(need, 2) for need in needs],
        "size": round(max(size, _SMALLEST), 2),
        "figures": [one.kind in FIGURES for one in columns],
        "heads": [one.label for one in columns],
        "groups": groups_of(columns),
        "lower": [one.label for one in columns if one.group],
        "rows": [{"mark": row["_mark"], "cells": [row[one.key] for one in columns]} for row in rows],
    }


def bands(columns: Sequence[Column], needs: Sequence[float], room: float) -> list[list[int]]:
    """Return the columns of a table in parts that fit a line, groups whole, the first column in each part."""
    if sum(needs) <= room:
        return [list(range(len(columns)))]
    found, used = [[0]], needs[0]
    for run in _runs(columns):
        wide = sum(needs[at] for at in run)
        pieces = [run] if needs[0] + wide <= room else [[at] for at in run]
        for piece in pieces:
            more = sum(needs[at] for at in piece)
            if len(found[-1]) > 1 and used + more > room:
                found.append([0])
                used = needs[0]
            found[-1] += piece
            used += more
    return found


def _runs(columns: Sequence[Column]) -> list[list[int]]:
    """Return the columns after the first in runs that stay together: those of one group."""
    found: list[list[int]] = []
    for at, one in enumerate(columns):
        if at == 0:
            continue
        if found and one.group and columns[found[-1][-1]].group == one.group:
            found[-1].append(at)
        else:
            found.append([at])
    return found


def across(section: Section, rows: Sequence[Row]) -> tuple[tuple[Column, ...], Sequence[Row]]:
    """Return columns and rows as they are drawn: side by side where the table says so."""
    columns = columns_of(section)
    if not isinstance(section, Table) or not section.is_across or not rows:
        return columns, rows
    first, *others = columns
    kinds = {one.kind for one in others}
    kind = others[0].kind if len(kinds) == 1 else "text"
    turned = [Column(first.key, first.label, "text", first.width)]
    turned += [Column(f"at{place}", str(row[first.key]), kind) for place, row in enumerate(rows)]
    lines = [
        {first.key: one.label, "_mark": ""}
        | {f"at{place}": row.get(one.key) for place, row in enumerate(rows)}
        for one in others
    ]
    return tuple(turned), lines


def _need(column: Column, rows: Sequence[Row]) -> float:
    """Return how many Latin signs a column needs: figures whole, words as far as the form gives them room."""
    longest = max((breadth(row[column.key]) for row in rows), default=0)
    head = min(breadth(column.label), 8)
    if column.kind in FIGURES or column.kind == "date":
        return max(longest, head) + _PADDING
    return max(min(longest, column.width * 1.6), head, 4) + _PADDING


def breadth(text: str) -> int:
    """Return how many Latin signs wide a text is; a Chinese sign counts two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def groups_of(columns: Sequence[Column]) -> list[dict[str, Any]]:
    """Return the upper heads of a table: neighbours of one group together, span 0 for a column of its own."""
    found: list[dict[str, Any]] = []
    for one in columns:
        if one.group and found and found[-1]["span"] and found[-1]["label"] == one.group:
            found[-1]["span"] += 1
        else:
            found.append({"label": one.group or one.label, "span": 1 if one.group else 0})
    return found
