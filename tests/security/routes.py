"""Every route of the application, from the application itself."""

from typing import NamedTuple

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts


class Place(NamedTuple):
    """One address and what may be done there."""

    path: str
    methods: frozenset[str]


def routes_of(app: FastAPI) -> list[Place]:
    """Return all addresses with their methods, those of included routers too."""
    found = (
        Place(str(getattr(one, "path", "")), frozenset(getattr(one, "methods", None) or ()))
        for one in iter_route_contexts(app.routes)
    )
    return [place for place in found if place.path and place.methods]
