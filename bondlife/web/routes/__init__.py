"""Every route module of this folder is part of the site; its ``router`` is found by name."""

import pkgutil
from importlib import import_module

from fastapi import APIRouter

ROUTERS: tuple[APIRouter, ...] = tuple(
    import_module(f"{__name__}.{module.name}").router for module in pkgutil.iter_modules(__path__)
)
"""All routers, in the order of their names."""
