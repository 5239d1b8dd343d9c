"""Static files under addresses that change with their content, so that browsers may keep them for a year."""

import hashlib
from functools import cache
from pathlib import PurePosixPath
from urllib.parse import parse_qs

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bondlife.paths import STATIC_DIR

PREFIX = "/static"
KEEP = "public, max-age=31536000, immutable"
ASK = "no-cache"


@cache
def content_hash(name: str) -> str:
    """Return the first 16 hex digits of the SHA-256 of a static file."""
    if ".." in PurePosixPath(name).parts:
        raise ValueError(f"not a static file: {name}")
    return hashlib.sha256((STATIC_DIR / name).read_bytes()).hexdigest()[:16]


def static_url(name: str) -> str:
    """Return the address of a static file with its content hash: static_url('app.css')."""
    return f"{PREFIX}/{name}?v={content_hash(name)}"


class HashedStaticFiles(StaticFiles):
    """Serve static files; only an address that carries the right hash may be kept without asking again.

    Font slices are named by their sheet without a hash; they never change under one name and are kept too.
    """

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file with its caching rule."""
        response = await super().get_response(path, scope)
        if response.status_code in (200, 304):
            response.headers["Cache-Control"] = KEEP if _may_be_kept(path, scope) else ASK
        return response


def static_files() -> HashedStaticFiles:
    """Return the application to mount at PREFIX."""
    return HashedStaticFiles(directory=STATIC_DIR)


def _may_be_kept(path: str, scope: Scope) -> bool:
    if path.endswith(".woff2"):
        return True
    query: bytes = scope.get("query_string", b"")
    asked = parse_qs(query.decode("latin-1")).get("v", [""])[0]
    return bool(asked) and asked == content_hash(path)
