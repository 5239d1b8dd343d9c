"""Pause the collector of cycles while very many plain rows are made.

Each hundred thousand new tuples make the collector walk all older ones again, though rows hold no
cycles; that walk costs more than making them.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused_collector() -> Iterator[None]:
    """Run a block without collections of cycles, and leave the collector as it was found."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
