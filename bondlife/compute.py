"""Calculators for pages and programs: worked out in a process of their own, within a limit of time.

So no page ever hangs on a calculation, and numba never enters the process that serves pages.
"""

import json
from collections.abc import Mapping
from typing import Any

from bondlife.calculate import told
from bondlife.children import BusyError, Children, DiedError
from bondlife.errors import Invalid, Unavailable
from bondlife.settings import settings
from calculators.kernel.explain import Explanation
from calculators.kernel.spec import CalculatorSpec

AT_ONCE = 2
"""Calculations of this process that run at the same time; others wait for their turn."""

children = Children("bondlife.compute_child", AT_ONCE)


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


def run(spec: CalculatorSpec, raw: Any) -> dict[str, Any]:
    """Return the result and explanation as plain JSON, worked out apart."""
    return told(spec, *compute(spec, raw))


def compute(spec: CalculatorSpec, raw: Any) -> tuple[object, Explanation]:
    """Return the result of a calculator and its explanation, worked out apart; refusals name the field."""
    if not isinstance(raw, Mapping):
        raise Invalid.because("not_an_object", _("Give the arguments as one JSON object."), "json")
    answer = _asked(json.dumps([spec.key, raw], default=_plain).encode())
    if isinstance(answer, Exception):
        raise answer
    result, explanation = answer
    return result, explanation


def _plain(value: object) -> object:
    """Send decimals, dates and sets of a kept example as the text and lists a person would send."""
    return sorted(value) if isinstance(value, set | frozenset) else str(value)


def _asked(question: bytes) -> Any:
    seconds = settings().calculator_seconds
    try:
        return children.ask(question, seconds)
    except BusyError:
        text = _("Too many calculations are running; try again in a moment.")
        raise Unavailable.because("busy", text) from None
    except TimeoutError:
        text = _("The calculation was ended after %(seconds)s seconds; give it fewer periods or projects.")
        raise Invalid.because("time_limit", text, seconds=f"{seconds:g}") from None
    except DiedError:
        text = _("The calculation needs too much memory; give it fewer periods or projects.")
        raise Invalid.because("not_finished", text) from None
