"""Contract payment formulas as data: named inputs with units, steps, tables, sources and worked examples.

    step_1 = expression over the inputs
    step_n = expression over the inputs and earlier steps; the last step is the payment

A formula is read once (names, units, brackets, limits all checked), then worked out exactly for any inputs.
If an input is missing there is a list of what is missing and never an amount.

Shapes  a formula from plain data (a mapping as read from JSON); inputs by name.
Units   every input and step declares one, see units; the payment becomes fen once, at the end.
Errors  CalculationError: the lexer's, parser's and unit check's with the field "<step> column <n>", and:
        bad_data, bad_name, duplicate_name, unused_input, unit_mismatch, too_many, missing_inputs,
        unknown_input, not_a_flag, not_exact, not_finite, out_of_range, not_money.
Source  Contract annexes; the files in calculators/ppp/templates name theirs.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import Rounding
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.ppp.exact import Number, exact, fen_of, positive
from calculators.ppp.formula_data import (
    DataExample,
    DataInput,
    DataStep,
    FormulaData,
    read_formula_data,
)
from calculators.ppp.formula_lexer import MAX_NAME_LENGTH, tokenize
from calculators.ppp.formula_parser import FUNCTIONS, WORDS, parse
from calculators.ppp.formula_syntax import Node
from calculators.ppp.formula_units import Kind, Measure, StepTable, measure
from calculators.ppp.formula_values import Evaluator, Value
from calculators.ppp.units import Unit, parse_unit

_MONEY = frozenset({"yuan", "gbp"})
_SPANS = frozenset({"month", "quarter", "year", "period"})
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a formula: its name, labels, text, tree and unit, as written and as read."""

    name: str
    label: str
    label_zh: str
    expression: str
    node: Node
    unit: Unit
    written_unit: str


@dataclass(frozen=True, slots=True)
class ContractFormula:
    """A formula that has been read and found sound."""

    data: FormulaData
    measures: Mapping[str, Measure]
    tables: Mapping[str, StepTable]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class StepValue:
    """One line worked out: name, formula as written, exact value and its unit."""

    name: str
    expression: str
    value: Fraction
    unit: str


@dataclass(frozen=True, slots=True)
class FormulaResult:
    """The payment of a formula, unrounded, with every line that led to it."""

    value: Fraction
    unit: str
    steps: tuple[StepValue, ...]
    evaluation_steps: int


@dataclass(frozen=True, slots=True)
class ExampleCheck:
    """A worked example beside what the formula gives."""

    name: str
    expected: Decimal
    tolerance: Decimal
    value: Fraction
    agrees: bool


def read_formula(data: Mapping[str, object]) -> ContractFormula:
    """Read a formula from plain data and check all of it; no value is needed for that.

    >>> formula = read_formula({"key": "fee", "inputs": [{"name": "price", "unit": "yuan/m3"},
    ...     {"name": "volume", "unit": "m3"}], "steps": [{"name": "payment", "unit": "yuan",
    ...     "expression": "price × volume"}]})
    >>> str(evaluate_formula(formula, {"price": Decimal("1.5"), "volume": Decimal(3)}).value)
    '9/2'
    """
    plain = read_formula_data(data)
    measures: dict[str, Measure] = {}
    for entry in plain.inputs:
        _declare(entry.name, measures, "inputs")
        measures[entry.name] = _measure_of(entry)
    tables: dict[str, StepTable] = {}
    for table in plain.tables:
        _declare(table.name, {**measures, **dict.fromkeys(tables, Kind.ANY)}, "tables")
        by, gives = _unit(table.by, table.name), _unit(table.gives, table.name)
        tables[table.name] = StepTable(table.name, by, gives, table.rows)
    steps: list[Step] = []
    for line in plain.steps:
        steps.append(_step(line, measures, tables))
        _declare(line.name, measures, "steps")
        measures[line.name] = steps[-1].unit
    _check_use(plain)
    return ContractFormula(plain, measures, tables, tuple(steps))


def missing_inputs(formula: ContractFormula, inputs: Mapping[str, Number | bool | None]) -> tuple[str, ...]:
    """Return the names of declared inputs that have no value, in the order of the contract.

    >>> inputs = [{"name": "price", "unit": "yuan/m3"}, {"name": "volume", "unit": "m3"}]
    >>> steps = [{"name": "fee", "unit": "yuan", "expression": "price × volume"}]
    >>> missing_inputs(read_formula({"key": "fee", "inputs": inputs, "steps": steps}), {"price": Decimal(2)})
    ('volume',)
    """
    return tuple(entry.name for entry in formula.data.inputs if inputs.get(entry.name) is None)


