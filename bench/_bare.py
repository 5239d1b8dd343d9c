"""The bare page that ours is measured against: the same Jinja2 template over values that are ready.

A page asks who reads, what they may see and what the books say; the bare page asks nothing: no sign-in, no
rights, no database, one route of FastAPI that draws the template with the view it was given once, to the same
bytes. Beside it stands a page of plain text: the same bytes once more, from a template that holds all of it
but the texts between the tags. It says what the network and Jinja2's shortest way cost; benches tell it, they
do not judge by it.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from markupsafe import escape

from bench.web import Served, fetched, running
from bondlife.server import free_port

ASKED = "pages.json"
"""What the bare server should serve: {name: {"path": …, "headers": {…}}}."""
BARE, PLAIN = "bare", "plain"
KEY = re.compile(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{8}(?=-[a-z_]+\b)")
TEXT = re.compile(r">([^<>]+)<")


@contextmanager
def bare_pages(folder: Path, served: Mapping[str, Served]) -> Iterator[dict[str, Served]]:
    """Serve every page again over the folder's data, to the same bytes, as "bare NAME" and "plain NAME"."""
    texts = {name: fetched(one) for name, one in served.items()}
    (folder / ASKED).write_text(json.dumps({name: _asked(one) for name, one in served.items()}))
    port = free_port()
    with running([sys.executable, __file__, str(folder), str(port)], port):
        found = {}
        for name, text in texts.items():
            for way in (BARE, PLAIN):
                found[f"{way} {name}"] = one = Served(f"http://127.0.0.1:{port}/{way}/{name}")
                same(f"{way} {name}", keyless(text), keyless(fetched(one)))
        yield found


def keyless(page: bytes) -> bytes:
    """Return a page with blanks for the keys of its forms, which are drawn anew each time."""
    return KEY.sub(lambda found: b" " * len(found[0]), page)


def same(name: str, ours: bytes, theirs: bytes) -> None:
    """Refuse a page of other bytes, with the place where the two part."""
    at = next((at for at, (one, two) in enumerate(zip(ours, theirs, strict=False)) if one != two), len(ours))
    here = slice(max(at - 60, 0), at + 60)
    assert ours == theirs, f"the page {name} has other bytes: {ours[here]!r}, {theirs[here]!r}"


def _asked(one: Served) -> dict[str, Any]:
    path = "/" + one.url.split("/", 3)[3]
    return {"path": path, "headers": dict(header.split(": ", 1) for header in one.headers)}


def plain_template(page: str) -> tuple[str, list[str]]:
    """Return a template and the texts between its tags that print exactly this page."""
    texts: list[str] = []
    parts, at = [], 0
    for found in TEXT.finditer(page):
        text = unescape(found[1])
        if text.strip() and str(escape(text)) == found[1]:
            parts += [_raw(page[at : found.start(1)]), f"{{{{ c[{len(texts)}] }}}}"]
            texts.append(text)
            at = found.end(1)
    return "".join([*parts, _raw(page[at:])]), texts


def _raw(text: str) -> str:
    return f"{{% raw %}}{text}{{% endraw %}}"


def drawn_once(client: Any, asked: Mapping[str, Any]) -> tuple[Any, ...]:
    """Ask the application for a page and return what its template was drawn with."""
    from bondlife.web import render

    kept: list[tuple[Any, ...]] = []
    ours = render.draw

    def keep(*values: Any) -> str:
        kept.append(values)
        return ours(*values)

    with patch.object(render, "draw", keep):
        answer = client.get(asked["path"], headers=asked["headers"])
    assert answer.status_code == 200, (asked["path"], answer.status_code)
    return kept[-1]


def serve(folder: Path, port: int) -> None:
    """Be the bare server: one route a page, each drawing its template from the ready view."""
    import uvicorn
    from fastapi import FastAPI
    from fastapi.responses import HTMLResponse
    from jinja2 import Environment
    from starlette.testclient import TestClient

    from bondlife.settings import Settings
    from bondlife.web.app import create_app
    from bondlife.web.render import draw

    client = TestClient(create_app(Settings(data_dir=folder, idle_minutes=600, job_process=False)))
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    environment = Environment(autoescape=True, keep_trailing_newline=True)

    def route(printed: Callable[[], str]) -> Any:
        async def answer() -> HTMLResponse:
            return HTMLResponse(printed())

        return answer

    for name, asked in json.loads((folder / ASKED).read_text()).items():
        values = drawn_once(client, asked)
        source, texts = plain_template(draw(*values))
        app.get(f"/{BARE}/{name}")(route(partial(draw, *values)))
        app.get(f"/{PLAIN}/{name}")(route(partial(environment.from_string(source).render, c=texts)))
    app.get("/health")(lambda: "ok")
    app.get("/sign-in")(lambda: "ok")
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False, server_header=False)


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]))
