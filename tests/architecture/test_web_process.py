"""The web process stays light: nothing it imports brings in arrays, compilers or typesetting."""

import subprocess
import sys

import pytest

from tests.requirements import PROJECT

HEAVY = {"pandas", "numba", "llvmlite", "typst", "py_mini_racer", "matplotlib", "scipy", "distributed"}

PROGRAM = """
import importlib, pkgutil, sys
import bondlife.api, bondlife.web
for package in (bondlife.web, bondlife.api):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
{extra}
print(*sorted({{name.partition(".")[0] for name in sys.modules}}))
"""


def loaded(extra: str = "") -> set[str]:
    """Return the top-level modules that a process holds after importing all pages and the API."""
    program = PROGRAM.format(extra=extra)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_pages_and_api_load_nothing_heavy() -> None:
    names = loaded()
    assert "bondlife" in names
    assert names & HEAVY == set()


@pytest.mark.parametrize("module", ["pandas", "numba"])
def test_a_planted_import_is_seen(module: str) -> None:
    assert module in loaded(f"import {module}")
