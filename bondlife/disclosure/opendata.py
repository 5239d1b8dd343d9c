"""Published contents as open data: OC4IDS 0.9 projects, rows for a table, entries of a feed.

What the standard has no place for stands under ``x_bondlife``: the published forms as they are, in fen. Only
stored public contents are read; amounts of the standard's own fields are yuan.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape
from typing import Any

from models.disclosure_forms import forms

VERSION = "0.9"
PREFIX = "oc4ids-bondlife"
"""Prefix of project identifiers; an installation that is registered replaces it by its own."""

_STATUS = {
    "已立项": "preparation",
    "在建": "implementation",
    "停工": "implementation",
    "已竣工": "completion",
    "已决算": "completion",
    "运营": "maintenance",
    "已终结": "decommissioned",
}
_AMOUNTS = (("F2", "total_investment"), ("F4", "investment"), ("F3", "investment"))


@dataclass(frozen=True, slots=True)
class PublishedProject:
    """A project as the public knows it: key, code, place, and its newest content of each form."""

    public_id: str
    code: str
    region: str
    region_code: str
    contents: Sequence[Mapping[str, Any]]
    documents: Sequence[tuple[str, str, date | None]]
    """Key, form and day of every published content."""


def project_record(one: PublishedProject, base: str) -> dict[str, Any]:
    """Return a project by the standard; what is not published is left out, never guessed."""
    rows = {str(content["form"]): _first(content) for content in one.contents}
    name = next((str(content["subject"]) for content in one.contents if content.get("subject")), one.code)
    record: dict[str, Any] = {
        "id": f"{PREFIX}-{one.code or one.public_id}",
        "title": name,
        "language": "zh",
        "identifiers": [{"id": one.code or one.public_id, "scheme": "CN-PROJECT"}],
        "locations": [{"id": one.region_code, "description": one.region}],
        "documents": [_document(part, base) for part in one.documents],
        "x_bondlife": {"unit": "fen", "forms": list(one.contents)},
    }
    amount = next(
        (rows[form][name] for form, name in _AMOUNTS if form in rows and _is_fen(rows[form].get(name))), None
    )
    if amount is not None:
        record["budget"] = {"amount": {"amount": yuan(amount), "currency": "CNY"}}
    status = next((_STATUS[row["status"]] for row in rows.values() if row.get("status") in _STATUS), None)
    if status is not None:
        record["status"] = status
    parties = list(_parties(rows))
    if parties:
        record["parties"] = parties
    description = rows.get("F2", {}).get("content")
    if description:
        record["description"] = str(description)
    return record


def _first(content: Mapping[str, Any]) -> Mapping[str, Any]:
    rows = content.get("rows") or [{}]
    found: Mapping[str, Any] = rows[0]
    return found


def _is_fen(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def yuan(fen: int) -> int | float:
    """Return an amount as the standard's number: yuan, whole where it is whole.

    >>> yuan(100), yuan(123456789_01)
    (1, 123456789.01)
    """
    whole, part = divmod(fen, 100)
    return whole if not part else float(Decimal(fen) / 100)


def _document(part: tuple[str, str, date | None], base: str) -> dict[str, Any]:
    key, form, day = part
    spec = forms().get(form)
    found: dict[str, Any] = {
        "id": key,
        "title": spec.label.zh if spec is not None else form,
        "url": f"{base}/public/publications/{key}",
        "format": "text/html",
        "language": "zh",
    }
    return {**found, "datePublished": f"{day.isoformat()}T00:00:00Z"} if day is not None else found


def _parties(rows: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    told: dict[str, list[str]] = {}
    for row in rows.values():
        for name, role in (("unit", "publicAuthority"), ("department", "buyer")):
            value = row.get(name)
            if isinstance(value, str) and value and role not in told.setdefault(value, []):
                told[value].append(role)
    for number, (name, roles) in enumerate(told.items(), 1):
        yield {"id": str(number), "name": name, "roles": roles}


def package_head(base: str, publisher: str, day: str, address: str) -> dict[str, Any]:
    """Return what stands around the projects of a package."""
    return {
        "uri": f"{base}{address}",
        "publishedDate": f"{day}T00:00:00Z",
        "version": VERSION,
        "publisher": {"name": publisher},
    }


def rows_of(one: PublishedProject) -> Iterator[dict[str, Any]]:
    """Yield one row a row of every published table of a project: for a csv of all figures."""
    for content in one.contents:
        spec = forms()[str(content["form"])]
        for section in spec.sections:
            for number, row in enumerate(content.get(section.name) or (), 1) if not section.parent else ():
                for column in section.columns:
                    value = row.get(column.name)
                    if value is not None:
                        yield {
                            "project": one.code or one.public_id,
                            "region": one.region_code,
                            "form": spec.key,
                            "cut_off": content["cut_off"],
                            "row": number,
                            "field": column.name,
                            "label": column.label.zh,
                            "kind": column.kind,
                            "value": value,
                        }


FIELDS = ("project", "region", "form", "cut_off", "row", "field", "label", "kind", "value")
"""Columns of the csv, in order."""


def datapackage(base: str) -> dict[str, Any]:
    """Return the description of the csv: its columns, and where it is."""
    kinds = {"row": "integer", "cut_off": "date"}
    fields = [{"name": name, "type": kinds.get(name, "string")} for name in FIELDS]
    return {
        "name": "bondlife-published-figures",
        "title": "Published figures of special-bond projects",
        "profile": "tabular-data-package",
        "resources": [
            {
                "name": "figures",
                "path": f"{base}/public/data/figures.csv",
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {"fields": fields},
            }
        ],
    }


def feed(base: str, address: str, title: str, entries: Iterable[tuple[str, str, date]]) -> str:
    """Return an Atom feed of contents: key, title and day of each, the newest first."""
    told = list(entries)
    updated = max((day for _, _, day in told), default=date(2000, 1, 1)).isoformat()
    items = "".join(
        f"<entry><id>{base}/public/publications/{key}</id><title>{escape(name)}</title>"
        f'<link href="{base}/public/publications/{key}"/>'
        f"<updated>{day.isoformat()}T00:00:00Z</updated></entry>"
        for key, name, day in told
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>{base}{address}</id><title>{escape(title)}</title><updated>{updated}T00:00:00Z</updated>"
        f'<author><name>bondlife</name></author><link rel="self" href="{base}{address}"/>{items}</feed>'
    )
