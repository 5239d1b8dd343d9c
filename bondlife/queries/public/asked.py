"""How a public figure was made, out of nothing but what is public: formula over published cells, parts.

Where the inputs of a figure are not published, words say what the books sum up to it, and no number more.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bondlife.disclosure.content import typed
from bondlife.errors import Invalid
from bondlife.locale import gettext
from bondlife.queries.disclosure_words import form_name
from bondlife.queries.public.sources import Source, newest
from bondlife.queries.words import said
from models.disclosure_forms import forms
from models.disclosure_forms.shape import CellKind, FormColumn, FormSection, FormSpec, rows_of

MOST_PARTS = 12
"""A sum names this many parts one by one; the rest is one part."""

_STEP = re.compile(r"(\w+)(?:\[(\d{1,6}|\*)\])?")
_NAME = re.compile(r"\{(\w+)\}")
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class AskedPart:
    """One cell a figure is made of; in a formula also the signs between, with an empty kind."""

    label: str
    value: Any
    kind: str


@dataclass(frozen=True, slots=True)
class PublicFigure:
    """Everything the explanation of one public figure shows."""

    key: str
    label: str
    value: Any
    kind: CellKind
    formula: str
    numbers: Sequence[AskedPart]
    parts: Sequence[AskedPart]
    told: str
    form: str
    basis: str
    is_official: bool
    cut_off: date
    published_on: date | None
    digest: str
    href: str


def asked_of(
    sources: Sequence[Source], contents: Mapping[int, Mapping[str, Any]], key: str
) -> PublicFigure | None:
    """Return the explanation of a public figure; no key asks nothing, an unknown one is refused."""
    if not key:
        return None
    form, _, place = key[:_LONGEST].partition(":")
    source = newest(sources).get(form)
    if source is None or source.id not in contents:
        raise _unknown(key)
    return figure_of(source, contents[source.id], place)


def figure_of(source: Source, content: Mapping[str, Any], place: str) -> PublicFigure:
    """Return the explanation of the figure at one place of a content."""
    spec = forms()[source.form]
    path, _, name = place.rpartition(".")
    section, rows = _rows(spec, content, path)
    column = next((one for one in section.columns if one.name == name), None)
    is_total = path.endswith("[*]")
    if column is None or not rows or not (is_total or column.made or column.told):
        raise _unknown(place)
    value = typed(rows[0].get(name), column.kind) if not is_total else _sum(rows, name)
    return PublicFigure(
        f"{source.form}:{place}",
        _label(section, column, rows, is_total=is_total),
        value,
        column.kind,
        "" if is_total else _words(section, column),
        () if is_total else list(_numbers(section, column, rows[0])),
        _summands(section, name, rows) if is_total else list(_cells(section, column, rows[0])),
        said(column.told) if column.told is not None else "",
        form_name(source.form),
        spec.basis,
        spec.is_official,
        source.cut_off,
        source.published_on,
        source.digest,
        f"/public/publications/{source.public_id}",
    )


def _unknown(key: str) -> Invalid:
    return Invalid.because("no_figure", "This page has no figure %(key)s.", "explain", key=key[:60])


def _rows(
    spec: FormSpec, content: Mapping[str, Any], path: str
) -> tuple[FormSection, list[Mapping[str, Any]]]:
    """Return the section a path leads to and its row, or all of its rows where a sum is asked."""
    found: list[Mapping[str, Any]] = [content]
    section: FormSection | None = None
    for step in path.split("."):
        match = _STEP.fullmatch(step)
        section = next((one for one in spec.sections if match and one.name == match[1]), None)
        if match is None or section is None or not found:
            raise _unknown(path)
        rows = rows_of(found[0], section.name)
        found = rows if match[2] == "*" else rows[int(match[2]) - 1 : int(match[2])] if match[2] else []
    assert section is not None
    return section, found


def _sum(rows: Sequence[Mapping[str, Any]], name: str) -> int:
    return sum(row[name] for row in rows if isinstance(row.get(name), int))


def _label(
    section: FormSection, column: FormColumn, rows: Sequence[Mapping[str, Any]], *, is_total: bool
) -> str:
    label = said(column.label)
    if is_total:
        return gettext("%(label)s, total") % {"label": label}
    return f"{_row_name(section, rows[0])} {label}" if section.shape != "lines" else label


def _row_name(section: FormSection, row: Mapping[str, Any]) -> str:
    return str(row.get(section.columns[0].name) or "")


def _words(section: FormSection, column: FormColumn) -> str:
    labels = {one.name: said(one.label) for one in section.columns}
    return _NAME.sub(lambda found: labels.get(found[1], found[1]), column.made)


def _numbers(section: FormSection, column: FormColumn, row: Mapping[str, Any]) -> Iterator[AskedPart]:
    """Yield the formula cut into its cells and the signs between them."""
    known = {one.name: one for one in section.columns}
    for at, text in enumerate(_NAME.split(column.made)):
        if at % 2 and text in known:
            yield AskedPart(said(known[text].label), typed(row.get(text), known[text].kind), known[text].kind)
        elif text:
            yield AskedPart("", text, "")


def _cells(section: FormSection, column: FormColumn, row: Mapping[str, Any]) -> Iterator[AskedPart]:
    return (one for one in _numbers(section, column, row) if one.kind)


def _summands(section: FormSection, name: str, rows: Sequence[Mapping[str, Any]]) -> list[AskedPart]:
    told = [
        AskedPart(_row_name(section, row), row[name], "fen") for row in rows if isinstance(row.get(name), int)
    ]
    if len(told) <= MOST_PARTS:
        return told
    rest = told[MOST_PARTS - 1 :]
    others = gettext("%(count)d others") % {"count": len(rest)}
    return [*told[: MOST_PARTS - 1], AskedPart(others, sum(one.value for one in rest), "fen")]
