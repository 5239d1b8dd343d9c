"""Version 1 of the API: every module of this folder named v1_* adds its routes."""

import pkgutil
from importlib import import_module

from fastapi import APIRouter

from bondlife.api.contract import REFUSALS

router = APIRouter(prefix="/api/v1", responses=REFUSALS)

for _module in pkgutil.iter_modules(import_module("bondlife.api").__path__):
    if _module.name.startswith("v1_"):
        router.include_router(import_module(f"bondlife.api.{_module.name}").router)
