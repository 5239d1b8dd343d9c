"""The pages of calculators: the list, one calculator with its form, its result with everything behind it."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bondlife.calculate import plain
from bondlife.catalogue import calculator_spec
from bondlife.compute import compute
from bondlife.locale import is_chinese
from bondlife.queries.calculator_charts import YearPicture, coverage_picture, fall_picture
from bondlife.queries.calculator_labels import cell_label
from bondlife.queries.calculator_words import AREAS, column_label, column_unit
from bondlife.queries.calculators import Argument, arguments_of, calculator_areas
from bondlife.services.calculator_form import shown_arguments
from calculators.kernel.explain import Explanation
from calculators.kernel.spec import CalculatorSpec
from models.lifecycle import Label

_NAMES = re.compile(r"\{(\w+)\}")
MOST_ROWS = 600
"""Rows of a result that the page shows; a program gets all."""


@dataclass(frozen=True, slots=True)
class AreaBlock:
    """One area on the list."""

    key: str
    label: Label
    lines: Sequence[Any]


@dataclass(frozen=True, slots=True)
class CalculatorsView:
    """The list of calculators."""

    q: str
    areas: Sequence[AreaBlock]
    count: int


@dataclass(frozen=True, slots=True)
class Head:
    """One column of a result table."""

    name: str
    label: Label
    unit: str
    series: str = ""


@dataclass(frozen=True, slots=True)
class ResultTable:
    """One output that is a table: heads, rows of values, and the chart drawn from it."""

    name: str
    label: str
    label_zh: str
    heads: Sequence[Head]
    rows: Sequence[tuple[str, Sequence[Any]]]
    left_out: int
    chart: str = ""

    @property
    def chart_unit(self) -> str:
        """Return what stands on the axis: nothing beside the page's unit for money, else a blank."""
        return "" if any(head.series and head.unit == "fen" for head in self.heads) else " "

    @property
    def has_money(self) -> bool:
        """Tell whether a column is money."""
        return any(head.unit == "fen" for head in self.heads)


@dataclass(frozen=True, slots=True)
class ResultView:
    """A result: figures, tables, explanation, and the same as a call of the API."""

    explanation: Explanation
    figures: Sequence[tuple[Any, bool]]
    tables: Sequence[ResultTable]
    call: str
    years: YearPicture | None
    fall: Sequence[tuple[Label, int]]


@dataclass(frozen=True, slots=True)
class FormState:
    """What was typed and what is wrong with it."""

    data: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CalculatorView:
    """One calculator: its form, its result, where it can be kept."""

    key: str
    area: AreaBlock
    title: str
    title_zh: str
    version: int
    inputs: Sequence[Argument]
    form: FormState
    result: ResultView | None
    projects: Sequence[tuple[str, str]]
    idempotency_key: str
    saved: str = ""

    @property
    def labels(self) -> dict[str, str]:
        """Return the labels of the fields, for the summary of errors."""
        return {one.name: one.label_zh if is_chinese() else one.label for one in self.inputs}


def calculators_view(q: str) -> CalculatorsView:
    """Return the list, by area, narrowed by words."""
    areas = [
        AreaBlock(one.key, AREAS.get(one.key, Label(one.key, one.key)), one.lines)
        for one in calculator_areas(q)
    ]
    return CalculatorsView(q, areas, sum(len(one.lines) for one in areas))


def calculator_view(
    key: str,
    projects: Sequence[tuple[str, str]],
    idempotency_key: str,
    *,
    form: FormState | None = None,
    given: Mapping[str, Any] | None = None,
    saved: str = "",
) -> CalculatorView:
    """Return one calculator, filled with its example where nothing was typed yet."""
    spec = calculator_spec(key)
    inputs = arguments_of(key)
    shown = form or FormState(shown_arguments(inputs, plain(spec.example)))
    if form is None and given is None:
        given = spec.example
    result = result_view(spec, given) if given is not None else None
    area = key.partition(".")[0]
    block = AreaBlock(area, AREAS.get(area, Label(area, area)), ())
    return CalculatorView(
        key,
        block,
        spec.title,
        spec.title_zh,
        spec.version,
        inputs,
        shown,
        result,
        projects,
        idempotency_key,
        saved,
    )


