"""What must be public now: finders read the books and tell which duties there are, each with its day.

A finder is a function from a look over all regions to duties; one area a file, found by themselves.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from bondlife.disclosure.duties.wanted import Wanted
from bondlife.queries.conditions.found import Look

Finder = Callable[[Look], Iterator[Wanted]]


@cache
def finders() -> Mapping[str, Finder]:
    """Return the finder of every kind of duty that the books can tell."""
    names = sorted(found.name for found in iter_modules(__path__))
    rooms = (import_module(f"{__name__}.{name}") for name in names)
    return {key: find for room in rooms for key, find in getattr(room, "FINDERS", {}).items()}
