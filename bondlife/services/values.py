"""Values as people type them: clean text, money in yuan, percentages, dates; the rest is refused in words."""

import unicodedata
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from bondlife.errors import Invalid
from calculators.kernel.errors import CalculationError
from calculators.kernel.money import MAX_FEN, to_fen, to_yuan

_FORBIDDEN = {"Cc", "Cs", "Co", "Cn"}
_MARKS = {
    "\u200e",
    "\u200f",
    "\u202a",
    "\u202b",
    "\u202c",
    "\u202d",
    "\u202e",
    "\u2066",
    "\u2067",
    "\u2068",
    "\u2069",
}
EARLIEST, LATEST = date(1949, 10, 1), date(2150, 12, 31)


def clean_text(value: Any) -> Any:
    """Return text in one normal form; control, surrogate and direction marks are refused, not dropped."""
    if not isinstance(value, str):
        return value
    for letter in value:
        kept = letter in "\n\t\r"
        if letter in _MARKS or (unicodedata.category(letter) in _FORBIDDEN and not kept):
            raise PydanticCustomError("bad_character", "the text holds a character that cannot be stored")
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n")).strip()


def _one_line(value: str) -> str:
    if "\n" in value or "\t" in value:
        raise PydanticCustomError("one_line", "write this on one line")
    return value


def _money(value: Any) -> int:
    """Read yuan as fen: text or whole numbers, thousands separators allowed, no floats, no third decimal."""
    if isinstance(value, bool | float) or not isinstance(value, str | int | Decimal):
        raise PydanticCustomError("money", "write an amount in yuan, as text such as 1234.56")
    text = clean_text(value.replace(",", "").replace("，", "")) if isinstance(value, str) else value
    if isinstance(text, str) and not _plain_number(text):
        raise PydanticCustomError("money", "write an amount in yuan, as text such as 1234.56")
    try:
        return to_fen(text)
    except CalculationError as error:
        raise PydanticCustomError("money", error.message) from None


def _plain_number(text: str) -> bool:
    body = text.removeprefix("-")
    whole, _, part = body.partition(".")
    digits = whole + part
    return bool(whole) and digits.isascii() and digits.isdigit() and len(digits) <= 24


def _not_negative(value: int) -> int:
    if value < 0:
        raise PydanticCustomError("negative", "an amount here cannot be negative")
    return value


def _above_zero(value: int) -> int:
    if value <= 0:
        raise PydanticCustomError("not_positive", "an amount here is above zero")
    return value


def _percent(value: Any) -> Any:
    """Read a percentage such as 2.36 as the rate 0.0236."""
    if value is None or value == "":
        return None
    if isinstance(value, bool | float) or not isinstance(value, str | int | Decimal):
        raise PydanticCustomError("percent", "write a percentage as text such as 2.36")
    text = str(value).strip().removesuffix("%").strip()
    if not _plain_number(text):
        raise PydanticCustomError("percent", "write a percentage as text such as 2.36")
    rate = Decimal(text).scaleb(-2)
    exponent = rate.normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent < -10:
        raise PydanticCustomError("percent", "a percentage has at most eight decimals")
    if not Decimal(-1) <= rate <= Decimal(10):
        raise PydanticCustomError("percent", "this percentage is out of range")
    return rate


def _share(value: Any) -> Any:
    """Read a part of a whole, above 0 and at most 100 %, as a rate."""
    rate = _percent(value)
    if rate is None or not 0 < rate <= 1:
        raise PydanticCustomError("share", "a part of a whole is above 0 and at most 100 %")
    return rate


def _part(value: Any) -> Decimal:
    """Read a percentage from 0 to 100 as a share; nothing is zero."""
    rate = _percent(value)
    if rate is None:
        return Decimal(0)
    if not 0 <= rate <= 1:
        raise PydanticCustomError("part", "this percentage lies between 0 and 100")
    return Decimal(rate)


def _score(value: Any) -> Any:
    """Read a score from 0 to 100."""
    rate = _percent(value)
    if rate is None:
        return None
    if not 0 <= rate <= 1:
        raise PydanticCustomError("score", "a score lies between 0 and 100")
    return rate * 100


