"""Photos lose what a camera writes beside them and keep every point of the picture."""

import struct
import zlib
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bondlife.db import Database
from bondlife.errors import Invalid
from bondlife.services import documents
from bondlife.services.pictures import stripped
from models.base import columns
from models.registry import Document
from tests.lifecycle.story import Story
from tests.web.signed import make_project

SECRET = b"30.27N 120.15E Canon 13800000000"
TABLE = b"\xff\xdb\x00\x05\x00\x01\x02"
FRAME = b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00"
SCAN = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x12\xff\x00\x34\xff\xd0\x56"
END = b"\xff\xd9"


def segment(marker: int, body: bytes) -> bytes:
    """Return a JPEG segment."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def exif(orientation: int, order: str = "<") -> bytes:
    """Return what a phone writes: orientation, a place, a maker."""
    mark = b"II*\x00" if order == "<" else b"MM\x00*"
    entries = struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0)
    entries += struct.pack(order + "HHII", 0x8825, 4, 1, 60)
    body = mark + struct.pack(order + "IH", 8, 2) + entries + struct.pack(order + "I", 0) + SECRET
    return segment(0xE1, b"Exif\x00\x00" + body)


def jpeg(*before: bytes, after: bytes = b"") -> bytes:
    """Return a JPEG with segments before its tables and bytes after its end."""
    return b"\xff\xd8" + b"".join(before) + TABLE + FRAME + SCAN + END + after


def chunk(name: bytes, data: bytes) -> bytes:
    """Return a PNG chunk."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(*more: bytes) -> bytes:
    """Return a PNG of one point with chunks before its end."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    points = chunk(b"IDAT", zlib.compress(b"\x00\xff"))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + points + chunk(b"IEND", b"")


def test_everything_that_does_not_draw_is_gone() -> None:
    beside = [
        exif(1),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + SECRET),
        segment(0xE2, b"ICC" + SECRET),
    ]
    beside += [segment(0xED, b"Photoshop 3.0\x00" + SECRET), segment(0xFE, SECRET), segment(0xEB, SECRET)]
    found = stripped(jpeg(*beside, after=SECRET))
    assert SECRET not in found
    assert b"Exif" not in found
    assert TABLE + FRAME + SCAN + END in found
    assert found.endswith(END)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("orientation", [2, 3, 6, 8])
def test_which_way_up_it_stands_is_carried_over_alone(order: str, orientation: int) -> None:
    found = stripped(jpeg(exif(orientation, order)))
    assert SECRET not in found
    again = stripped(found)
    assert again == found
    place = found.index(b"Exif\x00\x00MM\x00\x2a") + 16
    assert struct.unpack_from(">HHIH", found, place) == (0x0112, 3, 1, orientation)


def test_a_hidden_segment_between_scans_is_left_out() -> None:
    data = jpeg().replace(END, segment(0xE1, SECRET) + SCAN + END)
    found = stripped(data)
    assert SECRET not in found
    assert found.endswith(SCAN + SCAN + END)


def test_a_png_keeps_its_points_and_loses_its_words() -> None:
    beside = [
        chunk(b"tEXt", b"GPS\x00" + SECRET),
        chunk(b"eXIf", SECRET),
        chunk(b"iTXt", SECRET),
        chunk(b"tIME", b"1234567"),
    ]
    assert stripped(png(*beside) + SECRET) == png()
    assert stripped(png(chunk(b"gAMA", b"\x00\x00\xb1\x8f"))) == png(chunk(b"gAMA", b"\x00\x00\xb1\x8f"))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7", "no_picture"),
        (b"", "no_picture"),
        (b"\xff\xd8\xff", "damaged_picture"),
        (jpeg()[:-2], "damaged_picture"),
        (b"\xff\xd8" + TABLE + b"\x00\x00", "damaged_picture"),
        (png()[:-4], "damaged_picture"),
        (png().replace(b"IDAT", b"IDAX"), "damaged_picture"),
    ],
)
def test_what_is_no_whole_picture_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        stripped(data)
    assert [problem.code for problem in refusal.value.problems] == [code]


@given(st.binary(max_size=300), st.integers(0, 60))
def test_damaged_bytes_never_raise_anything_else(noise: bytes, place: int) -> None:
    for whole in (jpeg(exif(6)), png()):
        with suppress(Invalid):
            assert stripped(whole[:place] + noise + whole[place + len(noise) :])


def test_a_photo_is_kept_without_its_place_and_other_papers_as_they_are(db: Database, tmp_path: Path) -> None:
    story = Story(db, tmp_path / "papers")
    officer = story.people["officer"]
    project = make_project(db, officer)
    month = story.create("officer", "progress", project=project, month="2026-05", physical_progress="10")
    for kind, is_clean in (("site_photos", True), ("payment_evidence", False)):
        documents.attach(
            db,
            officer,
            story.folder,
            BytesIO(jpeg(exif(6), after=SECRET)),
            record="progress",
            public_id=month,
            kind_key=kind,
            name="IMG_0001.JPG",
            limit=100_000,
        )
        (stored,) = story.all(Document, columns(Document).type == kind)
        kept = documents.content_of(story.folder, stored.content_digest)
        assert (SECRET not in kept) is is_clean
        assert (stored.name, stored.media_type) == ("IMG_0001.jpg", "image/jpeg")
    with pytest.raises(Invalid) as refusal:
        documents.attach(
            db,
            officer,
            story.folder,
            BytesIO(b"%PDF-1.7"),
            record="progress",
            public_id=month,
            kind_key="site_photos",
            name="a.pdf",
            limit=100_000,
        )
    assert refusal.value.problems[0].code == "no_picture"
