"""Parse a contract formula by recursive descent.

    either      both ("or" both)*
    both        turned ("and" turned)*
    turned      "not" turned | compared
    compared    sum (("<" | "<=" | ">" | ">=" | "==" | "!=") sum)?
    sum         product (("+" | "-") product)*
    product     signed (("*" | "/") signed)*
    signed      "-" signed | primary
    primary     number [unit]? | name | function "(" arguments ")" | "(" either ")"

Shapes  text in, one node out.
Units   columns count characters from 1.
Errors  CalculationError of the lexer, and: syntax, too_deep, unknown_function, wrong_arguments, bad_unit,
        unit_too_large; the field names the column.
Source  Own grammar; never eval, ast or any other interpreter.
"""

from collections.abc import Callable
from fractions import Fraction

from calculators.kernel.errors import CalculationError
from calculators.ppp.formula_lexer import Token, TokenKind, refuse, tokenize
from calculators.ppp.formula_syntax import Call, Comparison, Condition, Name, Node, Number, Product, Sum
from calculators.ppp.units import Unit, parse_unit

MAX_DEPTH = 24
FUNCTIONS: dict[str, tuple[int, int]] = {
    "min": (2, 16),
    "max": (2, 16),
    "clip": (3, 3),
    "floor": (1, 1),
    "round": (2, 2),
    "lookup": (1, 1),
    "if": (3, 3),
}
"""Every function and how many values it takes (a lookup's table aside)."""

WORDS = frozenset({"and", "or", "not"})
_COMPARISONS = frozenset({"<", "<=", ">", ">=", "==", "!="})


def parse(text: str) -> Node:
    """Return the tree of a formula.

    >>> parse("-x")
    Sum(terms=((True, Name(name='x', column=2)),), column=1)
    """
    reader = _Reader(tokenize(text))
    node = reader.either()
    reader.expect_end()
    return node


class _Reader:
    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def either(self) -> Node:
        """Read the widest expression, alternatives joined by “or”, from where the reader stands."""
        return self._joined("or", lambda: self._joined("and", self._turned))

    def expect_end(self) -> None:
        """Refuse whatever stands behind a whole formula."""
        if self._next.kind is not TokenKind.END:
            raise self._unexpected("the end of the formula was expected, not “%(found)s”")

    def _take(self, text: str) -> bool:
        """Step over a sign or word if it comes next."""
        token = self._next
        if token.kind in {TokenKind.SIGN, TokenKind.NAME} and token.text == text:
            self._at += 1
            return True
        return False

    def _expect(self, text: str) -> None:
        if not self._take(text):
            raise self._unexpected("“%(sign)s” was expected, not “%(found)s”", sign=text)

    def _joined(self, word: str, part: Callable[[], Node]) -> Node:
        column, parts = self._next.column, [part()]
        while self._take(word):
            parts.append(part())
        return Condition(word, tuple(parts), column) if len(parts) > 1 else parts[0]

    def _turned(self) -> Node:
        column = self._next.column
        if self._take("not"):
            return Condition("not", (self._deeper(self._turned),), column)
        return self._compared()

    def _compared(self) -> Node:
        left = self._sum()
        token = self._next
        if token.kind is not TokenKind.SIGN or token.text not in _COMPARISONS:
            return left
        self._at += 1
        return Comparison(token.text, left, self._sum(), token.column)

    def _sum(self) -> Node:
        column = self._next.column
        terms = self._chain("+", "-", self._product)
        return Sum(terms, column) if len(terms) > 1 else terms[0][1]

    def _product(self) -> Node:
        column = self._next.column
        factors = self._chain("*", "/", self._signed)
        return Product(factors, column) if len(factors) > 1 else factors[0][1]

    def _chain(self, same: str, other: str, part: Callable[[], Node]) -> tuple[tuple[bool, Node], ...]:
        parts = [(False, part())]
        while True:
            if self._take(same):
                parts.append((False, part()))
            elif self._take(other):
                parts.append((True, part()))
            else:
                return tuple(parts)

    def _signed(self) -> Node:
        column = self._next.column
        if self._take("-"):
            return Sum(((True, self._deeper(self._signed)),), column)
        return self._primary()

    def _primary(self) -> Node:
        token = self._next
        if self._take("("):
            node = self._deeper(self.either)
            self._expect(")")
            return node
        if token.kind is TokenKind.NUMBER:
            self._at += 1
            return Number(Fraction(token.text), self._unit(), token.column)
        if token.kind is TokenKind.NAME and token.text not in WORDS:
            self._at += 1
            return self._call(token) if self._take("(") else Name(token.text, token.column)
        raise self._unexpected("a number, a name or a bracket was expected, not “%(found)s”")

    def _unit(self) -> Unit | None:
        token = self._next
        if token.kind is not TokenKind.UNIT:
            return None
        self._at += 1
        try:
            return parse_unit(token.text)
        except CalculationError as error:
            raise error.at(f"column {token.column}") from None

    def _call(self, name: Token) -> Node:
        if name.text not in FUNCTIONS:
            raise refuse("unknown_function", name.column, "there is no function “%(text)s”", text=name.text)
        table = self._table() if name.text == "lookup" else ""
        arguments = [self._deeper(self.either)]
        while self._take(","):
            arguments.append(self._deeper(self.either))
        self._expect(")")
        least, most = FUNCTIONS[name.text]
        if not least <= len(arguments) <= most:
            raise refuse(
                "wrong_arguments",
                name.column,
                "%(text)s takes %(least)s to %(most)s values",
                text=name.text,
                least=least,
                most=most,
            )
        return Call(name.text, table, tuple(arguments), name.column)

    def _table(self) -> str:
        token = self._next
        if token.kind is not TokenKind.NAME:
            raise self._unexpected("the name of a table was expected, not “%(found)s”")
        self._at += 1
        self._expect(",")
        return token.text

    def _deeper(self, part: Callable[[], Node]) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise refuse("too_deep", self._next.column, "brackets nest at most %(most)s deep", most=MAX_DEPTH)
        node = part()
        self._depth -= 1
        return node

    def _unexpected(self, message: str, /, **params: object) -> CalculationError:
        """Refuse what comes next; past the last part of a formula that is nothing, written —."""
        token = self._next
        return refuse("syntax", token.column, message, found=token.text or "—", **params)
