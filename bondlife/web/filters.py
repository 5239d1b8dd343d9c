"""How figures, dates and words are printed. Integers and exact decimals; rounded half up, once, at the end.

A figure is never printed on the other side of its line: below 1.00 it prints 0.995, not 1.00. Digits are
added until the printed figure and the true one agree about the line. None prints as "—": does not apply.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, isfinite
from typing import Any
from zoneinfo import ZoneInfo

from bondlife.exchange.words_of_money import capital_words
from bondlife.locale import gettext as _
from bondlife.locale import is_chinese, label_of, ngettext
from bondlife.queries.calculator_sources import source_words
from bondlife.web.drawing import current_unit
from calculators.kernel.explain import ExplainedQuantity, Explanation
from calculators.kernel.money import Rounding, check_fen, mul_div

MINUS = "−"
DASH = "—"
SHANGHAI = ZoneInfo("Asia/Shanghai")
_DIGITS = {"yuan": 2, "wan": 6, "yi": 10}
_MOST_DIGITS = 12
_NAME = re.compile(r"\{(\w+)\}")

Number = int | Decimal | Fraction | float
"""What ratios, rates and shares may come as; money is int fen and nothing else."""


def money(
    fen: int | None, unit: str | None = None, *, places: int = 2, sign: bool = False, line: int | None = None
) -> str:
    """Print fen in 元, 万元 or 亿元 (the page's unit by default), with two decimals unless told otherwise.

    >>> money(123_456_789, "yuan"), money(123_456_789, "wan"), money(-123_456_789, "yi", places=4)
    ('1,234,567.89', '123.46', '−0.0123')
    """
    if fen is None:
        return DASH
    whole, digits = check_fen(fen, "amount"), _DIGITS[unit or current_unit()]
    if line is None and places <= digits:
        return _written(mul_div(whole, 1, 10 ** (digits - places)), places, sign)
    return _on_its_side(
        Fraction(whole, 10**digits), min(places, digits), digits, _over(line, 10**digits), sign
    )


def money_exact(fen: int | None, unit: str | None = None) -> str:
    """Print fen as forms do: at least two decimals, up to six in 万元 and 亿元, no zeros at the end.

    >>> money_exact(123_456_789, "wan"), money_exact(5_000_000, "wan")
    ('123.456789', '5.00')
    """
    if fen is None:
        return DASH
    chosen = unit or current_unit()
    return _trimmed(money(fen, chosen, places=2 if chosen == "yuan" else 6))


def amount(fen: int | None, *, sign: bool = False) -> str:
    """Print an amount with its unit, for sentences; English has no 万元, so it is told in yuan.

    >>> amount(4_500_000_000)
    '4,500.00 万元'
    """
    if fen is None:
        return DASH
    if is_chinese():
        return f"{money(fen, sign=sign)} {unit_name()}"
    return f"{money(fen, 'yuan', sign=sign)} {unit_name('yuan')}"


def unit_name(unit: str | None = None) -> str:
    """Return the name of a unit of money: 元, 万元, 亿元."""
    names = {"yuan": _("yuan"), "wan": _("10,000 yuan"), "yi": _("100 million yuan")}
    return names[unit or current_unit()]


def unit_note(unit: str | None = None) -> str:
    """Return the note that names the unit once in the head: 单位：万元."""
    return _("Unit: %(unit)s") % {"unit": unit_name(unit)}


def ratio(value: Number | None, places: int = 2, *, line: Number | None = None) -> str:
    """Print a ratio; it never crosses its line by rounding.

    >>> ratio(Decimal("1.22945")), ratio(Decimal("0.9951"), line=1), ratio(None)
    ('1.23', '0.995', '—')
    """
    exact = _exact(value)
    return DASH if exact is None else _on_its_side(exact, places, _MOST_DIGITS, _exact(line), sign=False)


def multiple(value: Number | None, places: int = 2, *, line: Number | None = None) -> str:
    """Print a multiple with its word: 1.23 倍."""
    text = ratio(value, places, line=line)
    return text if text == DASH else _("%(number)s times") % {"number": text}


def percent(value: Number | None, places: int = 2, *, line: Number | None = None, sign: bool = False) -> str:
    """Print a share (0.9520) as a percentage with two decimals.

    >>> percent(Decimal("0.952")), percent(Decimal("0.79999"), line=Decimal("0.8"))
    ('95.20%', '79.999%')
    """
    exact, bound = _exact(value), _exact(line)
    if exact is None:
        return DASH
    bound = None if bound is None else bound * 100
    return _on_its_side(exact * 100, places, _MOST_DIGITS, bound, sign) + "%"


def rate(value: Number | None) -> str:
    """Print a rate per year (0.0236) with two decimals, up to four where it has them.

    >>> rate(Decimal("0.0236")), rate(Decimal("0.02365"))
    ('2.36%', '2.365%')
    """
    exact = _exact(value)
    return DASH if exact is None else _trimmed(_printed(exact * 100, 4, sign=False)) + "%"


def number(value: Number | None, places: int = 6) -> str:
    """Print a plain number with as many decimals as it has, at most ``places``.

    >>> number(Decimal("86.50")), number(12345), number(Decimal("0.9611111111"))
    ('86.5', '12,345', '0.961111')
    """
    exact = _exact(value)
    return DASH if exact is None else _trimmed(_printed(exact, places, sign=False), least=0)


def count(value: int | None) -> str:
    """Print a whole number with thousands separators."""
    return DASH if value is None else f"{value:,}".replace("-", MINUS)


def iso(value: date | datetime | None) -> str:
    """Print a date as 2026-11-21; a moment as 2026-11-21 17:30 in Shanghai."""
    if value is None:
        return DASH
    if isinstance(value, datetime):
        moment = value.astimezone(SHANGHAI) if value.tzinfo else value
        return f"{moment:%Y-%m-%d %H:%M}"
    return value.isoformat()


def moved_note(paid: date, nominal: date | None) -> str:
    """Return the note beside a day that was moved: 原 10-01，节假日顺延; empty where it was not."""
    if nominal is None or paid == nominal:
        return ""
    day = f"{nominal:%m-%d}" if nominal.year == paid.year else nominal.isoformat()
    if paid > nominal:
        return _("was %(day)s, moved on over the holiday") % {"day": day}
    return _("was %(day)s, moved back before the holiday") % {"day": day}


def due_note(due: date | None, today: date) -> str:
    """Return how far away a day is: 还有 129 天, 今天, 已过 6 天."""
    if due is None:
        return DASH
    days = (due - today).days
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("in %(num)d day", "in %(num)d days", days) % {"num": days}
    return ngettext("%(num)d day past", "%(num)d days past", -days) % {"num": -days}


def quantity(value: Any, unit: str) -> str:
    """Print a quantity of a calculator by the unit its specification names, with all its digits."""
    if value is None:
        return DASH
    if isinstance(value, tuple | list):
        return _series(value, unit)
    printer = _PRINTERS.get(unit)
    return printer(value) if printer and not isinstance(value, str) else str(value)


def sentence(why: Any) -> str:
    """Return a sentence with its figures printed: money with its unit, shares with two decimals."""
    printed = {name: _in_sentence(value, unit) for name, (value, unit) in why.figures.items()}
    return _(why.message) % printed if why.message else ""


def _in_sentence(value: Any, unit: str) -> str:
    if unit == "fen":
        return amount(value)
    if unit == "percent":
        return percent(value)
    return multiple(value) if unit == "multiple" else quantity(value, unit)


def formula_numbers(told: ExplainedQuantity, explanation: Explanation) -> str:
    """Return the formula of a quantity with the printed numbers of its explanation put in."""
    said = {q.name: quantity(q.value, q.unit) for q in (*explanation.inputs, *explanation.outputs)}
    return _NAME.sub(lambda found: said.get(found[1], found[1]), label_of(told, "formula"))


def bar_width(share: Number | None) -> str:
    """Return the width of a share bar in hundredths, kept between 0 and 100."""
    exact = _exact(share)
    return "0" if exact is None else number(float(min(max(exact, Fraction(0)), Fraction(1)) * 100), 2)


def _series(values: tuple[Any, ...] | list[Any], unit: str) -> str:
    told = [quantity(value, unit) for value in values]
    if len(told) > 4:
        told = [told[0], told[1], f"… {told[-1]} ({len(told)})"]
    return ", ".join(told)


def _calendar(value: Number) -> str:
    return number(value).replace(",", "")


def _flag(value: bool) -> str:
    return _("yes") if value else _("no")


_PRINTERS: dict[str, Callable[[Any], str]] = {
    "fen": money_exact,
    "rate": rate,
    "percent": lambda value: percent(value, 4),
    "ratio": number,
    "multiple": number,
    "days": number,
    "months": number,
    "years": _calendar,
    "count": number,
    "score": number,
    "points": number,
    "index": number,
    "yuan_per_unit": number,
    "date": iso,
    "flag": _flag,
}


def _exact(value: Number | None) -> Fraction | None:
    if value is None or (isinstance(value, float | Decimal) and not isfinite(value)):
        return None
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


def _over(line: int | None, fen_per_unit: int) -> Fraction | None:
    return None if line is None else Fraction(line, fen_per_unit)


def _on_its_side(exact: Fraction, places: int, most: int, line: Fraction | None, sign: bool) -> str:
    """Print with as many places as it takes to stay on the true side of the line."""
    while line is not None and places <= most:
        if (Fraction(_steps(exact, places), 10**places) < line) == (exact < line):
            break
        places += 1
    if places <= most:
        return _printed(exact, places, sign)
    far = exact * 10**most
    return _written(floor(far) if line is not None and exact < line else ceil(far), most, sign)


def _steps(exact: Fraction, places: int) -> int:
    return mul_div(exact.numerator, 10**places, exact.denominator, Rounding.HALF_UP)


def _printed(exact: Fraction, places: int, sign: bool) -> str:
    return _written(_steps(exact, places), places, sign)


def _written(steps: int, places: int, sign: bool) -> str:
    whole, rest = divmod(abs(steps), 10**places)
    mark = MINUS if steps < 0 else "+" if sign and steps > 0 else ""
    return f"{mark}{whole:,}.{rest:0{places}d}" if places else f"{mark}{whole:,}"


def _trimmed(text: str, least: int = 2) -> str:
    whole, _dot, rest = text.partition(".")
    rest = rest.rstrip("0").ljust(least, "0")
    return f"{whole}.{rest}" if rest else whole


FILTERS: dict[str, Callable[..., str]] = {
    "money": money,
    "amount": amount,
    "money_exact": money_exact,
    "ratio": ratio,
    "multiple": multiple,
    "percent": percent,
    "rate": rate,
    "number": number,
    "count_words": count,
    "iso": iso,
    "moved_note": moved_note,
    "due_note": due_note,
    "capital_words": capital_words,
    "quantity": quantity,
    "formula_numbers": formula_numbers,
    "sentence": sentence,
    "bar_width": bar_width,
    "label": label_of,
    "source_words": source_words,
}
"""Filters of every template, by the name templates use; Jinja's own ``count`` stays what it is."""
