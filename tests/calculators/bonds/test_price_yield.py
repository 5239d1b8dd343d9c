"""Price and yield: hand-worked prices, QuantLib and the definition as oracles, round trip, refusals."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import QuantLib  # type: ignore[import-untyped]
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from calculators.bonds.price_yield import price_from_yield, yield_from_price
from calculators.kernel.errors import CalculationError
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases
from tests.oracles.bonds import price_by_definition

coupons = st.decimals(Decimal(0), Decimal("0.1"), places=4)
yields = st.decimals(Decimal("-0.02"), Decimal("0.2"), places=6)
starts = st.dates(date(2010, 1, 1), date(2040, 12, 31))
tenors = st.integers(1, 30)
frequencies = st.sampled_from([1, 2])


@st.composite
def bond_terms(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a bond and a settlement day inside its life."""
    start, tenor = draw(starts), draw(tenors)
    return {
        "coupon_rate": draw(coupons),
        "value_date": start,
        "tenor_years": tenor,
        "coupon_frequency": draw(frequencies),
        "day": start + timedelta(draw(st.integers(0, tenor * 365 - 1))),
    }


@pytest.mark.parametrize("case", golden_cases("bonds/price_yield.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    terms = {
        "coupon_rate": Decimal(case["coupon_rate"]),
        "value_date": date.fromisoformat(case["value_date"]),
        "tenor_years": int(case["tenor_years"]),
        "coupon_frequency": int(case["coupon_frequency"]),
        "day": date.fromisoformat(case["day"]),
    }
    found = price_from_yield(Decimal(case["yield_rate"]), **terms)  # type: ignore[arg-type]
    assert round(found.clean_price, 6) == Decimal(case["expected"])
    back = yield_from_price(found.clean_price, **terms)  # type: ignore[arg-type]
    assert abs(back.yield_rate - Decimal(case["yield_rate"])) < Decimal("1e-24")


@settings(max_examples=50)
@given(bond_terms(), yields)
def test_oracle_agrees_with_quantlib(terms: dict[str, Any], at: Decimal) -> None:
    """A day of the month that every month has: QuantLib builds reference periods of its own otherwise."""
    assume(terms["value_date"].day <= 28)
    start, day, tenor = terms["value_date"], terms["day"], terms["tenor_years"]
    begin = QuantLib.Date(start.day, start.month, start.year)
    dates = QuantLib.Schedule(
        begin,
        begin + QuantLib.Period(tenor, QuantLib.Years),
        QuantLib.Period(12 // terms["coupon_frequency"], QuantLib.Months),
        QuantLib.NullCalendar(),
        QuantLib.Unadjusted,
        QuantLib.Unadjusted,
        QuantLib.DateGeneration.Forward,
        False,
    )
    count = QuantLib.ActualActual(QuantLib.ActualActual.ISMA, dates)
    settled = QuantLib.Date(day.day, day.month, day.year)
    QuantLib.Settings.instance().evaluationDate = settled
    bond = QuantLib.FixedRateBond(0, 100.0, dates, [float(terms["coupon_rate"])], count)
    period = QuantLib.Annual if terms["coupon_frequency"] == 1 else QuantLib.Semiannual
    theirs = QuantLib.BondFunctions.cleanPrice(bond, float(at), count, QuantLib.Compounded, period, settled)
    ours = price_from_yield(at, **terms)
    assert float(ours.clean_price) == pytest.approx(theirs, rel=1e-9)
    assert float(ours.accrued) == pytest.approx(bond.accruedAmount(settled), abs=1e-9)


@settings(max_examples=50)
@given(coupons, yields, tenors, frequencies)
def test_oracle_agrees_with_the_definition_on_a_coupon_day(
    coupon: Decimal, at: Decimal, tenor: int, frequency: int
) -> None:
    start = date(2024, 4, 1)
    ours = price_from_yield(
        at, coupon_rate=coupon, value_date=start, tenor_years=tenor, coupon_frequency=frequency, day=start
    )
    exact = price_by_definition(
        Fraction(at) / frequency, 100 * Fraction(coupon) / frequency, tenor * frequency
    )
    assert abs(Fraction(ours.clean_price) - exact) < Fraction(1, 10**30)
    assert ours.accrued == 0


@settings(max_examples=30)
@given(bond_terms(), yields, st.booleans())
def test_law_round_trip(terms: dict[str, Any], at: Decimal, is_simple: bool) -> None:
    price = price_from_yield(at, **terms, simple_in_last_period=is_simple)
    back = yield_from_price(price.clean_price, **terms, simple_in_last_period=is_simple)
    assert abs(back.clean_price - price.clean_price) < Decimal("1e-20")
    assert abs(back.yield_rate - at) < Decimal("1e-20")


@settings(max_examples=30)
@given(bond_terms(), yields)
def test_law_price_falls_as_yield_rises_and_dirty_is_clean_plus_accrued(
    terms: dict[str, Any], at: Decimal
) -> None:
    here, above = price_from_yield(at, **terms), price_from_yield(at + Decimal("0.001"), **terms)
    assert above.dirty_price < here.dirty_price
    assert abs(here.dirty_price - here.clean_price - here.accrued) < Decimal("1e-24")
    assert 0 < here.period_left <= 1


def test_law_simple_interest_in_the_last_period_is_the_textbook_quotient() -> None:
    found = price_from_yield(
        Decimal("0.04"),
        coupon_rate=Decimal("0.03"),
        value_date=date(2024, 4, 1),
        tenor_years=1,
        coupon_frequency=1,
        day=date(2024, 4, 1) + timedelta(73),
        simple_in_last_period=True,
    )
    assert abs(found.dirty_price - Decimal(103) / (1 + Decimal("0.04") * Decimal(292) / 365)) < Decimal(
        "1e-25"
    )


REFUSED = [
    ({"clean_price": Decimal(-50)}, "bad_price", "clean_price"),
    ({"clean_price": Decimal("1e9")}, "no_yield", "clean_price"),
    ({"clean_price": Decimal("-0.5")}, "no_yield", "clean_price"),
    ({"clean_price": Decimal("NaN")}, "not_a_number", "clean_price"),
    ({"day": date(2034, 4, 1)}, "outside_life", "day"),
    ({"coupon_frequency": 3}, "bad_frequency", "coupon_frequency"),
    ({"coupon_rate": Decimal(2)}, "rate_too_high", "coupon_rate"),
]


@pytest.mark.parametrize(("change", "code", "field"), REFUSED)
def test_refuses(change: dict[str, object], code: str, field: str) -> None:
    good = {
        "clean_price": Decimal(100),
        "coupon_rate": Decimal("0.03"),
        "value_date": date(2024, 4, 1),
        "tenor_years": 10,
        "coupon_frequency": 2,
        "day": date(2026, 1, 1),
    }
    with pytest.raises(CalculationError) as refusal:
        yield_from_price(**{**good, **change})  # type: ignore[arg-type]
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_refuses_a_yield_outside_the_interval() -> None:
    for at, code in ((Decimal("-0.6"), "rate_too_low"), (Decimal(11), "rate_too_high")):
        with pytest.raises(CalculationError) as refusal:
            price_from_yield(
                at,
                coupon_rate=Decimal(0),
                value_date=date(2024, 4, 1),
                tenor_years=1,
                coupon_frequency=1,
                day=date(2024, 4, 1),
            )
        assert (refusal.value.code, refusal.value.field) == (code, "yield_rate")


@settings(max_examples=30)
@given(coupons, yields, tenors, frequencies)
def test_oracle_the_yield_found_prices_the_bond_by_definition(
    coupon: Decimal, at: Decimal, tenor: int, frequency: int
) -> None:
    start = date(2024, 4, 1)
    exact = price_by_definition(
        Fraction(at) / frequency, 100 * Fraction(coupon) / frequency, tenor * frequency
    )
    price = Decimal(exact.numerator) / Decimal(exact.denominator)
    found = yield_from_price(
        price, coupon_rate=coupon, value_date=start, tenor_years=tenor, coupon_frequency=frequency, day=start
    )
    again = price_by_definition(
        Fraction(found.yield_rate) / frequency, 100 * Fraction(coupon) / frequency, tenor * frequency
    )
    assert abs(again - exact) < Fraction(1, 10**20)


test_kept_answers = kept_answers("calculators.bonds.price_yield")


def test_golden_simple_interest_in_the_last_period_both_ways() -> None:
    """Half a year before the end 104 is discounted by 1 + y × 184 ÷ 366, or by that power of 1 + y."""
    terms: dict[str, Any] = {
        "coupon_rate": Decimal("0.04"),
        "value_date": date(2023, 1, 1),
        "tenor_years": 2,
        "coupon_frequency": 1,
        "day": date(2024, 7, 1),
    }
    told = [
        price_from_yield(Decimal("0.05"), **terms, simple_in_last_period=simple).clean_price
        for simple in (False, True)
    ]
    assert told[0] != told[1]
    for simple, price in zip((False, True), told, strict=True):
        found = yield_from_price(price, **terms, simple_in_last_period=simple).yield_rate
        assert abs(found - Decimal("0.05")) < Decimal("1e-9")
        other = yield_from_price(price, **terms, simple_in_last_period=not simple).yield_rate
        assert abs(other - Decimal("0.05")) > Decimal("1e-5")


def test_golden_the_ends_of_the_interval_are_taken() -> None:
    """100 ÷ 0.5 = 200 at −50 %; 110 ÷ 11 = 10 at 1,000 %."""
    for price, coupon, end in ((200, "0", "-0.5"), (10, "0.1", "10")):
        found = yield_from_price(
            Decimal(price),
            coupon_rate=Decimal(coupon),
            value_date=date(2023, 1, 1),
            tenor_years=1,
            coupon_frequency=1,
            day=date(2023, 1, 1),
        )
        assert abs(found.yield_rate - Decimal(end)) < Decimal("1e-9")
