"""Finds what is declared: calculators, kinds, shipped rules; nothing is loaded before it is asked for."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TYPE_CHECKING

from bondlife.errors import Missing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import ModuleType

    from calculators.kernel.spec import CalculatorSpec
    from models.lifecycle import Kind
    from models.regulation import RuleSeed

_ROOM = "calculators"
_NOT_AREAS = {"kernel"}


@cache
def areas() -> tuple[str, ...]:
    """Return the areas of calculators, by name; loads none of them."""
    found = iter_modules(import_module(_ROOM).__path__)
    return tuple(sorted(area.name for area in found if area.ispkg and area.name not in _NOT_AREAS))


@cache
def area_specs(area: str) -> Mapping[str, CalculatorSpec]:
    """Return the calculators of one area by key; loads that area alone."""
    specs: dict[str, CalculatorSpec] = {}
    for module in _modules(area):
        for spec in _declared(module):
            if specs.setdefault(spec.key, spec) is not spec:
                message = f"two calculators are called {spec.key}"
                raise ValueError(message)
    return MappingProxyType(specs)


@cache
def calculator_specs() -> Mapping[str, CalculatorSpec]:
    """Return every calculator by key."""
    return MappingProxyType({key: spec for area in areas() for key, spec in area_specs(area).items()})


def calculator_spec(key: str) -> CalculatorSpec:
    """Return one calculator; its key begins with its area, so that no other area is loaded."""
    area = key.partition(".")[0]
    spec = area_specs(area).get(key) if area in areas() else None
    if spec is None:
        raise Missing.because("no_calculator", "There is no calculator %(key)s.", "key", key=key)
    return spec


def kinds() -> Mapping[str, Kind]:
    """Return every kind of project as shipped, by key."""
    from models.kinds import shipped_kinds

    return shipped_kinds()


def rule_seeds() -> tuple[RuleSeed, ...]:
    """Return every rule as shipped."""
    from models.rules import shipped_rules

    return shipped_rules()


def _modules(area: str) -> Iterator[ModuleType]:
    """Yield the modules of an area in the order of their names."""
    package = import_module(f"{_ROOM}.{area}")
    for found in sorted(iter_modules(package.__path__), key=lambda one: one.name):
        yield import_module(f"{package.__name__}.{found.name}")


def _declared(module: ModuleType) -> tuple[CalculatorSpec, ...]:
    """Return what a module declares as SPEC, as SPECS where it answers several questions, or as both."""
    spec = getattr(module, "SPEC", None)
    return (*getattr(module, "SPECS", ()), *((spec,) if spec is not None else ()))
