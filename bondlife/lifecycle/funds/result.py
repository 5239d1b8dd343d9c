"""From the result of an evaluation to next year: contribution, exit, fee, one-off reward, step by step.

    base          = min(commitment left, max(0, planned calls − cash that lies idle))
    contribution  = base × share of the grade
    reward        = gain the government has realised × share of the grade

The arithmetic is that of ``calculators.funds.next_contribution``. A grade of poor in as many years running as
the rule says means exit; a fund past its term is ended. Amounts are fen, rounded down once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bondlife.books import Rule
from bondlife.lifecycle.funds.book import FundBook
from calculators.funds.next_contribution import NextContribution, next_contribution

LEAVING = ("exit", "terminate")
"""Actions that end contributions."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a result means for one fund and year."""

    grade: str
    action: str
    figures: Mapping[str, Any]
    fee_share: Decimal
    found: NextContribution

    @property
    def planned(self) -> int:
        """Return what was planned to be paid in the year."""
        return int(self.figures["planned"])

    @property
    def contribution(self) -> int:
        """Return what the government pays in the year."""
        return self.found.contribution

    @property
    def reward(self) -> int:
        """Return what the manager earns once."""
        return self.found.reward

    @property
    def steps(self) -> dict[str, Any]:
        """Return the figures the rule went through, JSON-ready."""
        return {
            **{name: self.figures[name] for name in ("commitment_left", "planned", "idle")},
            "base": self.found.base,
            "share": f"{self.figures['contribution_share'].normalize():f}",
            "gain": self.figures["realised_gain"],
        }


def grade_of(score: Decimal, bands: Sequence[Any]) -> str:
    """Return the grade of a score by the bands of the rule.

    >>> grade_of(Decimal("79.99"), [{"key": "good", "from": "80"}, {"key": "fair", "from": "60"}])
    'fair'
    """
    fitting = [one for one in bands if score >= Decimal(str(one["from"]))]
    return str(max(fitting, key=lambda one: Decimal(str(one["from"])))["key"]) if fitting else ""


def outcome(
    book: FundBook, rule: Rule, year: int, grade: str, grades_before: Sequence[str]
) -> Outcome | None:
    """Return what a grade means by the rule in force; None where the rule does not know the grade."""
    row = next((one for one in rule.value if one["key"] == grade), None)
    own = book.own_government
    if row is None or own is None or own.id is None:
        return None
    left = max(0, book.committed(own.id) - book.total("call", own.id))
    planned = sum(one.amount for one in book.contributions if one.partner_id == own.id and one.year == year)
    action = _action(book, rule, str(row["action"]), grade, grades_before)
    figures: dict[str, Any] = {
        "commitment_left": left,
        "planned": planned,
        "idle": max(0, book.cash),
        "contribution_share": Decimal(str(row["contribution"])),
        "realised_gain": realised_gain(book),
        "reward_share": Decimal(str(row["reward"])),
        "is_left": action in LEAVING,
    }
    return Outcome(grade, action, figures, Decimal(str(row["fee"])), next_contribution(**figures))


def realised_gain(book: FundBook) -> int:
    """Return what the own government has got above what it paid in; nothing below zero."""
    own = book.own_government
    if own is None or own.id is None:
        return 0
    return max(0, book.total("distribution", own.id) - book.total("call", own.id))


def _action(book: FundBook, rule: Rule, action: str, grade: str, before: Sequence[str]) -> str:
    years = int(rule.params.get("poor_years_to_exit", 0))
    worst = str(rule.value[-1]["key"])
    if book.fund.state == "exiting":
        return "terminate"
    if years and grade == worst and list(before[: years - 1]) == [worst] * (years - 1):
        return "exit"
    return action
