"""Who does what on which day of a demo's story; later days read what earlier ones stored."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from bondlife.demo.debts import Debts
from bondlife.demo.desk import Desk
from bondlife.demo.payments import Spender
from calculators.kernel.dates import add_months

MONTHS = 42
"""How far back the story begins."""


def first_day(today: date) -> date:
    """Return the day a demo's books are opened on."""
    return add_months(today, -MONTHS)


@dataclass
class Tale:
    """The desk, the day the story ends on, and what was stored so far, by short names."""

    desk: Desk
    today: date
    projects: dict[str, str] = field(default_factory=dict)
    shares: dict[str, str] = field(default_factory=dict)
    spenders: dict[str, Spender] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.debts = Debts(self.desk)

    def ago(self, months: int, days: int = 0) -> date:
        """Return the day so many months and days before today; below zero it lies ahead."""
        return add_months(self.today, -months) - timedelta(days=days)

    def old_start(self) -> date:
        """Return the first day of a three-year bond that falls due in three weeks."""
        return add_months(self.today + timedelta(days=24), -36)

    def lead(self, year: int) -> date:
        """Return a day when the interest of a year of the old bond is remitted."""
        return add_months(self.old_start(), 12 * year) - timedelta(days=20)
