"""The process that computes for pages and programs."""

import json
import pickle
from typing import Any

from bondlife.calculate import compute
from bondlife.catalogue import calculator_spec
from bondlife.children import be_child
from calculators.kernel.errors import CalculationError

MOST_MEMORY = 4 * 1024**3
"""Bytes of data a calculation may hold."""


def answered(question: bytes) -> bytes:
    """Return the pickled answer: result and explanation, or the refusal."""
    key, raw = json.loads(question)
    answer: Any
    try:
        answer = compute(calculator_spec(key), raw)
    except (CalculationError, ArithmeticError, ValueError, TypeError, LookupError) as refusal:
        answer = refusal
    return pickle.dumps(answer)


if __name__ == "__main__":
    be_child(answered, MOST_MEMORY)
