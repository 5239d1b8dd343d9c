#!/usr/bin/env python3
"""Check a signed pack of published contents offline, with nothing but Python.

    python3 check_pack.py PACK.zip --key KEY [--paper FILE …] [--json]

A pack is a package that crossed an air gap or the evidence of one project. KEY is the public key of the
publisher (base64), fetched from its portal or handed over in person; without it only the key inside the
pack is used, which proves that nothing was changed since somebody signed, not who that was.

What is checked: the signature of the manifest; the digest of every file, none missing, none added; each
content against the digest that was signed; that the approval was of this very content and that nobody
approved what he or she prepared; that corrections and withdrawals fit. ``--paper`` tells whether a file you
hold is one that the pack lists. Nothing is written to disk. Exit 0: sound; 1: problems, told; 2: unreadable.

Signatures are Ed25519 (RFC 8032, section 5.1):  valid where  S·B = R + H(R ‖ A ‖ M)·A.
"""

import argparse
import base64
import binascii
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

LARGEST = 1 << 30
"""Bytes a pack may unfold to; a larger one is not opened."""
BESIDE = frozenset({"manifest.json", "manifest.sig", "public.key"})
OUT = ("published", "superseded")
UNSIGNED = "the manifest is not signed with this key"

_P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)

Point = tuple[int, int, int, int]
_ZERO: Point = (0, 1, 1, 0)


