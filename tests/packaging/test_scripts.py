"""The scripts are plain POSIX shell, and set-up says what is missing instead of failing halfway."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.requirements import PROJECT

SHELL = [
    PROJECT / ".ci" / "run",
    *(PROJECT / "scripts" / n for n in ("setup", "demo", "test", "full", "lock", "mutate")),
]
TOOLS = ("cat", "cksum", "dirname", "grep", "head", "id", "sed", "sh", "tr")


def bare_machine(folder: Path, *, python: str = "exit 1") -> Path:
    """Lay out a checkout whose PATH holds a few tools, no package manager and this Python."""
    (folder / "bin").mkdir()
    for tool in TOOLS:
        (folder / "bin" / tool).symlink_to(shutil.which(tool) or tool)
    (folder / "bin" / "python3").write_text(f"#!/bin/sh\n{python}\n")
    (folder / "bin" / "python3").chmod(0o755)
    (folder / "scripts").mkdir()
    for name in ("scripts/setup", "pyproject.toml", "requirements.lock", "requirements-build.lock"):
        shutil.copy(PROJECT / name, folder / name)
    return folder


def set_up(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run set-up on such a machine."""
    path = {**os.environ, "PATH": str(folder / "bin")}
    command = [str(folder / "scripts" / "setup")]
    return subprocess.run(command, env=path, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("script", SHELL, ids=lambda script: script.name)
def test_a_script_is_executable_posix_shell(script: Path) -> None:
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").startswith("#!/bin/sh\n")
    subprocess.run(["sh", "-n", str(script)], check=True)


def test_the_gate_runs_what_a_newcomer_runs() -> None:
    assert 'exec "$(dirname "$0")/../scripts/test"' in (PROJECT / ".ci" / "run").read_text(encoding="utf-8")


def test_set_up_names_the_missing_python(tmp_path: Path) -> None:
    done = set_up(bare_machine(tmp_path))
    assert done.returncode == 1
    assert "needs Python 3.11 to 3.14 with its venv module" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_a_half_made_environment_is_not_taken_for_whole(tmp_path: Path) -> None:
    bare_machine(tmp_path, python='echo "$@" >> made; exit 0')
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    done = set_up(tmp_path)
    assert done.returncode != 0  # the stand-in Python makes no environment, so the next step must stop
    assert "-m venv --clear .venv" in (tmp_path / "made").read_text(encoding="utf-8")
    assert not list((tmp_path / ".venv").glob(".complete-*"))
