"""Limits of what a calculator is given from outside, so that no call runs away."""

from collections.abc import Mapping
from typing import Any

from bondlife.errors import Invalid

MOST_VALUES = 5_000
LONGEST_TEXT = 20_000
DEEPEST = 8
LONGEST_NUMBER = 40


def check_size(value: Any) -> None:
    """Refuse arguments with too many values, texts too long or too deep a nesting.

    >>> check_size({"amounts": [1, 2, 3]})
    """
    left = MOST_VALUES
    waiting = [("", value, 0)]
    while waiting:
        place, one, depth = waiting.pop()
        left -= 1
        if left < 0:
            raise Invalid.because("too_many", "At most 5,000 values are taken in one call.", place)
        if depth > DEEPEST:
            raise Invalid.because("too_deep", "The values are nested too deep.", place)
        if isinstance(one, Mapping):
            waiting += [(place or str(name)[:60], part, depth + 1) for name, part in one.items()]
        elif isinstance(one, list | tuple):
            waiting += [(place, part, depth + 1) for part in one]
        else:
            _check_leaf(place, one)


def _check_leaf(place: str, value: Any) -> None:
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT:
            raise Invalid.because("too_long", "The text is too long.", place)
        value.encode("utf-8")
    elif isinstance(value, int) and abs(value) >= 10**LONGEST_NUMBER:
        raise Invalid.because("too_large", "The number is too large.", place)
