"""Kinds of project, one a file: lifecycle, forms and duties as data."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from models.lifecycle import Kind


@cache
def shipped_kinds() -> Mapping[str, Kind]:
    """Return every kind as shipped, by key: each module or package of this room that holds a ``KIND``."""
    names = sorted(found.name for found in iter_modules(__path__))
    modules = [import_module(f"{__name__}.{name}") for name in names]
    kinds: list[Kind] = [module.KIND for module in modules if hasattr(module, "KIND")]
    return MappingProxyType({kind.key: kind for kind in kinds})


def shipped_kind(key: str) -> Kind:
    """Return one kind as shipped; its file bears its key."""
    return shipped_kinds()[key]
