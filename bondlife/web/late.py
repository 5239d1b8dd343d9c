"""The routes of the site: all at once, or the first page's now and the rest as soon as somebody asks."""

from collections.abc import Iterable, Iterator
from functools import cache
from threading import Lock
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import URLPath
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import Receive, Scope, Send

from bondlife.web.routes import FIRST, routers, routers_of
from bondlife.web.signpost import Signpost


@cache
def site_routes() -> Signpost:
    """Return the routes of all pages and of the API, made once and shared by every application."""
    from bondlife.api import v1

    return Signpost((*_of(routers()), *v1.routes()))


@cache
def first_routes() -> Signpost:
    """Return the routes of the first page; the modules of the others are not even read."""
    return Signpost(_of(routers_of(*FIRST)))


def _of(found: Iterable[APIRouter]) -> Iterator[BaseRoute]:
    """Give the routes themselves: including their routers would make each anew for every application."""
    return (route for router in found for route in router.routes)


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
                first = set(map(id, first_routes().routes))
                rest = Signpost(one for one in site_routes().routes if id(one) not in first)
                routes[routes.index(self)] = rest

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
