"""What one check found."""

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from bondlife.errors import Refusal

MOST = 100
"""Problems named one by one; the rest are counted."""


DAMAGED = (sa.exc.SQLAlchemyError, Refusal, ValueError, TypeError, ArithmeticError, LookupError)
"""What reading a value that no type expects may end in."""


@dataclass(slots=True)
class Check:
    """One invariant: how many things were looked at, which were wrong; cut off where damage ended it."""

    id: str
    checked: int = 0
    problems: list[str] = field(default_factory=list)
    more: int = 0
    figures: dict[str, int] = field(default_factory=dict)
    is_cut_off: bool = False

    def wrong(self, text: str) -> None:
        """Note a problem."""
        if len(self.problems) < MOST:
            self.problems.append(text)
        else:
            self.more += 1

    def as_dict(self) -> dict[str, Any]:
        """Return the check as verify prints it."""
        problems = [*self.problems, *([f"and {self.more} more"] if self.more else [])]
        told = {"figures": self.figures} if self.figures else {}
        return {"id": self.id, "checked": self.checked, **told, "problems": problems}
