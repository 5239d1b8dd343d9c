"""How much of a contract's payment hangs on performance: the 30 % gate and full linkage, shown apart.

    at_risk_share = Σ base_c × linked_share_c ÷ Σ base_c
    gate          availability component alone ≥ 30 %          (2017)
    fully linked  every component's linked share is 100 %       (2020)

Shapes  components: one or more.
Units   base in fen per year; shares decimal, 0 to 1.
Errors  CalculationError: empty, too_many, negative, zero_base, no_availability, not_a_share, not_exact,
        not_finite, out_of_range, not_integer.
Source  SPEC.sources; golden cases in tests/golden/ppp/linkage.csv.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.ppp.exact import Number, check_items, nonnegative_fen, share


class ComponentKind(StrEnum):
    """What a component pays for."""

    AVAILABILITY = "availability"
    OPERATION = "operation"


@dataclass(frozen=True, slots=True)
class LinkedComponent:
    """One component of the payment and the share of it that performance moves."""

    kind: ComponentKind
    base: int
    linked_share: Decimal | Fraction


@dataclass(frozen=True, slots=True)
class Linkage:
    """Money at risk, and the two checks of two different years."""

    base: int
    at_risk: Fraction
    at_risk_share: Fraction
    availability_share: Fraction
    passes_gate: bool
    is_fully_linked: bool


def performance_linkage(components: Sequence[LinkedComponent], *, gate: Number = Decimal("0.3")) -> Linkage:
    """Return the linked share of a contract and of its availability component.

    >>> linkage = performance_linkage([
    ...     LinkedComponent(ComponentKind.AVAILABILITY, 100_00, Decimal("0.4")),
    ...     LinkedComponent(ComponentKind.OPERATION, 100_00, Decimal(1))])
    >>> str(linkage.at_risk_share), linkage.passes_gate, linkage.is_fully_linked
    ('7/10', True, False)
    """
    check_items(components, "components")
    line = share(gate, "gate")
    availability = [part for part in components if part.kind is ComponentKind.AVAILABILITY]
    if not availability:
        raise CalculationError(
            "no_availability", "components", "the gate is set on an availability component"
        )
    base, at_risk = _at_risk(components)
    built, built_at_risk = _at_risk(availability)
    shared = built_at_risk / built
    fully = all(share(part.linked_share, "components") == 1 for part in components)
    return Linkage(base, at_risk, at_risk / base, shared, shared >= line, fully)


def _at_risk(components: Sequence[LinkedComponent]) -> tuple[int, Fraction]:
    base = sum(nonnegative_fen(part.base, "components") for part in components)
    if base == 0:
        raise CalculationError("zero_base", "components", "nothing is paid, so nothing is at risk")
    linked = (part.base * share(part.linked_share, "components") for part in components)
    return base, sum(linked, Fraction(0))


SPEC = CalculatorSpec(
    key="ppp.linkage",
    title="Performance linkage",
    title_zh="绩效挂钩比例",
    unit="ratio",
    function=performance_linkage,
    inputs=(
        Quantity("components", "Components", "付费组成", "table"),
        Quantity("gate", "Gate", "最低挂钩比例", "ratio"),
    ),
    outputs=(
        Quantity("base", "Yearly base", "年付费基数", "fen", "Σ base of {components}"),
        Quantity("at_risk", "Money at risk", "挂钩金额", "fen", "Σ base × linked share of {components}"),
        Quantity("at_risk_share", "Share at risk", "挂钩比例", "ratio", "{at_risk} ÷ {base}"),
        Quantity(
            "availability_share",
            "Share of availability at risk",
            "可用性付费挂钩比例",
            "ratio",
            "Σ base × linked share ÷ Σ base of the availability part of {components}",
        ),
        Quantity(
            "passes_gate", "Passes the gate", "达到最低挂钩比例", "flag", "{availability_share} ≥ {gate}"
        ),
        Quantity(
            "is_fully_linked", "Fully linked", "完全挂钩", "flag", "linked share = 1 for all {components}"
        ),
    ),
    sources=(
        Clause(
            "财办金〔2017〕92号",
            "30 % of construction cost linked to performance",
            "2017-11",
            confirmed=False,
        ),
        Clause("财金〔2020〕13号", "operating subsidy completely linked to the yearly score", "2020-03"),
    ),
    example={
        "components": [
            {"kind": "availability", "base": 10000, "linked_share": "0.4"},
            {"kind": "operation", "base": 10000, "linked_share": "1"},
        ]
    },
    example_result={
        "base": "20000",
        "at_risk": "14000",
        "at_risk_share": "7/10",
        "availability_share": "2/5",
        "passes_gate": "True",
        "is_fully_linked": "False",
    },
)
