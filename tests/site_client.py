"""The test client without its bridge: a request runs in one thread that has a loop, not across two.

Starlette's client crosses between threads ten times a request, so that streams can be read while they are
made; no test here needs that, and the crossing cost more than the pages.
"""

import asyncio
import contextvars
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import unquote

import httpx2 as httpx
from starlette import testclient
from starlette.types import ASGIApp, Message, Scope

_OWN = threading.local()
_LOOPS: list[asyncio.AbstractEventLoop] = []
_THREADS = ThreadPoolExecutor(64, "site")
PORTS = {"http": 80, "https": 443}
SCOPE = {
    "type": "http",
    "http_version": "1.1",
    "scheme": "http",
    "root_path": "",
    "client": ("testclient", 50000),
    "server": ["testserver", 80],
    "extensions": {},
}
HEADERS = [(b"host", b"testserver"), (b"accept", b"*/*")]
T = TypeVar("T")


@dataclass
class Told:
    """An answer as the application gave it; a fault that was not answered stands as 500."""

    status_code: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    content: bytes = b""

    @property
    def text(self) -> str:
        """Return the body as text."""
        return self.content.decode()

    def json(self) -> Any:
        """Return the body as JSON values."""
        return json.loads(self.content)


def ask(app: ASGIApp, scope: Scope, received: bytes, told: Told) -> None:
    """Ask an application in the loop of this thread; what it did not catch is raised once it has answered."""
    body: list[bytes] = []
    asked: list[Message] = [{"type": "http.request", "body": received}]
    ended = asyncio.Event()

    async def receive() -> Message:
        if not asked:
            await ended.wait()
        return asked.pop() if asked else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            told.status_code, told.headers = message["status"], list(message.get("headers", ()))
        elif message["type"] == "http.response.body":
            body.append(b"" if scope["method"] == "HEAD" else bytes(message.get("body", b"")))
            if not message.get("more_body", False):
                ended.set()

    try:
        _loop().run_until_complete(app(scope, receive, send))
    finally:
        told.content = b"".join(body)


class Asker:
    """Asks plain addresses in one's own name as a program does: for tests that ask twenty thousand times.

    What a client does beside (cookies, redirects, addresses of all kinds) cost a third of such a test. It is
    used in a thread of its own, ``apart``; a fault that the application did not answer counts as 500.
    """

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self.app = app
        self.headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]

    def request(self, method: str, path: str, content: bytes | str = b"", **headers: str) -> Told:
        """Send a request to a path, with a query perhaps; headers are named with underscores."""
        body = content if isinstance(content, bytes) else content.encode()
        address, _, query = path.partition("?")
        more = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        scope = {
            **SCOPE,
            "method": method,
            "path": unquote(address),
            "raw_path": address.encode(),
            "query_string": query.encode(),
            "headers": [*HEADERS, (b"content-length", b"%d" % len(body)), *self.headers, *more],
            "state": {},
        }
        told = Told()
        with suppress(Exception):
            ask(self.app, scope, body, told)
        return told

    def get(self, path: str) -> Told:
        """Fetch an address."""
        return self.request("GET", path)

    def post(self, path: str, content: bytes | str) -> Told:
        """Send a body of JSON to an address."""
        return self.request("POST", path, content, content_type="application/json")


def apart(work: Callable[[], T]) -> T:
    """Do something in a thread that has a loop to ask with: that of the test may be the browser's."""
    return _THREADS.submit(contextvars.copy_context().run, work).result()


class DirectTransport(testclient._TestClientTransport):
    """Ask the application for one whole answer."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the answer of the application; what it did not catch is raised, if the client says so."""
        here = contextvars.copy_context()
        return _THREADS.submit(here.run, self._ask, request).result()

    def _ask(self, request: httpx.Request) -> httpx.Response:
        told = Told()
        try:
            ask(self.app, self._scope(request), request.read(), told)
        except BaseException:
            if self.raise_server_exceptions:
                raise
        headers = [(name.decode(), value.decode()) for name, value in told.headers]
        return httpx.Response(told.status_code, headers=headers, content=told.content, request=request)

    def _scope(self, request: httpx.Request) -> dict[str, Any]:
        path, _, query = request.url.raw_path.partition(b"?")
        port = request.url.port or PORTS[request.url.scheme]
        host = [(b"host", request.url.netloc)] if "host" not in request.headers else []
        return {
            "type": "http",
            "http_version": "1.1",
            "method": request.method,
            "path": unquote(path.decode("ascii")),
            "raw_path": path,
            "root_path": self.root_path,
            "scheme": request.url.scheme,
            "query_string": query,
            "headers": host + [(name.lower(), value) for name, value in request.headers.raw],
            "client": self.client,
            "server": [request.url.host, port],
            "extensions": {},
            "state": self.app_state.copy(),
        }


def _loop() -> asyncio.AbstractEventLoop:
    """Return the loop of this thread."""
    if not hasattr(_OWN, "loop"):
        _OWN.loop = asyncio.new_event_loop()
        _LOOPS.append(_OWN.loop)
    loop: asyncio.AbstractEventLoop = _OWN.loop
    return loop


def _end(loop: asyncio.AbstractEventLoop) -> None:
    """End what a page left running, such as the watcher of an event stream, then its loop."""
    left = asyncio.all_tasks(loop)
    for task in left:
        task.cancel()
    if left:
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()


@contextmanager
def without_bridge() -> Iterator[None]:
    """Give every test client this transport."""
    before = testclient._TestClientTransport
    testclient._TestClientTransport = DirectTransport  # type: ignore[misc]
    yield
    testclient._TestClientTransport = before  # type: ignore[misc]
    while _LOOPS:
        _THREADS.submit(_end, _LOOPS.pop()).result()
