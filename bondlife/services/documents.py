"""Documents: bytes in a store addressed by their digest, first safe on disk, then recorded.

A file is written under a temporary name, flushed, renamed, its folder flushed; only then does an act name it.
A crash in between leaves bytes nobody names, never a name without bytes.
"""

import hashlib
import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4
from zipfile import BadZipFile, ZipFile

from bondlife.acts import Act, perform
from bondlife.books import kind_of
from bondlife.db import Database
from bondlife.errors import Invalid, missing
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from bondlife.services import approvals
from bondlife.services.pictures import stripped
from bondlife.services.records import fetch
from models.base import columns
from models.registry import RECORDS, Document, RecordRow

CHUNK = 1 << 16
MOST_PARTS = 5000
LONGEST_NAME = 120
_ZIP = b"PK\x03\x04"
_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA = {
    "pdf": "application/pdf",
    "docx": _OFFICE + "wordprocessingml.document",
    "xlsx": _OFFICE + "spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
    "txt": "text/plain; charset=utf-8",
}
"""Types that are taken, by what the content is; the sent name and type are not believed."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Bytes that lie safe in the store."""

    digest: str
    size: int
    extension: str


def attach(
    db: Database,
    actor: Actor,
    folder: Path,
    source: BinaryIO,
    *,
    record: str,
    public_id: str,
    kind_key: str,
    name: str,
    number: str = "",
    limit: int,
    key: str = "",
) -> dict[str, Any]:
    """Keep a file and record it on a record; the same type again is a newer version beside the old."""
    if record not in RECORDS:
        raise missing()
    if _is_photo(db, actor, record, public_id, kind_key):
        source = BytesIO(stripped(_whole(source, limit)))
    stored = store(folder, source, limit)
    shown = clean_name(name, stored.extension)
    number = _clean_number(number)

    def work(act: Act) -> dict[str, Any]:
        row = fetch(act, record, public_id)
        act.actor.require("document.add", row.region_id, row.unit_id, row.department_id)
        document = keep(act, row, kind_key, shown, number, stored)
        act.about(row, document=document.public_id, type=kind_key, content=stored.digest)
        return {"public_id": document.public_id, "version": document.version}

    request = [record, public_id, kind_key, shown, number, stored.digest]
    return dict(perform(db, actor, "document.add", work, key=key, request=request))


def _is_photo(db: Database, actor: Actor, record: str, public_id: str, key: str) -> bool:
    """Tell whether the record's kind takes a type as a photo: kept without what a camera writes beside it.

    A record that is not there for this person is refused when the file is recorded.
    """
    model = RECORDS[record]
    own = columns(model)
    statement = scoped(actor, model, own.kind, own.kind_version).where(own.public_id == public_id)
    with db.reading() as session:
        found = session.execute(statement).first()
        kind = kind_of(session, *found) if found is not None else None
    return kind is not None and any(one.is_photo for one in kind.documents if one.key == key)


def keep(act: Act, row: RecordRow, kind_key: str, name: str, number: str, stored: Stored) -> Document:
    """Record a stored file on a record inside an open act."""
    _require_type(act, row, kind_key)
    document = act.add(_document(row, kind_key, name, number, stored))
    act.flush()
    return document


def _whole(source: BinaryIO, limit: int) -> bytes:
    """Return all bytes of a source; one byte above the limit is enough for the store to refuse it."""
    data = source.read(limit + 1)
    if len(data) > limit:
        raise _too_large(limit)
    return data


def _too_large(limit: int) -> Invalid:
    return Invalid.because("too_large", "The file is larger than %(limit)d MiB.", "file", limit=limit >> 20)


def end(
    db: Database, actor: Actor, public_id: str, version: int, *, reason: str, key: str = ""
) -> dict[str, Any]:
    """End a document: it no longer counts, its bytes and its history stay."""

    def work(act: Act) -> dict[str, Any]:
        document = act.fetch(Document, public_id, "document.read")
        act.actor.require("document.add", document.region_id, document.unit_id, document.department_id)
        act.require_version(document, version)
        if not reason.strip():
            raise Invalid.because("reason_required", "Give the reason in words.", "reason")
        if document.subject not in RECORDS:
            raise missing("document")
        row = act.get(RECORDS[document.subject], document.subject_id)
        act.end(document)
        act.about(row, document=public_id, type=document.type, reason=reason)
        approvals.void_waiting(act, row)
        return {"public_id": public_id, "version": document.version}

    return dict(perform(db, actor, "document.end", work, key=key, request=[public_id, version, reason]))


def store(folder: Path, source: BinaryIO, limit: int) -> Stored:
    """Write bytes into the store under their digest and return what they are."""
    folder.mkdir(parents=True, exist_ok=True)
    waiting = folder / f".incoming-{uuid4().hex}"
    try:
        digest, size = _write(waiting, source, limit)
        with waiting.open("rb") as file:
            extension = type_of(file, size)
        _settle(waiting, place_of(folder, digest))
    finally:
        waiting.unlink(missing_ok=True)
    return Stored(digest, size, extension)


