"""The wheel holds exactly what ships, and works away from the checkout."""

import re
import shutil
import zipfile
from pathlib import Path

from tests.packaging.wheel import expected_names, names_in, run
from tests.requirements import PROJECT

SMOKE = "pytest.mark.smoke"
"""What the files of the smoke set hold; the ten thousand other tests need not be collected."""


def test_the_top_level_is_the_three_packages_and_the_metadata(wheel: Path) -> None:
    top = {name.partition("/")[0] for name in names_in(wheel)}
    assert {name for name in top if not name.endswith(".dist-info")} == {"bondlife", "models", "calculators"}
    assert len(top) == 4


def test_every_source_template_and_static_file_is_there_and_nothing_else(wheel: Path) -> None:
    inside = {name for name in names_in(wheel) if ".dist-info/" not in name}
    assert inside == expected_names()


def test_types_and_licence_travel_along(wheel: Path) -> None:
    names = names_in(wheel)
    assert {f"{package}/py.typed" for package in ("bondlife", "models", "calculators")} <= names
    assert any(re.fullmatch(r"bondlife-.*\.dist-info/licenses/LICENSE", name) for name in names)


def test_the_metadata_names_the_command_and_the_pythons(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        told = {Path(name).name: name for name in archive.namelist() if ".dist-info/" in name}
        metadata = archive.read(told["METADATA"]).decode()
        commands = archive.read(told["entry_points.txt"]).decode()
    assert "Requires-Python: <3.15,>=3.11" in metadata
    assert "License-Expression: Apache-2.0" in metadata
    assert "bondlife = bondlife.cli:main" in commands


def test_an_ignored_folder_would_be_noticed(wheel: Path, tmp_path: Path) -> None:
    """Hatchling leaves out what .gitignore names, without a word: the list of names must tell."""
    thin = tmp_path / wheel.name
    with zipfile.ZipFile(wheel) as full, zipfile.ZipFile(thin, "w") as archive:
        for name in full.namelist():
            if not name.startswith("models/"):
                archive.writestr(name, full.read(name))
    assert {name for name in names_in(thin) if ".dist-info/" not in name} != expected_names()


def test_the_smoke_set_passes_on_the_installed_wheel(wheel_python: Path, tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "tests", tmp_path / "tests", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    marked = [path for path in sorted((tmp_path / "tests").rglob("test_*.py")) if SMOKE in path.read_text()]
    asked = ("-m", "pytest", "-q", "-m", "smoke", "-p", "no:cacheprovider")
    done = run(wheel_python, *asked, *marked, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"[1-9]\d* passed", done.stdout), done.stdout


def test_the_installed_wheel_is_what_the_smoke_set_sees(wheel_python: Path, tmp_path: Path) -> None:
    program = (
        "import bondlife, models, calculators as c; print(bondlife.__file__, models.__file__, c.__file__)"
    )
    places = run(wheel_python, "-c", program, cwd=tmp_path).stdout.split()
    assert len(places) == 3
    assert all(place.startswith(str(wheel_python.parents[1])) for place in places)
