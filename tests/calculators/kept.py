"""The answers of every calculator around its example, kept: a changed figure, formula or refusal shows.

Around the example of a spec every single value is replaced by its neighbours, by nothing, by too much and by
what is no number at all; the whole answer or the code and field of the refusal is compared with what is kept
in ``tests/golden/kept``. Whether answers are right is for the other tests; these hold that none moves unseen.

    python -m tests.calculators.kept        write the answers anew, to be read in the difference
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from hashlib import sha256
from importlib.util import find_spec, module_from_spec
from inspect import signature
from pathlib import Path
from typing import Any, get_args, get_type_hints

from calculators.kernel.call import arguments, text
from calculators.kernel.errors import CalculationError
from calculators.kernel.explain import explain
from calculators.kernel.spec import CalculatorSpec

LONG, SHOWN = 400, 120
"""An answer longer than the first is kept by its beginning and its digest."""

MANY = 1201
SEEDS = (5_000_000, Decimal("0.05"), date(2026, 1, 1), True)
FOLDER = Path(__file__).parents[1] / "golden" / "kept"


def kept_answers(module: str) -> Any:
    """Return the test of a module's specs against the answers that are kept."""

    def test_kept_answers() -> None:
        for spec in specs_of(module):
            assert answers_of(spec) == kept(spec.key.partition(".")[0])[spec.key]

    return test_kept_answers


def specs_of(module: str) -> tuple[CalculatorSpec, ...]:
    """Return what a module declares as SPECS or SPEC, made anew: helpers that make a spec are tested too."""
    place = find_spec(module)
    assert place is not None
    assert place.loader is not None
    told = module_from_spec(place)
    place.loader.exec_module(told)
    found: tuple[CalculatorSpec, ...] = getattr(told, "SPECS", None) or (told.SPEC,)
    return found


@cache
def kept(area: str) -> dict[str, Any]:
    """Return the kept answers of one area."""
    found: dict[str, Any] = json.loads((FOLDER / f"{area}.json").read_text(encoding="utf-8"))
    return found


def answers_of(spec: CalculatorSpec) -> dict[str, Any]:
    """Return the explained example, and the answer to every neighbour of it."""
    given = arguments(spec.function, spec.example)
    explanation = explain(spec, given, spec.function(**given))
    lines = [
        [one.name, one.label, one.label_zh, one.unit, one.in_words, one.in_words_zh, one.in_numbers]
        for one in (*explanation.inputs, *explanation.outputs)
    ]
    around = {place: answer(spec, other) for place, other in neighbours(given)}
    around |= {place: answer(spec, {**given, **other}) for place, other in neighbours(_left_out(spec, given))}
    return {"example": answer(spec, given), "explained": lines, "around": around}


def answer(spec: CalculatorSpec, given: Mapping[str, Any]) -> str:
    """Return the result as text, or the refusal: its code, its field and the figures in its sentence."""
    try:
        told = text(spec.function(**given))
    except CalculationError as refusal:
        return " ".join([refusal.code, "at", refusal.field, *map(str, refusal.params.values())])
    return told if len(told) <= LONG else f"{told[:SHOWN]}… {sha256(told.encode()).hexdigest()[:16]}"


def _left_out(spec: CalculatorSpec, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the example leaves out: its default, or a value of its type where there is none."""
    hints, found = get_type_hints(spec.function), {}
    for name, one in signature(spec.function).parameters.items():
        if name not in given:
            kinds = {type(one.default), *get_args(hints[name])}
            found[name] = one.default
            if one.default is None:
                found[name] = next((seed for seed in SEEDS if type(seed) in kinds), None)
    return found


def neighbours(given: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the arguments with one value replaced, each with the place and the new value."""
    for name, value in given.items():
        for place, other in _replaced(value):
            yield f"{name}{place}", {**given, name: other}


def _replaced(value: Any) -> Iterator[tuple[str, Any]]:
    if is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            for place, other in _replaced(getattr(value, part.name)):
                yield f".{part.name}{place}", replace(value, **{part.name: other})
    elif isinstance(value, Mapping):
        for key in list(value)[:2]:
            for place, other in _replaced(value[key]):
                yield f"[{text(key)}]{place}", {**value, key: other}
    elif isinstance(value, list | tuple) and value:
        yield "=()", type(value)()
        yield f"×{MANY}", type(value)(value[at % len(value)] for at in range(MANY))
        for at in sorted({0, len(value) - 1}):
            for place, other in _replaced(value[at]):
                yield f"[{at}]{place}", type(value)((*value[:at], other, *value[at + 1 :]))
    else:
        for other in _others(value):
            yield f"={other!r}", other


def _others(value: Any) -> tuple[Any, ...]:
    if isinstance(value, bool):
        return (not value,)
    if isinstance(value, int):
        return (value + 1, value - 1, 0, 1, -1, 10**19, True)
    if isinstance(value, Decimal):
        step = Decimal("0.01")
        return (value + step, value - step, Decimal(0), Decimal(1), Decimal(-1), Decimal(10**6))
    if isinstance(value, date) and date(1000, 1, 1) < value < date(9000, 1, 1):
        return (value + timedelta(1), value - timedelta(1), value + timedelta(400))
    return ()


def main() -> None:
    """Write what every calculator answers now."""
    from tests.calculators.discovery import calculators_found

    found: dict[str, dict[str, Any]] = {}
    for one in calculators_found():
        if not one.module.startswith("calculators.portfolio"):
            key = one.spec.key
            found.setdefault(key.partition(".")[0], {})[key] = answers_of(one.spec)
    for area, answers in found.items():
        body = json.dumps(answers, ensure_ascii=False, indent=1, sort_keys=True)
        (FOLDER / f"{area}.json").write_text(body + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
