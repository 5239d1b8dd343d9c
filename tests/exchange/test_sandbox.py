"""Hostile and broken files: a clear refusal in good time, and never a library's own exception."""

import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bondlife.exchange.child import main
from bondlife.exchange.child.main import _fence, _forbid
from bondlife.exchange.child.zip_guard import guard
from bondlife.exchange.errors import FileRefused
from bondlife.exchange.issue_list import read_issue_list
from bondlife.exchange.limits import LIMITS, MIB, Limits
from bondlife.exchange.nest import Nest, nest
from bondlife.exchange.sandbox import read_workbook
from tests.exchange import hostile

BILLION_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "&{a};&{a};&{a};&{a};&{a};&{a};&{a};&{a};&{a};&{a};">'
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><w>&i;</w>"
).encode()
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w>&x;</w>'
SHEET = "xl/worksheets/sheet1.xml"

LONG = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, 200_000))
"""Rows that take more than a second to read."""

FILES: dict[str, tuple[bytes | Callable[[], bytes], str]] = {
    "empty": (b"", "empty"),
    "blanks": (b" \r\n\t ", "empty"),
    "bomb": (partial(hostile.inflating, 300), "too_big_inside"),
    "a sheet of blanks": (hostile.inflating(2), "damaged"),
    "lying bomb": (partial(hostile.lying, 400), "damaged"),
    "100,000 entries": (partial(hostile.many_entries, 20_000), "too_many_entries"),
    "entity bomb": (hostile.with_part(SHEET, BILLION_LAUGHS), "entities"),
    "outside entity": (hostile.with_part("xl/workbook.xml", OUTSIDE), "entities"),
    "leaving name": (hostile.with_name("../../etc/passwd"), "unsafe_name"),
    "absolute name": (hostile.with_name("/etc/passwd"), "unsafe_name"),
    "link": (hostile.with_name("xl/link", mode=0o120777), "unsafe_name"),
    "far cells": (
        hostile.with_sheet(
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        ),
        "too_big_inside",
    ),
    "far row": (
        hostile.with_sheet(
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="B1048576"><v>1</v></c></row>'
        ),
        "too_many_rows",
    ),
    "no workbook": (hostile.many_entries(3), "wrong_type"),
    "cut container": (hostile.workbook([hostile.bond_row()])[:900], "damaged"),
    "pdf": (b"%PDF-1.7\n" + b"x" * 99, "wrong_type"),
    "png": (b"\x89PNG\r\n\x1a\n" + b"x" * 99, "wrong_type"),
    "zeros": (b"\0" * 5000, "binary"),
    "utf-16": ("名称,期限".encode("utf-16"), "wrong_encoding"),
    "no encoding": (b"name,size\n\xff\xfa\xf0\x80\x80,1\n", "wrong_encoding"),
    "open quotation": (b'a,b\n"1,2\n' * 3, "damaged"),
    "long cell": (b"a,b\n" + b"x" * 40_000 + b",1\n", "damaged"),
    "encrypted": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 512
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 512,
        "encrypted",
    ),
    "broken xls": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 512 + "Workbook".encode("utf-16-le") + b"\0" * 5000,
        "damaged",
    ),
    "page without table": (b"<!doctype html><html><body>none</body></html>", "no_table"),
    "deep page": (b"<html><table>" + b"<table><tr><td>" * 30_000, "too_many_sheets"),
    "wide span": (
        b"<html><table>" + b'<tr><td rowspan="200" colspan="200">x</td></tr>' * 400 + b"</table></html>",
        "too_many_rows",
    ),
    "mhtml": (b"MIME-Version: 1.0\r\n", "wrong_type"),
}
HOSTILE = hostile.Made(FILES)


@pytest.mark.parametrize("name", HOSTILE)
def test_refuses_in_good_time(name: str) -> None:
    data, code = HOSTILE[name]
    start = time.monotonic()
    with pytest.raises(FileRefused) as refusal:
        read_workbook(data)
    assert refusal.value.code == code
    assert str(refusal.value)
    assert time.monotonic() - start < 4, "2 s on a free machine; twice that beside other work"


LOW_FENCE = Limits(memory=128 * MIB)
"""Enough to start a reader and read a small file."""
LARGE: dict[str, Callable[[], bytes]] = {
    "xlsx": lambda: hostile.inflating(200),
    "csv": lambda: ("x" * 90 + ",1\n").encode() * 400_000,
}
"""Files within every other bound, that take more than the fence leaves."""


@pytest.mark.parametrize("kind", LARGE)
def test_a_reader_that_takes_more_memory_than_it_may_is_ended(kind: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read_workbook(LARGE[kind](), limits=LOW_FENCE)
    assert refusal.value.code == "too_big_inside"


def test_what_fits_below_a_low_fence_is_read() -> None:
    for file in (hostile.workbook([hostile.bond_row()]), hostile.csv_file([hostile.bond_row()])):
        assert len(read_workbook(file, limits=LOW_FENCE).sheets) == 1


def test_out_of_memory_inside_python_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_limits: Any) -> None:
        raise MemoryError

    monkeypatch.setattr(main, "_fence", full)
    assert main._answer(LIMITS.as_dict())[1][0] == "too_big_inside"