def result_view(spec: CalculatorSpec, given: Mapping[str, Any]) -> ResultView:
    """Return a computed result for the page."""
    result, explanation = compute(spec, given)
    explanation = replace(explanation, outputs=tuple(map(_printable, explanation.outputs)))
    figures, tables = [], []
    other = _other_language([one.name for one in explanation.outputs])
    for one in explanation.outputs:
        if one.name in other:
            continue
        table = _table(spec, one, getattr(getattr(result, "base", None), "all_multiple", None))
        if table is None:
            figures.append((one, _in_numbers(one, explanation)))
        else:
            tables.append(table)
    years, fall = coverage_picture(explanation), fall_picture(explanation)
    return ResultView(explanation, figures, tables, api_call(spec.key, given), years, fall)


def api_call(key: str, given: Mapping[str, Any]) -> str:
    """Return the same calculation as a call of the API, for a shell."""
    body = json.dumps(plain(given), ensure_ascii=False)
    quoted = body.replace("'", "'\\''")
    return (
        f'curl -X POST "$BONDLIFE/api/v1/calculators/{key}" \\\n'
        '  -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\\n'
        f"  -d '{quoted}'"
    )


def _printable(one: Any) -> Any:
    """Return a quantity that can be printed: words in the language of the reader, no half fen as money."""
    if one.unit == "text":
        return replace(one, value=_worded(one.value))
    if one.unit != "fen" or not _is_unrounded(one.value):
        return one
    return replace(
        one, unit="ratio", label=f"{one.label} (fen)", label_zh=f"{one.label_zh}（分）", formula=""
    )


