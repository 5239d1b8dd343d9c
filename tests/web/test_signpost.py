"""The signpost answers every request as asking all routes in turn would."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.routing import BaseRoute, Match, Mount, NoMatchFound, Route
from starlette.testclient import TestClient
from starlette.types import Scope

from bondlife.web.late import site_routes
from bondlife.web.signpost import CHOSEN, Signpost, routes_of

METHODS = ("GET", "POST", "PUT", "DELETE", "HEAD")
PARAMETER = re.compile(r"{[^}]*}")


async def nothing(_request: Any) -> Any:
    raise AssertionError("only matched, never asked")


def in_turn(routes: tuple[BaseRoute, ...], scope: Scope) -> tuple[Match, BaseRoute | None, Any]:
    """Ask all routes as a router does: the first that takes it, else the first that knows the address."""
    partial: tuple[Match, BaseRoute | None, Any] = Match.NONE, None, None
    for route in routes:
        match, found = route.matches(scope)
        if match is Match.FULL:
            return match, route, found.get("path_params")
        if match is Match.PARTIAL and partial[1] is None:
            partial = match, route, found.get("path_params")
    return partial


def by_signpost(post: Signpost, scope: Scope) -> tuple[Match, BaseRoute | None, Any]:
    match, found = post.matches(scope)
    return match, found.get(CHOSEN), found.get("path_params")


def addresses(path: str) -> Iterator[str]:
    """Give addresses of one route and of its neighbours."""
    for word in ("7", "00000000-0000-4000-8000-000000000000", "new", "edit", "a.csv", "年"):
        yield PARAMETER.sub(word, path)
    whole = PARAMETER.sub("x", path)
    yield from (
        f"{whole}/",
        f"{whole}\n",
        f"{whole}/more",
        whole.rpartition("/")[0],
        f"/{whole}",
        whole.upper(),
    )


def asked(path: str, method: str, root: str = "") -> Scope:
    return {"type": "http", "path": path, "root_path": root, "method": method, "headers": []}


def test_each_address_of_the_site_finds_the_route_it_found_before() -> None:
    post = site_routes()
    routes = [route for route in post.routes if isinstance(route, Route)]
    paths = {address for route in routes for address in addresses(route.path)}
    assert len(routes) == len(post.routes)
    assert len(paths) > 3_000
    chosen = set()
    for path in paths:
        fitting = {id(route) for route in routes if route.path_regex.match(path)}
        assert fitting <= set(map(id, post.candidates(path))), path
        chosen |= {id(by_signpost(post, asked(path, method))[1]) for method in METHODS}
    assert {id(route) for route in routes} <= chosen


@pytest.mark.parametrize("method", METHODS)
def test_who_is_chosen_is_who_comes_first(method: str) -> None:
    routes = (
        Route("/a/{x}/c", nothing, methods=["POST"], name="first"),
        Route("/a/b/{y}", nothing, methods=["GET"], name="second"),
        Route("/a/b/c", nothing, methods=["GET", "PUT"], name="third"),
        Route("/files/{rest:path}", nothing, methods=["GET"]),
        Route("/files/kept", nothing, methods=["POST"]),
        Route("/{anything}", nothing, methods=["GET"]),
        Route("/", nothing, methods=["GET"]),
        Mount("/under", routes=[Route("/b", nothing)]),
        Route("/dash-{x}/{y:int}", nothing, methods=["GET"]),
    )
    post = Signpost(routes)
    words = ("", "a", "b", "c", "files", "kept", "under", "dash-1", "dash-", "7", "c\n", "b\n")
    for path in {
        f"/{one}/{two}/{three}".rstrip("/") or "/" for one in words for two in words for three in words
    }:
        for root in ("", "/a"):
            scope = asked(path, method, root)
            assert by_signpost(post, scope) == in_turn(routes, scope), (path, root)


def test_a_wrong_method_and_a_lost_slash_are_told_as_ever() -> None:
    app = FastAPI()
    app.router.routes.append(Signpost([Route("/a/{x}", nothing, methods=["POST"]), Route("/b/", nothing)]))
    client = TestClient(app, follow_redirects=False)
    assert (client.get("/a/1").status_code, client.get("/a/1").headers["Allow"]) == (405, "POST")
    assert (client.get("/b").status_code, client.get("/b").headers["Location"]) == (
        307,
        "http://testserver/b/",
    )
    assert client.get("/c").status_code == 404


def test_names_and_lists_reach_what_is_inside() -> None:
    inside = Route("/a/{x}", nothing, name="inside")
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.router.routes.append(Signpost([inside]))
    assert list(routes_of(app)) == [inside]
    assert app.url_path_for("inside", x="1") == "/a/1"
    with pytest.raises(NoMatchFound):
        app.url_path_for("outside")
