"""Units of contract formulas."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.ppp.units import ONE, SYMBOLS, Unit, divided, multiplied, parse_unit
from tests.calculators.ppp.helpers import refusal

units = st.builds(
    lambda scale, parts: parse_unit(f"{scale}{parts[0]}" + "".join(f"/{part}" for part in parts[1:])),
    st.sampled_from(["", "10k ", "100m "]),
    st.lists(st.sampled_from(sorted(SYMBOLS)), min_size=1, max_size=3),
)


def test_golden_sewage_price_times_volume() -> None:
    price, volume = parse_unit("yuan/m3"), parse_unit("10k m3/month")
    assert multiplied(price, volume) == parse_unit("10k yuan/month")
    assert divided(parse_unit("10k yuan/year"), parse_unit("month/year")) == parse_unit("10k yuan/month")
    assert parse_unit("percent") == Unit(Fraction(1, 100), ())
    assert parse_unit("1/year") == divided(ONE, parse_unit("year"))


@given(units, units)
def test_oracle_powers_and_scales_add(left: Unit, right: Unit) -> None:
    product = multiplied(left, right)
    powers = {name: dict(left.powers).get(name, 0) + dict(right.powers).get(name, 0) for name in SYMBOLS}
    assert dict(product.powers) == {name: power for name, power in powers.items() if power}
    assert product.scale == left.scale * right.scale


@given(units, units)
def test_law_dividing_takes_back_multiplying(left: Unit, right: Unit) -> None:
    assert divided(multiplied(left, right), right) == left
    assert multiplied(left, right) == multiplied(right, left)
    assert multiplied(left, ONE) == left


@given(units)
def test_law_a_unit_reads_as_it_is_written(unit: Unit) -> None:
    assert parse_unit(str(unit)) == unit


@pytest.mark.parametrize(
    "text", ["", "dollar", "yuan/", "/yuan", "yuan yuan", "10k", "yuan**m3", "Yuan", "元", "y" * 61]
)
def test_refuses_what_is_no_unit(text: str) -> None:
    assert refusal(parse_unit, text) == ("bad_unit", "unit")


def test_refuses_too_high_a_power() -> None:
    assert refusal(parse_unit, "*".join(["yuan"] * 9)) == ("unit_too_large", "unit")
