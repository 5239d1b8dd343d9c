"""Billable volume against contract limits."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.ppp.volume import billable_volume
from tests.calculators.kept import kept_answers
from tests.calculators.ppp.helpers import refusal
from tests.golden import golden_cases

volumes = st.decimals(Decimal(0), Decimal(10**6), places=2)
designs = st.decimals(Decimal("0.01"), Decimal(10**6), places=2)
guaranteed = st.decimals(Decimal(0), Decimal(1), places=2)
maxima = st.decimals(Decimal(1), Decimal(2), places=2)


@pytest.mark.parametrize("case", golden_cases("ppp/volume.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = billable_volume(
        Decimal(case["actual"]),
        design=Decimal(case["design"]),
        guaranteed_share=Decimal(case["guaranteed"]),
        maximum_share=Decimal(case["maximum"]),
    )
    assert found.billable == Fraction(case["expected"])


@given(volumes, designs, guaranteed, maxima)
def test_oracle(actual: Decimal, design: Decimal, low: Decimal, high: Decimal) -> None:
    found = billable_volume(actual, design=design, guaranteed_share=low, maximum_share=high)
    middle = sorted((Fraction(actual), Fraction(design) * Fraction(low), Fraction(design) * Fraction(high)))
    assert found.billable == middle[1]


@given(volumes, designs, guaranteed, maxima)
def test_law_what_was_treated_is_billed_or_named(
    actual: Decimal, design: Decimal, low: Decimal, high: Decimal
) -> None:
    found = billable_volume(actual, design=design, guaranteed_share=low, maximum_share=high)
    assert found.billable == found.actual + found.topped_up - found.unpaid
    assert found.topped_up * found.unpaid == 0
    assert found.least <= found.billable <= found.most


def test_refuses() -> None:
    terms = {"design": Decimal(100), "guaranteed_share": Decimal("0.8"), "maximum_share": Decimal("1.2")}
    assert refusal(billable_volume, Decimal(-1), **terms) == ("negative", "actual")
    assert refusal(billable_volume, 1.0, **terms) == ("not_exact", "actual")
    assert refusal(billable_volume, Decimal(1), **terms | {"design": Decimal(0)}) == (
        "not_positive",
        "design",
    )
    assert refusal(billable_volume, Decimal(1), **terms | {"guaranteed_share": Decimal(2)}) == (
        "guarantee_above_maximum",
        "guaranteed_share",
    )
    assert refusal(billable_volume, Decimal(1), **terms, is_new_mechanism=True) == (
        "guarantee_not_allowed",
        "guaranteed_share",
    )
    free = terms | {"guaranteed_share": Decimal(0)}
    assert billable_volume(Decimal(1), **free, is_new_mechanism=True).billable == 1


def test_refuses_every_share_by_its_own_name() -> None:
    good = {"design": Decimal(100), "guaranteed_share": Decimal("0.8"), "maximum_share": Decimal("1.2")}
    for field, bad, code in (
        ("guaranteed_share", Decimal(-1), "negative"),
        ("maximum_share", Decimal(0), "not_positive"),
    ):
        assert refusal(billable_volume, Decimal(90), **{**good, field: bad}) == (code, field)


def test_law_a_guarantee_may_meet_the_most_but_none_stands_in_a_new_concession() -> None:
    same = billable_volume(
        Decimal(90), design=Decimal(100), guaranteed_share=Decimal(1), maximum_share=Decimal(1)
    )
    assert same.billable == 100
    found = refusal(
        billable_volume,
        Decimal(90),
        design=Decimal(1),
        guaranteed_share=Decimal("0.5"),
        maximum_share=Decimal(1),
        is_new_mechanism=True,
    )
    assert found[1] == "guaranteed_share"


test_kept_answers = kept_answers("calculators.ppp.volume")