def evaluate_formula(formula: ContractFormula, inputs: Mapping[str, Number | bool | None]) -> FormulaResult:
    """Work the formula out for one set of inputs; missing or unknown inputs are refused with their names.

    >>> formula = read_formula({"key": "half", "inputs": [{"name": "x", "unit": "ratio"}],
    ...     "steps": [{"name": "y", "unit": "ratio", "expression": "x / 2"}]})
    >>> str(evaluate_formula(formula, {"x": Decimal("0.3")}).value)
    '3/20'
    """
    if missing := missing_inputs(formula, inputs):
        raise CalculationError("missing_inputs", ", ".join(missing), "no amount without these inputs")
    values = _checked_inputs(formula, inputs)
    evaluator = Evaluator(values, formula.tables)
    lines: list[StepValue] = []
    for step in formula.steps:
        lines.append(_worked_out(step, evaluator))
        values[step.name] = lines[-1].value
    return FormulaResult(lines[-1].value, lines[-1].unit, tuple(lines), evaluator.steps)


def evaluate_formula_data(data: Mapping[str, object], inputs: Mapping[str, Decimal | bool]) -> FormulaResult:
    """Read a formula and work it out in one go, for forms and the API.

    >>> fee = {"key": "fee", "inputs": [{"name": "n", "unit": "month"}],
    ...     "steps": [{"name": "pay", "unit": "yuan", "expression": "n × 12.5 [yuan/month]"}]}
    >>> evaluate_formula_data(fee, {"n": Decimal(2)}).unit
    'yuan'
    """
    return evaluate_formula(read_formula(data), inputs)


def formula_payment(
    result: FormulaResult, *, rounding: Rounding = Rounding.HALF_UP, periods: Decimal = Decimal(1)
) -> int:
    """Return the payment in whole fen (or pence): the one rounding of the whole way.

    A formula that gives money per month, quarter, year or period is paid for so many of them.

    >>> fee = {"key": "fee", "inputs": [{"name": "n", "unit": "ratio"}],
    ...     "steps": [{"name": "pay", "unit": "10k yuan/month", "expression": "n × 1 [10k yuan/month]"}]}
    >>> formula_payment(evaluate_formula_data(fee, {"n": Decimal("2.4997215")}))
    2499722
    """
    return fen_of(exact_fen(result, periods=periods), rounding, result.steps[-1].name)


def exact_fen(result: FormulaResult, *, periods: Decimal = Decimal(1)) -> Fraction:
    """Return the payment in fen, not rounded, as a component of a statement takes it.

    >>> fee = {"key": "fee", "inputs": [{"name": "n", "unit": "month"}],
    ...     "steps": [{"name": "pay", "unit": "yuan", "expression": "n × 12.5 [yuan/month]"}]}
    >>> exact_fen(evaluate_formula_data(fee, {"n": Decimal("0.333")}))
    Fraction(1665, 4)
    """
    unit = parse_unit(result.unit)
    money = [name for name, power in unit.powers if name in _MONEY and power == 1]
    spans = [name for name, power in unit.powers if name in _SPANS and power == -1]
    if len(money) != 1 or len(money) + len(spans) != len(unit.powers) or len(spans) > 1:
        raise CalculationError(
            "not_money", "unit", "%(unit)s is not money, nor money per period", unit=result.unit
        )
    return result.value * unit.scale * 100 * positive(periods, "periods")


def check_examples(formula: ContractFormula) -> tuple[ExampleCheck, ...]:
    """Work out every example the formula carries and say whether it agrees with the figure given.

    >>> example = {"name": "hand", "inputs": {"x": "0.3"}, "expected": "0.15"}
    >>> half = {"key": "half", "inputs": [{"name": "x", "unit": "ratio"}], "examples": [example],
    ...     "steps": [{"name": "y", "unit": "ratio", "expression": "x / 2"}]}
    >>> [check.agrees for check in check_examples(read_formula(half))]
    [True]
    """
    return tuple(_checked_example(formula, example) for example in formula.data.examples)


def _checked_example(formula: ContractFormula, example: DataExample) -> ExampleCheck:
    value = evaluate_formula(formula, dict(example.inputs)).value
    agrees = abs(value - Fraction(example.expected)) <= Fraction(example.tolerance)
    return ExampleCheck(example.name, example.expected, example.tolerance, value, agrees)


def _worked_out(step: Step, evaluator: Evaluator) -> StepValue:
    try:
        value = Fraction(evaluator.value(step.node))
    except CalculationError as error:
        raise _placed(error, step.name) from None
    return StepValue(step.name, step.expression, value, step.written_unit)


