"""Calculators for pages and programs: worked out in a process of their own, within a limit of time.

What a person sends may be absurd, and a compiled loop cannot be stopped from inside. A child of this process
computes; one that is not done in time is ended, and the next calculation begins with a new one. So no page
ever hangs, and numba never enters the process that serves pages.
"""

import atexit
import json
import os
import pickle
import selectors
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any

import structlog

from bondlife.calculate import told
from bondlife.errors import Invalid, Unavailable
from bondlife.settings import settings
from calculators.kernel.explain import Explanation
from calculators.kernel.spec import CalculatorSpec

AT_ONCE = 2
"""Calculations of this process that run at the same time; others wait for their turn."""

START_SECONDS = 60.0
HEAD = struct.Struct(">Q")
_COMMAND = [sys.executable, "-m", "bondlife.compute_child"]
_free = threading.BoundedSemaphore(AT_ONCE)
_idle: list[subprocess.Popen[bytes]] = []
log = structlog.get_logger()


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


def run(spec: CalculatorSpec, raw: Any) -> dict[str, Any]:
    """Return the result and explanation as plain JSON, worked out apart."""
    return told(spec, *compute(spec, raw))


def compute(spec: CalculatorSpec, raw: Any) -> tuple[object, Explanation]:
    """Return the result of a calculator and its explanation, worked out apart; refusals name the field."""
    if not isinstance(raw, Mapping):
        raise Invalid.because("not_an_object", _("Give the arguments as one JSON object."), "json")
    question = json.dumps([spec.key, raw], default=_plain).encode()
    with _turn() as child:
        answer = _asked(child, question)
    if isinstance(answer, Exception):
        raise answer
    result, explanation = answer
    return result, explanation


def _plain(value: object) -> object:
    """Send decimals, dates and sets of a kept example as the text and lists a person would send."""
    return sorted(value) if isinstance(value, set | frozenset) else str(value)


@contextmanager
def _turn() -> Iterator[subprocess.Popen[bytes]]:
    """Lend a child; one that did not answer properly is ended and not lent again."""
    if not _free.acquire(timeout=settings().calculator_seconds):
        raise Unavailable.because("busy", _("Too many calculations are running; try again in a moment."))
    try:
        child = _idle.pop() if _idle else _started()
        try:
            yield child
        except BaseException:
            _end(child)
            raise
        _idle.append(child)
    finally:
        _free.release()


def _started() -> subprocess.Popen[bytes]:
    child = subprocess.Popen(_COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)  # noqa: S603
    _received(_pipe(child.stdout), START_SECONDS)
    return child


def _asked(child: subprocess.Popen[bytes], question: bytes) -> Any:
    seconds = settings().calculator_seconds
    try:
        into = _pipe(child.stdin)
        into.write(HEAD.pack(len(question)) + question)
        into.flush()
        return pickle.loads(_received(_pipe(child.stdout), seconds))  # noqa: S301  # our own child's words
    except TimeoutError:
        raise Invalid.because(
            "time_limit",
            _("The calculation was ended after %(seconds)s seconds; give it fewer periods or projects."),
            seconds=f"{seconds:g}",
        ) from None
    except (EOFError, BrokenPipeError):
        log.exception("calculation_died", code=child.poll())
        raise Invalid.because(
            "not_finished",
            _("The calculation needs too much memory; give it fewer periods or projects."),
        ) from None


def _received(pipe: IO[bytes], seconds: float) -> bytes:
    """Return one message from a child; TimeoutError when it takes longer, EOFError when the child is gone."""
    until = time.monotonic() + seconds
    (size,) = HEAD.unpack(_exactly(pipe, HEAD.size, until))
    return _exactly(pipe, size, until)


def _exactly(pipe: IO[bytes], size: int, until: float) -> bytes:
    found = bytearray()
    with selectors.DefaultSelector() as waiting:
        waiting.register(pipe, selectors.EVENT_READ)
        while len(found) < size:
            if not waiting.select(max(0.0, until - time.monotonic())):
                raise TimeoutError
            part = os.read(pipe.fileno(), size - len(found))
            if not part:
                raise EOFError
            found += part
    return bytes(found)


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # both ends are asked for when the child is started
    return pipe


def _end(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except BrokenPipeError:  # what was still to be sent has nobody to go to
                continue


@atexit.register
def _end_all() -> None:
    while _idle:
        _end(_idle.pop())
