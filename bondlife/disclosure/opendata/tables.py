"""Published figures as tables: every figure a line; each section of each form a csv; their description."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from bondlife.disclosure.content import typed
from bondlife.disclosure.opendata.published import Told
from models.disclosure_forms import forms
from models.disclosure_forms.shape import FormSection, FormSpec, rows_of

FIELDS = (
    *("publication", "project", "region", "form", "cut_off", "section", "row"),
    *("field", "label", "kind", "value"),
)
"""Columns of the csv of all figures, in order."""

HEAD = ("publication", "project", "region", "cut_off", "row")
"""What every line of a table begins with."""

WORDS = "words"
"""The last column of a table: words that stand in cells of figures."""

ACTING = ("=", "+", "-", "@", "\t", "\r")
_TYPES = {"fen": "integer", "count": "integer", "percent": "number", "number": "number", "multiple": "number"}
_NUMBERS = {"row": "integer", "cut_off": "date"}


@dataclass(frozen=True, slots=True)
class Line:
    """A published content with the code of its project, empty where it is about none, and of its region."""

    told: Told
    project: str
    region: str


def figures(one: Line) -> Iterator[dict[str, Any]]:
    """Yield one line a figure of a content."""
    told, spec = one.told, forms().get(one.told.form)
    for section in _tops(spec) if spec is not None else ():
        for number, row in enumerate(rows_of(told.content, section.name), 1):
            for column in section.columns:
                if row.get(column.name) is not None:
                    yield {
                        "publication": told.key,
                        "project": one.project,
                        "region": one.region,
                        "form": told.form,
                        "cut_off": told.cut_off,
                        "section": section.name,
                        "row": number,
                        "field": column.name,
                        "label": column.label.zh,
                        "kind": column.kind,
                        "value": row[column.name],
                    }


def _tops(spec: FormSpec) -> Iterator[FormSection]:
    return (one for one in spec.sections if not one.parent)


def tables() -> Iterator[tuple[str, FormSpec, FormSection]]:
    """Yield name, form and section of every table; one that leaders must choose may be empty."""
    for spec in forms().values():
        for section in _tops(spec):
            yield f"{spec.key.lower()}_{section.name}", spec, section


def table_of(name: str) -> tuple[FormSpec, FormSection] | None:
    """Return form and section of a table by its name."""
    return next(((spec, section) for key, spec, section in tables() if key == name), None)


def heads_of(section: FormSection) -> tuple[str, ...]:
    """Return the columns of a table."""
    return (*HEAD, *(one.name for one in section.columns), WORDS)


def lines_of(one: Line, section: FormSection) -> Iterator[Sequence[Any]]:
    """Yield the lines of a table that a content of its form tells."""
    for number, row in enumerate(rows_of(one.told.content, section.name), 1):
        yield _table_line(one, section, number, row)


def _table_line(one: Line, section: FormSection, number: int, row: Any) -> list[Any]:
    cells, words = [], []
    for column in section.columns:
        cell = typed(row.get(column.name), column.kind)
        if column.kind != "text" and isinstance(cell, str):
            words.append(f"{column.name}: {cell}")
            cell = None
        cells.append(cell)
    return [one.told.key, one.project, one.region, one.told.cut_off, number, *cells, "; ".join(words)]


def csv_line(cells: Iterable[Any]) -> str:
    """Return cells as one line of csv; text that a program would take for a formula is marked as text."""
    out = StringIO()
    csv.writer(out).writerow([_plain(one) for one in cells])
    return out.getvalue()


def _plain(cell: Any) -> Any:
    if not isinstance(cell, str):
        return "" if cell is None else cell
    return f"'{cell}" if cell.startswith(ACTING) and not _is_number(cell) else cell


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit()


def datapackage(base: str) -> dict[str, Any]:
    """Return the description of every table: its columns, types, and where it is."""
    return {
        "name": "bondlife-published-figures",
        "title": "Published figures of bonds, projects, PPP contracts, funds and regions",
        "profile": "tabular-data-package",
        "resources": [
            _resource(
                f"{base}/public/data/figures.csv", "figures", "Every published figure, one a line", _all()
            ),
            *(
                _resource(
                    f"{base}/public/data/tables/{name}.csv", name, title_of(spec, section), _typed(section)
                )
                for name, spec, section in tables()
            ),
        ],
    }


def title_of(spec: FormSpec, section: FormSection) -> str:
    """Return a table in words: its form and, where that has several, its section."""
    return spec.label.zh if section is spec.sections[0] else f"{spec.label.zh}：{section.label.zh}"


def _all() -> list[dict[str, Any]]:
    return [{"name": name, "type": _NUMBERS.get(name, "string")} for name in FIELDS]


def _typed(section: FormSection) -> list[dict[str, Any]]:
    fields = [{"name": name, "type": _NUMBERS.get(name, "string")} for name in HEAD]
    for one in section.columns:
        kind = "date" if one.kind == "date" else _TYPES.get(one.kind, "string")
        unit = {"unit": "fen"} if one.kind == "fen" else {}
        fields.append({"name": one.name, "title": one.label.zh, "type": kind, **unit})
    return [*fields, {"name": WORDS, "type": "string"}]


def _resource(address: str, name: str, title: str, fields: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": name.replace("_", "-"),
        "title": title,
        "path": address,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": list(fields)},
    }