def test_the_guard_counts_what_a_part_holds() -> None:
    """The reader behind it would find the lie as well, but only after unpacking."""
    with pytest.raises(FileRefused) as refusal:
        guard(HOSTILE["lying bomb"][0], LIMITS.as_dict())
    assert refusal.value.code == "damaged"


def test_refuses_a_missing_file(tmp_path: Path) -> None:
    for path in (tmp_path / "none.xlsx", tmp_path, Path("a\0b")):
        with pytest.raises(FileRefused) as refusal:
            read_workbook(path)
        assert refusal.value.code == "missing"


def test_refuses_a_file_above_the_limit() -> None:
    with pytest.raises(FileRefused) as refusal:
        read_workbook(b"a,b\n" * 1000, limits=Limits(text_file=1000))
    assert refusal.value.code == "too_big"


def test_a_child_that_takes_too_long_is_ended() -> None:
    with pytest.raises(FileRefused) as refusal:
        read_workbook(hostile.with_sheet(LONG), limits=Limits(wall=0))
    assert refusal.value.code == "too_slow"


def test_a_child_that_computes_too_long_is_ended() -> None:
    with pytest.raises(FileRefused) as refusal:
        read_workbook(hostile.with_sheet(LONG), limits=Limits(cpu=0))
    assert refusal.value.code == "too_slow"


def test_the_fence_forbids_writing_sockets_and_programs(tmp_path: Path) -> None:
    child = os.fork()
    if child == 0:
        refused = 0
        _fence(LIMITS.as_dict())
        for act in (
            lambda: (tmp_path / "x").write_text("x"),
            lambda: __import__("socket").socket(),
            lambda: os.system("true"),
            lambda: __import__("subprocess").run(["true"]),
            lambda: Path("/tmp/none").unlink(),
        ):
            try:
                act()
            except PermissionError:
                refused += 1
        os._exit(refused)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 5
    assert not (tmp_path / "x").exists()


def test_the_fence_lets_reading_through() -> None:
    _forbid("open", ("/dev/null", "r", os.O_RDONLY))
    with pytest.raises(PermissionError):
        _forbid("open", ("/dev/null", "w", os.O_WRONLY))


def _outcome(data: bytes) -> str:
    """Read a mutant through the fence, for some of them would end an unfenced process."""
    try:
        draft = read_issue_list(read_workbook(data))
    except FileRefused as refusal:
        return refusal.code
    return f"draft {draft.exit_code}"


def _outcomes(seed: int, count: int) -> Counter[str]:
    with ThreadPoolExecutor(2) as pool:
        return Counter(pool.map(_outcome, hostile.mutants(seed=seed, count=count)))


def test_sixteen_hundred_mutants_through_the_fence() -> None:
    seen = _outcomes(seed=20_241, count=1_600)
    assert seen.total() == 1_600
    assert sum(count for outcome, count in seen.items() if outcome.startswith("draft")) > 10
    assert seen["damaged"] > 500


@pytest.mark.full
@pytest.mark.timeout(3600)
def test_thirty_thousand_mutants() -> None:
    seen = _outcomes(seed=7, count=30_000)
    assert seen.total() == 30_000
    assert sum(count for outcome, count in seen.items() if outcome.startswith("draft")) > 1000


def test_a_warm_process_that_died_is_replaced() -> None:
    file = hostile.csv_file([hostile.bond_row()])
    first = nest().process
    os.kill(first.pid, signal.SIGKILL)
    assert read_workbook(file).file_type == "csv"
    assert nest().process.pid != first.pid


def test_a_child_holds_its_file_and_its_answer_alone(tmp_path: Path) -> None:
    """What is open here, and the lines of other children, must not be open in a reader."""
    (tmp_path / "long.xlsx").write_bytes(hostile.with_sheet(LONG))
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(read_workbook, tmp_path / "long.xlsx") for _ in range(2)]
        seen = [one for _ in range(200) for one in _open_in_children()]
        assert all(one.result().sheets for one in asked)
    assert seen
    assert max(map(len, seen)) <= 4, "input, answer, nothing; and the file again while it is read"


def _open_in_children() -> list[list[str]]:
    """Return what each reader has open; waits a little, so that it is called while they work."""
    time.sleep(0.01)
    pid = nest().process.pid
    found = []
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        with suppress(OSError):
            handles = [path.name for path in Path(f"/proc/{child}/fd").iterdir()]
            if os.path.realpath(f"/proc/{child}/fd/0") != "/dev/null":
                found.append(handles)
    return found


def test_nobody_is_left_when_the_owner_goes() -> None:
    owned = Nest()
    assert owned.process.poll() is None
    owned.close()
    assert owned.process.returncode == 0


def test_a_fork_has_a_warm_process_of_its_own() -> None:
    file = hostile.csv_file([hostile.bond_row()])
    mine = nest().process.pid
    child = os.fork()
    if child == 0:
        code = int(nest().process.pid == mine or read_workbook(file).file_type != "csv")
        nest().close()
        os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert nest().process.pid == mine
    assert read_workbook(file).file_type == "csv"


def test_a_reading_costs_a_fork() -> None:
    file = hostile.csv_file([hostile.bond_row()])
    read_workbook(file)
    start = time.monotonic()
    for _ in range(20):
        read_workbook(file)
    assert (time.monotonic() - start) / 20 < 0.1
