"""The child's whole life: take limits, read one file from standard input, answer on standard output, end."""

import gc
import os
import resource
import sys
from collections.abc import Mapping
from typing import Any

from bondlife.exchange.child.file_type import file_type
from bondlife.exchange.errors import FileRefused

_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "ctypes.")
_CHANGING = (
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "os.link",
    "os.symlink",
    "os.chmod",
    "os.truncate",
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC


def main(arguments: list[str]) -> None:
    """Read the file under the limits given as name=value and write the answer."""
    import _pickle

    gc.disable()  # the process ends with the answer; walking its rows for cycles would be lost time
    limits = {name: int(value) for name, value in (pair.split("=", 1) for pair in arguments)}
    answer = _answer(limits)
    sys.stdout.buffer.write(_pickle.dumps(answer, 5))
    sys.stdout.buffer.flush()


def read(data: bytes, limits: Mapping[str, int]) -> dict[str, Any]:
    """Return what the file holds, as plain values; also used unfenced by the benchmark."""
    kind = file_type(data)
    encoding = ""
    if kind in ("xlsx", "xls"):
        if len(data) > limits["file"]:
            raise _too_long(limits["file"])
        from bondlife.exchange.child.workbook import read_xls, read_xlsx

        sheets = read_xlsx(data, limits) if kind == "xlsx" else read_xls(data, limits)
    elif kind == "html":
        from bondlife.exchange.child.html_tables import read_html

        sheets, encoding = read_html(data, limits)
    else:
        from bondlife.exchange.child.csv_text import read_csv

        sheets, encoding = read_csv(data, limits)
    return {"file_type": kind, "sheets": sheets, "encoding": encoding}


def _answer(limits: Mapping[str, int]) -> tuple[str, Any]:
    try:
        _fence(limits)
        return "read", read(_whole_input(limits["text_file"]), limits)
    except FileRefused as refusal:
        return "refused", (refusal.code, refusal.message, refusal.params)
    except MemoryError:
        return "refused", ("too_big_inside", "The file needs more memory than one file may take.", {})
    except BaseException as error:
        return "refused", (
            "damaged",
            "The file is damaged: its content cannot be read.",
            {"reader": type(error).__name__},
        )


def _whole_input(limit: int) -> bytes:
    if os.fstat(0).st_size > limit:
        raise _too_long(limit)
    with os.fdopen(0, "rb", closefd=False) as source:
        source.seek(0)
        data = source.read(limit + 1)
    if len(data) > limit:
        raise _too_long(limit)
    return data


def _fence(limits: Mapping[str, int]) -> None:
    """Bound memory and processor time, forbid written files, sockets and other programs."""
    memory = _address_space() + limits["memory"]
    for what, bound in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, limits["cpu"]),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (bound, bound))
    sys.dont_write_bytecode = True
    sys.addaudithook(_forbid)


def _forbid(event: str, details: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN) or event in _CHANGING:
        raise PermissionError(event)
    if event == "open" and isinstance(details[2], int) and details[2] & _WRITING:
        raise PermissionError(event)


def _address_space() -> int:
    """Return the bytes of address space already mapped; a generous guess where /proc is missing."""
    try:
        with open("/proc/self/statm", "rb") as numbers:  # noqa: PTH123 - pathlib would triple the start-up time
            return int(numbers.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 512 << 20


def _too_long(limit: int) -> FileRefused:
    return FileRefused(
        "too_big", "The file is larger than {limit} MiB; it is not read.", {"limit": str(limit >> 20)}
    )
