"""Findings of input models and refusals of calculators as problems of ours, sayable in every language spoken.

The validation library words its findings in English only. Its stable type stays the code of the problem; the
sentence is ours, with the limits of the field put in.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bondlife.errors import Problem
from calculators.kernel.errors import CalculationError

MOST_PROBLEMS = 50
_LONGEST_PLACE = 120
_OUTSIDE = frozenset({"body", "query", "path", "form"})


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


_WHOLE = _("Write a whole number.")
_NUMBER = _("Write a number in digits.")
_DATE = _("Write the date as 2026-11-21.")
_FLAG = _("Choose yes or no.")
_TEXT = _("Write text.")
_CHOICE = _("This is none of the values that are possible here.")
_TYPE = _("A value of another type is needed here.")

SENTENCES: Mapping[str, str] = {
    "missing": _("A value is missing here."),
    "extra_forbidden": _("There is no such field."),
    "string_type": _TEXT,
    "string_too_short": _("At least %(min_length)s characters are needed here."),
    "string_too_long": _("At most %(max_length)s characters fit here."),
    "string_pattern_mismatch": _("The text does not have the form that is asked for."),
    "string_unicode": _("The text holds a character that cannot be stored."),
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing_size": _("The number is too large."),
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "decimal_max_digits": _("At most %(max_digits)s digits fit here."),
    "decimal_max_places": _("At most %(decimal_places)s decimals fit here."),
    "decimal_whole_digits": _("At most %(whole_digits)s digits fit before the point."),
    "greater_than": _("The number must be above %(gt)s."),
    "greater_than_equal": _("The number must be %(ge)s or more."),
    "less_than": _("The number must be below %(lt)s."),
    "less_than_equal": _("The number must be %(le)s or less."),
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "bool_type": _FLAG,
    "bool_parsing": _FLAG,
    "literal_error": _CHOICE,
    "enum": _CHOICE,
    "list_type": _TYPE,
    "tuple_type": _TYPE,
    "dict_type": _TYPE,
    "model_type": _TYPE,
    "model_attributes_type": _TYPE,
    "none_required": _TYPE,
    "too_short": _("At least %(min_length)s entries are needed here."),
    "too_long": _("At most %(max_length)s entries fit here."),
    "json_invalid": _("The body is not JSON."),
    "json_type": _("The body is not JSON."),
    "uuid_parsing": _("The text does not have the form that is asked for."),
}
"""Type of a finding of the validation library → what is said, its limits as parameters."""

OWN = frozenset(
    {
        "bad_character",
        "date_range",
        "money",
        "negative",
        "not_positive",
        "one_line",
        "percent",
        "score",
        "value_error",
    }
)
"""Findings of our own values; they bring their sentence along."""

UNREADABLE = _("This value cannot be taken as it is written.")


def problems_of(errors: Sequence[Any], place: str = "") -> list[Problem]:
    """Return the findings of an input model as problems; what was typed is not sent back.

    >>> from pydantic import TypeAdapter, ValidationError
    >>> try:
    ...     TypeAdapter(list[int]).validate_python(["x"])
    ... except ValidationError as error:
    ...     [(one.code, one.field, one.message) for one in problems_of(error.errors())]
    [('int_parsing', '0', 'Write a whole number.')]
    """
    return [_problem(one, place) for one in errors[:MOST_PROBLEMS]]


def refusal_of(error: CalculationError) -> Problem:
    """Return the refusal of a calculator as a problem.

    >>> refusal_of(CalculationError("too_long", "flows", "at most %(most)s flows", most=600)).text()
    'at most 600 flows'
    """
    return Problem(error.code, error.msgid, error.field, error.params or None)


def _problem(one: Any, place: str) -> Problem:
    kind, context = str(one["type"]), one.get("ctx") or {}
    parts = [str(part) for part in one["loc"] if part not in _OUTSIDE]
    where = ".".join([place, *parts] if place else parts)[:_LONGEST_PLACE]
    if kind in OWN:
        return Problem(kind, _own_sentence(one, context), where)
    params = {name: str(value) for name, value in context.items()}
    return Problem(kind, SENTENCES.get(kind, UNREADABLE), where, params or None)


def _own_sentence(one: Any, context: Mapping[str, Any]) -> str:
    """Return the sentence a check of ours gave; a bare ValueError carries it inside."""
    return str(context.get("error") or one["msg"])[:300]
