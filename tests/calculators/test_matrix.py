"""Every calculator is complete: four kinds of test, sources, labels, formulas, an example that runs.

``python -m tests.calculators.test_matrix`` prints the matrix.
"""

import doctest
import re
import sys
from collections.abc import Callable, Mapping
from inspect import Parameter, signature
from typing import Any

import pytest

from calculators.kernel.call import run, text
from calculators.kernel.explain import explain, result_fields
from tests.calculators.discovery import (
    KINDS,
    Calculator,
    calculators_found,
    count_by_kind,
    golden_rows,
    load,
)

UNITS = frozenset(
    [
        "fen",
        "rate",
        "percent",
        "ratio",
        "multiple",
        "days",
        "months",
        "years",
        "count",
        "score",
        "points",
        "date",
        "text",
        "index",
        "yuan_per_unit",
        "flag",
        "table",
    ]
)
_NAME = re.compile(r"\{(\w+)\}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Terms that Chinese documents themselves write in Latin letters.
_LATIN_TERMS = re.compile(r"^[A-Z0-9+\-–/ ]+$")


def gaps_in_tests(one: Calculator) -> list[str]:
    """Say which kinds of test never reach the function, be they many for its neighbours in the file."""
    if not one.test_file.exists():
        return [f"no {one.test_file.name} beside the other tests of its area"]
    name = one.spec.function.__name__
    counts = count_by_kind(one.test_file, name)
    return [f"no test_{kind}* of {name} in {one.test_file.name}" for kind in KINDS if not counts[kind]]


def gaps_in_sources(one: Calculator) -> list[str]:
    """A source names its document and where in it."""
    sources = one.spec.sources
    gaps = [] if sources else ["no source"]
    return gaps + [f"source {s} is not named" for s in sources if not (s.document and s.clause)]


def gaps_in_labels(one: Calculator) -> list[str]:
    """Titles and labels stand in both languages, units come from the list."""
    spec = one.spec
    told = [(spec.key, spec.title, spec.title_zh, spec.unit)]
    told += [(q.name, q.label, q.label_zh, q.unit) for q in (*spec.inputs, *spec.outputs)]
    gaps = [
        f"{name}: no English label" for name, english, _, _ in told if not english or _CHINESE.search(english)
    ]
    gaps += [f"{name}: no Chinese label" for name, _, chinese, _ in told if not _is_chinese(chinese)]
    return gaps + [f"{name}: unknown unit {unit}" for name, _, _, unit in told if unit not in UNITS]


def gaps_in_formulas(one: Calculator) -> list[str]:
    """Each output has a formula unless it repeats an input, and speaks only of declared names."""
    spec = one.spec
    given = {q.name for q in spec.inputs}
    known = given | {q.name for q in spec.outputs}
    gaps = [f"{q.name}: no formula" for q in spec.outputs if not q.formula and q.name not in given]
    for quantity in spec.outputs:
        gaps += [
            f"{quantity.name}: unknown {{{n}}}" for n in _NAME.findall(quantity.formula) if n not in known
        ]
    return gaps


def gaps_in_inputs(one: Calculator) -> list[str]:
    """Every argument of the function is described, and nothing else."""
    parameters = signature(one.spec.function).parameters
    named = {q.name for q in one.spec.inputs}
    wanted = {
        n for n, p in parameters.items() if p.kind not in (Parameter.VAR_KEYWORD, Parameter.VAR_POSITIONAL)
    }
    gaps = [f"argument {name} is not described" for name in sorted(wanted - named)]
    return gaps + [f"input {name} is no argument" for name in sorted(named - wanted)]


def gaps_in_example(one: Calculator) -> list[str]:
    """The example runs, gives what it says, and can be explained."""
    spec = one.spec
    if not spec.example or not spec.example_result:
        return ["no example"]
    result = run(spec, spec.example)
    fields = result_fields(result)
    described = {q.name for q in (*spec.inputs, *spec.outputs)}
    gaps = [f"output {name} is not described" for name in sorted(set(fields) - described)]
    gaps += [f"{q.name} is no field of the result" for q in spec.outputs if q.name not in fields]
    gaps += [_difference(name, wanted, fields) for name, wanted in spec.example_result.items()]
    explain(spec, spec.example, result)
    return [gap for gap in gaps if gap]


def gaps_in_docstring(one: Calculator) -> list[str]:
    """The function has a docstring with an example, its module says shapes, units, errors and source."""
    function = one.spec.function
    gaps = [] if function.__doc__ else ["no docstring"]
    if not doctest.DocTestParser().get_examples(function.__doc__ or ""):
        gaps.append("no doctest")
    module = load()[0][function.__module__].__doc__ or ""
    return gaps + [
        f"module docstring without {w}" for w in ("Shapes", "Units", "Errors", "Source") if w not in module
    ]


COLUMNS: Mapping[str, Callable[[Calculator], list[str]]] = {
    "tests": gaps_in_tests,
    "sources": gaps_in_sources,
    "labels": gaps_in_labels,
    "formulas": gaps_in_formulas,
    "inputs": gaps_in_inputs,
    "example": gaps_in_example,
    "docstring": gaps_in_docstring,
}


def _is_chinese(label: str) -> bool:
    return bool(_CHINESE.search(label) or _LATIN_TERMS.match(label))


def _difference(name: str, wanted: str, fields: Mapping[str, Any]) -> str:
    if name not in fields:
        return f"example names {name}, the result does not"
    found = fields[name]
    return (
        ""
        if wanted in (text(found), str(found))
        else f"{name}: example says {wanted}, call gives {text(found)}"
    )


def gaps(one: Calculator) -> dict[str, list[str]]:
    """Give what is missing by column; an example that does not run is a gap, not a crash."""
    found = {}
    for column, look in COLUMNS.items():
        try:
            found[column] = look(one)
        except Exception as error:
            found[column] = [f"{type(error).__name__}: {error}"]
    return found


def matrix() -> str:
    """Draw the matrix as a table: counts of tests by kind, golden rows, and what is missing."""
    heads = ("calculator", *KINDS, "golden rows", *(c for c in COLUMNS if c != "tests"))
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    for one in calculators_found():
        counts, missing = count_by_kind(one.test_file, one.spec.function.__name__), gaps(one)
        marks = ["no: " + "; ".join(missing[c]) if missing[c] else "yes" for c in COLUMNS if c != "tests"]
        cells = (one.spec.key, *(str(counts[kind]) for kind in KINDS), str(golden_rows(one)), *marks)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def test_every_module_imports() -> None:
    assert load()[1] == {}


def test_keys_differ() -> None:
    keys = [one.spec.key for one in calculators_found()]
    assert len(keys) == len(set(keys)) > 0


@pytest.mark.parametrize("one", calculators_found(), ids=lambda one: f"{one.module}:{one.spec.key}")
def test_calculator_is_complete(one: Calculator) -> None:
    assert {column: missing for column, missing in gaps(one).items() if missing} == {}


def test_a_gap_is_found() -> None:
    """The matrix bites: a calculator stripped of its parts shows a gap in every column."""
    from dataclasses import replace

    def bare(value: int) -> int:
        return value

    (first, *_) = (one for one in calculators_found() if one.module == "calculators.coverage.dscr")
    broken_output = replace(first.spec.outputs[0], formula="{nothing}", label="", label_zh="", unit="furlong")
    spec = replace(
        first.spec, function=bare, sources=(), outputs=(broken_output,), example={"value": 1}, title=""
    )
    found = gaps(Calculator(spec, "calculators.coverage.no_such"))
    assert [column for column, missing in found.items() if not missing] == []


if __name__ == "__main__":
    sys.stdout.write(matrix() + "\n")
