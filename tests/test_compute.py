"""Calculators worked out apart: the same answers, a limit of time, and nothing compiled in this process."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bondlife import calculate, compute
from bondlife.catalogue import calculator_spec, calculator_specs
from bondlife.errors import Invalid, Unavailable
from bondlife.settings import settings
from calculators.kernel.errors import CalculationError
from tests.requirements import PROJECT

LONG: dict[str, Any] = {
    "revenue": [[300] * 600], "cost": [[100] * 600], "principal": [[1] * 600], "interest": [[1] * 600],
    "terms": {"revenue": {"volatility": 0.5}}, "seed": 1, "scenarios": 1_000_000,
}  # fmt: skip


@pytest.mark.parametrize("key", calculator_specs())
def test_apart_is_the_same_as_here(key: str) -> None:
    spec = calculator_spec(key)
    assert compute.run(spec, spec.example) == calculate.run(spec, spec.example)


def test_what_is_not_done_in_time_is_ended_and_the_next_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = calculator_spec("portfolio.stress")
    compute.run(spec, spec.example)
    monkeypatch.setattr(settings(), "calculator_seconds", 0.2)
    start = time.monotonic()
    with pytest.raises(Invalid) as refusal:
        compute.run(spec, LONG)
    assert refusal.value.problems[0].code == "time_limit"
    assert time.monotonic() - start < 5
    monkeypatch.setattr(settings(), "calculator_seconds", 60.0)
    assert compute.run(spec, spec.example)["result"]["weak_chance"] == [0.0]


def test_a_child_that_dies_is_replaced() -> None:
    spec = calculator_spec("coverage.dscr")
    compute.run(spec, spec.example)
    for child in compute.children.idle:
        child.kill()
        child.wait()
    with pytest.raises(Invalid) as refusal:
        compute.run(spec, spec.example)
    assert refusal.value.problems[0].code == "not_finished"
    compute.children.end_idle()
    assert compute.run(spec, spec.example)["key"] == "coverage.dscr"


def test_no_more_than_so_many_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = calculator_spec("coverage.dscr")
    monkeypatch.setattr(settings(), "calculator_seconds", 0.05)
    with ThreadPoolExecutor(1) as other:
        for _ in range(compute.AT_ONCE):
            compute.children.free.acquire()
        try:
            waiting = other.submit(compute.run, spec, spec.example)
            with pytest.raises(Unavailable):
                waiting.result()
        finally:
            for _ in range(compute.AT_ONCE):
                compute.children.free.release()


def test_refusals_come_back_whole() -> None:
    with pytest.raises(CalculationError) as refusal:
        compute.run(calculator_spec("portfolio.irr"), {"flows": [[1, 2], [3]]})
    assert (refusal.value.code, refusal.value.field) == ("shape_mismatch", "flows")
    with pytest.raises(Invalid):
        compute.run(calculator_spec("portfolio.irr"), [1])


def test_the_process_of_pages_never_loads_numba() -> None:
    program = """
import sys
from bondlife.catalogue import calculator_specs
from bondlife.queries.calculator_page import result_view
for key, spec in calculator_specs().items():
    if key.startswith("portfolio."):
        result_view(spec, spec.example)
print(*sorted({"numba", "llvmlite", "pandas"} & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
