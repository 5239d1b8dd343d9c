"""The web process stays light: nothing it imports brings in arrays, compilers or typesetting."""

import json
import subprocess
import sys

import pytest

from tests.requirements import PROJECT

HEAVY = {
    *("pandas", "numba", "llvmlite", "matplotlib", "scipy", "distributed"),
    *("typst", "py_mini_racer", "lxml", "docx", "docxtpl"),
}

PLANTED = ("pandas", "numba", "lxml")
DRAWN = """
from bondlife.exchange.documents import render
from bondlife.exchange.documents.docx_fields import sample
from bondlife.exchange.documents.render import check_template, template_of
from bondlife.exchange.papers import forms
form = forms()["approval_sheet"]
assert render(sample(form), "pdf").startswith(b"%PDF")
check_template(form, template_of(form))
"""
PROGRAM = """
import importlib, json, os, pkgutil, sys
import bondlife.api, bondlife.web
for package in (bondlife.web, bondlife.api):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
for extra in json.loads(sys.argv[1]):
    child = os.fork()
    if child == 0:
        exec(extra)
        names = sorted({name.partition(".")[0] for name in sys.modules})
        print(json.dumps([extra, names]), flush=True)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0, extra
"""


@pytest.fixture(scope="module")
def loaded() -> dict[str, set[str]]:
    """Return the modules a process of pages holds in the end, by what it did after importing all of them."""
    extras = ["", DRAWN, *(f"import {module}" for module in PLANTED)]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(extras)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {extra: set(names) for extra, names in map(json.loads, done.stdout.splitlines())}


def test_pages_and_api_load_nothing_heavy(loaded: dict[str, set[str]]) -> None:
    assert "bondlife" in loaded[""]
    assert loaded[""] & HEAVY == set()


def test_a_document_drawn_for_a_page_loads_nothing_heavy_here(loaded: dict[str, set[str]]) -> None:
    assert loaded[DRAWN] & HEAVY == set()


@pytest.mark.parametrize("module", PLANTED)
def test_a_planted_import_is_seen(loaded: dict[str, set[str]], module: str) -> None:
    assert module in loaded[f"import {module}"]
