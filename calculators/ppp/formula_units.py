"""Check the units of a contract formula before any value is known.

    + − < ≤ min max clip   all sides have the same unit and scale
    × ÷                    units multiply and divide
    if                     a statement, then two values of the same unit

Shapes  one node and the units of its names in; a unit out.
Units   see units; flags are statements, true or false.
Errors  CalculationError: unknown_name, unknown_table, unit_mismatch, not_a_value, not_a_statement,
        bad_decimals, unit_too_large; the field names the column.
Source  Dimensional analysis.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from calculators.kernel.errors import CalculationError
from calculators.ppp.formula_lexer import refuse
from calculators.ppp.formula_syntax import Call, Comparison, Condition, Name, Node, Number, Product, Sum
from calculators.ppp.units import ONE, Unit, divided, multiplied

MAX_DECIMALS = 10


class Kind(Enum):
    """What a node is when it is no measured value: a statement, or a zero of any unit."""

    STATEMENT = "statement"
    ANY = "any"


Measure = Unit | Kind
"""The unit of a node, or what it is instead."""


@dataclass(frozen=True, slots=True)
class StepTable:
    """A table read by steps: the value of the last row whose start is not above the argument."""

    name: str
    by: Unit
    gives: Unit
    rows: tuple[tuple[Fraction, Fraction], ...]


def measure(node: Node, names: Mapping[str, Measure], tables: Mapping[str, StepTable]) -> Measure:
    """Return the unit of a node, or refuse at the column where units do not fit.

    >>> str(measure(Name("price", 1), {"price": Unit(Fraction(1), (("yuan", 1),))}, {}))
    'yuan'
    """
    match node:
        case Number():
            found: Measure = node.unit or (ONE if node.value else Kind.ANY)
        case Name():
            if node.name not in names:
                raise refuse("unknown_name", node.column, "“%(name)s” is not declared", name=node.name)
            found = names[node.name]
        case Sum():
            found = _same([_value(part, names, tables) for _, part in node.terms], node.column)
        case Product():
            found = _product(node, names, tables)
        case Comparison():
            _same([_value(part, names, tables) for part in (node.left, node.right)], node.column)
            found = Kind.STATEMENT
        case Condition():
            for part in node.parts:
                _statement(part, names, tables)
            found = Kind.STATEMENT
        case Call():
            found = _call(node, names, tables)
    return found


def _call(node: Call, names: Mapping[str, Measure], tables: Mapping[str, StepTable]) -> Measure:
    if node.function == "lookup":
        return _lookup(node, names, tables)
    values = node.arguments
    if node.function == "if":
        _statement(values[0], names, tables)
        values = values[1:]
    if node.function == "round":
        _check_decimals(values[1])
        values = values[:1]
    return _same([_value(part, names, tables) for part in values], node.column)


def _product(node: Product, names: Mapping[str, Measure], tables: Mapping[str, StepTable]) -> Measure:
    unit = ONE
    for divides, part in node.factors:
        found = _value(part, names, tables)
        factor = found if isinstance(found, Unit) else ONE
        try:
            unit = divided(unit, factor) if divides else multiplied(unit, factor)
        except CalculationError as error:
            raise error.at(f"column {part.column}") from None
    return unit


def _lookup(node: Call, names: Mapping[str, Measure], tables: Mapping[str, StepTable]) -> Measure:
    if node.table not in tables:
        raise refuse("unknown_table", node.column, "“%(table)s” is not a declared table", table=node.table)
    table = tables[node.table]
    _same([_value(node.arguments[0], names, tables), table.by], node.column)
    return table.gives


def _value(node: Node, names: Mapping[str, Measure], tables: Mapping[str, StepTable]) -> Measure:
    found = measure(node, names, tables)
    if found is Kind.STATEMENT:
        raise refuse("not_a_value", node.column, "a value is needed here, not a statement")
    return found


def _statement(node: Node, names: Mapping[str, Measure], tables: Mapping[str, StepTable]) -> None:
    if measure(node, names, tables) is not Kind.STATEMENT:
        raise refuse("not_a_statement", node.column, "a comparison or a flag is needed here")


def _same(units: Sequence[Measure], column: int) -> Measure:
    real = [unit for unit in units if isinstance(unit, Unit)]
    if not real:
        return Kind.ANY
    for unit in real[1:]:
        if unit != real[0]:
            raise refuse(
                "unit_mismatch",
                column,
                "%(real)s and %(unit)s do not go together",
                real=str(real[0]),
                unit=str(unit),
            )
    return real[0]


def _check_decimals(node: Node) -> None:
    whole = isinstance(node, Number) and node.unit is None and node.value.denominator == 1
    if not whole or not isinstance(node, Number) or node.value > MAX_DECIMALS:
        raise refuse(
            "bad_decimals",
            node.column,
            "round takes a whole number of decimals up to %(most)s",
            most=MAX_DECIMALS,
        )
