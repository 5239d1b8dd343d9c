"""What the public knows of a project or contract: its newest contents, and where this site stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from models.open_data import EACH


@dataclass(frozen=True, slots=True)
class Site:
    """Where the data stand, and the prefixes of their identifiers: registered ones by setting."""

    base: str
    oc4ids_prefix: str = "oc4ids-bondlife"
    ocds_prefix: str = "ocds-bondlife"

    def publication(self, key: str) -> str:
        """Return the address of a published content."""
        return f"{self.base}/public/publications/{key}"


@dataclass(frozen=True, slots=True)
class Told:
    """One published content: key of its publication, form, cut-off, day, digest, what it says, of what."""

    key: str
    form: str
    cut_off: date
    published_on: date | None
    digest: str
    content: Mapping[str, Any]
    about: str = ""


@dataclass(frozen=True, slots=True)
class PublishedContract:
    """A PPP contract as the public knows it: its pages and the rows of payment tables that name it."""

    public_id: str
    number: str
    currency: str
    region: str
    region_code: str
    contents: Sequence[Told]


@dataclass(frozen=True, slots=True)
class PublishedFund:
    """A government investment fund as the public knows it."""

    public_id: str
    region: str
    region_code: str
    contents: Sequence[Told]


@dataclass(frozen=True, slots=True)
class PublishedProject:
    """A project as the public knows it: key, code, place, its newest content of each form and bond.

    ``beside`` are contents about more than this project: of its bonds, of its region, of its PPP contracts.
    ``documents`` are key, form and day of every published content of its own.
    """

    public_id: str
    code: str
    region: str
    region_code: str
    contents: Sequence[Told]
    documents: Sequence[tuple[str, str, date | None]]
    beside: Sequence[Told] = ()
    contracts: Sequence[PublishedContract] = ()

    @property
    def identity(self) -> str:
        """Return what tells this project from others: its code, else its key."""
        return self.code or self.public_id


def newest(found: Iterable[Told]) -> list[Told]:
    """Return the newest content of each form about one thing, in the order of their cut-offs."""
    held: dict[tuple[str, str], Told] = {}
    for one in sorted(found, key=lambda one: (one.cut_off, one.published_on or one.cut_off, one.key)):
        place = one.form, one.key if one.form in EACH else one.about
        held.pop(place, None)
        held[place] = one
    return list(held.values())


def stamp(day: date | str) -> str:
    """Return the beginning of a day in Beijing as an instant.

    >>> stamp("2037-06-01")
    '2037-06-01T00:00:00+08:00'
    """
    return f"{day}T00:00:00+08:00"


def yuan(fen: int) -> int | float:
    """Return an amount as the standards' number: yuan, whole where it is whole.

    >>> yuan(100), yuan(123456789_01)
    (1, 123456789.01)
    """
    whole, part = divmod(fen, 100)
    return whole if not part else float(Decimal(fen) / 100)


def is_fen(value: Any) -> bool:
    """Tell whether a cell holds an amount, not words."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_day(value: Any) -> bool:
    """Tell whether a cell holds a day, not words."""
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def value(fen: int, currency: str = "CNY") -> dict[str, Any]:
    """Return an amount by the standards."""
    return {"amount": yuan(fen), "currency": currency}


def period(start: Any, end: Any) -> dict[str, str]:
    """Return a period by the standards, of what is a day; empty where neither is."""
    found = {"startDate": start, "endDate": end}
    return {name: stamp(day) for name, day in found.items() if is_day(day)}


def filled(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record without what says nothing."""
    return {name: part for name, part in record.items() if part not in (None, "", [], {})}
