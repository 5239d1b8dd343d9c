"""The import contracts hold, and each one breaks when its fault is planted in a copy of the tree."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.requirements import PROJECT

PACKAGES = ("bondlife", "models", "calculators")

PLANTED = [
    ("bondlife -> models -> calculators, never back", "models", "import bondlife"),
    ("bondlife -> models -> calculators, never back", "calculators.kernel", "import models"),
    ("an area of calculators knows the kernel and itself", "calculators.kernel", "import calculators.area"),
    ("an area of calculators knows the kernel and itself", "calculators.area", "import calculators.other"),
    ("calculators touch no storage, page, network, clock or chance", "calculators.area", "import random"),
    ("calculators touch no storage, page, network, clock or chance", "calculators.area", "import sqlmodel"),
    ("calculators touch no storage, page, network, clock or chance", "calculators.area", "import fastapi"),
    ("the kernel of calculators is plain Python", "calculators.kernel", "import numpy"),
    ("models draw no page, serve nobody and need no arrays", "models.kinds", "import jinja2"),
    ("models draw no page, serve nobody and need no arrays", "models.rules", "import fastapi"),
    ("web, api and cli stand side by side above what they use", "bondlife.web", "import bondlife.api"),
    ("web, api and cli stand side by side above what they use", "bondlife.api", "import bondlife.web"),
    ("web, api and cli stand side by side above what they use", "bondlife.services", "import bondlife.web"),
    ("web, api and cli stand side by side above what they use", "bondlife.queries", "import bondlife.api"),
    ("web, api and cli stand side by side above what they use", "bondlife.lifecycle", "import bondlife.web"),
    ("services, queries and lifecycle know nothing of HTTP or pages", "bondlife.queries", "import jinja2"),
    ("services, queries and lifecycle know nothing of HTTP or pages", "bondlife.services", "import fastapi"),
    ("the web process never loads pandas, numba or typst", "bondlife.web.routes", "import pandas"),
    ("the web process never loads pandas, numba or typst", "bondlife.api", "import typst"),
    ("nothing that ships imports tests or test tools", "bondlife.jobs", "import hypothesis"),
]


def copy_tree(root: Path) -> Path:
    """Copy what import-linter reads, and add two areas that know nobody."""
    skip = shutil.ignore_patterns("__pycache__", "static", "locale")
    for package in PACKAGES:
        shutil.copytree(PROJECT / package, root / package, ignore=skip)
    shutil.copy(PROJECT / "pyproject.toml", root)
    for area in ("area", "other"):
        (root / "calculators" / area).mkdir()
        (root / "calculators" / area / "__init__.py").write_text('"""An area."""\n')
    return root


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter over a tree as the gate does."""
    program = "from importlinter.cli import lint_imports_command as lint; lint()"
    command = [sys.executable, "-P", "-c", program, "--no-cache"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def broken(run: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """Return what a run tells of each contract that it found broken."""
    told = run.stdout.partition("Broken contracts\n")[2]
    parts = re.split(r"^(.+)\n-+\n\n", told, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_contract_is_kept(tmp_path: Path) -> None:
    run = lint(copy_tree(tmp_path))
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_contract_has_a_planted_fault() -> None:
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    names = {contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]}
    assert names == {contract for contract, _, _ in PLANTED}


def test_every_planted_import_breaks_its_contract(tmp_path: Path) -> None:
    """All are planted in one tree: each must be told, by its own two ends, as a fault of its own contract."""
    copy_tree(tmp_path)
    for _contract, module, statement in PLANTED:
        place = tmp_path / module.replace(".", "/") / "__init__.py"
        with place.open("a", encoding="utf-8") as file:
            file.write(f"{statement}\n")
    run = lint(tmp_path)
    assert run.returncode == 1, run.stdout + run.stderr
    told = broken(run)
    for contract, module, statement in PLANTED:
        planted = rf"^- +{re.escape(module)} -> {re.escape(statement.removeprefix('import '))} \(l\.\d+\)$"
        assert re.search(planted, told.get(contract, ""), re.MULTILINE), (contract, module, run.stdout)
