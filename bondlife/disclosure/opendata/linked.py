"""Linked data of public pages (schema.org, JSON-LD): a data set a page, the catalogue of open data."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from markupsafe import Markup

from bondlife.disclosure.opendata.published import filled

CONTEXT = "https://schema.org"
_ESCAPED = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def data_set(
    base: str,
    address: str,
    title: str,
    *,
    region: str = "",
    identity: str = "",
    day: date | None = None,
    files: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return a public page as a data set; ``files`` are its downloads, media type → address."""
    found = {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": f"{base}{address}",
        "url": f"{base}{address}",
        "name": title,
        "identifier": identity,
        "inLanguage": "zh-CN",
        "isAccessibleForFree": True,
        "dateModified": day.isoformat() if day else "",
        "spatialCoverage": {"@type": "AdministrativeArea", "name": region} if region else None,
        "publisher": {"@type": "GovernmentOrganization", "name": region} if region else None,
        "includedInDataCatalog": {"@type": "DataCatalog", "url": f"{base}/public/data"},
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": media, "contentUrl": f"{base}{place}"}
            for media, place in (files or {}).items()
        ],
    }
    return filled(found)


def catalogue(base: str, title: str, files: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """Return the page of open data as a catalogue; ``files`` are address → name and media type."""
    return {
        "@context": CONTEXT,
        "@type": "DataCatalog",
        "@id": f"{base}/public/data",
        "url": f"{base}/public/data",
        "name": title,
        "dataset": [
            {
                "@type": "Dataset",
                "name": name,
                "distribution": [
                    {"@type": "DataDownload", "encodingFormat": media, "contentUrl": f"{base}{address}"}
                ],
            }
            for address, (name, media) in files.items()
        ],
    }


def linked(told: Mapping[str, Any]) -> Markup:
    """Return linked data as an element of a page: data alone, which no browser runs and no text can end."""
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    for sign, written in _ESCAPED.items():
        text = text.replace(sign, written)
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(text))  # noqa: S704