def _add(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % _P
    b = (one[1] + one[0]) * (other[1] + other[0]) % _P
    c = 2 * one[3] * other[3] * _D % _P
    d = 2 * one[2] * other[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def times(number: int, point: Point) -> Point:
    """Return a point added to itself so many times."""
    found = _ZERO
    while number:
        if number & 1:
            found = _add(found, point)
        point = _add(point, point)
        number >>= 1
    return found


def _same(one: Point, other: Point) -> bool:
    return (one[0] * other[2] - other[0] * one[2]) % _P == 0 and (
        one[1] * other[2] - other[1] * one[2]
    ) % _P == 0


def _across(y: int, sign: int) -> int | None:
    """Return the x of a point by its y and sign, None where there is none."""
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT % _P
    if (x * x - square) % _P or (x == 0 and sign):
        return None
    return _P - x if x & 1 != sign else x


_Y = 4 * pow(5, -1, _P) % _P
_X = _across(_Y, 0) or 0
BASE: Point = (_X, _Y, 1, _X * _Y % _P)


def packed(point: Point) -> bytes:
    """Return a point as 32 bytes."""
    inverse = pow(point[2], -1, _P)
    x, y = point[0] * inverse % _P, point[1] * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _unpacked(data: bytes) -> Point | None:
    whole = int.from_bytes(data, "little")
    y = whole & (1 << 255) - 1
    x = _across(y, whole >> 255)
    return None if x is None else (x, y, 1, x * y % _P)


def hashed(*parts: bytes) -> int:
    """Return the hash of parts as a number below the order of the group."""
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little") % ORDER


def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether a signature is that of a message by the holder of a key."""
    if len(key) != 32 or len(signature) != 64:
        return False
    point, first = _unpacked(key), _unpacked(signature[:32])
    second = int.from_bytes(signature[32:], "little")
    if point is None or first is None or second >= ORDER:
        return False
    right = _add(first, times(hashed(signature[:32], key, message), point))
    return _same(times(second, BASE), right)


@dataclass(frozen=True)
class Checked:
    """What a pack is and what is wrong with it; ``key`` is the key inside, ``is_known`` that it was given."""

    what: str
    number: str
    publications: int
    files: int
    key: str
    is_known: bool
    problems: list[str]


def check_pack(body: bytes, key: str = "") -> Checked:
    """Check the bytes of a pack; ``key`` is the public key it must be signed with (base64).

    Raises ``ValueError`` where the bytes are no pack at all.
    """
    parts = _parts(body)
    inside = parts.get("public.key", b"").decode("ascii", "replace").strip()
    text = parts.get("manifest.json", b"")
    if not is_signed(_decoded(key or inside), text, _decoded(parts.get("manifest.sig", b""))):
        return Checked("", "", 0, len(parts), inside, bool(key), [UNSIGNED])
    manifest = json.loads(text)
    problems = [*_files(manifest["files"], parts), *_contents(manifest, parts)]
    if manifest.get("type") == "evidence":
        problems += [one for entry in manifest["publications"] for one in _approved(entry)]
        problems += _corrections(manifest["publications"])
    what, number = manifest.get("type", "package"), manifest.get("number") or manifest.get("project", "")
    return Checked(what, str(number), len(manifest["publications"]), len(parts), inside, bool(key), problems)


def _parts(body: bytes) -> dict[str, bytes]:
    try:
        with ZipFile(BytesIO(body)) as archive:
            entries = archive.infolist()
            if sum(one.file_size for one in entries) > LARGEST:
                raise ValueError("the pack unfolds to more than 1 GiB")
            if len({one.filename for one in entries}) != len(entries):
                raise ValueError("the pack holds two files of one name")
            return {one.filename: archive.read(one) for one in entries}
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise ValueError(f"this is no pack: {error}") from None


def _decoded(text: str | bytes) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _files(told: Mapping[str, str], parts: Mapping[str, bytes]) -> Iterator[str]:
    for name, digest in told.items():
        if name not in parts:
            yield f"{name} is missing"
        elif hashlib.sha256(parts[name]).hexdigest() != digest:
            yield f"{name} was changed"
    yield from (f"{name} is not in the manifest" for name in parts if name not in told and name not in BESIDE)


def _contents(manifest: Mapping[str, Any], parts: Mapping[str, bytes]) -> Iterator[str]:
    """Compare every content with the digest under which it was approved and published."""
    for entry in manifest["publications"]:
        data = parts.get(entry.get("data", ""))
        key = entry["publication"]
        if data is None:
            if entry.get("state") != "withdrawn":
                yield f"{key}: its content is not in the pack"
            continue
        if _digest(data, entry["digest"]) != entry["digest"]:
            yield f"{key}: the content is not the one its digest was made of"
        content = json.loads(data)
        if (content.get("form"), content.get("cut_off")) != (entry["form"], entry["cut_off"]):
            yield f"{key}: the content is of another form or day"


def _digest(data: bytes, like: str) -> str:
    """Return the digest of bytes by the algorithm of another digest."""
    name = like.partition(":")[0]
    try:
        return f"{name}:{hashlib.new(name, data).hexdigest()}"
    except ValueError:
        return ""


def _approved(entry: Mapping[str, Any]) -> Iterator[str]:
    """Tell what is wrong with the approvals of a published content."""
    key = entry["publication"]
    signed = [one for one in entry["approvals"] if one["state"] == "approved" and one["step"] == "approve"]
    if entry["state"] in OUT and not any(one["content"] == entry["digest"] for one in signed):
        yield f"{key}: no approval of this very content"
    for one in entry["approvals"]:
        signers = [opinion["person"] for opinion in one["opinions"] if opinion["outcome"] == "approve"]
        if one["prepared_by"] in signers or len(set(signers)) != len(signers):
            yield f"{key}: one person prepared and approved, or approved twice"
        if one["state"] == "approved" and not signers:
            yield f"{key}: an approval that nobody signed"
    receipt = entry.get("receipt")
    if receipt and receipt["digest"] != entry["digest"]:
        yield f"{key}: what stands outside has another digest"


def _corrections(entries: list[Mapping[str, Any]]) -> Iterator[str]:
    """Tell where a correction and what it corrects do not fit."""
    by_key = {one["publication"]: one for one in entries}
    corrected = {one["corrects"] for one in entries if one.get("corrects") and one["state"] in OUT}
    for one in entries:
        key = one["publication"]
        if one["state"] == "withdrawn" and one.get("data"):
            yield f"{key}: withdrawn, and its content is still here"
        if one["state"] == "superseded" and key not in corrected:
            yield f"{key}: superseded, and its correction is not here"
    for key in corrected & by_key.keys():
        if by_key[key]["state"] == "published":
            yield f"{key}: corrected, and still shown as it was"


def source() -> bytes:
    """Return this file."""
    return Path(__file__).read_bytes()


def find_paper(body: bytes, paper: bytes) -> list[str]:
    """Return where a pack lists a file: as one of its own, or as a document of the project by its digest."""
    parts = _parts(body)
    own, plain = hashlib.sha256(paper).hexdigest(), f"sha256:{hashlib.sha256(paper).hexdigest()}"
    manifest = json.loads(parts["manifest.json"])
    found = [name for name, digest in manifest["files"].items() if digest == own]
    papers = (one for one in manifest.get("papers", ()) if one["digest"] in (own, plain))
    return found + [" ".join(str(one[name]) for name in ("type", "number", "day")) for one in papers]


def main(arguments: list[str]) -> int:
    """Check one pack and tell what was found."""
    parser = argparse.ArgumentParser(
        "check_pack.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pack", type=Path)
    parser.add_argument("--key", default="", help="public key of the publisher (base64)")
    parser.add_argument("--paper", type=Path, action="append", default=[], help="a file to look for")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    try:
        body = options.pack.read_bytes()
        found = check_pack(body, options.key)
        papers = {str(path): find_paper(body, path.read_bytes()) for path in options.paper}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(_told(found, papers, as_json=options.json))
    return 1 if found.problems or not all(papers.values()) else 0


def _told(found: Checked, papers: Mapping[str, list[str]], *, as_json: bool) -> str:
    if as_json:
        return json.dumps({**vars(found), "papers": papers}, ensure_ascii=False, indent=1) + "\n"
    lines = [*found.problems]
    lines += [f"{path}: {'; '.join(places) or 'not listed here'}" for path, places in papers.items()]
    known = "the key given" if found.is_known else f"the key inside, compare it: {found.key}"
    lines.append(
        f"{found.what} {found.number}: {found.publications} publications, {found.files} files, "
        f"{len(found.problems)} problems; signed with {known}"
    )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
