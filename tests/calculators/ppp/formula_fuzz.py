"""Seeded fuzzing of contract formulas: random text and mutated valid formulas; only refusals may come out.

Run by the suite on a small sample, by the long ring on a million inputs, and by hand:
    python -m tests.calculators.ppp.formula_fuzz 1000000
"""

import json
import random
import resource
import sys
import time
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from calculators.kernel.errors import CalculationError
from calculators.ppp.formula import evaluate_formula, read_formula
from calculators.ppp.formula_parser import parse
from calculators.ppp.formula_units import Kind, Measure, StepTable, measure
from calculators.ppp.formula_values import MAX_STEPS, MAX_VALUE, Evaluator, Value
from calculators.ppp.units import ONE, parse_unit

TEMPLATES = Path(__file__).parents[3] / "calculators" / "ppp" / "templates"

NAMES: dict[str, Measure] = {
    "a": ONE,
    "b": ONE,
    "price": parse_unit("yuan/m3"),
    "volume": parse_unit("10k m3/month"),
    "flag": Kind.STATEMENT,
}
VALUES: dict[str, Value] = {
    "a": Fraction(3, 7),
    "b": Fraction(0),
    "price": Fraction(169, 100),
    "volume": Fraction(3),
    "flag": True,
}
TABLES = {"bands": StepTable("bands", ONE, ONE, ((Fraction(0), Fraction(1)), (Fraction(1), Fraction(2))))}

FORMULAS = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(TEMPLATES.glob("*.json"))]
for _formula in map(read_formula, FORMULAS):
    NAMES.update(_formula.measures)
    TABLES.update(_formula.tables)
VALUES = {name: VALUES.get(name, kind is Kind.STATEMENT or Fraction(90)) for name, kind in NAMES.items()}

VALID = (
    "a + b × 2 − 3.5",
    "price × volume × (3/5 + a/10 + 3 × b/10)",
    "if(flag and a < 1 or not (b == 0), clip(a, 0, 1), max(a, b, 0.5))",
    "round(a × 100, 2) / 4 [month/year]",
    "lookup(bands, floor(a + 1)) × -a",
    "min(price, 2 [yuan/m3]) × volume",
    "((((a))))",
    "if(b != 0, 1/b, 0)",
    "--a",
)
MAX_TEXT = 6000
"""Three times what a formula may be; longer says nothing more and only fills memory."""

PIECES: tuple[str, ...] = (
    *"()+-*/,<>=!. 0159abx[]_−×÷≤≥",
    *("min(", "max(", "clip(", "floor(", "round(", "lookup(bands,", "if(", " and ", " or ", " not ", "=="),
    *(
        "a",
        "b",
        "price",
        "volume",
        "flag",
        "1/0",
        "[yuan]",
        "[10k m3/month]",
        "999999999999999999999999999999",
    ),
    *(
        "__class__",
        "a.b",
        "a[0]",
        "lambda",
        "import os",
        "\x00",
        "\n",
        "１",
        "万",
        "\ud800",
        "e9",
        "0x1",
        '"',
        "'",
    ),
)


@dataclass
class FuzzReport:
    """What came of a run."""

    inputs: int = 0
    answered: int = 0
    slowest: float = 0.0
    slowest_input: str = ""
    refusals: Counter[str] = field(default_factory=Counter)
    crashes: list[str] = field(default_factory=list)


def one_expression(text: str) -> None:
    """Parse, check and work out one text; every rule that must hold is asserted."""
    try:
        node = parse(text)
        unit = measure(node, NAMES, TABLES)
        evaluator = Evaluator(VALUES, TABLES)
        value = evaluator.value(node)
    except CalculationError as refusal:
        if not 1 <= int(refusal.field.removeprefix("column ")) <= len(text) + 1:
            raise RuntimeError(f"no such column: {refusal.field}") from refusal
        raise
    assert evaluator.steps <= MAX_STEPS
    assert isinstance(value, bool) == (unit is Kind.STATEMENT)
    assert isinstance(value, bool | Fraction)
    assert abs(Fraction(value)) < MAX_VALUE * 10


