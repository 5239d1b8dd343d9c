"""Put the application together: database, middle layers, routes, refusals in words."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.body_limit import RequestBodyLimitMiddleware

from bondlife.api import v1
from bondlife.db import Database
from bondlife.settings import Settings
from bondlife.web import errors, static
from bondlife.web.headers import SecurityHeaders
from bondlife.web.routes import ROUTERS

TITLE = "bondlife"


def create_app(settings: Settings, db: Database | None = None) -> FastAPI:
    """Return the application over one database."""

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
    for router in ROUTERS:
        app.include_router(router)
    app.include_router(v1.router)
    app.mount(static.PREFIX, static.static_files(), name="static")
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=settings.upload_limit)
    app.add_middleware(SecurityHeaders, secure=settings.secure_cookies)
    return app
