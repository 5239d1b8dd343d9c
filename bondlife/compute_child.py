"""The process that computes for pages and programs: question in, answer out, until its parent is gone."""

import contextlib
import json
import os
import pickle
import sys
from typing import Any, BinaryIO

from bondlife.calculate import compute
from bondlife.catalogue import calculator_spec
from bondlife.compute import HEAD
from calculators.kernel.errors import CalculationError

MOST_MEMORY = 4 * 1024**3
"""Bytes of data a calculation may hold."""


def answered(question: bytes) -> bytes:
    """Return the pickled answer: result and explanation, or the refusal."""
    key, raw = json.loads(question)
    answer: Any
    try:
        answer = compute(calculator_spec(key), raw)
    except (CalculationError, ArithmeticError, ValueError, TypeError, LookupError) as refusal:
        answer = refusal
    return pickle.dumps(answer)


def serve(asked: BinaryIO, told: BinaryIO) -> None:
    """Answer one question after the other; the first word says that the process is ready."""
    _send(told, b"")
    while head := asked.read(HEAD.size):
        _send(told, answered(asked.read(*HEAD.unpack(head))))


def _send(told: BinaryIO, message: bytes) -> None:
    told.write(HEAD.pack(len(message)) + message)
    told.flush()


def _hold_back() -> None:
    """Leave the pages the first turn on a busy machine, and the machine some of its memory."""
    with contextlib.suppress(OSError):
        os.nice(5)
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    _hold_back()
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints does not mix with the answers
    serve(sys.stdin.buffer, out)
