"""Finds the routes that an address can mean, so that no request is held against all eight hundred in turn.

The routes stand in a tree by the segments of their paths; a segment with a parameter fits any word. Whatever
the tree leaves out cannot match; what it keeps is asked in the order of the site, so the answer is the one
that asking all of them would give.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from starlette.datastructures import URLPath
from starlette.routing import BaseRoute, Match, NoMatchFound, Route
from starlette.types import Receive, Scope, Send

CHOSEN = "bondlife.route"
REST = ":path}"


@dataclass(slots=True)
class _Fork:
    """One segment deep: where each next word leads, what ends here, what takes all that follows."""

    words: dict[str, "_Fork"] = field(default_factory=dict)
    any_word: "_Fork | None" = None
    ends: list[int] = field(default_factory=list)
    takes_rest: list[int] = field(default_factory=list)

    def step(self, segment: str) -> "_Fork":
        """Return the way for one segment of a route's path, made if it is new."""
        if "{" not in segment:
            return self.words.setdefault(segment, _Fork())
        if self.any_word is None:
            self.any_word = _Fork()
        return self.any_word


class Signpost(BaseRoute):
    """Many routes as one: it points to the first of them that takes a request."""

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        self.routes: Sequence[BaseRoute] = tuple(routes)
        self._root = _Fork()
        for place, route in enumerate(self.routes):
            self._plant(place, route)

    def _plant(self, place: int, route: BaseRoute) -> None:
        fork = self._root
        for segment in route.path.split("/") if isinstance(route, Route) else (REST,):
            if REST in segment:
                fork.takes_rest.append(place)
                return
            fork = fork.step(segment)
        fork.ends.append(place)

    def candidates(self, path: str) -> list[BaseRoute]:
        """Return the routes that may match a path, in the order of the site; no other can.

        A line end after the path counts as its end, as it does for the expressions of the routes.
        """
        found: list[int] = []
        forks = [self._root]
        for word in path.removesuffix("\n").split("/"):
            found.extend(place for fork in forks for place in fork.takes_rest)
            forks = [way for fork in forks for way in (fork.words.get(word), fork.any_word) if way]
        found.extend(place for fork in forks for place in (*fork.takes_rest, *fork.ends))
        return [self.routes[place] for place in sorted(found)]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Return what the first route says that takes the request, else the first that knows its address."""
        if scope["type"] != "http":
            return Match.NONE, {}
        partial: tuple[Match, Scope] = Match.NONE, {}
        for route in self.routes if scope.get("root_path") else self.candidates(scope["path"]):
            match, found = route.matches(scope)
            if match is Match.FULL:
                return match, {**found, CHOSEN: route}
            if match is Match.PARTIAL and partial[0] is Match.NONE:
                partial = match, {**found, CHOSEN: route}
        return partial

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the route that was found answer."""
        await scope[CHOSEN].handle(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: Any) -> URLPath:
        """Return the address of a named route; raise ``NoMatchFound`` where none has the name."""
        for route in self.routes:
            try:
                return route.url_path_for(name, **path_params)
            except NoMatchFound:
                continue
        raise NoMatchFound(name, path_params)


def routes_of(app: FastAPI) -> Iterator[BaseRoute]:
    """Give every route of an application, in the order in which they are asked."""
    for route in app.router.routes:
        if isinstance(route, Signpost):
            yield from route.routes
        else:
            yield route
