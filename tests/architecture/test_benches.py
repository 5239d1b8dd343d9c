"""Benchmarks start as `scripts/full` starts them, each by its file, and answer in the one form."""

import ast
from pathlib import Path

import pytest

from tests.requirements import PROJECT

BENCHES = sorted(path for path in (PROJECT / "bench").glob("[!_]*.py"))


@pytest.mark.parametrize("path", BENCHES, ids=lambda path: path.stem)
def test_a_bench_starts_by_its_file_and_takes_json(path: Path) -> None:
    lines = [ast.unparse(one) for one in ast.parse(path.read_text("utf-8")).body]
    found = next(n for n, line in enumerate(lines) if line.startswith("sys.path.insert(0, "))
    ours = ("from bench", "from bondlife", "from models", "from calculators", "import bondlife")
    assert not any(line.startswith(ours) for line in lines[:found])
    assert lines[-1].startswith("if __name__ == '__main__':")
    text = path.read_text("utf-8")
    assert "options_of(__doc__" in text or 'add_argument("--json"' in text
