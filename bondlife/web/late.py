"""The routes of the site: all at once, or the first page's now and the rest as soon as somebody asks."""

from functools import cache
from threading import Lock
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import URLPath
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import Receive, Scope, Send

from bondlife.web.routes import FIRST, routers, routers_of


@cache
def site_routes() -> tuple[BaseRoute, ...]:
    """Return the routes of all pages and of the API, made once and shared by every application.

    A page's route stands here itself: including its router would make it anew for each application and ask
    every router in turn on each request.
    """
    from bondlife.api import v1

    api = APIRouter()
    api.include_router(v1.router)
    return (*(route for router in routers() for route in router.routes), *api.routes)


def first_routes() -> tuple[BaseRoute, ...]:
    """Return the routes of the first page; the modules of the others are not even read."""
    return tuple(route for router in routers_of(*FIRST) for route in router.routes)


class LateRoutes(BaseRoute):
    """The rest of the site: the first request for it, or the server itself, puts the real routes here."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self._loading = Lock()

    def load(self) -> None:
        """Put the routes in the place of this one; whoever comes meanwhile waits."""
        with self._loading:
            routes = self.app.router.routes
            if self in routes:
                first = set(map(id, first_routes()))
                place = routes.index(self)
                routes[place : place + 1] = [one for one in site_routes() if id(one) not in first]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Take every request that nothing before this one takes."""
        return (Match.FULL if scope["type"] == "http" else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Load, then let the application look again."""
        await run_in_threadpool(self.load)
        await self.app.router(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: Any) -> URLPath:
        """Name no address."""
        raise NoMatchFound(name, path_params)
