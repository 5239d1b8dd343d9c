"""Child processes kept warm: a question in, an answer out, within a limit of time.

What a person sends may be absurd, and compiled code cannot be stopped from inside. A child that is not done
in time, or dies, is ended and not asked again; the next question goes to a new one. What a child loads never
enters the process that asks.
"""

import atexit
import contextlib
import os
import pickle
import selectors
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any, BinaryIO

import structlog

HEAD = struct.Struct(">Q")
START_SECONDS = 60.0
ROOM = 1 << 20
"""Bytes that a pipe holds where the system lets us choose: a long answer is taken in few pieces."""
log = structlog.get_logger()


class BusyError(Exception):
    """All children are taken and none came free in time."""


class DiedError(Exception):
    """The child ended before it answered."""


class Children:
    """A few processes of one program; ``at_once`` of them answer at the same time, others wait."""

    def __init__(self, module: str, at_once: int) -> None:
        self.command = [sys.executable, "-m", module]
        self.free = threading.BoundedSemaphore(at_once)
        self.idle: list[subprocess.Popen[bytes]] = []
        atexit.register(self.end_idle)

    def ask(self, question: bytes, seconds: float) -> Any:
        """Return the child's answer; TimeoutError, BusyError or DiedError where there is none."""
        with self._turn(seconds) as child:
            try:
                into = _pipe(child.stdin)
                into.write(HEAD.pack(len(question)) + question)
                into.flush()
                return pickle.loads(_received(_pipe(child.stdout), seconds))  # noqa: S301  # our own child's words
            except (EOFError, BrokenPipeError):
                log.warning("child_died", program=self.command[-1], code=child.poll())
                raise DiedError from None

    def warm(self) -> None:
        """Have a child ready for the next question, whoever asks it."""
        with self._turn(START_SECONDS):
            return

    @contextmanager
    def _turn(self, seconds: float) -> Iterator[subprocess.Popen[bytes]]:
        """Lend a child; one that did not answer properly is ended and not lent again."""
        if not self.free.acquire(timeout=seconds):
            raise BusyError
        try:
            child = self.idle.pop() if self.idle else self._started()
            try:
                yield child
            except BaseException:
                end(child)
                raise
            self.idle.append(child)
        finally:
            self.free.release()

    def _started(self) -> subprocess.Popen[bytes]:
        child = subprocess.Popen(  # noqa: S603
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, pipesize=ROOM
        )
        _received(_pipe(child.stdout), START_SECONDS)
        return child

    def end_idle(self) -> None:
        """End the children that nobody is waiting for."""
        while self.idle:
            end(self.idle.pop())


def end(child: subprocess.Popen[bytes]) -> None:
    """Kill a child and close what was open to it."""
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except BrokenPipeError:  # what was still to be sent has nobody to go to
                continue


def _received(pipe: IO[bytes], seconds: float) -> bytearray:
    """Return one message from a child; TimeoutError when it takes longer, EOFError when the child is gone."""
    until = time.monotonic() + seconds
    (size,) = HEAD.unpack(_exactly(pipe, HEAD.size, until))
    return _exactly(pipe, size, until)


def _exactly(pipe: IO[bytes], size: int, until: float) -> bytearray:
    found = bytearray(size)
    with selectors.DefaultSelector() as waiting, memoryview(found) as room:
        waiting.register(pipe, selectors.EVENT_READ)
        done = 0
        while done < size:
            if not waiting.select(max(0.0, until - time.monotonic())):
                raise TimeoutError
            part = os.readv(pipe.fileno(), [room[done:]])
            if not part:
                raise EOFError
            done += part
    return found


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # both ends are asked for when the child is started
    return pipe


def be_child(answered: Callable[[bytes], bytes], most_memory: int) -> None:
    """Be such a process: answer one question after the other until the parent is gone."""
    _hold_back(most_memory)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints does not mix with the answers
    serve(answered, sys.stdin.buffer, out)


def serve(answered: Callable[[bytes], bytes], asked: BinaryIO, told: BinaryIO) -> None:
    """Answer questions; the first word says that the process is ready."""
    _send(told, b"")
    while head := asked.read(HEAD.size):
        _send(told, answered(asked.read(*HEAD.unpack(head))))


def _send(told: BinaryIO, message: bytes) -> None:
    told.write(HEAD.pack(len(message)))
    told.write(message)
    told.flush()


def _hold_back(most_memory: int) -> None:
    """Leave the pages the first turn on a busy machine, and the machine some of its memory."""
    with contextlib.suppress(OSError):
        os.nice(5)
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (most_memory, most_memory))
