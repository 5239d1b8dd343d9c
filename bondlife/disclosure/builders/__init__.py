"""Builders of published contents: one file a form, found by themselves.

A builder takes what it is about and returns canonical content: int fen, decimal and ISO texts. The same books
and cut-off give the same content. A cell the books cannot fill is None; people fill it in words.
"""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from bondlife.disclosure.about import About

Builder = Callable[[About], dict[str, Any]]


@cache
def builders() -> Mapping[str, Builder]:
    """Return the builder of every form by its key."""
    names = sorted(found.name for found in iter_modules(__path__))
    rooms = (import_module(f"{__name__}.{name}") for name in names)
    return {key: built for room in rooms for key, built in getattr(room, "BUILDERS", {}).items()}
