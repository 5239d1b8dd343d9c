"""A package that carries approved contents across an air gap: pages, files, data, a manifest, its signature.

The same contents and number give the same bytes. Nothing is in it that the form of a content does not name:
no names of persons, no time of day, no machine.
"""

import base64
import hashlib
import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bondlife.disclosure.signing import is_signed, public_key, sign
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
    manifest = {
        "number": number,
        "made_on": made_on.isoformat(),
        "region": region,
        "publications": entries,
        "files": {name: hashlib.sha256(body).hexdigest() for name, body in sorted(parts.items())},
    }
    text = canonical_json(manifest).encode()
    key = base64.b64encode(public_key(seed)).decode()
    parts["manifest.json"] = text
    parts["manifest.sig"] = base64.b64encode(sign(seed, text))
    parts["public.key"] = key.encode()
    digest = f"sha256:{hashlib.sha256(text).hexdigest()}"
    return Package(_zipped(parts), manifest, digest, key)


def _entry(one: Carried, parts: dict[str, bytes]) -> dict[str, Any]:
    spec = forms()[str(one.content["form"])]
    foreign = list(strangers(spec, one.content))
    if foreign:
        message = f"{one.public_id}: {foreign[:5]} must not leave"
        raise ValueError(message)
    names = {kind: f"{kind}/{one.public_id}.{ending}" for kind, ending in _KINDS.items()}
    parts[names["data"]] = canonical_json(one.content).encode()
    parts[names["files"]] = workbook(spec, one.content, note=one.digest)
    parts[names["pages"]] = page_of(spec, one.content, one.digest).encode()
    return {
        "publication": one.public_id,
        "form": spec.key,
        "title": spec.label.zh,
        "subject": one.content.get("subject") or one.content.get("region") or "",
        "cut_off": one.content["cut_off"],
        "digest": one.digest,
        **names,
    }


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


def check_package(body: bytes, key: str) -> list[str]:
    """Return what is wrong with a package, by the key it must be signed with; nothing is right."""
    with ZipFile(BytesIO(body)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text, signature = parts.get("manifest.json", b""), parts.get("manifest.sig", b"")
    if not is_signed(base64.b64decode(key), text, base64.b64decode(signature)):
        return ["the manifest is not signed with this key"]
    told = json.loads(text)["files"]
    found = [f"{name} is missing" for name in told if name not in parts]
    found += [
        f"{name} was changed"
        for name, digest in told.items()
        if name in parts and hashlib.sha256(parts[name]).hexdigest() != digest
    ]
    beside = {"manifest.json", "manifest.sig", "public.key"}
    return found + [
        f"{name} is not in the manifest" for name in parts if name not in told and name not in beside
    ]
