"""Every route of the application, from the application itself."""

from typing import NamedTuple

from fastapi import FastAPI

from bondlife.web import signpost


class Place(NamedTuple):
    """One address and what may be done there."""

    path: str
    methods: frozenset[str]


def routes_of(app: FastAPI) -> list[Place]:
    """Return all addresses with their methods."""
    found = (
        Place(str(getattr(one, "path", "")), frozenset(getattr(one, "methods", None) or ()))
        for one in signpost.routes_of(app)
    )
    return [place for place in found if place.path and place.methods]
