"""A2: a process is killed while it stores a file: the file is there whole, or not at all.

Print of a run: tried / whole / none / partial. An import that said it was done is always whole.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.counting import say
from tests.requirements import PROJECT


def run(template: Path, folder: Path, kills: int) -> None:
    """Let a small process kill so many imports, and read its counts."""
    command = [sys.executable, "-m", "tests.faults.import_kills", str(template), str(folder), str(kills)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=7_000)
    assert done.returncode == 0, done.stderr[-3_000:]
    tally = Counter[str](json.loads(done.stdout.splitlines()[-1]))
    say(f"A2: {dict(tally)}, partial 0, lost 0")
    assert tally["tried"] == tally["whole"] + tally["none"] == kills
    assert min(tally["whole"], tally["none"], tally["said"], tally["proofs"]) > 0


@pytest.mark.timeout(900)  # two thousand processes one after another: slow where others use the machine too
def test_a2_killed_two_thousand_times_while_storing(sqlite_template: Path, tmp_path: Path) -> None:
    run(sqlite_template, tmp_path, int(os.environ.get("BONDLIFE_KILLS", "2000")))


@pytest.mark.full
@pytest.mark.timeout(7200)
def test_a2_killed_twenty_thousand_times(sqlite_template: Path, tmp_path: Path) -> None:
    run(sqlite_template, tmp_path, 20_000)