def place_of(folder: Path, digest: str) -> Path:
    """Return where the bytes of a digest lie; the name is made here and never comes from outside."""
    plain = digest.removeprefix("sha256:")
    if len(plain) != 64 or not set(plain) <= set("0123456789abcdef"):
        raise missing("document")
    return folder / plain[:2] / plain


def type_of(file: BinaryIO, size: int) -> str:
    """Return the type by content; what is not on the list is refused by what it is."""
    start = file.read(8)
    if not size:
        raise Invalid.because("empty_file", "The file is empty.", "file")
    if start.startswith(b"%PDF-"):
        return "pdf"
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if start.startswith(b"\xff\xd8\xff"):
        return "jpg"
    file.seek(0)
    if start.startswith(_ZIP):
        return _office_type(file)
    return _text_type(file)


def _office_type(file: BinaryIO) -> str:
    try:
        with ZipFile(file) as container:
            names = {entry.filename for entry in container.infolist()[: MOST_PARTS + 1]}
    except (BadZipFile, ValueError, OSError, NotImplementedError, LookupError, OverflowError):
        raise Invalid.because(
            "damaged", "The file is damaged: its container cannot be read.", "file"
        ) from None
    if "[Content_Types].xml" not in names or len(names) > MOST_PARTS:
        raise _unwanted("ZIP")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Invalid.because("macros", "The file holds macros; save it without them.", "file")
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    raise _unwanted("ZIP")


def _text_type(file: BinaryIO) -> str:
    data = file.read(CHUNK * 16)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _unwanted("?") from None
    if any(unicodedata.category(letter) == "Cc" and letter not in "\r\n\t" for letter in text):
        raise _unwanted("?")
    if text.lstrip().startswith("<"):
        raise _unwanted("HTML / XML")
    return "txt"


def _unwanted(what: str) -> Invalid:
    return Invalid.because(
        "file_type",
        "This is no PDF, docx, xlsx, PNG, JPEG or UTF-8 text file (found: %(what)s).",
        "file",
        what=what,
    )


def clean_name(name: str, extension: str) -> str:
    """Return a name that is safe to show and to save: no paths, no control signs, the true extension."""
    base = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    kept = "".join(
        " " if letter in '<>:"|?*' else letter
        for letter in base
        if unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    stem = kept.rsplit(".", 1)[0] if "." in kept else kept
    return f"{stem.strip(' .')[:LONGEST_NAME] or 'document'}.{extension}"


def _clean_number(number: str) -> str:
    from pydantic import TypeAdapter, ValidationError

    from bondlife.services.values import Line

    try:
        text: str = TypeAdapter(Line).validate_python(number)
    except ValidationError:
        raise Invalid.because(
            "bad_character", "The text holds a character that cannot be stored.", "number"
        ) from None
    if len(text) > 100:
        raise Invalid.because("too_long", "The text is too long.", "number")
    return text


def _require_type(act: Act, row: RecordRow, key: str) -> None:
    kind = kind_of(act.session, row.kind, row.kind_version)
    if key not in {one.key for one in kind.documents}:
        raise Invalid.because("no_document_type", "There is no document type %(key)s.", "type", key=key[:60])


def _document(row: RecordRow, key: str, name: str, number: str, stored: Stored) -> Document:
    return Document(
        subject=row.record,
        subject_id=row.id or 0,
        type=key,
        name=name,
        number=number,
        media_type=MEDIA[stored.extension],
        size=stored.size,
        content_digest=stored.digest,
        region_id=row.region_id,
        unit_id=row.unit_id,
        department_id=row.department_id,
    )


def _write(waiting: Path, source: BinaryIO, limit: int) -> tuple[str, int]:
    sign, size = hashlib.sha256(), 0
    with waiting.open("xb") as file:
        for chunk in _chunks(source):
            size += len(chunk)
            if size > limit:
                raise _too_large(limit)
            sign.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return f"sha256:{sign.hexdigest()}", size


def _chunks(source: BinaryIO) -> Iterator[bytes]:
    while chunk := source.read(CHUNK):
        yield chunk


def _settle(waiting: Path, place: Path) -> None:
    """Give the bytes their name; the folders are flushed so that the name survives a power cut."""
    place.parent.mkdir(exist_ok=True)
    if not place.exists():
        waiting.chmod(0o440)
        waiting.rename(place)
    for folder in (place.parent, place.parent.parent):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def content_of(folder: Path, digest: str) -> bytes:
    """Return the bytes of a digest, compared with it: a file that was changed on disk is never handed out."""
    place = place_of(folder, digest)
    if not place.exists():
        raise missing("document")
    data = place.read_bytes()
    if f"sha256:{hashlib.sha256(data).hexdigest()}" != digest:
        raise Invalid.because(
            "damaged", "The stored file no longer matches its digest; tell the administrator."
        )
    return data


def bytes_of(data: bytes) -> BinaryIO:
    """Return bytes as a source, for callers that hold them in memory."""
    return BytesIO(data)
