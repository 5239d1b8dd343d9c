"""Work out a checked contract formula: exact arithmetic, a bounded number of steps, bounded numbers.

Only the branch that an "if" takes is worked out, and "and"/"or" stop as soon as they are decided.

Shapes  one node and the values of its names in; a fraction or a truth out.
Units   as checked by formula_units; round is half up (away from zero) in the unit of its value.
Errors  CalculationError: zero_divisor, number_too_large, too_many_steps, below_table, clip_reversed; the
        field names the column.
Source  Own; decimals in, exact fractions inside, so no rounding happens that the formula does not ask for.
"""

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from math import floor

from calculators.kernel.money import Rounding, round_fen
from calculators.ppp.formula_lexer import refuse
from calculators.ppp.formula_syntax import Call, Comparison, Condition, Name, Node, Number, Product, Sum
from calculators.ppp.formula_units import StepTable

MAX_STEPS = 5000
MAX_VALUE = 10**30
MAX_BITS = 2048

Value = Fraction | bool

_COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


class Evaluator:
    """One run over one set of values; counts its steps."""

    def __init__(self, values: Mapping[str, Value], tables: Mapping[str, StepTable]) -> None:
        self._values = values
        self._tables = tables
        self.steps = 0

    def value(self, node: Node) -> Value:
        """Return the value of a node."""
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise refuse(
                "too_many_steps", node.column, "a formula takes at most %(most)s steps", most=MAX_STEPS
            )
        match node:
            case Number():
                found: Value = node.value
            case Name():
                found = self._values[node.name]
            case Sum():
                found = self._sum(node)
            case Product():
                found = self._product(node)
            case Comparison():
                found = _COMPARE[node.sign](self._number(node.left), self._number(node.right))
            case Condition():
                found = self._condition(node)
            case Call():
                found = self._call(node)
        return found

    def _number(self, node: Node) -> Fraction:
        return Fraction(self.value(node))

    def _sum(self, node: Sum) -> Fraction:
        total = Fraction(0)
        for negative, part in node.terms:
            number = self._number(part)
            total = _bounded(total - number if negative else total + number, part.column)
        return total

    def _product(self, node: Product) -> Fraction:
        total = Fraction(1)
        for divides, part in node.factors:
            number = self._number(part)
            if divides and number == 0:
                raise refuse("zero_divisor", part.column, "the formula divides by zero here")
            total = _bounded(total / number if divides else total * number, part.column)
        return total

    def _condition(self, node: Condition) -> bool:
        truths = (bool(self.value(part)) for part in node.parts)
        if node.word == "not":
            return not next(truths)
        return all(truths) if node.word == "and" else any(truths)

    def _call(self, node: Call) -> Value:
        if node.function == "if":
            return self.value(node.arguments[1 if self.value(node.arguments[0]) else 2])
        numbers = [self._number(part) for part in node.arguments]
        if node.function == "min":
            return min(numbers)
        if node.function == "max":
            return max(numbers)
        if node.function == "floor":
            return Fraction(floor(numbers[0]))
        if node.function == "round":
            unit = 10 ** int(numbers[1])
            return Fraction(round_fen(numbers[0] * unit, Rounding.HALF_UP), unit)
        return self._clip(node, numbers) if node.function == "clip" else self._lookup(node, numbers[0])

    def _clip(self, node: Call, numbers: list[Fraction]) -> Fraction:
        value, low, high = numbers
        if low > high:
            raise refuse("clip_reversed", node.column, "the lower limit of clip lies above the upper")
        return min(max(value, low), high)

    def _lookup(self, node: Call, argument: Fraction) -> Fraction:
        found = [value for start, value in self._tables[node.table].rows if start <= argument]
        if not found:
            raise refuse(
                "below_table", node.column, "the table “%(table)s” starts above the value", table=node.table
            )
        return found[-1]


def _bounded(value: Fraction, column: int) -> Fraction:
    if abs(value) >= MAX_VALUE or value.denominator.bit_length() > MAX_BITS:
        raise refuse("number_too_large", column, "the number grows beyond 30 digits")
    return value