def one_formula(data: Any) -> None:
    """Read a whole formula and work it out with every input at a half, every flag true."""
    formula = read_formula(data)
    halves = {e.name: True if e.unit == "flag" else Decimal("0.5") for e in formula.data.inputs}
    evaluate_formula(formula, halves)


def fuzz(count: int, seed: int) -> FuzzReport:
    """Run so many inputs; anything but an answer or a refusal is a crash."""
    random_source = random.Random(seed)
    texts = [*VALID, *(step["expression"] for data in FORMULAS for step in data["steps"])]
    report = FuzzReport()
    for _ in range(count):
        if random_source.random() < 0.05:
            subject: Any = mutated_data(random_source, random_source.choice(FORMULAS))
            _try(report, one_formula, subject)
        else:
            _try(report, one_expression, mutated_text(random_source, texts))
    return report


def mutated_text(source: random.Random, texts: list[str]) -> str:
    """Return random text, or a valid formula with some of it changed, repeated or nested."""
    if source.random() < 0.25:
        return "".join(source.choices(PIECES, k=source.randrange(1, 40)))
    text = source.choice(texts)
    for _ in range(source.choice((0, 1, 1, 2, 3, 5))):
        text = _mutated(source, text)[:MAX_TEXT]
    return text


def mutated_data(source: random.Random, data: dict[str, Any]) -> Any:
    """Return a formula's data with one value changed, lost or of another type."""
    copy: Any = deepcopy(data)
    place, steps = copy, source.randrange(1, 5)
    for _ in range(steps):
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            break
        key = source.choice(keys)
        if isinstance(place[key], dict | list) and source.random() < 0.8:
            place = place[key]
            continue
        place[key] = source.choice(
            (None, "", 0, 1.5, True, [], {}, "x", "NaN", "1e999999", "ratio", "flag", [[]], [{}], "9" * 45)
        )
        break
    return copy


def _mutated(source: random.Random, text: str) -> str:
    at = source.randrange(len(text) + 1)
    end = min(len(text), at + source.randrange(1, 8))
    kind = source.randrange(7)
    if kind == 0:
        return text[:at] + source.choice(PIECES) + text[at:]
    if kind == 1:
        return text[:at] + text[end:]
    if kind == 2:
        return text[:at] + source.choice(PIECES) + text[end:]
    if kind == 3:
        return text[:end] + text[at:]
    if kind == 4:
        depth = source.choice((1, 5, 23, 24, 25, 60, 400))
        return "(" * depth + text + ")" * depth
    if kind == 5:
        return source.choice((" + ", " * ", " / ", ",")).join([text] * source.choice((2, 3, 12, 80)))
    return text[:at] + chr(source.choice((source.randrange(32, 127), source.randrange(0x110000)))) + text[at:]


def _try(report: FuzzReport, run: Any, subject: Any) -> None:
    report.inputs += 1
    began = time.perf_counter()
    try:
        run(subject)
        report.answered += 1
    except CalculationError as refusal:
        report.refusals[refusal.code] += 1
    except Exception as error:  # the point of fuzzing: whatever else comes out is recorded
        report.crashes.append(f"{type(error).__name__}: {error} for {subject!r}"[:500])
    took = time.perf_counter() - began
    if took > report.slowest:
        report.slowest, report.slowest_input = took, repr(subject)[:200]


def main() -> None:
    """Run from the command line under a memory limit of 1 GiB."""
    resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 20260101
    began = time.perf_counter()
    report = fuzz(count, seed)
    took = time.perf_counter() - began
    lines = (
        f"inputs {report.inputs}  answered {report.answered}  refused {sum(report.refusals.values())}",
        f"crashes {len(report.crashes)}  seconds {took:.1f}  slowest {report.slowest * 1000:.2f} ms",
        f"slowest input {report.slowest_input}",
        *(f"  {code} {number}" for code, number in report.refusals.most_common()),
        *report.crashes[:20],
    )
    sys.stdout.write("\n".join(lines) + "\n")
    sys.exit(bool(report.crashes))


if __name__ == "__main__":
    main()
