"""The secret of an installation: one, whole, its owner's alone, however many processes ask first."""

import stat
from pathlib import Path
from threading import Barrier, Thread

from bondlife.settings import Settings

PROCESSES = 8
ROUNDS = 10


def asked_at_once(folder: Path) -> set[str]:
    """Return what callers that start together are told, and what lies there afterwards."""
    told: list[str] = []
    start = Barrier(PROCESSES)

    def ask() -> None:
        start.wait()
        told.append(Settings(data_dir=folder).secret())

    callers = [Thread(target=ask) for _ in range(PROCESSES)]
    for one in callers:
        one.start()
    for one in callers:
        one.join()
    assert len(told) == PROCESSES
    return {*told, (folder / "secret").read_text()}


def test_all_who_ask_first_get_the_same(tmp_path: Path) -> None:
    for number in range(ROUNDS):
        found = asked_at_once(tmp_path / str(number))
        assert len(found) == 1
        assert len(found.pop()) == 64


def test_nothing_else_is_left_and_nobody_else_reads_it(tmp_path: Path) -> None:
    asked_at_once(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["secret"]
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_it_stays(tmp_path: Path) -> None:
    first = Settings(data_dir=tmp_path).secret()
    assert Settings(data_dir=tmp_path).secret() == first
    assert Settings(data_dir=tmp_path / "other").secret() != first
