"""What must work of any installation: imports, data files, refusals, a sum."""

import subprocess
import sys
from importlib.metadata import entry_points, version
from pathlib import Path

import pytest

import bondlife
import calculators
import models
from bondlife.paths import STATIC_DIR, TEMPLATES_DIR
from calculators.kernel.money import split, to_fen

pytestmark = pytest.mark.smoke

EVERY_MODULE = """
import importlib, pkgutil
for package in map(importlib.import_module, ("calculators", "models", "bondlife")):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + ".", onerror=print):
        if not module.name.startswith("bondlife.migrations.") and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
            print(module.name)
"""


def test_the_three_packages_stand_together() -> None:
    places = {
        Path(package.__file__ or "").resolve().parents[1] for package in (bondlife, models, calculators)
    }
    assert len(places) == 1


def test_templates_and_static_files_are_found() -> None:
    assert any(TEMPLATES_DIR.rglob("*.html"))
    assert any(path.is_file() for path in STATIC_DIR.rglob("*"))


def test_the_command_is_declared_once_and_the_version_known() -> None:
    commands = {command.value for command in entry_points(group="console_scripts", name="bondlife")}
    assert commands == {"bondlife.cli:main"}
    assert version("bondlife")


def test_money_is_split_without_loss() -> None:
    assert sum(split(to_fen("100.01"), [1, 1, 1])) == 10_001


@pytest.mark.full  # collecting doctests imports every module of the checkout; of the wheel it is asked
def test_every_module_can_be_imported(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", EVERY_MODULE], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-300:] + done.stderr
    assert {"calculators.kernel.money", "models.base", "bondlife.paths"} <= set(done.stdout.split())
