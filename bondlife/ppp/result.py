"""What a statement comes to: its canonical text and the few figures that its row and its run say again.

Shapes  one statement; payers: region by its code (empty: the contract's own) and amount.
Units   fen.
Errors  none.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from models.canonical import canonical_json

Paying = tuple[str, int]
"""Code of the paying region, amount."""


class Result(NamedTuple):
    """A statement worked out: canonical text, whole fee and deductions, what is paid, what is carried."""

    text: str
    fee: int
    deducted: int
    payable: int
    difference: int
    carried_forward: int
    payers: Sequence[Paying]

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Result":
        """Return a statement that was worked out alone."""
        return cls(
            canonical_json(told),
            rounded(told["fee"]),
            rounded(told["deducted"]),
            told["to_pay"],
            told["difference"],
            told["carried_forward"],
            [(one["region"], one["amount"]) for one in told["payers"]],
        )


def rounded(text: str) -> int:
    """Return an exact amount of fen as the nearest whole fen, halves away from zero.

    >>> rounded("69000/7"), rounded("-5/2")
    (9857, -3)
    """
    above, _, below = text.partition("/")
    size = nearest(abs(int(above)), int(below or 1))
    return -size if above.startswith("-") else size


def nearest(above: int, below: int) -> int:
    """Return a fraction that is not below zero as the nearest whole number, halves up.

    >>> nearest(5, 2)
    3
    """
    return (2 * above + below) // (2 * below)
