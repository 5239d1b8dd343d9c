"""The vocabulary of rules: dated parameters with region, basis and legal status. Types only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from models.lifecycle import Label

LegalStatus = Literal["in_force", "repealed_kept", "local", "unconfirmed"]


@dataclass(frozen=True, slots=True)
class RuleSeed:
    """One dated parameter as shipped: its value is JSON-ready; decimals are text, money is fen.

    ``region`` is a code prefix of GB/T 2260 ("" for the whole country, "14" for Shanxi).
    ``form`` says how the value is edited: number, percent, days, fen, flag, text, list, table.
    """

    key: str
    label: Label
    value: object
    unit: str
    form: str
    basis: str
    clause: str = ""
    status: LegalStatus = "unconfirmed"
    region: str = ""
    valid_from: date = date(2000, 1, 1)
    valid_to: date | None = None
    params: Mapping[str, object] = field(default_factory=dict)
    note: str = ""

    @property
    def confirmed(self) -> bool:
        """Tell whether the text behind the rule was read."""
        return self.status in {"in_force", "repealed_kept", "local"}