def _points(value: Any) -> Decimal:
    """Read points of a sheet: from 0 to 1000 with at most two decimals."""
    text = clean_text(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    found = Decimal(text) if _plain_number(text) else None
    if found is None or not 0 <= found <= 1000 or found != round(found, 2):
        raise PydanticCustomError("points", "write points such as 12.5")
    return found


def _day(value: date | None) -> date | None:
    if value is not None and not EARLIEST <= value <= LATEST:
        raise PydanticCustomError("date_range", "the date lies outside 1949 to 2150")
    return value


def _digit(value: Any) -> Any:
    """Read a choice of a form, which is text, as the number it names."""
    return int(value) if isinstance(value, str) and value in {"1", "2"} else value


def _blank(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _yuan_text(fen: int) -> str:
    return str(to_yuan(fen))


_MONEY_SCHEMA = {"type": "string", "pattern": r"^-?[0-9]{1,18}(\.[0-9]{1,2})?$", "examples": ["1234567.89"]}
_PERCENT_SCHEMA = {"type": "string", "pattern": r"^-?[0-9]{1,4}(\.[0-9]{1,8})?$", "examples": ["2.36"]}
_as_yuan = PlainSerializer(_yuan_text, return_type=str, when_used="json")

Line = Annotated[str, BeforeValidator(clean_text), AfterValidator(_one_line)]
"""One line of clean text."""
Prose = Annotated[str, BeforeValidator(clean_text)]
"""Clean text of several lines."""
MaybeMoney = Annotated[
    int | None,
    BeforeValidator(lambda value: None if _blank(value) is None else _not_negative(_money(value))),
    WithJsonSchema({**_MONEY_SCHEMA, "type": ["string", "null"]}),
    PlainSerializer(
        lambda fen: None if fen is None else _yuan_text(fen), return_type=str | None, when_used="json"
    ),
]
"""Yuan in, fen inside; zero or more, or nothing."""
SignedMoney = Annotated[int, BeforeValidator(_money), WithJsonSchema(_MONEY_SCHEMA), _as_yuan]
"""Yuan in, fen inside; may be negative."""
Money = Annotated[
    int, BeforeValidator(_money), AfterValidator(_not_negative), WithJsonSchema(_MONEY_SCHEMA), _as_yuan
]
"""Yuan in, fen inside; zero or more."""
PositiveMoney = Annotated[
    int, BeforeValidator(_money), AfterValidator(_above_zero), WithJsonSchema(_MONEY_SCHEMA), _as_yuan
]
"""Yuan in, fen inside; above zero."""
Percent = Annotated[Decimal | None, BeforeValidator(_percent), WithJsonSchema(_PERCENT_SCHEMA)]
"""Per cent in, decimal per year inside."""
Share = Annotated[Decimal, BeforeValidator(_share), WithJsonSchema(_PERCENT_SCHEMA)]
"""A part of a whole as per cent, decimal inside; above zero."""
Part = Annotated[Decimal, BeforeValidator(_part), WithJsonSchema(_PERCENT_SCHEMA)]
"""A part of a whole as per cent from 0 to 100, decimal inside; blank is 0."""
Score = Annotated[Decimal | None, BeforeValidator(_score), WithJsonSchema(_PERCENT_SCHEMA)]
"""A score from 0 to 100."""
Points = Annotated[Decimal, BeforeValidator(_points), WithJsonSchema(_PERCENT_SCHEMA)]
"""Points of one item of a scoring sheet."""
TimesAYear = Annotated[Literal[1, 2], BeforeValidator(_digit)]
"""Payments a year: one or two."""
Day = Annotated[date, AfterValidator(_day)]
"""A date an office could mean."""
MaybeDay = Annotated[date | None, BeforeValidator(_blank), AfterValidator(_day)]
"""A date or nothing."""
Year = Annotated[int, Field(ge=1949, le=2150)]
"""A calendar year."""
Month = Annotated[str, Field(pattern=r"^(19|20|21)[0-9][0-9]-(0[1-9]|1[0-2])$")]
"""A month as 2026-11."""
PublicId = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
"""The public key of a record."""
MaybeId = Annotated[PublicId | None, BeforeValidator(_blank)]
"""The public key of a record, or nothing."""
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.]{0,59}$")]
"""A name out of a list of ours."""

assert MAX_FEN < 2**63


def parse_day(text: str, field: str) -> date:
    """Return a day as a form sends it; anything else is refused beside its field."""
    try:
        day = date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise Invalid.because("bad_date", "Write the date as 2026-11-21.", field) from None
    if not EARLIEST <= day <= LATEST:
        raise Invalid.because("date_range", "The date lies outside 1949 to 2150.", field)
    return day
