"""Read an uploaded file in a limited child process; every trouble comes back as FileRefused.

The child is a fork of a warm process that loaded the readers and never saw a file (see ``nest``): a
malformed file is refused within milliseconds, and what one file did to its reader dies with it. It gets the
open file as standard input and answers with text, numbers and lists only; the answer is loaded by an
unpickler that knows no class, so that even a child that was taken over cannot run code here.
"""

import hashlib
import io
import os
import pickle
import signal
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Timer
from typing import Any, NoReturn

from bondlife.exchange.cells import Mark, Sheet, Workbook
from bondlife.exchange.collector import paused_collector
from bondlife.exchange.errors import FileRefused
from bondlife.exchange.limits import LIMITS, Limits
from bondlife.exchange.nest import Nest, hang_up, nest, retire

_BLOCK = 1 << 20


def read_workbook(source: Path | bytes, *, limits: Limits = LIMITS) -> Workbook:
    """Return the sheets of an xlsx, xls, csv or html file, read behind the fence."""
    with _opened(source) as file:
        size = os.fstat(file).st_size
        if size > limits.text_file:
            raise FileRefused(
                "too_big",
                "The file is larger than {limit} MiB; it is not read.",
                {"limit": str(limits.text_file >> 20)},
            )
        answer, digest = _ask_child(file, limits)
    return unpack(answer, digest, size)


def unpack(answer: Mapping[str, Any], digest: str, size: int) -> Workbook:
    """Return the workbook that a child's plain answer describes."""
    with paused_collector():
        sheets = tuple(_sheet(packed) for packed in answer["sheets"])
    return Workbook(answer["file_type"], digest, size, sheets, answer["encoding"])


class _Plain(pickle.Unpickler):
    """Loads numbers, text, lists, tuples and dictionaries, and nothing else."""

    def find_class(self, module: str, name: str) -> NoReturn:
        """Refuse every class."""
        raise pickle.UnpicklingError(f"{module}.{name} is not a plain value")


@contextmanager
def _opened(source: Path | bytes) -> Iterator[int]:
    if isinstance(source, bytes):
        with tempfile.TemporaryFile() as file:
            file.write(source)
            file.flush()
            yield file.fileno()
        return
    try:
        handle = os.open(source, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except (OSError, ValueError):
        raise FileRefused("missing", "The file cannot be opened.") from None
    try:
        if not Path(f"/dev/fd/{handle}").exists() or not os.path.isfile(source):  # noqa: PTH113
            raise FileRefused("missing", "The file cannot be opened.")
        yield handle
    finally:
        os.close(handle)


def _ask_child(file: int, limits: Limits) -> tuple[Mapping[str, Any], str]:
    """Have the file read; if the warm process itself is gone, a new one is asked, once."""
    os.lseek(file, 0, os.SEEK_SET)
    for _attempt in range(2):
        warm = nest()
        try:
            return _read_by(warm, file, limits)
        except OSError:
            retire(warm)
    raise _needs_too_much()


def _read_by(warm: Nest, file: int, limits: Limits) -> tuple[Mapping[str, Any], str]:
    handle, line = warm.order(file, limits)
    clock = Timer(limits.wall, hang_up, [line])
    with line, os.fdopen(handle, "rb") as pipe:
        clock.start()
        try:
            digest = _digest(file)
            answer = pipe.read(limits.answer + 1)
            if len(answer) > limits.answer:
                raise _needs_too_much()
            code = line.recv(16)
        finally:
            clock.cancel()
            hang_up(line)
    if not code:
        raise ConnectionAbortedError
    return _loaded(answer, int(code)), digest


def _loaded(answer: bytes, code: int) -> Mapping[str, Any]:
    if code != 0 or not answer:
        raise _ended(code)
    try:
        word, content = _Plain(io.BytesIO(answer)).load()
    except Exception:
        raise _damaged() from None
    if word == "refused":
        raise FileRefused(*content)
    return content  # type: ignore[no-any-return]


def _ended(code: int) -> FileRefused:
    """Say why a child ended without an answer."""
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return FileRefused("too_slow", "The file takes too long to read; it is not read.")
    if code in (-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS, -signal.SIGILL):
        return _needs_too_much()
    return _damaged()


def _needs_too_much() -> FileRefused:
    return FileRefused("too_big_inside", "The file needs more memory than one file may take.")


def _damaged() -> FileRefused:
    return FileRefused("damaged", "The file is damaged: its content cannot be read.")


def _digest(file: int) -> str:
    """Hash the same open file, by position, so that the child's own reading is not moved."""
    digest = hashlib.sha256()
    at = 0
    while block := os.pread(file, _BLOCK, at):
        digest.update(block)
        at += len(block)
    return digest.hexdigest()


def _sheet(packed: Mapping[str, Any]) -> Sheet:
    columns = list(packed["columns"])
    for index, at, days in packed["dates"]:
        column = list(columns[index])
        for row, day in zip(at, days, strict=True):
            column[row] = date.fromordinal(day)
        columns[index] = column
    marks = {(row, column): Mark(*rest) for row, column, *rest in packed.get("marks", ())}
    for row, length in packed.get("lengths", ()):
        marks[(row, 0)] = Mark("uneven_row", str(length))
    first_row, first_column = packed.get("start", (0, 0))
    rows = list(zip(*columns, strict=True)) if columns else []
    return Sheet(
        packed["name"],
        rows,
        marks,
        packed.get("formulas", 0),
        packed["hidden"],
        packed.get("uses_1904", False),
        first_row,
        first_column,
    )