def _step(line: DataStep, measures: Mapping[str, Measure], tables: Mapping[str, StepTable]) -> Step:
    unit = _unit(line.unit, line.name)
    try:
        node = parse(line.expression)
        found = measure(node, measures, tables)
    except CalculationError as error:
        raise _placed(error, line.name) from None
    if found not in {unit, Kind.ANY}:
        raise _unlike(line.name, unit, found)
    return Step(line.name, line.label, line.label_zh, line.expression, node, unit, line.unit)


def _unlike(name: str, unit: Unit, found: Measure) -> CalculationError:
    if found is Kind.STATEMENT:
        return CalculationError(
            "unit_mismatch", name, "declared as %(unit)s, but it is a statement", unit=str(unit)
        )
    return CalculationError(
        "unit_mismatch",
        name,
        "declared as %(unit)s, but it comes out as %(found)s",
        unit=str(unit),
        found=str(found),
    )


def _declare(name: str, names: Mapping[str, Measure], field: str) -> None:
    if not _NAME.fullmatch(name) or len(name) > MAX_NAME_LENGTH or name in WORDS or name in FUNCTIONS:
        raise CalculationError("bad_name", field, "“%(name)s” cannot be a name", name=name[:MAX_NAME_LENGTH])
    if name in names:
        raise CalculationError("duplicate_name", field, "“%(name)s” is declared twice", name=name)


def _check_use(data: FormulaData) -> None:
    """A declared input that no step reads is a slip of the pen, or a formula cut short."""
    used = {token.text for step in data.steps for token in tokenize(step.expression)}
    for entry in data.inputs:
        if entry.name not in used:
            raise CalculationError("unused_input", entry.name, "no step reads this input")


def _checked_inputs(formula: ContractFormula, inputs: Mapping[str, Number | bool | None]) -> dict[str, Value]:
    for name in inputs:
        if name not in {entry.name for entry in formula.data.inputs}:
            raise CalculationError(
                "unknown_input", str(name)[:MAX_NAME_LENGTH], "the formula has no such input"
            )
    return {
        entry.name: _checked_input(entry, formula.measures[entry.name], inputs[entry.name])
        for entry in formula.data.inputs
    }


def _checked_input(entry: DataInput, kind: Measure, value: Number | bool | None) -> Value:
    if kind is not Kind.STATEMENT:
        return exact(value, entry.name)  # type: ignore[arg-type]  # refuses flags, text and None itself
    if not isinstance(value, bool):
        raise CalculationError("not_a_flag", entry.name, "true or false is needed")
    return value


def _measure_of(entry: DataInput) -> Measure:
    return Kind.STATEMENT if entry.unit == "flag" else _unit(entry.unit, entry.name)


def _unit(text: str, field: str) -> Unit:
    try:
        return parse_unit(text)
    except CalculationError as error:
        raise error.at(field) from None


def _placed(error: CalculationError, step: str) -> CalculationError:
    return error.at(f"{step} {error.field}")


SPEC = CalculatorSpec(
    key="ppp.formula",
    title="Contract payment formula",
    title_zh="合同付费公式",
    unit="table",
    function=evaluate_formula_data,
    inputs=(
        Quantity("data", "Formula", "公式", "table"),
        Quantity("inputs", "Inputs", "输入", "table"),
    ),
    outputs=(
        Quantity("value", "Payment, unrounded", "付费额（未取整）", "ratio", "{data}({inputs})"),
        Quantity("unit", "Unit", "单位", "text", "unit of the last line of {steps}"),
        Quantity("steps", "Lines", "计算步骤", "table", "each line of {data} worked out for {inputs}"),
        Quantity("evaluation_steps", "Operations", "运算步数", "count", "operations of all {steps}"),
    ),
    sources=(Clause("PPP project contract", "the annex on payment, named by each formula", "per contract"),),
    example={
        "data": {
            "key": "sewage_fee",
            "inputs": [
                {"name": "Py", "unit": "yuan/m3"},
                {"name": "QB", "unit": "10k m3/month"},
                {"name": "E1", "unit": "ratio"},
            ],
            "steps": [{"name": "Pz", "unit": "10k yuan/month", "expression": "Py × QB × (2/3 + E1/3)"}],
        },
        "inputs": {"Py": "1.5", "QB": "3", "E1": "0.9"},
    },
    example_result={"value": "87/20", "unit": "10k yuan/month", "evaluation_steps": "10"},
)
