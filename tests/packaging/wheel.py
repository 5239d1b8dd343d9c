"""Build the wheel without a network, and install it where nothing of the checkout is in reach."""

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

from tests.requirements import PROJECT

SHIPPED = {
    "bondlife": "bondlife",
    "models": "models",
    "calculators": "calculators",
    "templates": "bondlife/_templates",
}


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command and return what it said."""
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False
    )


def build_wheel(folder: Path) -> Path:
    """Build the wheel of the checkout into a folder."""
    done = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=PROJECT)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = folder.glob("bondlife-*.whl")
    return wheel


def names_in(wheel: Path) -> set[str]:
    """Return the names of the files in a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if not name.endswith("/")}


def expected_names() -> set[str]:
    """Return the names that the sources of the checkout have in the wheel."""
    return {
        f"{place}/{path.relative_to(PROJECT / folder).as_posix()}"
        for folder, place in SHIPPED.items()
        for path in (PROJECT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def install_wheel(wheel: Path, folder: Path) -> Path:
    """Install the wheel into a fresh environment and return its Python.

    Other packages come from the environment of the tests, behind the wheel's own. Its path files are not read
    from there, so the editable install of the checkout stays out of reach.
    """
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    uv = Path(sys.executable).parent / "uv"
    done = run(uv, "pip", "install", "--offline", "--no-deps", "--python", python, wheel, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    own = run(
        python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder
    ).stdout.strip()
    (Path(own) / "packages_of_the_tests.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python
