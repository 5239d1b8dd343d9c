"""Performance linkage: the gate of 2017 and full linkage of 2020, apart."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.ppp.linkage import ComponentKind, LinkedComponent, performance_linkage
from tests.calculators.kept import kept_answers
from tests.calculators.ppp.helpers import refusal, shares
from tests.golden import golden_cases

AVAILABILITY, OPERATION = ComponentKind.AVAILABILITY, ComponentKind.OPERATION
bases = st.integers(1, 10**14)


@pytest.mark.parametrize("case", golden_cases("ppp/linkage.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    parts = [
        LinkedComponent(AVAILABILITY, int(case["availability"]), Fraction(case["availability_share"])),
        LinkedComponent(OPERATION, int(case["operation"]), Fraction(case["operation_share"])),
    ]
    found = performance_linkage(parts)
    shown = f"{found.at_risk_share} {found.availability_share} {found.passes_gate} {found.is_fully_linked}"
    assert shown == case["expected"]


@given(st.lists(st.tuples(bases, shares), min_size=1, max_size=6), st.tuples(bases, shares))
def test_oracle(rows: list[tuple[int, Decimal]], running: tuple[int, Decimal]) -> None:
    parts = [LinkedComponent(AVAILABILITY, base, part) for base, part in rows]
    found = performance_linkage([*parts, LinkedComponent(OPERATION, *running)])
    built = sum(base for base, _ in rows)
    linked = sum((base * Fraction(part) for base, part in rows), Fraction(0))
    assert found.availability_share == linked / built
    assert found.at_risk == linked + running[0] * Fraction(running[1])
    assert found.at_risk_share * (built + running[0]) == found.at_risk
    assert found.passes_gate == (linked * 10 >= built * 3)
    assert found.is_fully_linked == all(part == 1 for _, part in [*rows, running])


@given(bases, bases, shares)
def test_law_linking_more_never_leaves_the_gate(built: int, run: int, part: Decimal) -> None:
    before = performance_linkage(
        [LinkedComponent(AVAILABILITY, built, part), LinkedComponent(OPERATION, run, part)]
    )
    after = performance_linkage(
        [LinkedComponent(AVAILABILITY, built, Decimal(1)), LinkedComponent(OPERATION, run, part)]
    )
    assert before.at_risk_share == Fraction(part)
    assert after.at_risk_share >= before.at_risk_share
    assert after.passes_gate


def test_refuses() -> None:
    assert refusal(performance_linkage, []) == ("empty", "components")
    running = LinkedComponent(OPERATION, 1, Decimal(1))
    assert refusal(performance_linkage, [running]) == ("no_availability", "components")
    nothing = LinkedComponent(AVAILABILITY, 0, Decimal(1))
    assert refusal(performance_linkage, [nothing]) == ("zero_base", "components")
    assert refusal(performance_linkage, [nothing, running]) == ("zero_base", "components")
    over = LinkedComponent(AVAILABILITY, 1, Decimal("1.1"))
    assert refusal(performance_linkage, [over]) == ("not_a_share", "components")
    less = LinkedComponent(AVAILABILITY, -1, Decimal(1))
    assert refusal(performance_linkage, [less]) == ("negative", "components")
    good = LinkedComponent(AVAILABILITY, 1, Decimal(1))
    assert refusal(performance_linkage, [good], gate=Decimal(2)) == ("not_a_share", "gate")


def test_golden_two_components_by_hand() -> None:
    """30 of 100 and 50 of 50: 80 of 150 at risk, the gate just met, not fully linked."""
    built = LinkedComponent(ComponentKind.AVAILABILITY, 100, Decimal("0.3"))
    run = LinkedComponent(ComponentKind.OPERATION, 50, Decimal(1))
    found = performance_linkage([built, run])
    assert (found.base, found.passes_gate, found.is_fully_linked) == (150, True, False)
    assert found.at_risk == 80
    bad = LinkedComponent(ComponentKind.OPERATION, 50, Decimal("1.1"))
    assert refusal(performance_linkage, [built, bad]) == ("not_a_share", "components")


test_kept_answers = kept_answers("calculators.ppp.linkage")
