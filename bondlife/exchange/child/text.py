"""Decode text strictly: UTF-8 with or without its mark, else GB18030; anything else is refused, never
guessed.
"""

from bondlife.exchange.errors import FileRefused

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """Return the text and the encoding that was found."""
    if data.startswith(_UTF_16):
        raise FileRefused("wrong_encoding", "The text is UTF-16; save it as UTF-8 or GB18030.")
    if b"\0" in data:
        raise FileRefused("binary", "The file is not text: it holds zero bytes.")
    bom = data.startswith(b"\xef\xbb\xbf")
    encodings = ("utf-8-sig",) if bom else (declared, "utf-8", "gb18030")
    for encoding in filter(None, encodings):
        try:
            return data.decode(encoding), encoding
        except (UnicodeDecodeError, LookupError):
            continue
    raise FileRefused("wrong_encoding", "The text is neither UTF-8 nor GB18030; save it as one of them.")
