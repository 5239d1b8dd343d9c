"""The shape of a published form: sections, merged groups, columns. What stands here may leave, nothing else.

Content of a form is one mapping: what every form carries (``HEAD``), and a list of rows for each section.
Amounts are int fen, rates decimal text (``"0.0236"``), days ISO text; words where the books have no figure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from models.lifecycle import Label

CellKind = Literal["text", "fen", "percent", "date", "count", "number", "multiple"]
Shape = Literal["table", "lines", "years"]
Moves = Literal["free", "rises", "steady"]

HEAD = ("form", "cut_off", "region", "region_code", "subject", "title", "project_count", "realised", "reason")
"""What every content may say beside its sections."""


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column or line: name, words as printed, kind of value, whether the printed form was seen.

    ``is_words`` marks what only people know: an empty cell waits for them, it is no fault of the books.
    ``moves`` says what asks for a reason when the figure differs from the last publication of the form:
    nothing (free), a fall (rises), any change (steady). ``made`` is the formula of a figure over other
    columns of its row (``"{income} ÷ {service}"``), ``told`` says in words what the books sum up to it: both
    are all an explanation outside the house may use. ``series`` names the column in its section's picture.
    ``is_whole`` marks what every row of a project repeats, so that a total does not add it up.
    """

    name: str
    label: Label
    kind: CellKind = "text"
    is_confirmed: bool = True
    is_words: bool = False
    width: int = 14
    moves: Moves = "free"
    made: str = ""
    told: Label | None = None
    series: str = ""
    is_whole: bool = False

    @property
    def is_summed(self) -> bool:
        """Tell whether a total of the section adds the column up."""
        return self.kind == "fen" and not self.is_whole


@dataclass(frozen=True, slots=True)
class FormGroup:
    """Columns under one merged heading; without a label they stand alone."""

    label: Label | None
    columns: tuple[FormColumn, ...]


@dataclass(frozen=True, slots=True)
class FormSection:
    """One block of a form. ``table``: a row a thing; ``lines``: a line a column; ``years``: years across.

    ``parent`` names the section whose rows hold this one's rows; ``keys`` the columns that tell a row from
    the others, by which it is found in an earlier publication. ``chart`` is the picture the public side draws
    beside it.
    """

    name: str
    label: Label
    shape: Shape
    groups: tuple[FormGroup, ...]
    parent: str = ""
    keys: tuple[str, ...] = ()
    has_total: bool = False
    chart: str = ""

    @property
    def columns(self) -> tuple[FormColumn, ...]:
        """Return the columns of all groups in their order."""
        return tuple(column for group in self.groups for column in group.columns)


@dataclass(frozen=True, slots=True)
class FormSpec:
    """A published form: whom it is about, unit, sections, who signs, by what text, where it is published."""

    key: str
    label: Label
    subject: Literal["bond", "project", "region", "ppp_contract", "fund", "change_of_use"]
    unit: str
    basis: str
    sections: tuple[FormSection, ...]
    signatures: tuple[Label, ...] = ()
    is_landscape: bool = True
    is_official: bool = True
    looks_ahead: bool = False
    """Whether it may be filled before its cut-off: a notice of what is to come."""
    choice: str = ""
    """The choice of two leaders without which this form is neither filled nor shown outside."""

    def section(self, name: str) -> FormSection:
        """Return a section by its name."""
        return next(one for one in self.sections if one.name == name)

    def children(self, name: str) -> tuple[FormSection, ...]:
        """Return the sections inside the rows of a section."""
        return tuple(one for one in self.sections if one.parent == name)


def column(
    name: str,
    en: str,
    zh: str,
    kind: CellKind = "text",
    *,
    words: bool = False,
    seen: bool = True,
    moves: Moves = "free",
    made: str = "",
    told: Label | None = None,
    series: str = "",
    whole: bool = False,
) -> FormColumn:
    """Return a column by its name and words; ``seen`` tells whether the printed form was read."""
    width = 24 if kind == "text" else 14
    return FormColumn(name, Label(en, zh), kind, seen, words, width, moves, made, told, series, whole)


def group(en: str, zh: str, *columns: FormColumn) -> FormGroup:
    """Return columns under one heading."""
    return FormGroup(Label(en, zh), columns)


def plain(*columns: FormColumn) -> FormGroup:
    """Return columns without a common heading."""
    return FormGroup(None, columns)


def rows_of(content: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Return the rows of a section of a content; none where it has none."""
    return list(content.get(name) or ())


def strangers(spec: FormSpec, content: Mapping[str, Any]) -> Iterator[str]:
    """Yield the place of everything in a content that the form does not name."""
    tops = {one.name: one for one in spec.sections if not one.parent}
    for name, value in content.items():
        if name in tops:
            yield from _strange_rows(spec, tops[name], value, name)
        elif name not in HEAD or isinstance(value, list | Mapping):
            yield name


def _strange_rows(spec: FormSpec, section: FormSection, rows: Any, where: str) -> Iterator[str]:
    inner = {one.name: one for one in spec.children(section.name)}
    known = {one.name for one in section.columns}
    for index, row in enumerate(rows, 1):
        for name, value in row.items():
            place = f"{where}[{index}].{name}"
            if name in inner:
                yield from _strange_rows(spec, inner[name], value, place)
            elif name not in known or isinstance(value, list | Mapping):
                yield place
