"""Regulations, one a file: dated parameters and duties with their basis."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from models.regulation import RuleSeed


@cache
def shipped_rules() -> tuple[RuleSeed, ...]:
    """Return every rule as shipped: all ``SEEDS`` of the files in this room, in the order of file names."""
    names = sorted(found.name for found in iter_modules(__path__))
    return tuple(seed for name in names for seed in import_module(f"{__name__}.{name}").SEEDS)


@cache
def shipped_rule_keys() -> frozenset[str]:
    """Return the keys that a kind may cite."""
    return frozenset(seed.key for seed in shipped_rules())
