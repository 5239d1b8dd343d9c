"""bondlife refuses a stranger's package of one of its names, and says where it lies."""

import subprocess
import sys
from pathlib import Path

import pytest


def start_beside(folder: Path) -> subprocess.CompletedProcess[str]:
    """Import bondlife with a folder first on the path, as ``python -m`` puts the current one."""
    command = [sys.executable, "-c", "import bondlife; print('started')"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", ["models", "calculators"])
@pytest.mark.parametrize("text", ["", '__owner__ = "bondlife"\n', '__owner__ = "somebody"\n'])
def test_a_strangers_package_is_refused_by_its_folder(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").write_text(text)
    done = start_beside(tmp_path)
    assert done.returncode == 1
    assert "started" not in done.stdout
    assert f"bondlife needs its own '{name}' but found {tmp_path.resolve() / name}" in done.stderr


def test_an_empty_folder_beside_does_no_harm(tmp_path: Path) -> None:
    done = start_beside(tmp_path)
    assert done.stdout.strip() == "started", done.stderr
