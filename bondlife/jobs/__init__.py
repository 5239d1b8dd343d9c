"""Work done outside the web process; one job a file, each with NAME and run(db, params, progress, user).

A job with NIGHTLY (an hour of the day in Beijing) is put into the queue once a day, from that hour on. One
with ``wake`` is called once when the job process starts, beside its work.
"""

import pkgutil
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any


@cache
def _modules() -> tuple[Any, ...]:
    return tuple(import_module(f"{__name__}.{one.name}") for one in pkgutil.iter_modules(__path__))


@cache
def _found() -> dict[str, Callable[..., Any]]:
    return {module.NAME: module.run for module in _modules() if hasattr(module, "NAME")}


@cache
def every_night() -> tuple[tuple[int, str], ...]:
    """Return the jobs of every night: hour and name, in their order."""
    found = [(int(module.NIGHTLY), str(module.NAME)) for module in _modules() if hasattr(module, "NIGHTLY")]
    return tuple(sorted(found))


def wake(db: Any) -> None:
    """Let every kind of work that wants to make something ready do so."""
    for module in _modules():
        if hasattr(module, "wake"):
            module.wake(db)


class _Jobs:
    """The jobs by name, found at first use."""

    def __getitem__(self, name: str) -> Callable[..., Any]:
        return _found()[name]

    def __contains__(self, name: object) -> bool:
        return name in _found()


JOBS = _Jobs()
"""Every kind of work by its name."""
