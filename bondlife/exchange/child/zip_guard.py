"""Look into a zip before anything reads it: names, count, and sizes that are really inflated, not only
declared.
"""

import stat
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from struct import unpack_from
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from bondlife.exchange.errors import FileRefused

_CHUNK = 1 << 20
_SMALL = 4 << 20
_LOCAL_HEADER = 30
_FORMULA_END = b"</f>"
_SLICE = 1 << 16


def guard(data: bytes, limits: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """Return the part names and those sheets that hold formulas; refuse a dangerous or broken container."""
    entries = _directory(data)
    _check_declared(entries, limits)
    room = limits["inflated"]
    with_formulas: list[str] = []
    for entry in entries:
        size, has_formula = _inflate(data, entry, room)
        room -= size
        if has_formula and entry.filename.startswith("xl/worksheets/"):
            with_formulas.append(entry.filename)
    return [entry.filename for entry in entries], with_formulas


def _directory(data: bytes) -> list[ZipInfo]:
    try:
        with ZipFile(BytesIO(data)) as container:
            return container.infolist()
    except (BadZipFile, NotImplementedError, ValueError, OSError, OverflowError, LookupError):
        raise FileRefused("damaged", "The file is damaged: its container cannot be read.") from None
    except Exception as error:
        raise FileRefused("damaged", "The file is damaged: its container cannot be read.") from error


def _check_declared(entries: list[ZipInfo], limits: Mapping[str, int]) -> None:
    if len(entries) > limits["entries"]:
        raise FileRefused(
            "too_many_entries",
            "The file holds {count} parts; at most {limit} are read.",
            {"count": str(len(entries)), "limit": str(limits["entries"])},
        )
    if len({entry.filename for entry in entries}) != len(entries):
        raise FileRefused("damaged", "The file is damaged: two parts have one name.")
    for entry in entries:
        _check_entry(entry)
    declared = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if declared > limits["inflated"] or (declared > _SMALL and declared > packed * limits["ratio"]):
        raise _bomb(limits["inflated"])


def _check_entry(entry: ZipInfo) -> None:
    name = entry.filename
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise FileRefused("unsafe_name", "The file holds a link to another place; it is not read.")
    if name.startswith(("/", "\\")) or ".." in name.split("/") or "\\" in name or ":" in name:
        raise FileRefused(
            "unsafe_name", "The file holds a part whose name leaves its folder; it is not read."
        )
    if entry.flag_bits & 1:
        raise FileRefused("encrypted", "The file is protected by a password; save it without one.")
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise FileRefused("damaged", "The file is packed in a way no workbook is.")


def _inflate(data: bytes, entry: ZipInfo, room: int) -> tuple[int, bool]:
    """Inflate one part in pieces, counting; tell its true size and whether it holds formulas.

    Checksums are left to the reader, which compares them itself.
    """
    size, has_formula, tail = 0, False, b""
    for piece in _pieces(data, entry):
        if not size and b"<!" in piece[:2048] and (b"<!DOCTYPE" in piece or b"<!ENTITY" in piece):
            raise FileRefused("entities", "The file defines entities of its own; no workbook needs that.")
        size += len(piece)
        if size > room:
            raise _bomb(room)
        if size > entry.file_size:
            break
        has_formula = has_formula or _FORMULA_END in piece or _FORMULA_END in tail + piece[:3]
        tail = piece[-3:]
    if size != entry.file_size:
        raise FileRefused("damaged", "The file is damaged: a part is not as long as it says.")
    return size, has_formula


def _pieces(data: bytes, entry: ZipInfo) -> Iterator[bytes]:
    start = entry.header_offset
    if data[start : start + 4] != b"PK\x03\x04":
        raise FileRefused("damaged", "The file is damaged: its container cannot be read.")
    name_length, extra_length = unpack_from("<HH", data, start + 26)
    start += _LOCAL_HEADER + name_length + extra_length
    packed = memoryview(data)[start : start + entry.compress_size]
    if entry.compress_type == ZIP_STORED:
        yield bytes(packed)
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for at in range(0, len(packed), _SLICE):
            piece = inflater.decompress(packed[at : at + _SLICE], _CHUNK)
            while piece:
                yield piece
                piece = inflater.decompress(inflater.unconsumed_tail, _CHUNK)
    except zlib.error:
        raise FileRefused("damaged", "The file is damaged: its container cannot be read.") from None


def _bomb(limit: int) -> FileRefused:
    return FileRefused(
        "too_big_inside",
        "Unpacked, the file is larger than {limit} MiB; it is not read.",
        {"limit": str(max(limit, 0) >> 20)},
    )
