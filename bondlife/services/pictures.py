"""Pictures without what a camera writes beside them: place, time, device, person, previews.

The picture itself is copied bit by bit, never encoded anew. Of a JPEG the segments that draw are kept; which
way up it stands is the one thing carried over, in a note made here. Of a PNG the chunks that draw are kept.
"""

import struct
from collections.abc import Iterator
from zlib import crc32

from bondlife.errors import Invalid

_JPEG_KEPT = frozenset(
    {0xDB, 0xC4, 0xDD, 0xDA, 0xEE, *range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xD0)}
)
"""Tables, frame, scan, restart interval, and Adobe's word on colours; JFIF is written anew."""
_PNG_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"}
)
_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
_PNG = b"\x89PNG\r\n\x1a\n"
_ORIENTATION = 0x0112


def stripped(data: bytes) -> bytes:
    """Return a JPEG or PNG without metadata; anything else, or a damaged picture, is refused."""
    try:
        if data.startswith(b"\xff\xd8\xff"):
            return b"".join(_jpeg(data))
        if data.startswith(_PNG):
            return b"".join(_png(data))
    except (struct.error, IndexError):
        raise _damaged() from None
    raise Invalid.because("no_picture", "A photo is a JPEG or PNG picture.", "file")


def _damaged() -> Invalid:
    return Invalid.because("damaged_picture", "The picture is damaged and cannot be taken.", "file")


def _jpeg(data: bytes) -> Iterator[bytes]:
    """Yield a JPEG up to its scan, then the scan with everything to its end mark."""
    yield b"\xff\xd8" + _JFIF
    yield _upright(_orientation(data))
    for marker, start, end in _segments(data):
        if marker == 0xDA:
            yield from _scans(data, start)
            return
        if marker in _JPEG_KEPT:
            yield data[start:end]
    raise _damaged()


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield marker, start and end of every segment before the first scan, that scan's header included."""
    place = 2
    while True:
        if data[place] != 0xFF:
            raise _damaged()
        while data[place + 1] == 0xFF:
            place += 1
        marker = data[place + 1]
        length = struct.unpack_from(">H", data, place + 2)[0]
        end = place + 2 + length
        if length < 2 or end > len(data):
            raise _damaged()
        yield marker, place, end
        if marker == 0xDA:
            return
        place = end


def _scans(data: bytes, place: int) -> Iterator[bytes]:
    """Yield the scans of a JPEG; segments that hide between them and bytes after the end are left out."""
    while True:
        length = struct.unpack_from(">H", data, place + 2)[0]
        marker = data[place + 1]
        body = place + 2 + length
        end = _entropy_end(data, body) if marker == 0xDA else body
        if marker in _JPEG_KEPT:
            yield data[place:end]
        place = end
        while data[place] == 0xFF and data[place + 1] == 0xFF:
            place += 1
        if data[place] != 0xFF:
            raise _damaged()
        if data[place + 1] == 0xD9:
            yield b"\xff\xd9"
            return


def _entropy_end(data: bytes, place: int) -> int:
    """Return where coded data end: at a mark that is neither a stuffed byte nor a restart."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0:
            raise _damaged()
        following = data[place + 1]
        if following != 0 and not 0xD0 <= following <= 0xD7:
            return place
        place += 2


def _upright(orientation: int) -> bytes:
    """Return a note that says which way up the picture stands, nothing where it stands upright."""
    if not 2 <= orientation <= 8:
        return b""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, orientation, 0)
    body = b"Exif\x00\x00MM\x00\x2a" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _orientation(data: bytes) -> int:
    """Return the orientation the camera wrote; 1 (upright) where it wrote none or nonsense."""
    for marker, start, end in _segments(data):
        block = data[start + 4 : end]
        if marker == 0xE1 and block.startswith(b"Exif\x00\x00"):
            try:
                return _in_tiff(block[6:])
            except (struct.error, IndexError):
                return 1
    return 1


def _in_tiff(block: bytes) -> int:
    order = {b"II": "<", b"MM": ">"}.get(block[:2])
    if order is None:
        return 1
    place = struct.unpack_from(order + "I", block, 4)[0]
    count = struct.unpack_from(order + "H", block, place)[0]
    for number in range(min(count, 200)):
        tag, _kind, _count, value = struct.unpack_from(order + "HHIH", block, place + 2 + 12 * number)
        if tag == _ORIENTATION:
            return int(value)
    return 1


def _png(data: bytes) -> Iterator[bytes]:
    yield _PNG
    place = len(_PNG)
    while True:
        length, name = struct.unpack_from(">I4s", data, place)
        end = place + 12 + length
        if end > len(data) or crc32(data[place + 4 : end - 4]) != struct.unpack_from(">I", data, end - 4)[0]:
            raise _damaged()
        if name in _PNG_KEPT:
            yield data[place:end]
        if name == b"IEND":
            return
        place = end
