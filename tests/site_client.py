"""The test client without its bridge: a request runs in one thread that has a loop, not across two.

Starlette's client crosses between threads ten times a request, so that streams can be read while they are
made; no test here needs that, and the crossing cost more than the pages.
"""

import asyncio
import contextvars
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote

import httpx2 as httpx
from starlette import testclient
from starlette.types import Message

_OWN = threading.local()
_LOOPS: list[asyncio.AbstractEventLoop] = []
_THREADS = ThreadPoolExecutor(64, "site")
PORTS = {"http": 80, "https": 443}


class DirectTransport(testclient._TestClientTransport):
    """Ask the application for one whole answer."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the answer of the application; what it did not catch is raised, if the client says so."""
        here = contextvars.copy_context()
        return _THREADS.submit(here.run, self._ask, request).result()

    def _ask(self, request: httpx.Request) -> httpx.Response:
        started: dict[str, Any] = {"status": 500, "headers": []}
        body: list[bytes] = []
        received = request.read()
        asked: list[Message] = [{"type": "http.request", "body": received}]
        told = asyncio.Event()

        async def receive() -> Message:
            if not asked:
                await told.wait()
            return asked.pop() if asked else {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.update(message)
            elif message["type"] == "http.response.body":
                body.append(b"" if request.method == "HEAD" else bytes(message.get("body", b"")))
                if not message.get("more_body", False):
                    told.set()

        try:
            _loop().run_until_complete(self.app(self._scope(request), receive, send))
        except BaseException:
            if self.raise_server_exceptions:
                raise
        headers = [(name.decode(), value.decode()) for name, value in started["headers"]]
        return httpx.Response(started["status"], headers=headers, content=b"".join(body), request=request)

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
