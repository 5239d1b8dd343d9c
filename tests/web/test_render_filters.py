"""How figures are printed: golden cases, laws, refusals."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bondlife.exchange.words_of_money import capital_words
from bondlife.locale import speaking
from bondlife.web import filters
from bondlife.web.drawing import Drawing, drawing
from bondlife.web.shell_view import ShellView
from calculators.kernel.errors import CalculationError
from calculators.kernel.explain import explain
from calculators.kernel.money import MAX_FEN
from tests.web.gallery.view import COVERAGE

fen = st.integers(-MAX_FEN, MAX_FEN)
units = st.sampled_from(["yuan", "wan", "yi"])
FEN_PER_UNIT = {"yuan": 10**2, "wan": 10**6, "yi": 10**10}
ratios = st.fractions(Fraction(-3), Fraction(3), max_denominator=10**6)
lines = st.sampled_from([Fraction(1), Fraction(6, 5), Fraction(11, 10), Fraction(0), Fraction(4, 5)])


def read(text: str) -> Fraction:
    """Read a printed figure back, independently of how it was printed."""
    return Fraction(text.replace(",", "").replace("−", "-").replace("+", "").removesuffix("%"))


@pytest.mark.parametrize(
    ("amount", "unit", "printed"),
    [
        (123_456_789, "yuan", "1,234,567.89"),
        (123_456_789, "wan", "123.46"),
        (123_456_789, "yi", "0.01"),
        (-1, "yuan", "−0.01"),
        (-1, "wan", "0.00"),
        (5_000, "wan", "0.01"),
        (4_999, "wan", "0.00"),
        (-5_000, "wan", "−0.01"),
        (0, "yi", "0.00"),
        (None, "wan", "—"),
    ],
)
def test_golden_money(amount: int | None, unit: str, printed: str) -> None:
    assert filters.money(amount, unit) == printed


@pytest.mark.parametrize(
    ("amount", "unit", "printed"),
    [
        (123_456_789, "wan", "123.456789"),
        (123_450_000, "wan", "123.45"),
        (100_000_000, "wan", "100.00"),
        (123_456_789, "yi", "0.012346"),
        (30_4000_000_000, "yi", "30.40"),
        (123, "yuan", "1.23"),
        (None, "yi", "—"),
    ],
)
def test_golden_money_as_forms_print_it(amount: int | None, unit: str, printed: str) -> None:
    assert filters.money_exact(amount, unit) == printed


@given(fen, units)
def test_law_printed_money_is_half_a_last_digit_from_the_truth(amount: int, unit: str) -> None:
    error = abs(read(filters.money(amount, unit)) - Fraction(amount, FEN_PER_UNIT[unit]))
    assert error <= Fraction(1, 200)
    assert unit != "yuan" or error == 0


@given(fen)
def test_law_ten_thousand_yuan_lose_nothing_in_forms(amount: int) -> None:
    assert read(filters.money_exact(amount, "wan")) * 10**6 == amount


@given(fen, fen, units)
def test_law_money_never_crosses_its_line(amount: int, line: int, unit: str) -> None:
    shown = read(filters.money(amount, unit, line=line)) * FEN_PER_UNIT[unit]
    assert (shown < line) == (amount < line)


@given(fen, units)
def test_law_the_sign_is_printed_once_and_as_a_minus(amount: int, unit: str) -> None:
    text = filters.money(amount, unit, sign=True)
    assert "-" not in text
    assert text.startswith("−") == (read(text) < 0)
    assert text.startswith("+") == (read(text) > 0)


@pytest.mark.parametrize("amount", [1.5, True, "12", Decimal("1.00"), MAX_FEN + 1])
def test_refuses_money_that_is_not_fen(amount: object) -> None:
    with pytest.raises(CalculationError):
        filters.money(amount, "yuan")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "line", "printed"),
    [
        (Decimal("1.22945"), None, "1.23"),
        (Decimal("1.225"), None, "1.23"),
        (Decimal("0.9951"), 1, "0.995"),
        (Decimal("0.99999"), 1, "0.99999"),
        (1 - Decimal("1e-20"), 1, "0.999999999999"),
        (Decimal("1.2"), Decimal("1.2"), "1.20"),
        (Decimal("1.0834"), Decimal("1.0833"), "1.0834"),
        (float("nan"), None, "—"),
        (Decimal("Infinity"), None, "—"),
        (None, 1, "—"),
        (-0.001, None, "0.00"),
    ],
)
def test_golden_ratio(value: filters.Number | None, line: filters.Number | None, printed: str) -> None:
    assert filters.ratio(value, line=line) == printed


@given(ratios, lines)
def test_law_a_ratio_never_crosses_its_line(value: Fraction, line: Fraction) -> None:
    assert (read(filters.ratio(value, line=line)) < line) == (value < line)
    assert (read(filters.percent(value, line=line)) < line * 100) == (value < line)


@given(ratios)
def test_law_rounding_is_half_away_from_zero(value: Fraction) -> None:
    printed = read(filters.ratio(value))
    assert abs(printed - value) <= Fraction(1, 200)
    if abs(printed - value) == Fraction(1, 200):
        assert abs(printed) > abs(value)


def test_golden_rates_shares_counts() -> None:
    assert filters.rate(Decimal("0.0236")) == "2.36%"
    assert filters.rate(Decimal("0.02365")) == "2.365%"
    assert filters.percent(Decimal("0.8694")) == "86.94%"
    assert filters.percent(Decimal("-0.0164"), sign=True) == "−1.64%"
    assert filters.count(1_284_600) == "1,284,600"
    assert filters.number(Decimal("86.50")) == "86.5"
    assert filters.bar_width(Fraction(3, 2)) == "100"


def test_golden_dates() -> None:
    assert filters.iso(date(2026, 11, 21)) == "2026-11-21"
    assert filters.iso(datetime(2026, 11, 21, 23, 30, tzinfo=UTC)) == "2026-11-22 07:30"
    assert filters.moved_note(date(2026, 10, 8), date(2026, 10, 1)) == "原 10-01，节假日顺延"
    assert filters.moved_note(date(2026, 12, 31), date(2027, 1, 1)) == "原 2027-01-01，节假日提前"
    assert filters.moved_note(date(2026, 10, 8), date(2026, 10, 8)) == ""
    today = date(2026, 11, 23)
    told = [filters.due_note(date(2026, 11, day), today) for day in (24, 23, 17)]
    assert told == ["还有 1 天", "今天", "已过 6 天"]


def test_the_unit_and_the_language_of_the_page_are_followed() -> None:
    with drawing(Drawing(ShellView(locale="en", unit="yi"))):
        assert filters.money(123_456_789_012) == "12.35"
        assert filters.unit_note() == "Unit: 100 million yuan"
        assert filters.amount(123_456_789_012) == "1,234,567,890.12 yuan"
        assert filters.due_note(date(2026, 1, 3), date(2026, 1, 1)) == "in 2 days"
    with drawing(Drawing(ShellView(unit="yi"))):
        assert filters.amount(123_456_789_012) == "12.35 亿元"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "零元整"),
        (1, "壹分"),
        (10, "壹角"),
        (100, "壹元整"),
        (101, "壹元零壹分"),
        (1_000_000, "壹万元整"),
        (10_000_000_001, "壹亿元零壹分"),
        (1_244_571_825, "壹仟贰佰肆拾肆万伍仟柒佰壹拾捌元贰角伍分"),
        (100_000_500, "壹佰万零伍元整"),
    ],
)
def test_golden_capital_words(amount: int, words: str) -> None:
    assert capital_words(amount) == words


@given(st.integers(0, 10**18 - 1))
def test_law_capital_words_can_be_read_back(amount: int) -> None:
    assert fen_of_words(capital_words(amount)) == amount


@pytest.mark.parametrize("amount", [-1, 10**18])
def test_refuses_to_write_in_words(amount: int) -> None:
    with pytest.raises(ValueError, match="not written in words"):
        capital_words(amount)


def fen_of_words(words: str) -> int:
    """Read capital characters as fen by the rules of Chinese numerals, sections of 万 and 亿."""
    digits = {word: value for value, word in enumerate("零壹贰叁肆伍陆柒捌玖")}
    yuan, _found, small = words.removesuffix("整").rpartition("元")
    total = 100 * _section(yuan, digits)
    for place, word in ((10, "角"), (1, "分")):
        if word in small:
            total += place * digits[small[small.index(word) - 1]]
    return total


def _section(words: str, digits: dict[str, int]) -> int:
    for word, size in (("亿", 10**8), ("万", 10**4)):
        if word in words:
            head, _found, tail = words.rpartition(word)
            return _section(head, digits) * size + _section(tail, digits)
    total = pending = 0
    for character in words:
        if character in digits:
            pending = digits[character]
        else:
            total += (pending or 1) * {"仟": 1000, "佰": 100, "拾": 10}[character]
            pending = 0
    return total + pending


def test_a_formula_is_told_with_printed_numbers() -> None:
    told = explain(COVERAGE, {"net": 895_628 * 10_000, "due": 728_480 * 10_000}, Decimal("1.2294"))
    assert filters.formula_numbers(told.outputs[0], told) == "8,956.28 ÷ 7,284.80"


@pytest.mark.parametrize(
    ("value", "unit", "printed"),
    [
        (1_234_567, "fen", "1.234567"),
        (Decimal("0.0236"), "rate", "2.36%"),
        (Decimal("0.12345678"), "percent", "12.3457%"),
        (2031, "years", "2031"),
        (date(2026, 1, 2), "date", "2026-01-02"),
        (True, "flag", "是"),
        ("bullet", "text", "bullet"),
        ((1_000_000, 2_000_000), "fen", "1.00, 2.00"),
        (tuple(range(2022, 2036)), "years", "2022, 2023, … 2035 (14)"),
        (None, "multiple", "—"),
    ],
)
def test_golden_quantities(value: object, unit: str, printed: str) -> None:
    with speaking("zh_CN"):
        assert filters.quantity(value, unit) == printed