def _is_unrounded(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return any(map(_is_unrounded, value))
    return isinstance(value, Fraction | Decimal | float)


def _in_numbers(one: Any, explanation: Explanation) -> bool:
    """Tell whether a formula can be read with its numbers: no whole table stands in it."""
    units = {part.name: part.unit for part in (*explanation.inputs, *explanation.outputs)}
    exact = {part.name for part in explanation.outputs if part.label.endswith("(fen)")}
    return all(
        units.get(name, "table") != "table" and name not in exact for name in _NAMES.findall(one.formula)
    )


def _table(spec: CalculatorSpec, one: Any, base: Any = None) -> ResultTable | None:
    value = one.value
    if is_dataclass(value) and not isinstance(value, type):
        value = [value]
    if isinstance(value, Mapping):
        value = list(value.items())
    if not isinstance(value, list | tuple) or not value:
        return None
    is_parted = _is_rows(value[0])
    numbers = [n for n, part in enumerate(value, 1) for _ in (part if is_parted else [part])]
    value = [row for part in value for row in part] if is_parted else value
    rows = [_cells(part) for part in value]
    heads = _heads(spec, one, value[0], len(rows[0]))
    if is_parted and heads is not None:
        heads = [Head("part", column_label("part"), "count"), *heads]
        rows = [[number, *row] for number, row in zip(numbers, rows, strict=True)]
    if heads is not None and one.name == "tornado":
        heads, rows = _swings(heads, rows, base)
    if heads is None or (len(rows) == 1 and not is_dataclass(value[0]) and not isinstance(value[0], tuple)):
        return None
    chart = _chart(spec.key, one.name, heads, rows)
    kept = [
        (_category(heads, row, n), row) for n, row in enumerate(rows[:MOST_ROWS], 1) if len(row) == len(heads)
    ]
    return ResultTable(one.name, one.label, one.label_zh, heads, kept, max(0, len(rows) - MOST_ROWS), chart)


def _category(heads: Sequence[Head], row: Sequence[Any], number: int) -> str:
    """Return what a row is called on the axis of a chart: its date, its year, its name, else its number."""
    for unit in ("date", "years", "text"):
        for head, value in zip(heads, row, strict=True):
            if head.unit == unit and value is not None:
                return str(value)
    return str(number)


def _is_rows(part: Any) -> bool:
    """Tell whether one part of a result is a table itself: the rows of one share, the lines of one period."""
    return isinstance(part, list | tuple) and bool(part) and is_dataclass(part[0])


def _other_language(names: Sequence[str]) -> set[str]:
    """Return the names that say in the other language what a twin says in the reader's."""
    twins = {name for name in names if f"{name}_zh" in names}
    return twins if is_chinese() else {f"{name}_zh" for name in twins}


def _columns(part: Any) -> list[str]:
    names = [one.name for one in fields(part) if not _is_nested(getattr(part, one.name))]
    other = _other_language(names)
    return [name for name in names if name not in other]


def _cells(part: Any) -> list[Any]:
    if is_dataclass(part) and not isinstance(part, type):
        return [_worded(getattr(part, name)) for name in _columns(part)]
    if isinstance(part, list | tuple):
        return [_worded(value) for value in part]
    return [_worded(part)]


def _worded(value: Any) -> Any:
    """Return a key that stands in a cell in the reader's language; all else as it is."""
    if not isinstance(value, str):
        return value
    label = cell_label(value)
    return label.zh if is_chinese() else label.en


def _swings(heads: list[Head], rows: list[list[Any]], base: Any) -> tuple[list[Head], list[list[Any]]]:
    """Put beside a tornado's figures how far each lies from the base: what is drawn."""
    names = [head.name for head in heads]
    low, high = names.index("at_lowest_step"), names.index("at_highest_step")
    drawn = [
        Head("low", Label("Change at lowest step", "最低变动时的变化"), "ratio", "low"),
        Head("high", Label("Change at highest step", "最高变动时的变化"), "ratio", "high"),
    ]
    return [*heads, *drawn], [[*row, _less(row[low], base), _less(row[high], base)] for row in rows]


def _less(value: Any, base: Any) -> Any:
    return None if value is None or base is None else value - base


def _is_nested(value: Any) -> bool:
    return is_dataclass(value) or isinstance(value, list | tuple | Mapping)


def _heads(spec: CalculatorSpec, one: Any, first: Any, width: int) -> list[Head] | None:
    """Return the columns of a table; a plain series has its number and its value."""
    if is_dataclass(first):
        return [
            Head(name, column_label(name), column_unit(name, getattr(first, name)), _series(spec.key, name))
            for name in _columns(first)
        ]
    label = Label(one.label, one.label_zh)
    unit = "" if one.unit == "table" else one.unit
    return [Head(f"{one.name}{n}", label, unit, one.name if width == 1 else "") for n in range(width)]


_SERIES: Mapping[str, tuple[str, ...]] = {
    "bonds.schedule": ("principal", "interest"),
    "coverage.balance_table": ("income", "operating", "principal", "cash_balance"),
    "funds.european_waterfall": ("capital", "preferred", "catch_up", "split"),
    "funds.roll_nav": ("nav_before", "nav_after"),
    "ppp.annuity.level": ("interest", "principal"),
    "ppp.affordability.subsidy": ("construction", "operation", "subsidy"),
    "risk.monthly_amounts": ("amount",),
}
"""Calculator → columns of its table that are drawn."""
_KINDS = {"bonds.schedule": "wall", "ppp.annuity.level": "wall"}


NOT_DRAWN = frozenset({"text", "date", "flag", ""})


def _series(key: str, name: str) -> str:
    return name if name in _SERIES.get(key, ()) else ""


def _chart(key: str, name: str, heads: Sequence[Head], rows: Sequence[Sequence[Any]]) -> str:
    """Return how a table is drawn: where a series comes out, and only then."""
    drawn = [one for one in heads if one.series and one.unit not in NOT_DRAWN]
    if not drawn or len(rows) < 2:
        return ""
    if key == "coverage.sensitivity" and name == "tornado":
        return "tornado"
    return _KINDS.get(key, "bars")
