"""Every route module of this folder is part of the site; its ``router`` is found by name."""

import pkgutil
from functools import cache
from importlib import import_module

from fastapi import APIRouter

FIRST = ("health", "session")
"""What a server answers with before the rest of the site is loaded: whether it lives, and signing in."""


def routers_of(*names: str) -> tuple[APIRouter, ...]:
    """Return the routers of some modules."""
    return tuple(import_module(f"{__name__}.{name}").router for name in names)


@cache
def routers() -> tuple[APIRouter, ...]:
    """Return all routers, in the order of their names."""
    return routers_of(*(module.name for module in pkgutil.iter_modules(__path__)))
