"""From the result of an evaluation to next year: contribution, exit, fee, one-off reward, step by step.

    base          = min(commitment left, max(0, planned calls − cash that lies idle))
    contribution  = base × share of the grade
    reward        = gain the government has realised × share of the grade

A grade of poor in as many years running as the rule says means exit; a fund past its term is ended.
Amounts are fen, rounded down once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bondlife.books import Rule
from bondlife.lifecycle.funds.book import FundBook
from calculators.kernel.money import Rounding, round_fen


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a result means for one fund and year."""

    grade: str
    action: str
    commitment_left: int
    planned: int
    idle: int
    base: int
    share: Decimal
    contribution: int
    fee_share: Decimal
    gain: int
    reward: int

    @property
    def steps(self) -> dict[str, Any]:
        """Return the figures the rule went through, JSON-ready."""
        return {
            "commitment_left": self.commitment_left,
            "planned": self.planned,
            "idle": self.idle,
            "base": self.base,
            "share": f"{self.share.normalize():f}",
            "gain": self.gain,
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
    idle = max(0, book.cash)
    base = min(left, max(0, planned - idle))
    share = Decimal(str(row["contribution"]))
    action = _action(book, rule, str(row["action"]), grade, grades_before)
    gain = realised_gain(book)
    return Outcome(
        grade,
        action,
        left,
        planned,
        idle,
        base,
        share,
        0 if action in ("exit", "terminate") else round_fen(base * share, Rounding.DOWN),
        Decimal(str(row["fee"])),
        gain,
        round_fen(gain * Decimal(str(row["reward"])), Rounding.DOWN),
    )


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
