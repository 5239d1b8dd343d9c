"""Column layouts of files that other systems send or take, as data: heads, units, which field.

Layouts ship as dated rules (``models/rules/layouts.py``): a bureau changes heads by a new version of the rule
that a second person approves, and a region has its own by its code. None shipped is official: each says so.
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from models.layouts.items import ITEMS
from models.layouts.shape import Layout, LayoutColumn

__all__ = ["ITEMS", "Layout", "LayoutColumn", "shipped_layouts"]


@cache
def shipped_layouts() -> tuple[Layout, ...]:
    """Return every layout as shipped: all ``LAYOUTS`` of this room, in the order of file names."""
    names = sorted(found.name for found in iter_modules(__path__))
    rooms = (import_module(f"{__name__}.{name}") for name in names)
    return tuple(layout for room in rooms for layout in getattr(room, "LAYOUTS", ()))
