"""Read a JSON body so that the published contract is what is taken: no NaN, no unknown or doubled keys.

A body is checked against the very schema that the documentation shows, then by the model's own rules.
"""

import json
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from fastapi import Request
from jsonschema import Draft202012Validator, FormatChecker, validators  # type: ignore[import-untyped]
from pydantic import BaseModel, ValidationError

from bondlife.errors import Invalid, Problem
from bondlife.services.messages import MOST_PROBLEMS, problems_of

ModelT = TypeVar("ModelT", bound=BaseModel)
LARGEST_BODY = 4 << 20
"""Bytes a JSON body may have."""
_FORMATS = FormatChecker(formats=["date"])
LONGEST_WHOLE = 19
"""Digits of a whole number that is written with a point or an exponent; the database holds no longer one."""


def _is_whole(_checker: Any, value: Any) -> bool:
    """Tell whether a value is an integer as JSON Schema means it: 2021.0 is one."""
    if isinstance(value, Decimal):
        return value.is_finite() and value.adjusted() < LONGEST_WHOLE and value == value.to_integral_value()
    return isinstance(value, int) and not isinstance(value, bool)


_Validator = validators.extend(
    Draft202012Validator, type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_whole)
)


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


_MESSAGES = {
    "type": _("A value of another type is needed here."),
    "pattern": _("The text does not have the form that is asked for."),
    "enum": _("This is none of the values that are possible here."),
    "const": _("This is none of the values that are possible here."),
    "required": _("A value is missing here."),
    "additionalProperties": _("There is no such field."),
    "format": _("Write the date as 2026-11-21."),
}
_OUTSIDE = _("This value lies outside what is possible here.")


async def read_json(request: Request) -> Any:
    """Return the body as JSON values; numbers with a point come as Decimal."""
    body = await request.body()
    if len(body) > LARGEST_BODY:
        raise Invalid.because("too_long", "The body is too long.", "body")
    try:
        return json.loads(
            body.decode("utf-8"),
            parse_float=Decimal,
            parse_constant=_refuse,
            object_pairs_hook=_pairs,
        )
    except (ValueError, ArithmeticError, RecursionError):
        raise Invalid.because("bad_json", "The body is not JSON.", "body") from None


def checked(model: type[ModelT], data: Any) -> ModelT:
    """Return a body as its model; every finding names its place."""
    errors = _first(leaf for error in _validator(model).iter_errors(data) for leaf in _meant(error))
    if errors:
        raise Invalid(*map(_problem, errors))
    try:
        return model.model_validate(data)
    except (ValidationError, RecursionError) as error:
        raise Invalid(*model_problems(error)) from None


def model_problems(error: ValidationError | RecursionError) -> list[Problem]:
    """Return what a model found, without what was sent."""
    if isinstance(error, RecursionError):
        return [Problem("too_deep", "The body is nested too deep.", "body")]
    return problems_of(error.errors(include_input=False, include_url=False))


@cache
def _validator(model: type[BaseModel]) -> Any:
    return _Validator(model.model_json_schema(), format_checker=_FORMATS)


def _meant(error: Any) -> list[Any]:
    """Return what is wrong in the one form that a body chose by a word of its own; else the error itself."""
    if error.validator != "oneOf":
        return [error]
    branches: dict[int, list[Any]] = {}
    for inner in error.context:
        branches.setdefault(inner.relative_schema_path[0], []).append(inner)
    chosen = [inner for inner in branches.values() if all(one.validator != "const" for one in inner)]
    return chosen[0] if len(chosen) == 1 else [error]


def _first(errors: Any) -> list[Any]:
    return [error for error, _ in zip(errors, range(MOST_PROBLEMS), strict=False)]


def _problem(error: Any) -> Problem:
    rule = str(error.validator)
    message = _MESSAGES.get(rule, _OUTSIDE)
    place = ".".join(str(part) for part in error.absolute_path)
    if rule == "required":
        missing = sorted(set(error.validator_value) - set(error.instance))
        place = f"{place}.{missing[0]}".lstrip(".")
    return Problem(rule, message, place[:120])


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        message = "a key stands twice"
        raise ValueError(message)
    return found


def _refuse(name: str) -> Any:
    raise ValueError(name)
