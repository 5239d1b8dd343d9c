"""Read an uploaded file in a limited child process; every trouble comes back as FileRefused.

The child is a fresh interpreter without site packages of its own start-up (about 0.04 s), not a fork:
forking a server with threads is unsafe. It sees the packages as bare names, so that nothing they load at
import slows it. It gets the open file as standard input and answers with text, numbers and lists only; the
answer is loaded by an unpickler that knows no class, so that even a child that was taken over cannot run
code here.
"""

import hashlib
import io
import os
import pickle
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Timer
from typing import Any, NoReturn

import python_calamine

from bondlife.exchange.cells import Mark, Sheet, Workbook
from bondlife.exchange.collector import paused_collector
from bondlife.exchange.errors import FileRefused
from bondlife.exchange.limits import LIMITS, Limits

_HERE = Path(__file__).resolve().parent
_PACKAGES = str(Path(python_calamine.__file__).resolve().parents[1])
_START = f"""
import sys
sys.path.append({_PACKAGES!r})
for name, place in (("bondlife", {str(_HERE.parent)!r}), ("bondlife.exchange", {str(_HERE)!r})):
    bare = sys.modules[name] = type(sys)(name)
    bare.__path__ = [place]
from bondlife.exchange.child.main import main
main(sys.argv[1:])
"""
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
    os.lseek(file, 0, os.SEEK_SET)
    command = [sys.executable, "-I", "-S", "-c", _START]
    command += [f"{name}={value}" for name, value in limits.as_dict().items()]
    with subprocess.Popen(  # noqa: S603 - fixed command, no shell, no user text in the arguments
        command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd="/", env={}
    ) as child:
        clock = Timer(limits.wall, child.kill)
        clock.start()
        try:
            digest = _digest(file)
            answer = child.stdout.read(limits.answer + 1) if child.stdout else b""
            if len(answer) > limits.answer:
                child.kill()
                raise _needs_too_much()
            code = child.wait()
        except BaseException:
            child.kill()
            raise
        finally:
            clock.cancel()
    return _loaded(answer, code), digest


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
