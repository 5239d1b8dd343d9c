"""Public pages kept by what they hang on: who has one is told so at once, a popular one is drawn once."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from bondlife.paths import LOCALE_DIR, TEMPLATES_DIR
from models.disclosure_forms import forms
from models.public_terms import TERMS

SECONDS = 300
"""How long a page may be kept before it is asked for again."""

MOST_BYTES = 32 * 1024 * 1024
LONGEST_QUERY = 200
"""An address with more than this behind its question mark is drawn and not kept: nobody fills the store."""

_kept: OrderedDict[str, bytes] = OrderedDict()
_lock = Lock()
_size = 0


@cache
def release() -> str:
    """Return a digest of what pages are drawn with: templates, words, forms."""
    found = hashlib.sha256(repr((forms(), TERMS)).encode())
    for path in (*sorted(TEMPLATES_DIR.rglob("*.html")), *sorted(LOCALE_DIR.rglob("*.mo"))):
        found.update(path.read_bytes())
    return found.hexdigest()


def kept_page(request: Request, mark: tuple[Any, ...], draw: Callable[[], bytes]) -> Response:
    """Answer with a page by its mark: not changed, as it was drawn before, or drawn now."""
    asked = (str(request.base_url), request.url.path, request.url.query)
    tag = hashlib.sha256(repr((release(), asked, mark)).encode()).hexdigest()[:32]
    headers = cache_headers(tag)
    if is_known(request, tag):
        return Response(status_code=304, headers=headers)
    body = _held(tag)
    if body is None:
        body = draw()
        if len(request.url.query) <= LONGEST_QUERY:
            _keep(tag, body)
    return Response(body, media_type="text/html; charset=utf-8", headers=headers)


def kept_file(request: Request, body: bytes, media: str, name: str = "") -> Response:
    """Answer with bytes under a tag of their content; ``name`` makes a browser store them as a file."""
    tag = hashlib.sha256(body).hexdigest()[:32]
    headers = cache_headers(tag)
    if is_known(request, tag):
        return Response(status_code=304, headers=headers)
    more = {"Content-Disposition": f'attachment; filename="{name}"'} if name else {}
    return Response(body, media_type=media, headers={**headers, **more})


def cache_headers(tag: str) -> dict[str, str]:
    """Return the headers under which anybody may keep an answer."""
    return {
        "ETag": f'"{tag}"',
        "Cache-Control": f"public, max-age={SECONDS}",
        "Vary": "Accept-Encoding",
    }


def is_known(request: Request, tag: str) -> bool:
    """Tell whether the visitor has an answer already; a tag made weak on its way counts."""
    given = request.headers.get("if-none-match", "")
    return any(one.strip().removeprefix("W/") in (f'"{tag}"', "*") for one in given.split(","))


def _held(tag: str) -> bytes | None:
    with _lock:
        if tag in _kept:
            _kept.move_to_end(tag)
        return _kept.get(tag)


def _keep(tag: str, body: bytes) -> None:
    global _size  # noqa: PLW0603 -- one store a process
    with _lock:
        _size += len(body) - len(_kept.get(tag, b""))
        _kept[tag] = body
        while _size > MOST_BYTES:
            _size -= len(_kept.popitem(last=False)[1])
