"""What payment terms are made of once they are read: components, scores, deductions, indices, payers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from calculators.kernel.money import Rounding
from calculators.ppp.annuity import Timing
from calculators.ppp.coefficient import CoefficientRule
from calculators.ppp.deductions import Area, RatchetStep
from calculators.ppp.formula import ContractFormula
from calculators.ppp.user_payment import SharingBand

SCORE = "score"


class ComponentKind(StrEnum):
    """What a component pays for."""

    AVAILABILITY = "availability"
    OPERATION = "operation"
    USAGE = "usage"
    OTHER = "other"


class BaseType(StrEnum):
    """How the base of a component comes about."""

    AMOUNT = "amount"
    YEARLY = "yearly"
    ANNUITY = "annuity"
    STRAIGHT_LINE = "straight_line"
    VOLUME = "volume"
    FORMULA = "formula"
    BY_YEAR = "by_year"


class Combine(StrEnum):
    """Which of several cycles that end in one period counts."""

    LAST = "last"
    MEAN = "mean"


class DayKind(StrEnum):
    """How the days until a payment is due are counted."""

    WORKING = "working"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Base:
    """The base of a component for one period; only the fields of its type are used."""

    type: BaseType
    fen: int = 0
    rate: Decimal = Decimal(0)
    years: int = 1
    timing: Timing = Timing.ARREARS
    residual: int = 0
    first_year: int = 0
    periods: int = 1
    price: str = ""
    volume: str = ""
    design: Decimal = Decimal(0)
    least: Decimal = Decimal(0)
    most: Decimal = Decimal(0)
    step: str = ""
    by_year: Mapping[int, int] = field(default_factory=dict)
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Linked:
    """A share of a component that a coefficient moves, and where the coefficient comes from."""

    name: str
    share: Fraction
    source: str
    clause: str


@dataclass(frozen=True, slots=True)
class ComponentTerms:
    """One component of the payment."""

    key: str
    name: str
    kind: ComponentKind
    base: Base
    linked: tuple[Linked, ...]
    index: str
    clause: str

    @property
    def linked_share(self) -> Fraction:
        """Return how much of the component performance moves."""
        return sum((one.share for one in self.linked), Fraction(0))


@dataclass(frozen=True, slots=True)
class ScoreTerms:
    """Which score pays a period."""

    cycle_months: int
    lag: int
    combine: Combine
    is_first_period_full: bool
    clause: str


@dataclass(frozen=True, slots=True)
class AreaTerms:
    """An area that can be unavailable."""

    key: str
    name: str
    area: Area


@dataclass(frozen=True, slots=True)
class DeductionTerms:
    """What an event costs, and the limits of all of them."""

    annual_charge: int = 0
    rate: Fraction | None = None
    areas: tuple[AreaTerms, ...] = ()
    use_factor: Decimal = Decimal("0.5")
    repeat: tuple[RatchetStep, ...] = (RatchetStep(0, Decimal(1)),)
    point_value: int = 0
    points: tuple[RatchetStep, ...] = ()
    minimum: int = 0
    cap_share: Decimal | None = None
    clause: str = ""


@dataclass(frozen=True, slots=True)
class IndexPart:
    """One index of a composite factor."""

    series: str
    weight: Decimal
    base_month: str


@dataclass(frozen=True, slots=True)
class IndexTerms:
    """A composite factor: what moves it, when, and from which movement on."""

    key: str
    fixed_share: Decimal
    parts: tuple[IndexPart, ...]
    months_back: int
    cycle_months: int
    trigger: Decimal
    clause: str


@dataclass(frozen=True, slots=True)
class SharingTerms:
    """How income above plan is shared."""

    source: str
    plan: int
    bands: tuple[SharingBand, ...]
    clause: str


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays which part: a region by its code, or a body by its name."""

    region: str
    name: str
    share: Fraction


@dataclass(frozen=True, slots=True)
class Factor:
    """A coefficient that a formula of its own works out, such as the water quality coefficient."""

    key: str
    name: str
    formula: ContractFormula
    bindings: Mapping[str, str]
    clause: str


@dataclass(frozen=True, slots=True)
class Terms:
    """All payment terms of one dated version."""

    components: tuple[ComponentTerms, ...]
    coefficient: CoefficientRule | None
    coefficient_clause: str
    score: ScoreTerms | None
    deductions: DeductionTerms
    indexation: Mapping[str, IndexTerms]
    user_payment: str
    user_payment_clause: str
    sharing: SharingTerms | None
    payment_cap: int | None
    is_carried_forward: bool
    rounding: Rounding
    period_months: int
    due_days: int
    due_kind: DayKind
    payers: tuple[Payer, ...]
    formula: ContractFormula | None
    bindings: Mapping[str, str]
    factors: Mapping[str, Factor]
    first_period: str
    late_rate: Decimal
    guaranteed_return: Decimal
    references: tuple[str, ...] | None = None

    def sources(self) -> tuple[str, ...]:
        """Return every reference of the terms, each once, in order."""
        if self.references is not None:
            return self.references
        found = [one.source for part in self.components for one in part.linked]
        found += [f"price:{one.base.price}" for one in self.components if one.base.price]
        found += [one.base.volume for one in self.components if one.base.volume]
        found += [
            *self.bindings.values(),
            *(s for one in self.factors.values() for s in one.bindings.values()),
        ]
        found += [self.user_payment] if self.user_payment else []
        found += [self.sharing.source] if self.sharing else []
        return tuple(dict.fromkeys(found))

    def names(self, kind: str) -> tuple[str, ...]:
        """Return the names of all inputs or prices the terms refer to."""
        return _of_kind(self.sources(), kind)

    @property
    def needs_score(self) -> bool:
        """Tell whether a score moves any part of the payment."""
        return SCORE in self.sources()


@lru_cache(maxsize=512)
def _of_kind(references: tuple[str, ...], kind: str) -> tuple[str, ...]:
    return tuple(one.partition(":")[2] for one in references if one.startswith(f"{kind}:"))
