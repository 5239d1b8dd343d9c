"""A package that carries approved contents across an air gap: pages, files, data, a manifest, its signature.

The same contents and number give the same bytes. Nothing is in it that the form of a content does not name:
no names of persons, no time of day, no machine.
"""

import base64
import hashlib
import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bondlife.disclosure.signing import public_key, sign
from bondlife.disclosure.static_page import page_of
from bondlife.disclosure.workbook import workbook
from models.canonical import canonical_json
from models.disclosure_forms import forms
from models.disclosure_forms.shape import strangers

_STAMP = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Carried:
    """One approved content on its way out: key and digest of its publication, the content itself."""

    public_id: str
    digest: str
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Package:
    """A signed package: its bytes, manifest, digest of the manifest, key that checks it (base64)."""

    body: bytes
    manifest: dict[str, Any]
    digest: str
    public_key: str


def pack(contents: Sequence[Carried], *, number: str, made_on: date, region: str, seed: bytes) -> Package:
    """Return the package of contents in their order; a content that says more than its form is refused."""
    parts: dict[str, bytes] = {}
    entries = [_entry(one, parts) for one in contents]
    parts["index.html"] = _index(number, region, entries)
    head = {"number": number, "made_on": made_on.isoformat(), "region": region}
    return seal({**head, "publications": entries}, parts, seed)


def seal(manifest: Mapping[str, Any], parts: Mapping[str, bytes], seed: bytes) -> Package:
    """Return files as a signed pack: the manifest names each with its digest."""
    files = {name: hashlib.sha256(body).hexdigest() for name, body in sorted(parts.items())}
    whole = {**manifest, "files": files}
    text = canonical_json(whole).encode()
    key = base64.b64encode(public_key(seed)).decode()
    signed = {
        "manifest.json": text,
        "manifest.sig": base64.b64encode(sign(seed, text)),
        "public.key": key.encode(),
    }
    digest = f"sha256:{hashlib.sha256(text).hexdigest()}"
    return Package(_zipped({**parts, **signed}), whole, digest, key)


def _entry(one: Carried, parts: dict[str, bytes]) -> dict[str, Any]:
    spec = forms()[str(one.content["form"])]
    foreign = list(strangers(spec, one.content))
    if foreign:
        message = f"{one.public_id}: {foreign[:5]} must not leave"
        raise ValueError(message)
    return {**entry_head(one), **draw(one, parts)}


def entry_head(one: Carried) -> dict[str, Any]:
    """Return what a manifest says of a content."""
    spec = forms().get(str(one.content["form"]))
    return {
        "publication": one.public_id,
        "form": str(one.content["form"]),
        "title": spec.label.zh if spec is not None else str(one.content["form"]),
        "subject": one.content.get("subject") or one.content.get("region") or "",
        "cut_off": one.content["cut_off"],
        "digest": one.digest,
    }


def draw(one: Carried, parts: dict[str, bytes]) -> dict[str, str]:
    """Put a content into the parts as data, as a file in its layout and as a page; return their names."""
    names = {kind: f"{kind}/{one.public_id}.{ending}" for kind, ending in _KINDS.items()}
    spec = forms().get(str(one.content["form"]))
    parts[names["data"]] = canonical_json(one.content).encode()
    if spec is None:
        return {"data": names["data"]}
    parts[names["files"]] = workbook(spec, one.content, note=one.digest)
    parts[names["pages"]] = page_of(spec, one.content, one.digest).encode()
    return names


_KINDS = {"data": "json", "files": "xlsx", "pages": "html"}


def _index(number: str, region: str, entries: Sequence[Mapping[str, Any]]) -> bytes:
    rows = "".join(
        f'<li><a href="{one["pages"]}">{html.escape(one["title"])} {html.escape(str(one["subject"]))}</a> '
        f'{one["cut_off"]} <a href="{one["files"]}">xlsx</a> <a href="{one["data"]}">json</a></li>'
        for one in entries
    )
    title = html.escape(f"{region} 信息公开 {number}")
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><h1>{title}</h1><ul>{rows}</ul></body></html>"
    ).encode()


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name in sorted(parts):
            info = ZipInfo(name, _STAMP)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, parts[name])
    return out.getvalue()
