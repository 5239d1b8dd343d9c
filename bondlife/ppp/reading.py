"""Read plain data field by field; what is wrong is refused with its place, such as components[0].share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import Any, Never, TypeVar

from bondlife.errors import Invalid
from calculators.kernel.money import MAX_FEN

MOST = 200
"""Most entries of any list of the terms."""
LONGEST = 500

EnumT = TypeVar("EnumT", bound=StrEnum)


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


@dataclass(frozen=True, slots=True)
class Place:
    """One mapping of the data with where it stands."""

    data: Mapping[str, Any]
    at: str = ""

    @classmethod
    def of(cls, data: object, at: str = "") -> "Place":
        """Return the place of a mapping; anything else is refused."""
        if not isinstance(data, Mapping):
            refuse(at or "body", _("A mapping of fields is needed here."))
        return cls(data, at)

    def name(self, field: str) -> str:
        """Return the full name of a field."""
        return f"{self.at}.{field}" if self.at else field

    def only(self, *fields: str) -> None:
        """Refuse fields nobody reads: a slip of the pen must not change a payment silently."""
        for field in self.data:
            if field not in fields:
                refuse(self.name(str(field)[:60]), _("The terms know no field of this name."))

    def has(self, field: str) -> bool:
        """Tell whether a field is given."""
        return self.data.get(field) is not None

    def text(self, field: str, default: str | None = None) -> str:
        """Return a text; empty only where a default is."""
        value = self.data.get(field, default)
        if not isinstance(value, str) or len(value) > LONGEST or (default is None and not value.strip()):
            refuse(self.name(field), _("A text of up to %(most)s characters is needed."), most=LONGEST)
        return value

    def flag(self, field: str) -> bool:
        """Return true or false; left out is false."""
        value = self.data.get(field, False)
        if not isinstance(value, bool):
            refuse(self.name(field), _("True or false is needed."))
        return value

    def whole(self, field: str, default: int | None = None, *, least: int = 0, most: int = 1200) -> int:
        """Return a whole number between two limits."""
        value = self.data.get(field, default)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            refuse(
                self.name(field),
                _("A whole number from %(least)s to %(most)s is needed."),
                least=least,
                most=most,
            )
        return value

    def fen(self, field: str, default: int | None = None) -> int:
        """Return an amount of whole fen, not below zero."""
        value = self.data.get(field, default)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_FEN:
            refuse(self.name(field), _("Money is a whole number of fen, not below zero."))
        return value

    def decimal(self, field: str, default: str | None = None) -> Decimal:
        """Return a decimal number written as text."""
        return decimal_of(self.data.get(field, default), self.name(field))

    def fraction(self, field: str, default: str | None = None) -> Fraction:
        """Return a number written as text, as a decimal or a fraction (1/3)."""
        value = self.data.get(field, default)
        if isinstance(value, str) and value.count("/") == 1:
            above, below = (decimal_of(part.strip(), self.name(field)) for part in value.split("/"))
            if below:
                return Fraction(above) / Fraction(below)
            refuse(self.name(field), _("The fraction divides by zero."))
        return Fraction(decimal_of(value, self.name(field)))

    def share(self, field: str, default: str | None = None) -> Fraction:
        """Return a part of a whole, from 0 to 1."""
        value = self.fraction(field, default)
        if not 0 <= value <= 1:
            refuse(self.name(field), _("A share lies between 0 and 1."))
        return value

    def choice(self, field: str, kinds: type[EnumT], default: str | None = None) -> EnumT:
        """Return one of the words of a list."""
        value = self.data.get(field, default)
        if value not in {one.value for one in kinds}:
            words = ", ".join(one.value for one in kinds)
            refuse(self.name(field), _("One of these is needed: %(words)s."), words=words)
        return kinds(value)

    def part(self, field: str) -> "Place":
        """Return a mapping inside this one."""
        return Place.of(self.data.get(field), self.name(field))

    def rows(self, field: str, *, needed: bool = False) -> Sequence["Place"]:
        """Return the mappings of a list."""
        value = self.data.get(field) or []
        if not isinstance(value, list) or len(value) > MOST or (needed and not value):
            refuse(self.name(field), _("A list of up to %(most)s entries is needed."), most=MOST)
        return [Place.of(one, f"{self.name(field)}[{place}]") for place, one in enumerate(value)]


def decimal_of(value: object, at: str) -> Decimal:
    """Return a number written as text, or a whole one; whole numbers are exact, binary floats are not."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18:
        return Decimal(value)
    if not isinstance(value, str) or len(value) > 60:
        refuse(at, _("A number is written as text."))
    try:
        number = Decimal(value)
    except InvalidOperation:
        refuse(at, _("A number is written as text."))
    if not number.is_finite() or abs(number.adjusted()) > 40:
        refuse(at, _("The number is too large or no number."))
    return number


def refuse(at: str, message: str, **params: object) -> Never:
    """Refuse the data at a place."""
    raise Invalid.because("bad_terms", message, at, **params)
