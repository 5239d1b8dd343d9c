"""The process that composes portions of payment runs beside the job process: it reads and stores nothing."""

import gc
import pickle
from functools import lru_cache

from bondlife.children import be_child
from bondlife.db import Database
from bondlife.services.ppp_portions import Portions, Task

MOST_MEMORY = 2 * 1024**3
"""Bytes of data a portion may hold."""


@lru_cache(maxsize=1)
def _store(url: str) -> Database:
    return Database(url)


@lru_cache(maxsize=1)
def _portions(url: str, task: Task) -> Portions:
    """Return what the portions of one run have in common, kept from one question to the next."""
    return Portions(_store(url), task)


def answered(question: bytes) -> bytes:
    """Return a portion, pickled; a fault ends this process, and whoever asked composes the portion itself."""
    url, task, keys = pickle.loads(question)  # noqa: S301  # asked by our own parent
    return pickle.dumps(_portions(url, task).composed(keys).sent(), pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    gc.disable()  # as in a run: what a portion makes goes as soon as it is sent
    be_child(answered, MOST_MEMORY)
