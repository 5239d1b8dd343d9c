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
    Section,
    Signatures,
    columns_of,
)
from bondlife.exchange.documents.said import FIGURES, head_lines, plain, said_facts, said_rows

Charts = Mapping[str, str]
NO_DAY = date(2000, 1, 1)
"""PDF/A wants a date; a paper without a cut-off day carries this one: its bytes depend on no clock."""
_ROOM = {False: 470.0, True: 750.0}
"""Points between the margins, upright and on its side."""
_BIGGEST, _SMALLEST = 9.5, 5.5
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
    columns = columns_of(section)
    rows = said_rows(paper, section)
    is_signed = isinstance(section, Signatures)
    needs = [float(one.width) if is_signed else _need(one, rows) for one in columns]
    room = _ROOM[paper.form.is_wide]
    size = min(_BIGGEST, room / (_SIGN * sum(needs)))
    has_fen = any(one.kind == "fen" for one in columns)
    return {
        "unit": paper.form.unit_of(section) if has_fen and not is_signed else "",
        "empty": getattr(section, "empty", ""),
        "widths": [round(need, 2) for need in needs],
        "size": round(max(size, _SMALLEST), 2),
        "figures": [one.kind in FIGURES for one in columns],
        "heads": [one.label for one in columns],
        "groups": groups_of(columns),
        "lower": [one.label for one in columns if one.group],
        "rows": [{"mark": row["_mark"], "cells": [row[one.key] for one in columns]} for row in rows],
    }


def _need(column: Column, rows: Sequence[Mapping[str, str]]) -> float:
    """Return how many Latin signs a column needs: figures whole, words as far as the form gives them room."""
    longest = max((_breadth(row[column.key]) for row in rows), default=0)
    head = min(_breadth(column.label), 8)
    if column.kind in FIGURES or column.kind == "date":
        return max(longest, head) + _PADDING
    return max(min(longest, column.width * 1.6), head, 4) + _PADDING


def _breadth(text: str) -> int:
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
