"""Version 1 of the API: every module of this folder named v1_* adds its routes."""

import pkgutil
from functools import cache
from importlib import import_module

from starlette.routing import BaseRoute

from bondlife.api.contract import ApiRouter


@cache
def routes() -> tuple[BaseRoute, ...]:
    """Return the routes of all modules, in the order of their names."""
    folder = import_module("bondlife.api").__path__
    names = [module.name for module in pkgutil.iter_modules(folder) if module.name.startswith("v1_")]
    routers = {name: import_module(f"bondlife.api.{name}").router for name in names}
    strangers = [name for name, router in routers.items() if not isinstance(router, ApiRouter)]
    if strangers:
        raise TypeError(f"{', '.join(strangers)}: an ApiRouter gives a route its address and its refusals")
    return tuple(route for router in routers.values() for route in router.routes)
