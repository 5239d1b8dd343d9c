"""What every tab of a fund looks at, and the figures of it that were asked."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from bondlife.books import RuleBook
from bondlife.lifecycle.funds.book import FundBook
from bondlife.queries.figures import Figure, calculated
from bondlife.queries.funds.board import Link
from bondlife.security.actor import Actor
from calculators.kernel.explain import ExplainedQuantity
from calculators.kernel.money import round_fen
from calculators.kernel.spec import CalculatorSpec
from models.registry import FundTerms


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks of a tab: index beside the fund, amount tried out, year."""

    index: str = ""
    trial: str = ""
    year: int | None = None


@dataclass(frozen=True)
class View:
    """A fund with its books, rules and terms on a day; tabs leave behind the figures that can be asked."""

    session: Session
    actor: Actor
    book: FundBook
    rules: RuleBook
    region_code: str
    today: date
    terms: FundTerms | None
    project_id: str
    asked: Asked
    may_edit: bool
    figures: dict[str, Callable[[], Figure]] = field(default_factory=dict)

    @property
    def base(self) -> str:
        """Return the address of the fund."""
        return f"/funds/{self.book.fund.public_id}"

    def ask(self, key: str, make: Callable[[], Figure]) -> str:
        """Let a figure be asked by a key; it is made when it is."""
        self.figures[key] = make
        return key

    def figure(self, key: str) -> Figure | None:
        """Return the figure that was asked, or None."""
        return self.figures[key]() if key in self.figures else None

    def add(self, what: str, label: str) -> list[Link]:
        """Return the way to a form of this fund, for those who may write."""
        return [Link(label, f"{self.base}/add/{what}")] if self.may_edit else []


def maybe(value: Any) -> Any:
    """Return a value, or a dash as text where there is none."""
    return value if value not in (None, "") else "—"


def _shown(one: ExplainedQuantity) -> ExplainedQuantity:
    """Return a quantity as a page prints it: money carried along an index is rounded to the fen."""
    if one.unit != "fen":
        return one
    several = isinstance(one.value, tuple | list)
    return replace(one, value=[_whole(part) for part in one.value] if several else _whole(one.value))


def _whole(value: Any) -> Any:
    return round_fen(value) if isinstance(value, Decimal) else value


def told(
    key: str, spec: CalculatorSpec, inputs: dict[str, Any], result: object, output: str, *, rules: Any = ()
) -> Figure:
    """Return a figure as its calculator explains it, without the tables the page shows beside it."""
    figure = calculated(key, spec, inputs, result, output, rules=rules)
    known = figure.explanation
    kept = replace(
        known,
        inputs=tuple(_shown(one) for one in known.inputs if one.unit != "table"),
        outputs=tuple(_shown(one) for one in known.outputs if one.unit != "table"),
    )
    return replace(figure, explanation=kept)
