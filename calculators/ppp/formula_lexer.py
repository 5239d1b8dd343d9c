"""Cut the text of a contract formula into tokens, each with its column.

    numbers  12, 0.9 — plain decimals, a unit may follow in brackets: 12 [month/year]
    names    letters, digits and underscores
    signs    + − - × * ÷ / ( ) , < ≤ <= > ≥ >= == !=

Shapes  text in, tuple of tokens out.
Units   columns count characters from 1.
Errors  CalculationError: formula_too_long, bad_character, bad_number, number_too_large, open_bracket.
Source  Own grammar; hand-written so that no text is ever handed to an interpreter.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from calculators.kernel.errors import CalculationError

MAX_LENGTH = 2000
MAX_TOKENS = 600
MAX_NUMBER_LENGTH = 30
MAX_NAME_LENGTH = 32


class TokenKind(StrEnum):
    """What a token is."""

    NUMBER = "number"
    NAME = "name"
    SIGN = "sign"
    UNIT = "unit"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """One token: kind, text in plain signs, and the column it starts at."""

    kind: TokenKind
    text: str
    column: int


_SIGNS = {"−": "-", "×": "*", "÷": "/", "≤": "<=", "≥": ">="}
_PATTERN = re.compile(
    r"(?P<space>[ \t\r\n]+)|(?P<number>[0-9.][0-9.A-Za-z_]*)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|\[(?P<unit>[^\[\]]*)\]|(?P<sign><=|>=|==|!=|[-+*/(),<>−×÷≤≥])",
    re.ASCII,
)
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?", re.ASCII)


def refuse(code: str, column: int, message: str, /, **params: object) -> CalculationError:
    """Return a refusal that points at a column of the formula.

    >>> refuse("bad_number", 7, "a number is digits").field
    'column 7'
    """
    return CalculationError(code, f"column {column}", message, **params)


def tokenize(text: str) -> tuple[Token, ...]:
    """Return the tokens of a formula, the last one marking its end.

    >>> [token.text for token in tokenize("Py × 0.9")]
    ['Py', '*', '0.9', '']
    """
    if len(text) > MAX_LENGTH:
        raise refuse(
            "formula_too_long", MAX_LENGTH + 1, "a formula has at most %(most)s characters", most=MAX_LENGTH
        )
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        found = _PATTERN.match(text, position)
        if not found:
            raise _unreadable(text[position], position + 1)
        if found.lastgroup != "space":
            tokens.append(
                _token(TokenKind(found.lastgroup or ""), found[found.lastgroup or ""], position + 1)
            )
        if len(tokens) >= MAX_TOKENS:
            raise refuse(
                "formula_too_long", position + 1, "a formula has at most %(most)s parts", most=MAX_TOKENS
            )
        position = found.end()
    return (*tokens, Token(TokenKind.END, "", len(text) + 1))


def _token(kind: TokenKind, text: str, column: int) -> Token:
    if kind is TokenKind.NUMBER:
        if len(text) > MAX_NUMBER_LENGTH:
            raise refuse(
                "number_too_large", column, "a number has at most %(most)s digits", most=MAX_NUMBER_LENGTH
            )
        if not _NUMBER.fullmatch(text):
            raise refuse("bad_number", column, "a number is digits with at most one point inside")
    if kind is TokenKind.NAME and len(text) > MAX_NAME_LENGTH:
        raise refuse("bad_character", column, "a name has at most %(most)s letters", most=MAX_NAME_LENGTH)
    return Token(kind, _SIGNS.get(text, text), column)


def _unreadable(character: str, column: int) -> CalculationError:
    if character == "[":
        return refuse("open_bracket", column, "the unit's bracket is never closed")
    return refuse("bad_character", column, "“%(character)s” has no meaning in a formula", character=character)
