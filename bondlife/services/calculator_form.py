"""A calculator's form: what people type (yuan, lines, tables) turned into its arguments, and back."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bondlife.errors import Invalid, Problem
from bondlife.queries.calculators import Argument
from bondlife.services.sized import check_size
from bondlife.services.values import SignedMoney
from calculators.kernel.money import to_yuan

_MONEY: TypeAdapter[int] = TypeAdapter(SignedMoney)
LONGEST = 20_000


def typed_arguments(inputs: tuple[Argument, ...], typed: Mapping[str, str]) -> dict[str, Any]:
    """Return the arguments as a program would send them; every wrong field is named."""
    given: dict[str, Any] = {}
    problems: list[Problem] = []
    for one in inputs:
        text = typed.get(one.name, "").strip()
        if not text:
            if one.is_required and one.may_be_none:
                given[one.name] = None
            continue
        try:
            given[one.name] = _argument(one, text)
        except Invalid as refusal:
            problems.extend(refusal.problems)
    if problems:
        raise Invalid(*problems)
    check_size(given)
    return given


def shown_arguments(inputs: tuple[Argument, ...], given: Mapping[str, Any]) -> dict[str, str]:
    """Return arguments as they are typed.

    >>> one = Argument("face", "Face", "面值", "fen", "amount", "amount", (), True, False)
    >>> shown_arguments((one,), {"face": 123456})
    {'face': '1234.56'}
    """
    return {one.name: _shown(one, given[one.name]) for one in inputs if one.name in given}


def _argument(one: Argument, text: str) -> Any:
    if len(text) > LONGEST:
        raise Invalid.because("too_long", "The text is too long.", one.name)
    if one.shape == "lines":
        pieces = [piece.strip() for piece in text.splitlines() if piece.strip()]
        return [_plain(one, one.of, piece, number) for number, piece in enumerate(pieces, 1)]
    if one.shape == "json":
        return _table(one, text)
    return _plain(one, one.shape, text, 0)


def _plain(one: Argument, shape: str, text: str, line: int) -> Any:
    if one.may_be_none and text in {"-", "—"}:
        return None
    if shape != "amount":
        return text
    try:
        return _MONEY.validate_python(text)
    except ValidationError:
        raise _no_amount(one, line) from None


def _no_amount(one: Argument, line: int) -> Invalid:
    if not line:
        return Invalid.because("money", "Write an amount in yuan with at most two decimals.", one.name)
    return Invalid.because(
        "money", "Line %(line)d: write an amount in yuan with at most two decimals.", one.name, line=line
    )


def _table(one: Argument, text: str) -> Any:
    try:
        return json.loads(text, parse_float=str, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise Invalid.because(
            "bad_json", "This table is not JSON; start from the example.", one.name
        ) from None


def _refuse(name: str) -> Any:
    raise ValueError(name)


def _shown(one: Argument, value: Any) -> str:
    if one.shape == "json":
        return json.dumps(value, ensure_ascii=False, indent=1, default=str)
    if one.shape == "lines" and isinstance(value, list | tuple):
        return "\n".join(_text(one.of, part) for part in value)
    return _text(one.shape, value)


def _text(shape: str, value: Any) -> str:
    if value is None:
        return ""
    writers: Mapping[str, Callable[[Any], str]] = {
        "amount": lambda fen: f"{to_yuan(int(fen)):f}" if _is_whole(fen) else str(fen),
        "flag": lambda flag: "yes" if flag in (True, "yes", "true") else "no",
    }
    return writers.get(shape, str)(value)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) or (isinstance(value, str) and value.removeprefix("-").isdigit())
