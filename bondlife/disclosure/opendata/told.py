"""The namespaced object: what the published forms say of a project that the standards have no place for."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bondlife.disclosure.opendata.published import PublishedFund, PublishedProject, Told, is_fen
from models.disclosure_forms.shape import rows_of
from models.open_data import KEYS, SOURCES, Source

_BY_FORM: dict[str, tuple[Source, ...]] = {}
for _one in SOURCES:
    _BY_FORM[_one.form] = (*_BY_FORM.get(_one.form, ()), _one)

SILENT = (None, "", "—")
"""What a cell holds that says nothing."""

AMOUNTS = (
    ("F2", "total_investment"),
    ("project_page", "total_investment"),
    ("F4", "investment"),
    ("F3", "investment"),
    ("F3G", "investment"),
)
"""Where the investment of a project is published, the best place first."""


def parts_of(contents: Iterable[Told], code: str = "") -> dict[str, list[dict[str, Any]]]:
    """Return every part the contents tell, rows in the order of their cut-offs; nothing is guessed.

    Rows of a keyed part that speak of one thing are one row: the newest word of each property counts.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for part, row in _rows(contents, code):
        held = found.setdefault(part, [])
        known = _known(part, row, held)
        if known is None:
            held.append(row)
        elif known is not row:
            known.update(
                {**row, "publications": list(dict.fromkeys(known["publications"] + row["publications"]))}
            )
    return found


def _known(part: str, row: Mapping[str, Any], held: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the row that speaks of the same thing already; rows without a key stay alone."""
    if part not in KEYS:
        return None
    name = row.get(KEYS[part])
    return next((one for one in held if one.get(KEYS[part]) == name), None)


def _rows(contents: Iterable[Told], code: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for one in contents:
        for source in _BY_FORM.get(one.form, ()):
            for row in rows_of(one.content, source.section):
                if not source.of or (code and row.get(source.of) == code):
                    yield source.part, _row(source, one, row)


def _row(source: Source, one: Told, row: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: row[place] for place, name in source.names.items() if row.get(place) not in SILENT}
    where = {"form": one.form, "cutOff": one.cut_off.isoformat()}
    if source.part in KEYS:
        return {**told, **where, "publications": [one.key]}
    return {**told, **where, "publication": one.key}


def first_rows(contents: Iterable[Told]) -> dict[str, Mapping[str, Any]]:
    """Return the first row of the main section of each form."""
    return {one.form: (rows_of(one.content, "rows") or [{}])[0] for one in contents}


def investment(rows: Mapping[str, Mapping[str, Any]]) -> int | None:
    """Return the investment of a project, fen, from the best form that tells it."""
    told = (rows[form].get(name) for form, name in AMOUNTS if form in rows)
    return next((amount for amount in told if is_fen(amount)), None)


def namespaced(one: PublishedProject) -> dict[str, Any]:
    """Return the namespaced object of a project: its parts, and all its published forms."""
    parts = parts_of([*one.contents, *one.beside], one.code)
    return {"unit": "fen", **parts, "forms": [saying(told.content) for told in one.contents]}


def fund_record(one: PublishedFund) -> dict[str, Any]:
    """Return what is published of a fund: no standard knows funds, so the object is ours alone, in fen."""
    parts = parts_of(one.contents)
    facts = (parts.get("fund") or [{}])[-1]
    return {
        "id": one.public_id,
        "region": one.region_code,
        "unit": "fen",
        **facts,
        "forms": [saying(told.content) for told in one.contents],
    }


def saying(value: Any) -> Any:
    """Return a content without cells, rows and sections that say nothing, as the standards ask.

    >>> saying({"form": "F2", "batches": [], "rows": [{"name": "a", "note": None, "word": " "}]})
    {'form': 'F2', 'rows': [{'name': 'a'}]}
    """
    if isinstance(value, Mapping):
        told = {name: saying(part) for name, part in value.items()}
        return {name: part for name, part in told.items() if not _is_silent(part)}
    if isinstance(value, list):
        return [part for part in map(saying, value) if not _is_silent(part)]
    return value


def _is_silent(part: Any) -> bool:
    return part is None or part in ([], {}) or (isinstance(part, str) and not part.strip())
