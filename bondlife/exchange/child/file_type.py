"""Tell what a file is by its content; its name is never looked at."""

from bondlife.exchange.errors import FileRefused

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    (b"%PDF", "PDF"),
    (b"PK\x05\x06", "ZIP"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "RTF"),
    (b"MIME-Version:", "MHTML"),
)
_MARKUP = (b"<html", b"<table", b"<!doctype html", b"<body", b"<div")
_SIGNATURE = 4096


def file_type(data: bytes) -> str:
    """Return xlsx, xls, html or csv; refuse what is none of them."""
    if not data.strip():
        raise FileRefused("empty", "The file is empty.")
    if data.startswith(ZIP):
        return "xlsx"
    if data.startswith(OLE):
        return _compound(data)
    for signature, name in _FOREIGN:
        if data.startswith(signature):
            raise FileRefused(
                "wrong_type", "This is a {type} file; expected is xlsx, xls, csv or html.", {"type": name}
            )
    return "html" if _is_markup(data[:_SIGNATURE]) else "csv"


def _compound(data: bytes) -> str:
    """Tell an old workbook from an encrypted one and from other files in the same container."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise FileRefused("encrypted", "The file is protected by a password; save it without one.")
    if "Workbook".encode("utf-16-le") in data or "Book\0".encode("utf-16-le") in data:
        return "xls"
    raise FileRefused(
        "wrong_type",
        "This is a {type} file; expected is xlsx, xls, csv or html.",
        {"type": "Office 97-2003"},
    )


def _is_markup(start: bytes) -> bool:
    opening = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return opening.startswith(b"<") and any(tag in opening for tag in _MARKUP)
