"""The web process stays light: nothing it imports brings in arrays, compilers or typesetting."""

import subprocess
import sys

import pytest

from tests.requirements import PROJECT

HEAVY = {
    *("pandas", "numba", "llvmlite", "matplotlib", "scipy", "distributed"),
    *("typst", "py_mini_racer", "lxml", "docx", "docxtpl"),
}

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


def test_a_document_drawn_for_a_page_loads_nothing_heavy_here() -> None:
    drawn = """
from bondlife.exchange.documents import render
from bondlife.exchange.documents.docx_fields import sample
from bondlife.exchange.documents.render import check_template, template_of
from bondlife.exchange.papers import forms
form = forms()["approval_sheet"]
assert render(sample(form), "pdf").startswith(b"%PDF")
check_template(form, template_of(form))
"""
    assert loaded(drawn) & HEAVY == set()


@pytest.mark.parametrize("module", ["pandas", "numba", "lxml"])
def test_a_planted_import_is_seen(module: str) -> None:
    assert module in loaded(f"import {module}")
