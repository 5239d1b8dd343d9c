"""The public side of the site: no cookie comes in or goes out, and by setting it has a host of its own."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bondlife.settings import Settings

PORTAL = "/public"
BESIDE = ("/static/", "/health", "/healthz", "/ready", "/robots.txt")
"""What a host of the portal answers beside it: pictures, letters, whether it lives, what robots may read."""

PRIVATE = (b"cookie", b"authorization", b"hx-request")
"""What a request brings of a person or a part of a page: nothing of it reaches the portal."""

NOT_HERE = "只提供公开信息 / Only public information is here: /public\n"


def is_portal(path: str) -> bool:
    """Tell whether an address belongs to the portal."""
    return path == PORTAL or path.startswith(f"{PORTAL}/")


def base_of(request: Request) -> str:
    """Return the address of the public site without its last stroke: its own host where one is set."""
    settings: Settings = request.app.state.settings
    if not settings.public_host:
        return str(request.base_url).rstrip("/")
    is_secure = settings.secure_cookies or request.url.scheme == "https"
    host = request.headers.get("host", "")
    own = host if _host(host) == settings.public_host.lower() else settings.public_host
    return f"{'https' if is_secure else 'http'}://{own}"


def _host(header: str) -> str:
    """Return the name of a host header, without its port.

    >>> _host("public.example:8000"), _host("[::1]:80")
    ('public.example', '[::1]')
    """
    name = header.strip().lower()
    if name.startswith("["):
        return name.partition("]")[0] + "]"
    return name.partition(":")[0]


class PublicSide:
    """Keep the portal apart: on its own host nothing else answers, and nobody is known there."""

    def __init__(self, app: ASGIApp, *, host: str) -> None:
        self.app, self.host = app, host.lower()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer portal addresses without cookies; on the portal's host send all others away."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if self.host and _host(Headers(scope=scope).get("host", "")) == self.host and not _belongs(path):
            answer = RedirectResponse(PORTAL, 307) if path == "/" else PlainTextResponse(NOT_HERE, 404)
            await answer(scope, receive, send)
            return
        if not is_portal(path):
            await self.app(scope, receive, send)
            return

        async def send_bare(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if "set-cookie" in headers:
                    del headers["set-cookie"]
            await send(message)

        known = [(name, value) for name, value in scope["headers"] if name.lower() not in PRIVATE]
        await self.app({**scope, "headers": known}, receive, send_bare)


def _belongs(path: str) -> bool:
    return is_portal(path) or path.startswith(BESIDE[0]) or path in BESIDE
