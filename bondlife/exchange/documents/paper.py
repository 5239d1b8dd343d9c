"""Forms as data and papers as forms with values: the one content behind pdf, docx, xlsx and json.

Amounts are int fen, shares Decimal (0.952 is 95.2 %), days ``date``; rows are mappings by column key. A row
may hold ``_key`` (its name in formulas), ``_formula`` (its amounts follow from other rows) and ``_mark``
("sum", "mute").
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from models.canonical import canonical_json, digest

Kind = Literal["text", "long", "fen", "percent", "number", "multiple", "count", "date", "flag"]
ChartKind = Literal["bars", "plan", "waterfall", "wall"]
Row = Mapping[str, Any]

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
RESERVED = frozenset(
    {"paper", "charts", "loop", "true", "false", "none", "and", "or", "not", "if", "in", "is"}
)


@dataclass(frozen=True, slots=True)
class Item:
    """One field of a block of facts; a wide one takes the line. ``formula`` is over fields of the block."""

    key: str
    label: str
    kind: Kind = "text"
    is_wide: bool = False
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; neighbours with one ``group`` share a head above; ``formula`` is over a row."""

    key: str
    label: str
    kind: Kind = "text"
    width: int = 14
    group: str = ""
    formula: str = ""
    is_summed: bool = False
    places: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and values, two or three pairs a line; value: a mapping by item key."""

    key: str
    title: str
    items: tuple[Item, ...]
    across: int = 2


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows; value: a list of mappings. ``total`` names the row of sums, if there is one.

    ``is_across`` draws the rows side by side, as years stand in forms: their first column becomes the head.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    total: str = ""
    unit: str = ""
    empty: str = "无"
    is_across: bool = False


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs; value: a list of text."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of a table of the same form, as the pages draw it: ``series`` are keys of its columns."""

    key: str
    title: str
    table: str
    kind: ChartKind
    category: str
    series: tuple[str, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Photos:
    """Pictures with captions; value: a list of {"caption", "data"}, data PNG or JPEG bytes."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Signatures:
    """Who signs; value: a list of {"role", "name", "opinion", "on"}; empty names leave room for a pen.

    ``is_line`` prints one line of roles and names, as published forms do.
    """

    key: str
    title: str = ""
    is_line: bool = False


Section = Facts | Table | Prose | Chart | Photos | Signatures
SIGNATURE_COLUMNS = (
    Column("role", "环节", width=16),
    Column("name", "签字", width=14),
    Column("opinion", "意见", "long", width=40),
    Column("on", "日期", "date", width=12),
)


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of document: its sections, the unit of its amounts, whether it lies on its side."""

    key: str
    title: str
    sections: tuple[Section, ...]
    unit: str = "元"
    is_wide: bool = False
    is_editable: bool = True
    note: str = ""

    def section(self, key: str) -> Section:
        """Return a section by its key; KeyError where the form has none."""
        return next(one for one in self.sections if one.key == key)

    def unit_of(self, section: Section) -> str:
        """Return the unit in which a section's amounts are written."""
        return getattr(section, "unit", "") or self.unit


def in_currency(form: Form, unit: str) -> Form:
    """Return a form of yuan with another unit of money in its headings; amounts are its hundredths.

    >>> in_currency(Form("a", "", (Table("t", "", (), unit="万元"),)), "英镑").sections[0].unit
    '万英镑'
    """
    sections = tuple(_in_currency(one, unit) for one in form.sections)
    return replace(form, sections=sections, unit=form.unit.replace("元", unit))


def _in_currency(section: Section, unit: str) -> Section:
    if isinstance(section, Facts):
        items = (replace(one, label=one.label.replace("（元）", f"（{unit}）")) for one in section.items)
        return replace(section, items=tuple(items))
    if isinstance(section, Table | Chart):
        return replace(section, unit=section.unit.replace("元", unit))
    return section


@dataclass(frozen=True)
class Paper:
    """A form with values: what is drawn, digested and approved.

    ``number`` is the document's own number; ``mark`` a word across the head of a draft. What a value must not
    be (a binary float, a field the form does not have) is refused when the paper is made.
    """

    form: Form
    values: Mapping[str, Any]
    title: str = ""
    cut_off: date | None = None
    number: str = ""
    mark: str = ""
    issuer: str = ""
    notes: Sequence[str] = field(default_factory=tuple)

    def __post_init__(self) -> None:
        """Refuse values that the form does not know."""
        check(self.form, self.values)

    @property
    def heading(self) -> str:
        """Return what stands above the document."""
        return self.title or self.form.title

    @cached_property
    def digest(self) -> str:
        """Return the digest of the content: what is shown is what is signed."""
        return digest(canonical_json(self.content()))

    def content(self) -> dict[str, Any]:
        """Return the content as plain values: what the json file holds and the digest covers."""
        return {
            "form": self.form.key,
            "title": self.heading,
            "number": self.number,
            "issuer": self.issuer,
            "unit": "fen",
            "cut_off": self.cut_off,
            "mark": self.mark,
            "notes": list(self.notes),
            "values": {one.key: _plain(one, self.values.get(one.key)) for one in self.form.sections},
        }

    def rows(self, key: str) -> Sequence[Row]:
        """Return the rows of a section that has rows."""
        return self.values.get(key) or ()


def columns_of(section: Section) -> tuple[Column, ...]:
    """Return the columns of a section that has rows."""
    if isinstance(section, Table):
        return section.columns
    return SIGNATURE_COLUMNS if isinstance(section, Signatures) else ()


def check(form: Form, values: Mapping[str, Any]) -> None:
    """Refuse sections and fields that the form does not declare, and binary floats."""
    unknown = values.keys() - {one.key for one in form.sections}
    if unknown:
        raise ValueError(f"{form.key} has no section {sorted(unknown)}")
    for section in form.sections:
        value = values.get(section.key)
        if isinstance(section, Facts):
            _check_fields(form, section.key, value or {}, {one.key for one in section.items})
        elif columns_of(section):
            known = {one.key for one in columns_of(section)} | {"_key", "_formula", "_mark"}
            for row in value or ():
                _check_fields(form, section.key, row, known)


def _check_fields(form: Form, key: str, row: Row, known: set[str]) -> None:
    if not row.keys() <= known:
        raise ValueError(f"{form.key}.{key} has no field {sorted(row.keys() - known)}")
    for name, value in row.items():
        if value is not None and not isinstance(value, str | int | Decimal | date):
            raise TypeError(f"{form.key}.{key}.{name}: {type(value).__name__} is no plain value")


def _plain(section: Section, value: Any) -> Any:
    if isinstance(section, Photos):
        from hashlib import sha256

        told = value or ()
        return [{"caption": one["caption"], "sha256": sha256(one["data"]).hexdigest()} for one in told]
    if isinstance(section, Facts):
        return dict(value or {})
    return [dict(one) if isinstance(one, Mapping) else one for one in value or ()]
