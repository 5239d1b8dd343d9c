"""Put the application together: database, middle layers, routes, refusals in words."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.body_limit import RequestBodyLimitMiddleware

from bondlife.db import Database
from bondlife.settings import Settings
from bondlife.web import errors, static
from bondlife.web.headers import SecurityHeaders
from bondlife.web.late import LateRoutes, first_routes, site_routes
from bondlife.web.public_side import PublicSide
from bondlife.web.sightings import Sightings

TITLE = "bondlife"


def create_app(settings: Settings, db: Database | None = None, *, late: bool = False) -> FastAPI:
    """Return the application over one database.

    ``late`` leaves all but the first page to be loaded by the first request for it, or by ``load_rest``.
    """

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        app.state.db.close()

    app = FastAPI(
        title=TITLE, version="1", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan
    )
    app.state.settings = settings
    app.state.db = db or Database(settings.url)
    errors.install(app)
    app.router.routes.append(first_routes() if late else site_routes())
    app.mount(static.PREFIX, static.static_files(), name="static")
    if late:
        app.router.routes.append(LateRoutes(app))
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=settings.upload_limit)
    app.add_middleware(PublicSide, host=settings.public_host)
    app.add_middleware(SecurityHeaders, secure=settings.secure_cookies)
    app.add_middleware(Sightings, db=app.state.db)
    return app


def load_rest(app: FastAPI) -> None:
    """Load what ``late`` left out."""
    for route in [one for one in app.router.routes if isinstance(one, LateRoutes)]:
        route.load()
