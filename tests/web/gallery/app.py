"""The gallery served as pages are: same render, same static files, the strict content policy."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace as Box

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, FileSystemLoader

from bondlife import locale
from bondlife.paths import TEMPLATES_DIR
from bondlife.web import render
from bondlife.web.static import PREFIX, static_files
from tests.web.gallery import view

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


@contextmanager
def gallery_templates() -> Iterator[None]:
    """Let the environments find the gallery beside the product, for as long as a test needs it."""
    made = [render.environment_of(language) for language in locale.LOCALES]
    kept = [environment.loader for environment in made]
    folders = [FileSystemLoader(TEMPLATES_DIR), FileSystemLoader(Path(__file__).parent / "templates")]
    for environment in made:
        environment.loader = ChoiceLoader(folders)
    try:
        yield
    finally:
        for environment, loader in zip(made, kept, strict=True):
            environment.loader = loader


def make_app() -> FastAPI:
    """Return an application with the gallery, refusals, a conflict and the quiet shells."""
    app = FastAPI()
    app.mount(PREFIX, static_files())

    @app.middleware("http")
    async def policy(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
        chosen = request.query_params
        request.state.shell = view.shell(locale.known(chosen.get("lang")), chosen.get("unit", "wan"))
        response = await call(request)
        response.headers["Content-Security-Policy"] = POLICY
        return response

    @app.get("/gallery")
    def gallery(request: Request) -> HTMLResponse:
        page = view.page()
        asked = request.query_params.get("explain")
        page.explain = view.asked(asked) if asked else None
        return render.render(request, "gallery.html", page)

    @app.get("/error/{status}")
    def error(request: Request, status: int) -> HTMLResponse:
        told = Box(status=status, detail="", reference="7f3a9c21")
        return render.render(request, "errors/error.html", told, status_code=status)

    @app.get("/conflict")
    def conflict(request: Request) -> HTMLResponse:
        return render.render(request, "errors/conflict.html", view.conflict(), status_code=409)

    @app.get("/public")
    def public(request: Request) -> HTMLResponse:
        return render.render(request, "portal.html", view.page())

    return app
